"""The manifest of the contracts."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="contracts",
    title=T(en="Contracts", pl="Umowy"),
    section="Contracts",
    description="Contracts with customers and everything of their wizard, from the first front to the settlement.",
    requires=("auth", "customers", "notifications"),
    features={
        "contracts.view": T(en="View contracts", pl="Podgląd umów"),
        "contracts.create": T(en="Add contracts and agreed dates", pl="Dodawanie umów i terminów montażu"),
        "contracts.edit": T(en="Edit contracts", pl="Edycja umów"),
        "contracts.delete": T(en="Delete contracts and agreed dates", pl="Usuwanie umów i terminów montażu"),
        "contracts.change_krok1": T(
            en="Step 1: furniture, fronts, handles, display cabinets", pl="Krok 1: szafki, fronty, uchwyty, witryny"
        ),
        "contracts.change_krok5": T(en="Step 5: appliances", pl="Krok 5: sprzęt AGD"),
        "contracts.change_krok6": T(en="Step 6: valuations and payments", pl="Krok 6: wycena i wpłaty"),
        "contracts.change_krok7": T(
            en="Step 7: assembly notes, workers, ratings", pl="Krok 7: uwagi do montażu, pracownicy, oceny"
        ),
        "contracts.change_krok8": T(
            en="Step 8: payment schedule and texts", pl="Krok 8: harmonogram wpłat i teksty umowy"
        ),
        "contracts.drukuj_faktura": T(en="Print invoices", pl="Drukowanie faktur"),
        "contracts.drukuj_kp": T(en="Print cash receipts (KP)", pl="Drukowanie dowodów wpłaty (KP)"),
        "contracts.drukuj_proforma": T(en="Print proforma invoices", pl="Drukowanie faktur pro forma"),
        "contracts.rozlicz_umowa": T(en="Settle and dissolve contracts", pl="Rozliczanie i rozwiązywanie umów"),
        "contracts.unsettle": T(en="Undo settlements", pl="Cofanie rozliczenia umowy"),
        "contracts.purchase_orders.manage": T(en="Manage purchase orders", pl="Zarządzanie zamówieniami"),
        "contracts.gates.manage": T(
            en="Choose which gates block installations, and override them with a reason",
            pl="Ustalanie bramek montażu i pomijanie ich z podaniem powodu",
        ),
        "contracts.workers.manage": T(en="Manage worker profiles", pl="Zarządzanie profilami pracowników"),
        "contracts.prices": T(
            en="See prices and amounts, where only assigned contracts are seen",
            pl="Podgląd cen i kwot przy ograniczeniu do przypisanych umów",
        ),
        "contracts.only_assigned": T(
            en="Restriction: only assigned contracts", pl="Ograniczenie: tylko przypisane umowy"
        ),
    },
    # Restrictions take away; they need nothing.
    needs={"contracts.only_assigned": ()},
    grants={"admin": ("contracts.*",), "employee": ("contracts.view",)},
)
