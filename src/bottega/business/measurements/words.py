"""Words of the measurements: where is measured and by whom, the fee, and what becomes of it."""

from bottega.business.measurements.module import module
from bottega.kernel.i18n import T

module.calls(
    customer_id=T(en="Customer", pl="Klient"),
    uzytkownik_id=T(en="Measured by", pl="Pomiarowiec"),
    adres_id=T(en="Address", pl="Adres pomiaru"),
    kwota=T(en="Measuring fee, gross", pl="Opłata pomiarowa brutto"),
    zatwierdzony_at=T(en="Approved", pl="Zatwierdzono"),
    zatwierdzil_id=T(en="Approved by", pl="Zatwierdził"),
    transaction_id=T(en="Transaction", pl="Transakcja"),
    contract_id=T(en="Contract", pl="Umowa"),
    measurement_id=T(en="Measurement", pl="Pomiar"),
    payment_id=T(en="Payment", pl="Wpłata"),
)
module.hints(
    "measurements",
    kwota=T(en="Credited to a contract made within 90 days", pl="Zaliczana na poczet umowy zawartej w ciągu 90 dni"),
    contract_id=T(en="The contract the fee is credited to", pl="Umowa, na poczet której zalicza się opłatę"),
)

# Columns that only the history of a record shows.
module.calls(platnosc_id=T(en="Payment", pl="Płatność"))
