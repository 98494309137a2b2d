"""What an answer, a conversation or a list of examples says on paper, before it is Markdown, Word or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from mgi_assistant.answers import Answer, CountryExample
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import JOINER, escaped, placed
from mgi_assistant.store import Store
from mgi_assistant.text import readable
from mgi_assistant.types import Citation, Source

ANSWER, CONVERSATION = "An answer of the MGI Assistant", "A conversation with the MGI Assistant"
_REFERENCES, _NEAREST, _ABOUT = "References", "Nearest passages", "About this document"
_UNDERSTOOD, _LIMITED = "Understood as: {}", "Search limited to: {}"
_WORDED = "Put in words by {}, a language model; each sentence was checked against the passages that it cites."
_MADE = "Made on {} from corpus version {}."
_VERBATIM = (
    "Every quote is verbatim: it stands, character for character, in the stored text of the page or row named; only "
    "line breaks and hyphens at the ends of lines are left out."
)
_IN_PART = "Quotes are verbatim, except where a reference says that its quote is not verified."
_NO_RANKING = "The MGI does not rank countries, and neither does this document."
_UNVERIFIED = "Not verified: these words were not found in the stored text."
_HEADING = 160
"""Characters of a question that fit a heading."""

Style = Literal["title", "heading", "subheading", "text", "bullet", "reference"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation with the source that it stands in."""

    citation: Citation
    source: Source
    verified: bool = True
    """Whether the quote stands, character for character, in the stored page or row."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer as it goes on paper."""

    answer: Answer
    references: tuple[Reference, ...]
    corpus: str
    """The version of the corpus that gave the answer (see :func:`corpus_version`)."""
    limits: tuple[str, ...] = ()
    """What the search was limited to, in words."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; ``mark`` is the number of the reference that they point to, ``url`` an address."""

    text: str
    bold: bool = False
    italic: bool = False
    mark: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; ``part`` tells the references of one answer from those of another, ``n`` numbers a reference."""

    style: Style
    runs: tuple[Run, ...]
    part: int = 0
    n: int | None = None

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


def corpus_version(store: Store) -> str:
    """Return a fingerprint of the stored text and the day on which it was read, in words."""
    manifest = store.manifest
    built = _day(datetime.fromisoformat(manifest.created))
    return f"{manifest.checksums.get('pages.jsonl', '')[:12]} (indexed on {built})".strip()


def conversation_blocks(turns: Sequence[Turn], made: date) -> list[Block]:
    """Return a document of answers: each with its references, then when and from what they were made."""
    blocks = [_plain("title", ANSWER if len(turns) == 1 else CONVERSATION)]
    for part, turn in enumerate(turns, 1):
        blocks += _turn_blocks(turn, part)
    references = [reference for turn in turns for reference in turn.references]
    return [*blocks, *_about_blocks(references, [turn.corpus for turn in turns], made)]


def examples_blocks(
    title: str, examples: Sequence[CountryExample], references: Sequence[Reference], corpus: str, made: date
) -> list[Block]:
    """Return a document of examples, each under the name of its place, with the references that carry them."""
    blocks = [_plain("title", title)]
    for example in examples:
        areas = [POLICY_AREAS[area].name for area in example.policy_areas if area in POLICY_AREAS]
        facts = [example.level.capitalize(), *areas, example.instrument, example.measure_year]
        marks = [Run(f"[{n}]", mark=n) for n in example.citations]
        blocks += [
            _plain("heading", placed(example)),
            Block("text", (Run(clean(" · ".join(filter(None, facts))), italic=True),)),
            Block("text", (Run(f"{clean(example.text)} "), *marks)),
        ]
    if references:
        blocks.append(_plain("heading", _REFERENCES))
    return [*blocks, *(_reference_block(r, 0) for r in references), *_about_blocks(references, [corpus], made)]


def answer_blocks(markdown: str, part: int = 0) -> Iterator[Block]:
    """Read the markdown that :mod:`mgi_assistant.render` writes back into paragraphs.

    A paragraph that is bold as a whole is a heading.
    """
    for paragraph in markdown.replace(JOINER, "").split("\n\n"):
        for bulleted, group in groupby(paragraph.split("\n"), lambda line: line.startswith("- ")):
            lines = list(group)
            texts = [line.removeprefix("- ") for line in lines] if bulleted else [" ".join(lines)]
            for text in filter(None, map(str.strip, texts)):
                runs = tuple(_runs(text))
                heading = not bulleted and len(runs) == 1 and runs[0].bold
                yield Block("bullet" if bulleted else "subheading" if heading else "text", runs, part)


def markdown(blocks: Sequence[Block]) -> str:
    """Return a document as Markdown."""
    heads = {"title": "# ", "heading": "## ", "subheading": "### ", "bullet": "- "}
    written = ""
    for before, block in zip([None, *blocks], blocks, strict=False):
        parted = "\n" if before and before.style == block.style == "bullet" else "\n\n"
        number = f"[{block.n}] " if block.style == "reference" else ""
        looks = block.style not in ("title", "heading", "subheading")
        text = "".join(_markdown_run(run, looks) for run in block.runs)
        written += (parted if before else "") + heads.get(block.style, "") + number + text.strip()
    return written + "\n"


def plain_text(turn: Turn) -> str:
    """Return an answer and its references as plain text."""
    shown = [*answer_blocks(turn.answer.text), *_reference_blocks(turn, 0)]
    heads = {"bullet": "- ", "reference": "[{}] "}
    lines = [
        ("\n" if block.style != "bullet" else "") + heads.get(block.style, "").format(block.n) + block.text
        for block in shown
    ]
    return "\n".join(lines).strip() + "\n"


def clean(text: str) -> str:
    """Return ``text`` on one line, with U+FFFD for each character that XML 1.0 does not allow."""
    return " ".join(re.sub("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]", "\ufffd", text).split())


def _turn_blocks(turn: Turn, part: int) -> Iterator[Block]:
    query = turn.answer.query
    question = clean(query.question)
    yield _plain("heading", question if len(question) <= _HEADING else f"{question[:_HEADING].rsplit(' ', 1)[0]} …")
    if len(question) > _HEADING:
        yield _plain("text", question)
    if clean(query.shown) != question:
        yield Block("text", (Run(_UNDERSTOOD.format(clean(query.shown)), italic=True),))
    if turn.limits:
        yield Block("text", (Run(_LIMITED.format(clean(", ".join(turn.limits))), italic=True),))
    if turn.answer.model:
        yield Block("text", (Run(_WORDED.format(clean(turn.answer.model)), italic=True),))
    yield from answer_blocks(turn.answer.text, part)
    yield from _reference_blocks(turn, part)


def _reference_blocks(turn: Turn, part: int) -> Iterator[Block]:
    if turn.references:
        yield _plain("subheading", _NEAREST if turn.answer.status == "not_found" else _REFERENCES)
    for reference in turn.references:
        yield _reference_block(reference, part)


def _reference_block(reference: Reference, part: int) -> Block:
    """Return publication, page or row and quote of a citation."""
    citation, source = reference.citation, reference.source
    told = [Run(clean(citation.title), bold=True)]
    origin = "".join(f", {part}" for part in (source.publisher, source.year) if part)
    told.append(Run(f"{clean(origin)}, {_where(citation)}: “{clean(readable(citation.quote))}”"))
    told += [] if reference.verified else [Run(f" {_UNVERIFIED}", italic=True)]
    if re.fullmatch(r"https?://[!-~]+", citation.url) and not set(citation.url) & set('<>"'):
        told += [Run(" "), Run(citation.url, url=citation.url)]
    return Block("reference", tuple(told), part, citation.n)


def _where(citation: Citation) -> str:
    at = citation.locator
    if at.row is not None:
        return f"row {at.row}"
    if at.page_label and at.page_label != str(at.page):
        return f"p. {clean(at.page_label)} (page {at.page} of the file)"
    return f"p. {at.page}"


def _about_blocks(references: Sequence[Reference], corpora: Sequence[str], made: date) -> Iterator[Block]:
    yield _plain("heading", _ABOUT)
    yield _plain("text", _MADE.format(_day(made), ", ".join(dict.fromkeys(corpora))))
    if references:
        yield _plain("text", _VERBATIM if all(reference.verified for reference in references) else _IN_PART)
    yield _plain("text", _NO_RANKING)
    for source in _unique(reference.source for reference in references):
        if source.licence:
            licence = Run(f": {clean(source.licence)}")
            yield Block("bullet", (Run(clean(source.title), bold=True), licence))


def _unique(sources: Iterable[Source]) -> list[Source]:
    return list({source.id: source for source in sources}.values())


def _plain(style: Style, text: str) -> Block:
    return Block(style, (Run(clean(text)),))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_INLINE = re.compile(
    r"\\(?P<kept>[^\w\s]|_)|(?P<bold>\*\*)|(?P<italic>\*)|\[(?P<mark>\d+)\]|(?P<plain>[^\\*\[]+|.)", re.S
)


def _runs(text: str) -> Iterator[Run]:
    """Part a line of markdown into runs of one look."""
    bold = italic = False
    gathered = ""
    for found in _INLINE.finditer(text):
        if words := found["kept"] or found["plain"]:
            gathered += words
            continue
        if gathered:
            yield _run(gathered, bold, italic)
            gathered = ""
        if found["mark"]:
            yield Run(found[0], mark=int(found["mark"]))
        bold ^= bool(found["bold"])
        italic ^= bool(found["italic"])
    if gathered:
        yield _run(gathered, bold, italic)


def _run(text: str, bold: bool, italic: bool) -> Run:
    """Return a run of cleaned words; white space at its ends parts it from its neighbours, so it stays."""
    words = clean(text)
    before, after = (" " if text[at].isspace() else "" for at in (0, -1))
    return Run(f"{before}{words}{after}" if words else " ", bold, italic)


def _markdown_run(run: Run, looks: bool) -> str:
    if run.mark is not None:
        return run.text
    if run.url:
        return f"<{run.url}>"
    sign = "*" * (2 * run.bold + run.italic) if looks else ""
    before, words, after = re.fullmatch(r"(\s*)(.*?)(\s*)", run.text, re.S).groups()  # type: ignore[union-attr]
    return f"{before}{sign}{escaped(words)}{sign}{after}" if words else run.text
