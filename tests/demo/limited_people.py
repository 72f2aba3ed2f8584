"""Two people of the demo studio who see only some of its contracts, and what must not show in answers to them."""

import io
import json
import re
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from bottega.app import modules
from bottega.business.contracts.access import PRICES
from bottega.business.contracts.tables.work import WorkerAssignment
from bottega.demo.people import PASSWORD
from bottega.demo.seeding import add_studio
from bottega.kernel import masking, visibility
from bottega.kernel.application import Application
from bottega.kernel.database.tables import REFERENCES
from bottega.kernel.operation import Operation
from bottega.kernel.writes import changes
from bottega.platform.auth import add_role, add_user

MODULES = modules()
OPERATIONS = tuple(one for module in MODULES for one in module.operations)
FORMATS = (
    {},
    {"format": "csv"},
    {"format": "json"},
    {"format": "xml"},
    {"format": "markdown"},
    {"format": "xlsx"},
    {"format": "json", "exportScope": "full"},
    {"pageSize": "100", "page": "2", "withDeleted": "true"},
)
FITTER, EVERYTHING_ELSE = "damian@example.com", "everything-but-prices@example.com"
MONEY = re.compile(r"(?<![\d.,])\d+\.\d\d(?![\d.])")
SMALL = 100


@dataclass
class Seen:
    """A caller, and what they must not see: contracts with ids and numbers, and amounts as they are written."""

    headers: dict[str, str]
    person: UUID
    tenant_id: UUID
    own: set[UUID]
    hidden: dict[UUID, str]
    amounts: set[str]
    rows: dict[str, UUID] = field(default_factory=dict)

    def leaks_of(self, text: str, *, amounts: bool = True) -> set[str]:
        """What of it stands in an answer."""
        ids = {str(one) for one in self.hidden} & set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))
        numbers = set(self.hidden.values()) & set(re.findall(r"[A-Z]{1,3}/\d{4}/[\d/]+\d", text))
        return ids | numbers | (set(MONEY.findall(text)) & self.amounts if amounts else set())


_KNOWN: dict[tuple[int, str], Seen] = {}


