"""The status board of the service (latarnia): what is announced of failures and unavailability, without a sign-in."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ksef.answers import Answer, json_answer
from ksef.basics import Clock

MAINTENANCE = "MAINTENANCE"
FAILURE = "FAILURE"
TOTAL_FAILURE = "TOTAL_FAILURE"
# The worst that is on is what the board says.
_WORST = (TOTAL_FAILURE, FAILURE, MAINTENANCE)


@dataclass
class Event:
    """A failure, or an unavailability that was announced."""

    number: int
    category: str
    text: str
    published: datetime
    start: datetime
    end: datetime | None


class Lighthouse:
    """The board, with what tests announce."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: list[Event] = []

    def announce(self, category: str, text: str, start: datetime | None = None, end: datetime | None = None) -> Event:
        """Announce one, from now on unless told otherwise."""
        now = self._clock.now()
        event = Event(len(self._events) + 1, category, text, now, start or now, end)
        self._events.append(event)
        return event

    def finish(self, event: Event) -> None:
        """Announce that it is over."""
        event.end = self._clock.now()

    def answer(self, path: str) -> Answer | None:
        """The answer at ``/status`` or ``/messages``; None at any other place."""
        if path == "/messages":
            return json_answer(200, [message for event in self._events for message in self._messages(event)])
        if path != "/status":
            return None
        now = self._clock.now()
        on = [one for one in self._events if one.start <= now and (one.end is None or now < one.end)]
        status = next((worst for worst in _WORST if any(one.category == worst for one in on)), "AVAILABLE")
        told: dict[str, Any] = {"status": status}
        if on:
            told["messages"] = [message for event in on for message in self._messages(event)]
        return json_answer(200, told)

    def _messages(self, event: Event) -> list[dict[str, Any]]:
        planned = event.category == MAINTENANCE
        found = [self._message(event, "MAINTENANCE_ANNOUNCEMENT" if planned else "FAILURE_START", 1)]
        if not planned and event.end is not None:
            found.append(self._message(event, "FAILURE_END", 2))
        return found

    @staticmethod
    def _message(event: Event, kind: str, version: int) -> dict[str, Any]:
        return {
            "id": secrets.token_hex(8),
            "eventId": event.number,
            "category": event.category,
            "type": kind,
            "title": event.text,
            "text": event.text,
            "start": event.start.isoformat(),
            "end": event.end and event.end.isoformat(),
            "version": version,
            "published": event.published.isoformat(),
        }
