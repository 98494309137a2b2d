"""What a PDF file is read into, and where text stands on a page.

A page comes as its plain text and the *fragments* of it that were painted, each with a position. Fragments that touch
on one baseline form *lines*. Coordinates are in points, y grows upwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mgi_assistant.text import BULLET

BlockKind = Literal["heading", "prose", "item", "caption", "footnote", "contents", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page's text that is one thing: a heading, a paragraph, a list item, a caption."""

    kind: BlockKind
    start: int
    end: int
    """``[start, end)`` in the text of the page."""
    depth: int = 0
    """For headings: 1 is the outermost. Above anything else headings of this depth and below it hold no longer; 0 ends
    none."""
    under: tuple[str, ...] = ()
    """Headings that hold for this block alone: the label of a table row, the head of a column, the line that opens
    a list. The labels and heads themselves are furniture."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """One page: its stored text and the blocks that partition what is not white space."""

    index: int
    """1-based position in the file."""
    label: str | None
    """The page number as printed, or None where none is known."""
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A whole PDF file as it was read."""

    title: str | None
    pages: tuple[ParsedPage, ...]
    notes: tuple[str, ...]
    """What a user should know, e.g. that a page looks like a scan."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """The piece of a page's plain text that starts at ``start``, painted at (x, y)."""

    start: int
    text: str
    x: float
    y: float
    width: float
    size: float
    """Height of the type in points."""
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Text that stands together on one baseline: a line of a paragraph or of a cell, never across a wide gap."""

    start: int
    end: int
    """``[start, end)`` in the text of the page."""
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    cell: int = 0
    """Number of the column or table cell on its page; 0 outside of any."""
    under: tuple[str, ...] = ()
    role: Literal["text", "label"] = "text"
    """"label" for the row labels and column heads of a table."""


_WIDE_SPACE = re.compile(r" {3,}")
_GAP = 0.6
"""A gap between fragments of one baseline wider than this share of the type size starts another line."""


def read_lines(plain: str, fragments: Sequence[Fragment]) -> list[Line]:
    """Return the lines of a page in the order of its plain text."""
    lines: list[Line] = []
    for fragment in _split_at_wide_spaces(fragments):
        last = lines[-1] if lines else None
        if last is not None and _continues(plain, last, fragment):
            lines[-1] = _extended(plain, last, fragment)
            continue
        end = fragment.start + len(fragment.text)
        x1 = fragment.x + fragment.width
        lines.append(Line(fragment.start, end, fragment.text, fragment.x, x1, fragment.y, fragment.size, fragment.bold))
    return lines


def _split_at_wide_spaces(fragments: Sequence[Fragment]) -> Iterator[Fragment]:
    """Yield the visible parts of fragments: columns are sometimes set with runs of spaces."""
    for fragment in fragments:
        at, total = 0, max(1, len(fragment.text))
        for gap in [*_WIDE_SPACE.finditer(fragment.text), None]:
            end = gap.start() if gap else len(fragment.text)
            part = fragment.text[at:end]
            shown = part.strip()
            if shown:
                lead = at + len(part) - len(part.lstrip())
                unit = fragment.width / total
                yield replace(
                    fragment,
                    start=fragment.start + lead,
                    text=shown,
                    x=fragment.x + lead * unit,
                    width=len(shown) * unit if gap or at else fragment.width,
                )
            at = gap.end() if gap else end


def _continues(plain: str, line: Line, fragment: Fragment) -> bool:
    """Say whether ``fragment`` goes on with ``line``: the same baseline, a word's distance away."""
    size = max(line.size, fragment.size)
    if abs(fragment.y - line.y) > 0.45 * size or "\n" in plain[line.end : fragment.start]:
        return False
    gap = fragment.x - line.x1
    return -2 * size < gap < (4 * size if _is_mark(line.text) else _GAP * size)


def _is_mark(text: str) -> bool:
    """Say whether ``text`` is nothing but the mark of a list item."""
    mark = BULLET.match(text + " x") if len(text) < 6 else None
    return mark is not None and mark.end() > len(text)


def _extended(plain: str, line: Line, fragment: Fragment) -> Line:
    """Return ``line`` with ``fragment`` added; the larger part decides size and weight."""
    end = fragment.start + len(fragment.text)
    larger = len(fragment.text) > len(line.text)
    return replace(
        line,
        end=end,
        text=plain[line.start : end],
        x1=max(line.x1, fragment.x + fragment.width),
        size=fragment.size if larger else line.size,
        bold=fragment.bold if larger else line.bold,
    )
