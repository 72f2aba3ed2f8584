"""Generator of text attachments: nine templates, assigned to contracts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from bottega.demo.bulk_insert import Row
from bottega.demo.draw.contract_outlines import Job
from bottega.demo.draw.pricing import Prices
from bottega.demo.draw.random_source import Chance
from bottega.demo.texts.templates import (
    CARE,
    OWN_APPLIANCES,
    OWU,
    RODO,
    ROOM,
    TECHNICAL,
    TEMPLATES,
    VAT,
    WARRANTY,
    WITHDRAWAL,
)

ATTACHMENTS: Final = 610
ALWAYS: Final = (OWU, RODO)
OFTEN: Final = (WARRANTY, TECHNICAL, ROOM, CARE, WITHDRAWAL)


def template_rows(founded: datetime) -> list[Row]:
    """The templates; their ids are the same in every demo."""
    chance = Chance(0, "templates")
    return [
        {"id": chance.new_id(founded), "nazwa": name, "tresc": text, "created_at": founded}
        for name, text in TEMPLATES.items()
    ]


def attachment_rows(
    seed: int, jobs: Sequence[Job], prices: Prices, templates: Sequence[Row], today_signed: dict[UUID, bool]
) -> list[Row]:
    """Which contract has which text; what was signed keeps the text it was signed with."""
    chance = Chance(seed, "attachments")
    by_name = {row["nazwa"]: row for row in templates}
    fixed = [_fixed(job, bool(prices[job.contract_id].appliances), today_signed[job.contract_id]) for job in jobs]
    counts = chance.spread(ATTACHMENTS, [(len(names), len(names) + len(OFTEN)) for names in fixed])
    rows: list[Row] = []
    for job, names, number in zip(jobs, fixed, counts, strict=True):
        at = chance.moment(job.begun)
        for name in (*names, *chance.some(OFTEN, number - len(names))):
            at += timedelta(seconds=7)
            template = by_name[name]
            rows.append(
                {
                    "id": chance.new_id(at),
                    "contract_id": job.contract_id,
                    "template_id": template["id"],
                    "tresc_snapshot": template["tresc"] if job.signed else None,
                    "created_at": at,
                }
            )
    return rows


def _fixed(job: Job, equipped: bool, reduced: bool) -> list[str]:  # noqa: FBT001 - two facts of a contract
    """What a contract of its kind must have."""
    own = job.typ == "kuchnia" and not equipped
    return [*ALWAYS, *([VAT] if reduced else []), *([OWN_APPLIANCES] if own else [])]
