"""Random courses of a contract: payments, refunds, quotes, rates, invoices, corrections and cancellations."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import dossiers

from bottega.business.contracts import Quote
from bottega.business.documents.compose.contract_data import Dossier
from bottega.business.documents.compose.correction_inputs import CorrectInput
from bottega.business.documents.compose.corrections import Standing, compose_correction
from bottega.business.documents.compose.history import Earlier
from bottega.business.documents.compose.invoice_chains import refuse_cancelling
from bottega.business.documents.compose.invoices import Wishes, compose, payment_of
from bottega.business.documents.content.models import Invoice
from bottega.business.documents.content.vat_gross_method import RateTotal, by_rate, gross_of, together
from bottega.kernel.errors import Problem

RATES = (None, "stawka_23", "stawka_8")
PROFILE = {**dossiers.PROFILE, "ksef_konsumenci": True}


def money(chance: Random, most: int) -> Decimal:
    """An amount up to so many zł: round, crooked, or a few grosze."""
    kind = chance.random()
    if kind < 0.15:
        return Decimal(chance.randint(1, 9)) / 100
    if kind < 0.5:
        return Decimal(chance.randint(1, max(most // 100, 1)) * 100)
    return Decimal(chance.randint(1, most * 100)) / 100


def correction(chance: Random, kind: str, lines: int, charged: Decimal) -> dict[str, Any]:
    """What a correction of an invoice of a kind might ask for, sensible or not."""
    drawn = chance.random()
    if drawn < 0.3:
        return {"doZera": True}
    if kind == "FZ":
        part = (charged * chance.randint(0, 100) / 100).quantize(Decimal("0.01"))
        if drawn < 0.6:
            return {"kwota": str(part)}
        shared = {"nowyPodzial": True} if chance.random() < 0.5 else {"stawka": chance.choice(("8", "23"))}
        return shared if drawn < 0.8 else {**shared, "kwota": str(part)}
    if drawn < 0.4:
        new = {"nazwa": "Listwa", "ilosc": chance.randint(1, 3), "cena": str(money(chance, 500))}
        return {"nowePozycje": [{**new, "stawka": chance.choice(("23", "8"))}]}
    line: dict[str, Any] = {"lp": chance.randint(1, lines)}
    if drawn < 0.7:
        line["cena"] = str(money(chance, 20_000))
    elif drawn < 0.8:
        line["ilosc"] = chance.randint(0, 2)
    elif drawn < 0.9:
        line["rabat"] = chance.randint(0, 100)
    else:
        line["stawka"] = chance.choice(("23", "8"))
    return {"pozycje": [line]}


@dataclass
class Course:
    """A contract and all that has happened to it."""

    chance: Random
    quote: Quote = field(default_factory=Quote)
    tryb: str | None = None
    finished: bool = False
    payments: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    earlier: list[Earlier] = field(default_factory=list[Earlier])
    papers: dict[UUID, Invoice] = field(default_factory=dict[UUID, Invoice])
    told: list[str] = field(default_factory=list[str])

    @property
    def dossier(self) -> Dossier:
        """The contract as the documents see it."""
        contract = {
            **dossiers.CONTRACT,
            "customer_id": dossiers.CUSTOMER,
            "vat_tryb": self.tryb,
            "zakonczona": self.finished,
        }
        return dossiers.dossier(
            contract=contract,
            profile=PROFILE,
            quote=self.quote,
            payments=tuple(self.payments),
            earlier=tuple(self.earlier),
        )

    @property
    def paid(self) -> Decimal:
        """Confirmed payments less refunds."""
        return self.dossier.paid

    def step(self) -> None:
        """Something happens, or is refused and changes nothing."""
        happens = self.chance.choices(
            (self.pay, self.repay, self.requote, self.finish, self.issue, self.correct, self.cancel),
            (4, 1, 1, 1, 8, 5, 2),
        )[0]
        try:
            happens()
        except Problem as refused:
            self.told.append(f"{happens.__name__} refused: {refused.body('pl').get('code')}")

    def pay(self, typ: str = "Zaliczka", amount: Decimal | None = None) -> None:
        """A payment, mostly one that the order still has room for."""
        cena = amount or money(self.chance, int(max(self.quote.suma / 3, 1)))
        number = UUID(int=10_000 + len(self.payments))
        self.payments.append(
            {
                "id": number,
                "cena": cena,
                "typ": typ,
                "potwierdzona": True,
                "data": date(2026, 6, 1),
                "rodzaj": "przelew",
            }
        )
        self.told.append(f"{typ} {cena}")

    def repay(self) -> None:
        """Some of what was paid goes back."""
        part = (self.paid * self.chance.randint(1, 100) / 100).quantize(Decimal("0.01"))
        if part > 0:
            self.pay("Zwrot", part)

    def requote(self) -> None:
        """Another price, or other rates."""
        self.quote = Quote(
            money(self.chance, 20_000), Decimal(0), self.chance.choice((Decimal(0), money(self.chance, 5_000)))
        )
        self.tryb = self.chance.choice(RATES)
        self.told.append(f"{self.quote} {self.tryb}")

    def finish(self) -> None:
        """The work is finished, or is not after all."""
        self.finished = not self.finished

    def issue(self, kind: str | None = None) -> Invoice:
        """An invoice."""
        kind = kind or self.chance.choice(("FZ", "FZ", "FZ", "FK", "FV"))
        wishes, dossier = Wishes(), self.dossier
        made = compose(kind, dossier, wishes)
        payment = payment_of(dossier, wishes) if kind == "FZ" else None
        self._keep(kind, made, payment=payment)
        return made

    def correct(self, document: Earlier | None = None, data: dict[str, Any] | None = None) -> None:
        """A correction of any invoice there is."""
        found = [one for one in self.earlier if one.rodzaj != "KOR"]
        if document is None and not found:
            return
        document = document or self.chance.choice(found)
        paper = self.now(document)
        asked = data or correction(self.chance, document.rodzaj, len(paper.pozycje), gross_of(self.charged(document)))
        last = self.last(document)
        standing = Standing(
            document, dossiers.CUSTOMER, self.papers[document.id], self.papers[last.id] if last else None
        )
        said = CorrectInput.model_validate({"przyczyna": "pomyłka", **asked})
        made, emptied = compose_correction(self.dossier, standing, said)
        self._keep("KOR", made, corrects=document.id, said=str(asked))
        self._change(document, stan="skorygowany", do_zera=emptied)

    def cancel(self) -> None:
        """Any document is cancelled, if it may be."""
        found = [one for one in self.earlier if one.stan != "anulowany"]
        if not found:
            return
        document = self.chance.choice(found)
        refuse_cancelling(self.earlier, document)
        self._change(document, stan="anulowany")
        self.told.append(f"cancelled {document.numer}")
        corrected = next((one for one in self.earlier if one.id == document.koryguje_id), None)
        if corrected is not None:
            self._change(corrected, do_zera=False, stan="skorygowany" if self.last(corrected) else "wystawiony")

    def _keep(
        self, kind: str, made: Invoice, *, payment: UUID | None = None, corrects: UUID | None = None, said: str = ""
    ) -> None:
        number = UUID(int=len(self.earlier) + 1)
        name = f"{kind}/{len(self.earlier) + 1}"
        self.papers[number] = made
        self.earlier.append(
            Earlier(number, kind, name, made.data_wystawienia, payment, corrects, "wystawiony", None, made.stawki)
        )
        self.told.append(f"{name} {made.razem.brutto} {said}")

    def _change(self, document: Earlier, **values: Any) -> None:
        self.earlier = [replace(one, **values) if one.id == document.id else one for one in self.earlier]

    def last(self, document: Earlier) -> Earlier | None:
        """The last correction of an invoice that is in force."""
        found = [one for one in self.earlier if one.koryguje_id == document.id and one.stan != "anulowany"]
        return found[-1] if found else None

    def now(self, document: Earlier) -> Invoice:
        """The paper that says what holds of an invoice."""
        last = self.last(document)
        return self.papers[last.id if last else document.id]

    def charged(self, document: Earlier) -> tuple[RateTotal, ...]:
        """An invoice and its corrections, added up."""
        return together(
            *(
                one.stawki
                for one in self.earlier
                if document.id in (one.id, one.koryguje_id) and one.stan != "anulowany"
            )
        )

    def all_papers(self) -> tuple[RateTotal, ...]:
        """Every invoice and correction in force, added up."""
        return together(*(one.stawki for one in self.earlier if one.stan != "anulowany"))


def ordered(paper: Invoice) -> tuple[RateTotal, ...]:
    """What the lines of a paper come to at each rate."""
    return together(by_rate([(one.stawka, one.brutto) for one in paper.pozycje]))
