"""The folder of an index: which version serves, and what is stored in it.

::

    INDEX/
      CURRENT              name of the version that serves; replaced atomically
      ingest.lock          held by the one writer
      v-20261122-…/        one version; never changed after it is published
        manifest.json      what it was made from and with, checksums
        pages.jsonl        the stored text of each page or row
        passages.jsonl     the passages
        sentences.npy      unit vectors of all sentences, in passage order
        words.npy          unit vectors of the words of all sentences, along a few axes, times 127 (int8)
        word-counts.npy    words of each sentence
        word-axes.npy      those axes
        chroma/  bm25/     the two halves of retrieval
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from mgi_assistant.abbreviations import find_abbreviations
from mgi_assistant.errors import IndexDamaged, IndexMismatch, IndexMissing
from mgi_assistant.ports import SentenceWords, Vectors
from mgi_assistant.types import Locator, Page, Passage, Source, Span

FORMAT = 2
POINTER = "CURRENT"
LOCK = "ingest.lock"
_CHECKED = ("pages.jsonl", "passages.jsonl", "sentences.npy", "words.npy", "word-counts.npy", "word-axes.npy")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One corpus file as an ingest left it."""

    path: str
    """Relative to the corpus folder, or absolute for a file added by path."""
    status: str
    reason: str
    sha256: str
    size: int
    mtime_ns: int
    entry: str
    """Fingerprint of the file's catalogue entry."""
    source: Source | None = None
    passages: int = 0
    pages: int = 0
    read: str = ""
    """When it was read, UTC, ISO 8601; empty in an index of an earlier version."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was made from and with."""

    format: int
    created: str
    """UTC, ISO 8601."""
    model: str
    dimension: int
    shape: str
    """Fingerprint of the settings that shaped the passages."""
    corpus: str
    extra: tuple[str, ...]
    """Files and folders that were added by path."""
    files: tuple[FileRecord, ...]
    passages: int
    checksums: dict[str, str]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that are in the index."""
        return tuple(record.source for record in self.files if record.source is not None)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table as typed data, with the passage made from it."""

    passage: Passage
    values: dict[str, Any]


def serving_version(index: Path) -> Path:
    """Return the folder of the version that ``index`` serves.

    Raises:
        IndexMissing: There is no index in this folder.
        IndexDamaged: The pointer names a version that is not there.
    """
    pointer = index / POINTER
    if not pointer.is_file():
        raise IndexMissing(f"There is no index in {index}.", f"Run mgi-ingest --index {index} to build one.")
    version = index / pointer.read_text("utf-8", errors="replace").strip()
    if not (version / "manifest.json").is_file():
        raise IndexDamaged(
            f"The index in {index} points to {version.name}, which is not there.",
            f"Run mgi-ingest --index {index} --rebuild to make it again.",
        )
    return version


def read_manifest(version: Path) -> Manifest:
    """Read the manifest of a version.

    Raises:
        IndexDamaged: It cannot be read.
        IndexMismatch: It is of another format.
    """
    hint = "Run mgi-ingest --rebuild to make it again."
    try:
        raw = json.loads((version / "manifest.json").read_text("utf-8"))
        if raw["format"] != FORMAT:
            raise IndexMismatch(f"The index in {version.parent} has format {raw['format']}, not {FORMAT}.", hint)
        files = tuple(_file_record(record) for record in raw.pop("files"))
        return Manifest(**{**raw, "extra": tuple(raw["extra"]), "files": files})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"The manifest of the index in {version} cannot be read ({error}).", hint) from error


def _file_record(raw: dict[str, Any]) -> FileRecord:
    source = raw.pop("source")
    return FileRecord(**raw, source=Source(**source) if source else None)


def write_version(
    version: Path, manifest: Manifest, pages: Sequence[Page], passages: Sequence[Passage], tables: Sequence[Any],
    sentence_vectors: Vectors, words: SentenceWords, axes: Vectors,
) -> None:  # fmt: skip
    """Write everything of a version but the two halves of retrieval; ``tables`` has each row's values, or ``None``."""
    _write_lines(version / "pages.jsonl", (_page_line(page, row) for page, row in zip(pages, tables, strict=True)))
    _write_lines(version / "passages.jsonl", (_compact(asdict(passage)) for passage in passages))
    np.save(version / "sentences.npy", sentence_vectors)
    np.save(version / "words.npy", words.rows)
    np.save(version / "word-counts.npy", words.counts)
    np.save(version / "word-axes.npy", axes)
    checksums = {name: file_digest(version / name) for name in _CHECKED}
    complete = {**asdict(manifest), "checksums": checksums}
    (version / "manifest.json").write_text(json.dumps(complete, ensure_ascii=False, indent=1), "utf-8")


