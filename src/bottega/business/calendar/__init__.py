"""The calendar: who is where on which day, and what stands against it.

Other modules may use

* ``absence_source`` with ``Absence``: say who is away on some days, for instance on accepted leave; whoever is away is
  busy for the calendar;
* ``events_of``: the events that take somebody's time on some days, for whoever decides on leave.
"""

from bottega.business.calendar.absences import Absence, absence_source
from bottega.business.calendar.conflicts import events_of

__all__ = ["Absence", "absence_source", "events_of"]
