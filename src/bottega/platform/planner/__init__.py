"""The planner: when members and resources are available, and the schedules (rule sets) they share.

Other modules may use

* ``add_days_off`` (with ``DaysOff`` and ``MOST_DAYS``): enter whole days on which a member is not available, within
  their own command, whose undo takes them back;
* ``require_rule_set``: make sure that a rule set is there; a column of theirs that refers to
  ``planner_availability_rule_sets`` (``reference``) keeps the rule set from being deleted while records follow it;
* ``SUBJECTS`` with ``module.within`` and ``Subject``: say which members or resources are theirs (``subject_type``,
  ``ids``, ``found``), and ``OWN_SUBJECTS``: which member profiles are the caller's (``found``);
* ``OCCUPIED`` with ``module.within`` and ``Occupied``: say what else takes time of members (``members``, ``start``,
  ``end``, ``found``);
* ``require_reason``: make sure that the dictionary of reasons has the entry that is named;
* ``Zone``: the type of a field that holds a time zone.
"""

from bottega.platform.planner.days_off import MOST_DAYS, DaysOff, add_days_off
from bottega.platform.planner.occupied import OCCUPIED, Occupied
from bottega.platform.planner.reasons import require_reason
from bottega.platform.planner.rule_set_lookup import require_rule_set
from bottega.platform.planner.subjects import OWN_SUBJECTS, SUBJECTS, Subject
from bottega.platform.planner.time_zones import Zone

__all__ = [
    "MOST_DAYS",
    "OCCUPIED",
    "OWN_SUBJECTS",
    "SUBJECTS",
    "DaysOff",
    "Occupied",
    "Subject",
    "Zone",
    "add_days_off",
    "require_reason",
    "require_rule_set",
]
