"""The stage of a contract, computed from facts and never stored."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, get_args

from bottega.business.contracts import Progress
from bottega.kernel.i18n import T
from bottega.kernel.local_time import local_day

Stage = Literal[
    "szkic", "podpisana", "zamowiona", "skompletowana", "w_montazu", "zakonczona", "rozliczona", "rozwiazana"
]
SZKIC, PODPISANA, ZAMOWIONA, SKOMPLETOWANA, W_MONTAZU, ZAKONCZONA, ROZLICZONA, ROZWIAZANA = get_args(Stage)

# What people call them, in order.
STAGES: Final[Mapping[str, T]] = {
    SZKIC: T(en="Draft", pl="Szkic"),
    PODPISANA: T(en="Signed", pl="Podpisana"),
    ZAMOWIONA: T(en="Ordered", pl="Zamówiona"),
    SKOMPLETOWANA: T(en="Complete in stock", pl="Skompletowana"),
    W_MONTAZU: T(en="Being installed", pl="W montażu"),
    ZAKONCZONA: T(en="Installed", pl="Zakończona"),
    ROZLICZONA: T(en="Settled", pl="Rozliczona"),
    ROZWIAZANA: T(en="Dissolved", pl="Rozwiązana"),
}


def stage_of(contract: Progress, *, issued: bool, today: date) -> Stage:
    """How far a contract has come; ``issued`` says whether goods were issued to it.

    A draft stays one whatever was ordered for it: nobody has promised to pay.
    """
    if contract.rozliczona:
        return ROZLICZONA
    if contract.rozwiazana:
        return ROZWIAZANA
    if contract.zakonczona:
        return ZAKONCZONA
    if contract.data_podpisania is None:
        return SZKIC
    if issued or (contract.termin is not None and local_day(contract.termin) <= today):
        return W_MONTAZU
    if not (contract.wyslane or contract.odebrane):
        return PODPISANA
    return ZAMOWIONA if contract.wyslane or contract.robocze else SKOMPLETOWANA
