"""The installed command over a real index, in processes of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mgi_assistant.assistant import Assistant
from tests.unit.test_types import ANSWER_KEYS, CITATION_KEYS, EXAMPLE_KEYS


def mgi(
    *arguments: str | Path | bytes, index: Path | None, cache: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run ``mgi`` and return what it printed."""
    command: list[Any] = [sys.executable, "-m", "mgi_assistant", *arguments]
    environment = {**os.environ, "MGI_CACHE": str(cache), **({"MGI_INDEX": str(index)} if index else {}), **more}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def is_one_error_and_a_hint(done: subprocess.CompletedProcess[str]) -> bool:
    lines = done.stderr.splitlines()
    return done.stdout == "" and [line.split(":")[0] for line in lines] == ["Error", "Hint"]


@pytest.fixture
def copied(shipped_index: Path, tmp_path: Path) -> Path:
    """A copy of the index that a test may damage."""
    copy = tmp_path / "index"
    shutil.copytree(shipped_index, copy)
    return copy


def change_manifest(index: Path, **fields: object) -> None:
    """Change fields of the manifest that serves."""
    path = index / (index / "CURRENT").read_text().strip() / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **fields}), "utf-8")


def test_an_answer_as_json(shipped_index: Path, cache: Path) -> None:
    done = mgi("ask", "Which cities in Ecuador took part?", "--json", index=shipped_index, cache=cache)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert set(answer) == ANSWER_KEYS
    assert {key for citation in answer["citations"] for key in citation} == CITATION_KEYS
    assert answer["status"] == "answered"


def test_an_answer_for_people(shipped_index: Path, cache: Path) -> None:
    question = "What did the MGI lead to in Mali?"
    done = mgi("ask", question, index=shipped_index, cache=cache, COLUMNS="200")
    assert (done.returncode, done.stderr) == (0, "")
    assert "[1] Success Stories 2023 (restated), p. 9" in done.stdout


def test_a_batch_in_one_process_with_bytes_and_control_characters(
    shipped_index: Path, cache: Path, tmp_path: Path
) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"id": "one", "question": "What did the MGI lead to in Mali?"},
        {"id": "two", "question": "and Seychelles?", "history": ["What did the MGI lead to in Mali?"]},
        {"id": "three", "question": "What did\u0007 Belize do \ud800?"},
        {"id": "four", "question": "why " * 2500},
        {"id": "five", "question": "How do I bake bread?"},
    ]
    questions.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = mgi("ask", "--batch", questions, "--json", index=shipped_index, cache=cache)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [(a["id"], a["status"]) for a in answers] == [
        ("one", "answered"),
        ("two", "answered"),
        ("three", "answered"),
        ("four", "not_found"),
        ("five", "not_found"),
    ]
    assert all(set(answer) == ANSWER_KEYS for answer in answers)
    assert f"{questions}, line 4" in done.stderr


def test_a_question_of_any_bytes_is_answered(shipped_index: Path, cache: Path) -> None:
    done = mgi("ask", b"What did Mali do \xff\x1b?", "--json", index=shipped_index, cache=cache)
    assert done.returncode == 0
    assert json.loads(done.stdout)["status"] == "answered"


def test_examples_of_a_region_at_the_local_level(shipped_index: Path, cache: Path) -> None:
    done = mgi("examples", "--region", "Africa", "--level", "local", "--json", index=shipped_index, cache=cache)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert {example["iso3"] for example in found["examples"]} == {"SLE"}
    assert {key for example in found["examples"] for key in example} == EXAMPLE_KEYS
    assert {example["level"] for example in found["examples"]} == {"local"}


