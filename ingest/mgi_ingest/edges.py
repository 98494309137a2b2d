"""Page edges: running headers and footers, and the page numbers printed in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from mgi_ingest.columns import Row, rows_of
from mgi_ingest.layout import Line

_DEEP = 2
"""So many rows at the top and at the bottom of a page may be running lines."""
_ALONE = re.compile(r"(?:page|p\.|[-–—|•])?\s*(\d{1,5}|[ivxlc]{1,7})\s*(?:[-–—|•]|(?:of|/)\s*\d+)?", re.IGNORECASE)
_FIRST = re.compile(r"(\d{1,5}|[ivxlc]{1,7})[\s|•]+\D")
_LAST = re.compile(r".*\D[\s|•]+(?:page\s+)?(\d{1,5}|[ivxlc]{1,7})", re.IGNORECASE)
_AT_ENDS = re.compile(r"^(?:page )?(?:\d+|[ivxlc]+\b|\W)+|(?:\bpage )?(?:\d+|\b[ivxlc]+|\W)+$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_HANDLE = re.compile(
    r"(?:[^\w\s#@]\s*){0,3}(?:#\w+|@\w+|[\w.+-]+@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*)"
)


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands at the edges of one page."""

    label: str | None
    furniture: frozenset[int]
    """Starts of the lines that are furniture."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at the edge of a page that may be its page number."""

    page: int
    text: str
    value: int
    alone: bool
    starts: tuple[int, ...]

    @property
    def series(self) -> tuple[bool, int]:
        """Numbers of one series rise with the pages: whether they are roman, and the distance to the page index."""
        return not self.text.isdigit(), self.page - self.value


def read_edges(pages: Sequence[Sequence[Line]]) -> list[Edges]:
    """Return for each page, given its lines, the printed label and the running lines."""
    rows = [rows_of([line for line in lines if line.role == "text"]) for lines in pages]
    body = median([line.size for lines in pages for line in lines] or [0.0])
    running = _running(rows, body)
    chosen = _numbers(rows)
    labels = _labels(chosen, len(pages))
    edges = []
    for page, lines in enumerate(pages):
        number = chosen.get(page)
        furniture = {*running[page], *(number.starts if number else ())}
        furniture |= {line.start for line in lines if _HANDLE.fullmatch(line.text.strip())}
        furniture |= {line.start for line in _lone_numbers(rows[page])}
        edges.append(Edges(labels.get(page), frozenset(furniture)))
    return edges


def _edge_rows(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Yield the rows at the edges of a page, each with the name of its edge."""
    deep = min(_DEEP, len(rows))
    yield from (("top", row) for row in rows[:deep])
    yield from (("bottom", row) for row in rows[max(deep, len(rows) - _DEEP) :] or rows[len(rows) - deep :])


def _running(pages: Sequence[Sequence[Row]], body: float) -> list[set[int]]:
    """Return for each page the starts of lines that come again at the same height of other pages."""
    seen: dict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
    for page, rows in enumerate(pages):
        for edge, row in _edge_rows(rows):
            text = _AT_ENDS.sub("", " ".join(line.text.strip() for line in row).lower())
            if text:
                seen[edge, text].append((page, row))
    running: list[set[int]] = [set() for _ in pages]
    for found in seen.values():
        height = median_low(row[0].y for _, row in found)
        level = [(page, row) for page, row in found if abs(row[0].y - height) <= 4]
        count = len({page for page, _ in level})
        large = max(line.size for _, row in level for line in row) > 1.15 * body
        if count >= max(2, len(pages) / 2 if large or len(pages) < 6 else 3):
            for page, row in level:
                running[page].update(line.start for line in row)
    return running


def _numbers(pages: Sequence[Sequence[Row]]) -> dict[int, _Number]:
    """Return by page the number at its edge that rises with the pages of the file."""
    found = [number for page, rows in enumerate(pages) for number in _candidates(page, rows)]
    members: dict[tuple[bool, int], set[int]] = defaultdict(set)
    alone: dict[tuple[bool, int], set[int]] = defaultdict(set)
    for number in found:
        members[number.series].add(number.page)
        if number.alone:
            alone[number.series].add(number.page)
    chosen: dict[int, _Number] = {}
    for number in found:
        series = members[number.series]
        # Figures at the edge of a table rise with the pages by chance only; those of a series come on most pages.
        dense = len(series) >= 3 and len(series) >= 0.5 * (max(series) - min(series) + 1)
        # A single page of front matter has no second number to compare with.
        front = number.alone and len(number.starts) == 1 and number.series[0] and number.value <= number.page + 1
        if dense or front or (number.alone and len(alone[number.series]) >= 2):
            rival = chosen.get(number.page)
            if rival is None or (len(series), number.alone) > (len(members[rival.series]), rival.alone):
                chosen[number.page] = number
    return chosen


def _candidates(page: int, rows: Sequence[Row]) -> Iterator[_Number]:
    """Yield the numbers at the edges of one page, with what stands in a row with them."""
    for _, row in _edge_rows(rows):
        everything = tuple(line.start for line in row)
        text = " ".join(line.text.strip() for line in row)
        for line in row:
            if match := _ALONE.fullmatch(line.text.strip()):
                yield from _number(page, match[1], True, everything if len(text) <= 100 else (line.start,))
        if len(text) <= 100:
            for match in filter(None, (_FIRST.match(text), _LAST.fullmatch(text))):
                yield from _number(page, match[1], False, everything)


def _number(page: int, text: str, alone: bool, starts: tuple[int, ...]) -> Iterator[_Number]:
    """Yield ``text`` as a page number, if its value can be one."""
    value = int(text) if text.isdecimal() else _roman(text)
    if value:
        yield _Number(page, text, value, alone, starts)


def _roman(text: str) -> int:
    """Return the value of a small roman numeral, 0 for any other text or a numeral in mixed case."""
    if not (text.islower() or text.isupper()):
        return 0
    digits = [_ROMAN[letter] for letter in text.lower()]
    value = sum(-a if a < b else a for a, b in pairwise([*digits, 0]))
    return value if _as_roman(value) == text.lower() else 0


def _as_roman(value: int) -> str:
    """Return ``value`` (below 400) in lower-case roman numerals."""
    result = ""
    for unit, numeral in zip(
        (100, 90, 50, 40, 10, 9, 5, 4, 1), ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True
    ):
        count, value = divmod(value, unit)
        result += numeral * count
    return result


def _labels(chosen: dict[int, _Number], count: int) -> dict[int, str]:
    """Return labels by page; a page without a number between two of one series gets the one that it must have."""
    labels = {page: number.text for page, number in chosen.items()}
    for before, after in pairwise(sorted(chosen)):
        number = chosen[before]
        if number.series == chosen[after].series:
            for page in range(before + 1, min(after, count)):
                value = number.value + page - before
                labels[page] = str(value) if number.text.isdigit() else _as_roman(value)
    return labels


def _lone_numbers(rows: Sequence[Row]) -> list[Line]:
    """Return the lines of a page that are nothing but a small number in the first or last row."""
    outer = [rows[0], rows[-1]] if len(rows) > 1 else []
    return [row[0] for row in outer if len(row) == 1 and re.fullmatch(r"[-–—|]?\s*\d{1,3}\s*[-–—|]?", row[0].text)]
