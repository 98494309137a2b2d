"""Names of policy areas that label the rows of a table whose cells came out one after the other.

A label may stand on the line of the text it labels, in pieces of a line each, or shortened to its last words; where
lines were joined across the cells, its words stand scattered among those of the other cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.text import normalise, sentences
from mgi_ingest.layout import Block, ParsedPage

DEPTH = 99
"""Depth of a label: below every heading that the type of the file shows."""
_PIECES = 6
"""Most pieces that one label comes in."""
_SCATTERED = 60
"""Most words among which those of one label stand scattered."""
_JOINED_HEADS = re.compile(r"(?:[*_]*[^\W\d_a-z]{4,}[*_]*\s*){2,}")
_MARK = re.compile(r"\w [•·▪] [A-Z]")
_WORD = re.compile(r"[\w'’-]+")


def with_labels(page: ParsedPage, blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` of a page with each label as a heading, whose title stands in its ``under``."""
    result: list[Block] = []
    at = 0
    while at < len(blocks):
        block, end = _in_pieces(page.text, blocks, at)
        result += [block] if block.kind == "heading" else _at_start(page.text, block)
        at = end
    for region in _joined(page):
        for start, title in _scattered(page.text, region):
            result = [part for block in result for part in _cut(block, start, title)]
        result = [_as_item(page.text, block) if block.start in region else block for block in result]
    return result


def heading_text(text: str, block: Block) -> str:
    """Return the title of a heading of a page with this ``text``."""
    return block.under[0] if block.under else normalise(text[block.start : block.end]).text.strip()


def _at_start(text: str, block: Block) -> list[Block]:
    """Return a paragraph that begins with a label as the label and the rest."""
    shown = normalise(text[block.start : block.end])
    for area in POLICY_AREAS.values():
        rest = re.match(re.escape(area.name) + r" (?=[A-Z0-9])", shown.text)
        if rest and block.kind == "prose":
            cut = block.start + shown.offsets[rest.end()]
            return [Block("heading", block.start, cut, DEPTH, (area.name,)), replace(block, start=cut)]
    return [block]


def _in_pieces(text: str, blocks: Sequence[Block], at: int) -> tuple[Block, int]:
    """Return the block at ``at``, or the label that it makes up with those after it, and where to go on."""
    pieces: list[str] = []
    for end in range(at, min(at + _PIECES, len(blocks))):
        block = blocks[end]
        words = normalise(text[block.start : block.end]).text.lower().split()
        if block.kind not in ("prose", "heading") or len(pieces) + len(words) > 12:
            break
        pieces += words
        for area in POLICY_AREAS.values():
            name = area.name.lower().split()
            shortened = 3 <= len(pieces) < len(name) <= 2 * len(pieces) and pieces == name[-len(pieces) :]
            if shortened or (Counter(pieces) == Counter(name) and (pieces != name or end > at)):
                return Block("heading", blocks[at].start, block.end, DEPTH, (area.name,)), end + 1
    return blocks[at], at + 1


# -- lines joined across cells -----------------------------------------------------------------------------------------


def _joined(page: ParsedPage) -> Iterator[range]:
    """Yield where the tables stand whose column heads share a line: from there to the next heading."""
    for n, block in enumerate(page.blocks):
        if block.kind == "furniture" and _JOINED_HEADS.fullmatch(page.text[block.start : block.end]):
            below = next((other.start for other in page.blocks[n:] if other.kind == "heading"), len(page.text))
            yield range(block.end, below)


def _scattered(text: str, region: range) -> Iterator[tuple[int, str]]:
    """Yield the labels in a part of a page: where the sentence stands in which each begins, and its title."""
    words = list(_WORD.finditer(text, region.start, region.stop))
    starts = [region.start + span.start for span in sentences(text[region.start : region.stop])]
    for area in POLICY_AREAS.values():
        first = _first_word(words, area.name.split())
        if first is not None:
            yield max((start for start in starts if start <= first), default=first), area.name


def _as_item(text: str, block: Block) -> Block:
    """Return a paragraph into which the mark of an item was mixed as an item."""
    mixed = block.kind == "prose" and _MARK.search(text, block.start, block.end) is not None
    return replace(block, kind="item") if mixed else block


def _first_word(words: Sequence[re.Match[str]], name: Sequence[str]) -> int | None:
    """Return where the first word of a label stands whose words follow each other, with others in between."""
    for n, word in enumerate(words):
        if word[0] == name[0]:
            following = iter(other[0] for other in words[n + 1 : n + _SCATTERED])
            if all(part in following for part in name[1:]):
                return word.start()
    return None


def _cut(block: Block, at: int, title: str) -> list[Block]:
    """Return ``block``, or its parts before and after a label that begins at ``at``."""
    if not block.start <= at < block.end or block.kind == "heading":
        return [block]
    label = Block("heading", at, at, DEPTH, (title,))
    if at == block.start:
        return [label, block]
    return [replace(block, end=at), label, replace(block, kind="prose", start=at)]
