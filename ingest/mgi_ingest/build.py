"""Builds a new version of an index beside the old one, checks it, and lets it serve by one atomic step.

What has not changed is neither read nor embedded again: a file is known by its digest, its catalogue entry and the
settings that shape passages; a passage by its id, which is made from its content.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock, Timeout

from mgi_assistant.errors import CorpusError, FileError, IndexBusy, IndexDamaged, MgiError, StorageError
from mgi_assistant.places import default_gazetteer
from mgi_assistant.ports import Vectors
from mgi_assistant.settings import Settings, shape_fingerprint
from mgi_assistant.store import (
    FORMAT,
    POINTER,
    FileRecord,
    Manifest,
    Store,
    file_digest,
    serving_version,
    write_version,
)
from mgi_assistant.types import Page, Passage
from mgi_ingest.catalogue import KINDS, CorpusFile, read_corpus
from mgi_ingest.child import read_pdf_guarded
from mgi_ingest.chunk import Cutter
from mgi_ingest.tables import read_records, read_table

_READERS = 2
"""PDFs read at the same time, each in a process of its own."""


class Progress(Protocol):
    """Hears how far an ingest is."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` units of ``step`` are finished."""
        ...


class Embedder(Protocol):
    """What a build asks of the embedding model."""

    @property
    def name(self) -> str:
        """Name of the model."""
        ...

    def embed(self, texts: Sequence[str], progress: Any = None) -> Vectors:
        """Return unit vectors of ``texts``."""
        ...

    def prepare_questions(self) -> None:
        """Make ready for embedding questions quickly."""
        ...


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read: its record and, where that went well, what it holds."""

    record: FileRecord
    pages: tuple[Page, ...] = ()
    values: tuple[dict[str, Any] | None, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ingest did."""

    files: tuple[FileRecord, ...]
    changed: bool
    """Whether a new version was published."""
    version: str
    passages: int
    embedded: int
    """Passages that had to be embedded."""
    forgotten: tuple[str, ...] = ()
    """Files added by path earlier that are gone."""


def ingest(
    settings: Settings, corpus: Path, extra: Sequence[Path], embedder: Embedder, progress: Progress,
    *, passwords: dict[str, str] | None = None, rebuild: bool = False, forget: bool = False,
) -> Outcome:  # fmt: skip
    """Bring the index in ``settings.index`` up to date with ``corpus`` and the ``extra`` files.

    Files that were added by path earlier stay in, unless ``forget`` is true or they are gone.

    Raises:
        CorpusError: The corpus is wrong, or not one file of it can be used; the old index goes on serving.
        IndexBusy: Another ingest is writing.
        StorageError: The disk is full or cannot be written; the old index goes on serving.
    """
    index = settings.index
    with _writing(index):
        old = None if rebuild else _old_version(index)
        remembered = _remembered(old, corpus) if not forget else []
        extra = list(dict.fromkeys([*(p for p in remembered if p.exists()), *(p.resolve() for p in extra)]))
        forgotten = tuple(str(path) for path in remembered if not path.exists())
        files = read_corpus(corpus, extra)
        read = _read_all(settings, files, old, passwords or {}, progress)
        records = tuple(result.record for result in read)
        passages = [passage for result in read for passage in result.passages]
        if not passages:
            raise CorpusError(
                f"Not one file of {corpus} can be used: " + (_reasons(records) or "there is none") + ".",
                "Put .pdf, .csv or .jsonl files there; an index that was there before still serves.",
            )
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model=embedder.name,
            dimension=0,
            shape=shape_fingerprint(settings),
            corpus=str(corpus.resolve()),
            extra=tuple(map(str, extra)),
            files=records,
            passages=len(passages),
            checksums={},
        )
        if old and _same(old.manifest, manifest):
            embedder.prepare_questions()
            return Outcome(records, False, old.version.name, len(passages), 0, forgotten)
        version, embedded = _publish(index, manifest, read, old, embedder, progress)
        return Outcome(records, True, version, len(passages), embedded, forgotten)


def _reasons(records: Sequence[FileRecord]) -> str:
    shown = "; ".join(f"{record.path}: {record.reason}" for record in records[:3])
    return shown + (f" (and {len(records) - 3} more)" if len(records) > 3 else "")


@contextmanager
def _writing(index: Path) -> Iterator[None]:
    """Hold the index's write lock and translate what a disk can do wrong."""
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / "ingest.lock", timeout=0):
            yield
    except Timeout as error:
        raise IndexBusy(f"Another ingest is writing to {index}.", "Wait until it has ended, then run again.") from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StorageError(
            f"The disk is full: the index in {index} was not changed."
            if full
            else f"{index} cannot be written: {error}.",
            "Free some space and run mgi-ingest again." if full else "Choose another folder with --index or MGI_INDEX.",
        ) from error


