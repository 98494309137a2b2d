"""The command ``mgi-ingest``: what it prints, how it exits, and the real thing once."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from mgi_assistant import open_assistant
from mgi_assistant.engines import sentence_transformer
from mgi_assistant.store import LOCK, Store, serving_version
from mgi_ingest.cli import main
from tests.integration.conftest import run_ingest
from tests.unit.ingesting import HashEmbedder


@dataclass(frozen=True)
class Done:
    """What a run of the command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        result: dict[str, Any] = json.loads(self.out)
        return result

    def statuses(self) -> dict[str, str]:
        return {file["path"]: file["status"] for file in self.json["files"]}

    def complaint(self) -> str:
        """The error, after checking that it is one line and a hint at the end of standard error."""
        lines = self.err.rstrip("\n").split("\n")
        assert lines[-2].startswith("Error: "), self.err
        assert lines[-1].startswith("Hint: "), self.err
        assert "Traceback" not in self.err
        return "\n".join(lines[-2:])


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command in this process with a small embedder in the place of the model."""
    monkeypatch.setattr(sentence_transformer, "SentenceTransformerEmbedder", lambda *_: HashEmbedder())

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["mgi-ingest", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Done(stopped.value.code, captured.out, captured.err)

    return run


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A bare folder with a good file, a locked one and one of another type."""
    folder = tmp_path / "corpus"
    (folder / "in").mkdir(parents=True)
    (folder / "good.jsonl").write_text('{"text": "Kenya has a plan."}\n', "utf-8")
    (folder / "notes.docx").write_text("x", "utf-8")
    canvas = Canvas(str(folder / "in" / "locked.pdf"), encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(72, 700, "Peru opened an office.")
    canvas.save()
    return folder


def test_json_is_one_object_on_standard_output_and_all_else_on_standard_error(
    command: Any, corpus: Path, tmp_path: Path
) -> None:
    done = command("--corpus", corpus, "--index", tmp_path / "index", "--json")
    assert done.code == 0
    assert done.out.count("\n") == 1
    assert done.statuses() == {"good.jsonl": "ok", "in/locked.pdf": "needs_password", "notes.docx": "unsupported"}
    for file in done.json["files"]:
        assert file.keys() >= {"path", "status", "reason"}
        assert bool(file["reason"]) == (file["status"] != "ok")
    assert (done.json["changed"], done.json["passages"], done.json["embedded"]) == (True, 1, 1)
    assert done.json["version"] == serving_version(tmp_path / "index").name
    assert "needs_password" in done.err
    again = command("--corpus", corpus, "--index", tmp_path / "index", "--json")
    assert (again.code, again.json["changed"], again.json["embedded"]) == (0, False, 0)


def test_without_json_standard_output_is_empty_and_the_summary_is_told(
    command: Any, corpus: Path, tmp_path: Path
) -> None:
    done = command("--corpus", corpus, "--index", tmp_path / "index")
    assert (done.code, done.out) == (0, "")
    for word in ("good.jsonl", "in/locked.pdf", "needs_password", "notes.docx", "unsupported", "1 passages"):
        assert word in " ".join(done.err.split())


@pytest.mark.parametrize("name", ["locked.pdf", "in/locked.pdf", "./in/locked.pdf"])
def test_a_password_opens_a_file(command: Any, corpus: Path, tmp_path: Path, name: str) -> None:
    arguments = ("--corpus", corpus, "--index", tmp_path / "index", "--json")
    done = command(*arguments, "--password", f"{name}=secret")
    assert done.statuses()["in/locked.pdf"] == "ok"
    assert "secret" not in done.out + done.err
    assert command(*arguments).statuses()["in/locked.pdf"] == "ok"


def test_files_may_be_given_by_path_and_forgotten(command: Any, corpus: Path, tmp_path: Path) -> None:
    added = tmp_path / "added.csv"
    added.write_text("place\nLima\n", "utf-8")
    arguments = ("--corpus", corpus, "--index", tmp_path / "index", "--json")
    assert command(*arguments, added).statuses()[str(added)] == "ok"
    assert str(added) in command(*arguments).statuses()
    assert str(added) not in command(*arguments, "--forget").statuses()
    command(*arguments, added)
    added.unlink()
    gone = command(*arguments)
    assert gone.json["forgotten"] == [str(added)]
    assert f"{added}isgone" in "".join(gone.err.split()), "wherever the lines are broken"


def test_the_environment_names_corpus_and_index(
    command: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MGI_CORPUS", str(corpus))
    monkeypatch.setenv("MGI_INDEX", str(tmp_path / "from-environment"))
    assert command("--json").json["index"] == str(tmp_path / "from-environment")
    assert Store(serving_version(tmp_path / "from-environment")).manifest.corpus == str(corpus)


def test_no_usable_file_exits_1_and_still_says_why_in_json(command: Any, corpus: Path, tmp_path: Path) -> None:
    (corpus / "good.jsonl").unlink()
    done = command("--corpus", corpus, "--index", tmp_path / "index", "--json")
    assert done.code == 1
    assert done.statuses() == {"in/locked.pdf": "needs_password", "notes.docx": "unsupported"}
    assert "Not one file" in done.complaint()
    assert not list((tmp_path / "index").glob("*-*"))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--colour"], 2, "--colour"),
        (["--password", "secret"], 2, "FILE=PASSWORD"),
        (["--password", "a.pdf="], 2, "FILE=PASSWORD"),
        (["--corpus", "/no/such/folder"], 1, "/no/such/folder"),
        (["/no/such/file.pdf"], 1, "/no/such/file.pdf"),
        (["--index", "/proc/no"], 1, "/proc/no"),
        (["--index", "/dev/null/index"], 1, "/dev/null/index"),
    ],
)
def test_misuse_and_failure_are_one_line_and_a_hint(
    command: Any, corpus: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    where = [] if "--corpus" in arguments else ["--corpus", corpus]
    where += [] if "--index" in arguments else ["--index", tmp_path / "index"]
    done = command(*arguments, *where, "--json")
    assert (done.code, done.out) == (code, "")
    assert words in done.complaint()


def test_a_catalogue_with_a_typo_names_file_and_key(command: Any, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue.toml"
    catalogue.write_text('[[source]]\nid = "a"\ntitel = "A"\ntitle = "A"\npath = "a.pdf"\n', "utf-8")
    done = command("--corpus", tmp_path, "--index", tmp_path / "index", "--json")
    assert (done.code, done.out) == (1, "")
    assert f"{catalogue}: source.1.titel" in done.complaint()


def test_a_wrong_variable_is_told_by_its_name(command: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_BATCH_SIZE", "many")
    done = command("--json")
    assert (done.code, done.out) == (1, "")
    assert "MGI_BATCH_SIZE" in done.complaint()


def test_a_busy_index_is_told(command: Any, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with FileLock(tmp_path / "index" / LOCK):
        done = command("--corpus", corpus, "--index", tmp_path / "index", "--json")
    assert (done.code, done.out) == (1, "")
    assert "Another ingest" in done.complaint()


def test_an_interruption_exits_130_without_a_trace(
    command: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(HashEmbedder, "embed", interrupt)
    done = command("--corpus", corpus, "--index", tmp_path / "index", "--json")
    assert (done.code, done.out) == (130, "")
    assert "Traceback" not in done.err
    assert [path.name for path in (tmp_path / "index").iterdir()] == [LOCK]


def test_help_says_what_it_does(command: Any) -> None:
    done = command("--help")
    assert done.code == 0
    for word in ("--corpus", "--index", "--password", "--rebuild", "--forget", "--json", "MGI_CORPUS", "MGI_INDEX"):
        assert word in done.out


# -- the real model ----------------------------------------------------------------------------------------------------


def test_the_shipped_corpus_is_indexed_whole(shipped_index: Path) -> None:
    store = Store(serving_version(shipped_index))
    assert {record.status for record in store.manifest.files} == {"ok"}
    assert len(store.sources) == len(store.manifest.files) >= 9
    assert store.manifest.dimension == 384
    for source in store.sources:
        pages = {page.locator: page.text for page, _ in store.pages(source.id)}
        passages = [passage for passage in store.passages if passage.locator.source_id == source.id]
        assert passages, source.id
        for passage in passages:
            assert pages[passage.locator][passage.start : passage.start + len(passage.text)] == passage.text
            norms = np.linalg.norm(store.sentence_vectors(passage), axis=1)
            np.testing.assert_allclose(norms, 1, atol=1e-4)


def test_an_unchanged_corpus_is_done_in_no_time_and_a_new_file_alone_is_read(
    shipped_index: Path, tmp_path: Path, cache: Path
) -> None:
    index = tmp_path / "shipped"
    shutil.copytree(shipped_index, index)
    before = Store(serving_version(index))
    again = run_ingest("--index", index, cache=cache)
    assert (again["changed"], again["embedded"], again["version"]) == (False, 0, before.version.name)
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "r.jsonl").write_text('{"text": "The town of Bo in Sierra Leone opened a help desk."}\n', "utf-8")
    new = run_ingest("--corpus", folder, "--index", tmp_path / "index", cache=cache)
    assert [file["status"] for file in new["files"]] == ["ok"]
    assistant = open_assistant(tmp_path / "index")
    (hit,) = assistant.retrieve("Where was a help desk opened?", k=3)
    assert hit.passage.places == ("SLE:bo", "SLE")
    assert hit.dense > 0.3
