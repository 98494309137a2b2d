"""One question that asks several things, taken apart."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.parts import MOST_PARTS, parts
from mgi_assistant.places import default_gazetteer
from mgi_assistant.text import words

GAZETTEER = default_gazetteer()
CASES = Path(__file__).resolve().parents[2] / "eval" / "cases"


def apart(question: str) -> tuple[str, ...]:
    """Return the questions that one is taken apart into."""
    return tuple(part.text for part in parts(question, GAZETTEER))


def test_what_a_statement_tells_is_asked_of_each_part_that_points_to_it() -> None:
    question = "We lend tide clocks to pilots. Should we insure them, and how common are they?"
    first, second = apart(question)
    assert first.startswith("Should we insure them (")
    assert second.startswith("how common are they (")
    assert all("clocks" in part for part in (first, second))


def test_advice_on_nothing_is_on_what_the_statement_before_is_about() -> None:
    first, second = apart("We are building a tide museum. What does IOM recommend and how many ports already have one?")
    assert first.startswith("What does IOM recommend")
    assert "tide museum" in first
    assert second == "How many ports already have a tide museum?"


def test_what_stands_before_a_colon_is_asked_about_where_the_question_points_to_it() -> None:
    (asked,) = apart("I need a number on tide clocks: what share of ports winds them?")
    assert asked.startswith("what share of ports winds them (")
    assert "clocks" in asked


def test_there_is_the_place_of_the_statement() -> None:
    assert apart("We cover Mali. Which towns there have clocks?") == ("Which towns in Mali have clocks?",)
    assert apart("We cover Mali. Are there towns with clocks?") != ("Are in Mali towns with clocks?",)


def test_sides_begin_after_a_colon() -> None:
    assert apart("Which is more common: maps of tides, or laws on clocks?") == (
        "How many countries have maps of tides?",
        "How many countries have laws on clocks?",
    )


@pytest.mark.parametrize(
    "question",
    ["Does Mali or Peru have more participating cities?", "Which has more cities in the MGI, Mali or Peru?"],
)
def test_which_of_two_countries_has_more_localities_is_told_by_both(question: str) -> None:
    assert apart(question) == ("Which cities in Mali took part?", "Which cities in Peru took part?")
    assert apart("Does Mali or Peru have more cities?") != apart(question)


@pytest.mark.parametrize(
    "question",
    ["What do Mali and Peru have in common on tides?", "How do the tides of Mali differ from those of Peru?",
     "Put Mali and Peru side by side.", "Contrast Mali with its tides and Peru with its clocks."],
)  # fmt: skip
def test_of_two_places_set_beside_each_other_it_is_told_what_each_did(question: str) -> None:
    assert [part.text for part in parts(question, default_gazetteer())] == ["What did Mali do?", "What did Peru do?"]


# -- several questions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    ["How do Mali and Peru differ on tides?", "Compare Mali and Peru on tides.",
     "What is the difference between Mali and Peru on tides?"],
)  # fmt: skip
def test_places_that_are_contrasted_are_asked_about_one_by_one(question: str) -> None:
    found = [part.text for part in parts(question, default_gazetteer())]
    assert found == ["Compare Mali on tides?", "Compare Peru on tides?"]
    plain = [part.text for part in parts("How do Mali and Peru keep clocks?", default_gazetteer())]
    assert plain == ["How do Mali keep clocks?", "How do Peru keep clocks?"]


def test_two_questions_joined_by_and_are_asked_one_by_one() -> None:
    found = apart("What share of countries keep a tide museum, and how many harbours have a clock?")
    assert found == ("What share of countries keep a tide museum?", "how many harbours have a clock?")


def test_two_sentences_that_ask_are_asked_one_by_one() -> None:
    assert apart("Which ports train pilots? How many clocks does a tide museum keep?") == (
        "Which ports train pilots?",
        "How many clocks does a tide museum keep?",
    )


def test_a_further_question_that_points_back_gets_what_it_points_at() -> None:
    first, second = apart("What share of countries have a flood register, and what does IOM recommend on it?")
    assert first == "What share of countries have a flood register?"
    assert second == "What does IOM recommend on the flood register?"


def test_a_further_question_without_a_place_is_asked_of_that_of_the_first() -> None:
    assert apart("What did Mali do about floods, and who paid for the dykes?")[1] == "who paid for the dykes in Mali?"
    assert (
        apart("What did Mali do about floods, and how many countries have dykes?")[1]
        == "how many countries have dykes?"
    )


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("How many ports train pilots, and how do you pay them?", "How do you pay the ports that train pilots?"),
        ("What is a tide ledger, how many were printed?", "How many tide ledgers were printed?"),
        ("Did Peru take part and with which port?", "With which port did Peru take part?"),
        ("Percent of ports with clocks and what they have in common", "What the ports with clocks have in common?"),
        ("Is the tide ledger new, and has it been printed?", "Has the tide ledger been printed?"),
    ],
)
def test_a_further_question_may_begin_in_many_ways(text: str, second: str) -> None:
    assert apart(text)[1] == second


@pytest.mark.parametrize(
    "text",
    [
        "What is done for pilots who sailed and who need clocks?",
        "When a pilot goes missing, what should ports do?",
        "How should clocks look (who winds them, and how often)?",
        "Do fewer than half of ports keep clocks?",
    ],
)
def test_what_only_looks_like_two_questions_is_one(text: str) -> None:
    assert apart(text) == (text,)


def test_a_statement_is_left_out_where_a_question_about_the_process_needs_none() -> None:
    asked = "what does the process give a government?"
    assert apart(f"The mayor asked whether it is a ranking. {asked}") == (asked,)


def test_what_is_quoted_is_not_taken_apart() -> None:
    assert apart("Tell me more: “Keep clocks or watches”?") == ("Tell me more: “Keep clocks or watches”?",)


def test_more_questions_than_can_be_answered_at_once_stay_together() -> None:
    asked = ["Which ports train pilots?", "How many clocks are kept?", "Who pays for soup?", "Where do the boats lie?"]
    assert len(asked) > MOST_PARTS
    assert apart(" ".join(asked)) == (" ".join(asked),)
    assert len(apart(" ".join(asked[:MOST_PARTS]))) == MOST_PARTS


# -- statements around a question --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I am drafting a speech. How many countries keep a tide museum?",
        "How many countries keep a tide museum? It is for Monday.",
        "I am drafting a speech. How many countries keep a tide museum? It is for Monday.",
    ],
)
def test_a_question_is_asked_without_the_statements_around_it(text: str) -> None:
    assert apart(text) == ("How many countries keep a tide museum?",)


@pytest.mark.parametrize(
    "text",
    [
        "We have floods every year. What can we do?",
        "I have read of 3 clocks and of 4 clocks. Where does each one stand?",
        "How many countries keep a tide museum? I ask for Peru.",
        "Floods come every year.",
        "Tide museums",
    ],
)
def test_a_statement_that_the_question_needs_stays(text: str) -> None:
    assert apart(text) == (text,)


def test_a_lead_in_goes_only_where_it_says_nothing_of_the_question() -> None:
    (asked,) = apart("A number for a speech: how many countries keep a tide museum?")
    assert asked.endswith("how many countries keep a tide museum?")
    led = "Peru: which clocks do the ports keep?"
    assert apart(led) == (led,)


@pytest.mark.parametrize(
    "text",
    [
        "I live in Peru. What can be done about floods?",
        "Floods wash ports away. Has any port put this in its plans?",
        "Mali has floods. What should the government do about floods?",
    ],
)
def test_a_place_told_of_before_a_question_without_one_stays(text: str) -> None:
    assert apart(text) == (text,)


# -- comparisons -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Do countries more often keep tide clocks or flood registers?", "tide clocks", "flood registers"),
        ("Which do countries keep more often: a tide museum or a flood register?", "tide museum", "flood register"),
        ("What is the difference between tide clocks and flood registers?", "tide clocks", "flood registers"),
        ("Whom do ports train more often: pilots or cooks?", "pilots", "cooks"),
        ("Compare tide clocks with flood registers.", "tide clocks", "flood registers"),
    ],
)
def test_each_side_of_a_comparison_is_asked_about(text: str, one: str, other: str) -> None:
    first, second = apart(text)
    assert one in first
    assert other not in first
    assert other in second
    assert one not in second
    assert first.endswith("?")
    assert second.endswith("?")


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Do countries more often keep tide clocks or flood registers?", ["figure", "figure"]),
        ("What is the difference between tide clocks and flood registers?", [None, None]),
        ("What did Mali and Peru do about floods?", [None, None]),
        ("How many countries keep a tide museum?", [None]),
    ],
)
def test_what_is_more_common_asks_for_figures(text: str, intents: list[str | None]) -> None:
    assert [part.intent for part in parts(text, GAZETTEER)] == intents


@pytest.mark.parametrize(
    "text",
    [
        "Do countries keep tide clocks or flood registers?",
        "What is kept in ports and harbours?",
        "Who pays for clocks, boats and soup?",
    ],
)
def test_or_and_and_alone_compare_nothing(text: str) -> None:
    assert apart(text) == (text,)


# -- several places ----------------------------------------------------------------------------------------------------


def test_the_same_is_asked_of_each_place() -> None:
    assert apart("What did Mali and Peru do about floods?") == (
        "What did Mali do about floods?",
        "What did Peru do about floods?",
    )
    assert apart("Did Mali or Peru train pilots?") == ("Did Mali train pilots?", "Did Peru train pilots?")


def test_of_too_many_places_it_is_asked_as_a_whole() -> None:
    names = ["Mali", "Peru", "Chad", "Fiji"]
    three, four = (f"What did {', '.join(names[:n])} and {names[n]} do about floods?" for n in (2, 3))
    assert len(apart(three)) == 3
    assert apart(four) == (four,)


@pytest.mark.parametrize(
    "text",
    [
        "What happened in Mali and Peru?",
        "How do Mali and Peru train pilots together?",
        "What did Lima (Peru) do about floods?",
        "What did Africa and Asia do about floods?",
        "What did Mali do about the floods that came from Chad?",
    ],
)
def test_places_without_a_topic_or_beside_each_other_for_another_reason_stay_together(text: str) -> None:
    assert apart(text) == (text,)


# -- whatever is asked -------------------------------------------------------------------------------------------------

PLAIN = [
    "How many countries keep a tide museum?",
    "What did Mali do about floods?",
    "Which cities train pilots?",
    "What should be done about flood shelters?",
    "Has Peru opened a tide museum?",
]
STATEMENTS = ["I am drafting a speech.", "It is for Monday.", "Thanks a lot.", "We like soup."]


@given(st.sampled_from(PLAIN), st.lists(st.sampled_from(STATEMENTS), max_size=2), st.sampled_from(["", *STATEMENTS]))
def test_a_question_is_never_lost(question: str, before: list[str], after: str) -> None:
    assert apart(" ".join([*before, question, *([after] if after else [])])) == (question,)


@given(st.permutations(PLAIN), st.integers(1, MOST_PARTS))
def test_questions_one_after_the_other_are_all_asked_in_order(questions: list[str], size: int) -> None:
    found = apart(" ".join(questions[:size]))
    assert len(found) == size
    topics = ["tide museum", "floods", "pilots", "flood shelters", "tide museum"]
    assert all(topics[PLAIN.index(q)] in part for q, part in zip(questions, found, strict=False))


@given(
    st.lists(
        st.sampled_from(
            "What Which How many Mali Peru and or than : , ? . between more tide museum flood register does it".split()
        ),
        min_size=1,
        max_size=14,
    )
)
def test_any_words_make_one_to_a_few_questions_that_say_something(found: list[str]) -> None:
    text = " ".join(found)
    asked = apart(text)
    assert 1 <= len(asked) <= MOST_PARTS
    assert all(words(part) for part in asked) or asked == (text,)


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert 1 <= len(apart(text)) <= MOST_PARTS


def plain_questions() -> list[str]:
    """Return the questions of the evaluation that put one thing in one sentence."""
    lines = [line for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines() if line]
    asked = {case["question"] for case in map(json.loads, lines) if case.get("lang", "en") == "en"}
    several = re.compile(
        r"[.!?:;–—](?!\W*$)|,|\b(and|or|than|between|versus|vs?|compar\w+|more|most|less|rather|both|differ\w*)\b", re.I
    )
    return sorted(question for question in asked if not several.search(question))


def test_plain_questions_stay_one() -> None:
    asked = plain_questions()
    assert len(asked) > 200
    split = [question for question in asked if apart(question) != (question,)]
    assert len(split) <= 0.02 * len(asked), split


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Compare how many countries run clocks with how many protect sailors.",
            ("How many countries run clocks?", "How many countries protect sailors?"),
        ),
        (
            "Compare how often governments work with pilots and with sailors.",
            ("How often governments work with pilots?", "How often governments work with sailors?"),
        ),
        (
            "Are pilots or sailors more often given a seat when plans are drawn up?",
            (
                "How many countries have pilots given a seat when plans are drawn up?",
                "How many countries have sailors given a seat when plans are drawn up?",
            ),
        ),
    ],
)
def test_what_is_compared_by_how_common_it_is_is_asked_of_each(text: str, asked: tuple[str, ...]) -> None:
    assert [part.text.lower() for part in parts(text, GAZETTEER)] == [one.lower() for one in asked]


def test_sides_that_share_their_noun_are_not_taken_apart() -> None:
    text = "What is the difference between a national and a local clock?"
    assert [part.text for part in parts(text, GAZETTEER)] == [text]


def test_the_place_of_one_question_is_that_of_the_next_which_names_none() -> None:
    assert apart("Is there a remote worker visa in Namibia and what income do you need?") == (
        "Is there a remote worker visa in Namibia?", "What income do you need in Namibia?",
    )  # fmt: skip
