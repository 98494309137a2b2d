"""The command ``mgi-eval`` as a user meets it when something is wrong, and over an index of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import get_args

import pytest

from mgi_assistant.assistant import Assistant
from mgi_assistant.settings import Settings
from mgi_eval import session as sessions
from mgi_eval.cases import CaseSet
from mgi_eval.cli import main
from mgi_eval.session import Session
from tests.unit.eval_fakes import library, raw_case, records, shelf, write_lines
from tests.unit.fakes import assistant_over


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["mgi-eval", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_a_broken_case_file_is_one_line_and_a_hint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "set.jsonl", '{"id": "a"}')
    assert run(monkeypatch, "run", "--cases", str(path)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"{path}, line 1" in printed.err
    assert printed.err.count("\n") == 2


def test_a_missing_index_and_misuse_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "set.jsonl", raw_case("a", "Who?"))
    assert run(monkeypatch, "run", "--cases", str(path), "--index", str(tmp_path)) == 1
    assert "There is no index" in capsys.readouterr().err
    assert run(monkeypatch, "run", "--split", "train") == 2
    assert "There is no split 'train'" in capsys.readouterr().err
    assert run(monkeypatch, "fusion") == 2
    assert "Nothing to measure" in capsys.readouterr().err
    assert run(monkeypatch, "show", "nobody", "--cases", str(path)) == 1
    assert "has no case 'nobody'" in capsys.readouterr().err
    assert run(monkeypatch, "compare", str(tmp_path), str(tmp_path)) == 1
    assert "is no report" in capsys.readouterr().err


def test_a_wrong_config_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "set.jsonl", raw_case("a", "Who?"))
    config = tmp_path / "other.toml"
    for text, message in (("model =", "cannot be read"), ("colour = 1", "colour")):
        config.write_text(text, "utf-8")
        assert run(monkeypatch, "run", "--cases", str(path), "--config", str(config)) == 1
        assert message in (printed := capsys.readouterr().err)
        assert str(config) in "".join(printed.split())


def test_a_folder_that_is_no_set_of_documents_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for command in ("fusion", "retrieval"):
        assert run(monkeypatch, command, str(tmp_path), "--cache", str(tmp_path / "cache")) == 1
        assert "is no BEIR folder" in capsys.readouterr().err
        assert not (tmp_path / "cache").exists()


def test_a_run_with_a_language_model_needs_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = str(write_lines(tmp_path / "set.jsonl", *records()))
    assert run(monkeypatch, "run", "--cases", path, "--synthesizer", "prompted") == 1
    assert capsys.readouterr().err.startswith("Error: No language model is configured.\nHint: Set MGI_LLM_URL")
    assert run(monkeypatch, "run", "--cases", path, "--synthesizer", "magic") == 2
    assert "Name extractive or prompted." in capsys.readouterr().err


def test_without_being_asked_for_no_language_model_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[str | None] = []

    def opened(index: object = None, settings: Settings | None = None) -> Assistant:
        assert settings
        wanted.append(settings.llm_url)
        return assistant_over(shelf())

    monkeypatch.setattr(sessions, "open_assistant", opened)
    monkeypatch.setattr(sessions, "library_of", lambda assistant, asked: None)
    monkeypatch.setenv("MGI_LLM_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("MGI_LLM_MODEL", "m-1")
    for synthesizer in get_args(sessions.Synthesizer):
        sessions.open_session(CaseSet("none", (), ""), None, None, synthesizer)
    assert wanted == [None, "http://127.0.0.1:1/v1"]


# -- over a small index in memory --------------------------------------------------------------------------------------


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of cases; the commands open a small assistant in memory instead of an index."""
    store = shelf()
    assistant, kept = assistant_over(store), library(store)

    def opened(
        asked: CaseSet, index: Path | None, config: Path | None, synthesizer: sessions.Synthesizer = "extractive"
    ) -> Session:
        return Session(asked, assistant, kept, {})

    def about(_: Assistant, asked: CaseSet, config: object) -> dict[str, object]:
        return {"set": asked.sha256, "config": config}

    monkeypatch.setattr(sessions, "open_session", opened)
    monkeypatch.setattr(sessions, "provenance", about)
    return write_lines(tmp_path / "set.jsonl", *records())


