"""Python and PostgreSQL fold and cut text alike, and Polish letters sort where a Polish reader looks for them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bottega.kernel.application import Application
from bottega.kernel.text.folding import fold, grams, required_grams

WORDS = ["Zażółć gęślą jaźń", "H1180 ST37", "  dwa  odstępy ", "Müller-Lüdenscheidt", "a", "ab", "tab\tnew\nline", ""]


@pytest.mark.parametrize("text", WORDS)
async def test_both_sides_fold_and_cut_alike(app: Application, text: str) -> None:
    async with app.database.across_tenants("the test asks for functions only") as connection:
        folded = await connection.fetchval("SELECT fold($1)", text)
        cut = await connection.fetchval("SELECT grams(fold($1))", text)
    assert folded == fold(text)
    assert set(cut) == grams(text)


@given(st.text(alphabet="abcdeąćęłńóśźż ", min_size=0, max_size=30), st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_part_of_a_word_is_typed_its_grams_are_in_the_text(text: str, data: st.DataObject) -> None:
    words = fold(text).split()
    if not words:
        assert grams(text) == set()
        return
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    wanted = required_grams(part)
    found = grams(text)
    assert set(wanted) <= found
    if not wanted:
        assert any(gram.startswith(part) for gram in found)


async def test_polish_letters_sort_after_their_latin_neighbours(app: Application) -> None:
    words = ["żaba", "zebra", "łoś", "lis", "ćma", "cło", "Łódź", "lody", "10 mm", "ósmy", "ostry", "źrebak"]
    async with app.database.across_tenants("the test asks for functions only") as connection:
        rows = await connection.fetch("SELECT w FROM unnest($1::text[]) AS w ORDER BY sort_key(w)", words)
    assert [row["w"] for row in rows] == [
        "10 mm",
        "cło",
        "ćma",
        "lis",
        "lody",
        "łoś",
        "Łódź",
        "ostry",
        "ósmy",
        "zebra",
        "źrebak",
        "żaba",
    ]
