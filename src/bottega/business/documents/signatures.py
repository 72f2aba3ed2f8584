"""Customer signatures from a screen: validated, encrypted, printed.

It is kept beside the file of the document it stands on, as long as that is, and handed out with it.
"""

from base64 import b64encode
from typing import Final
from uuid import UUID

from bottega.business.documents import document_files
from bottega.business.documents.content.logos import is_picture, require_drawable
from bottega.business.documents.content.models import Letter, Paper
from bottega.kernel.context import Context
from bottega.kernel.i18n import T
from bottega.kernel.sandbox.pool import Program
from bottega.kernel.sandbox.typst_programs import try_visible_picture

# The format under which it is a file of its document.
SIGNATURE: Final = "podpis"
LARGEST: Final = 200 * 1024
TRYING: Final = Program(try_visible_picture, seconds=4, megabytes=768)
BAD_SIGNATURE: Final = T(
    en="The signature must be a PNG of at most 200 KB and 16 megapixels",
    pl="Podpis musi być plikiem PNG do 200 KB i 16 megapikseli",
)


def looks_signed(content: bytes) -> bool:
    """Whether a file looks like a PNG that is not too large; whether it can be drawn is tried later."""
    return len(content) <= LARGEST and is_picture(b64encode(content).decode(), "png")


async def require_signature(ctx: Context, content: bytes, *, field: str) -> None:
    """Draw a signature that looks like one.

    Raises:
        InvalidInput: It cannot be drawn, takes too long, or nothing is drawn in it; ``field`` is to blame.
    """
    await require_drawable(ctx, b64encode(content).decode(), "png", field=field, drawn=drawing(content), trying=TRYING)


def drawing(content: bytes) -> str:
    """A signature as templates take it: in SVG, whatever its size."""
    data = f"data:image/png;base64,{b64encode(content).decode()}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 360 100">'
        f'<image width="360" height="100" preserveAspectRatio="xMidYMid meet" xlink:href="{data}"/></svg>'
    )


async def signature_on(ctx: Context, document_id: UUID, paper: Paper) -> str | None:
    """What was signed on a document, as templates take it; None for one that was not signed on a screen."""
    if not isinstance(paper, Letter) or paper.podpisano is None:
        return None
    return drawing(await document_files.kept(ctx, document_id, SIGNATURE))