async def look(app: Application, nobody: Any, email: str) -> Seen:
    """The caller with that address in this worker's studio; the one with everything is made when first asked for."""
    known = _KNOWN.get((id(app), email))
    if known is not None:
        return known
    await add_studio(app, today=date(2026, 11, 23))
    async with app.database.across_tenants("a test looks for the studio") as connection:
        studio = await connection.fetchrow(
            "SELECT a.tenant_id, c.organization_id FROM contracts_contracts AS c JOIN contracts_worker_assignments AS a"
            " ON a.contract_id = c.id GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1"
        )
    if email == EVERYTHING_ELSE:
        await _enrol(app, studio["tenant_id"], studio["organization_id"])
    answer = await nobody.post("/auth/login", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["token"]
    headers = {"authorization": f"Bearer {token}"}
    person = UUID(json.loads(b64decode(token.split(".")[1] + "==", "-_"))["sub"])
    seen = await _facts(app, studio["tenant_id"], person, headers)
    return _KNOWN.setdefault((id(app), email), seen)


async def _enrol(app: Application, tenant_id: UUID, organization_id: UUID) -> None:
    """Somebody with every feature there is, one by one, but that which shows prices, who works on one contract."""
    features = {one for module in MODULES for one in module.features} - {PRICES, "calendar.only_own"}
    async with app.acting(tenant_id, organization_id) as ctx:
        role = await add_role(ctx, "Everything but prices", sorted(features))
        person = await add_user(ctx, EVERYTHING_ELSE, PASSWORD, [role], organization_id=organization_id)
        contract = await ctx.query_value(
            "SELECT contract_id FROM warehouse_goods_issues WHERE tenant_id = $1 ORDER BY id LIMIT 1", tenant_id
        )
        await changes.insert(
            ctx,
            WorkerAssignment,
            {"organization_id": organization_id, "contract_id": contract, "uzytkownik_id": person},
        )


async def _facts(app: Application, tenant_id: UUID, person: UUID, headers: dict[str, str]) -> Seen:
    async with app.acting(tenant_id) as ctx:
        contracts = await ctx.query(
            "SELECT c.id, c.numer, EXISTS (SELECT FROM contracts_worker_assignments AS a WHERE a.contract_id = c.id"
            " AND a.uzytkownik_id = $2 AND a.deleted_at IS NULL) AS own FROM contracts_contracts AS c"
            " WHERE c.tenant_id = $1",
            tenant_id,
            person,
        )
        takes_part: set[UUID] = set()
        own_amounts: set[Decimal] = set()
        amounts: set[Decimal] = set()
        rows: dict[str, UUID] = {}
        for name, table in visibility.limited().items():
            mine = " OR ".join(f"r.{column} = $2" for column in table.participants) or "$2::uuid IS NULL"
            columns = [one for one in masking.amounts_of(table) if one not in table.tells_amounts]
            for row in await ctx.query(
                f"SELECT r.*, {mine} AS mine FROM {name} AS r WHERE r.tenant_id = $1", tenant_id, person
            ):
                values = {row[one] for one in columns if row[one] is not None}
                (own_amounts if row["mine"] else amounts).update(values)
                if row["mine"] and row.get("contract_id"):
                    takes_part.add(row["contract_id"])
        own = {row["id"] for row in contracts if row["own"]}
        hidden = {row["id"]: row["numer"] for row in contracts if row["id"] not in own | takes_part}
        for ref in REFERENCES:
            if ref.target == "contracts_contracts":
                found = await ctx.query_value(
                    f"SELECT id FROM {ref.table} WHERE tenant_id = $1 AND {ref.column} = ANY($2)"
                    " AND deleted_at IS NULL LIMIT 1",
                    tenant_id,
                    list(hidden),
                )
                if found:
                    rows[ref.table] = found
    # Less than that may be a degree of latitude, or a part of an area.
    written = {f"{one:.2f}" for one in amounts - own_amounts if one > SMALL}
    return Seen(headers, person, tenant_id, own, hidden, written, rows)


def text_of(answer: Any) -> str:
    """The body of an answer as text; a workbook unpacked."""
    if not answer.content.startswith(b"PK"):
        return answer.content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def questions(operation: Operation, seen: Seen) -> Iterator[tuple[str, dict[str, str]]]:
    """Paths and query strings of an operation: every format, with and without the id of something hidden."""
    guessed = [str(next(iter(seen.hidden))), *(str(one) for one in seen.rows.values())]
    names = {to for name, one in _fields(operation) for to in (one.alias or name,) if to.lower().endswith("id")}
    paths = [operation.path]
    if operation.path_types:
        [name, *_] = operation.path_types
        paths = [operation.path.replace(f"{{{name}}}", one) for one in guessed]
        if any(f"{{{other}}}" in paths[0] for other in operation.path_types):
            return
    for path in paths:
        for query in FORMATS if not operation.path_types else FORMATS[:1]:
            yield path, {**_required(operation), **query}
        for name in names:
            yield path, {**_required(operation), name: str(next(iter(seen.hidden)))}


def _fields(operation: Operation) -> list[tuple[str, Any]]:
    return list(operation.query.model_fields.items()) if operation.query else []


def _required(operation: Operation) -> dict[str, str]:
    """Values of what an operation cannot do without."""
    given = {
        "month": "2026-11",
        "symbol": "H1180 ST37",
        "dl": "300",
        "szer": "200",
        "rodzaj": "WZ",
        "entityId": "x",
        "digits": "600700800",
        "tenantId": "",
        "year": "2026",
        "date": "2026-11-01",
    }
    return {
        wire: given[wire]
        for name, one in _fields(operation)
        if one.is_required() and (wire := one.alias or name) in given
    }
