"""The catalogue: what a corpus folder holds, and what is wrong with it said by file and key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mgi_assistant.errors import CorpusError
from mgi_ingest.catalogue import CorpusFile, Entry, read_corpus

REPORT = '[[source]]\nid = "report"\ntitle = "A report"\npath = "report.pdf"\n'


def corpus(folder: Path, catalogue: str, *files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "catalogue.toml").write_text(catalogue, "utf-8")
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return folder


def problem(folder: Path, *extra: Path) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read_corpus(folder, extra)
    assert caught.value.hint
    return caught.value


def ids(files: list[CorpusFile]) -> list[str]:
    return [file.entry.id for file in files]


def test_an_entry_says_all_about_its_file(tmp_path: Path) -> None:
    folder = corpus(tmp_path, REPORT + 'publisher = "P"\nyear = 2020\nlicence = "L"\nurl = "https://a.example"\n')
    (file,) = read_corpus(folder)
    assert file.path == folder / "report.pdf"
    assert file.described
    source = file.entry.source()
    assert (source.id, source.title, source.kind, source.path) == ("report", "A report", "report", "report.pdf")
    assert (source.publisher, source.year, source.licence, source.url) == ("P", 2020, "L", "https://a.example")


@pytest.mark.parametrize(
    ("catalogue", "words"),
    [
        (REPORT + 'colour = "red"\n', ["source.1.colour", "not known"]),
        (REPORT + REPORT.replace("report", "other") + "[source.columns]\niso = 1\n", ["source.2.columns.iso"]),
        ('paths = "x"\n' + REPORT, ["paths", "not known"]),
        ('[[source]]\nid = "a"\npath = "a.pdf"\n', ["source.1.title"]),
        (REPORT + 'year = "soon"\n', ["source.1.year", "integer"]),
        (REPORT + 'level = "city"\n', ["source.1.level", "'national' or 'local'"]),
        (REPORT.replace('"report"', '"Bad id!"'), ["source.1.id"]),
        (REPORT + REPORT, ["'report'", "twice"]),
        (REPORT + 'replaces = "nobody"\n', ["'report'", "'nobody'"]),
        (REPORT + 'text = "{a}"\n', ["source.1", ".csv table"]),
        (REPORT.replace(".pdf", ".csv") + '[source.text]\nyes = "{a}"\n', ["source.1", "'by'"]),
        (REPORT.replace(".pdf", ".csv") + '[source.types]\na = "colour"\n', ["source.1.types.a"]),
        (REPORT + "year = \n", ["line 5"]),
        (REPORT + REPORT[:15], ["end of document"]),
        ("", ["source"]),
    ],
)
def test_what_is_wrong_is_told_with_the_file_and_the_key(tmp_path: Path, catalogue: str, words: list[str]) -> None:
    error = problem(corpus(tmp_path, catalogue, "report.pdf"))
    for word in [str(tmp_path / "catalogue.toml"), *words]:
        assert word in str(error)
    assert "\n" not in str(error)


def test_a_catalogue_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_bytes(b"\xff\xfe\x00broken")
    assert str(tmp_path / "catalogue.toml") in str(problem(tmp_path))


def test_a_folder_or_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert str(tmp_path / "none") in str(problem(tmp_path / "none"))
    assert str(tmp_path / "gone.pdf") in str(problem(tmp_path, tmp_path / "gone.pdf"))
    (tmp_path / "file").write_text("x", "utf-8")
    assert str(tmp_path / "file") in str(problem(tmp_path / "file"))


def test_a_missing_file_stays_listed_unless_it_is_optional(tmp_path: Path) -> None:
    assert ids(read_corpus(corpus(tmp_path / "a", REPORT))) == ["report"]
    assert ids(read_corpus(corpus(tmp_path / "b", REPORT + "optional = true\n"))) == []


ORIGINAL = '[[source]]\nid = "original"\ntitle = "O"\npath = "originals/o.pdf"\nreplaces = "report"\n'


@pytest.mark.parametrize("optional", ["", "optional = true\n"])
def test_a_replacement_counts_only_when_it_is_there(tmp_path: Path, optional: str) -> None:
    with_it = corpus(tmp_path / "with", REPORT + ORIGINAL + optional, "report.pdf", "originals/o.pdf")
    assert ids(read_corpus(with_it)) == ["original"]
    without = corpus(tmp_path / "without", REPORT + ORIGINAL + optional, "report.pdf")
    assert ids(read_corpus(without)) == ["report"] + ([] if optional else ["original"])


def test_originals_are_taken_without_an_entry_and_other_files_are_not(tmp_path: Path) -> None:
    names = ("report.pdf", "stray.pdf", "originals/New_ report.pdf", "originals/o.pdf", "originals/.gitkeep")
    files = read_corpus(corpus(tmp_path, REPORT + ORIGINAL, *names, "originals/README.md"))
    assert ids(files) == ["original", "new-report"]
    assert (files[1].entry.title, files[1].entry.path) == ("New report", "originals/New_ report.pdf")
    assert not files[1].described


def test_a_bare_folder_is_all_its_files_but_hidden_ones_and_notes(tmp_path: Path) -> None:
    for name in ("b.csv", "a.pdf", "deep/er/c.jsonl", "d.docx", ".hidden", ".git/x.pdf", "README.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    files = read_corpus(tmp_path)
    assert [file.entry.path for file in files] == ["a.pdf", "b.csv", "d.docx", "deep/er/c.jsonl"]
    assert ids(files) == ["a", "b", "d", "c"]


def test_files_of_one_name_get_ids_of_their_own_that_last(tmp_path: Path) -> None:
    for name in ("x/report.pdf", "y/report.pdf", "report.csv", "other.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    before = {file.entry.path: file.entry.id for file in read_corpus(tmp_path)}
    assert len(set(before.values())) == 4
    assert before["other.pdf"] == "other"
    (tmp_path / "z").mkdir()
    (tmp_path / "z/report.pdf").write_text("z", "utf-8")
    after = {file.entry.path: file.entry.id for file in read_corpus(tmp_path)}
    assert {path: after[path] for path in before} == before
    assert len(set(after.values())) == 5


def test_a_catalogued_id_stays_when_an_added_file_has_the_same_name(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", REPORT, "report.pdf")
    added = tmp_path / "report.pdf"
    added.write_text("x", "utf-8")
    first, second = ids(read_corpus(folder, [added]))
    assert first == "report"
    assert second.startswith("report-")


def test_a_file_named_twice_comes_once(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", REPORT, "report.pdf")
    added = tmp_path / "added" / "new.pdf"
    added.parent.mkdir()
    added.write_text("x", "utf-8")
    files = read_corpus(folder, [added, added.parent, folder / "report.pdf"])
    assert [file.entry.path for file in files] == ["report.pdf", str(added)]


def test_two_entries_may_share_a_file(tmp_path: Path) -> None:
    shared = REPORT + REPORT.replace('"report"', '"again"')
    assert ids(read_corpus(corpus(tmp_path, shared, "report.pdf"))) == ["report", "again"]


def test_a_file_name_that_is_not_utf8_can_be_listed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/r\xe9sum\xe9.pdf")).write_text("x", "utf-8")
    (file,) = read_corpus(tmp_path)
    assert file.path.is_file()
    assert file.entry.path.encode("utf-8") == b"r?sum?.pdf"
    assert file.entry.title == "r?sum?"


def test_a_password_does_not_show_in_the_fingerprint_and_all_else_does() -> None:
    plain = Entry(id="a", title="A", path="a.pdf")
    assert plain.fingerprint == Entry(id="a", title="A", path="a.pdf", password="secret").fingerprint
    others = [{"title": "B"}, {"year": 2020}, {"place": "Kenya"}, {"level": "local"}, {"licence": "MIT"}]
    changed = {plain.model_copy(update=other).fingerprint for other in others}
    assert len(changed | {plain.fingerprint}) == 6
