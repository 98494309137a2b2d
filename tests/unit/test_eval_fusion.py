"""The parts of the fusion measurement that can be worked out by hand."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from mgi_assistant.ports import Reading, Vectors
from mgi_eval.fusion import METHODS, PassagesOnly, by_document, clean, read_judgements

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


def test_a_document_scores_as_its_best_passage() -> None:
    ranked = [("a", 0.9), ("b", 0.4), ("c", 0.2)]
    assert by_document(ranked, {"a": "X", "b": "Y", "c": "X"}) == {"X": 0.9, "Y": 0.4}


def test_queries_lose_their_speaker_marks() -> None:
    assert clean('|user|: "Where is it?\n|user|: And when?') == "Where is it? And when?"


def test_judgements_leave_out_what_is_not_relevant(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t2\n1\tb\t0\n2\tc\t0\n", "utf-8")
    assert read_judgements(tmp_path) == {"1": {"a": 2}}


def test_sentences_are_not_embedded_for_an_index_that_is_only_searched() -> None:
    class Counting:
        name = "counting"

        def __init__(self) -> None:
            self.read_texts: list[str] = []
            self.prepared = 0

        def prepare(self) -> None:
            self.prepared += 1

        def embed(self, texts: Sequence[str], progress: object = None) -> Vectors:
            return np.full((len(texts), 3), len(texts), dtype=np.float32)

        def read(self, texts: Sequence[str]) -> list[Reading]:
            self.read_texts += texts
            return [Reading(np.ones(3, dtype=np.float32), (t,), np.ones((1, 3), dtype=np.float32)) for t in texts]

    model = Counting()
    only = PassagesOnly(model)
    only.prepare()
    found = only.read(["one", "two"]) + only.read(["three"])
    assert len(found) == 3
    assert len(model.read_texts) == model.prepared == 1
    assert only.embed(["a", "b"]).tolist() == [[2.0] * 3] * 2
    assert only.name == "counting"
