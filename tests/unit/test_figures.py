"""Figures that a question quotes: each with the sentences that give it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.figures import of_share, quoted_figures, side_by_side
from mgi_assistant.types import Filters, PassageKind
from mgi_assistant.understand import understand
from tests.unit.fakes import HashedEmbedder, MemoryStore, Written, written

GAZETTEER = default_gazetteer()


def quoted(question: str) -> list[str]:
    return quoted_figures(understand(question, (), GAZETTEER))


def told(question: str, content: list[Written], filters: Filters = Filters()) -> list[tuple[str, str]]:
    """Return source and text of each claim that answers a question."""
    query = understand(question, (), GAZETTEER, filters)
    claims = side_by_side(query, HashedEmbedder().embed_question(query.search), MemoryStore(content))
    return [(claim.evidence[0].passage.locator.source_id, claim.text) for claim in claims]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is it 110, 101 or 102 harbours?", ["110", "101", "102"]),
        ("Is it 110 harbours, 110 or 101?", ["110", "101"]),
        ("Where does the 110 come from?", ["110"]),
        ("Which source says 3,500 clocks?", ["3500"]),
        ("Did 12 pilots sing?", []),
        ("How many sang in 2020 and 2023?", []),
        ("What differs between 2019 and 2021?", []),
        ("Is it 31 per cent or 40 per cent?", []),
        ("Is it one third, 4 in 10 or 50 %?", []),
        ("How many clocks are there?", []),
    ],
)
def test_figures_asked_about_are_those_that_are_no_years_and_no_shares(question: str, expected: list[str]) -> None:
    assert quoted(question) == expected


@given(st.lists(st.integers(1900, 2099), min_size=1, max_size=3), st.integers(1, 99))
def test_years_and_shares_are_never_quoted_figures(years: list[int], share: int) -> None:
    given_years = " and ".join(map(str, years))
    assert quoted(f"Which source is right on {given_years}, that with {share} per cent?") == []


LIBRARY = [
    written("early", 1, "By spring 101 harbours had a tide clock. Pilots had 7 boats."),
    written("early", 2, "In all 101 harbours have one tide clock each."),
    written("late", 1, "By autumn 110 harbours had a tide clock."),
    written("later", 1, "By autumn 110 harbours had a tide clock."),
    written("table", 1, "Tide clock of harbour 1,010.", row=True),
]
QUESTION = "Do 101 or 110 harbours have a tide clock?"


def test_each_figure_is_given_by_each_source_once_and_no_wording_twice() -> None:
    found = told(QUESTION, LIBRARY)
    assert [source for source, _ in found] == ["early", "late"]
    assert all("tide clock" in text for _, text in found)
    assert "101" in found[0][1]
    assert "110" in found[1][1]


def test_a_figure_within_another_number_is_not_that_figure() -> None:
    assert told("Do 101 or 10 harbours have a tide clock?", LIBRARY[-1:]) == []


def test_a_figure_in_a_sentence_about_something_else_is_not_given() -> None:
    soup = [written("soup", 1, "Every cook bakes 101 loaves of rye bread a week.")]
    assert told(QUESTION, soup) == []


@pytest.mark.parametrize("kind", ["caption", "contents", "names"])
def test_captions_contents_and_bare_names_give_no_figure(kind: PassageKind) -> None:
    assert told(QUESTION, [written("early", 1, "101 harbours have a tide clock", kind=kind)]) == []


def test_filters_hold() -> None:
    found = told(QUESTION, LIBRARY, Filters(sources=frozenset({"late"})))
    assert [source for source, _ in found] == ["late"]


def test_a_question_that_quotes_no_figure_gets_none() -> None:
    assert told("How many harbours have a tide clock?", LIBRARY) == []


def test_a_figure_without_a_date_stands_under_its_source_and_heading() -> None:
    content = [
        written("report", 1, "Some 110 harbours keep clocks.", section=("Ports", "From 2016 to 2023")),
        written("other", 1, "In 2024, some 101 harbours kept clocks.", section=("Ports",)),
    ]
    query = understand("Do 110 or 101 harbours keep clocks?", (), GAZETTEER)
    claims = side_by_side(query, HashedEmbedder().embed_question(query.search), MemoryStore(content))
    assert [claim.under for claim in claims] == [(f"{MemoryStore(content).sources[0].title} – From 2016 to 2023",), ()]


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("What does the 22% figure measure?", ["Only 22 per cent of ports keep a clock."]),
        ("My note says eleven percent. Eleven percent of what?", ["Only 11 per cent of gates are red."]),
        ("Half of what?", ["More than half have a gate.", "Half of all gates are red."]),
        ("Half of what? I only have that.", ["More than half have a gate.", "Half of all gates are red."]),
        ("22 per cent of which ports keep what?", []),
        ("What does 23% stand for?", []),
        ("What do 22 ports stand for?", []),
    ],
)
def test_a_share_by_itself_is_told_with_what_it_is_one_of(question: str, texts: list[str]) -> None:
    row = written("table", 1, "Half of all gates are red.", row=True)
    page = written(
        "report",
        1,
        "Only 11 per cent of gates are red. Only 22 per cent of ports keep a clock. More than half have a gate.",
    )
    again = written("other", 1, "Only 22 per cent of ports keep a clock.")
    found = of_share(understand(question, (), GAZETTEER), MemoryStore([row, page, again]))
    assert [claim.text for claim in found] == texts
