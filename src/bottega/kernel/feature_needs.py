"""Dependencies between features: a permission to change needs the permission to view.

Mostly the names tell: ``a.b.manage`` needs ``a.b.view`` or ``a.b.list``, and where there is neither, ``a.view``. A
manifest says in ``needs`` where names do not tell, or tell wrongly. Nothing is granted or refused by this: whoever
grants a feature is told what is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bottega.kernel.modules import Module
from bottega.kernel.permissions import Acl

READS: Final = ("view", "list")


def needs_of(modules: Sequence[Module]) -> Mapping[str, tuple[str, ...]]:
    """Every feature of the modules, with those it needs directly; what no installed module offers is left out."""
    known = {feature for module in modules for feature in module.features}
    said = {feature: needed for module in modules for feature, needed in module.needs.items()}
    return {
        feature: tuple(one for one in said.get(feature, _by_name(feature, known)) if one in known)
        for feature in sorted(known)
    }


def _by_name(feature: str, known: set[str]) -> tuple[str, ...]:
    """The feature that shows what another one is about, as far as names tell; none for one that shows it itself."""
    stem, _, verb = feature.rpartition(".")
    while stem and verb not in READS:
        for read in READS:
            if f"{stem}.{read}" in known:
                return (f"{stem}.{read}",)
        stem = stem.rpartition(".")[0]
    return ()


def missing_of(acl: Acl, needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The granted features that lack something they need directly, with what each lacks."""
    if acl.super_admin:
        return
    for feature, needed in needs.items():
        missing = tuple(one for one in needed if not acl.allows(one)) if acl.allows(feature) else ()
        if missing:
            yield feature, missing
