"""Tables and records: each row of a CSV file, or line of a JSON-lines file, becomes one stored text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mgi_assistant.errors import FileError
from mgi_ingest.catalogue import Entry

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_TYPES: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: {"yes": True, "true": True, "no": False, "false": False}[text.lower()],
    "list": lambda text: [part.strip() for part in text.split(";") if part.strip()],
}


@dataclass(frozen=True, slots=True)
class Record:
    """One row or line: its readable text, its values by column, and what its columns say about it."""

    row: int
    text: str
    values: dict[str, Any]
    iso3: str = ""
    locality: str = ""
    level: str = ""
    year: str = ""
    policy_areas: tuple[str, ...] = ()
    section: str = ""


def _malformed(path: Path, problem: str, hint: str) -> FileError:
    return FileError("malformed", f"{path}: {problem}.", hint)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _malformed(path, f"line {line} is not UTF-8 ({error.reason})", "Save the file as UTF-8.") from error
    if "\0" in text:
        raise _malformed(path, "the file has NUL characters, so it is not text", "Export it again as UTF-8 text.")
    return text


def read_table(path: Path, entry: Entry) -> list[Record]:
    """Read a CSV file with a header line, following its catalogue entry.

    Raises:
        FileError: Not UTF-8, no header or rows, a named column is missing, a row has more cells than the header, or a
            value is not of its column's type.
    """
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise _malformed(path, f"line {reader.line_num}: {error}", "Correct the quoting of that line.") from error
    if not lines or not any(cell.strip() for cell in lines[0][1]):
        raise FileError("no_text", f"{path} has no header line.", "The first line must name the columns.")
    header = [cell.strip() for cell in lines[0][1]]
    if len(set(header)) != len(header):
        raise _malformed(path, "two columns have the same name", "Give each column a name of its own.")
    _check_columns(path, entry, header)
    records = [
        _record(path, entry, row, line, header, cells)
        for row, (line, cells) in enumerate(((n, c) for n, c in lines[1:] if any(map(str.strip, c))), 1)
    ]
    if not records:
        raise FileError("no_text", f"{path} has no rows below its header.", "Add rows, or take the file out.")
    return records


def _check_columns(path: Path, entry: Entry, header: list[str]) -> None:
    templates = [entry.text] if isinstance(entry.text, str) else list((entry.text or {}).values())
    needed = entry.columns.named() | set(entry.types)
    needed |= {name for template in templates for name in _PLACEHOLDER.findall(template)}
    if isinstance(entry.text, dict):
        needed.add(entry.text["by"])
    missing = sorted(needed - set(header))
    if missing:
        raise _malformed(
            path,
            f"column {', '.join(map(repr, missing))} is missing; the file has {', '.join(map(repr, header))}",
            "Add the column, or correct the catalogue entry of this table.",
        )


def _record(path: Path, entry: Entry, row: int, line: int, header: list[str], cells: list[str]) -> Record:
    if len(cells) > len(header):
        raise _malformed(
            path, f"line {line} has {len(cells)} cells, the header {len(header)}", "Quote cells with commas."
        )
    texts = dict(zip(header, [cell.strip() for cell in cells] + [""] * (len(header) - len(cells)), strict=True))
    values: dict[str, Any] = dict(texts)
    for column, kind in entry.types.items():
        try:
            values[column] = _TYPES[kind](texts[column]) if texts[column] else None
        except (ValueError, KeyError) as error:
            raise _malformed(
                path, f"line {line}, column {column!r}: {texts[column]!r} is not of type {kind}", "Correct the value."
            ) from error
    role = {name: texts[column] for name, column in entry.columns.model_dump().items() if column}
    areas = tuple(_TYPES["list"](role.pop("policy_areas", "")))
    if role.get("level", "") not in ("", "national", "local"):
        raise _malformed(path, f"line {line}: the level is {role['level']!r}", "Write national or local.")
    return Record(row, _sentence(path, entry, line, texts), values, policy_areas=areas, **role)


def _sentence(path: Path, entry: Entry, line: int, texts: dict[str, str]) -> str:
    """Fill in the row's template; without one, list the columns that have a value."""
    if entry.text is None:
        return "; ".join(f"{column}: {value}" for column, value in texts.items() if value) + "."
    template = entry.text
    if isinstance(template, dict):
        case = texts[template["by"]]
        if case not in template or case == "by":
            raise _malformed(
                path, f"line {line}: there is no text for {template['by']} = {case!r}", "Add it to the catalogue entry."
            )
        template = template[case]
    return re.sub(r"\s+", " ", _PLACEHOLDER.sub(lambda found: texts[found[1]], template)).strip()


def read_records(path: Path) -> list[Record]:
    """Read a JSON-lines file with a ``text`` and, if it has them, an ``_id`` and a ``title`` in each line.

    Raises:
        FileError: Not UTF-8, a line that is not such an object, or no text at all.
    """
    records = [record for record in _records(path) if record.text]
    if not records:
        raise FileError("no_text", f"{path} has no line with text.", 'Each line needs {"text": "…"}.')
    return records


def _records(path: Path) -> Iterator[Record]:
    hint = 'Each line must be a JSON object such as {"_id": "…", "title": "…", "text": "…"}.'
    for number, line in enumerate(_decoded(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _malformed(path, f"line {number} is not JSON ({error})", hint) from error
        if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
            raise _malformed(path, f"line {number} has no text", hint)
        text, title = raw["text"].strip(), str(raw.get("title") or "")
        if _HALF_CHARACTER.search(text + title):
            raise _malformed(path, f"line {number} has half of a character (a lone surrogate)", "Export it again.")
        yield Record(number, text, raw, section=title)
