"""Columns and tables, and the order in which they are read.

Where vertical white corridors divide lines that the plain text of a page interleaves, the page is re-read column by
column, or row by row where the columns are those of a table; otherwise the plain text stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise
from statistics import median
from typing import TypeAlias

from mgi_assistant.text import BULLET
from mgi_ingest.layout import Fragment, Line, read_lines

Row: TypeAlias = tuple[Line, ...]
"""Lines on one baseline, from left to right."""
Cell: TypeAlias = list[Line]
Gap: TypeAlias = tuple[float, float]

SAME_BASELINE = 0.45
"""Lines closer than this share of their type size stand on one baseline."""


def arrange(plain: str, fragments: Sequence[Fragment]) -> tuple[str, tuple[Line, ...]]:
    """Return the text of a page in reading order and its lines in the order of that text.

    The text is ``plain`` itself unless it interleaves columns or cells; then each of these stands together, with its
    characters unchanged.
    """
    lines = read_lines(plain, fragments)
    regions: list[list[Line]] = []
    count = 0
    for band, corridors in _bands(rows_of(lines)):
        cells = _cells(band, corridors)
        regions.append([replace(line, cell=count + n) for n, cell in enumerate(cells, 1) for line in cell])
        count += len(cells)
    placed = {line.start: line for line in chain.from_iterable(regions)}
    order = [placed.get(line.start, line) for line in lines]
    moved = {line.start: region for region in regions if _interleaved(region) for line in region}
    if not moved:
        return plain, tuple(order)
    reread: list[Line] = []
    emitted: set[int] = set()
    for line in order:
        if line.start not in emitted:
            group = moved.get(line.start, [line])
            reread += group
            emitted.update(other.start for other in group)
    return _rewritten(plain, reread)


def _interleaved(region: Sequence[Line]) -> bool:
    """Say whether the plain text goes back and forth between the cells of a region."""
    in_text = sorted(region, key=lambda line: line.start)
    runs = [cell for cell, _ in groupby(line.cell for line in in_text)]
    return len(runs) - len(set(runs)) >= 2


def _rewritten(plain: str, lines: Sequence[Line]) -> tuple[str, tuple[Line, ...]]:
    """Return the text that reads ``lines`` in their order, and the lines as they stand in it."""
    parts: list[str] = []
    moved: list[Line] = []
    at = 0
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None:
            parts.append(_between(plain, before, line))
            at += len(parts[-1])
        parts.append(line.text)
        moved.append(replace(line, start=at, end=at + len(line.text)))
        at += len(line.text)
    return "".join(parts), tuple(moved)


def _between(plain: str, before: Line, line: Line) -> str:
    """Return the white space between two lines that are read one after the other."""
    if before.cell == line.cell:
        between = plain[before.end : line.start] if before.end < line.start else ""
        if between and not between.strip():
            return between
        return " " if _level(before, line) else "\n"
    in_table = before.under or line.under or "label" in (before.role, line.role)
    return "\n\n" if in_table else "\n"


def _level(a: Line, b: Line) -> bool:
    """Say whether two lines stand on one baseline."""
    return abs(a.y - b.y) < SAME_BASELINE * max(a.size, b.size)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Return the lines of a page by baseline, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if rows and _level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [tuple(sorted(row, key=lambda line: line.x0)) for row in rows]


# -- bands: rows that share corridors ----------------------------------------------------------------------------------


def _bands(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Gap]]]:
    """Yield the groups of rows that white corridors divide into columns, with the corridors from left to right."""
    if not rows:
        return
    body = median(line.size for row in rows for line in row)
    at = 0
    while at < len(rows):
        end, corridors = _band_from(rows, at, body) if not _stands_out(rows[at], body) else (at, [])
        start, end = _within(rows, at, end, corridors) if corridors else (at, at)
        if start < end:
            yield list(rows[start:end]), corridors
        at = max(end, at + 1)


def _band_from(rows: Sequence[Row], at: int, body: float) -> tuple[int, list[Gap]]:
    """Return where the band that starts at row ``at`` ends, and its corridors (none when it is not one)."""
    left = min(line.x0 for row in rows[at:] for line in row)
    right = max(line.x1 for row in rows[at:] for line in row)
    gaps: list[Gap] = [(left - 1, right + 1)]
    corridors: list[Gap] = []
    end = at
    for end in range(at, len(rows)):
        row = rows[end]
        narrowed = [part for gap in gaps for part in _open_parts(gap, row) if part[1] - part[0] >= 0.6 * body]
        apart = end > at and rows[end - 1][0].y - row[0].y > 5 * body
        lost = any(not any(g[0] < c[1] and c[0] < g[1] for g in narrowed) for c in corridors)
        if not narrowed or lost or apart or (end > at and (_stands_out(row, body) or _is_head(rows, end))):
            break
        gaps = narrowed
        corridors = [gap for gap in gaps if _divides(gap, rows[at : end + 1], body)]
    else:
        end = len(rows)
    return end, corridors


def _open_parts(gap: Gap, row: Row) -> Iterator[Gap]:
    """Yield what ``row`` leaves open of ``gap``."""
    start, end = gap
    for line in row:
        if line.x1 <= start or line.x0 >= end:
            continue
        if line.x0 > start:
            yield start, line.x0
        start = max(start, line.x1)
    if start < end:
        yield start, end


def _divides(gap: Gap, rows: Sequence[Row], body: float) -> bool:
    """Say whether there is enough on both sides of ``gap`` for it to be a corridor between columns.

    A narrow gap may be an accident of justified text, so it has to hold for more rows.
    """
    before = sum(any(line.x1 <= gap[0] + 1 for line in row) for row in rows)
    after = sum(any(line.x0 >= gap[1] - 1 for line in row) for row in rows)
    wide = gap[1] - gap[0] >= 1.5 * body
    return min(before, after) >= (2 if wide else 4) and len(rows) >= (3 if wide else 5)


def _stands_out(row: Row, body: float) -> bool:
    """Say whether a row is one line in clearly larger type, such as a heading between two bands."""
    return len(row) == 1 and row[0].size > 1.15 * body


def _is_head(rows: Sequence[Row], n: int) -> bool:
    """Say whether row ``n`` looks like the column heads of a table: short lines, all capitals or all bold.

    Bold lines around it show that bold is the type of a list, not that of heads.
    """
    row = rows[n]
    if len(row) < 2 or any(len(line.text) > 40 or not line.text[:1].isalpha() for line in row):
        return False
    if all(line.text.isupper() for line in row):
        return True
    around = [*rows[max(0, n - 4) : n], *rows[n + 1 : n + 5]]
    return all(line.bold for line in row) and not any(line.bold for other in around for line in other[1:])


def _within(rows: Sequence[Row], start: int, end: int, corridors: Sequence[Gap]) -> tuple[int, int]:
    """Return the band ``rows[start:end]`` without rows that stand apart above or below it.

    A short heading above and a footnote below cross no corridor, but belong to no column.
    """
    first = corridors[0][0]
    pitch = _pitch(line for row in rows[start:end] for line in row if line.x0 < first)
    shared = [n for n in range(start, end) if len(rows[n]) > 1]
    if not shared:
        return start, end
    apart = [n for n in range(start + 1, end) if rows[n - 1][0].y - rows[n][0].y > 1.6 * pitch]
    above = [n for n in apart if n <= shared[0] and all(row[0].x0 < first for row in rows[start:n])]
    below = [n for n in apart if n > shared[-1] and all(row[0].x0 < first for row in rows[n:end])]
    return max(above, default=start), min(below, default=end)


def _pitch(lines: Iterator[Line]) -> float:
    """Return the usual distance between two lines of one column."""
    column = sorted(lines, key=lambda line: -line.y)
    steps = [a.y - b.y for a, b in pairwise(column) if a.y - b.y > 0.5 * b.size]
    sizes = [line.size for line in column]
    return min(median(steps), 1.6 * median(sizes)) if steps else 1.2 * (median(sizes) if sizes else 10.0)


# -- cells -------------------------------------------------------------------------------------------------------------


def _cells(band: Sequence[Row], corridors: Sequence[Gap]) -> list[Cell]:
    """Return the cells of a band in reading order."""
    columns: list[Cell] = [[] for _ in range(len(corridors) + 1)]
    for row in band:
        for line in row:
            columns[sum(line.x0 >= gap[1] - 1 for gap in corridors)].append(line)
    columns = [column for column in columns if column]
    if _is_data(band, columns):
        return [list(row) for row in band]
    heads = _heads(band, len(columns))
    bodies = [[line for line in column if line not in heads] for column in columns]
    labels = _labels(bodies)
    if heads or _is_labelled(bodies, labels):
        return _table(columns, bodies, heads, labels)
    return columns


def _is_data(band: Sequence[Row], columns: Sequence[Cell]) -> bool:
    """Say whether a band is a table of figures or names, one record on each baseline."""
    if any(BULLET.match(line.text + " x") for column in columns for line in column):
        return False
    running = [c for c in columns if median(len(line.text.split()) for line in c) >= 3.5]
    filled = sum(len(row) > 1 for row in band) / len(band)
    figures = any(sum(any(ch.isdigit() for ch in line.text) for line in c) >= 0.5 * len(c) for c in columns[1:])
    return len(running) <= 1 and filled >= 0.6 and figures


def _heads(band: Sequence[Row], columns: int) -> list[Line]:
    """Return the column heads of a band, if its first row has them."""
    first = band[0]
    return list(first) if len(band) > 1 and len(first) >= max(2, columns - 1) and _is_head(band, 0) else []


def _groups(column: Sequence[Line]) -> list[Cell]:
    """Return the lines of a column that stand close together, from top to bottom."""
    pitch = _pitch(iter(column))
    # The closest lines tell the pitch of a column that holds little more than one line in each row.
    sizes = [line.size for line in column]
    limit = 1.35 * min(pitch, 1.35 * median(sizes)) if sizes else 0.0
    groups: list[Cell] = []
    for line in column:
        if groups and groups[-1][-1].y - line.y <= limit:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _labels(bodies: Sequence[Cell]) -> list[Cell]:
    """Return the groups of lines in the first column that each begin a row."""
    groups = _groups(bodies[0])
    mixed = any(group[0].bold for group in groups) and not all(group[0].bold for group in groups)
    labels: list[Cell] = []
    for group in groups:
        goes_on = (mixed and not group[0].bold) or any(_runs_past(body, group[0]) for body in bodies[1:])
        if labels and goes_on:
            labels[-1] = labels[-1] + group
        else:
            labels.append(group)
    return labels


def _runs_past(body: Sequence[Line], line: Line) -> bool:
    """Say whether a sentence of a column goes on from above the height of ``line`` to its height and below."""
    above = [other for other in body if other.y > line.y and not _level(other, line)]
    below = [other for other in body if other.y <= line.y or _level(other, line)]
    if not above or not below:
        return False
    last, first = min(above, key=lambda other: other.y), max(below, key=lambda other: other.y)
    close = last.y - first.y < 1.3 * _pitch(iter(body))
    return close and first.text[:1].islower() and not last.text.rstrip().endswith((".", ":", ";", "?", "!"))


def _is_labelled(bodies: Sequence[Cell], labels: Sequence[Cell]) -> bool:
    """Say whether the first column holds the labels of rows, although no heads say so."""
    if len(labels) < 2 or any(BULLET.match(line.text + " x") for line in bodies[0]):
        return False
    widths = [median(line.x1 - line.x0 for line in body) for body in bodies if body]
    stops = sum(_title(group)[-1].text.rstrip().endswith(".") for group in labels)
    if len(widths) < 2 or widths[0] > 0.7 * max(widths[1:]) or stops > len(labels) / 2:
        return False
    # Each label has to begin level with the text of its row.
    others = [line for body in bodies[1:] for line in body]
    return all(any(_level(group[0], line) for line in others) for group in labels)


def _title(cell: Cell) -> Cell:
    """Return the lines of a row's first cell that name the row: the bold ones, or those before the first gap."""
    bold = [line for line in cell if line.bold]
    return bold if 0 < len(bold) < len(cell) else _groups(cell)[0]


