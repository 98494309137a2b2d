"""The shipped set over an index of the shipped corpus: its gold stands there, and the oracle made of it is perfect."""

from __future__ import annotations

import pytest

from mgi_assistant.assistant import Assistant
from mgi_eval.cases import CaseSet, load_set
from mgi_eval.goldcheck import overlaps, uncovered
from mgi_eval.library import Library
from mgi_eval.run import ask_all, judge, library_of, provenance
from mgi_eval.session import oracle_verdicts


@pytest.fixture(scope="module")
def asked() -> CaseSet:
    return load_set()


@pytest.fixture(scope="module")
def library(assistant: Assistant, asked: CaseSet) -> Library:
    return library_of(assistant, asked)


def test_no_gold_sentence_is_in_both_splits(asked: CaseSet, library: Library) -> None:
    assert overlaps(asked, library) == []


def test_the_set_covers_the_corpus(asked: CaseSet, library: Library) -> None:
    found = uncovered(asked, library)
    assert (found["types"], found["languages"], found["policy areas"], found["places"]) == ([], [], [], [])
    assert len(found["rows"]) <= 12


@pytest.mark.parametrize("split", ["dev", "test"])
def test_the_oracle_reaches_its_least_in_every_measure(asked: CaseSet, library: Library, split: str) -> None:
    part = CaseSet(split, tuple(case for case in asked.cases if case.split == split), split)
    verdict = oracle_verdicts(part, library)[0]
    assert verdict.caught, f"{verdict.measure} is {verdict.value}"


def test_a_few_questions_are_asked_and_measured(asked: CaseSet, assistant: Assistant, library: Library) -> None:
    few = CaseSet("few", asked.cases[::60], "few")
    run = judge(few, ask_all(assistant, few, provenance(assistant, few, {}), lambda _: None), library)
    assert run.answers.about["model"] == assistant.store.manifest.model
    for scored in run.scored:
        if "verbatim_rate" in scored.ratios:
            assert scored.ratios["verbatim_rate"].right == scored.ratios["verbatim_rate"].of
        assert scored.item.response.confidence is not None
