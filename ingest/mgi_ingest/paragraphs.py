"""From lines to paragraphs: what stands together on a page.

Gaps, margins and type tell where they vary; in a file of one type in one size the ends of lines and the text itself
have to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from mgi_assistant.text import BULLET
from mgi_ingest.edges import Edges
from mgi_ingest.layout import BlockKind, Line

STOPS = (".", "!", "?", ":", ";", ".”", '."', ".’", ".)", "…")
CREDIT = re.compile(r"(?:©|\(c\) (?=[A-Z])|\bPhotos?(?: credit| by)?:|\bCredit:|\bFotos?:)\s*[^.]{1,70}\.?\Z", re.S)
_WHOLE_CREDIT = re.compile(r"(?:\d{4}|\b[^\W\d_a-z]{2,})\Z")
"""A credit that ends with a year or a family name in capitals."""
CONTENTS = re.compile(r"\S.*?\s?(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*|\S.*?[._…]{3,}\s*(?:\d{1,4}|[ivxlc]{1,7})")
_NOTES = re.compile(r"[⁰¹²³⁴-⁹]*\s*\Z")
"""Marks of notes at the end of a line."""
_INLINE = re.compile(r"[•·▪■●] *(?=[^\W\d_a-z])")
"""A mark that begins an item even in the middle of a line, when a stop stands before it."""
_HEADS = re.compile(r"(?:[*_]*(?P<head>[^\W\d_a-z]{4,})[*_]*(?:\s+|\Z)){2,}")
NOTE = re.compile(r"(?:\*{1,3}|[⁰¹²³⁴-⁹]+)\s*(?=[^\W\d_]|[\"“‘'<(])|(?:notes?|notas?) ?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a file."""

    size: float
    """Type size of running text."""
    pitch: float
    """Distance between two lines of a paragraph, as a multiple of the type size."""
    varied: bool
    """Whether size or weight mark headings."""
    repeated: frozenset[str]
    """Lines in capitals that come again, as the column heads of tables do."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, and what they are."""

    kind: BlockKind
    lines: tuple[Line, ...]
    under: tuple[str, ...] = ()
    depth: int = 0
    heads_column: bool = False
    """Whether it is the head of a table's column, recognised by its text alone."""

    @property
    def text(self) -> str:
        """The words of the group on one line."""
        return " ".join(line.text.strip() for line in self.lines).strip()

    @property
    def is_capitals(self) -> bool:
        """Whether the group is set in capitals."""
        return is_capitals(self.text)


def measure(pages: Sequence[Sequence[Line]], edges: Sequence[Edges]) -> Style:
    """Measure a file."""
    lines = [
        [line for line in page if line.start not in edge.furniture] for page, edge in zip(pages, edges, strict=True)
    ]
    sizes: Counter[float] = Counter()
    bold = 0
    for line in (line for page in lines for line in page):
        sizes[round(line.size, 1)] += len(line.text)
        bold += len(line.text) if line.bold else 0
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    pitch = Counter(_steps(lines, certain=True) or _steps(lines, certain=False) or [1.2]).most_common(1)[0][0]
    larger = any(s > 1.1 * size for s in sizes)
    capitals = Counter(line.text.strip() for page in lines for line in page if is_capitals(line.text))
    repeated = frozenset(text for text, count in capitals.items() if count > 1 and len(text.split()) <= 3)
    return Style(size, pitch, larger or 0 < bold < 0.5 * sum(sizes.values()), repeated)


def unflattened(line: Line, style: Style) -> Iterator[Line]:
    """Yield the parts of a line that was made of several: column heads with what follows, items one after the other."""
    cuts = [0]
    heads = _HEADS.match(line.text)
    if heads and all(word.strip("*_") in style.repeated for word in heads[0].split()):
        cuts.append(heads.end())
    cuts += [m.start() for m in _INLINE.finditer(line.text) if line.text[: m.start()].rstrip().endswith(STOPS)]
    unit = (line.x1 - line.x0) / max(1, len(line.text))
    for n, (start, end) in enumerate(pairwise([*cuts, len(line.text)])):
        part = line.text[start:end].rstrip()
        if part:
            at, x0 = line.start + start, line.x0 + start * unit
            role = "label" if n == 0 and heads and len(cuts) > 1 and cuts[1] == heads.end() else line.role
            yield replace(line, start=at, end=at + len(part), text=part, x0=x0, x1=x0 + len(part) * unit, role=role)


def _steps(pages: Sequence[Sequence[Line]], certain: bool) -> list[float]:
    """Return the distances between neighbouring lines of one size, as multiples of it.

    With ``certain`` only those where a sentence goes on from one line to the next.
    """
    return [
        round((a.y - b.y) / a.size, 2)
        for page in pages
        for a, b in pairwise(page)
        if a.cell == b.cell
        and abs(a.size - b.size) < 0.05 * a.size
        and 0.8 < (a.y - b.y) / a.size < 2.6
        and (not certain or (b.text[:1].islower() and not a.text.rstrip().endswith(STOPS)))
    ]


