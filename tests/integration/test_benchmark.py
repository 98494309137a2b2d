"""The shipped set over an index of the shipped corpus: its gold stands there, and the oracle made of it is perfect."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from mgi_assistant.assistant import Assistant
from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder
from mgi_eval.cases import CaseSet, load_set
from mgi_eval.goldcheck import overlaps, uncovered, unsupported
from mgi_eval.library import Library
from mgi_eval.retrieval import of_folder
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


def test_every_group_of_gold_tells_all_vital_facts(asked: CaseSet) -> None:
    assert [(case.id, problem) for case in asked.cases for problem in unsupported(case)] == []


def test_the_set_covers_the_corpus(asked: CaseSet, library: Library) -> None:
    found = uncovered(asked, library)
    assert {name: lacking for name, lacking in found.items() if lacking} == {}


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


def test_a_beir_folder_is_measured_and_embedded_once(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MGI_CACHE", str(cache))
    told = ["Coral reefs lose colour in warm water.", "Bees find flowers by scent.", "Old bridges rust at the joints."]
    asked = ["why reefs bleach", "how bees locate blossoms", "corrosion of bridges"]
    (tmp_path / "tiny" / "qrels").mkdir(parents=True)
    for name, texts in (("corpus", told), ("queries", asked)):
        lines = (json.dumps({"_id": f"{name[0]}{n}", "title": "", "text": text}) for n, text in enumerate(texts))
        (tmp_path / "tiny" / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    judged = "".join(f"q{n}\tc{n}\t1\n" for n in range(3))
    (tmp_path / "tiny" / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", "utf-8")

    def measured() -> dict[str, float | None]:
        found = of_folder(tmp_path / "tiny", tmp_path / "vectors", Console(quiet=True))
        return {one.method: one.figures()["mrr_10"].value for one in found}

    first = measured()
    assert set(first) == {"project", "dense alone", "BM25 alone", "equal RRF"}
    assert first["dense alone"] == first["project"] == 1
    for index in (tmp_path / "vectors").glob("tiny-*/index"):
        shutil.rmtree(index)
    monkeypatch.setattr(SentenceTransformerEmbedder, "embed", lambda *_: pytest.fail("embedded again"))
    assert measured() == first
