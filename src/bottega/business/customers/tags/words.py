"""Words of tags: what their fields are called."""

from bottega.business.customers.module import module
from bottega.kernel.i18n import T

module.calls(label=T(en="Name", pl="Nazwa"), tag_id=T(en="Tag", pl="Etykieta"))
module.calls("tags", slug=T(en="Short name", pl="Skrót"), description=T(en="Description", pl="Opis"))
module.hints(
    "tags",
    slug=T(
        en="Small letters, digits, dashes and underscores",
        pl="Małe litery bez polskich znaków, cyfry, myślniki i podkreślenia",
    ),
)
