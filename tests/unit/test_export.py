"""Answers and examples on paper: what stands there, and that any text may stand there.

``MGI_WRITE_GOLDEN=1 pytest tests/unit/test_export.py`` writes the golden file anew.
"""

from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mgi_assistant.answers import Answer, Searched
from mgi_assistant.export import examples_document, markdown_document, word_document
from mgi_assistant.manuscript import Reference, Turn, answer_blocks, clean, plain_text
from mgi_assistant.render import JOINER, answer_text, escaped
from mgi_assistant.types import Citation, Query, Source
from tests.unit.fakes import as_store, assistant_over, small_library
from tests.unit.test_render import ADVICE, ANSWERS, FIGURE, LIMA, MALI, QUERY, citation

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "export.md"
MADE = date(2026, 11, 22)
REPORT = Source("report", "The report", "report", "r.pdf", "Harbour Press", 2024, "CC BY 4.0")


def reference(n: int, quote: str = "Ports keep *tide* tables.", url: str = "", verified: bool = True) -> Reference:
    return Reference(replace(citation(n, quote), url=url), REPORT, verified)


def turn(text: str, references: tuple[Reference, ...] = (), query: Query = QUERY, **more: Any) -> Turn:
    answer = Answer(query, "answered", text, (), tuple(r.citation for r in references), (), Searched(("report",), 7))
    return Turn(answer, references, "0123456789ab (indexed on 1 January 2026)", **more)


WHOLE = turn(
    answer_text([FIGURE, *ADVICE], [MALI, LIMA]),
    (
        reference(1, "Only 31 per cent\nof countries run a flood shel-\nter register."),
        reference(2, url="https://example.org/r.pdf"),
        *map(reference, (3, 4, 5)),
    ),
    replace(QUERY, question="and Mali?", standalone="What did Mali do?"),
    limits=("Mali", "National"),
)


def word(file: bytes) -> Any:
    return Document(io.BytesIO(file))


def paragraphs(file: bytes, style: str) -> list[str]:
    return [paragraph.text for paragraph in word(file).paragraphs if paragraph.style.name == style]


