"""Measurements at the homes of customers, and the fees for them.

Other modules may use ``measured``: which customers have an approved measurement.
"""

from bottega.business.measurements.approving import measured

__all__ = ["measured"]
