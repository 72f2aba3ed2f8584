"""Rows of the scheduler: what the studio has done by the clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from bottega.demo.bulk_insert import Destination, Row
from bottega.demo.draw.random_source import Chance
from bottega.kernel.local_time import TIME_ZONE
from bottega.platform.scheduler.tables import Schedule
from bottega.platform.scheduler.timing import next_run

OWNER: Final = "Marek Jesionowski"
ACCOUNTANT: Final = "Beata Rachuba"
PRINTING: Final = ("0 6 * * 1", "Wydruk dokumentów minionego miesiąca", "documents.batches.create")
REMINDER: Final = ("30 21 * * 1-5", "Przypomnienie o raporcie kasowym", "messaging.messages.create")


async def store_schedules(into: Destination, today: date, founded: datetime) -> None:
    """Write them; the owner has made them, and they run with the owner's rights."""
    chance = Chance(0, "schedules")
    last_month = today.replace(day=1) - timedelta(days=1)
    reminder = {
        "senderId": str(into.users[OWNER]),
        "recipientId": str(into.users[ACCOUNTANT]),
        "temat": "Raport kasowy",
        "tresc": "Przed końcem dnia zamknij proszę raport kasowy i sprawdź zaległe wpłaty.",
    }
    await into.store(
        Schedule,
        [
            _schedule(
                into, PRINTING, {"miesiac": f"{last_month:%Y-%m}"}, id=chance.new_id(founded), created_at=founded
            ),
            _schedule(into, REMINDER, reminder, id=chance.new_id(founded), created_at=founded),
        ],
    )


def _schedule(into: Destination, one: tuple[str, str, str], payload: Row, **more: object) -> Row:
    expression, name, command = one
    owner, tenant_id = into.users[OWNER], into.ctx.tenant_id
    return {
        **more,
        "scope_type": "organization",
        "name": name,
        "schedule_type": "cron",
        "schedule_value": expression,
        "timezone": TIME_ZONE,
        "target_type": "command",
        "target_command": command,
        "target_payload": payload,
        "next_run_at": next_run("cron", expression, TIME_ZONE, datetime.now(UTC)),
        "created_by_user_id": owner,
        "updated_by_user_id": owner,
        "runs_as_kind": "user",
        "runs_as_id": owner,
        "runs_as_tenant_id": tenant_id,
    }