def test_a_run_is_written_shown_and_compared(
    cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out, answers = tmp_path / "out", str(tmp_path / "out" / "answers.jsonl")
    assert run(monkeypatch, "run", "--cases", str(cases), "--out", str(out), "--no-baseline", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["figures"]["conditioned_score"]["n"] == len(records())
    assert {path.name for path in out.iterdir()} == {"answers.jsonl", "report.html", "report.json", "report.md"}
    assert run(monkeypatch, "compare", str(out), str(out), "--json") == 0
    assert json.loads(capsys.readouterr().out)["conditioned_score"]["difference"] == 0
    assert run(monkeypatch, "show", "flood", "--cases", str(cases), "--answers", answers) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("How common are flood registers?", "Gold", "Why", "conditioned_score"))
    assert run(monkeypatch, "show", "flood", "--cases", str(cases), "--json") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "flood"
    assert run(monkeypatch, "coverage", "--cases", str(cases), "--json") == 0
    covered = json.loads(capsys.readouterr().out)
    assert "hostile" in covered["types"]
    assert covered["sizes"]["conversations by turns"] == {"2": 1}
    assert sum(covered["sizes"]["lang"].values()) == len(records())


class Agreeable:
    """A language model that finds everything right."""

    def complete(self, prompt: str) -> str:
        return "Yes."


def test_a_second_opinion_stands_beside_the_figures(
    cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ["run", "--cases", str(cases), "--no-baseline", "--json", "--out", str(tmp_path / "out")]
    assert run(monkeypatch, *arguments) == 0
    alone = json.loads(capsys.readouterr().out)
    assert run(monkeypatch, *arguments, "--judge", f"{__name__}:Agreeable") == 0
    judged = json.loads(capsys.readouterr().out)
    assert judged["figures"] == alone["figures"]
    assert all(known["n"] > 0 for known in judged["judge"].values())
    for name in ("report.html", "report.md"):
        assert "second opinion of a language model beside strict_vital" in (tmp_path / "out" / name).read_text("utf-8")
    for name in ("nowhere:f", f"{__name__}:absent", f"{__name__}:Path"):
        assert run(monkeypatch, *arguments, "--judge", name) == 2
        assert "language model" in (printed := capsys.readouterr().err) or "complete(prompt)" in printed


class Absent:
    """A language model that cannot be reached."""

    def complete(self, prompt: str) -> str:
        raise TimeoutError("no reply in 5 s")


def test_a_judge_that_fails_costs_no_figure(
    cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ["run", "--cases", str(cases), "--no-baseline", "--out", str(tmp_path / "out")]
    assert run(monkeypatch, *arguments, "--judge", f"{__name__}:Absent") == 1
    assert "gave no reply" in (printed := capsys.readouterr().err)
    assert "no reply in 5 s" in printed
    known = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert known["figures"]["conditioned_score"]["n"] == len(records())
    assert known["judge"] == {}


def test_an_out_folder_that_cannot_be_written_is_told_before_anything_is_asked(
    cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    monkeypatch.setattr(Session, "run", lambda *_: pytest.fail("asked in vain"))
    assert run(monkeypatch, "run", "--cases", str(cases), "--out", str(tmp_path / "out")) == 1
    assert "cannot be written into" in capsys.readouterr().err


def test_answers_to_another_set_are_refused(
    cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(monkeypatch, "run", "--cases", str(cases), "--out", str(out), "--no-baseline") == 0
    other = write_lines(tmp_path / "other.jsonl", *records()[:3])
    capsys.readouterr()
    assert run(monkeypatch, "run", "--cases", str(other), "--answers", str(out / "answers.jsonl")) == 1
    assert "line 1: these answers are of another set" in capsys.readouterr().err


def test_the_gate_fails_a_run_and_says_why(
    cases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [raw_case(f"n-{i}", "What share of countries run a flood register?") for i in range(4)]
    path = write_lines(
        tmp_path / "hopeless.jsonl", *[line | {"question": f"{line['question']} {i}"} for i, line in enumerate(lines)]
    )
    assert run(monkeypatch, "run", "--cases", str(path), "--no-baseline", "--gate") == 1
    assert "The run does not pass" in capsys.readouterr().err
