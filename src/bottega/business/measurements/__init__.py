"""Measurements at customers' homes, and their fees.

Other modules may use

* ``measured``: which customers have an approved measurement;
* ``measurement_facts``: what a document says of measurements, and what has become of their fees;
* ``measurements_by``: what somebody measures.

Before a measurement is deleted by hand, ``measurements.measurement.deleting`` lets others refuse.
"""

from bottega.business.measurements.approval import measured
from bottega.business.measurements.facts import MeasurementFacts, measurement_facts
from bottega.business.measurements.field_queries import measurements_by

__all__ = ["MeasurementFacts", "measured", "measurement_facts", "measurements_by"]
