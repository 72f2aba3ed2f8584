"""HTML rendering of document models."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bottega.business.documents.content.models import Paper, plain
from bottega.business.documents.content.polish_terms import MEANS
from bottega.business.documents.render.pdf import TEMPLATES, Marks


def web_page(paper: Paper, marks: Marks, logo: str | None) -> str:
    """The page, complete in itself: nothing is loaded from elsewhere."""
    picture = None if logo is None else f"data:image/svg+xml;base64,{b64encode(logo.encode()).decode()}"
    return _template().render(doc=plain(paper), marks=marks, logo=picture, means=MEANS)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "money": _money,
        "day": _day,
        "quantity": _quantity,
        "rate": _rate,
        "total": _total,
        "sums": _sums,
    }
    environment.filters.update(filters)
    return environment.get_template("page.html.j2")


def _money(amount: Any) -> str:
    return f"{Decimal(amount):,.2f}".replace(",", "\u00a0").replace(".", ",")


def _day(text: str) -> str:
    return ".".join(reversed(text.split("-")))


def _quantity(number: Any) -> str:
    return f"{Decimal(number).normalize():f}".replace(".", ",")


def _rate(stawka: str) -> str:
    return "zw." if stawka == "zw" else f"{stawka}%"


def _total(amounts: Iterable[Any]) -> Decimal:
    return sum(map(Decimal, amounts), Decimal(0))


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
    return {name: _total(row[name] for row in rows) for name in ("netto", "vat", "brutto")}
