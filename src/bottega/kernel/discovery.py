"""Discovery of modules: imports every file of the given packages and their folders, in the order of dependencies."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from bottega.kernel.modules import Module


def discover(*packages: ModuleType) -> list[Module]:
    """Every module in the packages, each after the modules it requires; importing its files fills it."""
    found: dict[str, Module] = {}
    for package in packages:
        for folder in sorted(info.name for info in pkgutil.iter_modules(package.__path__) if info.ispkg):
            name = f"{package.__name__}.{folder}"
            manifest: Module = importlib.import_module(f"{name}.module").module
            inside = importlib.import_module(name)
            for part in sorted(info.name for info in pkgutil.walk_packages(inside.__path__, f"{name}.")):
                if part != f"{name}.commands":
                    importlib.import_module(part)
            found[manifest.name] = manifest
    return _in_order(found)


def _in_order(modules: Mapping[str, Module]) -> list[Module]:
    ordered: list[Module] = []

    def visit(module: Module, path: tuple[str, ...]) -> None:
        if module in ordered:
            return
        if module.name in path:
            message = f"modules require each other: {' → '.join((*path, module.name))}"
            raise ValueError(message)
        for name in module.requires:
            if name not in modules:
                message = f"module {module.name} requires {name}, which is not installed"
                raise ValueError(message)
            visit(modules[name], (*path, module.name))
        ordered.append(module)

    for module in modules.values():
        visit(module, ())
    return ordered
