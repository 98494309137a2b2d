"""Files added by path: described by a file beside them, and taken all together or not at all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mgi_assistant.cli import tell_progress
from mgi_assistant.errors import CorpusError
from mgi_ingest.build import NotAllUsable
from mgi_ingest.catalogue import read_corpus
from tests.unit.ingesting import Place, pdf, statuses

BAD = b"%PDF-1.7\nthis is no document"


def described(path: Path, text: str) -> Path:
    path.with_name(f"{path.name}.toml").write_text(text, "utf-8")
    return path


def test_the_description_beside_a_file_is_its_entry(built: Place, tmp_path: Path) -> None:
    table = tmp_path / "made-up-name.csv"
    table.write_text("town,year\nQuito,2030\n", "utf-8")
    described(table, 'title = "Weirs"\nlicence = "CC0"\ntext = "{town} has a weir since {year}."\n')
    built.ingest(table)
    (source,) = (source for source in built.store().sources if source.id == "made-up-name")
    assert (source.title, source.licence, source.path) == ("Weirs", "CC0", str(table.resolve()))
    assert "Quito has a weir since 2030." in built.texts()


def test_a_changed_description_is_read_again(built: Place, tmp_path: Path) -> None:
    report = described(pdf(tmp_path / "a.pdf", "Quito has a weir that works well."), 'title = "Before"')
    built.ingest(report)
    described(report, 'title = "After"')
    built.ingest()
    assert "After" in {source.title for source in built.store().sources}


def test_a_description_is_no_source_of_its_own(tmp_path: Path) -> None:
    described(pdf(tmp_path / "a.pdf", "Words."), 'title = "Weirs"')
    (tmp_path / "alone.toml").write_text("")
    assert [file.path.name for file in read_corpus(tmp_path)] == ["a.pdf", "alone.toml"]
    assert read_corpus(tmp_path)[0].entry.title == "Weirs"


@pytest.mark.parametrize("text", ["title =", "colour = 1", "title = ''", "\udcff"])
def test_a_wrong_description_is_named(unharmed: Place, tmp_path: Path, text: str) -> None:
    report = pdf(tmp_path / "a.pdf", "Words.")
    (tmp_path / "a.pdf.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(CorpusError, match=r"a\.pdf\.toml") as caught:
        unharmed.ingest(report)
    assert caught.value.hint


def test_all_or_nothing_changes_nothing_when_one_file_cannot_be_used(unharmed: Place, tmp_path: Path) -> None:
    good, bad = pdf(tmp_path / "good.pdf", "Quito has a weir."), tmp_path / "bad.pdf"
    bad.write_bytes(BAD)
    with pytest.raises(NotAllUsable, match=r"bad\.pdf") as caught:
        unharmed.ingest(good, bad, whole=True)
    assert [(Path(file.path).name, file.status) for file in caught.value.files] == [("bad.pdf", "malformed")]


def test_all_or_nothing_is_about_the_files_given_now(built: Place, tmp_path: Path) -> None:
    (built.corpus / "old.pdf").write_bytes(BAD)
    (tmp_path / "new").mkdir()
    good = pdf(tmp_path / "new" / "good.pdf", "Quito has a weir.")
    outcome = built.ingest(good.parent, whole=True)
    assert statuses(outcome) == {"a.jsonl": "ok", "b.jsonl": "ok", "old.pdf": "malformed", "good.pdf": "ok"}


def test_a_file_keeps_the_time_when_it_was_read(built: Place, tmp_path: Path) -> None:
    before = {record.path: record.read for record in built.store().manifest.files}
    assert all(datetime.fromisoformat(read) <= datetime.now(UTC) for read in before.values())
    built.ingest(pdf(tmp_path / "c.pdf", "Quito has a weir."))
    after = {record.path: record.read for record in built.store().manifest.files}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_progress_for_another_program_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    tell_progress("reading", 1, 3)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert json.loads(printed.err) == {"step": "reading", "done": 1, "total": 3}
