"""What a question counts, and which sentences give the number of just that."""

from __future__ import annotations

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.counting import asks_for_reach, counted, counts, tells_reach
from mgi_assistant.types import Query
from mgi_assistant.understand import understand
from tests.unit.fakes import CountingIndex, MemoryStore, written

GAZETTEER = default_gazetteer()


def query(question: str) -> Query:
    return understand(question, (), GAZETTEER)


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("How many countries in Africa took part?", "countries"),
        ("How many local governments have a museum?", "local governments"),
        ("How many of the clocks are old?", "clocks"),
        ("What is the number of policy areas there?", "policy areas"),
        ("How many trees?", "trees"),
        ("What is the number of hours they can work?", "hours they"),
        ("What share of countries have a museum?", ""),
        ("How are clocks kept?", ""),
    ],
)
def test_what_is_counted(question: str, things: str) -> None:
    assert counted(query(question)).strip() == things


@pytest.mark.parametrize(
    ("things", "sentence", "expected"),
    [
        ("countries", "In 2019 some 14 countries met.", True),
        ("countries", "In 2019 some 14 national governments met.", True),
        ("countries", "In 2019 countries met.", False),
        ("countries", "In countries 14 clocks were kept.", False),
        ("countries", "14 per cent of countries met.", False),
        ("local governments", "14 cities met.", True),
        ("local governments", "14 countries met.", False),
        ("old clocks", "There are twelve old clocks.", True),
        ("old clocks", "There are twelve old boats.", False),
        ("officials", "More than 3,500 civil servants were trained.", True),
        ("policies", "It asks 99 questions about policies.", False),
        ("questions", "It asks 99 questions about policies.", True),
        ("countries", "It has involved 3,500 government officials.", False),
        ("countries", "In all, 75 local governments took part.", False),
        ("governments", "In all, 75 local governments took part.", True),
        ("officials", "Some 300 members of staff helped.", False),
        ("firms", "Seventy-three firms got a grant.", True),
        ("hours students", "Students may work 20 hours a week.", True),
        ("people", "The census counted 31,460 residents born abroad.", True),
        ("people", "He joined 50,000 nationals who left.", True),
    ],
)
def test_a_sentence_counts_things_when_a_number_stands_before_them(things: str, sentence: str, expected: bool) -> None:
    assert counts(things, sentence, CountingIndex(MemoryStore([written("report", 1, sentence)]))) is expected


@pytest.mark.parametrize(
    ("things", "sentence", "expected"),
    [
        ("national assessments", "It rests on 100 national and 69 local assessments.", True),
        ("local assessments", "It rests on 100 national and 69 local assessments.", True),
        ("national assessments", "The programme has reached 110 countries.", False),
        ("national governments", "The programme has reached 110 countries.", True),
    ],
)
def test_the_last_word_says_what_is_counted_and_two_numbers_may_share_it(
    things: str, sentence: str, expected: bool
) -> None:
    assert counts(things, sentence, CountingIndex(MemoryStore([written("report", 1, sentence)]))) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Since 2016, 14 countries took part.", True),
        ("The MGI assessments had been rolled out in 14 countries.", True),
        ("MGI assessments were conducted in 14 countries.", True),
        ("Some 14 governments have used the MGIs to keep clocks.", False),
    ],
)
def test_some_sentences_tell_how_far_the_mgis_have_come(sentence: str, expected: bool) -> None:
    assert tells_reach(sentence) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("In how many countries was the MGI carried out?", True),
        ("To how many countries has the programme been rolled out?", True),
        ("How many countries keep clocks?", False),
    ],
)
def test_how_far_they_have_come_may_be_asked(question: str, expected: bool) -> None:
    assert asks_for_reach(query(question)) is expected
