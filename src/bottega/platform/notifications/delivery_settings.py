"""Delivery settings of a tenant: where links lead, and how mails are sent; none stored means the installation's."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bottega.kernel.context import Context
from bottega.kernel.errors import InvalidInput
from bottega.kernel.i18n import DEFAULT_LOCALE, T
from bottega.kernel.schemas import Email, Flag, Input, Schema
from bottega.kernel.writes import changes
from bottega.platform.notifications.content_input import Href
from bottega.platform.notifications.module import module
from bottega.platform.notifications.tables import DeliverySettings
from bottega.settings import Settings

PANEL: Final = "/backend/notifications"
NO_ADDRESS: Final = T(
    en="The address of a web site, such as https://studio.example.com",
    pl="Adres strony, na przykład https://studio.example.com",
)
FOREIGN_SENDER: Final = T(
    en="Mails are sent from {address}; only the name before it can be chosen: Studio <{address}>",
    pl="E-maile wychodzą z adresu {address}; można wybrać tylko nazwę przed nim: Studio <{address}>",
)
NO_CHANNEL: Final = T(en="No such way of delivery is installed", pl="Nie zainstalowano takiego sposobu wysyłki")
Language = Literal["en", "pl", "es", "de"]

_READ: Final = "SELECT * FROM notifications_settings WHERE tenant_id = $1 AND id = $1"


def _site(value: str) -> str:
    """The address of a web site, without credentials, query or fragment."""
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and parts.username is None
        fine = fine and not parts.query and not parts.fragment and value.isprintable()
    except ValueError:
        fine = False
    if not fine:
        raise PydanticCustomError("site", "no web site", {"text": NO_ADDRESS})
    return value.rstrip("/")


Site = Annotated[str, Field(max_length=500), AfterValidator(_site), Field(json_schema_extra={"format": "url"})]
Short = Annotated[str, Field(min_length=1, max_length=100)]


class EmailInput(Input):
    """How mails are sent."""

    enabled: Flag | None = None
    sender: Annotated[str, Field(min_length=3, max_length=300)] | None = Field(default=None, alias="from")
    reply_to: Email | None = None
    subject_prefix: Short | None = None


class StrategiesInput(Input):
    """By what ways notifications leave the application; in it they always are."""

    database: dict[str, Any] | None = Field(default=None, max_length=10, description="Ignored: it is always enabled.")
    email: EmailInput | None = None
    custom: Annotated[dict[Short, Any], Field(max_length=20)] | None = Field(
        default=None, description="Further ways by their ids; none is installed."
    )


class SettingsInput(Input):
    """The settings as a whole: what is left out is as if it had never been set."""

    app_url: Site | None = Field(default=None, description="Where links in mails lead; left out, the installation's.")
    panel_path: Href | None = Field(default=None, description=f"The page of notifications; left out, `{PANEL}`.")
    language: Language | None = Field(default=None, description="Of mails to people of whom none is known.")
    strategies: StrategiesInput | None = None


class EmailShown(Schema):
    """How mails are sent."""

    enabled: bool
    sender: str | None = Field(alias="from")
    reply_to: str | None
    subject_prefix: str | None


class Always(Schema):
    """A way that cannot be switched off."""

    enabled: bool = True


class StrategiesShown(Schema):
    """By what ways notifications leave the application."""

    database: Always
    email: EmailShown
    custom: dict[str, Always]


class SettingsShown(Schema):
    """The settings in force."""

    app_url: str | None
    panel_path: str
    language: Language
    strategies: StrategiesShown


class CurrentSettings(Schema):
    """The settings in force."""

    settings: SettingsShown


class SettingsSaved(CurrentSettings):
    """The settings are saved."""

    ok: bool = True


@dataclass(frozen=True)
class Delivery:
    """The settings of a tenant as they are used."""

    base_url: str
    panel_path: str
    enabled: bool
    sender: str
    reply_to: str
    prefix: str
    language: str

    @property
    def panel_url(self) -> str:
        """The page of notifications."""
        return f"{self.base_url}{self.panel_path}"


async def _stored(ctx: Context) -> dict[str, Any]:
    row = await ctx.query_one(_READ, ctx.tenant_id)
    return dict(row) if row else {}


async def delivery_of(ctx: Context) -> Delivery:
    """How notifications of the tenant leave the application."""
    row = await _stored(ctx)
    return Delivery(
        row.get("app_url") or ctx.app.settings.public_url,
        row.get("panel_path") or PANEL,
        row.get("email_enabled") is not False,
        _name_in(row.get("email_from")),
        row.get("email_reply_to") or "",
        row.get("email_subject_prefix") or "",
        row.get("language") or DEFAULT_LOCALE,
    )


def _shown(row: dict[str, Any]) -> SettingsShown:
    email = EmailShown.model_validate(
        {
            "enabled": row.get("email_enabled") is not False,
            "from": row.get("email_from"),
            "replyTo": row.get("email_reply_to"),
            "subjectPrefix": row.get("email_subject_prefix"),
        }
    )
    return SettingsShown(
        app_url=row.get("app_url"),
        panel_path=row.get("panel_path") or PANEL,
        language=row.get("language") or DEFAULT_LOCALE,
        strategies=StrategiesShown(database=Always(), email=email, custom={}),
    )


@module.get("/settings", "notifications.manage", name="settings.read", answers={200: "Settings in force"})
async def read_settings(ctx: Context) -> CurrentSettings:
    """Get notification settings.

    How the tenant's notifications leave the application.
    """
    return CurrentSettings(settings=_shown(await _stored(ctx)))


@module.post(
    "/settings",
    "notifications.manage",
    name="settings.update",
    status=200,
    answers={200: "Settings saved", 201: "Success response"},
    label=T(en="Change notification settings", pl="Zmiana ustawień powiadomień"),
)
async def change_settings(ctx: Context, data: SettingsInput) -> SettingsSaved:
    """Change notification settings.

    Replaces them as a whole, for the tenant. Mails are sent from the installation's own address; `from` chooses the
    name before it.
    """
    strategies = data.strategies or StrategiesInput()
    email = strategies.email or EmailInput()
    _refuse(ctx.app.settings, email, strategies)
    values = {
        "app_url": data.app_url,
        "panel_path": data.panel_path,
        "language": data.language,
        "email_enabled": email.enabled,
        "email_from": email.sender,
        "email_reply_to": email.reply_to,
        "email_subject_prefix": email.subject_prefix,
    }
    await ctx.begin()
    await ctx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{ctx.tenant_id} notification settings")
    if await _stored(ctx):
        await changes.update(ctx, DeliverySettings, ctx.tenant_id, values)
    else:
        await changes.insert(ctx, DeliverySettings, {"id": ctx.tenant_id, **values})
    return SettingsSaved(settings=_shown(await _stored(ctx)))


def _refuse(settings: Settings, email: EmailInput, strategies: StrategiesInput) -> None:
    """Name a sender that is not ours, and ways of delivery that are not installed."""
    own = parseaddr(settings.email_from)[1]
    issues = [
        {"code": "custom", "path": ["strategies", "custom", name], "message": NO_CHANNEL}
        for name in strategies.custom or {}
    ]
    if email.sender is not None and not _is_ours(email.sender, own):
        message = FOREIGN_SENDER.given(address=own)
        issues.append({"code": "custom", "path": ["strategies", "email", "from"], "message": message})
    if issues:
        raise InvalidInput(issues)


def _is_ours(sender: str, own: str) -> bool:
    """Whether a sender is our address, alone or in angle brackets after a plain name."""
    if sender.lower() == own.lower():
        return True
    name, _, rest = sender.partition("<")
    return rest.lower() == f"{own.lower()}>" and name.isprintable() and not set(name) & set('>,;:"@\\')


def _name_in(sender: str | None) -> str:
    """The name before the address of a sender."""
    name, bracket, _ = (sender or "").partition("<")
    return name.strip() if bracket else ""
