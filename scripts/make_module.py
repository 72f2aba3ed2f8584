"""Begin a module: a folder with its manifest and one resource, ready to be changed: `make module name=catalogs`."""

import keyword
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "src" / "bottega" / "business"

INIT = '''"""{title}.

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
from bottega.kernel.i18n import T
from bottega.kernel.resources import Access, Resource
from bottega.kernel.schemas import Input
from bottega.kernel.tables import TenantTable


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
        search=({thing}.name,),
        filters={{"name": {thing}.name}},
        access=Access(view="{name}.view", manage="{name}.manage"),
    ),
)
'''


def main(name: str) -> None:
    """Write the files of a module."""
    if not name.isidentifier() or not name.islower() or keyword.iskeyword(name):
        sys.exit("Give the module a plural noun of small letters as its name: make module name=catalogs")
    folder = FOLDER / name
    if folder.exists():
        sys.exit(f"There is a module {name} already: {folder}")
    entity = singular(name)
    words = {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "entity": entity,
        "thing": entity.title().replace("_", ""),
    }
    folder.mkdir()
    for file, text in (("__init__.py", INIT), ("module.py", MANIFEST), (f"{name}.py", RESOURCE)):
        (folder / file).write_text(text.format(**words), encoding="utf-8")
    print(f"Begun in {folder}. Next: say what a {entity} is, translate the Polish texts, and then")
    print(f'  make migration name="{name}"')


def singular(plural: str) -> str:
    """One of many, for nouns that follow the rules."""
    if plural.endswith("ies"):
        return plural.removesuffix("ies") + "y"
    return plural.removesuffix("s")


if __name__ == "__main__":
    main(sys.argv[1])
