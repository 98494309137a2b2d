"""Slips in asking words are put right, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.spelling import SHORTEST, mended
from mgi_assistant.vocabulary import listed


def never(word: str) -> bool:
    """Know no word."""
    return False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what shuold ports do", "what should ports do"),
        ("wich ports keep clocks", "which ports keep clocks"),
        ("Waht is a clock", "What is a clock"),
        ("recomend clocks", "recommend clocks"),
        ("reccomend clocks", "recommend clocks"),
        ("what percentaje of ports", "what percentage of ports"),
        ("goverments and contries", "governments and countries"),
        ("any exemples?", "any examples?"),
    ],
)
def test_one_slip_is_put_right(typed: str, meant: str) -> None:
    assert mended(typed, never) == meant


@pytest.mark.parametrize(
    "text",
    [
        "which should what",
        "witches want wheat in the counties",
        "Ms Wich keeps Whatt clocks",
        "clokcs of the habour",
        "shouldn't they",
        "what-if ports",
        "¿Cuál?",
        "",
    ],
)
def test_other_words_and_names_stay(text: str) -> None:
    assert mended(text, never) == text


def test_a_word_that_is_known_stays() -> None:
    assert mended("wich shuold", lambda word: word == "wich") == "wich should"


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("harmonise clocks", "harmonize", "harmonize clocks"),
        ("organizations of ports", "organisations", "organisations of ports"),
        ("harmonise clocks", "harmonise", "harmonise clocks"),
        ("the rise of prizes", "prises", "the rise of prizes"),
    ],
)
def test_a_word_is_written_as_the_sources_write_it(typed: str, known: str, meant: str) -> None:
    assert mended(typed, lambda word: word == known) == meant


@given(st.sampled_from(sorted(word for word in listed("spelling") if len(word) > SHORTEST)), st.integers(1, 20))
def test_two_letters_that_changed_places_are_put_back(word: str, at: int) -> None:
    at = 1 + at % (len(word) - 2)
    typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    meant = mended(f"so {typed} it is", never).split()[1]
    assert meant.rstrip("s") == word.rstrip("s")  # "examplse" may be either


@given(st.text(max_size=60))
def test_only_letters_of_single_words_change(text: str) -> None:
    assert len(mended(text, never).split()) == len(text.split())
