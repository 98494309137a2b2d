from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.answers import CountryExample
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import Citation, Locator
from mgi_assistant.ui.coverage import grid
from mgi_assistant.ui.directory import Entry, Wanted, joined, numbered
from mgi_assistant.ui.places_table import columns
from mgi_assistant.ui.taking import Taken, row
from mgi_assistant.ui.texts import find as texts
from mgi_assistant.ui.world import shown

GAZETTEER = default_gazetteer()


def _citation(n: int, quote: str, page: int | None = 3) -> Citation:
    return Citation(n, f"p{n}", Locator("report", page, None if page is None else str(page)), "Report", quote)


def _entry(place_id: str, told: bool = True, areas: dict[str, tuple[int, ...]] | None = None) -> Entry:
    place = GAZETTEER.get(place_id)
    level = "local" if place.kind == "locality" else "national"
    country = GAZETTEER.get(place.iso3 or "").name
    text = "It adopted a strategy on diaspora engagement in 2021." if told else "It took part."
    own = areas if areas is not None else {"diaspora": (1,)}
    return Entry(
        place=place,
        level=level,
        regions=GAZETTEER.regions_of(place.iso3 or ""),
        example=CountryExample(
            place.name, level, country, place.iso3 or "", tuple(own), text, (1,), "strategy" if told else "", "2021"
        ),
        short=text,
        citations=(_citation(1, text), _citation(2, "It trained its\nofficials.")),
        areas=own if told else {},
        told=told,
        sources=frozenset({"report"}),
        years=frozenset({2023}),
    )


MALI, MEDELLIN, ALBANIA = _entry("MLI"), _entry("COL:medellin"), _entry("ALB", told=False)
ALL = (MALI, MEDELLIN, ALBANIA)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ALL),
        (Wanted(text="medellin"), (MEDELLIN,)),
        (Wanted(text="Medellín, Colombia"), (MEDELLIN,)),
        (Wanted(text="strategy diaspora"), (MALI, MEDELLIN)),
        (Wanted(text="strateg"), (MALI, MEDELLIN)),
        (Wanted(text="western africa"), (MALI,)),
        (Wanted(text="local"), (MEDELLIN,)),
        (Wanted(text="ali"), ()),
        (Wanted(regions=frozenset({"group:lldc"})), (MALI,)),
        (Wanted(regions=frozenset({"region:africa", "region:europe"})), (MALI, ALBANIA)),
        (Wanted(countries=frozenset({"COL"})), (MEDELLIN,)),
        (Wanted(level="national"), (MALI, ALBANIA)),
        (Wanted(policy_areas=frozenset({"diaspora"})), (MALI, MEDELLIN)),
        (Wanted(sources=frozenset({"other"})), ()),
        (Wanted(years=frozenset({2023})), ALL),
        (Wanted(told=False), (ALBANIA,)),
        (Wanted(told=True, level="local"), (MEDELLIN,)),
    ],
)
def test_only_what_is_wanted_is_admitted(wanted: Wanted, found: tuple[Entry, ...]) -> None:
    assert tuple(entry for entry in ALL if wanted.admits(entry)) == found


@given(st.text(max_size=30))
def test_any_search_can_be_made(text: str) -> None:
    assert Wanted(text=text).admits(MALI) in (True, False)


def test_the_table_has_a_row_for_each_place_and_tells_of_none_that_it_did_what_it_did_not() -> None:
    table = columns(ALL)
    assert list(table) == list(texts.COLUMNS.values())
    assert table["Place"] == ["Mali", "Medellín", "Albania"]
    assert table["Level"] == ["National", "Local", "National"]
    assert table["In the sources"] == ["Example", "Example", "Listed only"]
    assert table["What was done"][2] == ""
    assert table["Region"][0] == "Western Africa"


def test_the_grid_counts_passages_and_leaves_empty_what_the_corpus_does_not_hold() -> None:
    cells = grid([_entry("MLI", areas={"diaspora": (1, 2), "migration-data": (2,)}), MEDELLIN])
    assert cells["Place"] == ["Mali", "Medellín, Colombia"]
    assert cells["Diaspora"] == ["2", "1"]
    assert cells["Migration data"] == ["1", ""]
    assert cells["Missing migrants"] == ["", ""]
    assert len(cells) == 14


def test_a_row_of_the_spreadsheet_has_its_quote_and_where_it_stands() -> None:
    cells = dict(zip(texts.CSV_HEADER, row(Taken(MALI, MALI.example, MALI.citations, "same region")), strict=True))
    assert cells["ISO 3166-1 code"] == "MLI"
    assert cells["Quote"] == MALI.citations[0].quote
    assert cells["Page or row"] == "page 3"
    assert cells["Reasons"] == "same region"
    assert cells["In the sources"] == "Example"


def test_examples_of_several_places_share_one_numbering() -> None:
    two = replace(MEDELLIN.example, citations=(2,))
    examples, citations = joined([(MALI.example, MALI.citations), (two, MEDELLIN.citations)])
    assert [example.citations for example in examples] == [(1,), (2,)]
    assert [(c.n, c.quote) for c in citations] == [(1, MALI.citations[0].quote), (2, MEDELLIN.citations[1].quote)]


@given(st.lists(st.integers(1, 99), max_size=6))
def test_citations_are_numbered_in_order(numbers: list[int]) -> None:
    assert [c.n for c in numbered([_citation(n, "x") for n in numbers])] == list(range(1, len(numbers) + 1))


def test_the_map_tells_levels_apart_by_shape_and_names_every_place() -> None:
    data = shown([*ALL, _entry("TUV", told=False)], ["MLI"])
    places = {place["id"]: place for place in data["places"]}
    assert places["MLI"]["shape"] == "area"
    assert places["COL:medellin"]["shape"] == "diamond"
    assert places["TUV"]["shape"] == "circle"
    assert places["COL:medellin"]["label"] == "Medellín, Colombia: local, example"
    assert [place for place, mark in places.items() if mark["chosen"]] == ["MLI"]
    assert {place["kind"] for place in data["places"]} == {"national-told", "national-listed", "local-told"}


def test_places_at_one_point_are_put_side_by_side() -> None:
    lost = [replace(MEDELLIN, place=replace(MEDELLIN.place, id=f"COL:lost-{n}")) for n in range(3)]
    assert [place["beside"] for place in shown(lost, [])["places"]] == [0, 1, 2]


def test_a_country_listed_for_its_localities_only_is_not_filled() -> None:
    only_local = replace(_entry("ESP", told=False), level="local")
    assert shown([only_local], [])["places"] == []
