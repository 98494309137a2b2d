"""What answers say in their own words."""

from __future__ import annotations

import csv
from importlib.resources import files
from string import Formatter
from typing import get_args

import pytest

from mgi_assistant.answers import Claim, CountryExample, Searched
from mgi_assistant.render import answer_text, not_found_text
from mgi_assistant.types import Citation, Draft, Language, Locator, Query
from mgi_assistant.wording import place_name, worded

NEAREST = Citation(1, "p1", Locator("report", 1), "A report", "Fiji built a pier.")


def test_every_text_keeps_its_gaps_in_every_language() -> None:
    text = files("mgi_assistant").joinpath("data", "wording.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    for row in rows:
        gaps = {len(list(filter(lambda part: part[1] is not None, Formatter().parse(text)))) for text in row.values()}
        assert len(gaps) == 1, row
        assert worded(row["en"], "en") == row["en"]
        assert worded(row["en"], "fr") == row["fr"]


def test_what_is_not_listed_is_said_as_it_is() -> None:
    assert worded("Tide museum", "es") == "Tide museum"


@pytest.mark.parametrize(
    ("language", "yes", "nothing", "place"),
    [
        *[("en", "Yes", "about", "Mauritius"), ("es", "Sí", "sobre", "Mauricio"), ("fr", "Oui", "sur", "Maurice")],
        ("pt", "Sim", "sobre", "Maurício"),
    ],
)
def test_an_answer_speaks_the_language_of_the_question_around_its_quotes(
    language: Language, yes: str, nothing: str, place: str
) -> None:
    claim = Claim("Mali opened a museum.", "evidence", (1,))
    text = answer_text([claim], [], Draft(verdict="yes"), ["Mauritius"], language)
    assert text.startswith(f"**{yes}.** Mali opened a museum. [1]")
    assert f"{nothing} {place}." in text


@pytest.mark.parametrize(
    ("language", "start"),
    [
        *[("en", "Not found in"), ("es", "No se encontró en"), ("fr", "Introuvable dans")],
        ("pt", "Não encontrado na 1 fonte"),
        ("ar", "\u2067لم يُعثر على إجابة"),
    ],
)
def test_not_found_is_said_in_the_language_of_the_question(language: Language, start: str) -> None:
    query = Query("?", "?", "?", "", language=language)
    assert not_found_text(query, Searched(("report",), 3), [], ["Fiji"]).startswith(start)


@pytest.mark.parametrize("language", get_args(Language))
def test_an_answer_says_once_that_quotes_are_in_english_where_the_question_is_not(language: Language) -> None:
    note = worded("Quotes are given in English, as the sources have them.", language)
    claim = Claim("Mali opened a museum.", "evidence", (1,))
    example = CountryExample("Fiji", "national", "Fiji", "FJI", (), "Fiji built a pier.", (2,))
    texts = [
        answer_text([claim], [], None, (), language),
        answer_text([claim], [example], None, (), language),
        answer_text([], [example], None, (), language),
        not_found_text(Query("?", "?", "?", "", language=language), Searched(("report",), 3), [NEAREST], []),
    ]
    assert {text.count(note) for text in texts} == {language != "en"}
    assert texts[1].endswith("- **Fiji**: Fiji built a pier. [2]")


def test_nothing_is_said_of_quotes_where_there_are_none() -> None:
    query = Query("?", "?", "?", "", language="es")
    assert "inglés" not in not_found_text(query, Searched(("report",), 3), [], [])


def test_arabic_and_english_keep_their_own_order_side_by_side() -> None:
    claim = Claim("Mali opened a museum.", "evidence", (1,))
    text = answer_text([claim], [], Draft(verdict="no", unmentioned=("Tide Ledger",)), ["Fiji", "Chad"], "ar")
    assert text.startswith("\u2067لا يذكر")
    assert "\u2068“Tide Ledger”\u2069" in text
    assert "\u2068فيجي\u2069 أو \u2068تشاد\u2069" in text
    assert "**\u2067لا.\u2069** Mali opened a museum. [1]" in text
    depth = 0
    for character in text:
        depth += {"\u2067": 1, "\u2068": 1, "\u2069": -1}.get(character, 0)
        assert 0 <= depth <= 2
    assert depth == 0
    assert not any(mark in answer_text([claim], [], None, ["Fiji"], "fr") for mark in "\u2067\u2068\u2069")


def test_a_place_without_a_name_in_the_language_keeps_its_own() -> None:
    assert place_name("Coto Brus", "ar") == "Coto Brus"
    assert place_name("Western Africa", "fr") == "Afrique occidentale"


def test_what_a_model_says_in_arabic_keeps_its_order_before_the_marks() -> None:
    claim = Claim("Mali opened a museum.", "rephrased", (1,), said="افتتحت مالي متحفا.")
    assert answer_text([claim], [], None, (), "ar").startswith("\u2067افتتحت مالي متحفا.\u2069 [1]")
