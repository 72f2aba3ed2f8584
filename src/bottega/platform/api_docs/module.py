"""The manifest of the API documentation."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="api_docs",
    title=T(en="API documentation", pl="Dokumentacja API"),
    section="API documentation",
    description="This description of the API, as OpenAPI, as Markdown and as a page to explore.",
)