def _table(
    columns: Sequence[Cell], bodies: Sequence[Cell], heads: Sequence[Line], labels: Sequence[Cell]
) -> list[Cell]:
    """Return the cells of a table: its heads, then row by row the label and each cell under label and head."""
    titles = [" ".join(line.text for line in column if line in heads) for column in columns]
    cells: list[Cell] = [[replace(head, role="label")] for head in heads]
    labelled = bool(labels) and (_is_labelled(bodies, labels) or len(columns) > 2)
    cuts = _cuts(bodies, labels) if labelled else []
    for top, bottom in pairwise([float("inf"), *cuts, float("-inf")]):
        row = [[line for line in body if bottom < line.y <= top] for body in bodies]
        label = _title(row[0]) if labelled and row[0] else []
        name = " ".join(line.text for line in label)
        cells.append([replace(line, role="label") for line in label])
        for n, cell in enumerate(row):
            # What the first cell says below its label is no part of the column that it heads.
            under = tuple(title for title in (name, "" if n == 0 and label else titles[n]) if title)
            cells.append([replace(line, under=under) for line in cell if line not in label])
    return [cell for cell in cells if cell]


def _cuts(bodies: Sequence[Cell], labels: Sequence[Cell]) -> list[float]:
    """Return the heights at which one row of a table ends and the next begins, from top to bottom."""
    others = [line for body in bodies[1:] for line in body]
    level = all(any(_level(group[0], line) for line in others) for group in labels)
    every = sorted({line.y for body in bodies for line in body}, reverse=True)
    cuts = []
    for group, following in pairwise(labels):
        first = following[0]
        if level:
            cuts.append(first.y + 0.5 * first.size)
            continue
        # Labels set in the middle of their rows: the widest white stripe between two labels divides their rows.
        stripes = [(a - b, -a, (a + b) / 2) for a, b in pairwise(every) if group[-1].y >= a and b >= first.y]
        cuts.append(max(stripes)[2] if stripes else first.y + 0.5 * first.size)
    return cuts
