"""Manifests: each role of the product is shown exactly what the operations let it do."""

import gzip
from collections.abc import AsyncIterator, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import pytest
from installed import GUARDED, concrete
from members import NAMES, Member, members_of

from bottega.demo.people import ROLES
from bottega.kernel.application import Application
from bottega.kernel.operation import Operation
from callers import Caller

BY_KEY = {operation.key: operation for operation in GUARDED}
CONVENTION = {"create": "POST", "update": "PUT", "delete": "DELETE"}
MOST_BYTES, MOST_OF_BOOT = 40_000, 8_000

Manifest = Mapping[str, Any]


@pytest.fixture(scope="module")
async def staff(app: Application, asgi: Any) -> AsyncIterator[Mapping[str, Member]]:
    """One member of staff a role."""
    found = await members_of(app, asgi)
    yield found
    for member in found.values():
        await member.caller.client.aclose()


async def manifest_of(who: Caller, **headers: str) -> Manifest:
    """The screens somebody is shown."""
    boot = await who.get("/ui/boot", headers=headers)
    assert boot.status_code == HTTPStatus.OK, boot.text
    answer = await who.get(f"/ui/manifest/{boot.json()['manifest']}", headers=headers)
    assert answer.status_code == HTTPStatus.OK, answer.text
    assert "immutable" in answer.headers["cache-control"]
    return answer.json()["screens"]


def named(screens: Manifest) -> Iterator[str]:
    """The operations that a manifest names, by method and path."""
    for screen in screens.values():
        yield f"GET {screen['path']}"
        for verb, way in screen["can"].items():
            yield f"{CONVENTION[verb]} {screen['path']}" if way is True else way
        yield from (action["op"] for action in screen.get("actions", ()))


async def is_refused(who: Caller, operation: Operation) -> bool:
    """Whether somebody is shut out of an operation."""
    answer = await who.client.request(operation.method, concrete(operation))
    assert answer.status_code != HTTPStatus.UNAUTHORIZED, operation.key
    return answer.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("name", NAMES)
async def test_a_manifest_holds_exactly_what_its_reader_may_do(staff: Mapping[str, Member], name: str) -> None:
    everything = await manifest_of(staff["superadmin"].caller)
    mine = await manifest_of(staff[name].caller)
    who = staff[name].caller
    for key, screen in everything.items():
        listed = await is_refused(who, BY_KEY[f"GET {screen['path']}"])
        assert (key in mine) is not listed, key
        if key not in mine:
            continue
        shown = set(named({key: mine[key]}))
        # It lets in whoever sees the records, and then asks for what it does.
        can = mine[key]["can"]
        assert ("bulk" in can) is ("bulk" in screen["can"] and bool({"update", "delete"} & set(can))), key
        for operation in map(BY_KEY.__getitem__, set(named({key: screen}))):
            if operation.name.endswith(".bulk"):
                continue
            assert (operation.key in shown) is not await is_refused(who, operation), operation.key


async def test_the_manifests_differ(staff: Mapping[str, Member]) -> None:
    """The test above asks something: nobody is shown everything but those that shall, and nobody nothing."""
    counts = {name: len(set(named(await manifest_of(member.caller)))) for name, member in staff.items()}
    assert all(0 < counts[name] < counts["superadmin"] for name in ROLES)


async def test_screens_of_everything_are_small(staff: Mapping[str, Member]) -> None:
    for locale in ("pl", "en"):
        who, headers = staff["superadmin"].caller, {"accept-language": locale}
        boot = await who.get("/ui/boot", headers=headers)
        manifest = await who.get(f"/ui/manifest/{boot.json()['manifest']}", headers=headers)
        assert len(gzip.compress(manifest.content)) <= MOST_BYTES
        assert len(gzip.compress(boot.content)) <= MOST_OF_BOOT


async def test_children_and_relations_of_a_manifest_lead_somewhere(
    staff: Mapping[str, Member], app: Application
) -> None:
    for name, member in staff.items():
        mine = await manifest_of(member.caller)
        for key, screen in mine.items():
            assert {child["screen"] for child in screen.get("children", ())} <= set(mine), f"{name}: {key}"
            for field in screen["fields"]:
                if field["kind"] in ("ref", "refs") and field.get("list"):
                    assert field["of"] in app.record_names, f"{key}.{field['name']}: {field['of']} has no names"


async def test_every_field_of_a_manifest_is_called_something(staff: Mapping[str, Member]) -> None:
    for locale in ("pl", "en"):
        screens = await manifest_of(staff["superadmin"].caller, **{"accept-language": locale})
        nameless = [f"{key}.{f['name']}" for key, screen in screens.items() for f in screen["fields"] if not f["label"]]
        assert nameless == []
