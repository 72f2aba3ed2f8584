"""Columns of imported tables: their titles, which are the words of their fields, and what else files call them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bottega.kernel.common_words import COMMON
from bottega.kernel.i18n import T
from bottega.kernel.tabular.cell_values import CUSTOM_PREFIX
from bottega.kernel.tabular.headings import heading_key
from bottega.kernel.tabular.import_numbers import Number
from bottega.kernel.text.folding import fold
from bottega.kernel.words import ANYWHERE, Words


@dataclass(frozen=True)
class Column:
    """A column of a table that is imported. Its title is the word of its field; only what is no field is ``titled``.

    Attributes:
        name: What requests and reports call it.
        aliases: What files call it besides.
        number: Which numbers it holds, if it holds any.
        field: Whose values are in it, where that is not a field of its name.
        words: Those of the module, from ``on_screen``; looked up once a file is read, when all of them are declared.
    """

    name: str
    aliases: Sequence[str] = ()
    required: bool = False
    number: Number | None = None
    field: str = ""
    titled: T | None = None
    words: Words = COMMON
    screen: str = ANYWHERE

    @property
    def title(self) -> T:
        """What people call it.

        Raises:
            LookupError: There is no word of its field.
        """
        title = self.titled or self.word
        if title is None:
            message = f"column {self.name} is neither titled nor has a word on the screen {self.screen}"
            raise LookupError(message)
        return title

    @property
    def word(self) -> T | None:
        """What people call its field, if it is one."""
        return self.words.name(*self._place) or COMMON.name(*self._place)

    @cached_property
    def members(self) -> Mapping[str, str]:
        """The members of its field's closed set by their folded texts; empty where there are none."""
        texts = self.words.texts(*self._place) or COMMON.texts(*self._place)
        return {fold(said): member for member, text in texts.items() for said in (text.en, text.pl)}

    @property
    def _place(self) -> tuple[str, str]:
        return self.screen, self.field or self.name

    @cached_property
    def exported(self) -> tuple[str, str, str]:
        """What our exports call it, as it is compared: for programs, and for people in English and in Polish."""
        word = self.word or self.title
        key = (self.field or self.name).removeprefix(CUSTOM_PREFIX)
        return heading_key(key), heading_key(word.en), heading_key(word.pl)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every name of the column as it is compared, those that say more first."""
        names = (self.title.en, self.title.pl, self.name, *self.aliases)
        # Nothing is left of a label without letters and digits.
        return tuple(filter(None, dict.fromkeys(heading_key(name) for name in names)))


def on_screen(words: Words, screen: str, columns: Iterable[Column]) -> tuple[Column, ...]:
    """Columns whose titles are the words of a screen of a module."""
    return tuple(replace(column, words=words, screen=screen) for column in columns)
