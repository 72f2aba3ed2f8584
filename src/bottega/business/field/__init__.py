"""The day of those who work at customers': fitters and measurers, who see their own jobs and nothing else.

Other modules may use nothing of it.
"""
