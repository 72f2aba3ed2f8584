"""Words of the warehouse: what its fields are called, and hints."""

from bottega.business.warehouse.module import module
from bottega.kernel.i18n import T

module.calls(
    typ=T(en="Kind", pl="Rodzaj"),
    producent=T(en="Manufacturer", pl="Producent"),
    symbol=T(en="Symbol", pl="Symbol dekoru"),
    dlugosc=T(en="Length (mm)", pl="Długość (mm)"),
    szerokosc=T(en="Width (mm)", pl="Szerokość (mm)"),
    grubosc=T(en="Thickness (mm)", pl="Grubość (mm)"),
    cala=T(en="Whole board", pl="Cała płyta"),
    pozostalo=T(en="Remaining (m²)", pl="Pozostało (m²)"),
    ilosc=T(en="Quantity", pl="Ilość"),
    contract_id=T(en="Contract", pl="Umowa"),
    location_id=T(en="Location", pl="Lokalizacja"),
    parent_id=T(en="Cut from board", pl="Powstała z płyty"),
    material_id=T(en="Material", pl="Materiał"),
    cena_zakupu=T(en="Purchase price, gross", pl="Cena zakupu brutto"),
    cena_netto=T(en="Purchase price, net", pl="Cena zakupu netto"),
    legacy_id=T(en="Code in the old system", pl="Kod z poprzedniego systemu"),
    uwagi=T(en="Notes", pl="Uwagi"),
    nazwa=T(en="Name", pl="Nazwa"),
    force=T(en="Despite the objections", pl="Mimo zastrzeżeń"),
    powod=T(en="Reason", pl="Powód"),
)
module.calls("materials", contract_id=T(en="For contract", pl="Dla umowy"))
module.hints(
    "materials",
    typ=T(en="E.g. laminated chipboard, MDF, worktop", pl="Np. płyta laminowana, MDF, blat laminowany"),
    symbol=T(en="Decor and structure, e.g. H1180 ST37", pl="Dekor i struktura, np. H1180 ST37"),
    dlugosc=T(en="Along the grain", pl="Wzdłuż usłojenia"),
    cala=T(en="Not ticked: an offcut", pl="Bez zaznaczenia: resztka"),
    pozostalo=T(en="Of an offcut only; empty: all of it", pl="Tylko dla resztki; puste: cała jej powierzchnia"),
    cena_zakupu=T(en="Of one piece", pl="Za jedną sztukę"),
    cena_netto=T(en="Of one piece, less the VAT you deduct", pl="Za jedną sztukę, bez odliczonego VAT"),
    legacy_id=T(
        en="With it an imported list finds the same material again", pl="Po nim import odnajdzie ten sam materiał"
    ),
    powod=T(en="Needed to go on despite the objections", pl="Wymagany, gdy działasz mimo zastrzeżeń"),
)

# Cutting.
module.calls(
    dl=T(en="Length (mm)", pl="Długość (mm)"),
    szer=T(en="Width (mm)", pl="Szerokość (mm)"),
    szt=T(en="Number of pieces", pl="Liczba sztuk"),
    obrot=T(en="May be turned", pl="Można obrócić"),
    formatki=T(en="Pieces to cut", pl="Formatki"),
    resztki=T(en="Offcuts", pl="Resztki"),
    rzaz=T(en="Saw kerf (mm)", pl="Rzaz piły (mm)"),
    koszt=T(en="Cost, gross", pl="Koszt brutto"),
    odpad=T(en="Waste (m²)", pl="Odpad (m²)"),
    wykorzystanie=T(en="Board used (%)", pl="Wykorzystanie płyty (%)"),
    plan=T(en="Cutting plan", pl="Plan rozkroju"),
    rodzaj=T(en="Piece or offcut", pl="Formatka czy resztka"),
    obrocona=T(en="Turned", pl="Obrócona"),
)
# Kinds of boards as files of makers and studios write them; others are taken too.
module.says(
    "materials.typ",
    plyta_laminowana=T(en="Laminated board", pl="Płyta laminowana"),
    plyta=T(en="Board", pl="Płyta"),
    blat_laminowany=T(en="Laminate worktop", pl="Blat laminowany"),
    blat_kompakt=T(en="Compact worktop", pl="Blat kompaktowy"),
    mdf=T(en="MDF board", pl="Płyta MDF"),
    hdf=T(en="HDF board", pl="Płyta HDF"),
    sklejka=T(en="Plywood", pl="Sklejka"),
    fornir=T(en="Veneer", pl="Fornir"),
)
module.says("rodzaj", formatki=T(en="Piece", pl="Formatka"), resztki=T(en="Offcut", pl="Resztka"))
module.calls(
    "cuts",
    data=T(en="Date of cutting", pl="Data rozkroju"),
    powod=T(en="Reason to cut without a plan", pl="Powód rozkroju bez planu"),
)
module.hints(
    "materials",
    obrot=T(
        en="Only if the grain need not run along the piece", pl="Tylko gdy usłojenie nie musi biec wzdłuż formatki"
    ),
    resztki=T(en="What goes back into stock", pl="Co wraca na stan magazynu"),
    rzaz=T(en="Width of the saw cut, usually 4 mm", pl="Szerokość cięcia, zwykle 4 mm"),
)

