"""Which sentences are of the kind that a question asks for, and what a question asks for at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.synthesizers.kinds import (
    AMONG_OTHERS,
    JUST_THAT_KIND,
    OTHER_KIND,
    asks_for_places,
    asks_how_common,
    asks_who_is_counted,
    asks_who_lacks,
    denies,
    has_figure,
    is_advice,
    is_whole,
    suits,
    tells_how_common,
)
from mgi_assistant.types import PassageKind
from tests.unit.drafting import factor, query
from tests.unit.fakes import CountingIndex, MemoryStore, written

# -- sentences ---------------------------------------------------------------------------------------------------------

SHARE = "What share of countries keep a tide museum?"
COUNT = "How many countries have a tide museum?"
WHEN = "When was the tide museum opened?"
WHY = "Why was the tide museum opened?"
DEFINITION = "What is a tide museum?"


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        (SHARE, "Some 31 per cent of countries keep a tide museum.", True),
        (SHARE, "Most of the countries keep a tide museum.", True),
        (SHARE, "Countries have kept a tide museum since 2019.", False),
        (SHARE, "Countries like to keep a tide museum.", False),
        (COUNT, "31 per cent of countries keep a tide museum.", True),
        ("How many Tide Museum champions are there?", "Of 33 champions of the tide museum, 31 came.", True),
        (COUNT, "The tide museum has 14 clocks.", False),
        (COUNT, "Many countries keep a tide museum.", False),
        (WHEN, "The tide museum was opened in 2019.", True),
        (WHEN, "The tide museum was opened by 14 pilots.", False),
        (WHY, "The tide museum was opened because clocks went missing.", True),
        (WHY, "The tide museum was opened in order to keep the clocks.", True),
        (WHY, "The tide museum was opened by the harbour master.", False),
        (DEFINITION, "A tide museum is a house of clocks.", True),
        (DEFINITION, "Clocks went to the Tide Harbour Ledger (THL) yesterday.", True),
        (DEFINITION, "Pilots opened a tide museum.", False),
        ("How many clocks does the tide museum keep?", "The tide museum keeps seventy-three clocks.", True),
        ("What is the number of hours ships can wait?", "Ships can wait up to 20 hours a week.", True),
        ("Who chairs the tide museum?", "The tide museum is presided over by a pilot.", True),
        ("Who chairs the tide museum?", "The tide museum was painted by a pilot.", False),
        ("Which clocks has Mali not wound?", "Mali has wound the clocks.", False),
        ("Which clocks has Mali not wound?", "Mali does not wind old clocks.", True),
        ("What happened to the tide museum?", "Pilots opened a tide museum.", True),
        ("How long does a tide take?", "A tide takes six hours.", True),
        ("How long does a tide take?", "Between 2016 and 2023, 199 tides were counted.", False),
    ],
)
def test_a_sentence_of_another_kind_counts_less(question: str, sentence: str, fits: bool) -> None:
    assert factor(question, sentence) >= 1.0 if fits else factor(question, sentence) == OTHER_KIND


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (COUNT, "A tide museum is kept in 14 countries."),
        (COUNT, "A tide museum is kept by 14 governments."),
        ("How many museum employees were trained?", "The tide museum trained 40 officials."),
        ("What is the number of clocks in the museum?", "The museum keeps 12 old clocks."),
    ],
)
def test_a_sentence_that_counts_just_what_is_asked_for_counts_more(question: str, sentence: str) -> None:
    assert factor(question, sentence) == JUST_THAT_KIND > 1.0


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        ("Who painted tide museums?", "The port painted the tide museums of the coast.", True),
        ("Who painted tide museums?", "Last year 40 tide museums were painted.", False),
        ("Who painted tide museums?", "Last year 40 tide museums were painted by the port.", True),
        ("Who painted tide museums?", "Tide museums painted clocks and are loved.", True),
        ("Who gets into tide museums?", "Tide museums are free.", True),
        ("Who was painted?", "Last year 40 tide museums were painted.", True),
        ("What do tide museums show?", "Keeping time is a harbour area under the goal Calm water.", False),
        ("What about tide museums?", "This is the third harbour goal.", False),
        ("Which goal do tide museums come under?", "Keeping time is a harbour area under the goal Calm water.", True),
    ],
)
def test_who_did_it_is_told_with_what_was_done_and_classes_only_where_they_are_asked_for(
    question: str, sentence: str, fits: bool
) -> None:
    assert (factor(question, sentence) >= 1.0) is fits


def test_what_a_document_says_of_itself_answers_questions_about_it_only() -> None:
    sentence = "This document is a restatement of the tides."
    assert factor("What happened to the tides?", sentence) == OTHER_KIND
    assert factor("Under which licence was the document on the tides published?", sentence) == 1.0


@given(st.sampled_from([SHARE, COUNT, WHEN, WHY, DEFINITION]), st.text(max_size=60).filter(str.strip))
def test_the_factor_is_never_zero_and_never_more_than_that_of_a_count(question: str, sentence: str) -> None:
    assert 0.0 < factor(question, sentence.strip()) <= JUST_THAT_KIND


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        (
            "What percentage of cities keep a tide museum?",
            "Only 9 per cent of countries keep a tide museum.",
            OTHER_KIND,
        ),
        ("How many countries let migrants in?", "Only 9 per cent of countries let migrants in.", 1.0),
        ("When did the tide museum start?", "The tide museum was painted in 2019.", OTHER_KIND),
        ("When did the tide museum start?", "The tide museum was founded in 2019.", 1.0),
        ("How long did the voyage take?", "The voyage was rough for all on board.", OTHER_KIND),
        ("How long did the voyage take?", "The voyage took six weeks in all.", 1.0),
        ("Which goal covers tides?", "Watching tides is a policy area under the goal Safer seas.", JUST_THAT_KIND),
        ("Which goals cover tides?", "Watching tides is a policy area under the goal Safer seas.", 1.0),
        ("What is a tide museum?", "A tide museum is a house full of old tides.", JUST_THAT_KIND),
        ("What does TMX stand for?", "The Tide Museum Exchange (TMX) lends clocks.", JUST_THAT_KIND),
        ("What does TMX stand for?", "The Tide Museum Exchange (TME) lends clocks.", 1.0),
        ("How many countries are there?", "The list names 9 towns in 28 countries.", AMONG_OTHERS),
        ("How many countries are there?", "The list names 28 countries and 9 towns.", JUST_THAT_KIND),
    ],
)
def test_a_sentence_tells_just_what_is_asked_or_something_else(question: str, sentence: str, expected: float) -> None:
    assert factor(question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What share of countries keep a tide museum?", True),
        ("How common are tide museums?", True),
        ("How many countries keep a tide museum?", True),
        ("Do most countries keep a tide museum?", True),
        ("Do countries keep a tide museum?", False),
        ("How many clocks does a tide museum keep?", False),
        ("What is a tide museum?", False),
    ],
)
def test_how_common_something_is_is_asked_in_so_many_words(question: str, expected: bool) -> None:
    assert asks_how_common(query(question)) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("There are 14 clocks.", True),
        ("Only 31 per cent do.", True),
        ("Two thirds of the ports do.", True),
        ("Most of the ports do.", True),
        ("One in ten ports does.", True),
        ("In 2019 the port was opened.", False),
        ("From 2019–2021 it was closed.", False),
        ("Ports keep clocks.", False),
    ],
)
def test_a_figure_is_a_number_that_is_no_year_or_a_share_in_words(sentence: str, expected: bool) -> None:
    assert has_figure(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Half of all ports have a clock.", True),
        ("In 12 countries ports have clocks.", True),
        ("The plan for ports has three goals.", False),
        ("Countries have clocks in ports.", False),
    ],
)
def test_how_common_something_is_is_told_by_a_share_or_by_how_many_countries(sentence: str, expected: bool) -> None:
    assert tells_how_common(sentence) is expected


@given(st.integers(1900, 2099))
def test_a_year_alone_is_never_a_figure(year: int) -> None:
    assert not has_figure(f"The museum was opened in {year}.")


# -- questions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which countries keep a tide museum?", True),
        ("Which cities keep a tide museum?", True),
        ("Who has opened a tide museum?", True),
        ("Give me examples of tide museums.", True),
        ("Name all the frameworks.", False),
        ("What is a tide museum?", False),
        ("How many countries keep a tide museum?", False),
        ("What should countries do about floods?", False),
    ],
)
def test_questions_whose_answer_is_places(question: str, expected: bool) -> None:
    assert asks_for_places(query(question)) == expected


def test_who_is_counted_is_asked_by_name() -> None:
    assert asks_who_is_counted(query("Which countries are among those that have a tide museum?"))
    assert asks_who_is_counted(query("Please name the countries that make up the 11 per cent with a tide museum."))
    assert not asks_who_is_counted(query("Which countries have a tide museum?"))


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("Which countries lack a tide museum?", True),
        ("Which countries leave tides out of their almanac?", True),
        ("Which cities have no tide museum?", True),
        ("Which countries haven't opened a tide museum?", True),
        ("Which countries still ignore tides?", True),
        ("Which countries of the league have yet to open a tide museum?", True),
        ("Which countries help sailors without papers?", False),
        ("Which countries look for missing boats?", False),
        ("What should be done without a museum?", False),
    ],
)
def test_who_lacks_something(question: str, lacks: bool) -> None:
    assert asks_who_lacks(query(question)) is lacks


def test_only_what_denies_tells_who_lacks_something() -> None:
    assert denies("Mali has no tide museum.")
    assert denies("There are gaps in the tide tables of Mali.")
    assert not denies("Mali has a tide museum.")


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        ("Where are tide museums more common?", "They are more often found where clocks are kept.", True),
        ("Where are tide museums more common?", "Only 11 per cent of countries keep tide museums.", False),
        ("When do ports more often keep clocks?", "Ports with pilots tend to keep clocks.", True),
        ("Which countries are more likely to keep clocks?", "Mali keeps clocks.", False),
    ],
)
def test_what_makes_something_more_common_tells_where_it_is(question: str, sentence: str, fits: bool) -> None:
    assert (factor(question, sentence) > 1) is fits
    assert not asks_for_places(query(question))


@pytest.mark.parametrize(
    ("question", "sentence", "suited"),
    [
        ("Who signed the almanac?", "The almanac is signed by Ada Clerk.", JUST_THAT_KIND),
        ("Who wrote the almanac?", "The almanac has tides.", OTHER_KIND),
        ("When will the next almanac be printed?", "The almanac was printed in 2019.", OTHER_KIND),
        ("When will the next almanac be printed?", "The almanac will be printed in 2031.", 1.0),
        ("What causes tides?", "Ports have tides.", OTHER_KIND),
        ("What causes tides?", "There are tides because of the moon.", 1.0),
        ("What is the period of the tide plan?", "The tide plan is calm.", OTHER_KIND),
        ("What is the period of the tide plan?", "The tide plan is for 2021–2025.", 1.0),
    ],
)
def test_who_wrote_it_when_it_will_be_and_what_causes_it(question: str, sentence: str, suited: float) -> None:
    assert factor(question, sentence) == suited


@pytest.mark.parametrize(
    ("question", "sentence", "suited"),
    [
        ("Who is the mayor of Tern?", "The harbour policy of Tern counts boats.", OTHER_KIND),
        ("Who is the mayor of Tern?", "The mayor of Tern, Ada Quill, opened it.", 1.0),
        ("Who is the mayor of Tern?", "The deputy mayor, Ada Quill, opened it.", OTHER_KIND),
        ("Who is the mayor of Tern?", "It was handed to the mayor's office.", OTHER_KIND),
        ("Which minister counts boats?", "The ministry counts boats.", OTHER_KIND),
        ("Who was consulted on boats?", "The town of Tern was consulted.", 1.0),
        ("Who chairs Mali's tide office?", "Mali has a tide office.", OTHER_KIND),
        ("Who chairs Mali's tide office?", "The mayor chairs Mali's tide office.", 1.0),
        ("How does the port fund its plan?", "The port has a plan.", OTHER_KIND),
        ("How does the port fund its plan?", "A donor pays for the plan of the port.", 1.0),
        ("Who pays for the plan?", "The plan is financed by the port.", 1.0),
        ("What do pilots think of the plan?", "Pilots have a plan.", OTHER_KIND),
        ("What do pilots think of the plan?", "Pilots welcomed the plan.", 1.0),
        ("How long does the tide plan last?", "The tide plan is for 2021–2030.", 1.0),
        ("How long does the tide plan last?", "The tide plan was made in 2021.", OTHER_KIND),
        ("What are the opening hours of the tide office?", "The tide office informs pilots.", OTHER_KIND),
        ("What are the opening hours of the tide office?", "The tide office is open from 9 am.", 1.0),
        ("We plan a hotline for pilots. Is that advised?", "Pilots need help.", 1.0),
        ("How many boats sail every year?", "Some 40 boats sail in all.", OTHER_KIND),
        ("How many boats sail every year?", "Some 40 boats sail every year.", JUST_THAT_KIND),
        ("What do pilots charge?", "Pilots guide boats.", OTHER_KIND),
        ("What do pilots charge?", "Pilots ask for 40 euros.", 1.0),
        ("What share of women sail?", "Half of the countries count women who sail.", OTHER_KIND),
        ("What share of women sail?", "Half of them have a harbour.", OTHER_KIND),
        ("What share of women sail?", "Half of the women sail.", 1.0),
        ("Why was the tide museum built?", "It is pivotal to learn about tides.", 1.0),
    ],
)
def test_offices_contacts_rates_and_prices(question: str, sentence: str, suited: float) -> None:
    assert factor(question, sentence) == suited


def test_what_something_came_of_is_its_reason_where_all_of_it_is_heard() -> None:
    item = written("report", 1, "The findings led to a tide museum.")
    lexical = CountingIndex(MemoryStore([item]))
    asked = query("Why was the tide museum built?")
    assert OTHER_KIND == suits(asked, item.passage, 0, lexical) < suits(asked, item.passage, 0, lexical, heard=True) < 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The opinions expressed on tides in the publication are those of the authors.",
        "The designations employed for ports do not imply any opinion on tides.",
        "More on the tides of ports can be found in the Almanac of Tides.",
        "Words for tides and ports are explained where they occur.",
    ],
)
def test_what_a_publication_says_of_itself_answers_nothing_else(sentence: str) -> None:
    assert factor("How do ports deal with tides?", sentence) == OTHER_KIND
    assert factor("Where can I read more about tides?", sentence) == 1.0


# -- passages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "section", "table", "expected"),
    [
        ("Clocks stand still.", "prose", ("Coasts", "Recommendations"), "", True),
        ("Clocks stand still.", "prose", ("Recommendations", "Coasts"), "", False),
        ("Clocks stand still.", "row", (), "Recommendations on coasts (table)", True),
        ("Clocks stand still.", "row", (), "Figures on coasts (table)", False),
        ("Train harbour pilots.\nProtect mangrove belts.", "item", ("Coasts",), "", True),
        ("Train harbour pilots.\nPilots are few.", "item", ("Coasts",), "", False),
        ("Train harbour pilots.", "prose", ("Coasts",), "", False),
        ("Trainees are harbour pilots.", "item", ("Coasts",), "", False),
    ],
)
def test_what_recommends(text: str, kind: PassageKind, section: Sequence[str], table: str, expected: bool) -> None:
    assert is_advice(written("report", 1, text, kind=kind, section=section).passage, table) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The tide museum keeps twelve old clocks.", "prose", True),
        ("keeps twelve old tide clocks in its hall.", "prose", False),
        ("twelve old tide clocks in the hall", "item", True),
        ("Does the tide museum keep twelve clocks?", "prose", False),
        ("The tide museum keeps three things of value:", "prose", False),
        ("Twelve old clocks", "prose", False),
        ("Clocks were kept dry.", "prose", True),
        ("Clocks were kept dry.12", "prose", True),
        ("Clocks were kept dry.¹", "prose", True),
        ("Clocks were kept dry (and wound).", "prose", True),
        ("Keeping of clocks.", "prose", False),
        ("Keeping of clocks.", "item", False),
        ("Protect old clocks.", "item", True),
        ("Clocks.", "prose", False),
        ("This is the third harbour goal.", "prose", False),
        ("This is the third harbour goal, with which clocks are kept.", "prose", True),
        ("I trust that the clocks and the tide tables shown in", "prose", False),
    ],
)
def test_what_can_be_said_by_itself(text: str, kind: PassageKind, expected: bool) -> None:
    assert is_whole(written("report", 1, text, kind=kind).passage, 0) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which cities does the tide reach?", True),
        ("Which countries in Africa keep clocks?", True),
        ("Which city networks does Mali belong to?", False),
        ("With which countries does Mali have tide agreements?", False),
        ("Which countries does Mali trade clocks with?", False),
        ("Which countries trade clocks with Mali?", True),
    ],
)
def test_places_are_asked_for_but_not_the_partners_or_networks_of_one(question: str, expected: bool) -> None:
    assert asks_for_places(replace(query(question), intent="list")) is expected
