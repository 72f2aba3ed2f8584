"""The manifest of the user interface's module."""

from bottega.kernel.i18n import T
from bottega.kernel.modules import Module

module = Module(
    name="ui",
    title=T(en="User interface", pl="Interfejs użytkownika"),
    section="User Interface",
    requires=("directory", "auth", "entities"),
    description="What screens are drawn from: who is signed in, which fields there are, and how records are called.",
)
