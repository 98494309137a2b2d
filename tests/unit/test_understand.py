"""From questions as people type them to queries that stand on their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.abbreviations import Abbreviations
from mgi_assistant.errors import UsageError
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import Filters, Query
from mgi_assistant.understand import LONGEST_QUESTION, clean, understand
from tests.unit.fakes import CountingIndex, MemoryStore, written

GAZETTEER = default_gazetteer()


def query(question: str, history: Sequence[str] = (), filters: Filters = Filters()) -> Query:
    return understand(question, history, GAZETTEER, filters)


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!…", "\x00\x07", "\u200b\u202e", "—"])
def test_a_question_without_a_word_is_refused_with_an_example(question: str) -> None:
    with pytest.raises(UsageError, match="empty") as refused:
        query(question)
    assert "mgi ask" in refused.value.hint
    assert refused.value.exit_code == 2


def test_the_longest_question_is_taken_and_one_character_more_is_not() -> None:
    assert query("a" * LONGEST_QUESTION).standalone == "a" * LONGEST_QUESTION
    with pytest.raises(UsageError, match="4,001 characters; 4,000 is the limit"):
        query("a" * (LONGEST_QUESTION + 1))


def test_only_what_is_left_after_cleaning_counts_for_the_limit() -> None:
    assert query("a" * LONGEST_QUESTION + "\x00" * 50 + "  ").standalone == "a" * LONGEST_QUESTION


# -- cleaning ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("What did\x00Mali do?", "What did Mali do?"),
        ("  What\r\n did\tMali   do?  ", "What did Mali do?"),
        ("What did \u202eMali\u202c do?", "What did Mali do?"),
        ("What did M\u00adali do?", "What did Mali do?"),
        ("What did\u2028Mali do?", "What did Mali do?"),
        ("What did\u00a0Mali do?", "What did Mali do?"),
        ("What did Mali do? \ud800", "What did Mali do?"),
        ("<script>x</script> What did <b class='a'>Mali</b> do?", "x What did Mali do?"),
        ("Did 3 < 5 harbours close?", "Did 3 < 5 harbours close?"),
        ("¿Qué hizo Perú?", "¿Qué hizo Perú?"),
    ],
)
def test_cleaning_leaves_one_line_without_control_characters(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_the_question_is_kept_as_the_user_put_it() -> None:
    assert query(" What did\tMali do? ").question == " What did\tMali do? "


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\n" not in once
    assert "\x00" not in once


@given(st.text(max_size=300), st.lists(st.text(max_size=100), max_size=3))
def test_any_text_is_understood_or_refused_as_empty(text: str, history: list[str]) -> None:
    try:
        understood = query(text, history)
    except UsageError:
        assert not any(c.isalnum() or c == "_" for c in clean(text))
    else:
        assert clean(text).rstrip(" ?.!")[:1] in understood.shown or history
        assert query(text, history) == understood


# -- places and levels -------------------------------------------------------------------------------------------------


def test_a_country_becomes_a_filter() -> None:
    understood = query("What did the MGI lead to in Mali?")
    assert understood.places == ("MLI",)
    assert understood.filters.places == {"MLI"}


def test_an_adjective_names_its_country() -> None:
    assert query("What does the Malian government do?").places == ("MLI",)


def test_a_locality_is_filtered_by_itself_and_is_local() -> None:
    understood = query("What happened in Medellín?")
    assert understood.filters.places == {"COL:medellin"}
    assert understood.level == "local"


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("What happened in San Marcos, Guatemala?", ("GTM:san-marcos",)),
        ("What happened in San Marcos (Guatemala) and in Mali?", ("GTM:san-marcos", "MLI")),
        ("What happened in Medellín and in Guatemala?", ("COL:medellin", "GTM")),
    ],
)
def test_a_locality_with_its_own_country_is_one_place(question: str, places: tuple[str, ...]) -> None:
    understood = query(question)
    assert understood.places == places
    assert understood.filters.places == set(places)


def test_a_region_becomes_its_members() -> None:
    understood = query("Which countries in Central Asia took part?")
    assert understood.places == ("region:central-asia",)
    assert understood.filters.places == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}


def test_without_places_nothing_is_filtered() -> None:
    assert query("How many policy areas are there?").filters == Filters()


def test_given_filters_stay() -> None:
    given_filters = Filters(frozenset({"PER"}), "local", frozenset({"diaspora"}), frozenset({"report"}))
    assert query("How many policy areas are there?", (), given_filters).filters == given_filters


def test_a_region_asked_about_is_narrowed_by_a_given_filter() -> None:
    filters = Filters(places=frozenset({"KGZ", "MLI"}))
    assert query("What happened in Central Asia?", (), filters).filters.places == {"KGZ"}


def test_a_locality_inside_a_given_country_is_kept() -> None:
    filters = Filters(places=frozenset({"COL"}))
    assert query("What happened in Medellín?", (), filters).filters.places == {"COL:medellin"}


def test_a_place_outside_the_given_filter_does_not_lift_the_filter() -> None:
    filters = query("What did the MGI lead to in Mali?", (), Filters(places=frozenset({"PER"}))).filters
    assert filters.places
    assert filters.places.isdisjoint({"MLI", "PER"})


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("Which cities took part?", "local"),
        ("What do municipalities do?", "local"),
        ("Which countries took part?", None),
        ("How do local and national policies fit together?", None),
    ],
)
def test_the_level_asked_about(question: str, level: str | None) -> None:
    assert query(question).level == level


# -- what is asked for -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("How many countries took part?", "count"),
        ("¿Cuántos países participaron?", "count"),
        ("What share of countries have a census module?", "figure"),
        ("How common are exit surveys?", "figure"),
        ("What should governments do about floods?", "advice"),
        ("What is recommended on data?", "advice"),
        ("Which cities in Ecuador took part?", "list"),
        ("Name all the frameworks.", "list"),
        ("Give me an example of a harbour policy.", "example"),
        ("When did Mali open its museum?", "when"),
        ("In which year was the museum opened?", "when"),
        ("What period does the plan cover?", "when"),
        ("¿Cuándo participó Perú?", "when"),
        ("What happened when the museum was opened?", "fact"),
        ("What is a tide museum?", "definition"),
        ("What does tide museum mean?", "definition"),
        ("¿Qué es un museo?", "definition"),
        ("Why do countries keep a museum?", "why"),
        ("Pourquoi ouvrir un musée ?", "why"),
        ("Did Spain take part?", "yes_no"),
        ("What happened in Mali?", "fact"),
        ("What is a tide museum, in plain English?", "definition"),
        ("What's a tide museum please", "definition"),
        ("What is a tide museum for?", "why"),
        ("How are clocks supposed to look (how often are they wound)?", "advice"),
        ("What are ports told to do about floods?", "advice"),
        ("What must a port have ready?", "advice"),
        ("recs on floods pls", "advice"),
        ("What shuold ports do?", "advice"),
        ("Is it supposed to rain?", "yes_no"),
        ("Which goes up when a country keeps clocks?", "fact"),
        ("Which small island states keep clocks?", "list"),
        ("Wich countries keep clocks?", "list"),
    ],
)
def test_intents(question: str, intent: str) -> None:
    assert query(question).intent == intent


def test_a_slip_in_an_asking_word_is_put_right_in_what_is_understood() -> None:
    understood = query("wich ports keep clokcs?")
    assert understood.question == "wich ports keep clokcs?"
    assert understood.standalone == "which ports keep clokcs?"


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("What does the MGI help governments do?", "definition"),
        ("How does the MGI help?", "definition"),
        ("What does the MGI say about tides?", "fact"),
        ("What did the MGI do in Mali?", "fact"),
        ("Where were tide museums built?", "list"),
        ("Where were tide museums proposed?", "list"),
        ("Any numbers on tide museums?", "figure"),
        ("Give me the key figures on tides", "figure"),
    ],
)
def test_definitions_lists_and_figures(question: str, intent: str) -> None:
    assert understand(question, (), GAZETTEER).intent == intent


def test_the_level_of_the_places_asked_for_is_left_to_the_filter() -> None:
    query = understand("Which places count boats at the local level?", (), GAZETTEER)
    assert (query.search, query.level) == ("Which places count boats?", "local")
    assert "at the local level" in understand("How are boats counted at the local level?", (), GAZETTEER).search


def test_the_topic_has_neither_places_nor_asking_words() -> None:
    topic = query("What did Mali and Peru do about seasonal fishers?").topic.split()
    assert {"seasonal", "fishers"} <= set(topic)
    assert {"mali", "peru", "did", "do"}.isdisjoint(topic)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Explain the tide plan.", "definition"),
        ("Describe what Mali did.", "fact"),
        ("What is the unemployment rate?", "figure"),
        ("How do you rate the plan?", "fact"),
        ("When do ports more often keep clocks?", "fact"),
        ("When do ports keep clocks?", "when"),
        ("Show me stories about clocks.", "example"),
        ("Find me a local government with clocks.", "example"),
        ("Which stories are about clocks?", "list"),
        ("Could you name some countries with clocks?", "example"),
        ("Please list the countries that make up the 9 per cent with clocks.", "list"),
        ("Who asks about clocks in the next head count of ships?", "fact"),
    ],
)
def test_what_kind_of_answer_is_asked_for(question: str, intent: str) -> None:
    assert query(question).intent == intent


def test_policy_areas_are_those_that_the_topic_names() -> None:
    assert query("What is done against human trafficking?").policy_areas == ("trafficking-smuggling",)


def test_abbreviations_are_written_out_for_the_search_only() -> None:
    known = Abbreviations({"THL": "Tidal Harbour Ledger"})
    understood = understand("Who keeps the THL?", (), GAZETTEER, Filters(), known)
    assert understood.standalone == "Who keeps the THL?"
    assert understood.search == "Who keeps the Tidal Harbour Ledger?"


@pytest.mark.parametrize(
    ("question", "standalone", "language"),
    [
        ("¿Qué se recomienda sobre la diáspora?", "What recommend on diaspora?", "es"),
        ("¿Cuántos países trabajan con la diáspora?", "How many countries work with diaspora?", "es"),
        ("Quel pourcentage des pays travaille avec la diaspora ?", "What share of countries work with diaspora?", "fr"),
    ],
)
def test_another_language_is_searched_for_in_english_and_shown_as_it_was_asked(
    question: str, standalone: str, language: str
) -> None:
    understood = query(question)
    assert understood.policy_areas == ("diaspora",)
    assert understood.standalone == standalone
    assert understood.shown == question
    assert understood.language == language


def test_english_is_searched_for_as_asked() -> None:
    understood = query("What is done with the diaspora?")
    assert understood.search == understood.shown == "What is done with the diaspora?"
    assert understood.language == "en"


@pytest.mark.parametrize(
    ("question", "before", "standalone", "shown"),
    [
        ("¿y en Malí?", "¿Qué se hizo en Perú?", "What do in Mali?", "¿Qué se hizo en Malí?"),
        ("Mali ?", "Que recommande-t-on sur la diaspora au Pérou ?", "What recommend on diaspora in Mali?", ""),
    ],
)
def test_a_follow_up_in_another_language_is_made_whole(question: str, before: str, standalone: str, shown: str) -> None:
    understood = query(question, [before])
    assert understood.places == ("MLI",)
    assert understood.standalone == standalone
    assert understood.shown == shown or not shown


def test_each_part_of_a_question_in_another_language_is_shown_as_it_was_asked() -> None:
    understood = query("¿Cuántos países trabajan con la diáspora? ¿Qué recomienda la OIM sobre los datos?")
    assert [part.standalone.split()[0] for part in understood.parts] == ["How", "What"]
    assert [part.shown.lstrip("¿").split()[0] for part in understood.parts] == ["Cuántos", "Qué"]


def test_cities_are_counted_in_the_country_of_the_one_talked_of() -> None:
    asked = query("And how many cities there took part?", ["What changed in Lima?"])
    assert asked.standalone == "How many cities in Peru took part?"
    assert asked.places == ("PER",)


def test_each_part_of_a_question_is_asked_in_the_fields_words_too() -> None:
    lexicon = CountingIndex(MemoryStore([written("report", 1, "A business keeps clocks. The private sector acts.")]))
    asked = understand(
        "How many countries work with NGOs, and how many work with business?", (), GAZETTEER, lexicon=lexicon
    )
    assert [part.wider is not None for part in asked.parts] == [False, True]
