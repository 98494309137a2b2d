"""The PDF reader on the files that break readers, and on real publications set anew."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from mgi_assistant.errors import FileError
from mgi_assistant.text import readable
from mgi_ingest.child import read_pdf_guarded
from mgi_ingest.layout import Block, ParsedReport
from mgi_ingest.pdf import read_pdf

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@dataclass(frozen=True)
class Case:
    name: str
    tags: str
    password: str | None

    def __str__(self) -> str:
        return self.name


def cases() -> list[Case]:
    """Return the files that the table in the README of ../shared/pdfs describes."""
    readme = SHARED / "pdfs" / "README.md"
    rows = (
        [line.split("|") for line in readme.read_text("utf-8").splitlines() if ".pdf |" in line]
        if readme.exists()
        else []
    )
    return [Case(row[1].strip(), row[3].strip(), row[4].strip() or None) for row in rows]


CASES = cases()


@pytest.mark.skipif(not CASES, reason="../shared/pdfs is not there")
def test_all_files_are_described() -> None:
    assert {case.name for case in CASES} == {path.name for path in (SHARED / "pdfs").glob("*.pdf")}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_file_ends_as_its_tags_say(case: Case) -> None:
    path = SHARED / "pdfs" / case.name
    if "unreadable" in case.tags:
        with pytest.raises(FileError) as caught:
            read_pdf_guarded(path, None, timeout_s=60, memory_mb=1024)
        assert caught.value.status == "malformed"
        return
    if case.password:
        for password, word in ((None, "needs a password"), ("not it", "wrong")):
            with pytest.raises(FileError, match=word) as caught:
                read_pdf_guarded(path, password, timeout_s=60, memory_mb=1024)
            assert caught.value.status == "needs_password"
    report = read_pdf_guarded(path, case.password, timeout_s=120, memory_mb=1024)
    assert any(page.text.strip() for page in report.pages)
    _check_against_plain_text(path, case.password, report)


def _check_against_plain_text(path: Path, password: str | None, report: ParsedReport) -> None:
    """Check that no visible character of the plain text is lost or added, and that blocks cover them all in order."""
    reader = PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt(password or "")
    for page, plain in zip(report.pages, reader.pages, strict=True):
        expected = plain.extract_text()
        if page.text != expected:
            assert Counter("".join(page.text.split())) == Counter("".join(expected.split()))
        assert all(a.end <= b.start for a, b in zip(page.blocks, page.blocks[1:], strict=False))
        shown = "".join(page.text[block.start : block.end] for block in page.blocks)
        assert "".join(shown.split()) == "".join(page.text.split())


@pytest.mark.skipif(not CASES, reason="../shared/pdfs is not there")
def test_columns_of_a_paper_are_read_one_by_one() -> None:
    report = read_pdf(SHARED / "pdfs" / "pdfjs__test__pdfs__tracemonkey.pdf")
    texts = [(b.kind, readable(p.text[b.start : b.end])) for p in report.pages for b in p.blocks]
    headings = [text for kind, text in texts if kind == "heading"]
    assert {"Abstract", "1. Introduction"} <= set(headings)
    assert any(kind == "caption" and text.startswith("Figure 1.") for kind, text in texts)


# -- the two source publications, set line by line in one type ---------------------------------------------------------


def seed(start: str) -> str:
    found = sorted((SHARED / "seeds").glob(f"{start}*.txt"))
    if not found:
        pytest.skip("../shared/seeds is not there")
    return found[0].read_text("utf-8")


def set_plainly(text: str, path: Path) -> Path:
    """Set ``text`` in one type and size; an empty line leaves a gap."""
    canvas, y = Canvas(str(path)), 780
    for paragraph in text.splitlines():
        for line in simpleSplit(paragraph.encode("cp1252", "replace").decode("cp1252"), "Helvetica", 10, 450) or [""]:
            if y < 60:
                canvas.showPage()
                y = 780
            canvas.setFont("Helvetica", 10)
            canvas.drawString(60, y, line)
            y -= 14
    canvas.save()
    return path


def blocks(report: ParsedReport) -> list[tuple[Block, str]]:
    return [(b, readable(p.text[b.start : b.end])) for p in report.pages for b in p.blocks]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Block, str]]:
    return blocks(read_pdf(set_plainly(seed("002"), tmp_path_factory.mktemp("pdf") / "stories.pdf")))


def test_every_story_stands_under_its_heading(stories: list[tuple[Block, str]]) -> None:
    listed = [re.split(r"[.\s]+\d+$", text)[0] for b, text in stories if b.kind == "contents"]
    names = [name for name in listed if name.upper() in {text for _, text in stories}]
    assert len(names) >= 20
    for n, (block, text) in enumerate(stories):
        if block.kind == "heading" and text in {name.upper() for name in names}:
            story = next(i for i in range(n + 1, len(stories)) if stories[i][0].kind != "furniture")
            assert stories[story][0].kind == "prose", text
            assert "©" not in stories[story][1]


def test_captions_contents_and_notes_are_apart(stories: list[tuple[Block, str]]) -> None:
    credits = [(b.kind, text) for b, text in stories if re.search(r"© IOM \d{4}(/|$)", text)]
    assert len(credits) >= 20
    assert {kind for kind, _ in credits} <= {"caption", "furniture"}
    assert all(b.kind == "contents" for b, text in stories if re.search(r"\.{5} \d+$", text))
    assert sum(b.kind == "contents" for b, _ in stories) >= 26
    assert sum(b.kind == "footnote" for b, _ in stories) >= 3


def table_rows(text: str) -> list[tuple[str, str, list[str]]]:
    """Return label, highlight and recommendations of the rows that the text keeps apart."""
    row = re.compile(r"\n\n([A-Z][^\n.]{10,70})\n\n([^\n]{60,})\n\n((?:- [^\n]+\n){2,})")
    return [(m[1], m[2], [line[2:] for line in m[3].splitlines()]) for m in row.finditer(text)]


def test_cells_on_shared_lines_stay_with_their_row(tmp_path: Path) -> None:
    rows = table_rows(seed("000"))
    assert len(rows) >= 5
    canvas, y = Canvas(str(tmp_path / "table.pdf")), 780.0
    heads: list[list[str]] = [["POLICIES"], ["HIGHLIGHTS"], ["RECOMMENDATIONS"]]
    for label, highlight, recommendations in [("", "", []), *rows]:
        cells = [simpleSplit(label, "Helvetica", 9, 95), simpleSplit(highlight, "Helvetica", 9, 160)]
        cells.append([line for r in recommendations for line in simpleSplit("• " + r, "Helvetica", 9, 190)])
        cells = cells if label else heads
        if y - 11 * max(map(len, cells)) < 60:
            canvas.showPage()
            y = 780
        canvas.setFont("Helvetica", 9)
        for n in range(max(map(len, cells))):
            for x, cell in zip((50, 165, 345), cells, strict=True):
                if n < len(cell):
                    canvas.drawString(x, y - 11 * n, cell[n])
        y -= 11 * max(map(len, cells)) + 7
    canvas.save()
    found = {text.lstrip("\x7f ").strip(): b.under for b, text in blocks(read_pdf(tmp_path / "table.pdf"))}
    for label, highlight, recommendations in rows:
        for cell in (highlight, *recommendations):
            assert found[readable(cell)][0] == readable(label)


def test_a_long_report_is_read_in_reasonable_time(tmp_path: Path) -> None:
    text = "\n".join(seed("002").split("CONTENTS")[0] for _ in range(12))
    path = set_plainly(text, tmp_path / "long.pdf")
    report = read_pdf_guarded(path, None, timeout_s=60, memory_mb=1024)
    assert len(report.pages) > 20
