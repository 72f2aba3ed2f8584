"""Import of a table: its request, its report, rows that are understood or rejected, and the refusal of bad ones.

What is planned and written is the business of whoever imports; ``kernel/tabular/imports.py`` reads the file.
"""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from bottega.kernel.errors import Invalid, InvalidInput
from bottega.kernel.http.requests import Upload, parse_json
from bottega.kernel.http.validation_errors import describe
from bottega.kernel.i18n import T
from bottega.kernel.schemas import Flag, Input, Schema
from bottega.kernel.tabular.import_problems import Rejection, WrongCell, rejection_of
from bottega.kernel.tabular.imports import FILE, Matched

# What lists of a report show; the numbers count all.
MOST_LISTED: Final = 500
PREVIEWED: Final = 20
BAD_ROWS: Final = T(
    en="Nothing was imported: {count} of {rows} rows have errors",
    pl="Niczego nie zaimportowano: błędne wiersze: {count} z {rows}",
)
ANSWERS: Final[Mapping[int, str]] = {
    400: "The file cannot be read, is too much of a file, or rows of it cannot be imported.",
    429: "Several files of the tenant are being read; `Retry-After` says when to come back.",
}


def json_of_form(value: Any) -> Any:
    """A value as a form sends it: JSON text."""
    return parse_json(value.encode()) if isinstance(value, str) else value


class TableImportInput(Input):
    """A table, and what to do with it."""

    file: Upload
    dry_run: Flag = Field(default=False, description="Only say what would happen.")
    skip_bad: Flag = Field(default=False, description="Import the good rows although there are bad ones.")
    mapping: Annotated[dict[str, Annotated[str, Field(max_length=200)]], BeforeValidator(json_of_form)] = Field(
        default={}, max_length=50, description="Field → heading, as a JSON object, where the headings do not say it."
    )


class RowProblem(Schema):
    """Why a row cannot be imported."""

    line: int = Field(description="Line of the file, from 1.")
    column: str | None = Field(description="As the file calls it; its title where the file has no such heading.")
    reason: str


class PlannedRow(Schema):
    """What becomes of a row."""

    line: int
    action: Literal["create", "update"]
    values: dict[str, Any]


class TableImportReport(Schema):
    """What an import did, will do in the background, or would do."""

    dry_run: bool
    rows: int = Field(description="Rows of the file.")
    created: int
    updated: int
    unchanged: int = Field(description="Rows that say what is stored already.")
    rejected: int
    encoding: str
    delimiter: str | None
    unused_columns: list[str]
    errors: list[RowProblem] = Field(description=f"The first {MOST_LISTED}.")
    preview: list[PlannedRow] = Field(description=f"The first {PREVIEWED} rows that change something.")


def problems(rejections: Iterable[Rejection]) -> list[RowProblem]:
    """Rejections as a report lists them."""
    return [RowProblem(**asdict(one)) for one in sorted(rejections, key=lambda one: one.line)[:MOST_LISTED]]


def lines_of(rejections: Iterable[Rejection]) -> int:
    """How many rows were rejected, each for whatever number of reasons."""
    return len({one.line for one in rejections})


def refuse_bad_rows(report: TableImportReport, *, skip_bad: bool) -> None:
    """400 ``bad_rows`` with the whole report, unless there are none or they are to be skipped."""
    if report.rejected and not skip_bad:
        details: dict[str, Any] = report.model_dump(by_alias=True)
        said = BAD_ROWS.given(count=report.rejected, rows=report.rows)
        raise Invalid.of_field(FILE, said, code="bad_rows", **details)


@contextmanager
def rejecting(
    rejected: list[Rejection], line: int, matched: Matched, *, locale: str, models: Mapping[str, type[BaseModel]]
) -> Generator[None]:
    """Reject the row that is understood within the block for what is wrong with it.

    ``models`` are what rows are checked by, by the names pydantic gives them in its errors.
    """
    try:
        yield
    except WrongCell as wrong:
        rejected.append(wrong.rejection(line, matched, locale))
    except ValidationError as error:
        issues = describe(error, locale, models.get(error.title))
        rejected += [rejection_of(line, issue, matched, locale) for issue in issues]
    except InvalidInput as error:
        rejected += [rejection_of(line, issue, matched, locale) for issue in error.body(locale)["details"]]