def runs(lines: Sequence[Line], furniture: frozenset[int], style: Style) -> Iterator[list[Line]]:
    """Yield lines up to the next gap, cell or change of type."""
    run: list[Line] = []
    for line in lines:
        if run and (
            (line.start in furniture) != (run[-1].start in furniture)
            or line.role != run[-1].role
            or _breaks(run[-1], line, style)
        ):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _breaks(before: Line, line: Line, style: Style) -> bool:
    """Say whether space, place or type part two lines."""
    if abs(before.size - line.size) > 0.08 * before.size and abs(before.y - line.y) > 0.45 * line.size:
        return True
    step = before.y - line.y
    flows = not before.text.rstrip().endswith(STOPS) and line.text[:1].islower() and not is_capitals(before.text)
    if before.cell != line.cell or step < -0.45 * line.size:
        return not flows or before.under != line.under or bool(line.under)
    if step < 0.45 * line.size:
        return False
    if before.bold != line.bold and not flows:
        return True
    return step > (2.2 if flows else 1.25) * style.pitch * line.size


def right_edge(run: Sequence[Line], page: Sequence[Line]) -> float:
    """Return how far to the right text may go in the column in which the lines of ``run`` stand."""
    left, size = min(line.x0 for line in run), run[0].size
    cells = {line.cell for line in run}
    column = [line for line in page if line.cell in cells and abs(line.x0 - left) < 3 * size]
    right = max(line.x1 for line in [*run, *column] if abs(line.size - size) < 0.08 * size)
    if run[0].cell and median(len(line.text.split()) for line in column) <= 3:
        # A list of names does not fill its column, which ends before the next one begins.
        return min([line.x0 - size for line in page if line.cell and line.x0 - size > right], default=right)
    return right


def paragraphs(run: Sequence[Line], right: float) -> Iterator[list[Line]]:
    """Yield the paragraphs and items of lines that no gap parts, in a column that ends at ``right``."""
    left = min(line.x0 for line in run)
    names = _is_list_of_names(run)
    step = 1.1 * min([a.y - b.y for a, b in pairwise(run)], default=0.0)
    loose = any(a.y - b.y > step for a, b in pairwise(run))
    part: list[Line] = []
    for line in run:
        # Where some names stand closer than others, those are the parts of one name.
        named = names and part and (part[-1].y - line.y > step if loose else line.text[:1].isupper())
        if part and (named or _begins(part, line, left, right)):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _is_list_of_names(run: Sequence[Line]) -> bool:
    """Say whether lines name one thing each, without marks."""
    short = all(len(line.text.split()) <= 5 and not line.text.rstrip().endswith(STOPS) for line in run)
    capital = sum(line.text[:1].isupper() and not is_capitals(line.text) for line in run)
    unmarked = [line for line in run if not BULLET.match(line.text)]
    return len(run) >= 3 and short and capital >= 0.8 * len(unmarked)


def _begins(part: Sequence[Line], line: Line, left: float, right: float) -> bool:
    """Say whether ``line`` begins something new after the lines of ``part``, between two margins."""
    before = part[-1]
    if abs(before.y - line.y) < 0.45 * line.size:
        return CONTENTS.fullmatch(before.text) is not None or _INLINE.match(line.text) is not None
    ended = before.text.rstrip().endswith(STOPS)
    fits, slack = _room(before, line, right)
    text = line.text.lstrip()
    if CONTENTS.fullmatch(before.text) or (CONTENTS.fullmatch(line.text) and fits):
        return True
    if _opens_item(part, line) or NOTE.match(text) or CREDIT.match(text):
        return True
    if CREDIT.search(before.text) and (fits or _WHOLE_CREDIT.search(before.text)):
        return not _goes_on(before.text, text)
    if is_capitals(before.text) != is_capitals(line.text) and (fits or len(part) == 1):
        return fits or is_capitals(before.text)
    indent = line.x0 - min(other.x0 for other in part)
    if ended and indent > 0.9 * line.size and not BULLET.match(part[0].text):
        return True
    new = text[:1].isupper() or text[:1].isdigit() or text[:1] in "“\"'‘«¿¡©"
    if new and BULLET.match(before.text) and len(before.text.split()) <= 5 and indent < 0.3 * line.size:
        return True  # a name below a list of names is not the end of the last of them
    return fits and ((ended and not text[:1].islower()) or (new and slack > 0.4 * (right - left)))


def _goes_on(credit: str, text: str) -> bool:
    """Say whether ``text`` is the year, with what follows it, of a credit on the line before."""
    return re.match(r"(?:19|20)\d\d\b", text) is not None and re.search(r"\d{4}\Z", credit.rstrip()) is None


def _room(before: Line, line: Line, right: float) -> tuple[bool, float]:
    """Say whether the first word of ``line`` had room at the end of the line before, and how much room there was.

    A line that ends although the next word had room was ended on purpose.
    """
    word = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
    width = (line.x1 - line.x0) * len(word) / max(1, len(line.text))
    slack = right - before.x1
    return width + 0.6 * line.size < slack, slack


def _opens_item(part: Sequence[Line], line: Line) -> bool:
    """Say whether ``line`` begins a list item."""
    mark = BULLET.match(line.text)
    if mark is None:
        return False
    if mark["glyph"] or mark["bullet"] or _NOTES.sub("", part[-1].text).endswith(STOPS):
        return True
    first = BULLET.match(part[0].text)
    return (first is not None and first.lastgroup == mark.lastgroup) or line.x0 - part[-1].x0 > 0.9 * line.size


def is_capitals(text: str) -> bool:
    """Say whether a line is set in capitals, but for a letter or two as in "(MGIs)"."""
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return upper + lower >= 4 and upper >= 0.94 * (upper + lower)