def test_the_markdown_of_an_answer_is_the_golden_file() -> None:
    found = markdown_document([WHOLE], MADE)
    if os.environ.get("MGI_WRITE_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_a_word_file_has_headings_lists_and_the_same_words_as_the_markdown() -> None:
    file = word_document([WHOLE], MADE)
    assert paragraphs(file, "Heading 1") == ["and Mali?", "About this document"]
    assert paragraphs(file, "Heading 2") == ["Examples", "References"]
    assert len(paragraphs(file, "List Number")) == 5
    assert "“Only 31 per cent of countries run a flood shelter register.”" in paragraphs(file, "List Number")[0]
    assert paragraphs(file, "List Bullet")[:2] == ["Protect mangrove belts. [1]", "Train pilots. [2]"]
    shown = "".join(paragraph.text for paragraph in word(file).paragraphs)
    rendered = re.sub(r"<[^>]+>", "", MarkdownIt().render(markdown_document([WHOLE], MADE)))
    without_numbers = re.sub(r"^\[\d\] ", "", rendered, flags=re.M)
    assert "".join(shown.split()) == "".join(without_numbers.split())


def test_a_word_file_tells_its_language_title_and_day() -> None:
    document = word(word_document([WHOLE], MADE))
    assert document.core_properties.title == "An answer of the MGI Assistant"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.created.date() == MADE
    assert {found.get(qn("w:val")) for found in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_marks_point_to_references_and_each_answer_counts_anew() -> None:
    body = word(word_document([WHOLE, WHOLE], MADE)).element.body
    pointed = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    marked = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(marked) == len(set(marked)) == 10
    assert set(pointed) == set(marked)
    numbered = word(word_document([WHOLE, WHOLE], MADE))
    lists = [p._p.pPr.numPr.numId.val for p in numbered.paragraphs if p.style.name == "List Number"]
    assert lists == [lists[0]] * 5 + [lists[5]] * 5
    assert lists[0] != lists[5]


def test_numbers_with_a_gap_are_kept() -> None:
    document = word(word_document([turn("Yes. [2][5]", (reference(2), reference(5)))], MADE))
    starts = [found.get(qn("w:val")) for found in document.part.numbering_part.element.iter(qn("w:startOverride"))]
    assert starts[-2:] == ["2", "5"]


def test_where_the_answer_comes_from_is_said() -> None:
    text = markdown_document([WHOLE, replace(WHOLE, corpus="another")], MADE)
    assert "Made on 22 November 2026 from corpus version 0123456789ab (indexed on 1 January 2026), another." in text
    assert "**The report**: CC BY 4.0" in text
    assert text.count("**The report**: CC BY 4.0") == 1
    assert "Every quote is verbatim" in text
    assert "does not rank countries" in text


def test_a_quote_that_is_not_verified_is_not_called_verbatim() -> None:
    text = markdown_document([turn("So. [1]", (reference(1, verified=False),))], MADE)
    assert "Not verified: these words were not found in the stored text." in text
    assert "Every quote is verbatim" not in text


def test_a_long_question_is_cut_in_the_heading_and_whole_below() -> None:
    question = "harbours " * 60
    file = word_document([turn("No.", query=replace(QUERY, question=question))], MADE)
    heading = paragraphs(file, "Heading 1")[0]
    assert len(heading) < 170
    assert heading.endswith("harbours …")
    assert question.strip() in paragraphs(file, "Normal")


def test_only_a_plain_web_address_is_linked() -> None:
    for url in ("javascript:alert(1)", "https://a b", 'https://a"b', "https://a<b>"):
        file = word_document([turn("So. [1]", (reference(1, url=url),))], MADE)
        assert "http" not in "".join(paragraphs(file, "List Number"))
        assert not [r for r in word(file).part.rels.values() if r.reltype.endswith("/hyperlink")]
    assert "<https://example.org/r.pdf>" in markdown_document([WHOLE], MADE)
    links = [r.target_ref for r in word(word_document([WHOLE], MADE)).part.rels.values() if "hyperlink" in r.reltype]
    assert links == ["https://example.org/r.pdf"]


def test_nearest_passages_are_not_called_references() -> None:
    near = turn(ANSWERS["not_found"], (reference(1), reference(2)))
    near = replace(near, answer=replace(near.answer, status="not_found"))
    assert paragraphs(word_document([near], MADE), "Heading 2") == ["Nearest passages"]
    assert plain_text(near).count("“Ports keep *tide* tables.”") == 3


def test_a_language_models_words_are_said_to_be_its_own() -> None:
    worded = replace(WHOLE, answer=replace(WHOLE.answer, model="m-1"))
    assert "Put in words by m-1, a language model" in markdown_document([worded], MADE)
    assert "language model" not in markdown_document([WHOLE], MADE)


def test_an_address_is_written_as_it_is_and_is_no_link() -> None:
    text = f"See {escaped('https://example.org/a or me@example.org')}. [1]"
    file = word_document([turn(text, (reference(1),))], MADE)
    assert "See https://example.org/a or me@example.org. [1]" in [paragraph.text for paragraph in word(file).paragraphs]


def test_plain_text_has_no_markup() -> None:
    text = plain_text(WHOLE)
    assert text.startswith(f"{FIGURE.text} [1]\n")
    assert "- Mali: Mali opened a counselling centre. [3]" in text
    assert "[2] The report, Harbour Press, 2024, p. 2 (page 4 of the file): “Ports keep *tide* tables.”" in text
    assert "\\" not in text


@pytest.mark.parametrize("markdown", ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_is_read_back_as_a_reader_sees_it(markdown: str) -> None:
    seen = re.sub(r"<[^>]+>", "", MarkdownIt().render(markdown)).replace("&quot;", '"')
    assert "".join("".join(block.text for block in answer_blocks(markdown)).split()) == "".join(seen.split())


def test_examples_of_a_store_come_with_verified_references() -> None:
    found = assistant_over(small_library()).examples("counselling centre")
    file = examples_document("Counselling", found.examples, found.citations, as_store(small_library()), MADE)
    assert paragraphs(file, "Title") == ["Counselling"]
    assert [e.place for e in found.examples] == [h for h in paragraphs(file, "Heading 1") if h in ("Mali", "Peru")]
    assert len(paragraphs(file, "List Number")) == len(found.citations) > 0
    assert any("Every quote is verbatim" in text for text in paragraphs(file, "Normal"))
    wrong = [replace(found.citations[0], quote="Nobody wrote this.")]
    assert (
        "Not verified"
        in paragraphs(examples_document("", found.examples, wrong, as_store(small_library()), MADE), "List Number")[0]
    )


ANY = st.text(st.characters(), max_size=60) | st.text("\x00\x0b\x1b\ud800\uffff\\*[]1-.#<&; \n\t", max_size=30)


@settings(max_examples=25)
@given(ANY, ANY, ANY, ANY)
def test_any_text_goes_in_and_comes_out(question: str, said: str, quote: str, title: str) -> None:
    query = replace(QUERY, question=question, standalone=title)
    found = Citation(1, "p", citation(1, "").locator, title, quote)
    source = replace(REPORT, title=title, publisher=quote, licence=said)
    one = turn(f"{escaped(said)} [1]\n\n- {escaped(quote)} [1]", (Reference(found, source),), query, limits=(title,))
    file = word_document([one], MADE)
    text = "\n".join(paragraph.text for paragraph in word(file).paragraphs)
    for words in (question, said, title):
        assert clean(words) in text
    assert markdown_document([one], MADE).encode()
    assert plain_text(one).encode()


@given(ANY)
def test_what_markdown_shows_is_what_was_said(said: str) -> None:
    text = clean(said)
    rendered = MarkdownIt().render(markdown_document([turn(f"Told: {escaped(text)} [1]", (reference(1),))], MADE))
    shown = re.sub(r"<[^>]+>", "", rendered).replace(JOINER, "")
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        shown = shown.replace(entity, sign)
    assert "".join(f"Told: {text} [1]".split()) in "".join(shown.split())
