"""Large imports of customers as background jobs, with progress.

The file waits encrypted, and is deleted when the import has ended, whichever way. What became of it is a row of
``customers_imports``; how far it is while it runs says the job (``job_progress``), since the import itself is not yet
seen.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal, get_args
from uuid import UUID

from sqlalchemy.orm import Mapped

from bottega.business.customers.importing.columns import COLUMNS
from bottega.business.customers.importing.plans import Plan, Wish, make_plan
from bottega.business.customers.importing.reports import report_of
from bottega.business.customers.importing.writes import write_plan
from bottega.business.customers.kinds import KINDS, CustomerKind
from bottega.business.customers.module import module
from bottega.business.customers.references import visible
from bottega.kernel import jobs
from bottega.kernel.application import Application, finish
from bottega.kernel.context import Actor, Context, Scope
from bottega.kernel.database.closed_sets import among
from bottega.kernel.database.identifiers import new_id
from bottega.kernel.database.tables import TenantChild
from bottega.kernel.errors import NotFound, Problem
from bottega.kernel.i18n import T
from bottega.kernel.job_progress import record_progress, report
from bottega.kernel.permissions import EVERYTHING
from bottega.kernel.reencryption import stored_files
from bottega.kernel.schemas import Schema
from bottega.kernel.tabular.imports import known_headings, reading
from bottega.kernel.writes import changes
from bottega.kernel.writes.audit_entry import undo_token_sql

READING: Final = T(en="Reading the file", pl="Odczyt pliku")
WRITING: Final = T(en="Saving customers", pl="Zapis klientów")
FAILED: Final = T(en="The import failed and changed nothing", pl="Import nie powiódł się i niczego nie zmienił")


State = Literal["queued", "running", "done", "failed"]
STATES: Final = get_args(State)


class CustomerImport(TenantChild):
    """An import that the worker does: what was wished, and how far it is."""

    __tablename__ = "customers_imports"
    entity: ClassVar[str] = "customers:import"
    # Progress is nothing anybody undoes.
    quiet = frozenset({"state", "done", "report", "error", "action_id"})
    rules = (among("state", STATES, T(en="Unknown state", pl="Nieznany stan")),)

    organization_id: Mapped[UUID]
    kind: Mapped[str]
    actor_id: Mapped[UUID]
    actor_kind: Mapped[str]
    locale: Mapped[str]
    wish: Mapped[dict[str, Any]]
    state: Mapped[str]
    total: Mapped[int]
    done: Mapped[int]
    report: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    action_id: Mapped[UUID | None]


def _file(import_id: UUID) -> str:
    return f"imports/{import_id}"


FILES: Final = stored_files.keeps(CustomerImport, _file, having="state IN ('queued', 'running')")


class ImportProgress(Schema):
    """How far an import is; with ``undoToken`` the one who sent it can undo it."""

    id: UUID
    state: State
    total: int
    done: int
    created: int | None
    updated: int | None
    skipped: int | None
    error: str | None
    undo_token: UUID | None


async def enqueue_import(ctx: Context, wish: Wish, content: bytes, total: int) -> UUID:
    """Leave a file to the worker; the command that is written is its, so this one changes nothing."""
    import_id = new_id()
    await FILES.put(ctx, import_id, content)
    row = {
        "id": import_id,
        "organization_id": wish.organization_id,
        "kind": wish.kind,
        "actor_id": ctx.actor.id,
        "actor_kind": ctx.actor.kind,
        "locale": ctx.locale,
        "state": "queued",
        "total": total,
        "done": 0,
        "wish": {
            "chosen": dict(wish.chosen),
            "doubles": wish.doubles,
            "mayMakeTags": wish.may_make_tags,
            "decisions": {str(line): choice for line, choice in wish.decisions.items()},
        },
    }
    async with ctx.app.acting(ctx.tenant_id, wish.organization_id) as apart:
        await changes.insert(apart, CustomerImport, row)
        await jobs.enqueue(apart, "customers.import", importId=str(import_id))
    return import_id


async def _refuse(app: Application, payload: Mapping[str, Any], problem: Problem | None) -> None:
    """Tell whoever follows the import that it failed for good, and why."""
    tenant_id, import_id = UUID(payload["tenantId"]), UUID(payload["importId"])
    row = await _waiting(app, tenant_id, import_id)
    if row is None:
        return
    reason = problem.body(row["locale"])["error"] if problem else FAILED(row["locale"])
    await _note(app, tenant_id, import_id, state="failed", error=reason)
    await app.storage.delete(tenant_id, _file(import_id))


@module.job("import", T(en="Import of customers", pl="Import klientów"), failed=_refuse)
async def run_import(app: Application, payload: Mapping[str, Any]) -> None:
    """Do an import that waits."""
    tenant_id, import_id = UUID(payload["tenantId"]), UUID(payload["importId"])
    row = await _waiting(app, tenant_id, import_id)
    if row is None:
        return
    content = await _content(app, tenant_id, import_id)
    await _note(app, tenant_id, import_id, state="running", done=0)
    await _perform(app, row, content)
    await app.storage.delete(tenant_id, _file(import_id))


async def _waiting(app: Application, tenant_id: UUID, import_id: UUID) -> dict[str, Any] | None:
    async with app.acting(tenant_id) as ctx:
        row = await ctx.query_one(
            "SELECT * FROM customers_imports WHERE tenant_id = $1 AND id = $2 AND state IN ('queued', 'running')",
            tenant_id,
            import_id,
        )
    return dict(row) if row else None


async def _perform(app: Application, row: Mapping[str, Any], content: bytes) -> None:
    said = row["wish"]
    decisions = {int(line): choice for line, choice in said["decisions"].items()}
    wish = Wish(
        row["kind"], row["organization_id"], said["chosen"], said["doubles"], decisions, said.get("mayMakeTags", False)
    )

    async def progress(done: int) -> None:
        await report(done, row["total"], stage=WRITING, person_id=row["actor_id"], record_id=row["id"])

    ctx = _acting_for(app, row)
    try:
        await report(0, row["total"], stage=READING, person_id=row["actor_id"], record_id=row["id"])
        async with reading(ctx, patient=True) as read:
            known = known_headings(COLUMNS[wish.kind], wish.chosen.values())
            plan = await make_plan(ctx, await read(content, known), wish)
        await write_plan(ctx, plan, progress)
        # With the command, so that an import that was committed is never done twice.
        ended = {"state": "done", "done": plan.size, "report": _counts(plan, ctx)}
        action_id = ctx.action_id if ctx.changed else None
        await changes.update(ctx, CustomerImport, row["id"], {**ended, "action_id": action_id})
        await finish(ctx)
    finally:
        await ctx.close()


def _acting_for(app: Application, row: Mapping[str, Any]) -> Context:
    """The command of whoever sent the file, as the API would have run it; what they may do was asked then."""
    organization_id: UUID = row["organization_id"]
    actor = Actor(row["actor_kind"], row["actor_id"], row["tenant_id"], organization_id, acl=EVERYTHING)
    scope = Scope(row["tenant_id"], organization_id, frozenset({organization_id}))
    return Context(
        app, actor, scope, operation=app.command(f"customers.{KINDS[row['kind']].plural}.import"), locale=row["locale"]
    )


def _counts(plan: Plan, ctx: Context) -> dict[str, int]:
    report = report_of(plan, ctx.locale, dry_run=False)
    return {"created": report.created, "updated": report.updated, "skipped": report.skipped}


async def _content(app: Application, tenant_id: UUID, import_id: UUID) -> bytes:
    async with app.acting(tenant_id) as ctx:
        return await FILES.get(ctx, import_id)


async def _note(app: Application, tenant_id: UUID, import_id: UUID, **values: Any) -> None:
    async with app.acting(tenant_id) as ctx:
        await changes.update(ctx, CustomerImport, import_id, values)


def _declare(kind: CustomerKind) -> None:
    @module.get(
        f"/{kind.plural}/imports/{{id}}",
        kind.manage,
        name=f"{kind.plural}.import.progress",
        summary=f"Follow an import of {kind.plural}",
        description="How far a large import is, and how to undo it when it is done.",
        answers={404: "There is no such import"},
    )
    async def show_import(ctx: Context, id: UUID) -> ImportProgress:
        return await _progress(ctx, kind.name, id)


for _kind in KINDS.values():
    _declare(_kind)


async def _progress(ctx: Context, kind: str, import_id: UUID) -> ImportProgress:
    row = await ctx.query_one(
        f"SELECT i.*, {undo_token_sql('i.tenant_id', 'i.action_id', '$4')} AS undo_token,"
        f" {record_progress('i.id')} AS running FROM customers_imports AS i"
        " WHERE i.tenant_id = $1 AND i.id = $2 AND i.kind = $3"
        " AND ($5::uuid[] IS NULL OR i.organization_id = ANY($5))",
        ctx.tenant_id,
        import_id,
        kind,
        ctx.actor.id,
        visible(ctx),
    )
    if row is None:
        raise NotFound
    counts: Mapping[str, int] = row["report"] or {}
    return ImportProgress(
        id=row["id"],
        state=row["state"],
        total=row["total"],
        done=(row["running"] or 0) if row["state"] == "running" else row["done"],
        created=counts.get("created"),
        updated=counts.get("updated"),
        skipped=counts.get("skipped"),
        error=row["error"],
        undo_token=row["undo_token"],
    )
