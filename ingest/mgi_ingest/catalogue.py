"""Which files a corpus has and what is known about each: ``catalogue.toml``, or the files of a bare folder."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mgi_assistant.errors import CorpusError
from mgi_assistant.types import Level, Source, SourceKind

CATALOGUE = "catalogue.toml"
KINDS: dict[str, SourceKind] = {".pdf": "report", ".csv": "table", ".jsonl": "records"}
"""File types that can be read, and what they are."""

ORIGINALS = "originals"
"""Folder of a catalogued corpus whose files are taken without an entry of their own."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Strict):
    """Which column of a table plays which role."""

    iso3: str | None = None
    locality: str | None = None
    level: str | None = None
    year: str | None = None
    policy_areas: str | None = None
    section: str | None = None

    def named(self) -> set[str]:
        """Return the columns that are used."""
        return {column for column in self.model_dump().values() if column}


class Entry(_Strict):
    """One ``[[source]]`` of the catalogue."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    title: str = Field(min_length=1)
    path: str = Field(min_length=1)
    publisher: str = ""
    year: int | None = None
    licence: str = ""
    url: str = ""
    password: str | None = None
    """Opens an encrypted PDF."""
    text: str | dict[str, str] | None = None
    """Template of a row's sentence, or templates by the value of the column named in ``by``."""
    columns: Columns = Columns()
    types: dict[str, Literal["integer", "number", "boolean", "list"]] = {}
    """Type of a column's values where it is not text; a list is written with semicolons."""
    place: str | None = None
    """Country or locality that the whole document is about."""
    level: Level | None = None
    optional: bool = False
    """Whether the file may be absent without a word."""
    replaces: str | None = None
    """Id of the source that is left out when this one is there."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Entry:
        kind = KINDS.get(Path(self.path).suffix.lower())
        if kind != "table" and (self.text is not None or self.types or self.columns.named()):
            raise ValueError("text, types and columns belong to a .csv table")
        if isinstance(self.text, dict) and "by" not in self.text:
            raise ValueError("text needs the key 'by', which names the column that chooses the template")
        return self

    @property
    def fingerprint(self) -> str:
        """Digest of the entry, the password left out; a change means that the file is read again."""
        return hashlib.sha256(self.model_dump_json(exclude={"password"}).encode()).hexdigest()[:16]

    def source(self, title: str | None = None) -> Source:
        """Return the source that the entry describes."""
        return Source(
            id=self.id,
            title=title or self.title,
            kind=KINDS[Path(self.path).suffix.lower()],
            path=self.path,
            publisher=self.publisher,
            year=self.year,
            licence=self.licence,
            url=self.url,
        )


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to index, with its entry; ``described`` is false where the entry was made from the file's name alone."""

    path: Path
    entry: Entry
    described: bool = True


class _Catalogue(_Strict):
    source: list[Entry] = Field(min_length=1)


def read_corpus(folder: Path, extra: Iterable[Path] = ()) -> list[CorpusFile]:
    """Return the files of the corpus in ``folder`` and of the ``extra`` files and folders, each once, in a fixed order.

    Raises:
        CorpusError: The folder or an extra path does not exist, or the catalogue is wrong.
    """
    if not folder.is_dir():
        raise CorpusError(f"The corpus folder {folder} does not exist.", "Name an existing folder with --corpus.")
    files = _catalogued(folder) if (folder / CATALOGUE).is_file() else _bare(folder, folder)
    for path in extra:
        if not path.exists():
            raise CorpusError(f"{path} does not exist.", "Check the path.")
        files += _bare(path, None) if path.is_dir() else [_described_by_name(path, str(path.resolve()))]
    first = {file.path.resolve(): file for file in reversed(files)}
    return _with_own_ids([file for file in files if file.described or first[file.path.resolve()] is file])


def _catalogued(folder: Path) -> list[CorpusFile]:
    path = folder / CATALOGUE
    try:
        catalogue = _Catalogue(**tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} is not valid TOML: {error}.", "Correct the file at that place.") from error
    except ValidationError as error:
        raise CorpusError(
            f"{path}: {_first_problem(error)}.", "Correct that entry; see the README on adding a report."
        ) from error
    _check_ids(path, catalogue.source)
    files = [CorpusFile(folder / entry.path, entry) for entry in catalogue.source]
    present = [file for file in files if not file.entry.optional or file.path.is_file()]
    replaced = {file.entry.replaces for file in present if file.path.is_file()}
    known = {file.path.resolve() for file in files}
    originals = folder / ORIGINALS
    added = (
        [file for file in _bare(originals, folder) if file.path.resolve() not in known] if originals.is_dir() else []
    )
    return [file for file in present if file.entry.id not in replaced] + added


def _check_ids(path: Path, entries: list[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise CorpusError(f"{path}: the id {entry.id!r} is given twice.", "Give each source an id of its own.")
        seen.add(entry.id)
    for entry in entries:
        if entry.replaces is not None and entry.replaces not in seen:
            raise CorpusError(
                f"{path}: {entry.id!r} replaces {entry.replaces!r}, which is not in the catalogue.", "Correct the id."
            )


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in problem["loc"])
    message = "this key is not known" if problem["type"] == "extra_forbidden" else problem["msg"]
    return f"{where}: {message}"


def _bare(folder: Path, base: Path | None) -> list[CorpusFile]:
    """Return all files under ``folder`` but hidden ones, notes and descriptions.

    Paths are relative to ``base`` or absolute.
    """
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        _described_by_name(path, str(path.relative_to(base)) if base else str(path.resolve()))
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.name != "README.md"
        and not (path.suffix == ".toml" and path.with_suffix("").is_file())
    ]


def _described_by_name(path: Path, shown: str) -> CorpusFile:
    """Return the file with an entry made from its name, and from the description beside it where there is one."""
    title = printable(re.sub(r"[_\s]+", " ", path.stem).strip() or path.name)
    made = {"id": _slug(path.stem), "title": title, "path": printable(shown)}
    beside = path.with_name(f"{path.name}.toml")
    if not beside.is_file():
        return CorpusFile(path, Entry(**made), described=False)  # type: ignore[arg-type]
    try:
        given = tomllib.loads(beside.read_text("utf-8"))
        return CorpusFile(path, Entry(**{**made, **given, "path": printable(shown)}))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{beside} is not valid TOML: {error}.", "Correct the file at that place.") from error
    except ValidationError as error:
        raise CorpusError(f"{beside}: {_first_problem(error)}.", "Correct that key, or take the file out.") from error


def printable(text: str) -> str:
    """Return ``text`` without the stray bytes that a file name may have in it; they cannot be stored as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "file"


def _with_own_ids(files: list[CorpusFile]) -> list[CorpusFile]:
    """Tell apart files that share a name by a digest of their path; catalogued ids stay as they are."""
    count: dict[str, int] = {}
    for file in files:
        count[file.entry.id] = count.get(file.entry.id, 0) + 1
    result = []
    for file in files:
        entry = file.entry
        if count[entry.id] > 1 and not file.described:
            digest = hashlib.sha256(entry.path.encode()).hexdigest()[:6]
            entry = entry.model_copy(update={"id": f"{entry.id}-{digest}"})
        result.append(CorpusFile(file.path, entry, file.described))
    return result
