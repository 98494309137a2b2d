"""From pages and rows to passages: whole sentences, their headings, and what they are about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.policy_areas import POLICY_AREAS, recognise
from mgi_assistant.text import normalise, sentences
from mgi_assistant.types import Level, Locator, Page, Passage, PassageKind, Span
from mgi_ingest.catalogue import Entry
from mgi_ingest.labels import heading_text, with_labels
from mgi_ingest.layout import Block, ParsedPage, ParsedReport
from mgi_ingest.profiles import Position, Profile, marked
from mgi_ingest.signatures import together, with_signatures
from mgi_ingest.tables import Record

_NAMES = 0.5
"""Share of letters in names of places from which a text counts as made of them."""
_TITLE_PAGE_WORDS = 60
"""Most words of running text on a title page."""
_MARKS = re.compile(r"(?:[•·] ?)+(?=\w)")
_NOTE_NUMBER = re.compile(r"(?:[⁰¹²³⁴-⁹]+|\d{1,2}) ?(?=[A-Z])")
_NOTE_MARK = re.compile(r"(?<=[a-z)][.!?])\d{1,2}$")
"""The number that a footnote begins with, and the one in the text that refers to it."""
_REFERENCES = re.compile(
    r"\W*(?:(?:annex|anexo|annexe)\b\W*(?:\w{1,3}\b\W*)?)?(?:main |list of |selected )?"
    r"(?:references|bibliography|sources(?: consulted)?|works cited|"
    r"referencias|bibliografía|fuentes|références|bibliographie)\W*",
    re.IGNORECASE,
)
"""Heads a list of publications, which tell nothing by their titles."""
_RUN_IN = 4
"""Words of a heading that begins the first line of a paragraph, at most."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a whole document."""

    source_id: str
    places: tuple[str, ...]
    level: Level | None
    year: int | None


