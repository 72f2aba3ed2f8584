"""Exceptions that become HTTP errors, each with its status and body.

    Problem
    ├── Invalid 400          what was sent makes no sense, every wrong field named
    │   └── InvalidInput     … because its shape is wrong: {"error": "Invalid input", "details": […]}
    ├── Unauthorized 401     nobody is signed in
    ├── Forbidden 403        somebody is, but may not
    ├── NotFound 404         it is not there, or not yours
    ├── Conflict 409         it would contradict what is stored
    ├── TooLarge 413         more than the server is willing to read
    ├── UnsupportedMedia 415 a body of another content type than the operation reads
    ├── TooMany 429          slow down
    ├── Unavailable 503      the database cannot be reached right now
    └── NoRoom 503           a disk is full

The body is ``{"error": sentence, …details}`` with the sentence in the caller's language.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from bottega.kernel.i18n import T

BAD_REQUEST = T(en="Bad request", pl="Nieprawidłowe żądanie")
INVALID_INPUT = T(en="Invalid input", pl="Nieprawidłowe dane")
UNAUTHORIZED = T(en="Unauthorized", pl="Wymagane logowanie")
FORBIDDEN = T(en="Forbidden", pl="Brak uprawnień")
SELECTION_INVALID = T(
    en="The selected organization no longer exists or is no longer yours: select another one",
    pl="Wybrana organizacja już nie istnieje lub nie masz już do niej dostępu: wybierz inną",
)
NOT_FOUND = T(en="Not Found", pl="Nie znaleziono")
CONFLICT = T(en="Conflict", pl="Konflikt danych")
TOO_LARGE = T(en="Payload too large", pl="Zbyt duże żądanie")
UNSUPPORTED_MEDIA = T(
    en="Send the body as {media} and say so in the Content-Type header.",
    pl="Prześlij treść jako {media} i podaj to w nagłówku Content-Type.",
)
TOO_MANY = T(en="Too many requests. Please try again later.", pl="Zbyt wiele żądań. Spróbuj ponownie za chwilę.")
UNAVAILABLE = T(en="Service temporarily unavailable", pl="Usługa chwilowo niedostępna")
NO_ROOM = T(
    en="The server has run out of disk space; nothing was saved. Please try again later.",
    pl="Na serwerze zabrakło miejsca na dysku; nic nie zapisano. Spróbuj ponownie później.",
)
INTERNAL = T(en="Internal server error", pl="Wewnętrzny błąd serwera")
INTERNAL_MESSAGE = T(
    en="Something went wrong. Please try again later.", pl="Coś poszło nie tak. Spróbuj ponownie później."
)


class Problem(Exception):
    """A refusal with a status and a body; raise one of its children."""

    status: ClassVar[int] = 500
    text: ClassVar[T] = INTERNAL

    def __init__(
        self, error: T | str | None = None, *, headers: Mapping[str, str] | None = None, **details: Any
    ) -> None:
        """Refuse with a sentence (default: that of the class) and further keys of the body."""
        super().__init__(str(error or self.text.en))
        self.error = error or self.text
        self.headers = dict(headers or {})
        self.details = details

    def body(self, locale: str) -> dict[str, Any]:
        """The JSON body in the caller's language; texts among the details are rendered too."""
        return {"error": render(self.error, locale), **render(self.details, locale)}


def render(value: Any, locale: str) -> Any:
    """Turn every ``T`` inside a JSON-like value into a string."""
    match value:
        case T():
            return value(locale)
        case dict():
            return {key: render(item, locale) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list():
            return [render(item, locale) for item in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value


class Invalid(Problem):
    """400: what was sent makes no sense."""

    status = 400
    text = BAD_REQUEST

    @classmethod
    def of_field(cls, name: str, error: T | str, *, under: str = "details", **more: Any) -> "Invalid":
        """Refuse one field in a sentence of its own, and name it for forms under ``under``.

        ``more`` are further keys of the body; a ``code`` among them is that of the field too.
        """
        return Invalid(error, **more).blaming(name, under=under)

    def blaming(self, *path: str | int, under: str = "details") -> "Invalid":
        """The same refusal, naming the field it is about, unless it names one already."""
        issue = {"code": self.details.get("code", "custom"), "path": [*path], "message": self.error}
        self.details.setdefault(under, [issue])
        return self


class InvalidInput(Invalid):
    """400 with a list of issues, one for each wrong field."""

    text = INVALID_INPUT

    def __init__(self, details: list[dict[str, Any]]) -> None:
        """Refuse a body or query; an issue has ``code``, ``path`` and ``message``."""
        super().__init__(details=details)

    @classmethod
    def field(cls, path: str, message: T | str, code: str = "custom") -> "InvalidInput":
        """Refuse one field."""
        return cls([{"code": code, "path": [path], "message": message}])


class Unauthorized(Problem):
    """401: nobody is signed in."""

    status = 401
    text = UNAUTHORIZED


class Forbidden(Problem):
    """403: the caller may not."""

    status = 403
    text = FORBIDDEN


class InvalidSelection(Forbidden):
    """403: the organization the client has selected is gone, or no longer the caller's."""

    text = SELECTION_INVALID

    def __init__(self) -> None:
        """With the code that clients know it by."""
        super().__init__(code="organization_selection_invalid")


class NotFound(Problem):
    """404: not there, or not the caller's."""

    status = 404
    text = NOT_FOUND


class Conflict(Problem):
    """409: it contradicts what is stored."""

    status = 409
    text = CONFLICT


class TooLarge(Problem):
    """413: more than the server is willing to read."""

    status = 413
    text = TOO_LARGE


class UnsupportedMedia(Problem):
    """415: a body of another content type than the operation reads."""

    status = 415
    text = UNSUPPORTED_MEDIA

    def __init__(self, accepts: Sequence[str]) -> None:
        """Say which types are read, in the sentence and in ``Accept`` (RFC 9110 §15.5.16)."""
        super().__init__(UNSUPPORTED_MEDIA.given(media=accepts[0]), headers={"Accept": ", ".join(accepts)})


class TooMany(Problem):
    """429: slow down."""

    status = 429
    text = TOO_MANY


class Unavailable(Problem):
    """503: the database cannot be reached right now."""

    status = 503
    text = UNAVAILABLE

    def __init__(self) -> None:
        """Ask the client to come back in a moment."""
        super().__init__(headers={"Retry-After": "2"})


class NoRoom(Problem):
    """503: a disk is full."""

    status = 503
    text = NO_ROOM

    def __init__(self) -> None:
        """Ask the client to come back when somebody may have made room."""
        super().__init__(headers={"Retry-After": "60"})
