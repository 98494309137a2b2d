"""What words of a further question in the same breath stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.antecedents import completed
from mgi_assistant.places import default_gazetteer

GAZETTEER = default_gazetteer()


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        (
            "How many ports train pilots?",
            "what do they pay them?",
            "what do the ports that train pilots pay them?",
        ),
        (
            "Percent of countries with measures for floods?",
            "what they have in common?",
            "what the countries with measures for floods have in common?",
        ),
        (
            "Which small states have a clock?",
            "how do they keep it?",
            "how do the small states that have a clock keep the clock?",
        ),
        (
            "How many beds do the open houses of Kiel have now?",
            "how many did they have in 2019?",
            "how many beds did the open houses of Kiel have in 2019?",
        ),
        ("Over which years were the tides behind it measured?", "how many were low?", "how many tides were low?"),
        ("Which unit inside the hall deals with tides?", "what does it cost?", "what does the unit cost?"),
        ("Which unit deals with tides?", "who leads it?", "who leads the unit that deals with tides?"),
        ("Who are the harbour masters?", "what do they keep?", "what do the harbour masters keep?"),
        (
            "How many questions does the ledger have?",
            "what are they on?",
            "what are the questions that the ledger have on?",
        ),
        ("Do fewer than half of ports train pilots?", "why do they?", "why do the ports that train pilots?"),
        ("How do ports train pilots?", "why do they do it?", "why do the ports that train pilots do so?"),
    ],
)
def test_they_are_those_that_were_asked_about(before: str, question: str, whole: str) -> None:
    assert completed(question, before, GAZETTEER) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("What is a tide ledger?", "which port has one?", "which port has a tide ledger?"),
        ("What is a tide ledger for?", "how many were printed?", "how many tide ledgers were printed?"),
        (
            "Which port in Peru keeps the tide ledger?",
            "when will it be printed?",
            "when will the tide ledger be printed?",
        ),
        ("Is there a plan on floods?", "who wrote it?", "who wrote the plan on floods?"),
        ("Is the ledger new?", "who keeps it?", "who keeps the ledger?"),
        ("How many ports have a tidal strategy?", "who keeps the local ones?", "who keeps the local strategies?"),
        ("How many clocks are there in the hall?", "how many are new?", "how many clocks in the hall are new?"),
    ],
)
def test_it_and_one_are_the_thing_named_last(before: str, question: str, whole: str) -> None:
    assert completed(question, before, GAZETTEER) == whole


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("what is her job?", "what is the job of the person who wound the clock?"),
        ("where does he live?", "where does the person who wound the clock live?"),
        ("how old are they?", "how old are the person who wound the clock?"),
    ],
)
def test_a_person_is_who_was_asked_for(question: str, whole: str) -> None:
    assert completed(question, "Who wound the clock?", GAZETTEER) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Did Peru take part?", "with which port?", "with which port did Peru take part?"),
        ("Did Peru train anyone?", "whom?", "whom did Peru train?"),
        ("Is the ledger printed?", "why?", "why is the ledger printed?"),
        ("What did Mali do about floods?", "when?", "when did Mali do something about floods?"),
        ("Which ports have trained pilots?", "since when?", "since when have ports trained pilots?"),
        ("Which ports have a clock?", "since when?", "since when do ports have a clock?"),
        ("How many pilots were trained?", "by which port?", "by which port were pilots trained?"),
        ("Which ports in Peru are involved?", "since when?", "since when are ports in Peru involved?"),
        ("Which ports in Peru?", "since when?", "since when?"),
        ("Floods?", "when?", "when?"),
    ],
)
def test_a_question_without_a_verb_takes_that_of_the_one_before(before: str, question: str, whole: str) -> None:
    assert completed(question, before, GAZETTEER) == whole


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("How many ports train pilots?", "which cities keep clocks?"),
        ("What did Mali do?", "when did it join?"),
        ("How do Honduras and Peru train pilots?", "who helps them?"),
        ("Who wound the clock?", "how many ports keep clocks?"),
        ("How many ports have a clock?", "is it true that cities do?"),
    ],
)
def test_a_question_that_leaves_nothing_out_stays(before: str, question: str) -> None:
    assert completed(question, before, GAZETTEER) == question


@given(
    st.lists(
        st.sampled_from("who which how many ports have the a clock it they one ones when and did Mali her ?".split())
    ),
    st.lists(
        st.sampled_from("who which how many ports have the a clock it they one ones when and did Mali her ?".split())
    ),
)
def test_any_words_are_completed_without_a_fault(question: list[str], before: list[str]) -> None:
    asked = " ".join(question)
    whole = completed(asked, " ".join(before), GAZETTEER)
    assert len(whole) >= len(asked) - len("ones it they")
