"""Which places are comparable to one that a question names."""

from __future__ import annotations

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.likening import Likening
from tests.unit.drafting import query
from tests.unit.fakes import HashedEmbedder, MemoryStore, as_store, written
from tests.unit.test_comparables import library


def told(question: str, store: MemoryStore | None = None) -> list[tuple[str, str]]:
    """Return the heading of each claim with its text."""
    likening = Likening(as_store(store or library()), default_gazetteer())
    claims = likening(query(question), HashedEmbedder().embed_question(question))
    return [(claim.under[0], claim.text) for claim in claims]


@pytest.mark.parametrize(
    "question",
    ["Which countries are comparable to Mali?", "What can Mali be compared with?", "Find me countries like Mali."],
)
def test_comparable_places_are_quoted_under_the_reasons(question: str) -> None:
    ((gambia, text),) = [one for one in told(question) if one[0].startswith("Gambia")]
    assert "both lie in Western Africa; both are least developed countries" in gambia
    assert text == "Gambia drew up a strategy on seasonal fishers."
    assert not any(why.endswith(": both at the national level") for why, _ in told(question)), "that alone is little"


def test_localities_are_told_of_where_cities_are_asked_for() -> None:
    assert [why.split(":")[0] for why, _ in told("Which cities are comparable to Quito?")] == ["Medellín (Colombia)"]


def test_a_region_says_where_they_are_to_lie() -> None:
    asked = "Which countries in Africa are comparable to Suriname on migration data?"
    assert [why.split(":")[0] for why, _ in told(asked)] == ["Gambia", "Mali"]
    assert "Gambia" in [why.split(":")[0] for why, _ in told(asked.replace(" in Africa", ""))]
    assert told("Which countries in Asia are comparable to Mali?") == []


def test_places_of_one_quote_stand_above_it_together() -> None:
    shared = written(
        "report", 1, "Bo and Kenema opened a counter.", subject=["SLE:bo", "SLE:kenema", "SLE"], level="local"
    )
    ((why, text),) = told("Which places are comparable to Mali?", MemoryStore([shared]))
    assert why.startswith("Bo, Kenema (Sierra Leone): both lie in Western Africa; ")
    assert text == "Bo and Kenema opened a counter."


def test_a_topic_behind_the_place_is_what_the_examples_are_about() -> None:
    found = told("Which countries are similar to Chad on labour mobility?")
    assert [why.split(":")[0] for why, _ in found] == ["Mali"]


@pytest.mark.parametrize(
    "question",
    ["What do countries like Mali do about fishers?", "Which places are comparable to Africa?", "What did Mali do?",
     "Which countries are comparable to Mali and Peru?"],
)  # fmt: skip
def test_other_questions_are_none_for_comparable_places(question: str) -> None:
    assert told(question) == []
