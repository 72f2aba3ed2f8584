"""What every paper looks like, read from its PDF: nothing leaves its place, no page has sums and signatures alone.

Golden texts are in ``golden``; with ``UPDATE_GOLDEN=1`` they are written anew, to be read before they are committed.
"""

import os
from datetime import date
from pathlib import Path
from typing import Final

import dossiers
import every_paper
import geometry
import pytest
import samples
import typst
from every_paper import OF_ONE_SIZE, WORST, Closed, at_worst, every
from geometry import Page, letters_of
from msgspec.structs import replace

from bottega.business.documents.compose.invoices import Wishes
from bottega.business.documents.compose.warranty import warranty
from bottega.business.documents.content.models import Paper
from bottega.business.documents.content.sections import Signed
from bottega.business.documents.render.pdf import typeset

GOLDEN: Final = Path(__file__).parent / "golden"
NAMES: Final = tuple(every(1))
SIZES: Final = (1, 12, 60)
# Sizes of the titles of sections and tables.
TITLES: Final = {10.0, 10.6}
EVERY: Final = [(name, count) for name in NAMES for count in SIZES if count == 1 or name not in OF_ONE_SIZE]


def pages_of(paper: Paper) -> list[Page]:
    """The pages as they are printed."""
    return geometry.pages_of(typeset(paper, samples.MOMENT))


def require_well_set(pages: list[Page]) -> None:
    """Nothing outside of the margins or over something else, no title without what it is of, and pages are counted."""
    for number, page in enumerate(pages, 1):
        assert geometry.outside(page) == [], f"outside of page {number}"
        assert geometry.overprinted(page) == [], f"overprinted on page {number}"
        assert letters_of(f"strona {number} z {len(pages)}") in page.letters
        if number < len(pages):
            assert geometry.lowest(page).size not in TITLES, f"a title ends page {number}"


def require_closed(closed: Closed, paper: Paper, pages: list[Page]) -> None:
    """The signatures share their page with the end of what is signed."""
    signed = [page for page in pages if letters_of(closed.signature) in page.letters]
    assert signed
    last = letters_of(closed.last(paper))
    end = last[-10:]
    if any("\u0590" <= letter <= "\u08ff" for letter in last):
        # Readers turn what runs from right to left.
        assert set(end) <= set(signed[-1].letters)
    else:
        assert end in signed[-1].letters


@pytest.mark.parametrize(("name", "count"), EVERY)
def test_a_paper_is_well_set_and_says_all_it_has_to_say(name: str, count: int) -> None:
    closed = every(count)[name]()
    pages = pages_of(closed.paper)
    require_well_set(pages)
    require_closed(closed, closed.paper, pages)
    said = "".join(page.letters for page in pages).casefold()
    assert [text for text in every_paper.texts_of(closed.paper) if letters_of(text).casefold() not in said] == []


# Sixty lines of the worst words are dozens of pages: one kind of each layout has them.
LONGEST: Final = {"FV", "KOR", "RK", "WZ", "PRO"}
WORST_OF: Final = [(name, count) for name, count in EVERY if count < 60 or name in LONGEST]


@pytest.mark.parametrize(("name", "count"), WORST_OF)
def test_the_worst_words_stay_in_their_places(name: str, count: int) -> None:
    closed = every(count)[name]()
    paper = at_worst(closed.paper)
    pages = pages_of(paper)
    require_well_set(pages)
    require_closed(closed, paper, pages)


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_has_its_golden_text(name: str) -> None:
    text = "\n".join(page.text.replace("\r\n", "\n").strip() for page in pages_of(every(1)[name]().paper))
    golden = GOLDEN / f"{name.replace(' ', '_')}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(f"{text}\n", encoding="utf-8")
    assert letters_of(text) == letters_of(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["FV", "FZ", "FK", "KOR", "PF", "RK", "WZ", "PO"])
