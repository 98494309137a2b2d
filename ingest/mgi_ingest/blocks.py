"""What the lines of a page are: headings, paragraphs, items, captions, footnotes, contents, furniture.

Size, weight and gaps tell where they vary; in a file of one type in one size the text itself has to.
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
from mgi_ingest.layout import Block, BlockKind, Line

_STOPS = (".", "!", "?", ":", ";", ".”", '."', ".’", ".)", "…")
_CREDIT = re.compile(r"(?:©|\(c\) (?=[A-Z])|\bPhotos?(?: credit| by)?:|\bCredit:|\bFotos?:)\s*[^.]{1,70}\.?\Z", re.S)
_WHOLE_CREDIT = re.compile(r"(?:\d{4}|\b[^\W\d_a-z]{2,})\Z")
"""A credit that ends with a year or a family name in capitals."""
_FIGURE = re.compile(
    r"(?:figure|fig\.|table|map|chart|graph|photo|image|infographic|figura|gráfico|tabla|cuadro|mapa|foto|tableau|"
    r"graphique|carte) ?(?:\d+|[ivx]+)\b\s*[.:–-]|(?:sources?|fuentes?) ?:",
    re.IGNORECASE,
)
_PICTURED = re.compile(
    r"\b(?:in the (?:fore|back)ground|(?:is|are) (?:visible|pictured|gathered|seen)|(?:image|photo|picture) shows|"
    r"wearing|the scene)\b",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"\S.*?\s?(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*|\S.*?[._…]{3,}\s*(?:\d{1,4}|[ivxlc]{1,7})")
_ENTRY = re.compile(r"\S.{1,80}\s(?:\d{1,4}|[ivxlc]{1,7})")
_NOTE = re.compile(r"(?:\*{1,3}|[⁰¹²³⁴-⁹]+)\s*(?=[^\W\d_]|[\"“‘'<(])|(?:notes?|notas?) ?:", re.IGNORECASE)
_SMALL_NOTE = re.compile(r"\d{1,3}[.)]?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Style:
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
class _Group:
    """Lines that belong together, and what they are."""

    kind: BlockKind
    lines: tuple[Line, ...]
    under: tuple[str, ...] = ()
    depth: int = 0
    heads_column: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text.strip() for line in self.lines).strip()

    @property
    def is_capitals(self) -> bool:
        return _is_capitals(self.text)


def read_blocks(pages: Sequence[Sequence[Line]], edges: Sequence[Edges]) -> list[tuple[Block, ...]]:
    """Return the blocks of each page, in the order of its text."""
    style = _style(pages, edges)
    grouped: list[list[_Group]] = []
    following: _Group | None = None
    for lines, edge in reversed(list(zip(pages, edges, strict=True))):
        groups = _page_groups(lines, edge.furniture, style, following)
        following = next((group for group in groups if group.kind != "furniture"), following)
        grouped.insert(0, groups)
    _join_captions_across_pages(grouped)
    grouped = _with_depths(_without_column_heads(grouped, style))
    return [
        tuple(Block(g.kind, g.lines[0].start, g.lines[-1].end, g.depth, g.under) for g in groups) for groups in grouped
    ]


def _style(pages: Sequence[Sequence[Line]], edges: Sequence[Edges]) -> _Style:
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
    steps = [
        round((a.y - b.y) / a.size, 2)
        for page in lines
        for a, b in pairwise(page)
        if a.cell == b.cell and a.size and abs(a.size - b.size) < 0.05 * a.size and 0.8 < (a.y - b.y) / a.size < 2.6
    ]
    pitch = Counter(steps).most_common(1)[0][0] if steps else 1.2
    larger = any(s > 1.1 * size for s in sizes)
    capitals = Counter(line.text.strip() for page in lines for line in page if _is_capitals(line.text))
    repeated = frozenset(text for text, count in capitals.items() if count > 1 and len(text.split()) <= 3)
    return _Style(size, pitch, larger or 0 < bold < 0.5 * sum(sizes.values()), repeated)


# -- grouping ----------------------------------------------------------------------------------------------------------


def _page_groups(
    lines: Sequence[Line], furniture: frozenset[int], style: _Style, following: _Group | None
) -> list[_Group]:
    """Return the groups of one page with their kinds; ``following`` is the first group of the next page."""
    groups: list[_Group] = []
    for run in _runs(lines, furniture, style):
        if run[0].start in furniture or run[0].role == "label":
            groups.append(_Group("furniture", tuple(run)))
            continue
        groups += [_Group("prose", tuple(part), part[0].under) for part in _paragraphs(run)]
    groups = _with_contents([_classified(groups, n, style) for n in range(len(groups))])
    groups = _with_headings(groups, style, following)
    return _with_lead_ins(_with_captions(groups))


def _runs(lines: Sequence[Line], furniture: frozenset[int], style: _Style) -> Iterator[list[Line]]:
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


def _breaks(before: Line, line: Line, style: _Style) -> bool:
    """Say whether space, place or type part two lines."""
    if abs(before.size - line.size) > 0.08 * before.size and abs(before.y - line.y) > 0.45 * line.size:
        return True
    step = before.y - line.y
    flows = not before.text.rstrip().endswith(_STOPS) and line.text[:1].islower() and not _is_capitals(before.text)
    if before.cell != line.cell or step < -0.45 * line.size:
        return not flows or before.under != line.under or bool(line.under)
    if step < 0.45 * line.size:
        return False
    if before.bold != line.bold and not flows:
        return True
    return step > (2.2 if flows else 1.25) * style.pitch * line.size


def _paragraphs(run: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the paragraphs and items of lines that no gap parts."""
    right = max(line.x1 for line in run)
    left = min(line.x0 for line in run)
    part: list[Line] = []
    for line in run:
        if part and _begins(part, line, left, right):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _begins(part: Sequence[Line], line: Line, left: float, right: float) -> bool:
    """Say whether ``line`` begins something new after the lines of ``part``, between two margins."""
    before = part[-1]
    if abs(before.y - line.y) < 0.45 * line.size:
        return _CONTENTS.fullmatch(before.text) is not None
    ended = before.text.rstrip().endswith(_STOPS)
    fits, slack = _room(before, line, right)
    text = line.text.lstrip()
    if _CONTENTS.fullmatch(before.text) or (_CONTENTS.fullmatch(line.text) and fits):
        return True
    if _opens_item(part, line) or _NOTE.match(text):
        return True
    if _CREDIT.search(before.text) and (fits or _WHOLE_CREDIT.search(before.text)):
        return True
    if _is_capitals(before.text) != _is_capitals(line.text) and (fits or len(part) == 1):
        return fits or _is_capitals(before.text)
    indent = line.x0 - min(other.x0 for other in part)
    if ended and indent > 0.9 * line.size and not BULLET.match(part[0].text):
        return True
    new = text[:1].isupper() or text[:1].isdigit() or text[:1] in "“\"'‘«¿¡©"
    return fits and ((ended and not text[:1].islower()) or (new and slack > 0.4 * (right - left)))


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
    if mark["glyph"] or mark["bullet"] or part[-1].text.rstrip().endswith(_STOPS):
        return True
    first = BULLET.match(part[0].text)
    return (first is not None and first.lastgroup == mark.lastgroup) or line.x0 - part[-1].x0 > 0.9 * line.size


