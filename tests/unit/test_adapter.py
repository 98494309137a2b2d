"""What was learned from questions, and what it says of sentences that it was not learned from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.adapter import Adapter, adapter_for, odds
from mgi_assistant.ports import Reading

ASKED = np.array([1.0, 0.0, 0.0, 0.0], "f4")
TIDES, CLOCKS = np.eye(4, dtype="f4")[[1, 2]]
SEA, SHOP = np.eye(4, dtype="f4")[[2, 3]]
"""Words: the detector below finds the first, which turns a question towards tides."""
ADAPTER = Adapter(
    "toy", SEA[:, None], np.array([-0.5], "f4"), 4 * TIDES[None, :], nothing=0.4, learned=np.stack([TIDES, CLOCKS])
)
MARGINS = st.floats(-1.0, 1.0)


def test_a_word_turns_a_question_towards_the_sentences_that_answer_it() -> None:
    read = Reading(ASKED, ("shop", "sea"), np.stack([SHOP, SEA]))
    tides, clocks = ADAPTER.margins(ADAPTER.turned(read), np.stack([TIDES, CLOCKS])).tolist()
    assert tides == pytest.approx(2 / np.sqrt(5) - 0.4)
    assert clocks == pytest.approx(-0.4)


def test_a_question_without_such_a_word_stays_as_it_is() -> None:
    read = Reading(TIDES, ("shop",), SHOP[None, :])
    assert ADAPTER.margins(ADAPTER.turned(read), np.stack([TIDES, ASKED])).tolist() == pytest.approx([0.6, -0.4])


def test_a_sentence_is_known_by_the_closest_that_was_learned_from() -> None:
    between = (TIDES + CLOCKS) / np.sqrt(2, dtype="f4")
    nearly = (0.8 * TIDES + 0.6 * ASKED).astype("f4")
    known = ADAPTER.known(np.stack([TIDES, nearly, between, ASKED])).tolist()
    assert known[0] == 1.0
    assert 0.0 < known[1] < 1.0
    assert known[2] == pytest.approx(0.05, abs=0.01)
    assert known[3] == 0.0


@given(MARGINS)
def test_nothing_is_said_of_what_is_not_known(margin: float) -> None:
    assert odds(margin, 0.0) == 1.0


@given(st.lists(MARGINS, min_size=2, max_size=5), st.floats(0.0, 1.0))
def test_a_greater_margin_never_makes_an_answer_less_likely(margins: list[float], known: float) -> None:
    found = [odds(margin, known) for margin in sorted(margins)]
    assert all(less <= more for less, more in pairwise(found))
    assert all(0.005 < factor < 150 for factor in found)


def test_vectors_of_another_model_are_left_alone() -> None:
    assert adapter_for("another@123") is None