def _old_version(index: Path) -> Store | None:
    try:
        return Store(serving_version(index))
    except MgiError:
        return None  # nothing to reuse; what is built now takes its place


def _remembered(old: Store | None, corpus: Path) -> list[Path]:
    same_corpus = old is not None and old.manifest.corpus == str(corpus.resolve())
    return [Path(path) for path in old.manifest.extra] if old and same_corpus else []


def _same(old: Manifest, new: Manifest) -> bool:
    def essence(manifest: Manifest) -> object:
        files = [(f.path, f.status, f.sha256, f.entry) for f in manifest.files]
        return manifest.model, manifest.shape, manifest.corpus, manifest.extra, files

    return essence(old) == essence(new)


# -- reading -----------------------------------------------------------------------------------------------------------


def _read_all(
    settings: Settings, files: Sequence[CorpusFile], old: Store | None, passwords: dict[str, str], progress: Progress
) -> list[Read]:
    known = old.manifest if old and old.manifest.shape == shape_fingerprint(settings) else None
    cutter = Cutter(default_gazetteer(), settings.passage_words)

    def read(file: CorpusFile) -> Read:
        record = _examine(file)
        same = known and next((r for r in known.files if _unchanged(r, record)), None)
        if same and old and (same.status == "ok" or file.path.name not in passwords):
            return _reused(replace(same, mtime_ns=record.mtime_ns), old)
        return _read_file(settings, cutter, file, record, passwords)

    results = []
    with ThreadPoolExecutor(_READERS) as readers:
        for result in readers.map(read, files):
            results.append(result)
            progress("reading", len(results), len(files))
    return results


def _examine(file: CorpusFile) -> FileRecord:
    """Return a record of the file as it lies there, not yet read."""
    record = FileRecord(file.entry.path, "malformed", "", "", 0, 0, file.entry.fingerprint)
    try:
        digest = file_digest(file.path)
        state = file.path.stat()
    except OSError as error:
        reason = "the file is missing" if isinstance(error, FileNotFoundError) else str(error)
        return replace(record, reason=reason)
    return replace(record, sha256=digest, size=state.st_size, mtime_ns=state.st_mtime_ns)


def _unchanged(old: FileRecord, new: FileRecord) -> bool:
    return bool(new.sha256) and (old.path, old.sha256, old.entry) == (new.path, new.sha256, new.entry)


def _reused(record: FileRecord, old: Store) -> Read:
    if record.source is None:
        return Read(record)
    stored = old.pages(record.source.id)
    passages = tuple(p for p in old.passages if p.locator.source_id == record.source.id)
    return Read(record, tuple(p for p, _ in stored), tuple(values or None for _, values in stored), passages)


def _read_file(
    settings: Settings, cutter: Cutter, file: CorpusFile, record: FileRecord, passwords: dict[str, str]
) -> Read:
    if not record.sha256:
        return Read(record)
    try:
        return _parsed(settings, cutter, file, record, passwords)
    except FileError as error:
        return Read(replace(record, status=error.status, reason=f"{error} {error.hint}".strip()))


def _parsed(
    settings: Settings, cutter: Cutter, file: CorpusFile, record: FileRecord, passwords: dict[str, str]
) -> Read:
    entry = file.entry
    kind = KINDS.get(file.path.suffix.lower())
    if kind is None:
        raise FileError(
            "unsupported", f"{file.path} is not a .pdf, .csv or .jsonl file.", "Convert it, or take it out."
        )
    title, reason = entry.title, ""
    if kind == "report":
        password = passwords.get(file.path.name) or passwords.get(str(file.path)) or entry.password
        report = read_pdf_guarded(file.path, password, settings.parse_timeout_s, settings.parse_memory_mb)
        title = entry.title if file.described else report.title or entry.title
        pages, passages = cutter.report(entry, report)
        values: tuple[dict[str, Any] | None, ...] = (None,) * len(pages)
        reason = "; ".join(report.notes)
    else:
        records = read_table(file.path, entry) if kind == "table" else read_records(file.path)
        pages, passages = cutter.records(entry, records)
        values = tuple(row.values if kind == "table" else None for row in records)
    if not passages:
        raise FileError("no_text", f"{file.path} has no sentence that can be quoted.", "Check what the file holds.")
    done = replace(
        record, status="ok", reason=reason, source=entry.source(title), passages=len(passages), pages=len(pages)
    )
    return Read(done, tuple(pages), values, tuple(passages))


