"""The calendar: events, blocked days, reschedules, conflicts and feeds.

Other modules may use

* ``ABSENCES`` with ``module.within`` and ``Absence``: say who is away on some days, for instance on accepted leave;
  whoever is away is busy for the calendar (``people``, ``first``, ``last``, ``found``);
* ``events_of``: the events that take somebody's time on some days, for whoever decides on leave, ``lock_people`` who
  must not be planned meanwhile, and ``blocked_days_of`` organizations;
* ``visits``, ``visit`` and ``visited``: where somebody is sent, with ``note_progress`` for how far they have come;
* ``working_days`` by Polish law, and ``days_between`` two;
* ``Kind`` and ``KINDS`` of events, ``told`` (what one is called), ``is_installation``, and the ``Status`` of an event.
"""

from bottega.business.calendar.absences import ABSENCES, Absence
from bottega.business.calendar.assigned_events import DONE, Progress, note_progress, visit, visited, visits
from bottega.business.calendar.conflicts import blocked_days_of, events_of, lock_people
from bottega.business.calendar.kinds import KINDS, Kind, Status, is_installation, told
from bottega.business.calendar.public_holidays import days_between, working_days

__all__ = [
    "ABSENCES",
    "DONE",
    "KINDS",
    "Absence",
    "Kind",
    "Progress",
    "Status",
    "blocked_days_of",
    "days_between",
    "events_of",
    "is_installation",
    "lock_people",
    "note_progress",
    "told",
    "visit",
    "visited",
    "visits",
    "working_days",
]
