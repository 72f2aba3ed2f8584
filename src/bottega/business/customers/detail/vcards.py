"""Visiting cards: export of a person or company as vCard (RFC 6350, RFC 2426).

Notes, planned contacts and numbers of accounts stay in the house: a card is made to be handed on.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from bottega.business.customers.counterparties import parties
from bottega.business.customers.detail.pages import detail_of
from bottega.business.customers.kinds import KINDS, NOT_FOUND, PERSON, CustomerKind
from bottega.business.customers.module import module
from bottega.kernel.context import Context
from bottega.kernel.http.responses import Reply
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Query
from bottega.kernel.screens import Act

MEDIA: Final = "text/vcard; charset=utf-8"
# A line has at most 75 bytes, the space that continues it included.
MOST_BYTES: Final = 75
_STAMP: Final = re.compile(r"[-:]|[.]\d+")
Version = Literal["4.0", "3.0"]
# Purposes that the standard has a word for.
_TYPES: Final = {"home": "home", "office": "work", "work": "work", "billing": "work"}


_OFFERED: Final = Act(T(en="Download vCard", pl="Pobierz wizytówkę"), "contact", then="download")


class CardQuery(Query):
    """Which version of the format."""

    version: Version = Field(default="4.0", description="3.0 for older programs.")


def _declare(kind: CustomerKind) -> None:
    shown = "with company, telephone, address" if kind.name == PERSON else "with telephone, address"

    @module.get(
        f"/{kind.plural}/{{id}}/vcard",
        kind.view,
        name=f"{kind.plural}.vcard",
        summary=f"Export {kind.name} as vCard",
        description=f"The {kind.name} {shown} and, for those who may read them, postal addresses.",
        media="text/vcard",
        act=_OFFERED,
        answers={200: "The card", 400: "Invalid identifier", 404: NOT_FOUND[kind.name].en},
    )
    async def show_card(ctx: Context, id: str, query: CardQuery) -> Reply:
        return await _card(ctx, kind.name, id, query.version)


for _kind in KINDS.values():
    _declare(_kind)


async def _card(ctx: Context, kind: str, written: str, version: Version) -> Reply:
    detail = await detail_of(ctx, kind, written, ["addresses"])
    employer: UUID | None = detail["profile"].get("companyEntityId")
    company = (await parties(ctx, [employer])).get(employer) if employer else None
    text = card_of(kind, detail, company.legal_name if company else None, version)
    plain = re.sub(r"[^A-Za-z0-9]+", "-", str(detail[kind]["id"]))
    headers = {"content-disposition": f'attachment; filename="{plain}.vcf"'}
    return Reply(text.encode(), media=MEDIA, headers=headers)


def card_of(kind: str, detail: Mapping[str, Any], employer: str | None, version: Version) -> str:
    """The card of a customer as its page shows it."""
    customer, profile = detail[kind], detail["profile"]
    lines = ["BEGIN:VCARD", f"VERSION:{version}", f"UID:urn:uuid:{customer['id']}"]
    if version == "4.0":
        lines.append(f"KIND:{'individual' if kind == PERSON else 'org'}")
    lines.append(_line("FN", customer["displayName"]))
    if kind == PERSON:
        lines.append(_parts("N", [profile["lastName"], profile["firstName"], "", "", ""]))
        lines += _given("NICKNAME", profile["preferredName"])
        if employer or profile["department"]:
            lines.append(_parts("ORG", [employer, profile["department"]]))
        lines += _given("TITLE", profile["jobTitle"])
        lines += _given("URL", profile["linkedInUrl"], escaped=False)
    else:
        if version == "3.0":
            # Obliged to have a name of a person, too.
            lines.append(_parts("N", [customer["displayName"], "", "", "", ""]))
        lines.append(_parts("ORG", [profile["legalName"] or customer["displayName"]]))
        lines += _given("URL", profile["websiteUrl"], escaped=False)
    lines += _given("EMAIL" if version == "4.0" else "EMAIL;TYPE=INTERNET", customer["primaryEmail"])
    lines += _given("TEL" if version == "4.0" else "TEL;TYPE=VOICE", customer["primaryPhone"])
    lines += [_address(address, version) for address in detail["addresses"]]
    lines += [f"REV:{_STAMP.sub('', customer['updatedAt'])}", "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _address(address: Mapping[str, Any], version: Version) -> str:
    types = [_TYPES[address["purpose"]]] if address["purpose"] in _TYPES else []
    if version == "3.0":
        types = [*(name.upper() for name in types), *(["PREF"] if address["isPrimary"] else [])]
    parameters = f";TYPE={','.join(types)}" if types else ""
    if version == "4.0" and address["isPrimary"]:
        parameters += ";PREF=1"
    numbers = "/".join(part for part in (address["buildingNumber"], address["flatNumber"]) if part)
    street = " ".join(part for part in (address["addressLine1"], numbers) if part)
    parts = [
        "",
        address["addressLine2"],
        street,
        address["city"],
        address["region"],
        address["postalCode"],
        address["country"],
    ]
    return _parts(f"ADR{parameters}", parts)


def _given(name: str, value: str | None, *, escaped: bool = True) -> list[str]:
    if not value:
        return []
    return [_line(name, value) if escaped else f"{name}:{_one_line(value)}"]


def _line(name: str, value: str) -> str:
    return f"{name}:{_escaped(value)}"


def _parts(name: str, values: Iterable[str | None]) -> str:
    return f"{name}:{';'.join(_escaped(value or '') for value in values)}"


def _escaped(value: str) -> str:
    """A text in which nothing ends the value or the line."""
    text = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|\r|\n", r"\\n", text)


def _folded(line: str) -> str:
    """A long line in pieces that no program finds too long; no letter is cut in two."""
    pieces, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > MOST_BYTES:
            pieces.append("")
            size = 1
        pieces[-1] += letter
        size += width
    return "\r\n ".join(pieces)


def _one_line(value: str) -> str:
    return re.sub(r"\s", "", value)
