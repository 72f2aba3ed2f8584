"""Words of attachments: what their fields are called."""

from bottega.kernel.i18n import T
from bottega.platform.attachments.module import module

module.calls(
    entity_id=T(en="Kind of record", pl="Rodzaj rekordu"),
    record_id=T(en="Record", pl="Rekord"),
    file=T(en="File", pl="Plik"),
    field_key=T(en="Field", pl="Pole"),
    partition_code=T(en="Partition", pl="Partycja"),
    partition=T(en="Partition", pl="Partycja"),
    partition_title=T(en="Partition", pl="Partycja"),
    partitions=T(en="Partitions", pl="Partycje"),
    tags=T(en="Tags", pl="Etykiety"),
    available_tags=T(en="All tags", pl="Wszystkie etykiety"),
    assignments=T(en="Shown with", pl="Widoczny przy"),
    custom_fields=T(en="Custom fields", pl="Pola dodatkowe"),
    url=T(en="Address", pl="Adres"),
    file_name=T(en="File name", pl="Nazwa pliku"),
    file_size=T(en="Size (bytes)", pl="Rozmiar (bajty)"),
    mime_type=T(en="Content type", pl="Typ zawartości"),
    thumbnail_url=T(en="Small picture", pl="Miniatura"),
    content=T(en="Text in the file", pl="Tekst w pliku"),
    width=T(en="Width (pixels)", pl="Szerokość (piksele)"),
    height=T(en="Height (pixels)", pl="Wysokość (piksele)"),
    href=T(en="Address", pl="Adres"),
    label=T(en="Name", pl="Nazwa"),
    type=T(en="Kind of record", pl="Rodzaj rekordu"),
    attachment_ids=T(en="Files", pl="Pliki"),
    from_record_id=T(en="From record", pl="Z rekordu"),
    to_record_id=T(en="To record", pl="Do rekordu"),
    updated=T(en="Files moved", pl="Przeniesione pliki"),
    download=T(en="Save as a file", pl="Zapisz jako plik"),
    crop_type=T(en="Fit", pl="Dopasowanie"),
    slug=T(en="Name in the address", pl="Nazwa w adresie"),
    code=T(en="Code", pl="Kod"),
    title=T(en="Title", pl="Tytuł"),
    description=T(en="Description", pl="Opis"),
    is_public=T(en="Public", pl="Publiczna"),
    requires_ocr=T(en="Read text of files", pl="Odczyt tekstu plików"),
    ocr_model=T(en="Reading model", pl="Model odczytu"),
    env_key=T(en="Storage setting", pl="Ustawienie miejsca zapisu"),
    item=T(en="File", pl="Plik"),
    owner_id=T(en="Record", pl="Rekord"),
    created_by=T(en="Added by", pl="Kto dodał"),
    storage=T(en="Storage", pl="Miejsce zapisu"),
    ownerless_since=T(en="Record gone since", pl="Bez rekordu od"),
    sha256=T(en="Checksum", pl="Suma kontrolna"),
)
module.says("crop_type", cover=T(en="Cut off", pl="Przytnij"), contain=T(en="Show all", pl="Pokaż całość"))
module.says(
    "sort_field",
    fileName=T(en="File name", pl="Nazwa pliku"),
    fileSize=T(en="Size", pl="Rozmiar"),
    createdAt=T(en="Created", pl="Utworzono"),
)
module.says("sort_dir", asc=T(en="Ascending", pl="Rosnąco"), desc=T(en="Descending", pl="Malejąco"))
module.hints(
    "partitions",
    is_public=T(
        en="Everybody who has the address of a file may read it, without signing in.",
        pl="Plik przeczyta każdy, kto zna jego adres, bez logowania.",
    ),
)
