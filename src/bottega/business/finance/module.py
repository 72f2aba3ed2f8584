"""The manifest of finance."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="finance",
    title=T(en="Finance", pl="Finanse"),
    section="Finance",
    description="The ledger, approvals, transfers of cash between people, cash boxes and their reports.",
    requires=("auth", "contracts", "notifications"),
    features={
        "finance.view": T(en="View finance", pl="Podgląd finansów"),
        "finance.create": T(en="Enter transactions", pl="Dodawanie transakcji"),
        "finance.edit": T(en="Edit transactions and close cash reports", pl="Edycja transakcji i zamykanie raportów"),
        "finance.delete": T(en="Delete transactions", pl="Usuwanie transakcji"),
        "finance.approve": T(en="Approve transactions", pl="Zatwierdzanie transakcji"),
        "finance.transfer": T(en="Hand over and accept cash", pl="Przekazywanie i przyjmowanie gotówki"),
        "finance.inter_cash_transfer": T(en="Move money between cash boxes", pl="Przesunięcia międzykasowe"),
        "finance.settings.manage": T(en="Manage finance settings", pl="Zarządzanie ustawieniami finansów"),
    },
    # Who hands over cash of their own sees their own hand-overs.
    needs={"finance.transfer": ()},
    grants={"admin": ("finance.*",), "employee": ("finance.transfer",)},
)
