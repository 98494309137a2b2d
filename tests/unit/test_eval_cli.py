"""The command ``mgi-eval`` as a user meets it when something is wrong."""

import sys
from pathlib import Path

import pytest

from mgi_eval.cli import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["mgi-eval", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_a_broken_case_file_is_one_line_and_a_hint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a"}\n', "utf-8")
    assert run(monkeypatch, "run", "--cases", str(path)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"{path}, line 1" in printed.err
    assert printed.err.count("\n") == 2


def test_a_missing_index_and_nothing_to_measure_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "run", "--index", str(tmp_path)) == 1
    assert "There is no index" in capsys.readouterr().err
    assert run(monkeypatch, "fusion") == 2
    assert "Nothing to measure" in capsys.readouterr().err


def test_a_folder_that_is_no_set_of_documents_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "fusion", str(tmp_path), "--cache", str(tmp_path / "cache")) == 1
    assert "is no BEIR folder" in capsys.readouterr().err
    assert not (tmp_path / "cache").exists()
