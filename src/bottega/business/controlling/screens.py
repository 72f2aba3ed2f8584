"""Screens of controlling: contracts by stage, and what they earn."""

from typing import Final

from bottega.business.controlling.module import module
from bottega.kernel.i18n import T
from bottega.kernel.screens import Board, Nav, Preset, Screen
from bottega.platform.navigation_groups import CONTRACTS, MONEY

# Several contracts are in a stage: each has its name in the plural.
_STAGES: Final = (
    Preset(T(en="Drafts", pl="Szkice"), etap="szkic"),
    Preset(T(en="Signed", pl="Podpisane"), etap="podpisana"),
    Preset(T(en="Ordered", pl="Zamówione"), etap="zamowiona"),
    Preset(T(en="Complete in stock", pl="Skompletowane"), etap="skompletowana"),
    Preset(T(en="Being installed", pl="W montażu"), etap="w_montazu"),
    Preset(T(en="Installed", pl="Zakończone"), etap="zakonczona"),
)

module.screen(
    "pipeline",
    Screen(
        icon="list-checks",
        nav=Nav(CONTRACTS, 10),
        page="pipeline",
        label=T(en="Stage of a contract", pl="Etap umowy"),
        plural=T(en="Stages", pl="Etapy"),
        entity="controlling:pipeline",
        title="{numer}",
        subtitle="{customer_id}",
        columns="numer customer_id typ uzytkownik_id etap nastepna_bramka brakuje termin",
        presets=_STAGES,
        views=(Board(by="etap"),),
        tones={"etap": {"w_montazu": "info", "zakonczona": "good", "rozliczona": "good", "rozwiazana": "danger"}},
        empty=T(en="No contracts in progress", pl="Brak umów w toku"),
    ),
)
module.screen(
    "profit",
    Screen(
        icon="trending-up",
        nav=Nav(MONEY, 60),
        label=T(en="Profit of a contract", pl="Rentowność umowy"),
        plural=T(en="Profitability", pl="Rentowność"),
        entity="controlling:profit",
        title="{numer}",
        subtitle="{customer_id}",
        columns="numer customer_id typ przychod_netto material wydatki robocizna wynik marza",
        tones={"niska_marza": {True: "danger"}},
        empty=T(en="No signed contracts in this period", pl="Brak umów podpisanych w tym okresie"),
    ),
)