# -- kinds -------------------------------------------------------------------------------------------------------------


def _classified(groups: Sequence[_Group], n: int, style: _Style) -> _Group:
    """Return group ``n`` of a page with its kind, as far as it shows without its neighbours being known."""
    group = groups[n]
    if group.kind == "furniture":
        return group
    text = group.text
    size = median(line.size for line in group.lines)
    small = size < 0.92 * style.size
    if _CONTENTS.fullmatch(text):
        return replace(group, kind="contents")
    if _FIGURE.match(text) and len(text) < 300:
        return replace(group, kind="caption")
    credit = _CREDIT.search(text)
    if credit:
        return replace(group, kind="caption" if credit.start() else "furniture")
    at_foot = small and _is_foot(group, groups, style)
    beside = [groups[m].text for m in (n - 1, n + 1) if 0 <= m < len(groups)]
    listed = text.startswith("* ") and any(other.startswith("* ") for other in beside)
    if at_foot or (_NOTE.match(text) and not listed and not text.endswith("**")):
        return replace(group, kind="footnote")
    if BULLET.match(text) and _is_item(groups, n):
        return replace(group, kind="item")
    if small and not group.under and not group.lines[0].cell and len(text.split()) <= 60 and not at_foot:
        return replace(group, kind="caption")
    return group


