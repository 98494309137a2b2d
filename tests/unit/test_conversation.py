"""From a question in a conversation to one that stands on its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.conversation import resolve
from mgi_assistant.cues import aside, cues
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import Query
from mgi_assistant.understand import understand
from tests.unit.conversations import CONVERSATIONS, Conversation
from tests.unit.fakes import CountingIndex, MemoryStore, assistant_over, small_library, written

GAZETTEER = default_gazetteer()


def query(question: str, history: Sequence[str] = ()) -> Query:
    return understand(question, history, GAZETTEER)


def standalone(*questions: str) -> str:
    """Return the last question as understood after those before it."""
    return query(questions[-1], questions[:-1]).standalone


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (("What did the Gambia decide about its census?", "and Mali?"), "What did Mali decide about its census?"),
        (("What did Mali do about floods?", "What about Peru?"), "What did Peru do about floods?"),
        (("What did Mali do about floods?", "Suriname?"), "What did Suriname do about floods?"),
        (("Which cities in Ecuador took part?", "and in Peru?"), "Which cities in Peru took part?"),
        (("What did Mali do about floods?", "And Peru and Chad?"), "What did Peru and Chad do about floods?"),
        (("What did Mali do?", "and Peru?", "and Chad?"), "What did Chad do?"),
        (("What is done about floods?", "and in Africa?"), "What is done about floods in Africa?"),
        (("How many ships from Chad wait in Mali?", "And in Peru?"), "How many ships from Chad wait in Peru?"),
        (("How many states in Africa took part?", "And how many towns?", "In Asia?"), "How many towns in Asia?"),
    ],
)
def test_another_place_takes_the_place_of_the_first(questions: tuple[str, ...], understood: str) -> None:
    assert standalone(*questions) == understood


@pytest.mark.parametrize(
    ("questions", "words", "places"),
    [
        (("What did Mali do about floods?", "what about droughts?"), {"droughts"}, ("MLI",)),
        (("What did Mali do about floods?", "and why?"), {"floods"}, ("MLI",)),
        (("What share of countries trace missing migrants?", "and what is recommended?"), {"missing", "tracing"}, ()),
        (("What did Mali do about floods?", "Who paid for it?"), {"paid"}, ("MLI",)),
        (("What did Mali do about floods?", "and cities?"), {"floods"}, ("MLI",)),
        (("What did Mali do about floods?", "What is their budget?"), {"budget"}, ("MLI",)),
        (("What did Mali do about floods?", "Who was in charge of that?"), {"charge"}, ("MLI",)),
        (("What did Mali do about floods?", "What else happened there?"), {"floods"}, ("MLI",)),
        (("What did Mali do about floods?", "Why?"), {"floods"}, ("MLI",)),
        (("Which African countries have a flood plan?", "only local ones"), {"flood", "plan"}, ("region:africa",)),
    ],
)
def test_a_follow_up_keeps_the_place_or_topic(
    questions: tuple[str, ...], words: set[str], places: Sequence[str]
) -> None:
    understood = query(questions[-1], questions[:-1])
    assert words <= set(understood.topic.split())
    assert understood.places == tuple(places)


@pytest.mark.parametrize(
    ("earlier", "start", "places"),
    [
        ("How many countries engage civil society formally?", "How many countries ", ()),
        ("What share of countries engage civil society formally?", "What share of countries ", ()),
        ("How many countries in Africa engage civil society?", "How many countries in Africa ", ("region:africa",)),
    ],
)
def test_another_topic_is_asked_of_in_the_same_way(earlier: str, start: str, places: tuple[str, ...]) -> None:
    understood = query("and the private sector?", [earlier])
    assert understood.standalone == earlier.replace("civil society", "the private sector")
    assert understood.standalone.startswith(start)
    assert understood.intent == query(earlier).intent
    assert understood.places == places
    assert "civil" not in understood.topic.split()


def test_only_in_a_region_keeps_the_topic() -> None:
    understood = query("only in Africa", ["Which countries have a flood plan?"])
    assert understood.places == ("region:africa",)
    assert "flood" in understood.topic.split()


def test_only_the_local_ones_keeps_topic_and_place() -> None:
    understood = query("which of those are local?", ["Which African countries have a flood plan?"])
    assert understood.places == ("region:africa",)
    assert understood.level == "local"
    assert "flood" in understood.topic.split()


@pytest.mark.parametrize(
    "question",
    [
        "What did Peru do about harbours?",
        "Which cities in Ecuador took part?",
        "How many MGI assessments have been conducted?",
        "What is recommended against xenophobia?",
        "What is the capital of France?",
        "What did the Gambia decide about its census?",
        "And what did Peru do about droughts?",
        "Which governments have laws that protect fishers?",
        "How do governments protect their nationals abroad?",
        "What share of countries engage with their diaspora?",
        "How many policy areas are there?",
        "Do less than one third of countries train pilots?",
        "Which countries took part?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    history = ["What did Mali do about floods?", "and Chad?"]
    assert standalone(*history, question) == question
    assert standalone(question) == question


@pytest.mark.parametrize("words", ["start over", "New topic please", "forget that"])
def test_starting_over_forgets_what_was_said(words: str) -> None:
    understood = query("and in Peru?", ["What did Mali do about floods?", words])
    assert "floods" not in understood.topic.split()
    assert understood.places == ("PER",)


def test_blank_history_is_ignored() -> None:
    assert standalone("What did Mali do about floods?", "", "\x00", "and Peru?") == "What did Peru do about floods?"


def test_history_of_no_topic_supplies_nothing() -> None:
    assert standalone("hello", "and Peru?").count("Peru") == 1


@pytest.mark.parametrize("talk", CONVERSATIONS, ids=lambda talk: " / ".join(talk.questions))
def test_the_last_question_says_what_was_meant(talk: Conversation) -> None:
    understood = resolve(talk.questions[-1], talk.questions[:-1], GAZETTEER).standalone.lower()
    assert [part for part in talk.has if part not in understood] == []
    assert [part for part in talk.lacks if part in understood] == []


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (
            ("Do most countries have measures against discrimination?", "and Mali?"),
            "Does Mali have measures against discrimination?",
        ),
        (
            ("How many countries work with civil society?", "And the private sector?"),
            "How many countries work with the private sector?",
        ),
        (("Which countries have adopted a flood plan?", "and Peru?"), "Has Peru adopted a flood plan?"),
        (("Did Chile take part?", "how many did?"), "How many countries have taken part?"),
        (("Does Mali have a flood plan?", "since when?"), "Since when does Mali have a flood plan?"),
        (("What did Mali do about floods?", "Who paid for it?"), "Who paid for what Mali did about floods?"),
        (("What did Mali do about floods?", "why?"), "Why did Mali do something about floods?"),
        (("What is done against hate speech?", "where?"), "Which countries act on hate speech?"),
        (("What did Mali do about floods?", "not Mali, Chad"), "What did Chad do about floods?"),
    ],
)
def test_the_standalone_question_reads_as_one_that_a_person_asks(questions: tuple[str, ...], understood: str) -> None:
    assert standalone(*questions) == understood


# -- one of several ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("tell me more about the second one", "Tell me more about a flood plan in Togo."),
        ("and the last?", "Tell me more about a flood plan in Fiji."),
        ("the first of these", "Tell me more about a flood plan in Chad."),
        ("What did the third one do?", "What did Fiji do, as to a flood plan?"),
        ("tell me more about the ninth one", "tell me more about the ninth one"),
        ("What was the first country to take part?", "What was the first country to take part?"),
    ],
)
def test_an_ordinal_is_one_of_the_places_told_before(question: str, understood: str) -> None:
    asked: list[str] = []

    def told(earlier: str) -> Sequence[str]:
        asked.append(earlier)
        return ["Chad", "Togo", "Fiji"]

    history = ["Which countries have a storm plan?", "what about a flood plan?"]
    assert resolve(question, history, GAZETTEER, told).standalone == understood
    assert set(asked) <= {"Which countries have a flood plan?"}


def test_more_of_one_of_several_stories_is_more_of_its_place() -> None:
    history = ["Which African countries have a success story?"]
    told = resolve("tell me more about the second one", history, GAZETTEER, lambda earlier: ["Mali", "Chad"])
    assert told.standalone == "Tell me more about Chad."


def test_who_recommends_agrees_with_the_verb() -> None:
    asked = resolve("what do they recommend?", ["How many countries have a flood plan?"], GAZETTEER).standalone
    assert asked.startswith("What does the MGI recommend on")


def test_places_told_before_are_looked_up_only_for_an_ordinal() -> None:
    def told(earlier: str) -> Sequence[str]:
        raise AssertionError(earlier)

    history = ["Which countries have a flood plan?", "which of those are local?", "and Mali?"]
    assert resolve("why?", history, GAZETTEER, told).standalone == "Why do local governments in Mali have a flood plan?"


# -- words that help to search -----------------------------------------------------------------------------------------

LEXICON = CountingIndex(
    MemoryStore(
        written("report", page, text)
        for page, text in enumerate(
            ("Harbours keep a ledger.", "Tide museum visitors pay.", "Fishers know harbours."), 1
        )
    )
)


def test_a_question_that_says_little_is_helped_by_the_one_before() -> None:
    assert cues("How long?", ["Who keeps the harbour ledger?"], LEXICON).startswith("harbour ledger")
    assert cues("What is it for?", ["Who keeps the harbour ledger?", "Fishers?"], LEXICON).split()[:1] == ["Fishers"]


def test_words_of_any_question_say_little_however_rare_they_are_in_the_sources() -> None:
    rare = CountingIndex(MemoryStore([written("report", 1, "Pilots were advised."), written("report", 2, "Harbours.")]))
    assert cues("And what is advised?", ["Who keeps the harbours?"], rare).endswith("harbours")


def test_a_question_that_says_enough_or_is_about_the_programme_gets_no_cues() -> None:
    assert cues("Which visitors does the tide museum have?", ["Who keeps the harbour ledger?"], LEXICON) == ""
    assert cues("Which countries took part?", ["Who keeps the harbour ledger?"], LEXICON) == ""
    assert cues("How long?", [], LEXICON) == ""


@pytest.mark.parametrize(
    ("question", "standalone"), [("Costs", "Costs, as to the harbour ledger?"), ("Costs in Mali", "Costs in Mali")]
)
def test_cues_are_searched_for_and_shown_where_a_question_says_little(question: str, standalone: str) -> None:
    understood = understand(question, ["Who keeps the harbour ledger?"], GAZETTEER, lexicon=LEXICON)
    assert understood.standalone == standalone
    assert "harbour ledger" in understood.search


def test_cues_are_nouns_and_what_is_said_around_a_question_is_searched_for_too() -> None:
    assert cues("How long?", ["Who told the harbours?"], LEXICON) == "harbours"
    assert aside("Which steps are advised?", "I write on tide museums for visitors. Which steps are advised?") == (
        "tide museums visitors"
    )
    understood = understand("I write about the tide museum. What do fishers pay?", [], GAZETTEER, lexicon=LEXICON)
    assert understood.search == "What do fishers pay? tide museum"


def test_the_assistant_finds_the_second_of_the_places_it_told_of() -> None:
    answer = assistant_over(small_library()).ask("tell me more about the second one", ["Which countries took part?"])
    assert answer.query.standalone == "Tell me more about Peru."
    assert answer.query.places == ("PER",)


# -- rules for all questions -------------------------------------------------------------------------------------------

FOLLOW_UPS = [talk.questions[-1] for talk in CONVERSATIONS] + ["", "the second one", "it", "and", "?", "there"]
ASKED = st.sampled_from([question for talk in CONVERSATIONS for question in talk.questions] + FOLLOW_UPS) | st.text(
    max_size=60
)


@given(st.lists(ASKED, max_size=4), ASKED)
def test_any_conversation_is_understood(history: list[str], question: str) -> None:
    once = resolve(question, history, GAZETTEER, lambda _: ["Mali"])
    assert once == resolve(question, history, GAZETTEER, lambda _: ["Mali"])
    assert once.standalone.strip() or not question.strip()


@given(st.lists(ASKED, max_size=3), ASKED)
def test_after_starting_over_a_question_is_understood_as_if_alone(history: list[str], question: str) -> None:
    assert resolve(question, [*history, "start over"], GAZETTEER) == resolve(question, [], GAZETTEER)


@given(ASKED)
def test_without_history_a_question_stays_as_it_is(question: str) -> None:
    alone = resolve(question, [], GAZETTEER)
    assert alone.earlier == ()
    assert alone.standalone == question or "topic" in question.lower() or "forget" in question.lower()


@given(
    st.lists(ASKED, max_size=3),
    st.sampled_from(["trafficking", "floods", "fair recruitment"]),
    st.sampled_from(["Mali", "the Gambia"]),
)
def test_a_whole_question_is_its_own_standalone_question(history: list[str], topic: str, place: str) -> None:
    for question in (
        f"What does IOM advise on {topic}?",
        f"What did {place} do about {topic}?",
        f"Does {place} work on {topic}?",
    ):
        assert resolve(question, history, GAZETTEER).standalone == question


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (
            ("Which Ghanaian, Kenyan or Spanish cities took part?", "only in Africa"),
            "Which cities in Ghana and Kenya took part?",
        ),
        (("What did Mali, Kenya and Peru do?", "just in Africa"), "What did Mali and Kenya do?"),
        (("What did Peru do about floods?", "only in Africa"), "What did Africa do about floods?"),
        (("Did Palau take part?", "And Samoa, when did it join?"), "When did Samoa join?"),
        (("Which cities in Kenya took part?", "Did the country itself take part?"), "Did Kenya take part?"),
        (("Which cities in Ghana took part?", "and how many in Spain?"), "How many cities in Spain have taken part?"),
        (
            ("Which cities in Ghana, Mali or Kenya took part?", "and how many in Spain?"),
            "How many cities in Spain have taken part?",
        ),
    ],
)
def test_a_follow_up_is_about_the_places_it_leaves(questions: tuple[str, ...], understood: str) -> None:
    assert standalone(*questions) == understood


@pytest.mark.parametrize(
    ("questions", "there"),
    [
        (("What did Mali do about floods?", "Who asked for a ferry?"), "Who asked for a ferry in Mali?"),
        (("What did Mali do?", "Who paid?", "Who steered a ferry?"), "Who steered a ferry in Mali?"),
        (("What did Mali do about floods?", "How many countries keep ferries?"), ""),
        (("What did Mali do about floods?", "Did Peru keep ferries?"), ""),
        (("What did Mali and Peru do?", "Who asked for a ferry?"), ""),
    ],
)
def test_a_question_without_a_place_may_be_about_the_one_talked_of(questions: tuple[str, ...], there: str) -> None:
    assert resolve(questions[-1], questions[:-1], GAZETTEER).there == there


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (("Which law governs ports in Mali?", "When was it adopted?"),
         "When was the law that governs ports in Mali adopted?"),
        (("Which law does Mali have against wrecks?", "When was it adopted?"),
         "When was the law adopted, as to wrecks in Mali?"),
        (("Which plan was drawn up in Mali?", "Does it cover wrecks?"), "Does the plan cover wrecks in Mali?"),
        (("What happened after San Marcos was assessed?", "Did they set up a committee?"),
         "As to what happened after San Marcos was assessed, did San Marcos set up a committee?"),
        (("How does Mali treat divers?", "What about pilots, may they take a job?"), "May pilots take a job?"),
        (("What did Mali do about wrecks?", "Any similar country?"), "Which countries are comparable to Mali?"),
        (("Can people with a permit in Mali bring a complaint to the harbour master?", "What about voting?"),
         "What about voting in Mali?"),
    ],
)  # fmt: skip
def test_what_it_and_they_stand_for_is_no_verb_and_no_makeshift(questions: tuple[str, ...], understood: str) -> None:
    assert standalone(*questions) == understood


def test_the_question_before_a_follow_up_is_looked_for_beside_it() -> None:
    assert query("What is recommended on floods?").before == ""
    assert query("and on droughts?", ["What is recommended on floods?"]).before == "What is recommended on floods?"
    assert query("Start over. What is a tide?", ["What is recommended on floods?"]).before == ""
