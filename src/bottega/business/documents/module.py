"""The manifest of the documents."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="documents",
    title=T(en="Documents", pl="Dokumenty"),
    section="Documents",
    description="Invoices, cash papers, protocols and contracts as they were issued: numbered, printed and kept.",
    requires=("auth", "contracts", "customers", "finance", "measurements", "notifications", "warehouse"),
    prefix="",
    features={
        "documents.view": T(en="View documents", pl="Podgląd dokumentów"),
        "documents.issue": T(
            en="Issue contracts, warranty cards, protocols and statements",
            pl="Wystawianie umów, kart gwarancyjnych, protokołów i oświadczeń",
        ),
        "documents.manage": T(
            en="Correct and cancel documents, enter KSeF numbers",
            pl="Korygowanie i anulowanie dokumentów, wpisywanie numerów KSeF",
        ),
        "documents.seller.manage": T(en="Manage the seller's profile", pl="Zarządzanie danymi sprzedawcy"),
    },
    needs={"documents.issue": ("documents.view", "contracts.view")},
    grants={"admin": ("documents.*",), "employee": ("documents.view", "documents.issue")},
)
