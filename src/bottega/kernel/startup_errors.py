"""Start-up errors: one sentence for the operator instead of a traceback."""

from pathlib import Path
from typing import Final

# The exit code that goes with the sentence.
CANNOT_START: Final = 2


class StartError(Exception):
    """Bottega cannot start, and this is why; the command line prints the sentence and exits with code 2."""


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may open, with its parents; one that exists is left as it is.

    Raises:
        StartError: The folder cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise StartError(f"{path} is a file, but Bottega needs a folder there.") from None
    except OSError as error:
        raise StartError(f"The folder {path} cannot be made: {error.strerror}.") from error
    return path
