"""Data protection: export and erasure of a data subject's records.

It knows no other module: whoever holds data on people takes part in ``bottega.kernel.privacy.subject_requests``.
"""
