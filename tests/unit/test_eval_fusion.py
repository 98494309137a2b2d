"""The parts of the fusion measurement that can be worked out by hand."""

import pytest

from mgi_eval.fusion import METHODS

DENSE = {"a": 0.9, "b": 0.6}
LEXICAL = {"b": 8.0, "c": 2.0}


def test_the_ends_of_the_weights_are_the_halves_alone() -> None:
    assert METHODS["dense weight 1.0"](DENSE, LEXICAL)[0] == ("a", 1.0)
    assert METHODS["dense weight 0.0"](DENSE, LEXICAL)[0] == ("b", 1.0)
    assert [i for i, _ in METHODS["dense alone"](DENSE, LEXICAL)] == ["a", "b"]
    assert [i for i, _ in METHODS["BM25 alone"](DENSE, LEXICAL)] == ["b", "c"]


def test_reciprocal_ranks_by_hand() -> None:
    fused = dict(METHODS["equal RRF"](DENSE, LEXICAL))
    assert fused == {"b": pytest.approx(1 / 62 + 1 / 61), "a": pytest.approx(1 / 61), "c": pytest.approx(1 / 62)}
