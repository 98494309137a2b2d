"""The store: what is written comes back, and what was tampered with is noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgi_assistant.errors import IndexDamaged, IndexMismatch, IndexMissing
from mgi_assistant.ports import SentenceWords
from mgi_assistant.store import (
    FORMAT,
    POINTER,
    FileRecord,
    Manifest,
    Store,
    read_manifest,
    serving_version,
    write_version,
)
from mgi_assistant.types import Locator, Page, Passage, Source, Span

SOURCES = (
    Source("report", "A report", "report", "report.pdf", year=2020),
    Source("table", "A table", "table", "t.csv"),
)
PAGES = (
    Page(Locator("report", page=1, page_label="iv"), "Kenya acts. It works."),
    Page(Locator("report", page=2), "Mali\u2028too."),
    Page(Locator("table", row=1), "Quito has 12 plans. It has more."),
    Page(Locator("table", row=2), "Lima has none."),
)
VALUES: tuple[dict[str, Any] | None, ...] = (None, None, {"n": 12, "areas": ["a"]}, {"n": None, "areas": []})


def passage(number: int, page: Page, start: int, end: int, *spans: tuple[int, int]) -> Passage:
    sentences = tuple(Span(*span) for span in spans) or (Span(0, end - start),)
    kind = "row" if page.locator.row else "prose"
    return Passage(f"{page.locator.source_id}:{number}", page.locator, start, page.text[start:end], sentences, kind)  # type: ignore[arg-type]


PASSAGES = (
    replace(
        passage(1, PAGES[0], 0, 21, (0, 11), (12, 21)),
        section=("One", "Two"),
        places=("KEN",),
        subject=("KEN",),
        policy_areas=("diaspora",),
        level="national",
        year=2020,
    ),
    passage(2, PAGES[1], 0, 9),
    passage(3, PAGES[2], 0, 19),
    passage(4, PAGES[2], 20, 32),
    passage(5, PAGES[3], 0, 14),
)
VECTORS = np.eye(6, dtype=np.float32)


WORDS = SentenceWords(
    np.arange(1, len(VECTORS) + 1, dtype=np.int32),
    np.repeat(np.arange(1, len(VECTORS) + 1, dtype=np.int8), np.arange(1, len(VECTORS) + 1))[:, None].repeat(2, axis=1),
)
"""The first sentence has one word, the second two; each word's row is its sentence's number, twice."""
AXES = np.eye(6, 2, dtype=np.float32)


def manifest(**given: Any) -> Manifest:
    files = tuple(FileRecord(s.path, "ok", "", "00", 1, 2, "ff", s, 2, 2) for s in SOURCES)
    bad = FileRecord("bad.pdf", "malformed", "it is broken", "01", 3, 4, "fe")
    known = {"model": "m", "dimension": 6, "shape": "s", "corpus": "/c", "extra": ("/x",), "passages": 5}
    return Manifest(format=FORMAT, created="2026-01-01", files=(*files, bad), checksums={}, **{**known, **given})


@pytest.fixture
def version(tmp_path: Path) -> Path:
    folder = tmp_path / "index" / "v-1"
    folder.mkdir(parents=True)
    write_version(folder, manifest(), PAGES, PASSAGES, VALUES, VECTORS, WORDS, AXES)
    (folder.parent / POINTER).write_text("v-1\n", "utf-8")
    return folder


def test_what_was_written_comes_back(version: Path) -> None:
    store = Store(serving_version(version.parent))
    assert store.passages == PASSAGES
    assert store.sources == SOURCES
    assert store.source_by_id["table"] == SOURCES[1]
    assert replace(store.manifest, checksums={}) == manifest()
    assert [store.page_of(p) for p in PASSAGES] == [PAGES[0], PAGES[1], PAGES[2], PAGES[2], PAGES[3]]
    assert store.pages("report") == [(PAGES[0], {}), (PAGES[1], {})]
    assert store.passage("table:4") == PASSAGES[3]
    assert "table:4" in store
    assert "table:9" not in store
    with pytest.raises(KeyError):
        store.passage("table:9")


def test_words_are_those_of_the_passages_sentences(version: Path) -> None:
    store = Store(version)
    np.testing.assert_array_equal(store.axes, AXES)
    number = 0
    for passage in PASSAGES:
        words = store.sentence_words(passage)
        expected = range(number + 1, number + 1 + len(passage.sentences))
        assert words.counts.tolist() == list(expected)
        assert words.rows.tolist() == [[n, n] for n in expected for _ in range(n)]
        number += len(passage.sentences)


def test_sentence_vectors_are_those_of_the_passage(version: Path) -> None:
    store = Store(version)
    rows = [store.sentence_vectors(p).argmax(axis=1).tolist() for p in PASSAGES]
    assert rows == [[0, 1], [2], [3], [4], [5]]


def test_a_row_counts_once_however_many_passages_it_has(version: Path) -> None:
    rows = Store(version).rows
    assert list(rows) == ["table"]
    assert [(row.passage.id, row.values) for row in rows["table"]] == [("table:3", VALUES[2]), ("table:5", VALUES[3])]


texts = st.text(st.characters(codec="utf-8"), min_size=1)


@settings(deadline=None)
@given(text=texts, section=st.lists(texts).map(tuple), label=st.none() | texts)
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, section: tuple[str, ...], label: str | None
) -> None:
    folder = tmp_path_factory.mktemp("version")
    page = Page(Locator("report", page=1, page_label=label), text)
    one = replace(passage(1, page, 0, len(text)), section=section)
    write_version(
        folder, manifest(), [page], [one], [None], VECTORS[:1], SentenceWords(WORDS.counts[:1], WORDS.rows[:1]), AXES
    )
    store = Store(folder)
    assert store.passages == (one,)
    assert store.page_of(one) == page


@pytest.mark.parametrize("name", ["pages.jsonl", "passages.jsonl", "sentences.npy", "words.npy"])
@pytest.mark.parametrize("harm", ["change", "cut", "remove"])
def test_a_changed_file_is_noticed(version: Path, name: str, harm: str) -> None:
    path = version / name
    data = bytearray(path.read_bytes())
    if harm == "remove":
        path.unlink()
    else:
        data[-3] ^= 1
        path.write_bytes(data if harm == "change" else data[:-1])
    with pytest.raises(IndexDamaged, match=name) as caught:
        Store(version)
    assert "mgi-ingest" in caught.value.hint


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 2, "files": ["x"]}', "\udcff"])
def test_a_broken_manifest_is_noticed(version: Path, content: str) -> None:
    (version / "manifest.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexDamaged, match="manifest"):
        read_manifest(version)


def test_another_format_is_told_apart_from_damage(version: Path) -> None:
    raw = json.loads((version / "manifest.json").read_text("utf-8"))
    (version / "manifest.json").write_text(json.dumps({**raw, "format": 99}), "utf-8")
    with pytest.raises(IndexMismatch, match="99") as caught:
        Store(version)
    assert "mgi-ingest" in caught.value.hint


def test_no_index_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissing) as caught:
            serving_version(folder)
        assert str(folder) in str(caught.value)
        assert f"mgi-ingest --index {folder}" in caught.value.hint


@pytest.mark.parametrize("pointer", [b"v-2", b"", b"\xff\xfe", b"\0"])
def test_a_pointer_to_nothing_is_damage(version: Path, pointer: bytes) -> None:
    (version.parent / POINTER).write_bytes(pointer)
    with pytest.raises(IndexDamaged) as caught:
        serving_version(version.parent)
    assert "--rebuild" in caught.value.hint
