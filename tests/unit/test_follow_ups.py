"""Rules by which a follow-up takes up what a conversation has come to; each is tried in the words of a small world."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.conversation import resolve
from mgi_assistant.phrases import linked, phrases
from mgi_assistant.places import default_gazetteer
from mgi_assistant.reading import Reading

GAZETTEER = default_gazetteer()
MALI = "What did Mali do about floods?"
PLAN = "Do most countries have a flood plan?"


def understood(*questions: str, told: Sequence[str] = ()) -> str:
    """Return the last question as understood after those before it, whose answers listed what was ``told``."""
    return resolve(questions[-1], questions[:-1], GAZETTEER, (lambda _: told) if told else None).standalone


def test_it_is_the_thing_of_which_was_asked_who_does_it() -> None:
    assert understood("Who runs the ferry?", "Since when does it sail?") == "Since when does the ferry sail?"
    assert understood("Who pays for the ferry?", "When was it founded?") == "When was the ferry founded?"


# -- what stays said ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        ((MALI, "who paid for it?", "and in Chad?"), "What did Chad do about floods?"),
        ((MALI, "why?", "and in Chad?"), "What did Chad do about floods?"),
        ((MALI, "which ferry was the first to sail?", "and Peru?"), "What did Peru do about floods?"),
        ((MALI, "when does the ferry run?", "who paid for it?"), "Who paid for what Mali did about floods?"),
        ((PLAN, "where is that more likely?", "and in Asia?"), "Do most countries in Asia have a flood plan?"),
        ((PLAN, "and what is recommended?", "and droughts?"), "What is recommended on droughts?"),
        ((PLAN, "who steers them, in your view?", "how many do?"), "How many countries have a flood plan?"),
    ],
)
def test_a_follow_up_that_only_asks_more_leaves_the_conversation_where_it_was(
    questions: tuple[str, ...], last: str
) -> None:
    assert understood(*questions) == last


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        ((MALI, "which partners were involved?"), "Which partners were involved in Mali?"),
        ((MALI, "who was it paid by?", "which partners were involved?"), "Which partners were involved in Mali?"),
        ((MALI, "Which countries took part?", "which partners were involved?"), "which partners were involved?"),
    ],
)
def test_the_place_stays_until_a_question_is_about_places_in_general(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last


def test_a_word_that_points_back_at_the_end_may_mean_the_place_alone() -> None:
    resolved = resolve("who backs the ferry in this?", [MALI], GAZETTEER)
    assert resolved.standalone == "Who backs the ferry in this, as to floods in Mali?"
    assert resolved.there == "who backs the ferry in Mali?"


# -- words for what was said -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        ((MALI, "has it been adopted yet?"), "As to what Mali did about floods, has it been adopted yet?"),
        ((MALI, "is it finished?"), "As to what Mali did about floods, is it finished?"),
        ((MALI, "has it joined?"), "Has Mali joined, as to floods?"),
        ((MALI, "is it their first?"), "Is it their first, as to floods in Mali?"),
        ((MALI, "Was it the rain that led to that?"), "Was it the rain that led to what Mali did about floods?"),
        ((PLAN, "how many ferries sail because of it?"), "How many ferries sail because of it, as to a flood plan?"),
        ((PLAN, "what is said to the rest of them?"), "What is said to the rest of them, as to a flood plan?"),
        ((PLAN, "what would IOM like them to do?"), "What would IOM like countries to do, as to a flood plan?"),
        ((PLAN, "when a town floods, how long does it last?"), "when a town floods, how long does it last?"),
        (("Does Peru have a flood plan?", "since when does it have one?"), "Since when does Peru have a flood plan?"),
        (("Does Peru have a flood plan?", "does Chad have one?"), "Does Chad have a flood plan?"),
        (
            ("Does Peru have a flood plan?", "is there another country like that?"),
            "Which other countries have a flood plan?",
        ),
        (("How does Norway warn sailors?", "does Chad have anything like it?"), "How does Chad warn sailors?"),
        (("Did Mali take part?", "is there a ferry?"), "Is there a ferry in Mali?"),
        ((MALI, "anything for children?", "how many of them swim?"), "How many of them swim, as to children in Mali?"),
    ],
)
def test_it_and_the_like_are_what_they_can_be(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        (("How many ferries are there?", "name them"), "Which ferries are there?"),
        (
            ("Which countries have a flood plan?", "how many?", "list them please"),
            "Which countries are among those that have a flood plan?",
        ),
        (("What is the difference between a tide and a flood?", "name them"), "What are a tide and a flood?"),
        (("How many tide tables have been printed?", "how many of them are new?"), "How many tide tables are new?"),
        ((PLAN, "how many of them are about rivers?"), "How many countries have a flood plan about rivers?"),
    ],
)
def test_the_members_of_what_was_counted_are_asked_for(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        ((PLAN, "which don't?"), "Which countries do not have a flood plan?"),
        ((MALI, "did towns there do the same?"), "What did towns in Mali do about floods?"),
        (("Has Mali been consulted?", "on what?"), "On what has Mali been consulted?"),
        (("Has Mali been consulted?", "who else has?"), "Which other countries have been consulted?"),
        (("How many questions are there?", "who answers them?"), "Who answers the questions?"),
        (("What is said about piracy?", "is there a town that did it?"), "Which towns act on piracy?"),
        (("Is piracy punished?", "in how many countries?"), "How many countries act on piracy?"),
        (("What is a tide table?", "where was it used?", "what for?"), "Why was a tide table used?"),
        (
            ("Who funds the programme?", "how much did they give?"),
            "As to who funds the programme, how much did they give?",
        ),
    ],
)
def test_a_few_words_ask_of_what_was_asked_before(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last


# -- one of several, and both ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        (
            ("What does the first tide table of Peru say?", "and the second one?"),
            "What does the second tide table of Peru say?",
        ),
        ((MALI, "and Peru?", "what do these two share?"), "What do Mali and Peru share, as to floods?"),
        ((MALI, "and Peru?", "do both keep ferries?"), "Do Mali and Peru keep ferries?"),
        ((MALI, "and Peru?", "does neither of them keep ferries?"), "Does neither Mali nor Peru keep ferries?"),
        (
            ("Which cities of Peru took part?", "and of Chad?", "how many in all in these two countries?"),
            "How many cities in Peru and Chad have taken part?",
        ),
        (
            ("How common is work with fishers?", "and with sailors?", "which of the two is rarer?"),
            "How common is work with fishers or sailors?",
        ),
        (
            (
                "How common is work with fishers?",
                "and with sailors?",
                "which of the two is rarer?",
                "and the first one?",
            ),
            "Work with fishers?",
        ),
        ((PLAN, "and the other one?"), "and the other one?"),
    ],
)
def test_one_or_both_of_two_are_the_last_two_named(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last


def test_an_ordinal_behind_a_possessive_picks_nothing_from_a_list() -> None:
    assert "Peru" not in understood(MALI, "is it their first?", told=["Peru", "Chad"])
    assert understood(MALI, "and the first?", told=["Peru", "Chad"]) == "Tell me more about floods in Peru."


# -- places, levels and topics -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        (("Did Mali run a tide survey?", "where?"), "Where did Mali run a tide survey?"),
        (("Has Peru taken part?", "what about its cities?"), "Which cities in Peru have taken part?"),
        (("Has Peru taken part?", "and its cities?", "sorry, I meant Chad's"), "Which cities in Chad have taken part?"),
        (("Has Peru taken part?", "no I meant Chad"), "Has Chad taken part?"),
        (("How many countries have a national flood plan?", "and cities?"), "How many cities have a flood plan?"),
        (
            ("How many sailors have been asked so far?", "and local governments?"),
            "How many local governments have been asked so far?",
        ),
        (("Has Cuenca taken part?", "and the country as a whole?"), "Has Ecuador taken part?"),
        (("Did Mali take part?", "and the rest of Africa?"), "Which countries in Africa have taken part?"),
        (("Which towns in Mali keep clocks?", "and which in Chad?"), "Which towns in Chad keep clocks?"),
        (
            ("In how many ports were clocks wound?", "and how many tide museums?"),
            "In how many tide museums were clocks wound?",
        ),
        (
            ("How many of these clocks were wound?", "how many of those were painted?"),
            "How many clocks were painted?",
        ),
    ],
)
def test_another_place_or_level_is_asked_the_same(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        (
            ("What share of states brings fishers into planning?", "and sailors?"),
            "What share of states brings sailors into planning?",
        ),
        (("What is recommended against piracy?", "and fishermen?"), "What is recommended for fishermen?"),
        (("Is the harbour open to all boats?", "and the canal?"), "Is the canal open to all boats?"),
        (("How common is work with fishers?", "and with sailors?"), "How common is work with sailors?"),
        (
            ("What share of countries have a flood plan?", "and for children?"),
            "What share of countries have a flood plan for children?",
        ),
        (
            ("What share of countries have a flood plan?", "and in 2020?"),
            "What share of countries have a flood plan in 2020?",
        ),
        ((MALI, "who was in charge of that?", "and of droughts?"), "What did Mali do about droughts?"),
        (
            ("How common are tide tables?", "where is that likelier?", "and ferries?"),
            "Where is that likelier, as to ferries?",
        ),
        ((MALI, "back to piracy: how many countries act on it?"), "How many countries act on piracy?"),
        ((PLAN, "even without sailors?"), "Do most countries have a flood plan without sailors?"),
        ((PLAN, "and the 2024 one?"), "and the 2024 one?"),
        ((PLAN, "so two thirds don't?"), "so two thirds don't?"),
        (("Why was the harbour of Odense built?", "and in Esbjerg?"), "Why was the harbour of Esbjerg built?"),
    ],
)
def test_another_topic_is_put_where_it_belongs(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last


# -- what a question is about ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Who keeps the harbour ledger?", "the harbour ledger"),
        ("Until which year does the policy run?", "the policy"),
        ("How common is formal work with the fishers?", "formal work with the fishers"),
        ("How often do tide tables say anything about fishing boats?", "tide tables and fishing boats"),
        ("What still has potential under fishers' rights?", "fishers' rights"),
        ("Who funds the programme?", ""),
        ("How many states offer that?", ""),
    ],
)
def test_what_a_question_is_about_is_a_noun_phrase_of_it(question: str, matter: str) -> None:
    assert Reading.of(question, GAZETTEER).matter == matter


def test_phrases_are_parted_by_verbs_and_small_words_and_linked_by_prepositions() -> None:
    asked = "How many countries publish tide tables for the fishers of the coast?"
    assert [phrase.text for phrase in phrases(asked)] == ["countries", "tide tables", "fishers", "coast"]
    assert [phrase.text for phrase in linked(asked)][1:] == ["tide tables for the fishers of the coast"]


@given(st.text(max_size=80))
def test_phrases_are_parts_of_the_text_in_order(text: str) -> None:
    for found in (phrases(text), linked(text)):
        assert all(text[phrase.start : phrase.end] == phrase.text for phrase in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        ((PLAN, "which ones?"), "Which countries are among those that have a flood plan?"),
        (("How many countries took part?", "which ones?"), "Which countries have taken part?"),
        (("Which ports about tides are new?", "which of those are old?"), "Which ports about tides are old?"),
        (
            ("What did Lima do about floods?", "Which other towns in that country met?"),
            "Which other towns in Peru met?",
        ),
        (("What does it recommend on tides?", "and on clocks?"), "What does it recommend on clocks?"),
        (
            ("What does IOM recommend on climate change?", "and for migrant women?"),
            "What does IOM recommend on migrant women?",
        ),
        (("Which stories are about tides?", "which of those are local?"), "Which stories about tides are local?"),
    ],
)
def test_who_a_figure_counts_is_asked_for_by_name(questions: tuple[str, ...], last: str) -> None:
    assert understood(*questions) == last
