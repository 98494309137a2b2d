"""What evidence says of the question itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.places import default_gazetteer
from mgi_assistant.relevance import topic_terms
from mgi_assistant.synthesizers.verdicts import answered_by, names, unfounded, verdict
from mgi_assistant.types import DraftClaim, Evidence, Standing
from mgi_assistant.understand import understand
from tests.unit.fakes import CountingIndex, MemoryStore, written

GAZETTEER = default_gazetteer()


def claim(text: str, standing: Standing | None = None) -> DraftClaim:
    passage = replace(written("report", 1, text, section=("Ports",)).passage, standing=standing)
    return DraftClaim(text, "evidence", (Evidence(passage, passage.sentences[0]),), None, 0.9)


def judged(question: str, *texts: str, standing: Standing | None = None) -> str:
    """Return the verdict on a question by claims of these texts."""
    lexical = CountingIndex(MemoryStore([written("report", n, text) for n, text in enumerate(texts, 1)]))
    query = understand(question, (), GAZETTEER)
    return verdict(query, topic_terms(query, lexical), [claim(text, standing) for text in texts], lexical)


OPENED = "The harbour office opened a tide museum with 12 clocks."
TWO_SHARES = "Although most countries keep clocks, less than 40 per cent print a ledger."
SHARE = "Only 31 per cent of countries opened a tide museum."


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Did the harbour office open a tide museum?", "Harbour offices open a tide museum each year.", "yes"),
        ("Does the tide museum have 12 clocks?", OPENED, "yes"),
        ("Does the tide museum have 14 clocks?", OPENED, ""),
        ("Does the tide museum have soup for pilots?", OPENED, ""),
        ("Does the tide museum have clocks?", "The tide museum has no clocks.", ""),
        ("Does the tide museum have no clocks?", "The tide museum has clocks.", ""),
        ("Does the tide museum really have clocks?", "The tide museum has clocks.", ""),
        ("Are clocks mandatory in a tide museum?", "Clocks are in a tide museum.", ""),
        ("Are clocks mandatory in a tide museum?", "Clocks are mandatory in a tide museum.", "yes"),
        ("What does the tide museum have?", OPENED, ""),
        ("Have most countries opened a tide museum?", SHARE, "no"),
        ("Have less than half of countries opened a tide museum?", SHARE, "yes"),
        ("Have 31 in every 100 countries opened a tide museum?", SHARE, "yes"),
        ("Have 4 out of 10 countries opened a tide museum?", SHARE, "no"),
        ("Have 7 in 10 countries opened a tide museum?", "Most countries opened a tide museum.", ""),
        ("Have countries opened a tide museum?", SHARE, ""),
        ("Have only three countries in ten or so opened a tide museum?", SHARE, "yes"),
        ("Have one in four countries opened a tide museum?", SHARE, "no"),
        ("Have most countries opened a tide museum, or fewer than half?", SHARE, ""),
        ("Only three countries in ten have opened a tide museum, right?", SHARE, "yes"),
        ("Do most countries keep clocks?", TWO_SHARES, "yes"),
        ("Do most countries print a ledger?", TWO_SHARES, "no"),
        ("Do most countries let pilots eat soup?", SHARE, ""),
        ("Do most countries keep a clock for pilots and cooks?", TWO_SHARES, ""),
        ("Have all 12 ports a tide clock?", "Of the 12 ports, 11 have a tide clock.", "no"),
        ("Have all 12 ports a tide clock?", "A tide clock is in 12 out of 12 ports.", "yes"),
        ("Did the port have a tide law before?", "This is the port's first-ever tide law.", "no"),
        ("Did the port have a tide law before?", "This is the first broad tide law of the port.", ""),
        ("Was the port the first to have a tide law?", "The port was the first to have a tide law.", "yes"),
        ("Was the port the first to have a tide law?", "The port was the first to have a tide map.", ""),
        ("Have most countries opened a tide museum?", "Countries opened a tide museum.", ""),
    ],
)
def test_a_sentence_settles_a_question_or_leaves_it_open(question: str, sentence: str, expected: str) -> None:
    assert judged(question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Do tide museums have clocks?", ""),
        ("Does any tide museum have clocks?", "yes"),
        ("Does the tide museum of Mali have clocks?", "yes"),
    ],
)
def test_what_one_place_has_says_yes_of_it_or_of_any_but_not_of_all(question: str, expected: str) -> None:
    item = written("report", 1, "Tide museums have clocks.", subject=["MLI"])
    query, lexical = understand(question, (), GAZETTEER), CountingIndex(MemoryStore([item]))
    said = DraftClaim(item.passage.text, "evidence", (Evidence(item.passage, item.passage.sentences[0]),), "MLI", 0.9)
    assert verdict(query, topic_terms(query, lexical), [said], lexical) == expected


def test_the_first_claim_decides() -> None:
    question = "Does the tide museum have clocks?"
    assert judged(question, "The tide museum has clocks.", "Pilots like soup.") == "yes"
    assert judged(question, "Pilots like soup.", "The tide museum has clocks.") == ""
    assert judged(question) == ""


def test_what_could_be_developed_is_no_yes() -> None:
    question, sentence = "Does the tide museum have clocks?", "The tide museum has clocks."
    assert judged(question, sentence, standing="well developed") == "yes"
    assert judged(question, sentence, standing="potential") == ""


@given(st.integers(1, 99), st.integers(1, 99))
def test_of_two_exact_shares_the_verdict_is_whether_they_are_the_same(asked: int, found: int) -> None:
    given_share = f"{found} per cent of countries opened a tide museum."
    expected = "yes" if asked == found else "no"
    assert judged(f"Have {asked} in every 100 countries opened a tide museum?", given_share) == expected


# -- another part of the question --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "sentence", "answered"),
    [
        ("Who was consulted on clocks?", "Pilots were consulted on the clocks.", True),
        ("Who was consulted on soup?", "Pilots were consulted on the clocks.", False),
        ("How many clocks are kept in harbours?", "Clocks are kept in the harbours.", False),
        ("How many clocks are kept in harbours?", "The harbours keep 12 clocks.", True),
        ("When were harbour clocks wound?", "The harbour clocks were wound.", False),
        ("When were harbour clocks wound?", "The harbour clocks were wound in 2019.", True),
        ("What did Peru print in the harbour?", "The harbour printed clocks.", False),
        ("Which countries took part?", "Countries took part.", False),
    ],
)
def test_what_was_said_for_one_part_may_answer_another(question: str, sentence: str, answered: bool) -> None:
    lexical = CountingIndex(MemoryStore([written("report", 1, sentence)]))
    assert answered_by(understand(question, (), GAZETTEER), [claim(sentence)], lexical) is answered
    assert not answered_by(understand(question, (), GAZETTEER), [], lexical)


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How does FAMCare help officials in Mali?", ["FAMCare"]),
        ("What does the Tide Ledger of the harbour do?", ["Tide", "Ledger"]),
        ("What is the Ledger's aim in the harbour?", ["Ledger"]),
        ("what is THL for in the harbour", ["THL"]),
        ("What did Côte d'Ivoire and Peru do about the floods?", []),
        ("What is said there? The pilots sing in a choir.", []),
        ("WHAT DO ALL PILOTS SING", []),
        ("A Song For The Pilots", []),
        ("", []),
    ],
)
def test_names_are_capitals_within_a_sentence_that_are_no_places(text: str, expected: list[str]) -> None:
    assert names(text, GAZETTEER) == expected


@given(st.text(st.sampled_from("abc .,?'é"), max_size=40))
def test_a_text_in_small_letters_has_no_names(text: str) -> None:
    assert names(text, GAZETTEER) == []


# -- shares taken for granted ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Since 75 per cent of countries keep clocks, what helps?", SHARE, ("75 per cent",)),
        ("Since 31 per cent of countries keep clocks, what helps?", SHARE, ()),
        ("Since less than one third of countries keep clocks, what helps?", SHARE, ()),
        ("Why do two thirds of countries keep clocks?", "Pilots like soup.", ("two thirds",)),
        ("Why do most countries keep clocks?", "Pilots like soup.", ()),
        ("Do 3 in 4 countries keep clocks?", SHARE, ()),
        ("What do third-country nationals keep?", "Pilots like soup.", ()),
        ("What helps pilots?", SHARE, ()),
    ],
)
def test_a_share_that_no_claim_bears_out_is_unfounded(question: str, sentence: str, expected: tuple[str, ...]) -> None:
    assert unfounded(understand(question, (), GAZETTEER), [claim(sentence)]) == expected


def test_without_claims_every_share_taken_for_granted_is_unfounded() -> None:
    query = understand("Why do 20 per cent of countries keep clocks and 4 in 10 soup?", (), GAZETTEER)
    assert unfounded(query, ()) == ("20 per cent", "4 in 10")
