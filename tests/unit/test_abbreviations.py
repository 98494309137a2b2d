"""Abbreviations that texts define, and questions written out with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.abbreviations import Abbreviations, find_abbreviations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It used the Tidal Harbour Ledger (THL) in two ports.", {"THL": "Tidal Harbour Ledger"}),
        ("Work with coastal fisheries boards (CFBs) grew.", {"CFB": "coastal fisheries boards"}),
        ("the Union of Small\nIsland Ports (USIP)", {"USIP": "Union of Small Island Ports"}),
        ("The town (OLD) did something.", {}),
        ("Two ports (Lima and Callao) joined.", {}),
        ("The year (2023) was dry.", {}),
        ("no brackets at all", {}),
        ("(ABC) at the start", {}),
    ],
)
def test_definitions_are_found(text: str, found: dict[str, str]) -> None:
    assert find_abbreviations([text]) == found


def test_the_first_definition_stands() -> None:
    texts = ["Tidal Harbour Ledger (THL).", "Town Housing Law (THL)."]
    assert find_abbreviations(texts) == {"THL": "Tidal Harbour Ledger"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is THL?", "What is Tidal Harbour Ledger?"),
        ("Who keeps THLs?", "Who keeps Tidal Harbour Ledger?"),
        ("What is a THLX?", "What is a THLX?"),
        ("What is thl?", "What is thl?"),
    ],
)
def test_a_known_abbreviation_is_written_out(question: str, expected: str) -> None:
    assert Abbreviations({"THL": "Tidal Harbour Ledger"}).written_out(question) == expected


def test_where_it_is_to_be_explained_it_stands_beside_its_long_form_however_often_it_is_used() -> None:
    known = Abbreviations({"CSO": "civil society body"}, {"THL": "Tidal Harbour Ledger", "CSO": "civil society body"})
    assert known.written_out("What are THLs?", defining=True) == "What are Tidal Harbour Ledger (THLs)?"
    assert known.written_out("What is a CSO?", defining=True) == "What is a civil society body?"
    assert known.written_out("Who keeps THLs?") == "Who keeps THLs?"


def test_what_the_sources_mostly_abbreviate_is_searched_for_as_that() -> None:
    known = Abbreviations({"CSO": "civil society body"}, {"THL": "Tidal Harbour Ledger", "CSO": "civil society body"})
    assert known.shortened("Who funds the tidal harbour ledger?") == "Who funds the THL?"
    assert known.shortened("What is a Tidal Harbour Ledger (THL)?") == "What is a Tidal Harbour Ledger (THL)?"
    assert known.shortened("Who funds a civil society body?") == "Who funds a civil society body?"


def test_the_longer_of_two_abbreviations_wins() -> None:
    known = Abbreviations({"CS": "city state", "CSO": "civil society body"})
    assert known.written_out("CS or CSO") == "city state or civil society body"


@given(st.text(max_size=80))
def test_without_abbreviations_a_question_stays(text: str) -> None:
    assert Abbreviations().written_out(text) == text


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_is_read_and_long_forms_come_from_it(texts: list[str]) -> None:
    joined = " ".join(" ".join(text.split()) for text in texts)
    for short, long in find_abbreviations(texts).items():
        assert len(long.split()) > 1
        assert long in joined
        assert short in joined
