"""Checks of the installation for the system status: each asks something real, and says in a sentence what it found."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bottega.kernel import job_reports
from bottega.kernel.context import Context
from bottega.kernel.database.migrate import alembic_config
from bottega.kernel.errors import Problem
from bottega.kernel.http.health import Health, examine
from bottega.kernel.i18n import T
from bottega.kernel.keys.tenant_keys import DecryptionFailed

Verdict = Literal["good", "warning", "bad"]
MAIL_SECONDS: Final = 3.0
# A job that waits longer than that waits for something that does not come.
PATIENCE_SECONDS: Final = 600
_PROBE: Final = "probe"


@dataclass(frozen=True)
class Found:
    """What a check has found, and what it means for whoever works here."""

    verdict: Verdict
    sentence: T
    value: str | None = None


@dataclass(frozen=True)
class Check:
    """Something that is looked at; ``category`` and ``key`` are how programs know it."""

    category: str
    key: str
    title: T
    about: T
    look: Callable[[Context, Health], Awaitable[Found]]


async def _database(ctx: Context, _health: Health) -> Found:
    version = await ctx.query_value("SELECT current_setting('server_version')")
    said = T(en="PostgreSQL {version} answers.", pl="PostgreSQL {version} odpowiada.").given(version=version)
    return Found("good", said, version)


async def _migrations(_ctx: Context, health: Health) -> Found:
    wanted = await asyncio.to_thread(_head)
    if health.migration == wanted:
        said = T(en="The tables are those of this version.", pl="Tabele odpowiadają tej wersji programu.")
        return Found("good", said, wanted)
    said = T(
        en="The tables are of another version than the program: start it again so that it brings them up to date.",
        pl="Tabele pochodzą z innej wersji niż program: uruchom go ponownie, aby je zaktualizował.",
    )
    return Found("bad", said, health.migration)


def _head() -> str | None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - takes a moment that requests need not wait for

    return ScriptDirectory.from_config(alembic_config()).get_current_head()


async def _announcements(_ctx: Context, health: Health) -> Found:
    if health.checks["announcements"]:
        said = T(en="Changes made elsewhere are heard at once.", pl="Zmiany z innych procesów docierają od razu.")
        return Found("good", said)
    said = T(
        en="Changes made elsewhere are not heard, so nothing is kept in memory and answers are slower.",
        pl="Zmiany z innych procesów nie docierają, więc nic nie jest pamiętane i odpowiedzi są wolniejsze.",
    )
    return Found("warning", said)


async def _worker(_ctx: Context, health: Health) -> Found:
    if health.checks["worker"]:
        said = T(en="The worker reports regularly.", pl="Proces zadań w tle zgłasza się regularnie.")
        return Found("good", said)
    said = T(
        en="The worker does not report: mails, events and jobs wait. Look at the log of the server.",
        pl="Proces zadań w tle nie zgłasza się: poczta, zdarzenia i zadania czekają. Sprawdź dziennik serwera.",
    )
    return Found("bad", said)


async def _queue(ctx: Context, health: Health) -> Found:
    async with ctx.database.across_tenants("the queue holds the work of all tenants") as connection:
        _, aside = await job_reports.find(connection, tenant_id=ctx.tenant_id, state="set_aside", size=1)
    if aside:
        said = T(
            en="Jobs that failed too often and were set aside: {count}. An administrator retries or drops them.",
            pl="Zadania odłożone po zbyt wielu nieudanych próbach: {count}. Administrator ponawia je lub usuwa.",
        )
        return Found("warning", said.given(count=aside), str(aside))
    if health.counts is not None and health.counts.oldest_seconds > PATIENCE_SECONDS:
        return Found("warning", T(en="Jobs wait for longer than usual.", pl="Zadania czekają dłużej niż zwykle."))
    return Found("good", T(en="No job was set aside.", pl="Żadne zadanie nie jest odłożone."), "0")


async def _disk(_ctx: Context, health: Health) -> Found:
    if health.checks["disk"]:
        return Found("good", T(en="There is enough free space.", pl="Jest dość wolnego miejsca."))
    said = T(
        en="The disk is nearly full: nothing can be saved soon. Make room on the server.",
        pl="Dysk jest prawie pełny: wkrótce nic nie da się zapisać. Zwolnij miejsce na serwerze.",
    )
    return Found("bad", said)


async def _mail(ctx: Context, _health: Health) -> Found:
    mailer = ctx.app.mailer
    if not await mailer.reaches(MAIL_SECONDS):
        said = T(
            en="Mails do not leave: the mail server refuses us or does not answer.",
            pl="Poczta nie wychodzi: serwer pocztowy odmawia albo nie odpowiada.",
        )
        return Found("bad", said)
    if mailer.has_server:
        return Found("good", T(en="The mail server answers.", pl="Serwer pocztowy odpowiada."), "smtp")
    said = T(
        en="No mail server is set up: mails are written to a folder of the server and reach nobody.",
        pl="Nie ustawiono serwera poczty: wiadomości trafiają do katalogu na serwerze i do nikogo nie docierają.",
    )
    return Found("warning", said, "outbox")


async def _keys(ctx: Context, _health: Health) -> Found:
    try:
        keys = await ctx.app.vault.keys(await ctx.connection(), ctx.tenant_id)
        whole = keys.open(keys.seal(_PROBE, _PROBE), _PROBE) == _PROBE
    except (DecryptionFailed, Problem):
        whole = False
    if not whole:
        said = T(
            en="The encryption key of this tenant does not open: the master key is not the one it was made with.",
            pl="Klucz szyfrowania tego najemcy nie daje się otworzyć: klucz główny nie jest tym, którym go utworzono.",
        )
        return Found("bad", said)
    if not ctx.app.settings.tenant_data_encryption:
        said = T(en="Encryption of personal data is switched off.", pl="Szyfrowanie danych osobowych jest wyłączone.")
        return Found("warning", said)
    said = T(en="Personal data is encrypted, and the key opens.", pl="Dane osobowe są szyfrowane, a klucz działa.")
    return Found("good", said)


async def _limits(ctx: Context, _health: Health) -> Found:
    if ctx.app.settings.rate_limit_enabled:
        return Found("good", T(en="Guessing passwords is slowed down.", pl="Zgadywanie haseł jest spowalniane."))
    said = T(
        en="Rate limits are switched off: passwords can be guessed without a pause.",
        pl="Limity zapytań są wyłączone: hasła można zgadywać bez przerwy.",
    )
    return Found("warning", said)


CATEGORIES: Final[Mapping[str, tuple[T, T]]] = {
    "database": (T(en="Database", pl="Baza danych"), T(en="Where everything is kept", pl="Gdzie wszystko jest")),
    "work": (T(en="Background work", pl="Praca w tle"), T(en="What happens by itself", pl="Co dzieje się samo")),
    "storage": (T(en="Storage", pl="Miejsce"), T(en="Room for new data", pl="Miejsce na nowe dane")),
    "mail": (T(en="E-mail", pl="Poczta"), T(en="How mails leave", pl="Jak wychodzi poczta")),
    "security": (T(en="Security", pl="Bezpieczeństwo"), T(en="Keys and limits", pl="Klucze i limity")),
}
CHECKS: Final = (
    Check(
        "database",
        "database",
        T(en="Database server", pl="Serwer bazy danych"),
        T(en="Whether it answers", pl="Czy odpowiada"),
        _database,
    ),
    Check(
        "database",
        "migrations",
        T(en="Tables", pl="Tabele"),
        T(en="Whether they fit the program", pl="Czy pasują do programu"),
        _migrations,
    ),
    Check(
        "database",
        "announcements",
        T(en="Announcements", pl="Powiadomienia o zmianach"),
        T(en="Whether processes hear of changes", pl="Czy procesy wiedzą o zmianach"),
        _announcements,
    ),
    Check(
        "work", "worker", T(en="Worker", pl="Proces zadań w tle"), T(en="Whether it is alive", pl="Czy działa"), _worker
    ),
    Check(
        "work",
        "queue",
        T(en="Jobs of this tenant", pl="Zadania tego najemcy"),
        T(en="Whether some were set aside", pl="Czy któreś są odłożone"),
        _queue,
    ),
    Check(
        "storage",
        "disk",
        T(en="Disk", pl="Dysk"),
        T(en="Whether there is free space", pl="Czy jest wolne miejsce"),
        _disk,
    ),
    Check(
        "mail",
        "mail",
        T(en="Mail server", pl="Serwer poczty"),
        T(en="Whether it takes mails", pl="Czy przyjmuje wiadomości"),
        _mail,
    ),
    Check(
        "security",
        "keys",
        T(en="Encryption", pl="Szyfrowanie"),
        T(en="Whether the key of the tenant opens", pl="Czy klucz najemcy działa"),
        _keys,
    ),
    Check(
        "security",
        "rate_limits",
        T(en="Rate limits", pl="Limity zapytań"),
        T(en="Whether guessing is slowed down", pl="Czy zgadywanie jest spowalniane"),
        _limits,
    ),
)


async def examined(ctx: Context) -> list[tuple[Check, Found]]:
    """Everything that is looked at, with what was found."""
    health = await examine(ctx.app)
    return [(one, await one.look(ctx, health)) for one in CHECKS]