class Cutter:
    """Cuts documents into passages of at most ``longest`` words (a longer sentence stays whole)."""

    def __init__(self, gazetteer: Gazetteer, longest: int) -> None:
        self._gazetteer = gazetteer
        self._longest = longest

    # -- reports ---------------------------------------------------------------------------------------------------

    def report(
        self, entry: Entry, report: ParsedReport, profile: Profile | None = None
    ) -> tuple[list[Page], list[Passage]]:
        """Return the pages of a report as stored, and its passages in reading order; ``profile`` if it is one."""
        pages = [Page(Locator(entry.id, page.index, page.label), page.text) for page in report.pages]
        if profile:
            report = marked(report)
            context = Context(entry.id, profile.places, profile.level, profile.year)
        else:
            context = self._document(entry, [report.title or "", *_title_page(report)])
        position = Position()
        drafts: list[Passage] = []
        path: list[tuple[int, str]] = []
        for page, stored in zip(report.pages, pages, strict=True):
            page_blocks = with_signatures(page.text, with_labels(page, self._with_entries(page)))
            headings = [(b.depth, heading_text(page.text, b)) for b in page_blocks if b.kind == "heading"]
            ahead = headings[:1]  # a photo stands above the heading of its page as often as below
            for blocks in _runs(page_blocks):
                if blocks[0].kind == "heading":
                    for depth, heading in headings[: len(blocks)]:
                        position = position.after(heading, depth)
                        depth = position.depth if profile else depth
                        path = [*(step for step in path if step[0] < depth), (depth, heading)]
                    headings, ahead = headings[len(blocks) :], []
                    continue
                if blocks[0].depth:
                    path = [step for step in path if step[0] < blocks[0].depth]
                section = (*(heading for _, heading in path), *blocks[0].under)
                if blocks[0].kind == "caption":
                    text = page.text[blocks[0].start : blocks[-1].end]
                    section = self._caption_section(text, section, [heading for _, heading in ahead])
                spans = together(page.text, [s for block in blocks for s in _sentences_within(page.text, block)])
                kind = _kind(blocks[0], section)
                cut = self._passages(context, stored, spans, section, kind)
                drafts += [profile.placed(p, position.within(blocks[0].under)) for p in cut] if profile else cut
        return pages, _with_ids(drafts)

    def _with_entries(self, page: ParsedPage) -> list[Block]:
        """Return the blocks of a page, furniture left out, with the entries of a list of places as its items.

        Set in bold or by themselves they look like headings, but only more names stand below them.
        """

        def is_name(block: Block) -> bool:
            text = page.text[block.start : block.end]
            return _is_names(text, self._gazetteer.find(text))

        blocks = [block for block in page.blocks if block.kind != "furniture"]
        result: list[Block] = []
        for n, block in enumerate(blocks):
            last = n + 1 == len(blocks) or blocks[n + 1].kind == "footnote"
            in_list = bool(result) and result[-1].kind == "item" and is_name(result[-1])
            among = in_list if last else blocks[n + 1].kind in ("heading", "item") and is_name(blocks[n + 1])
            if block.kind == "heading" and among and is_name(block):
                block = replace(block, kind="item", depth=0, under=())
            result.append(block)
        return result

    def _document(self, entry: Entry, front: Sequence[str]) -> Context:
        """Tell which place a whole document is about, from its entry or the text of its title page."""
        mentioned = [entry.place] if entry.place else [front[0] or entry.title, entry.title, *front[1:]]
        for text in mentioned:
            subject = self._subject(text)
            if subject:
                local = any(":" in place for place in subject)
                level: Level | None = entry.level or ("local" if local else "national")
                return Context(entry.id, subject, level, entry.year or _year([entry.title, *front]))
        return Context(entry.id, (), entry.level, entry.year)

    def _subject(self, text: str) -> tuple[str, ...]:
        """Return the one place that a short text such as a heading names: a locality with its country, or a country.

        A text that names several countries is about none of them.
        """
        found = [mention.places[0] for mention in self._gazetteer.find(text) if len(mention.places) == 1]
        countries = {place.iso3 for place in found if place.kind != "region"}
        if len(countries) != 1 or len(found) > 6:
            return ()
        localities = tuple(place.id for place in found if place.kind == "locality")
        return (*dict.fromkeys(localities), *(iso3 for iso3 in countries if iso3))

    def _caption_section(self, caption: str, section: tuple[str, ...], ahead: Sequence[str]) -> tuple[str, ...]:
        """Return the headings of a caption: a place's, above it or next on its page, only if it names that place."""
        named = {place.iso3 for mention in self._gazetteer.find(caption) for place in mention.places}
        for heading in (*ahead, *reversed(section)):
            place = self._place_heading(heading)
            if place and place[-1] in named:
                return (*section[:-1], heading)
        return tuple(heading for heading in section if not self._place_heading(heading))

    def _place_heading(self, heading: str) -> tuple[str, ...]:
        """Return the place that a heading consists of, rather than one it only mentions."""
        return self._subject(heading) if _share_of_names(heading, self._gazetteer.find(heading)) >= _NAMES else ()

    # -- tables and records ----------------------------------------------------------------------------------------

    def records(self, entry: Entry, records: Iterable[Record]) -> tuple[list[Page], list[Passage]]:
        """Return the rows of a table or records file as stored, and their passages."""
        pages, drafts = [], []
        for record in records:
            page = Page(Locator(entry.id, row=record.row), record.text)
            pages.append(page)
            context = Context(
                entry.id,
                self._row_places(record),
                record.level or entry.level,  # type: ignore[arg-type]  # checked by tables.read_table
                int(record.year) if record.year.isdecimal() else entry.year,
            )
            section = (record.section,) if record.section else ()
            spans = _sentences_within(page.text, Block("prose", 0, len(page.text)), run_in=0)
            cut = self._passages(context, page, spans, section, "row")
            drafts += [_with_areas(passage, record.policy_areas) for passage in cut]
        return pages, _with_ids(drafts)

    def _row_places(self, record: Record) -> tuple[str, ...]:
        if not record.iso3:
            return ()
        country = self._gazetteer.get(record.iso3)
        named = {place.id for mention in self._gazetteer.find(record.locality) for place in mention.places}
        local = [place.id for place in self._gazetteer.localities_of(country.id) if place.id in named]
        return (*local, country.id)

    # -- passages --------------------------------------------------------------------------------------------------

    def _passages(
        self, context: Context, page: Page, spans: Sequence[Span], section: tuple[str, ...], kind: PassageKind
    ) -> list[Passage]:
        return [
            self._passage(context, page, group, section, kind) for group in _grouped(page.text, spans, self._longest)
        ]

    def _passage(
        self, context: Context, page: Page, spans: Sequence[Span], section: tuple[str, ...], kind: PassageKind
    ) -> Passage:
        start, end = spans[0].start, spans[-1].end
        text = page.text[start:end]
        mentions = self._gazetteer.find(text)
        if kind in ("prose", "item", "footnote") and _is_names(text, mentions):
            # What stands above one name in a list says nothing about the others.
            kind, section = "names", tuple(heading for heading in section if not self._place_heading(heading))
        headings = () if kind == "row" else reversed(section)
        subject = next(filter(None, map(self._place_heading, headings)), context.places)
        named = [p.id for m in mentions for p in m.places if p.kind != "region"]
        parents = [place.split(":")[0] for place in named if ":" in place]
        places = tuple(dict.fromkeys([*subject, *named, *parents]))
        local = any(":" in place for place in subject)
        level = context.level if subject == context.places else ("local" if local else "national")
        years = _YEAR.findall(text)
        return Passage(
            id="",
            locator=page.locator,
            start=start,
            text=text,
            sentences=tuple(Span(span.start - start, span.end - start) for span in spans),
            kind=kind,
            section=section,
            places=places,
            subject=tuple(subject),
            policy_areas=_areas(section, text),
            level=level if subject or context.level else None,
            year=context.year if context.year or not years else max(map(int, years)),
        )


