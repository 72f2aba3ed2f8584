"""Types of notifications, as modules declare them: texts, severity, link, and what a reader may do about one.

A type is data. Who is told, and when, is said where it happens, with the ``notify`` of the module that keeps
notifications; how one looks is the same everywhere.
"""

from dataclasses import dataclass
from typing import Final, Literal

from bottega.kernel.i18n import T

Severity = Literal["info", "warning", "success", "error"]
Way = Literal["mail", "daily", "app"]
Variant = Literal["default", "secondary", "destructive", "outline", "ghost"]

# What stands in links for the id of the record a notification is about.
RECORD_ID: Final = "{sourceEntityId}"


@dataclass(frozen=True)
class NotificationAction:
    """Something a reader may do: run a command on the record (``warehouse.materials.update``), or go to ``href``.

    The command runs as the reader, with their rights, and is given the record's id as ``id``.
    """

    id: str
    label: T
    icon: str = ""
    variant: Variant = "default"
    command: str = ""
    href: str = ""
    confirm: T | None = None


@dataclass(frozen=True)
class NotificationType:
    """A kind of notifications; ``name`` begins with the module's: ``warehouse.material.low``.

    ``label`` is what people choose it by in their settings. ``title`` and ``body`` may hold ``{placeholders}``.
    ``href`` is a page of ours, in which ``{sourceEntityId}`` stands for the record's id. A type that has one and no
    ``actions`` has one to go there. It is out of date after so many ``hours``. ``usually`` is how people are told
    who chose nothing: by an e-mail at once, in one a day, or in the application only.
    """

    name: str
    label: T
    title: T
    body: T | None = None
    severity: Severity = "info"
    icon: str = "bell"
    href: str = ""
    actions: tuple[NotificationAction, ...] = ()
    primary: str = ""
    hours: int | None = None
    usually: Way = "mail"
