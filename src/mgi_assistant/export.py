"""Answers, conversations and lists of examples as Word and Markdown files (the one room of python-docx)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from mgi_assistant import manuscript
from mgi_assistant.answers import CountryExample
from mgi_assistant.manuscript import Block, Reference, Run, Turn
from mgi_assistant.store import Store
from mgi_assistant.types import Citation

LANGUAGE = "en-GB"
_AUTHOR = "MGI Assistant"
_FONT, _INK, _LINK = "Calibri", RGBColor(0x10, 0x14, 0x18), RGBColor(0x00, 0x33, 0xA0)
_STYLES = {
    "title": "Title",
    "heading": "Heading 1",
    "subheading": "Heading 2",
    "text": "Normal",
    "bullet": "List Bullet",
    "reference": "List Number",
}


def markdown_document(turns: Sequence[Turn], made: date) -> str:
    """Return an answer or a conversation as a Markdown file made on the day ``made``."""
    return manuscript.markdown(manuscript.conversation_blocks(turns, made))


def word_document(turns: Sequence[Turn], made: date) -> bytes:
    """Return an answer or a conversation as a Word file made on the day ``made``."""
    return _word(manuscript.conversation_blocks(turns, made), made)


def examples_document(
    title: str,
    examples: Sequence[CountryExample],
    citations: Sequence[Citation],
    store: Store,
    made: date | None = None,
) -> bytes:
    """Return examples and the citations that carry them as a Word file made on the day ``made``, by default today."""
    made = made or datetime.now(UTC).date()
    references = [_reference(citation, store) for citation in citations]
    corpus = manuscript.corpus_version(store)
    return _word(manuscript.examples_blocks(title, examples, references, corpus, made), made)


def _reference(citation: Citation, store: Store) -> Reference:
    passage = store.passage(citation.passage_id)
    source = store.source_by_id[citation.locator.source_id]
    return Reference(citation, source, bool(citation.quote) and citation.quote in store.page_of(passage).text)


def _word(blocks: Sequence[Block], made: date) -> bytes:
    document = Document()
    _set_looks(document)
    title = next(block.text for block in blocks if block.style == "title")
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:255], _AUTHOR, LANGUAGE
    properties.comments = ""
    properties.created = properties.modified = datetime(made.year, made.month, made.day)
    numbers = _Numbering(document)
    for block in blocks:
        paragraph = document.add_paragraph(style=_STYLES[block.style])
        for run in block.runs:
            _add_run(paragraph, run, block.part)
        if block.n is not None:
            numbers.give(paragraph, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_looks(document: WordDocument) -> None:
    """Set language, fonts and colours once, in the styles."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    document.styles["Normal"].font.size = Pt(11)
    for name in dict.fromkeys(_STYLES.values()):
        style = document.styles[name]
        style.font.name = _FONT
        style.font.color.rgb = _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # they would come before the name
            fonts.attrib.pop(qn(f"w:{theme}"), None)


def _add_run(paragraph: Paragraph, run: Run, part: int) -> None:
    made = paragraph.add_run(run.text)
    made.bold, made.italic = run.bold or None, run.italic or None
    if run.mark is None and not run.url:
        return
    link = OxmlElement("w:hyperlink")
    if run.url:
        link.set(qn("r:id"), paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), _bookmark(part, run.mark))
    made.font.color.rgb = _LINK
    paragraph._p.append(link)
    link.append(made._r)


def _bookmark(part: int, n: int | None) -> str:
    return f"reference_{part}_{n}"


class _Numbering:
    """The numbers of references: a list that Word counts, begun anew for each answer."""

    def __init__(self, document: WordDocument) -> None:
        self._definitions: Any = document.part.numbering_part.element
        taken = [int(found.get(qn("w:abstractNumId"))) for found in self._definitions.iter(qn("w:abstractNum"))]
        self._format = max(taken, default=0) + 1
        self._definitions.insert(
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._format}">'
                '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                '<w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/><w:lvlJc w:val="left"/>'
                '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>'
            ),
        )
        self._list = 0
        self._next: tuple[int, int] | None = None
        self._bookmarks = 0

    def give(self, paragraph: Paragraph, block: Block) -> None:
        """Make ``paragraph`` the numbered reference ``block``, with the bookmark that marks in the text point to."""
        assert block.n is not None
        if self._next != (block.part, block.n):
            begun = self._definitions.add_num(self._format)
            begun.add_lvlOverride(0).add_startOverride(block.n)
            self._list = begun.numId
        self._next = block.part, block.n + 1
        properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._list
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), _bookmark(block.part, block.n))
        paragraph._p.insert_element_before(start, "w:r", "w:hyperlink")
        paragraph._p.append(end)
