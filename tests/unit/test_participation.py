"""Whether a place took part: yes, only at the local level, or none listed, with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.grounding import verify
from mgi_assistant.participation import NONE_LISTED, NOT_NATIONAL, ONLY_LOCAL, Participation, of_entries
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import Draft, Filters, Level
from mgi_assistant.understand import understand
from tests.unit.fakes import MemoryStore, Written, lists_over, written

GAZETTEER = default_gazetteer()


@dataclass(frozen=True)
class Row:
    place: str
    text: str
    level: Level


ROWS = (
    Row("MLI", "Mali took part at the national level.", "national"),
    Row("ECU", "Ecuador took part at the national level.", "national"),
    Row("ECU:quito", "Quito (Ecuador) took part at the local level.", "local"),
    Row("ECU:manta", "Manta (Ecuador) took part at the local level.", "local"),
    Row("PER:lima", "Lima (Peru) took part at the local level.", "local"),
    Row("ESP", "Spain took part through its cities.", "local"),
)


def content(rows: Sequence[Row] = ROWS) -> list[Written]:
    return [
        written("places", n, row.text, row=True, subject=[row.place], level=row.level) for n, row in enumerate(rows, 1)
    ]


def told(question: str, rows: Sequence[Row] = ROWS, filters: Filters = Filters()) -> Draft | None:
    """Return the draft for a question, after checking that its claims hold."""
    store = MemoryStore(content(rows))
    draft = Participation(lists_over(store), GAZETTEER)(understand(question, (), GAZETTEER, filters))
    assert draft is None or not verify(draft.claims, store)[1]
    return draft


@pytest.mark.parametrize(
    ("question", "verdict", "places"),
    [
        ("Did Mali take part?", "yes", ["MLI"]),
        ("Did Mali take part at the national level?", "yes", ["MLI"]),
        ("Did Ecuador take part?", "yes", ["ECU"]),
        ("Did any city in Ecuador take part?", "yes", ["ECU:quito", "ECU:manta"]),
        ("Did Ecuador take part at the local level?", "yes", ["ECU:quito", "ECU:manta"]),
        ("Did Lima take part?", "yes", ["PER:lima"]),
        ("Did the city of Lima take part?", "yes", ["PER:lima"]),
        ("Did Peru take part?", ONLY_LOCAL, ["PER:lima"]),
        ("Did Peru take part at the national level?", NOT_NATIONAL, ["PER:lima"]),
        ("Did Spain take part?", ONLY_LOCAL, ["ESP"]),
        ("Did Spain as such take part?", NOT_NATIONAL, ["ESP"]),
        ("Did any town in Mali take part?", NONE_LISTED, ["MLI"]),
        ("Did Mali and Ecuador take part?", "yes", ["MLI", "ECU"]),
    ],
)
def test_the_verdict_and_the_rows_that_carry_it(question: str, verdict: str, places: list[str]) -> None:
    draft = told(question)
    assert draft is not None
    assert draft.verdict == verdict
    assert [claim.place for claim in draft.claims] == places
    assert not draft.missing


def test_who_took_part_is_told_with_the_localities_and_without_a_yes() -> None:
    draft = told("Who took part in Ecuador?")
    assert draft is not None
    assert draft.verdict == ""
    assert [(claim.kind, claim.place, len(claim.evidence)) for claim in draft.claims] == [
        ("evidence", "ECU", 1), ("list", None, 2),
    ]  # fmt: skip


def test_places_that_differ_get_their_rows_and_no_common_verdict() -> None:
    draft = told("Did Mali and Peru take part?")
    assert draft is not None
    assert (draft.verdict, draft.missing) == ("", ())
    assert [claim.place for claim in draft.claims] == ["MLI", "PER:lima"]


def test_a_place_without_a_row_is_named_as_missing_and_nothing_is_said_of_both() -> None:
    draft = told("Did Mali and Fiji take part?")
    assert draft is not None
    assert (draft.verdict, draft.missing) == ("", ("FJI",))
    assert [claim.place for claim in draft.claims] == ["MLI"]


def test_a_place_that_no_table_has_is_left_to_others() -> None:
    assert told("Did Fiji take part?") is None
    assert told("Did Mali take part?", ()) is None


@pytest.mark.parametrize(
    "filters", [Filters(level="local"), Filters(sources=frozenset({"other"})), Filters(frozenset({"PER"}))]
)
def test_a_row_that_the_filters_do_not_admit_is_not_told(filters: Filters) -> None:
    assert told("Did Mali take part?", ROWS, filters) is None


def test_where_filters_leave_out_a_row_there_is_no_verdict() -> None:
    draft = told("Did Ecuador take part?", ROWS, Filters(level="local"))
    assert draft is not None
    assert [claim.place for claim in draft.claims] == ["ECU:quito", "ECU:manta"]
    assert draft.verdict == ""


@given(st.permutations(ROWS), st.integers(0, len(ROWS)), st.sampled_from(["MLI", "ECU", "PER", "ESP"]))
def test_only_rows_of_the_place_are_told_and_each_once(rows: list[Row], size: int, place: str) -> None:
    name = GAZETTEER.get(place).name
    draft = told(f"Did {name} take part?", rows[:size])
    listed = [row for row in rows[:size] if row.place.split(":")[0] == place]
    assert (draft is None) == (not listed)
    if draft is not None:
        texts = [claim.text for claim in draft.claims]
        assert len(set(texts)) == len(texts)
        assert set(texts) <= {row.text for row in listed}
        assert (draft.verdict == "yes") == any((row.place, row.level) == (place, "national") for row in listed)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Did Mali take part?", "yes"),
        ("Did Mali and Peru take part?", "yes"),
        ("Did Kenya take part?", ONLY_LOCAL),
        ("Did Kenya take part at the national level?", NOT_NATIONAL),
        ("Did Mali and Kenya take part?", ""),
        ("Did Mali take part at the local level?", NONE_LISTED),
        ("Which towns in Peru took part?", NONE_LISTED),
        ("Did one city in Peru take part?", NONE_LISTED),
        ("Did Mali and Fiji take part?", ""),
        ("Tell me whether Mali took part.", ""),
    ],
)
def test_what_a_printed_list_says_to_whether_places_took_part(question: str, verdict: str) -> None:
    story = written("booklet", 3, "In Mali, herders were given a tide calendar.", subject=["MLI"])
    printed = written(
        "booklet", 1, "Mali; Peru; Kenya*", kind="names", section=["Participants"], places=["MLI", "PER", "KEN"]
    )
    note = written("booklet", 2, "Only at the local level.", kind="footnote", section=["Participants"])
    query = understand(question, (), GAZETTEER)
    assert of_entries(query, lists_over(MemoryStore([printed, note, story]))(query)) == verdict


@pytest.mark.parametrize(("number", "verdict"), [("2", "yes"), ("3", "no"), ("any", "yes")])
def test_a_wrong_number_of_localities_is_denied(number: str, verdict: str) -> None:
    printed = written(
        "booklet", 1, "Peru: Lima; La Cruz", kind="names", section=["Participants"], places=["PER", "PER:lima"]
    )
    query = understand(f"Did {number} cities in Peru take part?", (), GAZETTEER)
    assert of_entries(query, lists_over(MemoryStore([printed]))(query)) == verdict
