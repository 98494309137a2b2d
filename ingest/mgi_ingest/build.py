"""Brings an index up to date with a corpus.

A file that has not changed is not read again: it is known by its digest, its catalogue entry and the settings that
shape passages. What was read is published as a new version of the index (see :mod:`mgi_ingest.publish`).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from mgi_assistant.errors import CorpusError, FileError, IndexBusy, MgiError, StorageError
from mgi_assistant.places import default_gazetteer
from mgi_assistant.settings import Settings, shape_fingerprint
from mgi_assistant.store import (
    FORMAT,
    LOCK,
    POINTER,
    FileRecord,
    Manifest,
    Store,
    file_digest,
    read_manifest,
    serving_version,
)
from mgi_assistant.types import Page, Passage
from mgi_ingest.catalogue import KINDS, CorpusFile, printable, read_corpus
from mgi_ingest.child import read_pdf_guarded
from mgi_ingest.chunk import Cutter
from mgi_ingest.profiles import read_profile
from mgi_ingest.publish import Content, Embedder, Progress, publish
from mgi_ingest.tables import read_records, read_table

_READERS = 2
"""PDFs read at the same time, each in a process of its own."""

_FINAL = ("ok", "no_text")
"""What an unchanged file stays; any other outcome may change with a password, a limit or a package."""


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


class NothingUsable(CorpusError):
    """Not one file of the corpus can be used; ``files`` has the record of each."""

    def __init__(self, corpus: Path, files: tuple[FileRecord, ...]) -> None:
        super().__init__(
            f"Not one file of {corpus} can be used: " + (_reasons(files) or "there is none") + ".",
            "Put .pdf, .csv or .jsonl files there; an index that was there before still serves.",
        )
        self.files = files


class NotAllUsable(CorpusError):
    """Files were to come in together and one of them cannot be used; ``files`` has the record of each."""

    def __init__(self, files: tuple[FileRecord, ...]) -> None:
        super().__init__(f"Nothing was changed: {_reasons(files)}.", "Correct the file, or leave it out.")
        self.files = files


def ingest(
    settings: Settings, corpus: Path, extra: Sequence[Path], embedder: Embedder, progress: Progress,
    *, passwords: dict[str, str] | None = None, rebuild: bool = False, forget: bool = False, whole: bool = False,
) -> Outcome:  # fmt: skip
    """Bring the index in ``settings.index`` up to date with ``corpus`` and the ``extra`` files.

    Files that were added by path earlier stay in, unless ``forget`` is true or they are gone.

    Raises:
        CorpusError: The corpus is wrong; the old index goes on serving.
        NotAllUsable: ``whole`` is true and one of the ``extra`` files cannot be used; the old index goes on serving.
        NothingUsable: Not one file can be used; the old index goes on serving.
        IndexBusy: Another ingest is writing.
        StorageError: The disk is full or cannot be written; the old index goes on serving.
    """
    index = settings.index
    with _writing(index):
        old = None if rebuild else _old_version(index)
        remembered = [] if forget else _remembered(index, corpus)
        given = [path.resolve() for path in extra]
        extra = list(dict.fromkeys([*(p for p in remembered if p.exists()), *given]))
        forgotten = tuple(str(path) for path in remembered if not path.exists())
        files = [file for file in read_corpus(corpus, extra) if not _belongs_to_index(file.path, index)]
        read = _read_all(settings, files, old, passwords or {}, progress)
        records = tuple(result.record for result in read)
        refused = tuple(r for f, r in zip(files, records, strict=True) if r.status != "ok" and _is_of(f.path, given))
        if whole and refused:
            raise NotAllUsable(refused)
        passages = [passage for result in read for passage in result.passages]
        if not passages:
            raise NothingUsable(corpus, records)
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
            embedder.prepare()
            return Outcome(records, False, old.version.name, len(passages), 0, forgotten)
        content = Content(
            tuple(page for result in read for page in result.pages),
            tuple(value for result in read for value in result.values),
            tuple(passages),
        )
        version, embedded = publish(index, manifest, content, old, embedder, progress)
        return Outcome(records, True, version, len(passages), embedded, forgotten)


def _is_of(path: Path, given: Sequence[Path]) -> bool:
    """Say whether ``path`` is one of the given files or lies in one of the given folders."""
    return any(path.resolve().is_relative_to(one) for one in given)


def _reasons(records: Sequence[FileRecord]) -> str:
    shown = "; ".join(f"{record.path}: {record.reason}" for record in records[:3])
    return shown + (f" (and {len(records) - 3} more)" if len(records) > 3 else "")


@contextmanager
def _writing(index: Path) -> Iterator[None]:
    """Hold the index's write lock and translate what a disk can do wrong."""
    try:
        index.mkdir(parents=True, exist_ok=True)
        with FileLock(index / LOCK, timeout=0):
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


def _remembered(index: Path, corpus: Path) -> list[Path]:
    """Return what was added by path to the same corpus; only the manifest of the old version need be sound."""
    try:
        manifest = read_manifest(serving_version(index))
    except MgiError:
        return []
    return [Path(path) for path in manifest.extra] if manifest.corpus == str(corpus.resolve()) else []


def _belongs_to_index(path: Path, index: Path) -> bool:
    """Say whether a file found in a corpus folder is one that an index kept in that folder wrote."""
    path, index = path.resolve(), index.resolve()
    if not path.is_relative_to(index):
        return False
    first = path.relative_to(index).parts[0]
    return first in (POINTER, LOCK) or first.startswith(("v-", "draft-"))


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
        if same and old and same.status in _FINAL:
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
    now = datetime.now(UTC).isoformat(timespec="seconds")
    record = FileRecord(file.entry.path, "malformed", "", "", 0, 0, file.entry.fingerprint, read=now)
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
        return Read(replace(record, status=error.status, reason=printable(f"{error} {error.hint}".strip())))
    except Exception as error:  # whatever a file trips over, the others go on
        return Read(replace(record, reason=printable(f"{file.path} cannot be used: {error or repr(error)}")))


def _parsed(
    settings: Settings, cutter: Cutter, file: CorpusFile, record: FileRecord, passwords: dict[str, str]
) -> Read:
    entry, profile = file.entry, None
    kind = KINDS.get(file.path.suffix.lower())
    if kind is None:
        raise FileError(
            "unsupported", f"{file.path} is not a .pdf, .csv or .jsonl file.", "Convert it, or take it out."
        )
    title, reason = entry.title, ""
    if kind == "report":
        names = (file.path.name, entry.path, str(file.path), str(file.path.resolve()))
        password = next((passwords[name] for name in names if name in passwords), entry.password)
        report = read_pdf_guarded(file.path, password, settings.parse_timeout_s, settings.parse_memory_mb)
        title = entry.title if file.described else report.title or entry.title
        profile = read_profile(entry, report, default_gazetteer())
        title = title if file.described or not profile else profile.named(title, default_gazetteer())
        pages, passages = cutter.report(entry, report, profile)
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
    if profile and profile.locality and done.source:
        done = replace(done, source=replace(done.source, locality=profile.locality, iso3=profile.places[-1]))
    return Read(done, tuple(pages), values, tuple(passages))
