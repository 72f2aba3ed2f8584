"""Content types of request bodies, for the pipeline and the documentation."""

from typing import Final

from bottega.kernel.operation import Operation

JSON: Final = "application/json"
URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


def accepts(operation: Operation) -> tuple[str, ...]:
    """The content types the body of an operation may have, the usual one first; none when it takes no body."""
    if operation.body is None:
        return ()
    if operation.files:
        return (MULTIPART,)
    return (URLENCODED, MULTIPART) if operation.form else (JSON,)
