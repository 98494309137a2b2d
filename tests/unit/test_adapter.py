"""What was learned from questions, and what it says of sentences that it was not learned from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.adapter import Adapter, adapter_for, odds

ASKED = np.array([1.0, 0.0, 0.0, 0.0], "f4")
TIDES, CLOCKS = np.eye(4, dtype="f4")[[1, 2]]
DOWN = np.array([[1.0], [0.0], [0.0], [0.0]], "f4")
"""Turns what is asked along the first axis towards tides."""
ADAPTER = Adapter("toy", DOWN, 2 * TIDES[None, :], 0.4, np.stack([TIDES, CLOCKS]))
MARGINS = st.floats(-1.0, 1.0)


def test_a_question_is_turned_towards_the_sentences_that_answer_it() -> None:
    tides, clocks = ADAPTER.margins(ASKED, np.stack([TIDES, CLOCKS])).tolist()
    assert tides == pytest.approx(2 / np.sqrt(5) - 0.4)
    assert clocks == pytest.approx(-0.4)


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
    assert all(0.1 < factor < 150 for factor in found)


def test_vectors_of_another_model_are_left_alone() -> None:
    assert adapter_for("another@123") is None
