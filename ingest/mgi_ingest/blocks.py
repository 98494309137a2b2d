"""What the lines of a page are: headings, paragraphs, items, captions, footnotes, contents, furniture.

Size and weight of type tell where they vary; in a file of one type in one size the text itself has to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from mgi_assistant.text import BULLET, sentences
from mgi_ingest.edges import Edges
from mgi_ingest.layout import Block, Line
from mgi_ingest.paragraphs import (
    CONTENTS,
    CREDIT,
    NOTE,
    STOPS,
    Group,
    Style,
    is_capitals,
    measure,
    paragraphs,
    right_edge,
    runs,
    unflattened,
)

_FIGURE = re.compile(
    r"(?:figure|fig\.|table|map|chart|graph|photo|image|infographic|figura|gráfico|tabla|cuadro|mapa|foto|tableau|"
    r"graphique|carte) ?(?:(?:\d+|[ivx]+)\b\s*[.:–-]|:)|(?:sources?|fuentes?) ?:",
    re.IGNORECASE,
)
_PICTURED = re.compile(
    r"\b(?:in the (?:fore|back)ground|(?:is|are) (?:visible|pictured|gathered|seen)|(?:image|photo|picture) shows|"
    r"wearing|the scene)\b",
    re.IGNORECASE,
)
_POINTERS = frozenset(
    "About After Along Before During Every Other Since Their There These Those Under Where While".split()
)
"""Words of five letters or more that begin a sentence without saying what to do."""
_ENTRY = re.compile(r"\S.{1,80}\s(?:\d{1,4}|[ivxlc]{1,7})")
_SMALL_NOTE = re.compile(r"\d{1,3}[.)]?\s+(?=\S)")


def read_blocks(pages: Sequence[Sequence[Line]], edges: Sequence[Edges]) -> list[tuple[Block, ...]]:
    """Return the blocks of each page, in the order of its text."""
    style = measure(pages, edges)
    pages = [[part for line in lines for part in unflattened(line, style)] for lines in pages]
    grouped: list[list[Group]] = []
    following: Group | None = None
    for lines, edge in reversed(list(zip(pages, edges, strict=True))):
        groups = _page_groups(lines, edge.furniture, style, following)
        following = next((group for group in groups if group.kind != "furniture"), following)
        grouped.insert(0, groups)
    _join_captions_across_pages(grouped)
    grouped = _with_depths(_with_unmarked_items(_without_column_heads(grouped, style)))
    return [
        tuple(Block(g.kind, g.lines[0].start, g.lines[-1].end, g.depth, g.under) for g in groups) for groups in grouped
    ]


# -- kinds -------------------------------------------------------------------------------------------------------------


def _page_groups(
    lines: Sequence[Line], furniture: frozenset[int], style: Style, following: Group | None
) -> list[Group]:
    """Return the groups of one page with their kinds; ``following`` is the first group of the next page."""
    groups: list[Group] = []
    for run in runs(lines, furniture, style):
        if run[0].start in furniture or run[0].role == "label":
            heads = all(word.strip("*_") in style.repeated for line in run for word in line.text.split())
            groups.append(Group("furniture", tuple(run), heads_column=heads))
            continue
        groups += [Group("prose", tuple(part), part[0].under) for part in paragraphs(run, right_edge(run, lines))]
    common = Counter(round(line.size, 1) for line in lines for _ in line.text).most_common(1)
    # A page of small type, such as a long table, is no page of footnotes.
    style = replace(style, size=min(style.size, common[0][0])) if common else style
    groups = _with_contents([_classified(groups, n, style) for n in range(len(groups))])
    groups = _with_headings(groups, style, following)
    return _with_lead_ins(_with_captions(groups))


def _classified(groups: Sequence[Group], n: int, style: Style) -> Group:
    """Return group ``n`` of a page with its kind, as far as it shows without its neighbours being known."""
    group = groups[n]
    if group.kind == "furniture":
        return group
    text = group.text
    size = median(line.size for line in group.lines)
    small = size < 0.92 * style.size
    if CONTENTS.fullmatch(text):
        return replace(group, kind="contents")
    if _FIGURE.match(text) and len(text) < 300:
        return replace(group, kind="caption")
    credit = CREDIT.search(text)
    if not credit and len(_PICTURED.findall(text)) >= 2:
        return replace(group, kind="caption")
    if credit:
        return replace(group, kind="caption" if credit.start() else "furniture")
    at_foot = small and _is_foot(group, groups, style)
    beside = [groups[m].text for m in (n - 1, n + 1) if 0 <= m < len(groups)]
    listed = text.startswith("* ") and any(other.startswith("* ") for other in beside)
    if (at_foot and not BULLET.match(text)) or (NOTE.match(text) and not listed and not text.endswith("**")):
        return replace(group, kind="footnote")
    if BULLET.match(text) and _is_item(groups, n):
        return replace(group, kind="item")
    if small and not group.under and not group.lines[0].cell and len(text.split()) <= 60 and not at_foot:
        return replace(group, kind="caption")
    return group


def _is_foot(group: Group, groups: Sequence[Group], style: Style) -> bool:
    """Say whether small type stands at the foot of its column, below all that is larger."""
    left, right = min(line.x0 for line in group.lines), max(line.x1 for line in group.lines)
    top = group.lines[0].y
    column = [line for g in groups if g.kind != "furniture" for line in g.lines if line.x0 < right and line.x1 > left]
    below = [line for line in column if line.y < top]
    lowest, highest = min(line.y for line in column), max(line.y for line in column)
    low = _SMALL_NOTE.match(group.text) is not None or top < lowest + 0.3 * (highest - lowest)
    return low and all(line.size < 0.92 * style.size for line in below)


def _is_item(groups: Sequence[Group], n: int) -> bool:
    """Say whether a group that begins with a mark is an item, and not a paragraph that begins with a dash or number."""
    mark = BULLET.match(groups[n].text)
    assert mark is not None
    if mark["glyph"] or mark["bullet"] or mark["dash"]:
        return True
    neighbours = [groups[m] for m in (n - 1, n + 1) if 0 <= m < len(groups)]
    return mark["number"].startswith("(") or any(
        (other := BULLET.match(g.text)) is not None and other["number"] is not None for g in neighbours
    )


def _with_contents(groups: Sequence[Group]) -> list[Group]:
    """Return the groups of a page with the lines of a table of contents that lost their leaders."""
    result = list(groups)
    for order in (range(1, len(result)), range(len(result) - 2, -1, -1)):
        for n in order:
            beside = result[n - order.step]
            if result[n].kind == "prose" and beside.kind == "contents" and _ENTRY.fullmatch(result[n].text):
                result[n] = replace(result[n], kind="contents")
    return result


def _with_headings(groups: Sequence[Group], style: Style, following: Group | None) -> list[Group]:
    """Return the groups of a page with those that head what follows marked as headings."""
    result = list(groups)
    for n in reversed(range(len(result))):
        if result[n].kind == "prose" and not result[n].under and _is_heading(result[n], following, style):
            result[n] = replace(result[n], kind="heading")
        if result[n].kind != "furniture":
            following = result[n]
    return result


def _is_heading(group: Group, following: Group | None, style: Style) -> bool:
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
    if count <= 16 and is_capitals(text):
        return True
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


def _with_captions(groups: Sequence[Group]) -> list[Group]:
    """Return the groups of a page with credits joined to the captions that they end.

    A credit on its own line ends the caption before it, unless what stands before is the only text of its section:
    then the photo has no caption. A description that stands before a caption with a credit is one too.
    """
    result: list[Group] = []
    for n, group in enumerate(groups):
        before = result[-1] if result else None
        if before is not None and before.kind == "prose" and _is_credit(group) and _is_caption(groups, n, before):
            result[-1] = replace(before, kind="caption", lines=before.lines + group.lines)
            continue
        if before is not None and before.kind == "caption" and _is_credit(group):
            result[-1] = replace(before, lines=before.lines + group.lines)
            continue
        if before is not None and group.kind == "caption" and before.kind == "prose" and _PICTURED.search(before.text):
            result[-1] = replace(before, kind="caption")
        if group.kind == "caption" and CREDIT.search(group.text):
            _take_in(result)
        result.append(group)
    return result


def _take_in(groups: list[Group]) -> None:
    """Make captions of the short lines without a stop at the end of ``groups``: what the photo below them shows."""
    for n in reversed(range(len(groups))):
        short = len(groups[n].text.split()) <= 12 and not groups[n].text.endswith(STOPS)
        if groups[n].kind != "prose" or groups[n].under or not short:
            return
        groups[n] = replace(groups[n], kind="caption")


def _is_credit(group: Group) -> bool:
    """Say whether a group is nothing but a photo credit."""
    return group.kind == "furniture" and CREDIT.match(group.text) is not None


def _is_caption(groups: Sequence[Group], n: int, before: Group) -> bool:
    """Say whether the paragraph before the credit ``groups[n]`` is its caption."""
    if len(before.text) > 600 or before.under:
        return False
    above = next((g for g in reversed(groups[: n - 1]) if g.kind != "furniture"), None)
    below = next((g for g in groups[n + 1 :] if g.kind not in ("furniture", "caption")), None)
    alone = above is not None and above.kind == "heading" and (below is None or below.kind == "heading")
    return not alone


def _with_lead_ins(groups: Sequence[Group]) -> list[Group]:
    """Return the groups of a page with a short line that opens a list put above each of its items."""
    result: list[Group] = []
    lead: tuple[str, ...] = ()
    for n, group in enumerate(groups):
        if group.kind == "item":
            result.append(replace(group, under=group.under or lead))
            continue
        text = group.text.strip("*")
        opens = n + 1 < len(groups) and groups[n + 1].kind == "item" and group.kind == "prose"
        short = len(group.lines) == 1 and len(text.split()) <= 6 and not text.endswith(STOPS) and text[:1].isupper()
        short = short and "*" not in text
        lead = (text,) if opens and short else ()
        result.append(group)
    return result


# -- the whole file ----------------------------------------------------------------------------------------------------


def _join_captions_across_pages(pages: Sequence[list[Group]]) -> None:
    """Make the last paragraph of a page a caption where the next page goes on with its end or its credit."""
    for groups, following in pairwise(pages):
        last = next((n for n in reversed(range(len(groups))) if groups[n].kind != "furniture"), None)
        first = next((n for n, g in enumerate(following) if g.kind != "furniture" or _is_credit(g)), None)
        if last is None or first is None or groups[last].kind != "prose":
            continue
        goes_on = following[first].kind == "caption" and not groups[last].text.endswith(STOPS)
        both = [*groups[: last + 1], *following[first:]]
        if (goes_on or _is_credit(following[first])) and _is_caption(both, last + 1, groups[last]):
            groups[last] = replace(groups[last], kind="caption")
            above = groups[:last]
            _take_in(above)
            groups[:last] = above


def _without_column_heads(pages: Sequence[Sequence[Group]], style: Style) -> list[list[Group]]:
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


def _with_unmarked_items(pages: Sequence[Sequence[Group]]) -> list[list[Group]]:
    """Return the pages with the items that lost their mark: one sentence beside an item, begun as other items are."""
    openings = Counter(word for groups in pages for g in groups if g.kind == "item" and (word := _opening(g)))
    result = []
    for groups in pages:
        shown = [g for g in groups if g.kind != "furniture"]
        beside = {id(b) for a, b in pairwise(shown) if a.kind == "item"} | {
            id(a) for a, b in pairwise(shown) if b.kind == "item"
        }
        result.append([
            replace(g, kind="item")
            if g.kind == "prose" and id(g) in beside and openings[_opening(g)] and len(sentences(g.text)) == 1
            and g.text.endswith(".")
            else g
            for g in groups
        ])  # fmt: skip
    return result


def _opening(group: Group) -> str:
    """Return the word that an item begins with, if it says what to do; items also begin with "The" or "In"."""
    mark = BULLET.match(group.text)
    word = group.text[mark.end() if mark else 0 :].split(maxsplit=1)[0]
    return word if len(word) > 4 and word.isalpha() and word.istitle() and word not in _POINTERS else ""


def _with_depths(pages: Sequence[Sequence[Group]]) -> list[list[Group]]:
    """Return the pages with the depth of each heading: larger type, then bold, then capitals come first.

    Where column heads show that a heading is the title of a table, those of its weight below are the labels of rows.
    """
    weights = sorted({_weight(g) for groups in pages for g in groups if g.kind == "heading"}, reverse=True)
    depths = {weight: n for n, weight in enumerate(weights, 1)}
    result = [list(groups) for groups in pages]
    places = [(page, n) for page, groups in enumerate(result) for n, g in enumerate(groups) if _shows(g)]
    title = 0
    for at, (page, n) in enumerate(places):
        group = result[page][n]
        if group.kind != "heading":
            before = result[places[at - 1][0]][places[at - 1][1]] if at else group
            if title and group.kind == "prose" and _follows_table(before, group):
                result[page][n] = replace(group, depth=title)
                title = 0
            continue
        depth = depths[_weight(group)]
        below = places[at + 1] if at + 1 < len(places) else None
        if below is not None and result[below[0]][below[1]].heads_column:
            title = depth
        elif depth < title:
            title = 0
        elif depth == title:
            depth += 1
        result[page][n] = replace(group, depth=depth)
    return result


def _follows_table(before: Group, group: Group) -> bool:
    """Say whether a paragraph stands below the items that end a table whose title and heads only the text shows."""
    return before.kind == "item" and before.text.endswith(STOPS) and group.text[:1].isupper() and not group.under


def _shows(group: Group) -> bool:
    """Say whether a group counts when headings are nested: what is printed at the edge of pages does not."""
    return group.kind != "furniture" or group.heads_column


def _weight(group: Group) -> tuple[float, bool, bool]:
    """Return what ranks a heading."""
    size = max(line.size for line in group.lines)
    return round(size), all(line.bold for line in group.lines), group.is_capitals
