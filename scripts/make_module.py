"""Begin a module: `make module name=catalogs` writes manifest, resource, words and a first test, ready to be changed.

What every module and resource must do is tested by `tests/contract` already; `docs/adding-a-module.md` says the rest.
"""

import keyword
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "src" / "bottega" / "business"

INIT = '''"""{title}: a module of the business.

Other modules may use nothing of it yet.
"""
'''
MANIFEST = '''"""The manifest of {name}."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="{name}",
    title=T(en="{title}", pl="{title}"),
    section="{title}",
    description="What {name} are and what can be done with them.",
    features={{
        "{name}.view": T(en="View {name}", pl="Podgląd: {title}"),
        "{name}.manage": T(en="Manage {name}", pl="Zarządzanie: {title}"),
    }},
    grants={{"admin": ("{name}.*",), "employee": ("{name}.view",)}},
)
'''
RESOURCE = '''"""{title}: what is stored, what may be sent, and who may do what."""

from pydantic import Field
from sqlalchemy.orm import Mapped

from bottega.business.{name}.module import module
from bottega.kernel.database.tables import TenantTable
from bottega.kernel.i18n import T
from bottega.kernel.resources.resource import Access, Resource
from bottega.kernel.schemas import Input
from bottega.kernel.screens import Nav, Screen
from bottega.platform.navigation_groups import TODAY


class {thing}(TenantTable):
    """One of the {name}."""

    __tablename__ = "{name}_{name}"
    entity = "{name}:{entity}"

    name: Mapped[str]
    note: Mapped[str | None]


class {thing}Input(Input):
    """What may be sent."""

    name: str = Field(min_length=1, max_length=200)
    note: str | None = Field(default=None, max_length=10_000)


{name} = module.mount(
    "",
    Resource(
        table={thing},
        input={thing}Input,
        label=T(en="{thing}", pl="{thing}"),
        plural=T(en="{thing}s", pl="{thing}s"),
        search=({thing}.name,),
        filters={{"name": {thing}.name}},
        access=Access(view="{name}.view", manage="{name}.manage"),
        screen=Screen(icon="box", nav=Nav(TODAY)),
    ),
)
'''
WORDS = '''"""Words of {name}: what people call its fields."""

from bottega.business.{name}.module import module
from bottega.kernel.i18n import T

module.calls(name=T(en="Name", pl="Nazwa"), note=T(en="Note", pl="Notatka"))
'''
PERSONAL_DATA = '''"""Personal data in {name}: export and erasure of mentions of a person."""

from typing import Final
from uuid import UUID

{imports}
from bottega.kernel.context import Context
from bottega.kernel.privacy import redaction
from bottega.kernel.privacy.subject_requests import COLLECTING, ERASING, Collected, Erasure

# Every text of these is looked through; name the columns if some of them are nobody's.
WORDED: Final = ({thing},)


@module.within(COLLECTING)
async def collect(ctx: Context, subject_id: UUID, collected: Collected) -> None:  # noqa: ARG001 - as it is told
    """What was written about a person; rows that are theirs alone are added whole."""
    for table in WORDED:
        await redaction.collect(ctx, collected, table)


@module.within(ERASING)
async def erase(ctx: Context, subject_id: UUID, erasure: Erasure) -> None:  # noqa: ARG001 - as it is told
    """Take a person out of what was written; what the law wants kept is named with ``erasure.keep``."""
    for table in WORDED:
        await redaction.blacken(ctx, erasure, table)
'''
TEST = '''"""What is special about {name}; what every resource does is tested in ``tests/contract``."""

from conftest import Invite


async def test_{entity}_is_found_by_a_part_of_its_name(caller: Invite) -> None:
    me = await caller("{name}.*")
    made = await me.post("/{name}", {{"name": "Zażółć gęślą"}})
    assert made.status_code == 201, made.text
    await me.post("/{name}", {{"name": "Something else"}})
    found = (await me.get("/{name}", params={{"search": "ZAZOL"}})).json()
    assert [item["id"] for item in found["items"]] == [made.json()["id"]]
'''


def main(name: str) -> None:
    """Write the files of a module."""
    if not name.isidentifier() or not name.islower() or keyword.iskeyword(name):
        sys.exit("Give the module a plural noun of small letters as its name: make module name=catalogs")
    folder = FOLDER / name
    if folder.exists():
        sys.exit(f"There is a module {name} already: {folder}")
    entity = singular(name)
    thing = entity.title().replace("_", "")
    package = f"from bottega.business.{name}"
    words = {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "entity": entity,
        "thing": thing,
        "imports": "\n".join(sorted([f"{package}.{name} import {thing}", f"{package}.module import module"])),
    }
    tests = FOLDER.parents[2] / "tests" / name
    files = {
        folder / "__init__.py": INIT,
        folder / "module.py": MANIFEST,
        folder / f"{name}.py": RESOURCE,
        folder / "words.py": WORDS,
        folder / "personal_data.py": PERSONAL_DATA,
        tests / f"test_{name}.py": TEST,
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**words), encoding="utf-8")
    print(f"Begun in {folder}. Next: say what a {entity} is, translate the Polish texts,")
    print("name every field you add in words.py, and then")
    print(f'  make migration name="add {name}"')
    print("  make openapi")
    print(f'  make test ARGS="-k {name}"')


def singular(plural: str) -> str:
    """One of many, for nouns that follow the rules."""
    if plural.endswith("ies"):
        return plural.removesuffix("ies") + "y"
    return plural.removesuffix("s")


if __name__ == "__main__":
    main(sys.argv[1])