def _is_foot(group: _Group, groups: Sequence[_Group], style: _Style) -> bool:
    """Say whether small type stands at the foot of its column, below all that is larger."""
    left, right = min(line.x0 for line in group.lines), max(line.x1 for line in group.lines)
    top = group.lines[0].y
    column = [line for g in groups if g.kind != "furniture" for line in g.lines if line.x0 < right and line.x1 > left]
    below = [line for line in column if line.y < top]
    lowest, highest = min(line.y for line in column), max(line.y for line in column)
    low = _SMALL_NOTE.match(group.text) is not None or top < lowest + 0.3 * (highest - lowest)
    return low and all(line.size < 0.92 * style.size for line in below)


def _is_item(groups: Sequence[_Group], n: int) -> bool:
    """Say whether a group that begins with a mark is an item, and not a paragraph that begins with a dash or number."""
    mark = BULLET.match(groups[n].text)
    assert mark is not None
    if mark["glyph"] or mark["bullet"] or mark["dash"]:
        return True
    neighbours = [groups[m] for m in (n - 1, n + 1) if 0 <= m < len(groups)]
    return mark["number"].startswith("(") or any(
        (other := BULLET.match(g.text)) is not None and other["number"] is not None for g in neighbours
    )


def _with_contents(groups: Sequence[_Group]) -> list[_Group]:
    """Return the groups of a page with the lines of a table of contents that lost their leaders."""
    result = list(groups)
    for order in (range(1, len(result)), range(len(result) - 2, -1, -1)):
        for n in order:
            beside = result[n - order.step]
            if result[n].kind == "prose" and beside.kind == "contents" and _ENTRY.fullmatch(result[n].text):
                result[n] = replace(result[n], kind="contents")
    return result


def _is_capitals(text: str) -> bool:
    """Say whether a line is set in capitals, not counting what stands in brackets or a lone abbreviation."""
    letters = [ch for ch in text if ch.isalpha()]
    # "THE MIGRATION GOVERNANCE INDICATORS (MGIs)" has a small letter.
    return len(letters) >= 4 and sum(ch.isupper() for ch in letters) >= 0.94 * len(letters)


def _with_headings(groups: Sequence[_Group], style: _Style, following: _Group | None) -> list[_Group]:
    """Return the groups of a page with those that head what follows marked as headings."""
    result = list(groups)
    for n in reversed(range(len(result))):
        if result[n].kind == "prose" and not result[n].under and _is_heading(result[n], following, style):
            result[n] = replace(result[n], kind="heading")
        if result[n].kind != "furniture":
            following = result[n]
    return result


def _is_heading(group: _Group, following: _Group | None, style: _Style) -> bool:
    """Say whether a group of lines is a heading of the group that follows it."""
    text = group.text
    count = len(text.split())
    if len(group.lines) > 4 or text.endswith((".", ",", ";")) or text[:1].islower():
        return False
    if sum(ch.isalpha() for ch in text) <= sum(ch.isdigit() for ch in text):
        return False
    if BULLET.match(text) and not re.match(r"\d", text):
        return False
    size = max(line.size for line in group.lines)
    bold = all(line.bold for line in group.lines)
    if style.varied and ((size > 1.1 * style.size and count <= 25) or (bold and count <= 16)):
        return True
    if _is_capitals(text):
        return count <= 16
    if style.varied or count > 12 or len(group.lines) > 2 or group.lines[0].cell or not text[0].isupper():
        return False
    if (
        re.search(r"[:@]|www\.|https?|\d{3,} \d", text)
        or following is None
        or following.kind not in ("prose", "heading")
    ):
        return False
    if following.kind == "heading":
        return following.text in style.repeated
    return len(following.text.split()) >= 8 and not following.text[0].islower()


def _with_captions(groups: Sequence[_Group]) -> list[_Group]:
    """Return the groups of a page with credits joined to the captions that they end.

    A credit on its own line ends the caption before it, unless what stands before is the only text of its section:
    then the photo has no caption. A description that stands before a caption with a credit is one too.
    """
    result: list[_Group] = []
    for n, group in enumerate(groups):
        before = result[-1] if result else None
        if before is not None and before.kind == "prose" and _is_credit(group) and _is_caption(groups, n, before):
            result[-1] = replace(before, kind="caption", lines=before.lines + group.lines)
            continue
        if before is not None and group.kind == "caption" and before.kind == "prose" and _PICTURED.search(before.text):
            result[-1] = replace(before, kind="caption")
        result.append(group)
    return result


