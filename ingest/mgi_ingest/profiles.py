"""Recognises MGI profiles: reports on one country or locality in six dimensions, each with two lists.

What makes a document a profile is how it is built: headings of at least two dimensions with a list below them, and
both kinds of list; and that its title, its first page or its catalogue entry names one place. A report that only
mentions these words has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mgi_assistant.places import Gazetteer
from mgi_assistant.profile_words import FOLLOW_UP, dimension_of, standing_of
from mgi_assistant.text import normalise
from mgi_assistant.types import Assessment, Level, Passage, Standing
from mgi_ingest.catalogue import Entry
from mgi_ingest.layout import Block, ParsedPage, ParsedReport

_LINE = re.compile(r"[^\n]+")
_CAPITALS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZÁÀÂÉÈÊÍÓÚ")
_FEWEST_DIMENSIONS = 2
_TITLE_PAGE_WORDS = 60
"""Most words of running text on a title page."""
_FRONT_PAGES = 3
"""Pages on which the year may stand: cover, imprint and title page."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?! (?:agenda|sustainable))", re.IGNORECASE)
_DATED = re.compile(
    r"(?:profile|assessment|snapshot|edition|perfil|evaluación|profil|évaluation|©|copyright)\W[^\n]{0,60}",
    re.IGNORECASE,
)
"""Where on the front pages the year of the assessment stands, if the title has none."""
_LOCAL = re.compile(
    r"\b(?:local (?:\w+ ){0,3}(?:profile|assessment|level|indicators|snapshot)|city|municipality|"
    r"perfil local|nivel local|ciudad|municipio|profil local|niveau local|ville|commune) ?",
    re.IGNORECASE,
)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_LOCALITY = re.compile(
    r"\b(?:city|municipality|town|state|province|district|canton|county|commune|ciudad|municipio|ville)"
    rf" (?:of|de|del|d['’]) ?"
    rf"(?P<name>(?-i:{_WORD})(?:(?: (?:de|del|la|las|los|of|the|do|da|dos|du|des|y|e))* (?-i:{_WORD}))*)|"
    rf"(?P<before>(?-i:{_WORD})(?: (?-i:{_WORD})){{0,3}}) (?:city|municipality)\b",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\W*(?:the )?(?:indicators in )?this (?:category|domain|area|dimension)\b|"
    r"\W*(?:los indicadores de )?esta (?:categoría|dimensión|área)\b|"
    r"\W*(?:les indicateurs de )?cette (?:catégorie|dimension)\b",
    re.IGNORECASE,
)
"""How each dimension of a profile begins, in the same words in all of them."""
_PROFILE_WORDS = re.compile(
    r"\b(?:migration|governance|indicators?|profile|assessment|local|national|follow[- ]?up|first|second|snapshot|"
    r"migración|migratoria|gobernanza|indicadores|perfil|evaluación|seguimiento|primera|segunda|"
    r"gouvernance|indicateurs|profil|évaluation|suivi|première|deuxième|mgi|iom|oim|fictional|test|document)\b|\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about a whole profile."""

    places: tuple[str, ...]
    """Ids of the locality and its country, or of the country alone."""
    level: Level
    year: int | None
    assessment: Assessment
    locality: str = ""
    """Name of the locality, where the document is about one."""

    def named(self, title: str, gazetteer: Gazetteer) -> str:
        """Return the title of the document with the name of its place, where the title leaves it out."""
        name = self.locality or gazetteer.get(self.places[-1]).name
        return title if any(m.places for m in gazetteer.find(title)) or name in title else f"{title}, {name}"

    def placed(self, passage: Passage, position: Position) -> Passage:
        """Return a passage of the profile with its assessment, dimension and list.

        One under the heading of another place belongs to none of the profile's lists; the country of a locality is
        no other place, as it stands on the title page. What explains a dimension is about no place, and a footnote
        stands in no list.
        """
        if passage.subject not in (self.places, self.places[-1:]):
            return passage
        if not position.standing and _EXPLAINS.match(passage.text):
            return replace(passage, subject=(), places=(), level=None, dimension=position.dimension)
        return replace(
            passage,
            subject=self.places,
            places=tuple(dict.fromkeys([*self.places, *passage.places])),
            level=self.level,
            assessment=self.assessment,
            dimension=position.dimension,
            standing=None if passage.kind == "footnote" else position.standing,
        )


@dataclass(frozen=True, slots=True)
class Position:
    """Where in a profile the text after some headings stands.

    A list goes on until a heading of its own depth or above comes, a dimension likewise. The heading of a list counts
    as below that of its dimension, whatever the type it is set in.
    """

    dimension: str | None = None
    standing: Standing | None = None
    depth: int = 0
    """Of the last heading."""
    dimension_depth: int = 0
    standing_depth: int = 0

    def after(self, heading: str, depth: int) -> Position:
        """Return the position below another heading."""
        dimension, standing = dimension_of(heading), standing_of(heading)
        if dimension:
            return Position(dimension, None, depth, depth)
        if standing:
            below = max(depth, self.dimension_depth + 1) if self.dimension else depth
            return replace(self, standing=standing, depth=below, standing_depth=below)
        if self.dimension and depth <= self.dimension_depth:
            return Position(depth=depth)
        if self.standing and depth <= self.standing_depth:
            return replace(self, standing=None, depth=depth, standing_depth=0)
        return replace(self, depth=depth)

    def within(self, under: Sequence[str]) -> Position:
        """Return the position of a block with headings of its own: the head of its column, the label of its row."""
        dimension = next((found for head in under if (found := dimension_of(head))), self.dimension)
        standing = next((found for head in under if (found := standing_of(head))), None)
        if dimension != self.dimension:
            return Position(dimension, standing)
        return replace(self, standing=standing) if standing else self


def read_profile(entry: Entry, report: ParsedReport, gazetteer: Gazetteer) -> Profile | None:
    """Return what ``report`` is the profile of; ``None`` if it is none."""
    if not _is_built_as_one(report):
        return None
    titles, lines = _titles(entry, report)
    iso3 = _country([entry.place or "", *titles, "\n".join(lines)], gazetteer)
    if not iso3:
        return None
    local = entry.level == "local" or (entry.level is None and _is_local([entry.place or "", *titles], iso3, gazetteer))
    locality = _locality([entry.place or "", *titles, *lines], iso3, gazetteer) if local else ""
    return Profile(
        places=(_id(locality, iso3, gazetteer), iso3) if locality else (iso3,),
        level="local" if local else "national",
        year=entry.year or _year(report, titles, lines),
        assessment="follow-up" if any(map(FOLLOW_UP.search, titles)) else "first",
        locality=locality,
    )


def _titles(entry: Entry, report: ParsedReport) -> tuple[list[str], list[str]]:
    """Return the texts that name a document, and all lines of its first page.

    Beside its titles, these are the headings of the first page or, if that is a title page without any sentence or
    long text, all that stands there.
    """
    first = report.pages[0]
    lines = [normalise(line).text.strip() for line in first.text.splitlines() if line.strip()]
    prose = sum(len(_text(first, block).split()) for block in first.blocks if block.kind in ("prose", "item"))
    shown = lines if prose <= _TITLE_PAGE_WORDS else [_text(first, b) for b in first.blocks if b.kind == "heading"]
    return [entry.title, report.title or "", *shown], lines


def marked(report: ParsedReport) -> ParsedReport:
    """Return ``report`` with every heading of a dimension or list a block of its own, also where it looks like text.

    A dimension that comes again at the edge of pages is a running header and stays one. The head of a column stands
    above the blocks of its column alone and is no heading of what follows.
    """
    deepest = max((b.depth for page in report.pages for b in page.blocks), default=0)
    texts = (_text(page, b) for page in report.pages for b in page.blocks if b.kind in ("heading", "prose"))
    in_text = {dimension for dimension in map(dimension_of, texts) if dimension}
    pages = []
    for page in report.pages:
        blocks = _with_whole_heads(page, _joined(page))
        heads = {head for block in blocks for head in block.under}
        cut = (part for block in blocks for part in _cut(page, block, deepest + 1, heads, in_text))
        pages.append(replace(page, blocks=tuple(cut)))
    return replace(report, pages=tuple(pages))


def _joined(page: ParsedPage) -> list[Block]:
    """Return the blocks of a page; two that only together begin with a heading of a profile are one."""
    result: list[Block] = []
    for block in page.blocks:
        before = result[-1] if result else None
        shown = _text(page, before) if before and {before.kind, block.kind} <= {"heading", "prose"} else ""
        if before and shown and not _opens(shown) and _opens(f"{shown} {_first_line(page, block)}"):
            result[-1] = replace(before, kind="prose", end=block.end)
        else:
            result.append(block)
    return result


def _with_whole_heads(page: ParsedPage, blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with the heads of columns whole where a second line of one was taken for text."""
    whole: dict[str, str] = {}
    result: list[Block] = []
    for block in blocks:
        head = block.under[-1] if block.under else ""
        line = _first_line(page, block)
        if block.kind == "prose" and head and not _opens(head) and _opens(f"{head} {line}"):
            whole[head] = f"{head} {line}"
            result.append(replace(block, kind="furniture", end=block.start + len(line), under=()))
            block = replace(block, start=block.start + len(line))
        if page.text[block.start : block.end].strip():
            result.append(replace(block, under=tuple(whole.get(head, head) for head in block.under)))
    return result


def _cut(page: ParsedPage, block: Block, depth: int, heads: set[str], in_text: set[str]) -> Iterator[Block]:
    """Yield the parts of ``block``: headings that stand in it on lines of their own, and what is between them."""
    whole = _text(page, block)
    if block.kind in ("heading", "contents", "caption", "footnote"):
        yield block
        return
    if block.kind == "furniture":
        is_heading = _opens(whole) and whole not in heads and dimension_of(whole) not in in_text
        yield replace(block, kind="heading", depth=depth) if is_heading else block
        return
    start = block.start
    for at, end in _heading_lines(page, block):
        if page.text[start:at].strip():
            yield replace(block, start=start, end=start + len(page.text[start:at].rstrip()))
        yield Block("heading", at, end, depth)
        start = end + len(page.text[end : block.end]) - len(page.text[end : block.end].lstrip())
    if page.text[start : block.end].strip():
        yield replace(block, start=start)


def _first_line(page: ParsedPage, block: Block) -> str:
    return page.text[block.start : block.end].split("\n", 1)[0]


def _heading_lines(page: ParsedPage, block: Block) -> Iterator[tuple[int, int]]:
    """Yield where one line of a block, or two, are a heading of a profile."""
    lines = [
        (block.start + m.start(), block.start + m.end()) for m in _LINE.finditer(page.text[block.start : block.end])
    ]
    done = block.start
    for n, (start, end) in enumerate(lines):
        if start < done or not page.text[start:end].lstrip(" \t1234567890.–-").startswith(_CAPITALS):
            continue
        for last in (end, *(following for _, following in lines[n + 1 : n + 2])):
            if _opens(normalise(page.text[start:last]).text):
                yield start, last
                done = last
                break


def _opens(text: str) -> bool:
    """Say whether a text is the heading of a dimension or list."""
    return bool(standing_of(text) or dimension_of(text))


def _is_built_as_one(report: ParsedReport) -> bool:
    """Say whether a report has both lists under the headings of several dimensions."""
    position = Position()
    found: set[tuple[str | None, Standing | None]] = set()
    for page in marked(report).pages:
        for block in page.blocks:
            if block.kind == "heading":
                position = position.after(_text(page, block), block.depth)
            elif block.kind in ("prose", "item"):
                at = position.within(block.under)
                found.add((at.dimension, at.standing))
    listed = {(dimension, standing) for dimension, standing in found if dimension and standing}
    return len({d for d, _ in listed}) >= _FEWEST_DIMENSIONS and len({s for _, s in listed}) > 1


def _text(page: ParsedPage, block: Block) -> str:
    return normalise(page.text[block.start : block.end]).text.strip()


def _country(texts: Sequence[str], gazetteer: Gazetteer) -> str:
    """Return the country that the first of ``texts`` that names any names alone, an empty text if there are several."""
    for text in texts:
        named = {p.iso3 for m in gazetteer.find(text) for p in m.places if len(m.places) == 1 and p.iso3}
        if named:
            return named.pop() or "" if len(named) == 1 else ""
    return ""


def _is_local(texts: Sequence[str], iso3: str, gazetteer: Gazetteer) -> bool:
    """Say whether the titles of a document speak of a locality, by its name or by what it is."""
    return any(_LOCAL.search(text) or _known_locality(text, iso3, gazetteer) for text in texts)


def _known_locality(text: str, iso3: str, gazetteer: Gazetteer) -> str:
    known = (p.name for m in gazetteer.find(text) for p in m.places if p.kind == "locality" and p.iso3 == iso3)
    return next(known, "")


def _locality(texts: Sequence[str], iso3: str, gazetteer: Gazetteer) -> str:
    """Return the name of the locality that a local profile is about, an empty text where none shows.

    It is one that is known, or what "City of …" says, or a line that is nothing but a name.
    """
    for text in texts:
        if known := _known_locality(text, iso3, gazetteer):
            return known
    for text in texts:
        for found in _LOCALITY.finditer(text):
            name = _bare(found["name"] or found["before"])
            if name and not gazetteer.find(name):
                return name
    for text in texts:
        name = _bare(re.split(r"[,(–—:|]", text)[0])
        if re.fullmatch(rf"{_WORD}(?: {_WORD}){{0,3}}", name) and not gazetteer.find(name):
            return name
    return ""


def _bare(name: str) -> str:
    """Return a name without the words of a title around it, and not shouted; an empty text if nothing is left."""
    words = re.split(r"\s+", _PROFILE_WORDS.sub(" ", name).strip(" .-"))
    return " ".join(word.capitalize() if word.isupper() and len(word) > 1 else word for word in words).strip()


def _id(locality: str, iso3: str, gazetteer: Gazetteer) -> str:
    """Return the id of a locality, known before or not."""
    known = next((p.id for p in gazetteer.localities_of(iso3) if p.name == locality), None)
    return known or Gazetteer([(locality, iso3)]).localities_of(iso3)[0].id


def _year(report: ParsedReport, titles: Sequence[str], lines: Sequence[str]) -> int | None:
    """Return the year of a profile: the latest in its titles, on its first page, or where the next pages date it."""
    front = "\n".join(page.text for page in report.pages[:_FRONT_PAGES])
    for texts in (titles, lines, _DATED.findall(front)):
        years = [int(year) for text in texts for year in _YEAR.findall(text)]
        if years:
            return max(years)
    return None
