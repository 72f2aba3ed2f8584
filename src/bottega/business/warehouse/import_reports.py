"""Report schemas of a stock import, row by row."""

from typing import Any, Final

from pydantic import Field

from bottega.kernel.schemas import Schema

# What a list of errors and a preview show; the numbers count all.
MOST_ERRORS: Final = 500
PREVIEWED: Final = 20


class RowError(Schema):
    """Why a row cannot be imported."""

    line: int = Field(description="Line of the file, from 1.")
    column: str | None = Field(description="As the file calls it.")
    reason: str


class PreviewRow(Schema):
    """What becomes of a row."""

    line: int
    action: str = Field(description="create or update")
    values: dict[str, Any]


class ImportReport(Schema):
    """What an import did, or would do."""

    dry_run: bool
    rows: int = Field(description="Rows of the file.")
    created: int
    updated: int
    unchanged: int = Field(description="Rows that say what is stored already.")
    rejected: int
    encoding: str
    delimiter: str | None
    columns: dict[str, str] = Field(description="Field → heading of the file.")
    unused_columns: list[str]
    errors: list[RowError] = Field(description=f"The first {MOST_ERRORS}.")
    preview: list[PreviewRow] = Field(description=f"The first {PREVIEWED} rows that change something.")
