"""Operations on the system status: checks of the installation, and purge of the caches."""

from datetime import UTC, datetime
from typing import Any, Final, Literal

from pydantic import Field

from bottega.kernel.context import Context
from bottega.kernel.moments import milliseconds
from bottega.kernel.schemas import Schema
from bottega.platform.configs.cache import forget, kept_in
from bottega.platform.configs.checks import CATEGORIES, Check, Found, Verdict, examined
from bottega.platform.configs.module import module

State = Literal["enabled", "disabled", "set", "unset", "unknown"]
_LABELS: Final = "configs.systemStatus"


class StatusItem(Schema):
    """Something that was looked at; `message` says in the reader's language what was found."""

    key: str
    category: str
    kind: Literal["boolean", "string"]
    label_key: str
    description_key: str
    doc_url: str | None
    default_value: str | None
    state: State = Field(description="enabled: it works; disabled: it does not; unknown: it should be looked at.")
    value: str | None
    normalized_value: str | None
    label: str
    description: str
    verdict: Verdict
    message: str


class StatusCategory(Schema):
    """Items that belong together."""

    key: str
    label_key: str
    description_key: str
    label: str
    description: str
    items: list[StatusItem]


class SystemStatus(Schema):
    """The state of the installation as its administrators see it."""

    generated_at: str
    runtime_mode: Literal["development", "production", "test", "unknown"]
    ready: bool = Field(description="Nothing is bad.")
    categories: list[StatusCategory]


class CacheCleared(Schema):
    """How much was forgotten, in the process that answers."""

    cleared: int


@module.get("/system-status", "configs.system_status.view", answer=SystemStatus, name="system_status.read")
async def read_status(ctx: Context) -> dict[str, Any]:
    """Get system status.

    Asks the database, the worker, the queue, the disk, the mail server and the keys, and says of each in a sentence how
    it is.
    """
    found = await examined(ctx)
    return {
        "generatedAt": milliseconds(datetime.now(UTC)),
        "runtimeMode": "production" if ctx.app.settings.production else "development",
        "ready": all(result.verdict != "bad" for _check, result in found),
        "categories": [
            {
                "key": key,
                "labelKey": f"{_LABELS}.categories.{key}",
                "descriptionKey": f"{_LABELS}.categories.{key}Description",
                "label": label(ctx.locale),
                "description": about(ctx.locale),
                "items": [_item(ctx, check, result) for check, result in found if check.category == key],
            }
            for key, (label, about) in CATEGORIES.items()
        ],
    }


def _item(ctx: Context, check: Check, found: Found) -> dict[str, Any]:
    states: dict[Verdict, State] = {"good": "enabled", "bad": "disabled", "warning": "unknown"}
    normal = {"good": "true", "bad": "false", "warning": None}
    return {
        "key": check.key,
        "category": check.category,
        "kind": "boolean",
        "labelKey": f"{_LABELS}.variables.{check.key}.label",
        "descriptionKey": f"{_LABELS}.variables.{check.key}.description",
        "docUrl": None,
        "defaultValue": None,
        "state": states[found.verdict],
        "value": found.value,
        "normalizedValue": normal[found.verdict],
        "label": check.title(ctx.locale),
        "description": check.about(ctx.locale),
        "verdict": found.verdict,
        "message": found.sentence(ctx.locale),
    }


@module.post(
    "/system-status",
    "configs.manage",
    status=200,
    undoable=False,
    answers={200: "Forgotten", 201: ("Success, from older servers", None)},
    name="system_status.clear",
)
async def clear(ctx: Context) -> CacheCleared:
    """Clear the cache of the tenant.

    Has every process forget what it keeps in memory of the caller's tenant.
    """
    return CacheCleared(cleared=await forget(ctx, kept_in(ctx)))
