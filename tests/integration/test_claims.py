"""The check of what a language model says, on the shipped corpus."""

from __future__ import annotations

import random
import time

import pytest

from mgi_assistant.assistant import Assistant
from mgi_assistant.support import Checker
from mgi_eval.claims import load_honest, true_claims
from mgi_eval.variants import TrueClaim, variants

KINDS = ("digit", "unit", "hedge", "place", "negation", "outside knowledge", "opposite", "joined halves")
DRAWN = 40
"""False claims of each kind; ``mgi-eval claims`` judges all."""


@pytest.fixture(scope="module")
def claims(assistant: Assistant) -> tuple[list[TrueClaim], list[TrueClaim]]:
    """The paraphrases and the sentences they rest on; each quote stands in the index, or this raises."""
    return true_claims(load_honest(), assistant.store)


@pytest.fixture(scope="module")
def checker(assistant: Assistant) -> Checker:
    return Checker(assistant.gazetteer, assistant.retriever.lexical, assistant.store.abbreviations)


def test_true_claims_are_kept(checker: Checker, claims: tuple[list[TrueClaim], list[TrueClaim]]) -> None:
    paraphrases, verbatim = claims
    assert not [claim.text for claim in verbatim if checker.fault(claim.text, claim.evidence)]
    kept = [not checker.fault(claim.text, claim.evidence) for claim in paraphrases]
    assert sum(kept) >= 0.85 * len(kept)


@pytest.mark.parametrize("kind", KINDS)
def test_false_claims_are_caught(
    kind: str, assistant: Assistant, checker: Checker, claims: tuple[list[TrueClaim], list[TrueClaim]]
) -> None:
    made = variants([*claims[0], *claims[1]], assistant.gazetteer, "dev")[kind]
    assert len(made) >= 100
    drawn = random.Random(kind).sample(made, DRAWN)
    missed = [variant.text for variant in drawn if not checker.fault(variant.text, variant.evidence)]
    assert len(missed) <= 1, missed


def test_a_claim_is_judged_in_no_time(checker: Checker, claims: tuple[list[TrueClaim], list[TrueClaim]]) -> None:
    for claim in claims[0][:40]:
        checker.fault(claim.text, claim.evidence)
    started = time.process_time()
    for claim in claims[0][:40]:
        checker.fault(claim.text, claim.evidence)
    assert (time.process_time() - started) / 40 < 0.02
