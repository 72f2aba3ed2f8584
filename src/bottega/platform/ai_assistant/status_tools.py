"""Tool about the installation: its state, for those who look after it."""

from typing import Any, Final

from bottega.kernel.i18n import T
from bottega.platform.ai_assistant.callers import Caller
from bottega.platform.ai_assistant.calls import Wanted, call_operation
from bottega.platform.ai_assistant.module import module
from bottega.platform.ai_assistant.operation_tools import NoInput
from bottega.platform.ai_assistant.tool_answers import bounded

STATUS_PATH: Final = "/configs/system-status"


@module.tool(
    "system_status",
    title=T(en="System status", pl="Stan systemu"),
    description=T(
        en="Whether database, mails, storage and jobs of this installation work.",
        pl="Czy działają baza danych, poczta, pliki i zadania w tle tej instalacji.",
    ),
    features=("configs.system_status.view",),
)
async def system_status(caller: Caller, args: NoInput) -> dict[str, Any]:
    """The state of the installation."""
    del args
    return bounded(await call_operation(caller, Wanted("GET", STATUS_PATH)), caller.locale)
