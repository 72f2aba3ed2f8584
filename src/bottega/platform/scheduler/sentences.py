"""Sentences of the scheduler: why something is refused, and why a run failed."""

from typing import Final

from bottega.kernel.errors import InvalidInput, Problem, render
from bottega.kernel.i18n import T

NOT_FOUND: Final = T(en="Schedule not found", pl="Nie znaleziono harmonogramu")
ID_REQUIRED: Final = T(en="Schedule id is required", pl="Wymagany jest identyfikator harmonogramu")
ACCESS_DENIED: Final = T(en="Access denied", pl="Brak dostępu")
SUPER_ADMINS_ONLY: Final = T(
    en="System-scoped schedules require superadmin privileges",
    pl="Harmonogramy systemowe są tylko dla superadministratorów",
)
TENANT_WIDE: Final = T(
    en="Schedules of the whole tenant are for people whose permissions no organization limits",
    pl="Harmonogramy całego najemcy są dla osób, których uprawnień nie ogranicza żadna organizacja",
)
OF_THE_PRODUCT: Final = T(
    en="This schedule belongs to the product: it can be run now, but not changed",
    pl="Ten harmonogram należy do programu: można go uruchomić, ale nie zmienić",
)
WRONG_SCOPE: Final = T(en="Invalid scope configuration", pl="Nieprawidłowy zakres harmonogramu")
NO_TARGET: Final = T(
    en="Target queue or command is required based on target type",
    pl="Podaj kolejkę albo polecenie, zależnie od rodzaju celu",
)
NO_NEW_TARGET: Final = T(
    en="When changing target type, you must provide the corresponding targetQueue or targetCommand",
    pl="Zmieniając rodzaj celu, podaj odpowiednią kolejkę albo polecenie",
)
TYPE_MISSING: Final = T(
    en="scheduleType is required when updating scheduleValue", pl="Zmieniając termin, podaj też jego rodzaj"
)
WRONG_VALUE: Final = T(
    en='Invalid schedule value. For cron: use valid cron expression (e.g., "0 0 * * *"). For interval: use'
    ' <number><unit> format (e.g., "15m", "2h", "1d")',
    pl="Nieprawidłowy termin. Dla cron: poprawne wyrażenie cron (np. „0 0 * * *”). Dla interval: liczba i jednostka"
    " (np. „15m”, „2h”, „1d”)",
)
NO_SUCH_COMMAND: Final = T(
    en="Command does not exist. Please ensure the command is registered before creating a schedule.",
    pl="Nie ma takiego polecenia. Sprawdź, czy jest zarejestrowane, zanim utworzysz harmonogram.",
)
NO_SUCH_COMMAND_NOW: Final = T(
    en="Command does not exist. Please ensure the command is registered before updating.",
    pl="Nie ma takiego polecenia. Sprawdź, czy jest zarejestrowane, zanim zmienisz harmonogram.",
)
NOT_YOUR_COMMAND: Final = T(
    en="You may not run this command yourself: it needs {features}",
    pl="Nie możesz samodzielnie wykonać tego polecenia: wymaga {features}",
)
NO_SUCH_QUEUE: Final = T(
    en="There is no such queue, or only schedules of the system may use it",
    pl="Nie ma takiej kolejki albo mogą jej używać tylko harmonogramy systemowe",
)
PAYLOAD_TOO_LARGE: Final = T(
    en="The payload is longer than {most} characters as JSON", pl="Dane są dłuższe niż {most} znaków zapisu JSON"
)
TRIGGER_FAILED: Final = T(en="Failed to trigger schedule", pl="Nie udało się uruchomić harmonogramu")
QUEUED: Final = T(en="Schedule queued for execution", pl="Harmonogram czeka w kolejce na wykonanie")

HISTORY_NEEDS_QUEUE: Final = T(
    en="Execution history requires QUEUE_STRATEGY=async", pl="Historia wykonań wymaga QUEUE_STRATEGY=async"
)
SET_ASYNC: Final = T(
    en="Please set QUEUE_STRATEGY=async to view execution history",
    pl="Ustaw QUEUE_STRATEGY=async, aby zobaczyć historię wykonań",
)
TRIGGER_NEEDS_QUEUE: Final = T(
    en="Manual trigger requires QUEUE_STRATEGY=async", pl="Ręczne uruchomienie wymaga QUEUE_STRATEGY=async"
)
ONLY_WITH_QUEUE: Final = T(
    en="Execution history and manual triggers are only available with the job queue (async strategy)",
    pl="Historia wykonań i ręczne uruchamianie są dostępne tylko z kolejką zadań (strategia async)",
)
LOGS_NEED_QUEUE: Final = T(
    en="Job logs are only available with QUEUE_STRATEGY=async",
    pl="Dzienniki zadań są dostępne tylko przy QUEUE_STRATEGY=async",
)
QUEUE_REQUIRED: Final = T(en="queue parameter required", pl="Wymagany jest parametr queue")
NO_QUEUE: Final = T(en="Invalid queue name", pl="Nieprawidłowa nazwa kolejki")
NO_JOB: Final = T(
    en="Job not found in the queue (may have been removed)",
    pl="Nie ma takiego zadania w kolejce (mogło zostać usunięte)",
)

# -- why a run did nothing or failed --

DISABLED: Final = T(en="Schedule is disabled", pl="Harmonogram jest wyłączony")
DELETED: Final = T(en="Schedule has been deleted", pl="Harmonogram został usunięty")
FEATURE_MISSING: Final = T(
    en="No role of the tenant grants {feature}", pl="Żadna rola tego najemcy nie daje uprawnienia {feature}"
)
MISMATCH: Final = T(
    en="Schedule scope type mismatch - potential security issue",
    pl="Niezgodny zakres harmonogramu: możliwy problem bezpieczeństwa",
)
NOBODY: Final = T(
    en="Whoever this schedule runs as is gone or can no longer sign in",
    pl="Osoby, w której imieniu działa harmonogram, już nie ma albo nie może się ona logować",
)
RIGHT_LOST: Final = T(
    en="Whoever this schedule runs as may no longer do this: {reason}",
    pl="Osoba, w której imieniu działa harmonogram, nie ma już do tego prawa: {reason}",
)
BROKE_DOWN: Final = T(en="The run broke down: {kind}", pl="Wykonanie przerwał błąd: {kind}")
CUT_OFF: Final = T(
    en="The run took too long, or its worker ended in the middle of it",
    pl="Wykonanie trwało zbyt długo albo w jego trakcie zakończył się proces roboczy",
)
REMOVED: Final = T(en="Its job was removed from the queue", pl="Zadanie zostało usunięte z kolejki")


def reason(problem: Problem) -> T:
    """A refusal in one sentence of each language, with the fields it names."""
    return T(en=_said(problem, "en"), pl=_said(problem, "pl"))


def _said(problem: Problem, locale: str) -> str:
    said = str(render(problem.error, locale))
    if isinstance(problem, InvalidInput):
        issues = render(problem.details.get("details", []), locale)
        named = [f"{'.'.join(str(part) for part in one['path'])}: {one['message']}" for one in issues]
        said = f"{said} ({'; '.join(named)})"
    if missing := problem.details.get("requiredFeatures"):
        said = f"{said} ({', '.join(missing)})"
    return said
