"""Lists of the places whose story is told, and of the rows of a table that a question names."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mgi_assistant.grounding import verify
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import DraftClaim
from mgi_assistant.understand import understand
from tests.unit.fakes import MemoryStore, Written, lists_over, written


def story(number: int, place: str, text: str) -> Written:
    level = "local" if ":" in place else "national"
    return written("booklet", number, text, subject=[place], level=level)  # type: ignore[arg-type]


TOLD = [
    story(1, "MLI", "In Mali, herders were given a tide calendar."),
    story(2, "ECU", "Harbour pilots were trained in Ecuador."),
    story(3, "ECU:quito", "Quito opened a tide museum. Pupils visit it."),
    written("places", 1, "Kenya took part at the national level.", row=True, subject=["KEN"], level="national"),
    written("places", 2, "Mali took part at the national level.", row=True, subject=["MLI"], level="national"),
]


def told(question: str, content: Sequence[Written] = TOLD, titles: dict[str, str] | None = None) -> list[DraftClaim]:
    """Return what a question is given as a list, after checking that it holds."""
    store = MemoryStore(content, titles)
    kept, withheld = verify(lists_over(store)(understand(question, (), default_gazetteer())), store)
    assert not withheld
    return kept


@pytest.mark.parametrize(
    "question",
    [
        "Which African countries have a success story?",
        "Give me examples from Africa",
        "Which African countries used their results?",
    ],
)
def test_the_stories_of_a_region_are_counted_and_told(question: str) -> None:
    listed, example = told(question)
    assert listed.text == "1 country in Africa, counting those whose story is told: Mali."
    assert (example.kind, example.place, example.text) == ("example", "MLI", TOLD[0].passage.text)


@pytest.mark.parametrize("question", ["Which countries gained most?", "Which countries took part least?"])
def test_no_list_is_given_for_a_superlative(question: str) -> None:
    assert told(question) == []


def test_who_took_part_is_another_question() -> None:
    (listed,) = told("Which African countries took part?")
    assert listed.text.endswith("Kenya; Mali.")


@pytest.mark.parametrize("question", ["What did the MGI lead to in South America?", "Tell me about South America"])
def test_what_happened_in_a_region_is_told_by_its_stories(question: str) -> None:
    assert [claim.place for claim in told(question) if claim.kind == "example"] == ["ECU", "ECU:quito"]


def test_where_no_story_is_told_nobody_is_listed_for_one_but_who_took_part_for_the_region() -> None:
    content = [*TOLD, written("places", 3, "Fiji took part at the national level.", row=True, subject=["FJI"])]
    assert told("Which countries in Oceania have a success story?", content) == []
    (listed,) = told("Tell me about Oceania", content)
    assert listed.text.endswith(": Fiji.")


def test_only_localities_where_cities_are_asked_for() -> None:
    listed, *examples = told("Which cities have a story?")
    assert listed.text == "1 locality, counting those whose story is told: Quito."
    assert [claim.place for claim in examples] == ["ECU:quito"]


def test_a_topic_of_its_own_is_not_answered_by_all_stories() -> None:
    assert told("Which examples from Africa are about bread?") == []


def test_where_a_name_stands_in_no_sentence_the_stories_are_the_list() -> None:
    nameless = story(4, "TCD", "The lighthouse was painted.")
    claims = told("Which African countries have a story?", [*TOLD, nameless])
    assert [(claim.kind, claim.place) for claim in claims] == [("example", "MLI"), ("example", "TCD")]


def test_of_many_such_stories_only_the_first_sentence_is_told() -> None:
    codes = ("KEN", "TCD", "GHA", "NER", "NGA", "SEN", "TGO", "UGA", "ZMB")
    many = [story(n, code, "The lighthouse was painted. It is red.") for n, code in enumerate(codes, 10)]
    claims = told("Which African countries have a story?", many)
    assert [claim.text for claim in claims] == ["The lighthouse was painted."] * len(codes)


def area(number: int, name: str, group: str) -> Written:
    return written("areas", number, f"{name} is a harbour area under the {group} Calm water.", row=True, section=[name])


AREAS = [area(1, "Guiding ships", "goal"), area(2, "Lighting the coast", "goal"), area(3, "Enabling pilots", "enabler")]
TITLES = {"areas": "Harbour areas of the Atlas (table)"}


@pytest.mark.parametrize("question", ["Which harbour areas are covered?", "What are the 3 harbour areas?"])
def test_the_rows_of_a_table_are_listed_by_the_kind_in_its_title(question: str) -> None:
    (listed,) = told(question, AREAS, TITLES)
    assert listed.text == (
        "3 harbour areas, counting the rows of “Harbour areas of the Atlas (table)”: "
        "Guiding ships; Lighting the coast; Enabling pilots."
    )
    assert len(listed.evidence) == 3


def test_rows_that_lack_another_word_of_the_question_are_left_out() -> None:
    (listed,) = told("Which harbour areas are goals?", AREAS, TITLES)
    assert listed.text.endswith(": Guiding ships; Lighting the coast.")


@pytest.mark.parametrize(
    "question", ["What are the goals?", "Which harbour areas have cranes?", "Which harbour areas are enablers?"]
)
def test_no_rows_for_another_kind_or_where_less_than_two_fit(question: str) -> None:
    assert told(question, AREAS, TITLES) == []


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Which success stories are local in South America?", ["ECU:quito"]),
        ("Which success stories are national in South America?", ["ECU"]),
        ("Which success stories are from South America?", ["ECU", "ECU:quito"]),
    ],
)
def test_stories_of_one_level_are_told_where_that_is_asked_for(question: str, places: list[str]) -> None:
    assert [claim.place for claim in told(question) if claim.kind == "example"] == places


def test_of_those_that_took_part_at_both_levels_both_are_shown() -> None:
    content = [
        *TOLD,
        written("places", 3, "Nairobi (Kenya) took part locally.", row=True, subject=["KEN:nairobi"], level="local"),
    ]
    countries, localities = told("Which countries took part at both levels?", content)
    heads = [claim.text.split(",")[0] for claim in (countries, localities)]
    assert heads == ["1 country", "1 locality"]
    assert [claim.text.rpartition(": ")[2] for claim in (countries, localities)] == ["Kenya.", "Nairobi."]
    assert told("Which countries took part at both levels?") == []
