"""Lists and counts: whole, right, or not given at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.grounding import numbers, verify
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import DraftClaim, Filters
from mgi_assistant.understand import understand
from tests.unit.fakes import MemoryStore, Written, lists_over, small_library, written

COUNTRIES = {"MLI": "Mali", "PER": "Peru", "TCD": "Chad", "FJI": "Fiji", "KEN": "Kenya", "ECU": "Ecuador"}
LOCALITIES = {"PER:lima": ("Lima", "Peru"), "ECU:quito": ("Quito", "Ecuador"), "ECU:manta": ("Manta", "Ecuador")}


def table(places: list[str]) -> list[Written]:
    """Return one row for each place."""
    rows = []
    for number, place in enumerate(places, 1):
        local = ":" in place
        name = "{} ({})".format(*LOCALITIES[place]) if local else COUNTRIES[place]
        level = "local" if local else "national"
        text = f"{name} took part at the {level} level."
        rows.append(written("places", number, text, row=True, subject=[place], level=level))  # type: ignore[arg-type]
    return rows


EVERYWHERE = table([*COUNTRIES, *LOCALITIES])


def listed(question: str, content: list[Written], filters: Filters = Filters(), title: str = "") -> DraftClaim | None:
    """Return the list that a question gets, after checking that it holds."""
    store = MemoryStore(content, {"places": title} if title else None)
    claims = lists_over(store)(understand(question, (), default_gazetteer(), filters))
    kept, withheld = verify(claims, store)
    assert not withheld
    return next((claim for claim in kept if claim.kind == "list"), None)


def names(claim: DraftClaim | None) -> list[str]:
    assert claim is not None
    return claim.text.rstrip(".").rpartition(": ")[2].split("; ")


def test_the_localities_of_a_country() -> None:
    claim = listed("Which cities in Ecuador took part?", EVERYWHERE)
    assert claim is not None
    assert claim.text.startswith("2 localities in Ecuador, counting the rows of “The places”: ")
    assert names(claim) == ["Quito", "Manta"]


def test_one_is_singular() -> None:
    claim = listed("Which cities in Peru took part?", EVERYWHERE)
    assert claim is not None
    assert claim.text.startswith("1 locality in Peru, ")


def test_the_countries_of_a_region() -> None:
    assert names(listed("Which countries in Africa took part?", EVERYWHERE)) == ["Mali", "Chad", "Kenya"]


def test_all_countries_without_their_localities() -> None:
    assert names(listed("Which countries took part?", EVERYWHERE)) == list(COUNTRIES.values())


def test_a_country_that_took_part_only_through_a_city_is_no_national_participant() -> None:
    only_local = written("places", 50, "Fiji took part through Suva.", row=True, subject=["FJI"], level="local")
    content = [*table(["MLI", "PER"]), only_local]
    assert names(listed("Which countries took part?", content)) == ["Mali", "Peru"]


def test_a_count_of_a_place_lists_what_it_counts() -> None:
    claim = listed("How many cities in Ecuador took part?", EVERYWHERE)
    assert names(claim) == ["Quito", "Manta"]


@pytest.mark.parametrize("question", ["List the states or cities of Ecuador", "Which provinces of Ecuador took part?"])
def test_the_states_of_a_country_are_localities(question: str) -> None:
    assert names(listed(question, EVERYWHERE)) == ["Quito", "Manta"]


PRINTED = written("booklet", 1, "Mali; Peru; Kenya*; **Chad**", kind="names", section=["Participants"])
NOTE = written("booklet", 2, "Only at the local level.", kind="footnote", section=["Participants"])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which countries took part?", ["Mali", "Peru", "Chad"]),
        ("Which countries took part only through their cities?", ["Kenya"]),
        ("Which countries have not taken part nationally but through local governments?", ["Kenya"]),
    ],
)
def test_a_starred_name_of_a_printed_list_took_part_locally_only(question: str, expected: list[str]) -> None:
    assert names(listed(question, [PRINTED, NOTE])) == expected


def test_stories_about_cities_are_those_of_localities() -> None:
    stories = [
        written("booklet", 1, "Mali opened a clock tower.", subject=["MLI"], level="national"),
        written("booklet", 2, "Lima opened a museum.", subject=["PER:lima"], level="local"),
    ]
    assert names(listed("Which success stories are about cities?", stories)) == ["Lima"]


@pytest.mark.parametrize("question", ["Which countries have never taken part?", "Which countries didn't take part?"])
def test_who_did_not_take_part_is_told_by_no_list(question: str) -> None:
    assert listed(question, EVERYWHERE) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("List the participants from Peru", ["Peru", "Lima"]),
        ("Which participants are there in cities in Peru?", ["Lima"]),
        ("Did Peru take part?", ["Peru"]),
    ],
)
def test_the_participants_of_a_country_are_itself_and_its_localities(question: str, expected: list[str]) -> None:
    inside = ["MLI", "PER", "PER:lima"]
    printed = written("booklet", 1, "Mali; Peru; Lima", kind="names", section=["Participants"], places=inside)
    claims = lists_over(MemoryStore([printed]))(understand(question, (), default_gazetteer()))
    assert [evidence.quote for claim in claims for evidence in claim.evidence] == expected


def test_the_rows_that_a_title_names_are_listed_whatever_else_of_the_title_is_asked_for() -> None:
    rows = [
        written("places", n, f"{name} is a harbour area.", row=True, section=(name,))
        for n, name in enumerate(("Tides", "Clocks", "Soup"), 1)
    ]
    found = listed("Which harbour areas does the Almanac of Tides have?", rows, title="Harbour areas of the Almanac")
    assert found is None, "tides single one out"
    found = listed("Which harbour areas does the Almanac have?", rows, title="Harbour areas of the Almanac")
    assert names(found) == ["Tides", "Clocks", "Soup"]


def test_names_that_a_line_break_parts_are_listed_on_one_line() -> None:
    broken = written("booklet", 1, "Mali; Cabo\nVerde", kind="names", section=["Participants"])
    assert names(listed("Which countries took part?", [broken])) == ["Mali", "Cabo Verde"]


def test_how_many_took_part_in_all_is_left_to_dated_figures() -> None:
    assert listed("How many countries took part?", EVERYWHERE) is None


@pytest.mark.parametrize(
    "question",
    [
        "Which cities in Ecuador opened a tide museum?",
        "Which countries in Africa train harbour pilots?",
        "What did Ecuador do?",
        "Which frameworks are named?",
        "Which cities in Kenya took part?",
        "Which countries in the Caribbean took part?",
    ],
)
def test_no_list_where_the_question_has_a_topic_of_its_own_or_nothing_fits(question: str) -> None:
    assert listed(question, EVERYWHERE) is None


def test_given_filters_hold_for_lists() -> None:
    filters = Filters(places=frozenset({"KEN", "FJI"}))
    assert names(listed("Which countries took part?", EVERYWHERE, filters)) == ["Fiji", "Kenya"]
    assert listed("Which countries took part?", EVERYWHERE, Filters(sources=frozenset({"other"}))) is None


def test_a_table_with_two_rows_about_a_place_is_no_list_of_places() -> None:
    twice = written("places", 40, "Mali took part again at the national level.", row=True, subject=["MLI"])
    assert listed("Which countries took part?", [*EVERYWHERE, twice]) is None


def test_a_table_with_a_row_about_no_place_is_no_list_of_places() -> None:
    general = written("places", 40, "Everyone took part at some level.", row=True)
    assert listed("Which countries took part?", [*EVERYWHERE, general]) is None


def test_a_colon_in_the_title_of_the_table_does_no_harm() -> None:
    claim = listed("Which cities in Ecuador took part?", EVERYWHERE, title="Places: who took part")
    assert names(claim) == ["Quito", "Manta"]


def test_a_row_that_spells_its_place_in_another_way_is_listed() -> None:
    turkey = written(
        "places", 60, "Turkey took part at the national level.", row=True, subject=["TUR"], level="national"
    )
    claim = listed("Which countries took part?", [*table(["MLI"]), turkey])
    assert claim is not None
    assert len(claim.evidence) == 2


def test_rows_that_do_not_name_their_place_are_no_list_of_places() -> None:
    nameless = written("places", 60, "It took part at the national level.", row=True, subject=["NER"], level="national")
    assert listed("Which countries took part?", [*table(["MLI"]), nameless]) is None


def test_a_library_without_tables_has_no_lists() -> None:
    reports = [written("report", 1, "Mali took part.", subject=["MLI"])]
    assert listed("Which countries took part?", reports) is None


def test_other_tables_do_not_change_a_list() -> None:
    library = small_library()
    claim = lists_over(library)(understand("Which countries took part?", (), default_gazetteer()))[0]
    assert names(claim) == ["Mali", "Peru", "Chad"]


# -- for all tables ----------------------------------------------------------------------------------------------------


@given(st.permutations([*COUNTRIES, *LOCALITIES]), st.integers(1, 9), st.sampled_from(["cities", "countries"]))
def test_a_list_is_whole_counted_and_names_each_row(order: list[str], size: int, kind: str) -> None:
    places = order[:size]
    wanted = [p for p in places if (":" in p) == (kind == "cities")]
    claim = listed(f"Which {kind} took part?", table(places))
    if not wanted:
        assert claim is None
        return
    assert claim is not None
    assert names(claim) == [LOCALITIES[p][0] if ":" in p else COUNTRIES[p] for p in wanted]
    assert numbers(claim.text)[0] == str(len(wanted))
    assert [e.passage.subject[0] for e in claim.evidence] == wanted


def test_the_name_of_a_place_with_a_story_is_quoted_from_what_the_filters_admit() -> None:
    content = [
        written("one", 1, "The ministry opened a tide museum.", subject=["PER"], policy_areas=["diaspora"]),
        written("two", 1, "Peru keeps clocks.", subject=["PER"], level="national"),
    ]
    filters = Filters(policy_areas=frozenset({"diaspora"}))
    store = MemoryStore(content)
    claims = lists_over(store)(understand("What did South America do?", (), default_gazetteer(), filters))
    assert claims
    assert {evidence.passage.locator.source_id for claim in claims for evidence in claim.evidence} == {"one"}
