"""The check of a file that somebody adds: by what is in it, and never with another error than ours."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.errors import FileError
from mgi_assistant.settings import load_settings
from mgi_assistant.store import FileRecord, Manifest
from mgi_assistant.types import Source
from mgi_assistant.ui import uploads
from mgi_assistant.ui.access import is_local
from mgi_assistant.ui.uploads import SUFFIXES, Upload, checked, sifted

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
CSV = b"name,text\nTidewick,A weir\n"
JSONL = b'{"text": "Tidewick has a weir."}\n'
GOOD = {"report.pdf": PDF, "table.csv": CSV, "texts.jsonl": JSONL}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_its_name_says_is_taken(name: str) -> None:
    upload = checked(name, GOOD[name], 1)
    assert (upload.name, upload.suffix, upload.data) == (name, Path(name).suffix, GOOD[name])


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("content", [PDF + b"\xff\0", b"\x89PNG\r\n\x1a\n\0", b"<html>\xff</html>", b"MZ\x90\0"])
def test_what_is_something_else_is_refused_by_its_name(name: str, content: bytes) -> None:
    if name.endswith(".pdf") and content.startswith(b"%PDF"):
        return
    with pytest.raises(FileError, match=name) as caught:
        checked(name, content, 1)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("a.exe", PDF, "unsupported"),
        ("a", PDF, "unsupported"),
        ("a.pdf", b"", "no_text"),
        ("a.csv", b" \n", "no_text"),
        ("a.pdf", PDF + b" " * (1 << 20), "unsupported"),
        ("a.csv", b"name,text\n", "no_text"),
        ("a.csv", b'name,text\n"open', "malformed"),
        ("a.jsonl", b"[1]\n", "malformed"),
        ("a.jsonl", b'{"text": 3}\n', "malformed"),
        ("a.jsonl", b"[" * 100_000, "malformed"),
    ],
)
def test_the_reason_is_told(name: str, data: bytes, status: str) -> None:
    with pytest.raises(FileError) as caught:
        checked(name, data, 1)
    assert caught.value.status == status
    assert name in str(caught.value)


@given(
    st.text(st.characters(exclude_categories=())) | st.sampled_from(("a.pdf", "b.csv", "c.jsonl")),
    st.sampled_from(("", *SUFFIXES)),
    st.binary() | st.text().map(str.encode) | st.sampled_from((PDF, CSV, JSONL)),
)
def test_whatever_the_name_and_the_bytes_there_is_a_file_or_a_reason(name: str, suffix: str, data: bytes) -> None:
    found: list[Upload | FileError] = []
    try:
        found.append(checked(name + suffix, data, 1))
    except FileError as error:
        found.append(error)
    match found[0]:
        case FileError() as reason:
            assert reason.hint
            assert str(reason).encode()
        case upload:
            assert upload.suffix in SUFFIXES
            assert upload.title
            assert upload.title.isprintable()
            assert "/" not in upload.name


@given(st.text(st.characters(exclude_characters="/")))
def test_the_description_that_is_stored_tells_the_title(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("uploads")
    upload = checked(f"a{name}.jsonl", JSONL, 1)
    (path,) = uploads._stored([upload], folder)
    assert path.read_bytes() == JSONL
    assert path.stem.startswith("upload-")
    assert tomllib.loads(uploads._description(path).read_text("utf-8")) == {"title": upload.title}


# -- several files at once ---------------------------------------------------------------------------------------------


def manifest(tmp_path: Path, *records: FileRecord) -> Manifest:
    return Manifest(2, "2030-01-01T00:00:00+00:00", "m", 3, "s", str(tmp_path), (), records, 1, {})


def record(path: Path | str, sha256: str = "") -> FileRecord:
    source = Source("known", "Known report", "report", str(path))
    return FileRecord(str(path), "ok", "", sha256, 1, 1, "e", source, 1, 1)


def test_the_same_content_is_told_whatever_its_name(tmp_path: Path) -> None:
    settings = load_settings(index=tmp_path / "index")
    known = manifest(tmp_path, record("a.pdf", checked("x.pdf", PDF, 1).sha256))
    found, notices = sifted([("other.pdf", PDF), ("one.csv", CSV), ("two.csv", CSV)], known, settings)
    assert [upload.name for upload in found] == ["one.csv"]
    assert [notice.level for notice in notices] == ["warning", "warning"]
    assert "Known report" in notices[0].text
    assert "two.csv" in notices[1].text


def test_a_bad_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    settings = load_settings(index=tmp_path / "index")
    found, (notice,) = sifted([("bad.pdf", CSV), ("good.csv", CSV)], manifest(tmp_path), settings)
    assert [upload.name for upload in found] == ["good.csv"]
    assert notice.level == "error"
    assert "bad.pdf" in notice.text


def test_no_more_files_are_taken_than_are_kept(tmp_path: Path) -> None:
    settings = load_settings(index=tmp_path / "index", upload_files=2)
    full = manifest(tmp_path, record(settings.uploaded / "upload-1.pdf"))
    found, (notice,) = sifted([("a.csv", CSV), ("b.pdf", PDF)], full, settings)
    assert found == []
    assert "room for 1" in notice.text
    assert len(sifted([("a.csv", CSV)], full, settings)[0]) == 1


def test_uploads_of_one_index_are_apart_from_those_of_another(tmp_path: Path) -> None:
    one, other = load_settings(index=tmp_path / "one"), load_settings(index=tmp_path / "other")
    assert one.uploaded != other.uploaded
    assert not one.uploaded.is_relative_to(one.index)
    assert load_settings(index=tmp_path, uploads_folder=tmp_path / "here").uploaded == tmp_path / "here"
    assert uploads.kept(manifest(tmp_path, record(one.uploaded / "upload-1.pdf"), record("a.pdf")), one)


# -- who may -----------------------------------------------------------------------------------------------------------

LOCAL = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "::1", "127.8.0.1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LocalHost"])
def test_a_browser_on_the_same_machine_may(address: str, host: str) -> None:
    assert is_local(address, {"Host": host})
    assert is_local(address, {**LOCAL, "Host": host})


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (None, LOCAL),
        ("", LOCAL),
        ("0.0.0.0", LOCAL),
        ("::", LOCAL),
        ("10.0.0.4", LOCAL),
        ("localhost", {}),
        ("localhost", {"Host": "mgi.example.org"}),
        ("localhost", {"Host": "localhost.example.org"}),
        ("localhost", {"Host": "localhost@example.org"}),
        ("localhost", {"Host": "[::1"}),
        ("localhost", {**LOCAL, "Origin": "https://mgi.example.org"}),
        ("localhost", {**LOCAL, "Origin": "null"}),
        ("localhost", {**LOCAL, "X-Forwarded-For": "203.0.113.4"}),
        ("localhost", {**LOCAL, "Forwarded": "for=203.0.113.4"}),
    ],
)
def test_nobody_else_may(address: str | None, headers: dict[str, str]) -> None:
    assert not is_local(address, headers)


@given(st.text(), st.text())
def test_any_header_gives_a_verdict(host: str, origin: str) -> None:
    assert is_local("localhost", {"Host": host, "Origin": origin}) in (True, False)


def test_records_of_texts_are_read_line_by_line() -> None:
    lines = "\n\n".join(json.dumps({"text": "Tidewick\u2028has a weir."}, ensure_ascii=False) for _ in range(3))
    assert checked("a.jsonl", lines.encode(), 1).data == lines.encode()
