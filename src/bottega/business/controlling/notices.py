"""Notifications about installations of tomorrow for which something is missing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from bottega.business.contracts import contract_facts, limited_users, open_contracts_of, progress
from bottega.business.controlling.gate_facts import facts_of
from bottega.business.controlling.gates import GATES, Facts
from bottega.business.controlling.module import module
from bottega.kernel.application import Application
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day
from bottega.kernel.notification_types import NotificationType
from bottega.kernel.schemas import today
from bottega.platform.notifications import notify

NOT_READY: Final = module.notifies(
    NotificationType(
        "controlling.installation.not_ready",
        label=T(en="Installations of tomorrow that are not ready", pl="Jutrzejsze montaże, które nie są gotowe"),
        title=T(
            en="Contract {numer}: tomorrow's installation is not ready", pl="Umowa {numer}: jutrzejszy montaż niegotowy"
        ),
        body=T(en="{bramka}: {brakuje}", pl="{bramka}: {brakuje}"),
        severity="error",
        icon="triangle-alert",
        href="/backend/contracts/contracts/{sourceEntityId}",
        hours=48,
    )
)
# What must be passed before the customer can accept the work.
_BEFORE: Final = tuple(gate for gate in GATES if gate.code not in ("odbior", "rozliczenie"))


@module.job(
    "warn_installations",
    T(en="Warn of installations not ready", pl="Ostrzeżenia o niegotowych montażach"),
    every="0 13 * * *",
)
async def warn_installations(app: Application, _payload: dict[str, Any]) -> None:
    """Tell who watches contracts which installations of tomorrow have a closed gate before them."""
    for tenant_id in await open_contracts_of(app):
        async with app.acting(tenant_id) as ctx:
            await _warn(ctx, today() + timedelta(days=1))


async def _warn(ctx: Context, day: date) -> None:
    due = [
        one
        for one in await progress(ctx)
        if one.termin is not None and local_day(one.termin) == day and not (one.zakonczona or one.rozwiazana)
    ]
    if not due:
        return
    places, limited = await contract_facts(ctx, [one.id for one in due]), await limited_users(ctx)
    for facts in await facts_of(ctx, due):
        said = _missing(replace(facts, with_amounts=False))
        if said is not None:
            await notify(
                ctx,
                NOT_READY,
                holders_of="controlling.view",
                but=limited,
                within=places[facts.contract.id]["organization_id"],
                record=("contracts:contract", facts.contract.id),
                variables={"numer": facts.contract.numer, "bramka": said[0], "brakuje": said[1]},
                group=f"{facts.contract.id} {day}",
                once=True,
            )


def _missing(facts: Facts) -> tuple[T, T] | None:
    """The first closed gate before the installation, and the first thing it misses."""
    return next(((gate.title, missing[0]) for gate in _BEFORE if (missing := gate.missing(facts))), None)
