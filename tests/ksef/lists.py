"""Lists of the service in pages, and the filter of the list of sessions."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from ksef.answers import Refused
from ksef.basics import WARSAW, Request
from ksef.sent import SESSION_STATUSES, Session

One = TypeVar("One")


def paged(request: Request, found: Sequence[One]) -> tuple[Sequence[One], str | None]:
    """A page of a list, and the token with which to ask for the next; None at the end.

    Raises:
        Refused: 21418, the token is not one of ours.
    """
    size = int(request.query.get("pageSize", 10))
    token = request.headers.get("x-continuation-token")
    try:
        start = int(base64.b64decode(token, validate=True)) if token else 0
    except (ValueError, binascii.Error) as error:
        raise Refused(21418) from error
    end = start + size
    return found[start:end], base64.b64encode(str(end).encode()).decode() if end < len(found) else None


def session_status(code: int) -> dict[str, Any]:
    """The status of a session as the service tells it."""
    details = ["Nie przesłano faktur"] if code == 440 else None
    return {"code": code, "description": SESSION_STATUSES[code][0], "details": details}


def fits(session: Session, query: Mapping[str, str], code: int, now: datetime) -> bool:
    """Whether a session is among those that are asked for."""
    if query["sessionType"] != "Online" or query.get("referenceNumber") not in {None, session.reference}:
        return False
    if "statuses" in query and SESSION_STATUSES[code][1] not in query["statuses"].split(","):
        return False
    dates = {"Created": session.created, "Closed": session.closed_at(now), "Modified": session.updated}
    return all(
        _within(moment, query.get(f"date{name}From"), query.get(f"date{name}To")) for name, moment in dates.items()
    )


def moment_of(text: str) -> datetime:
    """A moment of a request; one without an offset is of Polish time."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=WARSAW)


def _within(moment: datetime | None, start: str | None, end: str | None) -> bool:
    if moment is None:
        return start is None and end is None
    return (start is None or moment >= moment_of(start)) and (end is None or moment <= moment_of(end))
