"""Operations on upgrade actions: what an administrator does once for an organization after an upgrade."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from bottega import __version__
from bottega.kernel.context import Context
from bottega.kernel.errors import Forbidden, NotFound
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.auth import offer_new_grants
from bottega.platform.configs.module import module
from bottega.platform.configs.tables import UpgradeRun

# Told when actions are listed or run: ``found``, a list of ``UpgradeAction`` to add to.
UPGRADE_ACTIONS: Final = "configs.upgrade_actions"
DISABLED: Final = T(en="Upgrade actions are disabled", pl="Czynności po aktualizacji są wyłączone")
NO_ACTION: Final = T(en="There is no such upgrade action", pl="Nie ma takiej czynności po aktualizacji")
DONE_ALREADY: Final = T(en="This was done already.", pl="To zostało już wykonane.")
_DONE: Final = "SELECT version, action_id FROM configs_upgrade_runs WHERE tenant_id = $1 AND organization_id = $2"


@dataclass(frozen=True)
class UpgradeAction:
    """Something to do once for each organization from a version on; ``run`` may be repeated without harm."""

    id: str
    version: str
    message: T
    cta: T
    success: T
    loading: T
    run: Callable[[Context], Awaitable[None]]


class ActionItem(Schema):
    """An action that waits to be run."""

    id: str
    version: str
    message: str
    cta_label: str
    success_message: str
    loading_label: str


class UpgradeActions(Schema):
    """The version of the program, and the first action that waits."""

    version: str
    actions: list[ActionItem]


class ActionInput(Input):
    """Which action to run."""

    action_id: Annotated[str, Field(min_length=1, max_length=200)]


class ActionRun(Schema):
    """What became of an action."""

    status: Literal["completed", "already_completed"]
    message: str
    version: str


def parts_of(version: str) -> tuple[int, int, int]:
    """The three numbers of a version, whatever stands behind them; missing ones are 0.

    Raises:
        ValueError: It does not begin with a number.
    """
    plain = version.strip().removeprefix("v").partition("+")[0].partition("-")[0]
    numbers = [int(part) for part in plain.split(".")[:3]]
    first, second, third = (*numbers, 0, 0)[:3]
    return first, second, third


@module.within(UPGRADE_ACTIONS)
async def offer_grants(ctx: Context, found: list[UpgradeAction]) -> None:  # noqa: ARG001 - as it is told
    """Look for permissions that this version grants default roles besides."""

    async def run(ctx: Context) -> None:
        await offer_new_grants(ctx.app, ctx.tenant_id)

    found.append(
        UpgradeAction(
            "auth.offer_new_grants",
            "0.1.0",
            T(
                en="This version may grant default roles more than before. Nothing is granted until you accept it.",
                pl="Ta wersja może dawać domyślnym rolom więcej uprawnień. Nic nie zmieni się bez Twojej zgody.",
            ),
            T(en="Look for new permissions", pl="Sprawdź nowe uprawnienia"),
            T(
                en="New permissions, if there are any, are offered on the page of roles.",
                pl="Nowe uprawnienia, jeśli są, czekają na stronie ról.",
            ),
            T(en="Looking for new permissions…", pl="Sprawdzanie nowych uprawnień…"),
            run,
        )
    )


async def actions_of(ctx: Context) -> list[UpgradeAction]:
    """The actions of this version and of those before it, in their order."""
    found: list[UpgradeAction] = []
    await ctx.tell(UPGRADE_ACTIONS, found=found)
    current = parts_of(__version__)
    due = [one for one in found if parts_of(one.version) <= current]
    return sorted(due, key=lambda one: (parts_of(one.version), one.id))


@module.get(
    "/upgrade-actions", "configs.manage", answers={400: "No organization is selected"}, name="upgrade_actions.read"
)
async def read_actions(ctx: Context) -> UpgradeActions:
    """Get upgrade actions.

    The first action that waits to be run for the selected organization.
    """
    if not ctx.app.settings.upgrade_actions_enabled:
        return UpgradeActions(version=__version__, actions=[])
    organization_id = ctx.organization_for_new()
    done = {(row["version"], row["action_id"]) for row in await ctx.query(_DONE, ctx.tenant_id, organization_id)}
    waiting = [one for one in await actions_of(ctx) if (one.version, one.id) not in done]
    return UpgradeActions(version=__version__, actions=[_item(ctx, one) for one in waiting[:1]])


def _item(ctx: Context, action: UpgradeAction) -> ActionItem:
    return ActionItem(
        id=action.id,
        version=action.version,
        message=action.message(ctx.locale),
        cta_label=action.cta(ctx.locale),
        success_message=action.success(ctx.locale),
        loading_label=action.loading(ctx.locale),
    )


@module.post(
    "/upgrade-actions",
    "configs.manage",
    status=200,
    undoable=False,
    instead=T(en="The action can be run once only", pl="Czynność wykonuje się tylko raz"),
    answers={
        200: "The action was run, now or before",
        201: ("Success, from older servers", None),
        404: "There is no such action",
    },
    label=T(en="Run upgrade action", pl="Wykonanie czynności po aktualizacji"),
    name="upgrade_actions.run",
)
async def run_action(ctx: Context, data: ActionInput) -> ActionRun:
    """Run upgrade action.

    Once for the selected organization; of two who ask at the same time the second is told that it was done.
    """
    if not ctx.app.settings.upgrade_actions_enabled:
        raise Forbidden(DISABLED)
    organization_id = ctx.organization_for_new()
    action = next((one for one in await actions_of(ctx) if one.id == data.action_id), None)
    if action is None:
        raise NotFound(NO_ACTION)
    await ctx.begin()
    lock = f"{ctx.tenant_id} upgrade {organization_id} {action.id} {action.version}"
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
    done = {(row["version"], row["action_id"]) for row in await ctx.query(_DONE, ctx.tenant_id, organization_id)}
    if (action.version, action.id) in done:
        return ActionRun(status="already_completed", message=DONE_ALREADY(ctx.locale), version=action.version)
    await action.run(ctx)
    values: dict[str, Any] = {
        "organization_id": organization_id,
        "version": action.version,
        "action_id": action.id,
        "completed_at": datetime.now(UTC),
    }
    await changes.insert(ctx, UpgradeRun, values)
    return ActionRun(status="completed", message=action.success(ctx.locale), version=action.version)
