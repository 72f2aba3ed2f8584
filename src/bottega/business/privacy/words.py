"""Words of personal data: the reason of an erasure, and the fields of its report."""

from bottega.business.privacy.module import module
from bottega.kernel.i18n import T

module.calls(
    reason=T(en="Reason", pl="Powód"),
    erased=T(en="Erased", pl="Usunięto"),
    blackened=T(en="Redacted", pl="Zaczerniono"),
    kept=T(en="Kept", pl="Zachowano"),
    what=T(en="What", pl="Co"),
    count=T(en="How many", pl="Ile"),
    why=T(en="Why", pl="Dlaczego"),
)
module.hints(
    reason=T(
        en="Stays in the log: e.g. the request number, no names",
        pl="Zostaje w dzienniku: np. numer wniosku, bez nazwisk",
    )
)
