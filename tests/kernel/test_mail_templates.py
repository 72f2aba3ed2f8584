"""Templates of mails: the first line is the subject, HTML escapes what it is given, and English stands in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from bottega.kernel.mail import render

Write = Callable[[dict[str, str]], str]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Makes a module whose mails have the given templates."""
    name = f"module_{tmp_path.parent.name}_{tmp_path.name}".replace("-", "_")

    def write(templates: dict[str, str]) -> str:
        folder = tmp_path / name / "mails"
        folder.mkdir(parents=True)
        (tmp_path / name / "__init__.py").touch()
        for file, text in templates.items():
            (folder / file).write_text(text)
        return name

    monkeypatch.syspath_prepend(str(tmp_path))
    return write


RESET = {
    "reset.en.txt.j2": "Reset your password, {{ name }}\n\nHello {{ name }}!\n\nGo to\n{{ url }}\n",
    "reset.pl.txt.j2": "Zmiana hasła\n\nCześć {{ name }}!\n{{ url }}\n",
    "reset.pl.html.j2": (
        '{% extends "layout.html.j2" %}{% from "button.html.j2" import button %}'
        "{% block content %}<p>Cześć {{ name }}!</p>{{ button(url, 'Zmień hasło') }}{% endblock %}"
    ),
}
EVIL = {"name": "<script>alert(1)</script>", "url": "https://example.com/reset?a=1&b=2"}


def test_the_first_line_of_a_text_is_the_subject(module: Write) -> None:
    mail = render(module(RESET), "reset", "en", to="anna@example.com", name="Anna", url="https://example.com/r")

    assert mail.to == "anna@example.com"
    assert mail.subject == "Reset your password, Anna"
    assert mail.text == "Hello Anna!\n\nGo to\nhttps://example.com/r\n"


def test_a_mail_written_as_text_gets_our_layout_and_links(module: Write) -> None:
    mail = render(module(RESET), "reset", "en", to="anna@example.com", **EVIL)

    assert mail.html.startswith("<!doctype html>")
    assert '<html lang="en">' in mail.html
    assert "Hello &lt;script&gt;alert(1)&lt;/script&gt;!</p>" in mail.html
    assert '<a href="https://example.com/reset?a=1&amp;b=2"' in mail.html
    assert "Go to<br><a" in mail.html
    assert "<script" not in mail.html
    assert "Hello <script>alert(1)</script>!" in mail.text


def test_a_mail_with_html_of_its_own_escapes_what_it_is_given(module: Write) -> None:
    mail = render(module(RESET), "reset", "pl", to="anna@example.com", **EVIL)

    assert mail.subject == "Zmiana hasła"
    assert '<html lang="pl">' in mail.html
    assert '<a class="button" href="https://example.com/reset?a=1&amp;b=2"' in mail.html
    assert "<script" not in mail.html
    assert "max-width: 600px" in mail.html
    assert "prefers-color-scheme: dark" in mail.html


def test_a_locale_without_templates_falls_back_to_english_as_a_whole(module: Write) -> None:
    package = module(RESET)
    english = render(package, "reset", "en", to="anna@example.com", name="Anna", url="x")

    assert render(package, "reset", "de", to="anna@example.com", name="Anna", url="x") == english


def test_a_line_end_in_a_value_of_the_subject_stays_out_of_it(module: Write) -> None:
    mail = render(module(RESET), "reset", "en", to="anna@example.com", name="x\r\nBcc: eve@example.com", url="x")

    assert mail.subject == "Reset your password, x"


def test_a_value_that_was_forgotten_is_an_error(module: Write) -> None:
    with pytest.raises(UndefinedError, match="url"):
        render(module(RESET), "reset", "en", to="anna@example.com", name="Anna")