def _page_line(page: Page, values: dict[str, Any] | None) -> dict[str, Any]:
    return _compact({**asdict(page.locator), "text": page.text, "values": values})


def _compact(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, (), [])}


def _write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Store:
    """What is stored in one version, read once."""

    def __init__(self, version: Path) -> None:
        """Open a version.

        Raises:
            IndexDamaged: A file is missing or is not what was written.
        """
        self.version = version
        self.manifest = read_manifest(version)
        for name, checksum in self.manifest.checksums.items():
            path = version / name
            if not path.is_file() or file_digest(path) != checksum:
                raise IndexDamaged(
                    f"{path} is missing or has changed since the index was built.",
                    "Run mgi-ingest --rebuild to make it again.",
                )
        self.passages: tuple[Passage, ...] = tuple(map(_passage, _lines(version / "passages.jsonl")))
        self._by_id = {passage.id: passage for passage in self.passages}
        starts = np.cumsum([0, *(len(passage.sentences) for passage in self.passages)])
        self._first_sentence = dict(zip(self._by_id, starts.tolist(), strict=False))
        self._vectors: Vectors = np.load(version / "sentences.npy")
        self.axes: Vectors = np.load(version / "word-axes.npy")
        self._words = np.load(version / "words.npy", mmap_mode="r")
        self._word_counts = np.load(version / "word-counts.npy")
        self._first_word = np.cumsum([0, *self._word_counts.tolist()])
        self._pages: dict[Locator, tuple[str, dict[str, Any]]] = {}
        for raw in _lines(version / "pages.jsonl"):
            locator = Locator(raw["source_id"], raw.get("page"), raw.get("page_label"), raw.get("row"))
            self._pages[locator] = raw["text"], raw.get("values", {})

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, in catalogue order."""
        return self.manifest.sources

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """The sources by their id."""
        return {source.id: source for source in self.sources}

    def __contains__(self, passage_id: object) -> bool:
        return passage_id in self._by_id

    def passage(self, passage_id: str) -> Passage:
        """Return one passage; ``KeyError`` if there is none of this id."""
        return self._by_id[passage_id]

    def page_of(self, passage: Passage) -> Page:
        """Return the stored page or row in which ``passage`` stands."""
        return Page(passage.locator, self._pages[passage.locator][0])

    def pages(self, source_id: str) -> list[tuple[Page, dict[str, Any]]]:
        """Return the stored pages or rows of a source, with a row's values."""
        return [(Page(at, text), values) for at, (text, values) in self._pages.items() if at.source_id == source_id]

    def sentence_vectors(self, passage: Passage) -> Vectors:
        """Return the unit vectors of the passage's sentences, shape ``(len(passage.sentences), dimension)``."""
        first = self._first_sentence[passage.id]
        return self._vectors[first : first + len(passage.sentences)]

    def sentence_words(self, passage: Passage) -> SentenceWords:
        """Return the words of the passage's sentences, along :attr:`axes`."""
        first = self._first_sentence[passage.id]
        end = first + len(passage.sentences)
        rows = self._words[self._first_word[first] : self._first_word[end]]
        return SentenceWords(self._word_counts[first:end], rows)

    @cached_property
    def defined(self) -> dict[str, str]:
        """The abbreviations that the passages define, with their long forms."""
        return find_abbreviations(passage.text for passage in self.passages)

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Those that they seldom use; what every other passage has, such as MGI, needs no writing out."""
        rare = max(5, len(self.passages) // 20)
        used = {short: sum(short in passage.text for passage in self.passages) for short in self.defined}
        return {short: long for short, long in self.defined.items() if used[short] <= rare}

    @cached_property
    def rows(self) -> dict[str, tuple[TableRow, ...]]:
        """The rows of each table, by source id; a row with several passages comes once, with its first."""
        found: dict[str, list[TableRow]] = {}
        first = {passage.locator: passage for passage in reversed(self.passages)}
        for passage in self.passages:
            values = self._pages[passage.locator][1]
            if values and first[passage.locator] is passage:
                found.setdefault(passage.locator.source_id, []).append(TableRow(passage, values))
        return {source_id: tuple(rows) for source_id, rows in found.items()}


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _passage(raw: dict[str, Any]) -> Passage:
    return Passage(
        id=raw["id"],
        locator=Locator(**raw["locator"]),
        start=raw["start"],
        text=raw["text"],
        sentences=tuple(Span(span["start"], span["end"]) for span in raw["sentences"]),
        kind=raw["kind"],
        section=tuple(raw.get("section", ())),
        places=tuple(raw.get("places", ())),
        subject=tuple(raw.get("subject", ())),
        policy_areas=tuple(raw.get("policy_areas", ())),
        level=raw.get("level"),
        year=raw.get("year"),
        assessment=raw.get("assessment"),
        dimension=raw.get("dimension"),
        standing=raw.get("standing"),
    )
