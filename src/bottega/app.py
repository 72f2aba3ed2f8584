"""The composition root: settings → database → modules → ASGI application."""

from functools import cache
from types import ModuleType
from typing import Any

from sqlalchemy import MetaData

from bottega import business, platform
from bottega.kernel.application import Application
from bottega.kernel.database.tables import Table
from bottega.kernel.discovery import discover
from bottega.kernel.encryption import key_tables
from bottega.kernel.http import health, routing
from bottega.kernel.keys.secrets import Secrets
from bottega.kernel.modules import Module
from bottega.kernel.writes import audit_tables
from bottega.settings import Settings

PACKAGES: tuple[ModuleType, ...] = (platform, business)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of this installation, each after those it requires."""
    return tuple(discover(*PACKAGES))


def metadata() -> MetaData:
    """Every table of the kernel and the modules."""
    assert audit_tables.ActionLog
    assert key_tables.TenantKey
    modules()
    return Table.metadata


def create_application(settings: Settings, dsn: str, secrets: Secrets) -> Application:
    """The application without a web server around it: for the worker, the command line and tests."""
    return Application(settings, dsn, secrets, modules())


def create_app(settings: Settings, dsn: str, secrets: Secrets) -> Any:
    """The ASGI application."""
    return routing.build(create_application(settings, dsn, secrets), health.PAGES)
