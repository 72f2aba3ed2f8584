"""Personal data law: handing out all that is held on somebody, and forgetting them.

It knows no other module: whoever holds data on people takes part in ``bottega.kernel.personal_data``.
"""