def _share_of_names(text: str, mentions: Sequence[Mention]) -> float:
    """Return the share of the letters of ``text`` that belong to names of places."""
    letters = sum(map(str.isalpha, text))
    return sum(c.isalpha() for m in mentions for c in text[m.span.start : m.span.end]) / letters if letters else 0.0


def _is_names(text: str, mentions: Sequence[Mention]) -> bool:
    """Say whether a text is a list of places rather than sentences."""
    return not re.search(r"[.!?]\s*$", text) and _share_of_names(text, mentions) >= _NAMES


def _areas(section: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return the policy areas of a passage: those of the closest heading that is one's name, or those it names."""
    for heading in reversed(section):
        for area in POLICY_AREAS.values():
            if normalise(heading).text.lower() == area.name.lower():
                return (area.id,)
    return recognise(text)


def _with_areas(passage: Passage, areas: tuple[str, ...]) -> Passage:
    return replace(passage, policy_areas=areas) if areas else passage


def _title_page(report: ParsedReport) -> list[str]:
    """Return the headings of the first page, if it is a title page rather than the beginning of the text."""
    first = report.pages[0]
    prose = sum(len(first.text[b.start : b.end].split()) for b in first.blocks if b.kind == "prose")
    if prose > _TITLE_PAGE_WORDS:
        return []
    return [first.text[b.start : b.end] for b in first.blocks if b.kind == "heading"]


def _year(front: Sequence[str]) -> int | None:
    found = [int(year) for text in front for year in _YEAR.findall(text)]
    return max(found) if found else None


def _kind(block: Block, section: Sequence[str]) -> PassageKind:
    if section and _REFERENCES.fullmatch(section[-1]):
        return "contents"
    return "prose" if block.kind == "heading" or block.kind == "furniture" else block.kind


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield blocks that belong in one passage: neighbours of one kind under the same headings."""
    run: list[Block] = []
    for block in blocks:
        alike = bool(run) and (block.kind, block.under) == (run[-1].kind, run[-1].under)
        if (alike or (run and block.kind == run[-1].kind == "heading")) and block.kind != "caption" and _holds(block):
            run.append(block)
        else:
            if run:
                yield run
            run = [block]
    if run:
        yield run


def _holds(block: Block) -> bool:
    """Say whether the headings above a block hold for it."""
    return block.kind == "heading" or not block.depth


def _sentences_within(text: str, block: Block, run_in: int = _RUN_IN) -> list[Span]:
    """Return the sentences of a block of ``text``, without the marks of items and footnotes.

    One without a word, such as "(9)", belongs to the one before, and what follows up to ``run_in`` words at the
    beginning to those: they are most likely its heading ("Local governments. It is pivotal that …").
    """
    found: list[Span] = []
    leading = _NOTE_NUMBER if block.kind == "footnote" else _MARKS
    for span in sentences(text[block.start : block.end]):
        start, end = block.start + span.start, block.start + span.end
        marks, mark = leading.match(text, start, end), _NOTE_MARK.search(text[start:end])
        whole = Span(marks.end() if marks else start, start + mark.start() if mark else end)
        if not re.search(r"[^\W\d_]{3}", text[whole.start : whole.end]):
            found[-1:] = [Span(found[-1].start, whole.end)] if found else []
        elif len(found) == 1 and _is_heading(text[found[0].start : found[0].end], run_in):
            found[0] = Span(found[0].start, whole.end)
        else:
            found.append(whole)
    return found


def _is_heading(sentence: str, longest: int) -> bool:
    """Say whether what begins a paragraph is most likely its heading, not the end of a sentence."""
    return sentence[:1].isupper() and sentence.endswith(".") and len(sentence.split()) <= longest


def _grouped(text: str, spans: Sequence[Span], longest: int) -> Iterator[list[Span]]:
    """Yield neighbouring sentences that together have at most ``longest`` words."""
    group: list[Span] = []
    count = 0
    for span in spans:
        length = len(text[span.start : span.end].split())
        if group and count + length > longest:
            yield group
            group, count = [], 0
        group.append(span)
        count += length
    if group:
        yield group


def _with_ids(passages: Sequence[Passage]) -> list[Passage]:
    """Give each passage an id from its source, headings and words; a repeated one also counts its occurrence."""
    seen: dict[str, int] = {}
    result = []
    for passage in passages:
        content = "\n".join((passage.locator.source_id, *passage.section, normalise(passage.text).text))
        digest = hashlib.sha256(content.encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
        result.append(replace(passage, id=f"{passage.locator.source_id}:{digest}{suffix}"))
    return result
