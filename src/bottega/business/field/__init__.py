"""Field work: the jobs of fitters and measurers at customers' homes.

Other modules may use nothing of it.
"""
