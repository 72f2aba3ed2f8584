"""Operations of the self-service sign-up: ask for a tenant, and confirm the address by the link of the mail."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import structlog
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bottega.kernel import mail
from bottega.kernel.context import Context
from bottega.kernel.errors import NotFound
from bottega.kernel.http.responses import Cookie, Reply
from bottega.kernel.i18n import T, negotiate
from bottega.kernel.mail import MailNotSent
from bottega.kernel.passwords import check_policy, hash_password_async, joined
from bottega.kernel.rate_limits import Bucket
from bottega.kernel.schemas import Email, Input, Query, Schema
from bottega.platform.auth import Forgiving, cleared_cookies, find_accounts, hash_opaque, new_opaque
from bottega.platform.onboarding import requests
from bottega.platform.onboarding.applicants import Applicant, seal
from bottega.platform.onboarding.module import module
from bottega.platform.onboarding.provisioning import AddressTakenError, provision

log = structlog.get_logger()

ONBOARDING: Final = Bucket("ONBOARDING", points=10, seconds=60, block_seconds=60)
ONBOARDING_VERIFY: Final = Bucket("ONBOARDING_VERIFY", points=30, seconds=60)
LOGIN_TENANT: Final = "om_login_tenant"
FORTNIGHT: Final = 14 * 86_400
SHORTEST_TOKEN: Final = 32
DISABLED: Final = T(en="Self-service onboarding is disabled.", pl="Samodzielne zakładanie konta jest wyłączone.")
WRONG: Final = T(
    en="Something went wrong. Please try again or contact support.",
    pl="Coś poszło nie tak. Spróbuj ponownie albo skontaktuj się z pomocą.",
)
KNOWN: Final = T(
    en="We already have an account with this email. Try signing in or resetting your password.",
    pl="Mamy już konto z tym adresem e-mail. Zaloguj się albo zresetuj hasło.",
)
WAITING: Final = T(
    en="We already have a pending verification. Please try again in about {minutes} minutes or contact the"
    " administrator.",
    pl="Potwierdzenie adresu jest już w toku. Spróbuj ponownie za około {minutes} min albo skontaktuj się"
    " z administratorem.",
)
UNSENT: Final = T(
    en="We could not send the verification email. Please try again or contact support.",
    pl="Nie udało się wysłać wiadomości z potwierdzeniem. Spróbuj ponownie albo skontaktuj się z pomocą.",
)
FIELDS: Final[Mapping[str, T]] = {
    "email": T(en="Enter a valid work email.", pl="Podaj poprawny służbowy adres e-mail."),
    "firstName": T(en="First name is required.", pl="Imię jest wymagane."),
    "lastName": T(en="Last name is required.", pl="Nazwisko jest wymagane."),
    "organizationName": T(en="Organization name is required.", pl="Nazwa organizacji jest wymagana."),
    "password": T(
        en="Password must meet the requirements: {requirements}.", pl="Hasło musi spełniać wymagania: {requirements}."
    ),
    "confirmPassword": T(en="Passwords must match.", pl="Hasła muszą być takie same."),
    "termsAccepted": T(en="Please accept the terms to continue.", pl="Aby kontynuować, zaakceptuj warunki."),
}


def _harmless(name: str) -> str:
    """No links: our mail must not carry a stranger's advertisement to somebody else."""
    if "://" in name or "www." in name.lower() or not name.isprintable():
        raise PydanticCustomError("name", "no name")
    return name


Secret = Annotated[
    str,
    StringConstraints(min_length=1, max_length=120, strip_whitespace=False),
    Field(json_schema_extra={"format": "password"}),
]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_harmless)]


class SignUpInput(Forgiving, Input):
    """Who wants a tenant."""

    email: Email
    first_name: Name
    last_name: Name
    organization_name: Annotated[str, Field(min_length=1, max_length=240), AfterValidator(_harmless)]
    password: Secret
    confirm_password: Secret
    terms_accepted: Literal[True]
    locale: Annotated[str, Field(min_length=2, max_length=10)] | None = Field(
        default=None, description="The language of the answer and the mail; English for one we do not speak."
    )


class SignUpSent(Schema):
    """A mail is on its way."""

    ok: bool = True
    email: str


class SignUpRefused(Schema):
    """Nothing was sent; `fieldErrors` says why by field."""

    ok: bool = False
    error: str
    field_errors: dict[str, str] | None = None


class VerifyQuery(Forgiving, Query):
    """The token of the link."""

    token: Annotated[str, Field(max_length=200)] = Field(default="", description="The token of the link.")


