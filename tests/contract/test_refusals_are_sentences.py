"""Whatever an operation is sent that does not fit, the refusal is a sentence in both languages and names no Python."""

import re
from typing import Any, Final

import pytest
from installed import OPERATIONS
from pydantic import BaseModel, ValidationError
from values import alternatives, bad

from bottega.kernel.errors import Invalid
from bottega.kernel.http.validation_errors import describe
from bottega.kernel.openapi.schemas import collect

MODELS: Final = sorted(
    {model for one in OPERATIONS for model in (one.body, one.query) if model is not None},
    key=lambda model: (model.__module__, model.__qualname__),
)
PYTHON: Final = re.compile(r"Decimal\(|datetime\.|<class|NoneType|Input should|pydantic|[<>]=|\\d|\^")
ENGLISH: Final = re.compile(r"\b(Invalid|expected|received|undefined|Enter|Choose|Give|or)\b")
# Values of one model: some have very many fields.
MOST: Final = 400


def refusals(model: type[BaseModel]) -> list[ValidationError]:
    """What the model says to every bad value of every field, and to nothing at all."""
    schemas = collect([("it", "validation", model)])
    fields = schemas.resolve(schemas.by_key["it"]).get("properties", {})
    sent: list[Any] = [{}, [], None]
    for name, schema in fields.items():
        sent += ({name: value} for value in bad(schema, schemas.resolve))
        for one in alternatives(schema, schemas.resolve):
            sent += [{name: "12,50"}, {name: ""}] + ([{name: "?"}] if "pattern" in one else [])
    found: list[ValidationError] = []
    for value in sent[:MOST]:
        try:
            # Some models remember why they were refused instead of raising; what they would say is the same.
            BaseModel.model_validate.__func__(model, value)  # type: ignore[attr-defined]
        except ValidationError as error:
            found.append(error)
        except Invalid:
            # Said in words of its own, which are a ``T``.
            continue
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__}.{model.__qualname__}")
def test_no_operation_refuses_a_value_in_python(model: type[BaseModel]) -> None:
    for error in refusals(model):
        for english, polish in zip(describe(error, "en", model), describe(error, "pl", model), strict=True):
            said = english["message"], polish["message"]
            assert english["code"] == polish["code"]
            assert all(len(message.split()) >= 2 and not PYTHON.search(message) for message in said), said
            # What is not a word of our own, like the values to choose from, is the same in every language.
            own = polish["message"].partition(":")[0]
            assert not ENGLISH.search(own), said
            assert polish["message"] != english["message"], said


def test_many_refusals_were_looked_at() -> None:
    assert sum(len(refusals(model)) for model in MODELS[:60]) > 500
