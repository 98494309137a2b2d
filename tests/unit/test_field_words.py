"""Everyday words put into those of the field, only where the sources do not use them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.field_words import in_field_words
from mgi_assistant.place_words import table
from tests.unit.fakes import CountingIndex, MemoryStore, written

PAIRS = [(everyday, row["term"]) for row in table("field_words") for everyday in row["everyday"].split("|")]


def lexicon(*texts: str) -> CountingIndex:
    """Return the index of a library with a page for each text."""
    return CountingIndex(MemoryStore([written("report", n, text) for n, text in enumerate(texts, 1)]))


UNRELATED = lexicon("A tide museum opened.", "Pilots like soup.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What do NGOs do?", "What do civil society organizations do?"),
        ("Do town halls help?", "Do local governments help?"),
        ("Do town-halls help?", "Do local governments help?"),
        ("What of modern  slavery?", "What of human trafficking?"),
        ("Are there comparable figures?", "Are there harmonize?"),
        ("What is comparable to Chad?", "What is comparable to Chad?"),
        ("What do pilots do?", "What do pilots do?"),
        ("Is the mayoress here?", "Is the mayoress here?"),
        ("A pre-mayor era", "A pre-mayor era"),
        ("", ""),
    ],
)
def test_whole_everyday_words_become_the_fields(question: str, expected: str) -> None:
    assert in_field_words(question, UNRELATED) == expected


def test_a_word_that_the_sources_use_is_searched_for_as_it_was_asked() -> None:
    own = lexicon("The mayors opened a tide museum.", "Pilots like soup.")
    assert in_field_words("What do the mayors do?", own) == "What do the mayors do?"
    assert in_field_words("What do the mayors do?", own, all_of_them=True) == "What do the local governments do?"
    assert in_field_words("What do the mayors do?", UNRELATED) == "What do the local governments do?"


def test_a_phrase_is_replaced_although_its_words_are_used_apart() -> None:
    own = lexicon("The hall of the town has clocks.", "Pilots like soup.")
    assert in_field_words("the town hall", own) == "the local governments"


@pytest.mark.parametrize(("everyday", "term"), PAIRS)
def test_every_entry_of_the_table_is_found(everyday: str, term: str) -> None:
    assert in_field_words(f"Tell of {everyday}, please", UNRELATED) == f"Tell of {term}, please"


def test_no_everyday_word_stands_for_two_terms() -> None:
    assert len({everyday for everyday, _ in PAIRS}) == len(PAIRS)


@given(st.lists(st.sampled_from(["tide", "museum", "opened", "pilots", "like", "soup", "Mali", "?"]), max_size=8))
def test_a_text_without_everyday_words_stays_as_it_is(found: list[str]) -> None:
    text = " ".join(found)
    assert in_field_words(text, UNRELATED) == text


@given(st.sampled_from([e for e, _ in PAIRS if not re.search(r"[\s-]", e)]), st.text(max_size=20))
def test_a_single_word_that_the_sources_use_is_never_replaced(everyday: str, rest: str) -> None:
    said = lexicon(everyday, "Pilots like soup.")
    if said.terms(everyday):
        assert everyday in in_field_words(f"{everyday} ; {rest}", said)