def test_a_table_repeats_its_head_on_every_page_that_has_rows(name: str) -> None:
    closed = every(60)[name]()
    with_rows = [page for page in pages_of(closed.paper) if _names_a_line(page, closed.paper)]
    assert len(with_rows) > 1
    assert all("Lp." in page.letters for page in with_rows)


def test_a_contract_has_no_page_that_is_nearly_empty() -> None:
    pages = pages_of(every(12)["UM with texts"]().paper)
    assert all(len(page.letters) > 600 for page in pages[:-1])
    # What is attached begins below the signatures.
    (signed,) = (page for page in pages if "WykonawcaZamawiający" in page.letters)
    assert "Załączniknr1.Ogólnewarunki" in signed.letters


@pytest.mark.parametrize("count", [30, 31, 56, 57, 58])
def test_no_page_of_a_contract_has_the_sum_of_its_instalments_alone(count: int) -> None:
    last = pages_of(every(count)["UM"]().paper)[-1].letters
    assert "WykonawcaZamawiający" in last
    assert last.index("Rata") < last.index("Razem")


def test_a_small_table_of_figures_is_on_one_page() -> None:
    for count in (14, 16, 18):
        (page,) = (page for page in pages_of(every(count)["UM"]().paper) if "§7.Wynagrodzenie" in page.letters)
        assert "Meble24000,00zł" in page.letters
        assert "Słownietrzydzieści" in page.letters


@pytest.mark.parametrize("count", SIZES)
def test_what_the_parties_declare_is_on_the_page_they_sign(count: int) -> None:
    signed = pages_of(every(count)["PRO"]().paper)[-1].letters
    for title in ("Oświadczeniastron", "Pozostałodozapłaty", "Odbiór", "Uwagiiusterki", "odebrał(Zamawiający)"):
        assert title in signed


def test_a_warranty_card_of_unnamed_things_has_words_above_its_signatures() -> None:
    card = warranty(dossiers.dossier(specification={}), Wishes())
    assert "Gwarancjanieobejmuje" in pages_of(card)[-1].letters


def test_the_names_of_who_signs_stand_on_one_line_below_their_rules() -> None:
    form = every(1)["PRO"]().paper
    assert isinstance(form, every_paper.Letter)
    signed = replace(form, podpisano=Signed("Żaneta Zalewska", date(2026, 7, 20), "14:05"))
    page = pages_of(signed)[-1]
    assert "godz.14:05" in page.letters
    assert geometry.bottom_of(page, "przekazał (Wykonawca)") == geometry.bottom_of(page, "odebrał (Zamawiający)")


@pytest.mark.parametrize(("name", "above"), [("PRO", "Termin usunięcia usterek"), ("PRP", "Uwagi")])
def test_there_is_room_to_write_above_the_first_line(name: str, above: str) -> None:
    content = typeset(every(1)[name]().paper, samples.MOMENT)
    page = geometry.pages_of(content)[-1]
    assert geometry.bottom_of(page, above) - max(geometry.dotted_lines(content)) > 17


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("#place(dx: 60mm, dy: 60mm)[Zaliczka]#place(dx: 60mm, dy: 60mm)[Kwota]", "overprinted"),
        ("#place(dx: 185mm, dy: 60mm)[Zaliczka]", "outside"),
    ],
)
def test_what_is_badly_set_is_seen(markup: str, found: str) -> None:
    page = '#set page(paper: "a4", margin: 18mm)\n#set text(font: "Libertinus Serif", size: 9.2pt)\n' + markup
    (only,) = geometry.pages_of(typst.compile(page.encode(), format="pdf", ignore_system_fonts=True))
    assert getattr(geometry, found)(only) != []


def test_the_worst_words_are_longer_than_any_column() -> None:
    assert all(len(word) >= 230 for word in WORST)


def _names_a_line(page: Page, paper: Paper) -> bool:
    assert not isinstance(paper, every_paper.CashVoucher | every_paper.Letter)
    return any(letters_of(one.nazwa) in page.letters for one in paper.pozycje)
