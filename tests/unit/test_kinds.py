"""Which sentences are of the kind that a question asks for, and what a question asks for at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.kinds import (
    OTHER_KIND,
    asks_for_participation,
    asks_for_places,
    declines,
    is_advice,
    is_whole,
    suits,
)
from mgi_assistant.types import Filters, PassageKind, Query
from mgi_assistant.understand import understand
from tests.unit.fakes import CountingIndex, MemoryStore, written

GAZETTEER = default_gazetteer()


def query(question: str) -> Query:
    return understand(question, (), GAZETTEER, Filters())


def factor(question: str, sentence: str, year: int | None = None) -> float:
    """Return how a sentence, the only one of a library, suits a question."""
    item = written("report", 1, sentence)
    lexical = CountingIndex(MemoryStore([item]))
    return suits(query(question), replace(item.passage, year=year), 0, lexical)


# -- sentences ---------------------------------------------------------------------------------------------------------

SHARE = "What share of countries keep a tide museum?"
COUNT = "How many countries keep a tide museum?"
WHEN = "When was the tide museum opened?"
WHY = "Why was the tide museum opened?"
DEFINITION = "What is a tide museum?"


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        (SHARE, "Some 31 per cent of countries keep a tide museum.", True),
        (SHARE, "Most of the countries keep a tide museum.", True),
        (SHARE, "Countries have kept a tide museum since 2019.", False),
        (SHARE, "Countries like to keep a tide museum.", False),
        (COUNT, "A tide museum is kept in 14 countries.", True),
        (COUNT, "A tide museum is kept by 14 governments.", True),
        (COUNT, "The tide museum has 14 clocks.", False),
        (COUNT, "Many countries keep a tide museum.", False),
        ("How many museum staff were trained?", "The tide museum trained 40 officials.", True),
        (WHEN, "The tide museum was opened in 2019.", True),
        (WHEN, "The tide museum was opened by 14 pilots.", False),
        (WHY, "The tide museum was opened because clocks went missing.", True),
        (WHY, "The tide museum was opened in order to keep the clocks.", True),
        (WHY, "The tide museum was opened by the harbour master.", False),
        (DEFINITION, "A tide museum is a house of clocks.", True),
        (DEFINITION, "Clocks went to the Tide Harbour Ledger (THL) yesterday.", True),
        (DEFINITION, "Pilots opened a tide museum.", False),
        ("What happened to the tide museum?", "Pilots opened a tide museum.", True),
    ],
)
def test_a_sentence_of_another_kind_counts_less(question: str, sentence: str, fits: bool) -> None:
    assert factor(question, sentence) == (1.0 if fits else OTHER_KIND)


def test_a_year_asked_about_has_to_be_told_or_be_that_of_the_source() -> None:
    question, sentence = "What happened to the museum in 2019?", "The museum was given new clocks."
    assert factor(question, "The museum was given new clocks in 2019.") == 1.0
    assert factor(question, sentence, year=2019) == 1.0
    assert factor(question, "The museum was given new clocks in 2021.") == OTHER_KIND
    assert factor(question, sentence, year=2021) == OTHER_KIND


def test_all_years_asked_about_have_to_be_told() -> None:
    question = "What happened to the museum between 2019 and 2021?"
    assert factor(question, "The museum grew from 2019 to 2021.") == 1.0
    assert factor(question, "The museum grew in 2019.") == OTHER_KIND


def test_the_wrong_kind_and_the_wrong_year_add_up() -> None:
    assert factor("How many countries took part in 2019?", "Countries took part.") == pytest.approx(OTHER_KIND**2)


# -- questions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which countries keep a tide museum?", True),
        ("Which cities keep a tide museum?", True),
        ("Who has opened a tide museum?", True),
        ("Give me examples of tide museums.", True),
        ("Name all the frameworks.", False),
        ("What is a tide museum?", False),
        ("How many countries keep a tide museum?", False),
        ("What should countries do about floods?", False),
    ],
)
def test_questions_whose_answer_is_places(question: str, expected: bool) -> None:
    assert asks_for_places(query(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Rank the countries by their museums.", True),
        ("Is there a ranking?", True),
        ("Which is the top country?", True),
        ("Which are the best performing countries?", True),
        ("Which country is the best at keeping clocks?", True),
        ("Who performs the worst?", True),
        ("What are the best practices in keeping clocks?", False),
        ("What is the best way to keep clocks?", False),
        ("Which practices work best?", False),
        ("What are the leading causes of floods?", False),
        ("What do the frank and the prankish keep?", False),
        ("Which countries keep a tide museum?", False),
    ],
)
def test_questions_for_a_ranking(question: str, expected: bool) -> None:
    assert declines(query(question)) == expected


# -- passages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "section", "table", "expected"),
    [
        ("Clocks stand still.", "prose", ("Coasts", "Recommendations"), "", True),
        ("Clocks stand still.", "prose", ("Recommendations", "Coasts"), "", False),
        ("Clocks stand still.", "row", (), "Recommendations on coasts (table)", True),
        ("Clocks stand still.", "row", (), "Figures on coasts (table)", False),
        ("Train harbour pilots.\nProtect mangrove belts.", "item", ("Coasts",), "", True),
        ("Train harbour pilots.\nPilots are few.", "item", ("Coasts",), "", False),
        ("Train harbour pilots.", "prose", ("Coasts",), "", False),
        ("Trainees are harbour pilots.", "item", ("Coasts",), "", False),
    ],
)
def test_what_recommends(text: str, kind: PassageKind, section: Sequence[str], table: str, expected: bool) -> None:
    assert is_advice(written("report", 1, text, kind=kind, section=section).passage, table) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The tide museum keeps twelve old clocks.", "prose", True),
        ("keeps twelve old tide clocks in its hall.", "prose", False),
        ("twelve old tide clocks in the hall", "item", True),
        ("Does the tide museum keep twelve clocks?", "prose", False),
        ("The tide museum keeps three things of value:", "prose", False),
        ("Twelve old clocks", "prose", False),
        ("Clocks were kept.", "prose", True),
        ("Clocks were kept.12", "prose", True),
        ("Clocks.", "prose", False),
    ],
)
def test_what_can_be_said_by_itself(text: str, kind: PassageKind, expected: bool) -> None:
    assert is_whole(written("report", 1, text, kind=kind).passage, 0) == expected


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Did Kenya take part?", True),
        ("Is Kenya among the countries assessed?", True),
        ("Has Kenya participated at the national level?", True),
        ("What did Kenya do with its MGI?", False),
        ("What came of the assessment in Kenya?", False),
    ],
)
def test_whether_a_place_took_part_is_not_what_came_of_it(question: str, asks: bool) -> None:
    assert asks_for_participation(query(question)) is asks