# Goods issues.
module.calls(
    "goods_issues",
    nr=T(en="Goods issue number", pl="Numer WZ"),
    data=T(en="Date of issue", pl="Data wydania"),
    status=T(en="Status", pl="Status"),
    kwota=T(en="Value, gross", pl="Wartość brutto"),
    force=T(en="Despite the reservation", pl="Mimo rezerwacji"),
    odebral=T(en="Received by", pl="Odebrał"),
    srodek_transportu=T(en="Means of transport", pl="Środek transportu"),
    pozycje=T(en="Lines", pl="Pozycje WZ"),
    nazwa=T(en="Item", pl="Nazwa towaru"),
    jednostka=T(en="Unit", pl="Jednostka miary"),
    cena=T(en="Unit price, gross", pl="Cena jednostkowa brutto"),
    cena_netto=T(en="Unit price, net", pl="Cena jednostkowa netto"),
    wartosc_pozycji=T(en="Value of the lines, gross", pl="Wartość pozycji brutto"),
    bez_ceny=T(en="Lines without a price", pl="Pozycje bez ceny"),
    warnings=T(en="Warnings", pl="Ostrzeżenia"),
)
module.hints(
    "goods_issues",
    nr=T(en="AUTO or empty: the next number of the month", pl="AUTO lub puste: kolejny numer w miesiącu"),
    kwota=T(en="Of all lines together", pl="Razem za wszystkie pozycje"),
    location_id=T(en="From where the goods are issued", pl="Skąd wydano towar"),
    nazwa=T(en="Empty: that of the material", pl="Puste: nazwa materiału z magazynu"),
    jednostka=T(en="E.g. szt. (pieces), kpl. (sets), mb (metres), m²", pl="Np. szt., kpl., mb, m²"),
    powod=T(en="Needed to issue what is reserved", pl="Wymagany, gdy wydajesz zarezerwowany materiał"),
)

module.says("status", wystawiona=T(en="Issued", pl="Wystawiona"), anulowana=T(en="Cancelled", pl="Anulowana"))
module.says(
    "warnings",
    kwota_rozni_sie_od_pozycji=T(en="The value and the lines differ", pl="Wartość inna niż suma pozycji"),
    pozycje_bez_ceny=T(en="Some lines have no price", pl="Niektóre pozycje nie mają ceny"),
)

# Import of a stock list.
module.calls(
    "materials",
    file=T(en="File", pl="Plik"),
    dry_run=T(en="Preview only", pl="Tylko podgląd"),
    skip_bad=T(en="Skip rows with errors", pl="Pomiń błędne wiersze"),
    mapping=T(en="Which column is what", pl="Przypisanie kolumn"),
    columns=T(en="Recognised columns", pl="Rozpoznane kolumny"),
    unused_columns=T(en="Unused columns", pl="Niewykorzystane kolumny"),
    rows=T(en="Rows in the file", pl="Wierszy w pliku"),
    created=T(en="New rows", pl="Nowe wiersze"),
    updated=T(en="Changed rows", pl="Zmienione wiersze"),
    unchanged=T(en="Unchanged rows", pl="Wiersze bez zmian"),
    rejected=T(en="Rejected rows", pl="Odrzucone wiersze"),
    encoding=T(en="Character encoding", pl="Kodowanie znaków"),
    delimiter=T(en="Column separator", pl="Separator kolumn"),
    errors=T(en="Errors", pl="Błędy"),
    preview=T(en="Preview", pl="Podgląd"),
)

# Columns that only the history of a record shows.
module.calls(
    koszt_netto=T(en="Net cost (PLN)", pl="Koszt netto (zł)"),
    wystawil_id=T(en="Issued by", pl="Kto wystawił"),
    z_serii=T(en="Number from the series", pl="Numer z serii"),
)
