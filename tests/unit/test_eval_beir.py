"""BEIR folders: how they are read, what is wrong with them, and that no text is embedded twice."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from mgi_assistant.errors import CorpusError, StorageError
from mgi_assistant.ports import Reading, Vectors
from mgi_eval.beir import PassagesOnly, by_document, clean, read_judgements, read_lines


def test_a_document_scores_as_its_best_passage() -> None:
    ranked = [("a", 0.9), ("b", 0.4), ("c", 0.2)]
    assert by_document(ranked, {"a": "X", "b": "Y", "c": "X"}) == {"X": 0.9, "Y": 0.4}


def test_queries_lose_their_speaker_marks() -> None:
    assert clean('|user|: "Where is it?\n|user|: And when?') == "Where is it? And when?"


def test_judgements_leave_out_what_is_not_relevant(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t2\n1\tb\t0\n2\tc\t0\n", "utf-8")
    assert read_judgements(tmp_path) == {"1": {"a": 2}}


@pytest.mark.parametrize("line", ["1\ta", "1\ta\tmuch", "1 a 1"])
def test_a_line_that_is_no_judgement_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "qrels").mkdir()
    file = tmp_path / "qrels" / "test.tsv"
    file.write_text(f"query-id\tcorpus-id\tscore\n1\ta\t1\n{line}\n", "utf-8")
    with pytest.raises(CorpusError) as caught:
        read_judgements(tmp_path)
    assert f"{file}, line 3" in str(caught.value)


@pytest.mark.parametrize("line", ["{broken", "[]", '{"text": "no id"}', '{"_id": 3}'])
def test_a_broken_line_of_documents_or_queries_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text(json.dumps({"_id": 1, "text": "one"}) + f"\n{line}\n", "utf-8")
    with pytest.raises(CorpusError) as caught:
        list(read_lines(file, "text"))
    assert f"{file}, line 2" in str(caught.value)
    assert next(read_lines(file)) == {"_id": "1", "text": "one"}


class Counting:
    """A model that makes a vector of a text's length, and counts what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.embedded: list[str] = []
        self.read_texts: list[str] = []
        self.prepared = 0

    def prepare(self) -> None:
        self.prepared += 1

    def embed(self, texts: Sequence[str], progress: object = None) -> Vectors:
        self.embedded += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(-1, 2)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.read_texts += texts
        return [Reading(np.ones(3, dtype=np.float32), (t,), np.ones((1, 3), dtype=np.float32)) for t in texts]


def test_sentences_are_not_embedded_for_an_index_that_is_only_searched(tmp_path: Path) -> None:
    model = Counting()
    only = PassagesOnly(model, tmp_path / "vectors.sqlite", lambda *_: None)
    only.prepare()
    assert len(only.read(["one", "two"]) + only.read(["three"])) == 3
    assert len(model.read_texts) == model.prepared == 1
    assert only.name == "counting"


def test_what_was_embedded_is_not_embedded_again_even_after_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mgi_eval.beir._AT_ONCE", 2)
    texts = ["a", "bb", "ccc", "dddd", "eeeee", "a"]

    class Interrupted(Counting):
        def embed(self, texts: Sequence[str], progress: object = None) -> Vectors:
            if "ccc" in texts:
                raise KeyboardInterrupt
            return super().embed(texts)

    first, done = Interrupted(), list[tuple[int, int]]()
    with pytest.raises(KeyboardInterrupt):
        PassagesOnly(first, tmp_path / "cache" / "v.sqlite", lambda *far: done.append(far)).embed(texts)
    assert (first.embedded, done) == (["a", "bb"], [(2, 6)])
    second = Counting()
    found = PassagesOnly(second, tmp_path / "cache" / "v.sqlite", lambda *far: done.append(far)).embed(texts)
    assert second.embedded == ["ccc", "dddd", "eeeee"]
    assert found[:, 0].tolist() == [1, 2, 3, 4, 5, 1]
    assert done[1:] == [(2, 6), (4, 6), (6, 6)]
    other = Counting()
    other.name = "another model"
    PassagesOnly(other, tmp_path / "cache" / "v.sqlite", lambda *_: None).embed(["a"])
    assert other.embedded == ["a"], "vectors of one model are not those of another"


def test_a_file_of_vectors_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "v.sqlite"
    file.write_text("no database " * 100, "utf-8")
    with pytest.raises(StorageError, match="cannot be used"):
        PassagesOnly(Counting(), file, lambda *_: None).embed(["a"])
