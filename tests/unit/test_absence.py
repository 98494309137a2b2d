"""What the sources do not say: refusals, what is missing from an answer, and what came nearest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.relevance import topic_terms
from mgi_assistant.synthesizers.absence import NEAREST, Absence
from mgi_assistant.synthesizers.candidates import Candidate, Candidates
from mgi_assistant.synthesizers.extractive import ExtractiveSynthesizer
from mgi_assistant.types import DraftClaim, Evidence, Filters, Passage
from mgi_assistant.understand import understand
from tests.unit.fakes import CountingIndex, MemoryStore, assistant_over, written

GAZETTEER = default_gazetteer()
CLERKS = [written("other", n, f"Clerks keep a ledger of the ships in bay {n}.") for n in range(1, 41)]
STORE = MemoryStore(
    [
        *CLERKS,
        written("report", 1, "Mali keeps an octopus in a basin.", subject=["MLI"], level="national"),
        written("report", 2, "Peru keeps a ledger of boats.", subject=["PER"], level="national"),
        written("report", 3, "FAMCare gives tea to clerks."),
    ]
)
LEXICAL = CountingIndex(STORE)


def absence() -> Absence:
    synthesize = assistant_over(STORE).synthesize
    assert isinstance(synthesize, ExtractiveSynthesizer)
    return synthesize._absence


def passage(beginning: str) -> Passage:
    return next(p for p in STORE.passages if p.text.startswith(beginning))


def claim(beginning: str) -> DraftClaim:
    found = passage(beginning)
    return DraftClaim(found.text, "evidence", (Evidence(found, found.sentences[0]),), None, 0.9)


@pytest.mark.parametrize(
    ("question", "refused"),
    [
        ("Which country is the best at keeping ledgers?", True),
        ("What does the Zyzzyva ledger of the clerks say?", True),
        ("What does the FAMCare ledger of the clerks say?", False),
        ("What did the Zyzzyva ledger of Peru say?", False),
        ("What did the ZYZ ledger of Peru say?", True),
        ("What should be done?", True),
        ("What should be done about ledgers?", False),
        ("What do clerks keep?", False),
        ("How does the ledger differ from the Tidal Harbour Clock Book?", True),
    ],
)
def test_what_nothing_can_answer_is_refused(question: str, refused: bool) -> None:
    query = understand(question, (), GAZETTEER)
    assert absence().refuses(query, topic_terms(query, LEXICAL)) is refused


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("Does Peru keep an octopus?", "Peru", ("octopus",)),
        ("Does Mali keep an octopus?", "Mali", ()),
        ("What do the clerks get from FAMCare?", "Clerks", ("FAMCare",)),
        ("What do the clerks get from FAMCare?", "FAMCare", ()),
        ("Since 75 per cent of clerks keep a ledger, who sails?", "Clerks", ("75 per cent",)),
        ("What do clerks keep?", "Clerks", ()),
        ("Does Peru keep a ledgerbook?", "Peru", ()),
        ("Which two octopus tanks has Peru?", "Peru", ("octopus",)),
    ],
)
def test_what_the_passages_do_not_have_is_named(question: str, said: str, missing: tuple[str, ...]) -> None:
    query = understand(question, (), GAZETTEER)
    assert absence().unmentioned(query, topic_terms(query, LEXICAL), [claim(said)]) == missing


def test_a_word_that_the_passage_has_another_for_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    query = understand("Does Peru keep an octopus?", (), GAZETTEER)
    missing = absence().unmentioned(query, topic_terms(query, LEXICAL), [claim("Peru")])
    assert missing == ("octopus",)
    monkeypatch.setattr("mgi_assistant.synthesizers.absence._IN_OTHER_WORDS", -1.0)
    assert absence().unmentioned(query, topic_terms(query, LEXICAL), [claim("Peru")]) == ()


def test_a_place_s_own_story_needs_less_where_all_words_are_heard() -> None:
    query = understand("Does Peru keep an octopus?", (), GAZETTEER)
    wanted, own = topic_terms(query, LEXICAL), passage("Peru")
    best = Candidate(own, 0, 0.4, np.zeros(3, dtype=np.float32), 1, 0.6, least=0.9)
    usual = absence().needed(query, wanted, replace(best, least=0.2))
    assert absence().needed(query, wanted, best) < usual
    trafficking = understand("Does Peru keep an octopus against trafficking?", (), GAZETTEER)
    assert absence().needed(trafficking, topic_terms(trafficking, LEXICAL), best) > usual
    kin = understand("Does Peru keep an octopus for foreign workers?", (), GAZETTEER)
    of_workers = replace(best, passage=replace(own, policy_areas=("migrant-workers",)), least=0.2)
    assert kin.policy_areas == ("labour-mobility",)
    assert absence().needed(kin, topic_terms(kin, LEXICAL), of_workers) == usual
    checked = understand("Peru keeps an octopus, correct?", (), GAZETTEER)
    assert absence().needed(checked, topic_terms(checked, LEXICAL), replace(best, least=0.2)) < usual
    region = understand("Who in South America keeps an octopus?", (), GAZETTEER)
    assert absence().needed(region, topic_terms(region, LEXICAL), best) < usual
    other = understand("Who keeps an octopus?", (), GAZETTEER)
    assert absence().needed(other, topic_terms(other, LEXICAL), best) == usual


def test_advice_needs_more_of_a_sentence_that_recommends_nothing() -> None:
    best = Candidate(passage("Clerks"), 0, 0.6, np.zeros(3, dtype=np.float32), 1)
    advice, fact = (understand(text, (), GAZETTEER) for text in ("What should clerks keep?", "What do clerks keep?"))
    needed = [absence().needed(query, topic_terms(query, LEXICAL), best) for query in (advice, fact)]
    assert needed[0] > needed[1]


def test_what_does_not_speak_of_the_concept_asked_about_is_beside_the_point() -> None:
    candidate = Candidate(passage("Peru"), 0, 0.9, np.zeros(3, dtype=np.float32), 1, 1.0)
    for question, beside in (("Does Peru keep a ledger?", False), ("Does Peru keep a ledger of refugees?", True)):
        query = understand(question, (), GAZETTEER)
        assert absence().is_beside(query, topic_terms(query, LEXICAL), candidate) is beside


@pytest.mark.parametrize(
    ("margin", "topical", "beside"),
    [(None, 0.5, False), (-0.05, 0.5, True), (-0.05, 0.9, False), (-0.1, 0.9, True), (0.1, 0.5, False)],
)
def test_of_a_place_what_answers_no_such_question_is_beside_the_point(
    margin: float | None, topical: float, beside: bool
) -> None:
    candidate = Candidate(passage("Peru"), 0, 0.9, np.zeros(3, dtype=np.float32), 1, topical, margin=margin)
    query = understand("Does Peru sell fish?", (), GAZETTEER)
    assert absence().is_beside(query, topic_terms(query, LEXICAL), candidate) is beside


@pytest.mark.parametrize(
    ("question", "confidence", "topical", "beside"),
    [
        ("Does Peru sell fish?", 0.8, 0.5, True),
        ("Does Peru sell fish?", 0.8, 0.6, False),
        ("Does Peru sell fish?", 0.9, 0.5, False),
        ("How many clerks does Peru keep?", 0.8, 0.5, False),
    ],
)
def test_of_a_place_in_a_report_not_learned_from_what_hardly_echoes_the_question_has_to_be_likely(
    question: str, confidence: float, topical: float, beside: bool
) -> None:
    candidate = Candidate(passage("Peru"), 0, confidence, np.zeros(3, dtype=np.float32), 1, topical)
    query = understand(question, (), GAZETTEER)
    assert absence().is_beside(query, topic_terms(query, LEXICAL), candidate) is beside


def test_what_surely_answers_may_leave_out_the_concept_asked_about() -> None:
    query = understand("Does Peru keep a ledger of refugees?", (), GAZETTEER)
    for margin, beside in ((0.1, True), (0.2, False)):
        candidate = Candidate(passage("Peru"), 0, 0.9, np.zeros(3, dtype=np.float32), 1, 1.0, margin=margin)
        assert absence().is_beside(query, topic_terms(query, LEXICAL), candidate) is beside


def test_what_answers_such_questions_need_not_sound_like_them() -> None:
    query = understand("Who sells fish?", (), GAZETTEER)
    for margin, beside in ((0.0, True), (0.1, False), (None, True)):
        candidate = Candidate(passage("Clerks"), 0, 0.9, np.zeros(3, dtype=np.float32), 1, 0.3, margin=margin)
        assert absence().is_beside(query, topic_terms(query, LEXICAL), candidate) is beside


def nearest(question: str, filters: Filters = Filters()) -> list[str]:
    """Return the quotes nearest to a question that the synthesizer does not answer."""
    assistant = assistant_over(STORE)
    assert isinstance(assistant.synthesize, ExtractiveSynthesizer)
    strict = replace(assistant.synthesize, weights=replace(assistant.synthesize.weights, answer=2.0))
    query = understand(question, (), GAZETTEER, filters)
    vector = assistant.embedder.embed_question(query.search)
    found = strict(query, vector, assistant.retriever(query.search, vector, 24, query.filters))
    assert not found.claims
    return [evidence.quote for evidence in found.nearest]


def test_what_another_place_tells_of_a_rare_thing_is_nearest() -> None:
    assert nearest("Does Peru keep an octopus in a basin?") == ["Mali keeps an octopus in a basin."]


def test_otherwise_the_likeliest_sentences_are_nearest() -> None:
    found = nearest("Which ledger of ships do the clerks keep?")
    assert 0 < len(found) <= NEAREST
    assert all(quote.startswith("Clerks keep a ledger") for quote in found)


@pytest.mark.parametrize(
    "filters", [Filters(frozenset({"PER"})), Filters(sources=frozenset({"other"})), Filters(level="local")]
)
def test_what_is_nearest_lies_within_the_filters_given(filters: Filters) -> None:
    admitted = {p.text for p in STORE.passages if filters.admit(p)}
    assert set(nearest("Does Peru keep an octopus in a basin?", filters)) <= admitted


def test_candidates_are_the_likeliest_first_and_about_the_place_asked_about() -> None:
    assistant = assistant_over(STORE)
    candidates: Candidates = absence().candidates
    query = understand("What does Peru keep?", (), GAZETTEER)
    vector = assistant.embedder.embed_question(query.search)
    hits = assistant.retriever(query.search, vector, 24, Filters())
    rated = candidates.rated(query, topic_terms(query, LEXICAL), vector, hits)
    assert [c.passage.subject for c in rated] == [("PER",)]
    everyone = replace(query, places=(), filters=Filters())
    confidences = [c.confidence for c in candidates.rated(everyone, topic_terms(query, LEXICAL), vector, hits)]
    assert len(confidences) > 1
    assert all(a >= b - 1e-3 for a, b in pairwise(confidences))


def test_a_follow_up_is_not_answered_by_what_was_asked_before_it() -> None:
    whole = understand("How many keep an octopus, as to clerks with a ledger?", (), GAZETTEER)
    wanted = topic_terms(whole, LEXICAL)
    asked = replace(whole, question="And how many keep an octopus?")
    deaf = Absence(replace(absence().candidates, read_question=None))
    assert deaf.unmentioned(asked, wanted, [claim("Clerks")]) == ("octopus",)
    assert deaf.unmentioned(asked, wanted, [claim("Mali")]) == ()
    assert deaf.unmentioned(whole, wanted, [claim("Clerks")]) == ()  # no follow-up


def test_what_a_follow_up_asks_is_missed_in_the_words_of_the_field_too() -> None:
    content = [*CLERKS, written("report", 1, "Pilots win by education. Half of all ports teach nobody.")]
    told = MemoryStore(content).passages[-1]
    lexical = CountingIndex(MemoryStore(content))
    synthesize = assistant_over(MemoryStore(content)).synthesize
    assert isinstance(synthesize, ExtractiveSynthesizer)
    asked = understand("How many ports use schooling?", (), GAZETTEER, lexicon=lexical)
    asked = replace(asked, question="And schooling?", search="How many ports use education?", topic="ports education")
    shares = DraftClaim("Half of all ports teach nobody.", "evidence", (Evidence(told, told.sentences[1]),), None, 0.9)
    assert synthesize._absence.unmentioned(asked, topic_terms(asked, lexical), [shares]) == ("education",)


def test_for_yes_or_no_words_are_missed_only_where_most_are_not_there() -> None:
    deaf = Absence(replace(absence().candidates, read_question=None))
    few = understand("Does Mali keep an octopus in a basin for tea?", (), GAZETTEER)
    most = understand("Does Mali give tea to an octopus of FAMCare?", (), GAZETTEER)
    assert deaf.unmentioned(few, topic_terms(few, LEXICAL), [claim("Mali")]) == ()
    assert "tea" in deaf.unmentioned(most, topic_terms(most, LEXICAL), [claim("Mali")])
