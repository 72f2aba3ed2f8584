# The library has no types; these are of what is used. python-multipart, which others need, has a package of its name.

from collections.abc import Generator, Iterator
from typing import BinaryIO, Self

class MultipartError(ValueError): ...

class MultipartSegment:
    name: str
    filename: str | None
    content_type: str | None

class MultipartPart:
    name: str
    filename: str | None
    content_type: str
    size: int
    value: str
    raw: bytes
    def close(self) -> None: ...

class MultipartParser:
    def __init__(
        self, stream: BinaryIO, boundary: str, *, disk_limit: int = ..., memory_limit: int = ..., part_limit: int = ...
    ) -> None: ...
    def __iter__(self) -> Iterator[MultipartPart]: ...

class PushMultipartParser:
    def __init__(self, boundary: str, *, max_segment_count: int = ...) -> None: ...
    def parse(self, chunk: bytes) -> Generator[MultipartSegment | bytearray | None]: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...

def parse_options_header(header: str) -> tuple[str, dict[str, str]]: ...
