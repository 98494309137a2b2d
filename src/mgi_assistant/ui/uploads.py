"""Files that people add in the app: checked by what is in them, kept under made-up names, read by ``mgi-ingest``.

The index itself remembers which of them it holds. A file that it does not hold is of no account, so that whatever goes
wrong on the way leaves everything as it was.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from secrets import token_hex

from mgi_assistant.errors import FileError, MgiError, StorageError
from mgi_assistant.settings import Settings
from mgi_assistant.store import FileRecord, Manifest, read_manifest, serving_version
from mgi_assistant.ui.processes import Ended, Notice, Work
from mgi_assistant.ui.texts import counted
from mgi_assistant.ui.texts import sources as texts

_PREFIX = "upload-"
_DAY_S = 24 * 3600
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody adds, after its check."""

    name: str
    """As the user knows it; never used as a path."""
    title: str
    suffix: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Digest of the content, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


# -- the check ---------------------------------------------------------------------------------------------------------


def checked(name: str, data: bytes, largest_mb: int) -> Upload:
    """Return a file that somebody adds, after a look at what is in it.

    Raises:
        FileError: It is too large, of a kind that cannot be read, or not what its name says.
    """
    shown = _printable(PurePath(name).name) or texts.UNNAMED
    suffix = PurePath(shown).suffix.lower()
    if suffix not in _CHECKS:
        raise FileError("unsupported", texts.WRONG_KIND.format(shown), texts.KINDS_HINT)
    if not data.strip():
        raise FileError("no_text", texts.EMPTY.format(shown), texts.EMPTY_HINT)
    if len(data) > largest_mb << 20:
        raise FileError("unsupported", texts.TOO_LARGE.format(shown, largest_mb), texts.TOO_LARGE_HINT)
    _CHECKS[suffix](shown, data)
    title = re.sub(r"[_\s]+", " ", PurePath(shown).stem).strip()[:_LONGEST_TITLE]
    return Upload(shown, title or texts.UNNAMED, suffix, data)


