"""The estimate that a sentence belongs in an answer, and what it is made from."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.places import default_gazetteer
from mgi_assistant.relevance import Features, calibration, coverage, echoes, measure, topic_terms
from mgi_assistant.understand import understand
from tests.unit.fakes import CountingIndex, HashedEmbedder, MemoryStore, small_library, written

LIBRARY = small_library()
LEXICAL = CountingIndex(LIBRARY)
SHARES = st.floats(0.0, 1.0)
FEATURES = st.builds(Features, *[SHARES] * len(fields(Features)))


def measured(question: str, beginning: str, areas: tuple[str, ...] = ()) -> list[Features]:
    query = understand(question, (), default_gazetteer())
    passage = next(p for p in LIBRARY.passages if p.text.startswith(beginning))
    vector = HashedEmbedder().embed_question(question)
    return list(measure(topic_terms(query, LEXICAL), vector, passage, LIBRARY, LEXICAL, areas))


@given(FEATURES)
def test_the_estimate_is_a_probability(features: Features) -> None:
    assert 0.0 < calibration().estimate(features) < 1.0


@given(FEATURES, st.sampled_from([f.name for f in fields(Features)]))
def test_more_of_anything_never_makes_a_sentence_less_likely(features: Features, name: str) -> None:
    more = replace(features, **{name: 1.0})
    assert calibration().estimate(more) >= calibration().estimate(features)


def test_the_thresholds_are_probabilities_that_separate_the_extremes() -> None:
    weights = calibration()
    assert 0.0 < weights.keep <= 1.0
    assert 0.0 < weights.answer <= 1.0
    assert weights.estimate(Features(*[0.0] * len(fields(Features)))) < weights.keep
    assert weights.estimate(Features(*[1.0] * len(fields(Features)))) > weights.answer


@pytest.mark.parametrize(
    ("wanted", "present", "share"),
    [
        ({"a": 1.0, "b": 3.0}, ["b"], 0.75),
        ({"a": 1.0, "b": 3.0}, ["b", "b", "z"], 0.75),
        ({"a": 1.0}, [], 0.0),
        ({"a": 1.0}, ["a"], 1.0),
        ({}, ["a"], 1.0),
        ({}, [], 1.0),
    ],
)
def test_coverage_is_the_weighted_share(wanted: dict[str, float], present: list[str], share: float) -> None:
    assert coverage(wanted, present) == pytest.approx(share)


def test_the_topic_leaves_places_and_asking_words_out() -> None:
    query = understand("How many countries in Africa keep a tide calendar?", (), default_gazetteer())
    assert set(topic_terms(query, LEXICAL)) == {"tide", "calendar"}


def test_a_rarer_word_weighs_more() -> None:
    query = understand("national tide", (), default_gazetteer())
    weights = topic_terms(query, LEXICAL)
    assert "national" not in weights, "it is in every other question"
    assert LEXICAL.weight("tide") > LEXICAL.weight("took")


def test_each_sentence_is_measured_and_shares_what_belongs_to_the_passage() -> None:
    first, second = measured("Where is a counselling centre for fishers?", "The government opened")
    assert first.cosine > second.cosine
    assert first.coverage > second.coverage
    assert first.passage_cosine == second.passage_cosine == pytest.approx(first.cosine)
    assert first.passage_coverage == second.passage_coverage >= first.coverage


def test_an_echo_is_one_where_the_words_are_the_same_and_less_where_one_is_missing() -> None:
    passages = list(LIBRARY.passages)
    read = HashedEmbedder().read_question
    heard = echoes(read("seasonal fishers"), passages, LIBRARY, LEXICAL)
    echo = heard.by_passage[next(p.id for p in passages if p.text.startswith("The government"))]
    first, second = echo.sentences
    assert first == echo.passage == pytest.approx(1.0, abs=0.02)
    assert second < 0.5
    assert heard.weakest == pytest.approx(1.0, abs=0.02)
    assert echoes(read("seasonal zyzzyvas"), passages, LIBRARY, LEXICAL).weakest < 0.5
    assert set(heard.by_passage) == {p.id for p in passages}


def test_headings_count_for_the_passage_only() -> None:
    (recommended, *_) = measured("coasts", "Protect mangrove")
    assert recommended.coverage == 0.0
    assert recommended.passage_coverage == 1.0


@pytest.mark.parametrize(
    ("areas", "expected"),
    [((), 0.5), (("climate-mobility",), 1.0), (("diaspora",), 0.0), (("diaspora", "climate-mobility"), 1.0)],
)
def test_the_policy_area_tells_for_against_or_nothing(areas: tuple[str, ...], expected: float) -> None:
    assert {features.area for features in measured("tides", "About 40", areas)} == {expected}


def test_the_name_of_a_place_is_heard_in_the_heading_of_what_is_told_of_it() -> None:
    told = written("report", 1, "It opened a museum.", subject=["PER"], section=("Peru",))
    store = MemoryStore([told, written("report", 2, "It opened a museum too.", section=("Clocks",))])
    own, other = store.passages
    asked, lexical = HashedEmbedder().read_question("Peru museum"), CountingIndex(store)
    plain = echoes(asked, [own, other], store, lexical).by_passage
    heard = echoes(asked, [own, other], store, lexical, {}, {"PER": {"peru"}}).by_passage
    assert heard[own.id].passage > plain[own.id].passage + 0.2
    assert heard[other.id] == plain[other.id]


def test_the_word_that_is_furthest_from_a_passage_is_told_apart() -> None:
    passages = list(LIBRARY.passages)
    asked = HashedEmbedder().read_question("seasonal zyzzyvas")
    (term,), (missing,) = LEXICAL.terms("seasonal"), LEXICAL.terms("zyzzyvas")
    place = next(p.id for p in passages if p.text.startswith("The government"))
    assert echoes(asked, passages, LIBRARY, LEXICAL, {term: 1.0}).by_passage[place].least > 0.9
    assert echoes(asked, passages, LIBRARY, LEXICAL, {term: 1.0, missing: 1.0}).by_passage[place].least < 0.5
    assert echoes(asked, passages, LIBRARY, LEXICAL).by_passage[place].least == 1.0


def test_the_words_that_a_question_is_about_echo_apart_from_those_around_them() -> None:
    passages = list(LIBRARY.passages)
    asked = HashedEmbedder().read_question("seasonal zyzzyvas")
    place = next(p.id for p in passages if p.text.startswith("The government"))
    (term,), (missing,) = LEXICAL.terms("seasonal"), LEXICAL.terms("zyzzyvas")

    def topical(wanted: dict[str, float]) -> float:
        return echoes(asked, passages, LIBRARY, LEXICAL, wanted).by_passage[place].topical[0]

    assert topical({}) == 1.0, "nothing wanted, nothing missed"
    assert topical({term: 1.0}) == pytest.approx(1.0, abs=0.02)
    assert topical({missing: 1.0}) < 0.5
    assert topical({term: 1.0, missing: 9.0}) < topical({term: 9.0, missing: 1.0}), "a rare word counts for more"
