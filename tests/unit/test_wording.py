"""What answers say in their own words."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from mgi_assistant.answers import Claim, Searched
from mgi_assistant.render import answer_text, not_found_text
from mgi_assistant.types import Draft, Language, Query
from mgi_assistant.wording import worded


def test_every_text_keeps_its_gaps_in_every_language() -> None:
    text = files("mgi_assistant").joinpath("data", "wording.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    for row in rows:
        assert row["en"].count("{}") == row["es"].count("{}") == row["fr"].count("{}"), row
        assert worded(row["en"], "en") == row["en"]
        assert worded(row["en"], "fr") == row["fr"]


def test_what_is_not_listed_is_said_as_it_is() -> None:
    assert worded("Tide museum", "es") == "Tide museum"


@pytest.mark.parametrize(
    ("language", "yes", "nothing"), [("en", "Yes", "about"), ("es", "Sí", "sobre"), ("fr", "Oui", "sur")]
)
def test_an_answer_speaks_the_language_of_the_question_around_its_quotes(
    language: Language, yes: str, nothing: str
) -> None:
    claim = Claim("Mali opened a museum.", "evidence", (1,))
    text = answer_text([claim], [], Draft(verdict="yes"), ["Fiji"], language)
    assert text.startswith(f"**{yes}.** Mali opened a museum. [1]")
    assert f"{nothing} Fiji." in text


@pytest.mark.parametrize(
    ("language", "start"), [("en", "Not found in"), ("es", "No se encontró en"), ("fr", "Introuvable dans")]
)
def test_not_found_is_said_in_the_language_of_the_question(language: Language, start: str) -> None:
    query = Query("?", "?", "?", "", language=language)
    assert not_found_text(query, Searched(("report",), 3), [], ["Fiji"]).startswith(start)