def _is_credit(group: _Group) -> bool:
    """Say whether a group is nothing but a photo credit."""
    return group.kind == "furniture" and _CREDIT.match(group.text) is not None


def _is_caption(groups: Sequence[_Group], n: int, before: _Group) -> bool:
    """Say whether the paragraph before the credit ``groups[n]`` is its caption."""
    if len(before.text) > 600 or before.under:
        return False
    above = next((g for g in reversed(groups[: n - 1]) if g.kind != "furniture"), None)
    below = next((g for g in groups[n + 1 :] if g.kind not in ("furniture", "caption")), None)
    alone = above is not None and above.kind == "heading" and (below is None or below.kind == "heading")
    return not alone


def _with_lead_ins(groups: Sequence[_Group]) -> list[_Group]:
    """Return the groups of a page with a short line that opens a list put above each of its items."""
    result: list[_Group] = []
    lead: tuple[str, ...] = ()
    for n, group in enumerate(groups):
        if group.kind == "item":
            result.append(replace(group, under=group.under or lead))
            continue
        text = group.text
        opens = n + 1 < len(groups) and groups[n + 1].kind == "item" and group.kind == "prose"
        short = len(group.lines) == 1 and len(text.split()) <= 6 and not text.endswith(_STOPS) and text[:1].isupper()
        lead = (text,) if opens and short else ()
        result.append(group)
    return result


# -- the whole file ----------------------------------------------------------------------------------------------------


def _join_captions_across_pages(pages: Sequence[list[_Group]]) -> None:
    """Make the last paragraph of a page a caption where the next page goes on with its end or its credit."""
    for groups, following in pairwise(pages):
        last = next((n for n in reversed(range(len(groups))) if groups[n].kind != "furniture"), None)
        first = next((n for n, g in enumerate(following) if g.kind != "furniture" or _is_credit(g)), None)
        if last is None or first is None or groups[last].kind != "prose":
            continue
        goes_on = following[first].kind == "caption" and not groups[last].text.endswith(_STOPS)
        both = [*groups[: last + 1], *following[first:]]
        if (goes_on or _is_credit(following[first])) and _is_caption(both, last + 1, groups[last]):
            groups[last] = replace(groups[last], kind="caption")


def _without_column_heads(pages: Sequence[Sequence[_Group]], style: _Style) -> list[list[_Group]]:
    """Return the pages with the column heads of tables as furniture, where only the text tells of a table.

    Such heads are short, in capitals, come again with each table, and stand one after the other in some of them.
    """
    heads = {
        group.text
        for groups in pages
        for pair in pairwise(g for g in groups if g.kind == "heading" or g.text not in style.repeated)
        if all(group.kind == "heading" and group.text in style.repeated for group in pair)
        for group in pair
    }
    return [
        [
            replace(g, kind="furniture", heads_column=True) if g.kind == "heading" and g.text in heads else g
            for g in groups
        ]
        for groups in pages
    ]


def _with_depths(pages: Sequence[Sequence[_Group]]) -> list[list[_Group]]:
    """Return the pages with the depth of each heading: larger type, then bold, then capitals come first.

    Where column heads show that a heading is the title of a table, those of its weight below are the labels of rows.
    """
    weights = sorted({_weight(g) for groups in pages for g in groups if g.kind == "heading"}, reverse=True)
    depths = {weight: n for n, weight in enumerate(weights, 1)}
    result = [list(groups) for groups in pages]
    places = [(page, n) for page, groups in enumerate(result) for n, g in enumerate(groups) if _shows(g)]
    title = 0
    for (page, n), below in zip(places, [*places[1:], None], strict=True):
        group = result[page][n]
        if group.kind != "heading":
            continue
        depth = depths[_weight(group)]
        if below is not None and result[below[0]][below[1]].heads_column:
            title = depth
        elif depth < title:
            title = 0
        elif depth == title:
            depth += 1
        result[page][n] = replace(group, depth=depth)
    return result


def _shows(group: _Group) -> bool:
    """Say whether a group counts when headings are nested: what is printed at the edge of pages does not."""
    return group.kind != "furniture" or group.heads_column


def _weight(group: _Group) -> tuple[float, bool, bool]:
    """Return what ranks a heading."""
    size = max(line.size for line in group.lines)
    return round(size), all(line.bold for line in group.lines), group.is_capitals