def test_comparable_places(shipped_index: Path, cache: Path) -> None:
    done = mgi("compare", "Fiji", "--topic", "climate", "--json", index=shipped_index, cache=cache)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert {c["iso3"] for c in found["comparable"]} == {"MHL", "SUR"}
    assert {"both are small island developing States"} <= set(found["comparable"][0]["reasons"])
    shown = mgi("compare", "La Cruz", index=shipped_index, cache=cache)
    assert shown.returncode == 2
    assert is_one_error_and_a_hint(shown)
    assert "La Cruz, Peru" in shown.stderr


@pytest.mark.parametrize(
    ("place", "topic", "other", "words"),
    [
        ("Seychelles", "", "Mauritius", "both lie in Eastern Africa"),
        ("Seychelles", "", "Uruguay", "same policy area: Protecting migrant workers"),
        ("Mali", "", "Gambia", "both are least developed countries"),
        ("Mali", "", "Paraguay", "same kind of instrument: committee or coordination mechanism"),
        ("Kenya", "", "Seychelles", "both lie in Eastern Africa"),
        ("Kenya", "census", "Gambia", "same policy area: Increasing the availability of high-quality migration data"),
        ("Fiji", "", "Marshall Islands", "both are small island developing States"),
        ("Nepal", "", "Kyrgyzstan", "both are landlocked developing countries"),
        ("Japan", "", "Portugal", "both at the national level"),
        ("Medellín", "", "Heredia", "both at the local level"),
        ("La Cruz, Peru", "", "Medellín", "both lie in South America"),
        ("Guatemala", "", "Honduras", "a similar story"),
    ],
)
def test_comparable_places_and_why(assistant: Assistant, place: str, topic: str, other: str, words: str) -> None:
    found = assistant.compare(place, topic)
    (comparable,) = [c for c in found.comparable if c.example.place == other]
    assert words in [reason.words for reason in comparable.reasons]
    for each in found.comparable:
        assert each.example.iso3 != found.place.iso3
        passages = [assistant.store.passage(found.citations[n - 1].passage_id) for n in each.example.citations]
        assert [each.example.iso3 in passage.subject for passage in passages] == [True]


def test_a_wrong_index_folder_costs_no_engine(tmp_path: Path, cache: Path) -> None:
    done = mgi("ask", "What did Mali do?", "--index", tmp_path / "nowhere", "--json", index=None, cache=cache)
    assert done.returncode == 1
    assert is_one_error_and_a_hint(done)
    assert str(tmp_path / "nowhere") in done.stderr


def test_an_index_of_another_model_says_what_to_do(copied: Path, cache: Path) -> None:
    change_manifest(copied, model="another-model@0123")
    done = mgi("ask", "What did Mali do?", index=copied, cache=cache)
    assert done.returncode == 1
    assert is_one_error_and_a_hint(done)
    assert "another-model@0123" in done.stderr
    assert "MGI_MODEL" in done.stderr


def test_an_index_of_another_shape_answers_with_a_note(copied: Path, cache: Path) -> None:
    change_manifest(copied, shape="another")
    done = mgi("ask", "What did Mali do?", "--json", index=copied, cache=cache)
    assert (done.returncode, json.loads(done.stdout)["status"]) == (0, "answered")
    assert done.stderr.startswith("Note: ")
    assert "mgi-ingest" in done.stderr


def test_a_damaged_index_is_named(copied: Path, cache: Path) -> None:
    version = copied / (copied / "CURRENT").read_text().strip()
    (version / "passages.jsonl").write_text("{}\n")
    done = mgi("ask", "What did Mali do?", index=copied, cache=cache)
    assert done.returncode == 1
    assert is_one_error_and_a_hint(done)
    assert "passages.jsonl" in done.stderr


def test_a_reader_that_stops_early_is_no_error(shipped_index: Path, cache: Path) -> None:
    command = f'"{sys.executable}" -m mgi_assistant examples --json | head -c 10'
    environment = {**os.environ, "MGI_CACHE": str(cache), "MGI_INDEX": str(shipped_index)}
    done = subprocess.run(
        command, shell=True, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout == '{"examples'
    assert "Traceback" not in done.stderr
