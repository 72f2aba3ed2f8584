"""The pipeline: contracts by stage with their next obstacle, and one contract with all its gates."""

from collections import Counter
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from pydantic import Field

from bottega.business.contracts import Kind, Progress, progress
from bottega.business.controlling.gate_facts import facts_of
from bottega.business.controlling.gates import GATES, Facts, GateCode, missing_of, next_gate
from bottega.business.controlling.module import module
from bottega.business.controlling.stages import STAGES, Stage, stage_of
from bottega.business.warehouse import issued_to
from bottega.kernel.context import Context
from bottega.kernel.database.computed_pages import cut
from bottega.kernel.errors import NotFound
from bottega.kernel.field_markers import Of
from bottega.kernel.resources.list_query import Page, PageSize
from bottega.kernel.resources.list_sql import PAGE_SIZE
from bottega.kernel.resources.page_envelope import page_of
from bottega.kernel.schemas import Query, Schema, Stamp, today

OPEN: Final[tuple[Stage, ...]] = ("szkic", "podpisana", "zamowiona", "skompletowana", "w_montazu", "zakonczona")


class PipelineQuery(Query):
    """Which contracts."""

    etap: Stage | None = Field(default=None, description="Only this stage; otherwise all that are open.")
    uzytkownik_id: Annotated[UUID, Of("auth:user")] | None = Field(
        default=None, description="Only those of this designer."
    )
    search: Annotated[str, Field(max_length=40)] | None = Field(
        default=None, description="Part of the number of the contract."
    )
    page: Page = Field(default=1, description="Page, from 1.")
    page_size: PageSize = Field(default=PAGE_SIZE, description="Rows a page, 1 to 100.")


class PipelineItem(Schema):
    """A contract and the gate it stands before."""

    id: Annotated[UUID, Of("contracts:contract")]
    numer: str
    typ: Kind
    customer_id: Annotated[UUID, Of("customers:customer_entity")]
    uzytkownik_id: Annotated[UUID | None, Of("auth:user")]
    etap: Stage
    etap_nazwa: str
    termin: Stamp | None
    nastepna_bramka: GateCode | None = Field(description="The first gate that is closed.")
    brakuje: list[str] = Field(description="What keeps it closed.")


class PipelinePage(Schema):
    """A page of contracts, those with the nearest installation first."""

    items: list[PipelineItem]
    total: int
    page: int
    page_size: int
    total_pages: int


class StageCount(Schema):
    """How many contracts are in a stage."""

    etap: Stage
    nazwa: str
    liczba: int


class StageCounts(Schema):
    """All stages in order."""

    items: list[StageCount]


class GateState(Schema):
    """A gate of a contract."""

    kod: GateCode
    nazwa: str
    otwarta: bool
    brakuje: list[str]


class Readiness(Schema):
    """How far a contract has come, and every gate."""

    id: UUID
    numer: str
    etap: Stage
    etap_nazwa: str
    bramki: list[GateState]


@module.get("/contracts", "controlling.view", "contracts.view", name="pipeline.list")
async def list_pipeline(ctx: Context, query: PipelineQuery) -> PipelinePage:
    """List contracts by stage.

    Contracts with their stage and the first gate that is closed. Without `etap` those that are neither settled nor
    dissolved.
    """
    staged = await _staged(ctx, query.search)
    wanted: set[Stage] = {query.etap} if query.etap else set(OPEN)
    designer = query.uzytkownik_id
    chosen = [pair for pair in staged if pair[1] in wanted and designer in (None, pair[0].uzytkownik_id)]
    chosen.sort(key=lambda pair: (pair[0].termin is None, pair[0].termin or 0, pair[0].numer))
    shown = cut(chosen, query)
    facts = await facts_of(ctx, [one for one, _ in shown])
    items = [_item(ctx, each, stage) for each, (_, stage) in zip(facts, shown, strict=True)]
    return PipelinePage(**page_of(items, len(chosen), page=query.page, size=query.page_size))


@module.get("/stages", "controlling.view", "contracts.view", name="stages.list")
async def count_stages(ctx: Context) -> StageCounts:
    """Count contracts by stage."""
    counts = Counter(stage for _, stage in await _staged(ctx, None))
    return StageCounts(
        items=[StageCount(etap=code, nazwa=STAGES[code](ctx.locale), liczba=counts[code]) for code in get_args(Stage)]
    )


@module.get("/contracts/{id}/readiness", "controlling.view", "contracts.view", name="readiness.read")
async def read_readiness(ctx: Context, id: UUID) -> Readiness:
    """Show the gates of a contract.

    The stage of a contract and every gate, open or with what is missing. A dissolved contract misses nothing any more:
    what it had not passed says so.
    """
    found = await progress(ctx, [id])
    if not found:
        raise NotFound
    (facts,) = await facts_of(ctx, found)
    stage = stage_of(facts.contract, issued=facts.issued, today=facts.today)
    gates = [
        GateState(kod=gate.code, nazwa=gate.title(ctx.locale), otwarta=not missing, brakuje=missing)
        for gate in GATES
        for missing in [[text(ctx.locale) for text in missing_of(gate, facts)]]
    ]
    return Readiness(id=id, numer=facts.contract.numer, etap=stage, etap_nazwa=STAGES[stage](ctx.locale), bramki=gates)


async def _staged(ctx: Context, numer: str | None) -> list[tuple[Progress, Stage]]:
    """All contracts in view with their stages: two statements."""
    found = await progress(ctx, numer=numer)
    issued = await issued_to(ctx, [one.id for one in found])
    day = today()
    return [(one, stage_of(one, issued=one.id in issued, today=day)) for one in found]


def _item(ctx: Context, facts: Facts, stage: Stage) -> PipelineItem:
    gate = next_gate(facts)
    told: dict[str, Any] = {
        "nastepna_bramka": gate.code if gate else None,
        "brakuje": [text(ctx.locale) for text in gate.missing(facts)] if gate else [],
    }
    one = facts.contract
    return PipelineItem(
        id=one.id,
        numer=one.numer,
        typ=one.typ,
        customer_id=one.customer_id,
        uzytkownik_id=one.uzytkownik_id,
        etap=stage,
        etap_nazwa=STAGES[stage](ctx.locale),
        termin=one.termin,
        **told,
    )