# -- writing -----------------------------------------------------------------------------------------------------------


def _publish(
    index: Path, manifest: Manifest, read: Sequence[Read], old: Store | None, embedder: Embedder, progress: Progress
) -> tuple[str, int]:
    """Write a new version, check it and let it serve; return its name and how many passages were embedded."""
    from mgi_assistant.engines import bm25, chroma

    passages = [passage for result in read for passage in result.passages]
    texts = {p.id: embedded_text(p) for p in passages}
    reusable = old if old and old.manifest.model == embedder.name else None
    vectors, sentence_vectors, embedded = _embed(passages, texts, reusable, embedder, progress)
    embedder.prepare_questions()
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    draft, version = index / f"draft-{stamp}", index / f"v-{stamp}"
    for leftover in index.glob("draft-*"):
        shutil.rmtree(leftover)
    try:
        draft.mkdir()
        pages = [page for result in read for page in result.pages]
        values = [value for result in read for value in result.values]
        manifest = replace(manifest, dimension=int(vectors.shape[1]))
        write_version(draft, manifest, pages, passages, values, sentence_vectors)
        bm25.build(draft / "bm25", list(texts), list(texts.values()))
        chroma.build(draft / "chroma", passages, vectors)
        _check(draft, passages, texts, vectors)
        draft.rename(version)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _serve(index, version.name)
    return version.name, embedded


def embedded_text(passage: Passage) -> str:
    """Return what stands for a passage in both halves of retrieval: its headings and its text."""
    return ". ".join((*passage.section, " ".join(passage.text.split())))


def _embed(
    passages: Sequence[Passage], texts: dict[str, str], old: Store | None, embedder: Embedder, progress: Progress
) -> tuple[Vectors, Vectors, int]:
    """Return the vectors of all passages and of all their sentences, and how many passages were new."""
    from mgi_assistant.engines.chroma import ChromaIndex

    new = [passage for passage in passages if old is None or passage.id not in old]
    wanted = list(dict.fromkeys([*(texts[p.id] for p in new), *(s for p in new for s in sentence_texts(p))]))
    fresh = embedder.embed(wanted, lambda done: progress("embedding", done, len(wanted))) if wanted else None
    row = {text: number for number, text in enumerate(wanted)}
    stored = ChromaIndex(old.version / "chroma").vectors([p.id for p in passages if p.id in old]) if old else {}
    whole: list[Vectors] = []
    parts: list[Vectors] = []
    for passage in passages:
        if passage.id in stored and old:
            whole.append(stored[passage.id])
            parts.append(old.sentence_vectors(old.passage(passage.id)))
        elif fresh is not None:
            whole.append(fresh[row[texts[passage.id]]])
            parts.append(fresh[[row[text] for text in sentence_texts(passage)]])
    return np.stack(whole), np.concatenate(parts), len(new)


def sentence_texts(passage: Passage) -> list[str]:
    """Return the passage's sentences as they are embedded: on one line."""
    return [" ".join(passage.sentence(i).split()) for i in range(len(passage.sentences))]


def _check(draft: Path, passages: Sequence[Passage], texts: dict[str, str], vectors: Vectors) -> None:
    """Open the draft as a reader would and ask it for a passage that it has.

    Raises:
        IndexDamaged: A count, a checksum or the probe does not come out right.
    """
    from mgi_assistant.engines import bm25
    from mgi_assistant.engines.chroma import ChromaIndex

    store, dense, lexical = Store(draft), ChromaIndex(draft / "chroma"), bm25.load(draft / "bm25")
    counts = {len(store.passages), len(dense), len(passages)}
    probe = len(passages) // 2
    best = dense.nearest(vectors[probe], 1)
    lexically = lexical.best(texts[passages[probe].id], 5)
    if len(counts) != 1 or not best or best[0][1] < 0.99 or (lexically and lexically[0][1] <= 0):
        raise IndexDamaged(
            f"The new index failed its check (counts {sorted(counts)}, probe {best}).",
            "The old index still serves. Run mgi-ingest --rebuild; if that fails too, free some disk space.",
        )


def _serve(index: Path, version: str) -> None:
    """Point to ``version`` and remove all older ones but the last, which a running application may still read."""
    previous = (index / POINTER).read_text("utf-8").strip() if (index / POINTER).is_file() else ""
    pointer = index / f"{POINTER}.new"
    pointer.write_text(version, "utf-8")
    pointer.replace(index / POINTER)
    for folder in index.glob("v-*"):
        if folder.name not in (version, previous):
            shutil.rmtree(folder, ignore_errors=True)
