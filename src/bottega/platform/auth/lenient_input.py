"""Inputs whose validation errors are handled by the operation instead of the pipeline.

Most operations leave it to the pipeline to answer 400 with every wrong field. Sign-in and its kin promise other bodies
(``{"ok": false, …}``), or an empty list; their inputs mix this in.
"""

from typing import Any, Self, cast

from pydantic import BaseModel, PrivateAttr, ValidationError

from bottega.kernel.http.validation_errors import describe


class Forgiving(BaseModel):
    """A model that remembers why it was refused instead of raising; its fields then have their defaults or none."""

    _refusal: ValidationError | None = PrivateAttr(None)
    _sent: Any = PrivateAttr(None)

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Read what was sent; ask ``refused`` before anything else."""
        try:
            made = super().model_validate(obj, **options)
        except ValidationError as refusal:
            made = cls.model_construct()
            made._refusal = refusal  # noqa: SLF001 - our own
        made._sent = obj  # noqa: SLF001 - likewise
        return made

    @property
    def refused(self) -> bool:
        """Whether what was sent has the wrong shape."""
        return self._refusal is not None

    def issues(self, locale: str) -> list[dict[str, Any]]:
        """What is wrong, field by field; empty if nothing is."""
        return describe(self._refusal, locale, type(self)) if self._refusal else []

    def sent_text(self, name: str) -> str:
        """A field as it was sent, if it was sent as text, right or wrong."""
        values = cast("dict[str, Any]", self._sent) if isinstance(self._sent, dict) else {}
        value = values.get(name)
        return value if isinstance(value, str) else ""