@module.post(
    "/onboarding",
    public=True,
    lenient=True,
    status=200,
    limits=(ONBOARDING,),
    undoable=False,
    answer=SignUpSent,
    answers={
        200: "The mail was sent",
        201: ("Success, from older servers", None),
        400: ("What was sent makes no sense", SignUpRefused),
        404: ("Self-service onboarding is disabled", SignUpRefused),
        409: ("The address has an account, or was just sent a mail", SignUpRefused),
        502: ("The mail could not be sent", SignUpRefused),
    },
    name="sign_up.request",
)
async def request_tenant(ctx: Context, data: SignUpInput) -> Reply:
    """Sign up.

    Asks for a tenant of one's own: a mail with a link confirms the address, and whoever follows it within 24 hours gets
    the tenant. Off unless the installation allows it.
    """
    app, locale = ctx.app, negotiate(None, data.sent_text("locale") or ctx.locale)
    if not app.settings.self_service_onboarding_enabled:
        return _refusal(DISABLED, locale, 404)
    wrong = _wrong_fields(ctx, data, locale)
    if wrong:
        return _refusal(WRONG, locale, 400, wrong)
    email_hash = app.vault.digest(data.email)
    if await find_accounts(app, email_hash):
        return _refusal(KNOWN, locale, 409, {"email": KNOWN(locale)})
    token = new_opaque()
    applicant = Applicant(
        data.email,
        data.first_name,
        data.last_name,
        data.organization_name,
        await hash_password_async(data.password),
        locale,
    )
    made = await requests.save(app, email_hash, hash_opaque(app, token), seal(app, applicant))
    if made is None:
        said = WAITING.given(minutes=await requests.minutes_to_wait(app, email_hash))
        return _refusal(said, locale, 409, {"email": said(locale)})
    try:
        await _send_link(ctx, applicant, token)
    except MailNotSent as error:
        log.warning("onboarding.mail_not_sent", error=error)
        await requests.note_unsent(app, made)
        return _refusal(UNSENT, locale, 502)
    await _send_notice(ctx, applicant)
    return Reply(SignUpSent(email=data.email))


def _wrong_fields(ctx: Context, data: SignUpInput, locale: str) -> dict[str, str]:
    """What is wrong, by field, in sentences."""
    wrong = {str(issue["path"][0]) for issue in data.issues(locale) if issue["path"]} & FIELDS.keys()
    if data.refused and not wrong:
        wrong = set(FIELDS)
    missing = check_policy(data.sent_text("password"), ctx.app.settings)
    if missing:
        wrong.add("password")
    if data.sent_text("confirmPassword") != data.sent_text("password"):
        wrong.add("confirmPassword")
    needs = joined(check_policy("", ctx.app.settings))(locale)
    return {name: text.given(requirements=needs)(locale) for name, text in FIELDS.items() if name in wrong}


def _refusal(said: T, locale: str, status: int, fields: Mapping[str, str] | None = None) -> Reply:
    return Reply({"ok": False, "error": said(locale), **({"fieldErrors": fields} if fields else {})}, status)


async def _send_link(ctx: Context, applicant: Applicant, token: str) -> None:
    letter = mail.render(
        "bottega.platform.onboarding",
        "verification",
        applicant.locale,
        to=applicant.email,
        name=applicant.first_name,
        organization=applicant.organization,
        hours=int(requests.LIFETIME.total_seconds()) // 3600,
        url=f"{ctx.app.settings.public_url}/api/onboarding/onboarding/verify?token={token}",
    )
    await ctx.app.mailer.send(letter)


async def _send_notice(ctx: Context, applicant: Applicant) -> None:
    """Let the operator know, if they want to; that this fails is no matter of the applicant's."""
    operator = ctx.app.settings.admin_email
    if not operator:
        return
    letter = mail.render(
        "bottega.platform.onboarding",
        "notice",
        applicant.locale,
        to=operator,
        name=f"{applicant.first_name} {applicant.last_name}",
        email=applicant.email,
        organization=applicant.organization,
    )
    try:
        await ctx.app.mailer.send(letter)
    except MailNotSent as error:
        log.warning("onboarding.notice_not_sent", error=error)


@module.get(
    "/onboarding/verify",
    public=True,
    sets_cookies=True,
    linked=True,
    limits=(ONBOARDING_VERIFY,),
    answer=dict[str, Any],
    answers={
        200: "Never: it always goes elsewhere",
        307: ("To the sign-in page, or back to the sign-up with a `status`", None),
        404: "Self-service onboarding is disabled",
    },
    name="sign_up.verify",
)
async def verify(ctx: Context, query: VerifyQuery) -> Reply:
    """Confirm the address.

    Follows the link of the mail: founds the tenant once, however often it is followed, and goes to the sign-in page.
    """
    app = ctx.app
    if not app.settings.self_service_onboarding_enabled:
        raise NotFound(DISABLED)
    if query.refused or len(query.token) < SHORTEST_TOKEN:
        return _back(ctx, "invalid")
    hashed = hash_opaque(app, query.token)
    known = await requests.find(app, hashed)
    if known is None or known["expired"]:
        return _back(ctx, "invalid")
    claimed = await requests.claim(app, hashed)
    if claimed is None:
        # Done, or somebody is at it.
        latest = await requests.find(app, hashed) or known
        return _to_login(ctx, latest["founded_tenant_id"])
    try:
        await provision(app, claimed)
    except AddressTakenError:
        await requests.release(app, claimed["id"])
        return _back(ctx, "already_exists")
    except Exception:
        # The link works again; what went wrong is in the log.
        log.exception("onboarding.failed", request=str(claimed["id"]))
        await requests.release(app, claimed["id"])
        return _back(ctx, "error")
    return _to_login(ctx, claimed["founded_tenant_id"])


def _back(ctx: Context, status: str) -> Reply:
    """To the sign-up; cookies stay, so that no link of a stranger signs anybody out."""
    return Reply.redirect(f"{ctx.app.settings.public_url}/onboarding?status={status}", 307)


def _to_login(ctx: Context, tenant_id: object) -> Reply:
    settings = ctx.app.settings
    reply = Reply.redirect(f"{settings.public_url}/login?tenant={tenant_id or ''}", 307)
    reply.cookies += cleared_cookies(settings)
    if tenant_id:
        reply.with_cookie(Cookie(LOGIN_TENANT, str(tenant_id), FORTNIGHT, http_only=False, secure=settings.production))
    return reply
