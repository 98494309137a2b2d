"""Retrieval figures, against values worked out by hand, and shuffled judgements as a control."""

import math
from pathlib import Path

import pytest
from rich.console import Console

from mgi_assistant.errors import CorpusError
from mgi_eval.cases import CaseSet
from mgi_eval.controls import oracle
from mgi_eval.retrieval import PROJECT, Retrieved, caught, of_folder, of_set, per_query, shuffled
from mgi_eval.run import judge
from tests.unit.eval_fakes import library, shelf, small_set
from tests.unit.fakes import assistant_over


def perfect(n: int = 20) -> Retrieved:
    """Return a run that finds the one relevant document of each query first."""
    judgements = {f"q{i}": {f"d{i}": 1} for i in range(n)}
    run = {f"q{i}": {f"d{i}": 1.0, f"x{i}": 0.5} for i in range(n)}
    return Retrieved("perfect", PROJECT, judgements, run, {i: i for i in judgements})


def test_values_by_hand() -> None:
    retrieved = Retrieved(
        "two", PROJECT, {"a": {"x": 1}, "b": {"y": 1}}, {"a": {"z": 2.0, "x": 1.0}, "b": {}}, {"a": "a", "b": "b"}
    )
    found = {name: figure.value for name, figure in retrieved.figures().items()}
    assert found["mrr_10"] == pytest.approx(0.5 / 2)
    assert found["ndcg_10"] == pytest.approx(1 / math.log2(3) / 2)
    assert found["recall_5"] == found["recall_10"] == 0.5


def test_an_interval_holds_the_value() -> None:
    figure = perfect().figures()["ndcg_10"]
    assert (figure.value, figure.ci95, figure.n) == (1.0, (1.0, 1.0), 20)


def test_shuffled_judgements_are_caught_and_a_run_that_ignores_them_is_told() -> None:
    assert shuffled(perfect()).figures()["ndcg_10"].value == 0
    assert caught([perfect()]) == []
    ids = [f"q{i}" for i in range(20)]
    blind = Retrieved("blind", PROJECT, {i: {"d": 1} for i in ids}, {i: {"d": 1.0} for i in ids}, {i: i for i in ids})
    assert "with shuffled judgements" in caught([blind])[0]


def test_the_set_itself_is_searched(tmp_path: Path) -> None:
    asked, store = small_set(tmp_path), shelf()
    found, *beside = of_set(asked, assistant_over(store), library(store))
    assert [one.method for one in (found, *beside)] == ["project", "dense alone", "BM25 alone", "equal RRF"]
    assert all(one.judgements == found.judgements for one in beside)
    assert len(found.judgements) == sum(case.answerable for case in asked.cases)
    values = per_query(found.judgements, found.run)
    assert all(0 <= value <= 1 for known in values.values() for value in known.values())
    assert found.figures()["recall_10"].value == pytest.approx(1.0)
    with pytest.raises(CorpusError, match="has no answerable case"):
        of_set(CaseSet("none", (), ""), assistant_over(store), library(store))


def test_a_folder_that_is_no_set_of_documents_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is no BEIR folder"):
        list(of_folder(tmp_path, tmp_path / "cache", Console(quiet=True)))


def test_what_is_found_and_what_is_said_are_judged_over_the_same_passages(tmp_path: Path) -> None:
    asked, store = small_set(tmp_path), shelf()
    kept = library(store)
    found = of_set(asked, assistant_over(store), kept)[0]
    gold = {unit.rpartition("/")[0] for s in judge(asked, oracle(asked, kept), kept).scored for unit in s.item.all_gold}
    assert {passage for judged in found.judgements.values() for passage in judged} == gold
