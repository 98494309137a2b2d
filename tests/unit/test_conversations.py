"""What the chat keeps and offers, without a page: conversations, filters by name, questions that are answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st_ui
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import Filters
from mgi_assistant.ui import texts
from mgi_assistant.ui.conversations import LONGEST, Conversations
from mgi_assistant.ui.exchange import Exchange, Turn, exchanged, history
from mgi_assistant.ui.filters import NAMED, filter_words, parted
from mgi_assistant.ui.permalink import query_params, read
from mgi_assistant.ui.suggestions import follow_ups, starts
from mgi_assistant.ui.texts.chat import in_sentence
from tests.unit.fakes import assistant_over, small_library, written

GAZETTEER = default_gazetteer()
REGIONS = ("region:africa", "region:western-africa", "region:oceania", "group:sids", "region:south-america")
COUNTRIES = ("MLI", "PER", "TCD", "ECU:cuenca", "FJI")


def _over(library: object) -> Assistant:
    library.version = Path("made-up")  # type: ignore[attr-defined]  # what a real index is cached by
    return assistant_over(library)  # type: ignore[arg-type]


@pytest.fixture
def assistant() -> Assistant:
    st_ui.cache_data.clear()
    return _over(small_library())


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 40)), max_size=40))
def test_of_conversations_the_latest_are_kept_and_of_them_the_latest_turns(made: list[tuple[int, int]]) -> None:
    kept, used = Conversations(most=3), list[str]()
    for number, length in made:
        token = kept.keep([Turn(f"{number}: {i}") for i in range(length)], f"token {number}")
        used = [*(other for other in used if other != token), token]
        expected = [f"{number}: {i}" for i in range(length)][-LONGEST:]
        assert [turn.question for turn in kept.turns(token)] == expected
    assert [bool(kept.turns(token)) for token in used] == [False] * (len(used) - 3) + [True] * min(3, len(used))


def test_conversations_of_many_sessions_at_once_do_not_mix() -> None:
    kept = Conversations()

    def converse(number: int) -> bool:
        token = kept.keep([Turn(f"{number}")])
        for length in range(2, 20):
            assert kept.keep([Turn(f"{number}")] * length, token) == token
        return {turn.question for turn in kept.turns(token)} == {f"{number}"} and len(token) >= 32

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(converse, range(40)))


@given(st.sets(st.sampled_from(REGIONS)), st.sets(st.sampled_from(COUNTRIES)))
def test_places_are_parted_into_regions_or_themselves(regions: set[str], countries: set[str]) -> None:
    places = frozenset().union(countries, *(GAZETTEER.members(region) for region in regions))
    named, single = parted(places, GAZETTEER)
    assert frozenset().union(single, *(GAZETTEER.members(region) for region in named)) == places
    assert not (named and single)
    if regions and not countries:
        assert len(named) <= len(regions)


@given(
    st.sets(st.sampled_from(COUNTRIES)) | st.sampled_from(REGIONS).map(GAZETTEER.members),
    st.sampled_from([None, "national", "local"]),
    st.sets(st.sampled_from(["diaspora", "climate-mobility"])),
    st.sets(st.sampled_from(["report", "places"])),
    st.sets(st.integers(1990, 2030), max_size=3),
)
def test_an_address_gives_its_filters_again(
    places: set[str], level: str | None, areas: set[str], sources: set[str], years: set[int]
) -> None:
    assistant = assistant_over(small_library())
    filters = Filters(*map(frozenset, [places]), level, *map(frozenset, [areas, sources, years]))  # type: ignore[arg-type]
    params = query_params("What happened?", filters, assistant)
    link = read({name: [v] if isinstance(v, str) else v for name, v in params.items()}, assistant)
    assert link.bad == ()
    assert link.filters == filters
    assert link.turn == Turn("What happened?", filters)
    assert bool(filter_words(filters, assistant)) == (filters != Filters())


@given(st.dictionaries(
    st.sampled_from(["q", "country", "region", "level", "area", "source", "year", "without", "after", "c", "x"]),
    st.lists(st.text(max_size=30) | st.sampled_from(["Mali", "Congo", "region:africa", "2023", "²"]), max_size=3),
))  # fmt: skip
def test_no_address_is_an_error(params: dict[str, list[str]]) -> None:
    assistant = assistant_over(small_library())
    link = read(params, assistant)
    assert all("=" in part for part in link.bad)
    assert link.turn is None or link.turn.question
    filter_words(link.filters, assistant)


def test_many_places_are_counted(assistant: Assistant) -> None:
    words = filter_words(Filters(frozenset({"MLI", "PER", "TCD", "FJI", "ECU", "COL"})), assistant)
    assert words == ("Chad", "Colombia", "Ecuador", "Fiji", "2 more")
    assert len(words) == NAMED + 1


def test_a_question_changed_by_leaving_out_is_told_as_it_was_understood(assistant: Assistant) -> None:
    first = exchanged(assistant, Turn("What happened in Mali?", without=frozenset({"MLI"})), [])
    assert history([first, Exchange("???", problem="empty")]) == ["What happened?"]


def test_what_is_offered_is_answered(assistant: Assistant) -> None:
    offered = starts(Filters(), assistant)
    assert not set(offered) & set(texts.SUGGESTED), "this library does not answer those of the shipped corpus"
    assert all(assistant.ask(question).status == "answered" for question in offered)
    assert any("Mali" in question or "Peru" in question for question in offered)
    within = Filters(frozenset({"PER"}))
    assert all("Mali" not in question for question in starts(within, assistant))
    last = exchanged(assistant, Turn("What happened in Japan?"), [])
    assert last.answer
    assert last.answer.status == "not_found"
    more = follow_ups([last], Filters(), assistant)
    assert more
    assert all(assistant.ask(question).status == "answered" for question in more)


def test_a_library_that_answers_nothing_offers_nothing() -> None:
    assert starts(Filters(), _over(small_library())) != []
    st_ui.cache_data.clear()
    empty = type(small_library())([written("notes", 1, "Bread.", row=True)])
    assert starts(Filters(), _over(empty)) == []


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Gambia", "the Gambia"), ("Marshall Islands", "the Marshall Islands"), ("Mali", "Mali"), ("Sudan", "Sudan")],
)
def test_places_take_their_article(name: str, inside: str) -> None:
    assert in_sentence(name) == inside
