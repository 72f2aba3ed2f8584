"""Checklists of jobs: the studio's list for a kind, or a default, with additions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BeforeValidator, Field

from bottega.business.calendar import KINDS, Kind, is_installation
from bottega.business.field.module import module
from bottega.business.field.tables import ChecklistItem
from bottega.kernel.context import Context
from bottega.kernel.database.pools import Record
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Schema, Scoped, Stamp, Whole
from bottega.kernel.screens import Nav, Preset, Screen
from bottega.platform.navigation_groups import SETTINGS

Row = Mapping[str, Any]
_INSTALLATION: Final[Mapping[str, T]] = {
    "zabezpieczenie": T(en="Floors and walls protected", pl="Podłogi i ściany zabezpieczone"),
    "korpusy": T(en="Cabinets levelled and fixed", pl="Korpusy wypoziomowane i przykręcone"),
    "fronty": T(en="Fronts adjusted", pl="Fronty wyregulowane"),
    "uchwyty": T(en="Handles fitted", pl="Uchwyty zamontowane"),
    "cokoly": T(en="Plinths and covers fitted", pl="Cokoły i maskownice zamontowane"),
    "sprzatanie": T(en="Cleaned up, waste taken away", pl="Posprzątane, odpady zabrane"),
}
_KITCHEN: Final[Mapping[str, T]] = {
    "blat": T(en="Worktop fitted and sealed", pl="Blat zamontowany i uszczelniony"),
    "sprzet": T(en="Appliances built in and tested", pl="Sprzęt AGD zabudowany i sprawdzony"),
}
_MEASUREMENT: Final[Mapping[str, T]] = {
    "wymiary": T(en="Walls, height and angles measured", pl="Ściany, wysokość i kąty zmierzone"),
    "instalacje": T(en="Connections and vents marked", pl="Przyłącza i wentylacja naniesione"),
    "dojazd": T(en="Stairs, lift and parking checked", pl="Klatka, winda i parking sprawdzone"),
}
_REPAIRS: Final[Mapping[str, T]] = {
    "usterki": T(en="Defects mended", pl="Usterki usunięte"),
    "sprzatanie": _INSTALLATION["sprzatanie"],
}
_DELIVERY: Final[Mapping[str, T]] = {
    "komplet": T(en="Everything there and undamaged", pl="Wszystko na miejscu i nieuszkodzone")
}
# By kind of job, for a studio that has written no list of its own for it.
USUAL: Final[Mapping[str, Mapping[str, T]]] = {
    **{kind: _INSTALLATION for kind in KINDS if is_installation(kind)},
    "montaz_kuchni": {**_INSTALLATION, **_KITCHEN},
    "montaz_blatu": {"blat": _KITCHEN["blat"], "sprzatanie": _INSTALLATION["sprzatanie"]},
    "pomiar": _MEASUREMENT,
    "poprawki": _REPAIRS,
    "reklamacja": _REPAIRS,
    "serwis": _REPAIRS,
    "dostawa": _DELIVERY,
    "transport": _DELIVERY,
}


class ChecklistItemInput(Scoped):
    """Something to be done at every job of a kind."""

    typ: Kind
    nazwa: Annotated[
        str,
        BeforeValidator(lambda value: " ".join(value.split()) if isinstance(value, str) else value),
        Field(min_length=1, max_length=200),
    ]
    kolejnosc: Annotated[Whole, Field(ge=0, le=1000)] = Field(default=0, description="Lists begin with the lowest.")


items = module.mount(
    "/checklists",
    Resource(
        table=ChecklistItem,
        input=ChecklistItemInput,
        label=T(en="Checklist item", pl="Pozycja listy kontrolnej"),
        plural=T(en="Checklist items", pl="Pozycje list kontrolnych"),
        title="{nazwa}",
        search=(ChecklistItem.nazwa,),
        filters={"typ": ChecklistItem.typ},
        access=Access(view="field.view", manage="field.checklists.manage"),
        screen=Screen(
            icon="clipboard-check",
            nav=Nav(SETTINGS, 40),
            columns="typ kolejnosc nazwa",
            presets=(
                Preset(T(en="Kitchen installation", pl="Montaż kuchni"), typ="montaz_kuchni"),
                Preset(T(en="Measurement", pl="Pomiar"), typ="pomiar"),
                Preset(T(en="Delivery", pl="Dostawa"), typ="dostawa"),
            ),
            empty=T(
                en="No items of your own: the usual lists are used",
                pl="Brak własnych pozycji: działają listy standardowe",
            ),
        ),
    ),
)


class Position(Schema):
    """A position of the checklist of a job."""

    pozycja: str = Field(description="What it is called when it is ticked.")
    nazwa: str
    zrobione: bool
    zrobione_at: Stamp | None
    zrobil_id: UUID | None


async def checklists_of(ctx: Context, jobs: Sequence[Row]) -> dict[UUID, list[Position]]:
    """The checklist of each job."""
    written = await ctx.query(
        "SELECT id, organization_id, typ, nazwa FROM field_checklist_items WHERE tenant_id = $1"
        " AND deleted_at IS NULL AND typ = ANY($2) ORDER BY kolejnosc, id",
        ctx.tenant_id,
        list({job["typ"] for job in jobs}),
    )
    ticked = await ctx.query(
        "SELECT * FROM field_checks WHERE tenant_id = $1 AND event_id = ANY($2) AND deleted_at IS NULL ORDER BY id",
        ctx.tenant_id,
        [job["id"] for job in jobs],
    )
    rows = [dict(row) for row in ticked]
    return {
        job["id"]: _positions(
            _names(ctx, job, written), [row for row in rows if row["event_id"] == job["id"]], ctx.locale
        )
        for job in jobs
    }


def _names(ctx: Context, job: Row, written: Iterable[Record]) -> dict[str, str]:
    """What a list for the kind of a job says: the studio's own, or the usual one."""
    own = {
        str(row["id"]): row["nazwa"]
        for row in written
        if (row["organization_id"], row["typ"]) == (job["organization_id"], job["typ"])
    }
    return own or {code: name(ctx.locale) for code, name in USUAL.get(job["typ"], {}).items()}


def _positions(names: Mapping[str, str], ticked: Iterable[Row], locale: str) -> list[Position]:
    """A list with what was done of it; what was ticked of a list that says something else by now stays in it."""
    known = {row["pozycja"]: row for row in ticked}
    more = {code: _said(row, locale) for code, row in known.items() if code not in names}
    return [_position(code, name, known.get(code)) for code, name in {**names, **more}.items()]


def _position(code: str, name: str, row: Row | None) -> Position:
    if row is None:
        return Position(pozycja=code, nazwa=name, zrobione=False, zrobione_at=None, zrobil_id=None)
    told = {one: row[one] for one in ("zrobione", "zrobione_at", "zrobil_id")}
    return Position(pozycja=code, nazwa=name, **told)


def _said(row: Row, locale: str) -> str:
    """What a stored position says: a usual one in the reader's language."""
    usual = usual_name(row["pozycja"])
    return usual(locale) if usual else row["nazwa"]


def usual_name(code: str) -> T | None:
    """What a usual position is called; None for others."""
    return next((names[code] for names in USUAL.values() if code in names), None)
