"""Storage of the demo's files: photos of measurements and installations, and scans of signed contracts."""

from datetime import date
from typing import Final

from bottega.demo.bulk_insert import Destination
from bottega.demo.draw.files import SIZE, photo, signed_scan
from bottega.platform.attachments import NewAttachment, attach

MEASURED: Final = 6
INSTALLED: Final = 5
SIGNED: Final = 5

_MEASUREMENTS: Final = (
    "SELECT id FROM measurements_measurements WHERE tenant_id = $1 AND organization_id = $2 AND deleted_at IS NULL"
    " ORDER BY id DESC LIMIT $3"
)
_INSTALLATIONS: Final = (
    "SELECT id, pracownik_id FROM calendar_events WHERE tenant_id = $1 AND organization_id = $2"
    " AND deleted_at IS NULL AND NOT odwolane AND typ LIKE 'montaz_%' AND ostatni_dzien < $3"
    " ORDER BY ostatni_dzien DESC, id LIMIT $4"
)
_CONTRACTS: Final = (
    "SELECT id, numer, data_podpisania FROM contracts_contracts WHERE tenant_id = $1 AND organization_id = $2"
    " AND deleted_at IS NULL AND data_podpisania IS NOT NULL ORDER BY data_podpisania DESC, id LIMIT $3"
)


async def store_files(into: Destination, today: date) -> None:
    """Attach what a studio of today has in the telephones of its people."""
    ctx, place = into.ctx, into.organization_id
    files: list[NewAttachment] = []
    for row in await ctx.query(_MEASUREMENTS, ctx.tenant_id, place, MEASURED):
        for number in (1, 2):
            picture = photo(f"{row['id']} {number}", furnished=False)
            name = f"Pomiar {number}.png"
            of = ("measurements:measurement", row["id"])
            files.append(NewAttachment(*of, name, picture, ("pomiar",), SIZE))
    for row in await ctx.query(_INSTALLATIONS, ctx.tenant_id, place, today, INSTALLED):
        picture = photo(str(row["id"]), furnished=True)
        of = ("calendar:event", row["id"])
        files.append(NewAttachment(*of, "Po montażu.png", picture, ("montaż",), SIZE, row["pracownik_id"]))
    for row in await ctx.query(_CONTRACTS, ctx.tenant_id, place, SIGNED):
        lines = [
            f"Umowa nr {row['numer']}",
            f"podpisana dnia {row['data_podpisania']:%d.%m.%Y}",
            "",
            "Wykonawca: Studio Mebli JESION",
            "Przedmiot: meble na wymiar wraz z montażem",
            "Zamawiający zapoznał się z harmonogramem płatności i go akceptuje.",
        ]
        name = f"Umowa {row['numer']} podpisana.pdf".replace("/", "-")
        scan = signed_scan(lines, str(row["id"]))
        files.append(NewAttachment("contracts:contract", row["id"], name, scan, ("skan", "umowa")))
    for file in files:
        await attach(ctx, place, file)
