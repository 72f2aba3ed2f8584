"""Generator of messages: threads about contracts, the newest partly unread."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from bottega.business.messaging.messages import Message as MessageRow
from bottega.demo.bulk_insert import Destination
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.contracts import Contracts
from bottega.demo.draw.crews import LEADERS
from bottega.demo.draw.random_source import Chance
from bottega.demo.draw.workdays import open_day
from bottega.demo.texts.furniture_words import suits
from bottega.demo.texts.messages import KEEPER, LEADER, THREADS
from bottega.demo.texts.sales import NAMES

MESSAGES: Final = 480
UNREAD: Final = 0.11


@dataclass(frozen=True)
class Message:
    """Somebody wrote to somebody."""

    id: UUID
    sender: str
    recipient: str
    subject: str
    text: str
    at: datetime
    read: datetime | None


def draw_messages(seed: int, today: date, drawn: Contracts) -> list[Message]:
    """As many as planned, the oldest first."""
    chance = Chance(seed, "messages")
    signed = [job for job in drawn.jobs if job.signed and job.signed < today - timedelta(days=3)]
    written: list[Message] = []
    while len(written) < MESSAGES:
        # Newer contracts are talked about more: somebody cleaned up before.
        job = signed[max(chance.between(0, len(signed) - 1), chance.between(0, len(signed) - 1))]
        written += _thread(chance, today, job, drawn)
    written = sorted(written[:MESSAGES], key=lambda one: (one.at, one.id))
    return list(_read(chance, written))


def _thread(chance: Chance, today: date, job: Job, drawn: Contracts) -> Iterator[Message]:
    assert job.signed is not None
    first, second, texts = chance.pick([one for one in THREADS if suits(" ".join(one[2]), job.typ)])
    known = {KEEPER: drawn.keepers[job.contract_id], LEADER: LEADERS[job.crew]}
    writer, reader = known.get(first, first), known.get(second, second)
    if writer == reader:
        return
    customer = drawn.customers[job.contract_id]
    last = min(job.last_day or today, today - timedelta(days=1))
    ago = chance.between(0, max((last - job.signed).days, 0))
    day = open_day(last - timedelta(days=ago))
    at = chance.moment(max(day, job.signed))
    facts = {
        "pani": f"Pani {customer.last_name}"
        if customer.woman
        else f"Pan {customer.last_name}"
        if customer.last_name
        else customer.display_name,
        "numer": job.numer,
        "kwota": f"{chance.between(9, 96) * 50:,}".replace(",", " "),
        "adres": f"{customer.site.place.street} {customer.site.place.building}, {customer.site.place.city}",
    }
    about = customer.display_name if customer.firm else f"{NAMES[job.typ]} {customer.last_name}"
    subject = f"{job.numer} – {about}"
    for place, text in enumerate(texts):
        sender, recipient = (writer, reader) if place % 2 == 0 else (reader, writer)
        title = subject if place == 0 else f"Re: {subject}"
        yield Message(chance.new_id(at), sender, recipient, title, text.format(**facts), at, at)
        at += timedelta(minutes=chance.between(4, 190))


def _read(chance: Chance, written: list[Message]) -> Iterator[Message]:
    """Who has read what: everything that is old, and most of what is new."""
    unread = round(len(written) * UNREAD)
    recent = set(chance.some(range(len(written) - 2 * unread, len(written)), unread))
    for place, one in enumerate(written):
        read = None if place in recent else one.at + timedelta(minutes=chance.between(2, 600))
        yield Message(one.id, one.sender, one.recipient, one.subject, one.text, one.at, read)


async def store_messages(into: Destination, messages: list[Message]) -> None:
    """Write them; both sides have them still."""
    rows = [
        {
            "id": one.id,
            "sender_id": into.users[one.sender],
            "recipient_id": into.users[one.recipient],
            "temat": one.subject,
            "tresc": one.text,
            "przeczytana": one.read is not None,
            "przeczytana_at": one.read,
            "created_at": one.at,
        }
        for one in messages
    ]
    await into.store(MessageRow, rows)