def _printable(text: str) -> str:
    """Return ``text`` without what cannot be shown or stored, such as control characters and half characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _check_pdf(name: str, data: bytes) -> None:
    if b"%PDF-" not in data[:1024]:
        raise FileError("malformed", texts.NO_PDF.format(name), texts.NO_PDF_HINT)


def _check_csv(name: str, data: bytes) -> None:
    try:
        rows = [row for row in csv.reader(io.StringIO(_text(name, data), newline=""), strict=True) if any(row)]
    except csv.Error as error:
        raise FileError("malformed", texts.NO_CSV.format(name, error), texts.CSV_HINT) from error
    if len(rows) < 2:
        raise FileError("no_text", texts.NO_ROWS.format(name), texts.CSV_HINT)


def _check_jsonl(name: str, data: bytes) -> None:
    for number, line in enumerate(_text(name, data).split("\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FileError("malformed", texts.NO_JSON.format(name, number), texts.JSON_HINT) from error
        if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
            raise FileError("malformed", texts.NO_RECORD.format(name, number), texts.JSON_HINT)


def _text(name: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("malformed", texts.NO_TEXT.format(name), texts.NO_TEXT_HINT) from error
    if "\0" in text:
        raise FileError("malformed", texts.NO_TEXT.format(name), texts.NO_TEXT_HINT)
    return text


_CHECKS: dict[str, Callable[[str, bytes], None]] = {".pdf": _check_pdf, ".csv": _check_csv, ".jsonl": _check_jsonl}
SUFFIXES = tuple(_CHECKS)


def sifted(
    given: Sequence[tuple[str, bytes]], manifest: Manifest, settings: Settings
) -> tuple[list[Upload], list[Notice]]:
    """Part the files that can be read from those that cannot or are there already, about which something is said."""
    room = settings.upload_files - len(kept(manifest, settings))
    if len(given) > room:
        return [], [Notice("error", texts.TOO_MANY.format(len(given), settings.upload_files, max(room, 0)))]
    known = {record.sha256: record.source.title for record in manifest.files if record.source is not None}
    uploads, notices = [], []
    for name, data in given:
        try:
            upload = checked(name, data, settings.upload_mb)
        except FileError as error:
            notices.append(Notice("error", f"{error} {error.hint}"))
            continue
        if upload.sha256 in known:
            notices.append(Notice("warning", texts.DUPLICATE.format(upload.name, known[upload.sha256])))
            continue
        known[upload.sha256] = upload.title
        uploads.append(upload)
    return uploads, notices


# -- the index ---------------------------------------------------------------------------------------------------------


def kept(manifest: Manifest, settings: Settings) -> list[FileRecord]:
    """Return the files of the index that were added in the app."""
    folder = settings.uploaded
    return [record for record in manifest.files if Path(record.path).parent == folder]


def add(work: Work, uploads: Sequence[Upload], settings: Settings) -> list[Notice]:
    """Keep ``uploads`` and bring them into the index; those that cannot be used are told and not kept."""
    manifest = read_manifest(serving_version(settings.index))
    waiting = _stored(uploads, settings.uploaded)
    own = tuple(waiting)
    notices: list[Notice] = []
    try:
        while waiting:
            ended = work.call([*_ingest(manifest, settings), "--all-or-nothing", "--", *map(str, waiting)])
            files = {Path(file["path"]): file for file in ended.json().get("files", ())}
            if ended.code == 0:
                for path, upload in waiting.items():
                    remark = f" {_named(files[path]['reason'], path, upload)}" if files[path]["reason"] else ""
                    passages = counted(files[path]["passages"], "passage")
                    notices.insert(0, Notice("success", texts.ADDED.format(upload.title, passages) + remark))
                break
            refused = [path for path in waiting if files.get(path, {"status": "ok"})["status"] != "ok"]
            for path in refused:
                notices.append(Notice("error", _refusal(files[path], path, waiting.pop(path))))
            if not refused:
                reason = _said(ended)
                for path, upload in waiting.items():
                    reason = _named(reason, path, upload)
                names = ", ".join(upload.name for upload in waiting.values())
                notices.append(Notice(work.failure, texts.FAILED.format(names, reason)))
                break
    finally:
        _sweep(settings, own)
    return notices


def remove(work: Work, record: FileRecord, settings: Settings) -> list[Notice]:
    """Take a file that was added in the app out of the index, then delete it."""
    manifest = read_manifest(serving_version(settings.index))
    others = [path for path in manifest.extra if path != record.path and Path(path).exists()]
    ended = work.call([*_ingest(manifest, settings), "--forget", "--", *others])
    _sweep(settings, [Path(record.path)])
    title = record.source.title if record.source else texts.UNNAMED
    if ended.code:
        return [Notice("error", texts.NOT_REMOVED.format(title, _said(ended)))]
    return [Notice("success", texts.REMOVED.format(title))]


def _ingest(manifest: Manifest, settings: Settings) -> list[str]:
    """Return the command that brings the index up to date with the corpus that it was made from."""
    return ["mgi_ingest", "--json", "--progress", "--corpus", manifest.corpus, "--index", str(settings.index)]


def _stored(uploads: Sequence[Upload], folder: Path) -> dict[Path, Upload]:
    """Write files and their descriptions under made-up names.

    Raises:
        StorageError: They cannot be written.
    """
    stored = {folder / f"{_PREFIX}{token_hex(8)}{upload.suffix}": upload for upload in uploads}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, upload in stored.items():
            path.write_bytes(upload.data)
            title = json.dumps(upload.title, ensure_ascii=False)  # printable, so that JSON's escapes are TOML's
            _description(path).write_text(f"title = {title}\n", "utf-8")
    except OSError as error:
        for path in stored:
            _delete(path)
        raise StorageError(texts.NOT_STORED.format(error.strerror or error), texts.NOT_STORED_HINT) from error
    return stored


def _sweep(settings: Settings, own: Collection[Path]) -> None:
    """Delete those of the ``own`` files that are not in the index, and others that have been left over for a day."""
    try:
        held = set(read_manifest(serving_version(settings.index)).extra)
    except MgiError:
        return  # who knows what a damaged index holds
    for path in settings.uploaded.glob(f"{_PREFIX}*"):
        if path.suffix in SUFFIXES and str(path) not in held and (path in own or _is_old(path)):
            _delete(path)


def _is_old(path: Path) -> bool:
    return path.stat().st_mtime < time.time() - _DAY_S


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    _description(path).unlink(missing_ok=True)


def _description(path: Path) -> Path:
    return path.with_name(f"{path.name}.toml")


# -- words -------------------------------------------------------------------------------------------------------------


def _refusal(file: dict[str, str], path: Path, upload: Upload) -> str:
    reason = texts.REFUSALS.get(file["status"], "").format(upload.name)
    return texts.NOT_ADDED.format(reason or _named(file["reason"], path, upload))


def _named(reason: str, path: Path, upload: Upload) -> str:
    """Return what an ingest said about a file, with the name that the user knows."""
    return reason.replace(str(path), upload.name)


def _said(ended: Ended) -> str:
    return f"{ended.problem} {ended.hint}".strip()
