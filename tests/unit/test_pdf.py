"""Reading PDF files made in the test: what becomes of pages, labels, broken and locked files."""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from mgi_assistant.errors import FileError
from mgi_assistant.text import readable
from mgi_ingest.child import read_pdf_guarded
from mgi_ingest.layout import ParsedReport
from mgi_ingest.pdf import read_pdf

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "pages"
FERRY = (
    "The ferry between the bays runs twice a day and carries workers, their bags and, in summer, most of the mail "
    "that the farms on the far shore send to the town. It has done so since the road was washed away."
)


def grey(size: int = 8) -> ImageReader:
    """Return a small grey image."""
    rows = b"".join(b"\0" + b"\x80" * size for _ in range(size))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    body = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return ImageReader(BytesIO(b"\x89PNG\r\n\x1a\n" + body))


def drawn(path: Path, *pages: Callable[[Canvas], None], title: str | None = None) -> Path:
    """Write a PDF file with one page for each function."""
    canvas = Canvas(str(path), invariant=1)
    if title:
        canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines(canvas: Canvas, x: float, y: float, *texts: str, font: str = "Helvetica", size: float = 10) -> float:
    """Draw lines one below the other; return where the next would stand."""
    canvas.setFont(font, size)
    for text in texts:
        canvas.drawString(x, y, text)
        y -= 1.2 * size
    return y


def wrapped(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` characters."""
    found = [""]
    for word in text.split():
        if len(found[-1]) + len(word) >= width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found


def rendered(report: ParsedReport) -> str:
    """Return a report as in a golden file: a line for each block."""
    result = []
    for page in report.pages:
        result.append(f"== page {page.index}, label {page.label}")
        for block in page.blocks:
            above = "".join(f"{title} > " for title in block.under)
            depth = block.depth or ""
            result.append(f"[{block.kind}{depth}] {above}{readable(page.text[block.start : block.end])}")
    return "\n".join(result) + "\n"


# -- golden pages ------------------------------------------------------------------------------------------------------


def two_columns(canvas: Canvas) -> None:
    lines(canvas, 60, 760, "Ferries and farms", font="Helvetica-Bold", size=18)
    left, right = wrapped(FERRY, 42), wrapped("On the far shore " + FERRY[4:], 42)
    canvas.setFont("Helvetica", 10)
    for n in range(max(len(left), len(right))):
        for x, column in ((60, left), (310, right)):
            if n < len(column):
                canvas.drawString(x, 720 - 12 * n, column[n])
    lines(canvas, 60, 90, "1 Counted in spring, when the ferry had not yet been painted.", size=7)


def policy_table(canvas: Canvas) -> None:
    """Draw a table line by line, so that the plain text mixes its cells."""
    lines(canvas, 60, 760, "Ports and farms", font="Helvetica-Bold", size=14)
    tips = ["• Publish the register", "every month.", "• Train clerks."]
    rows = [
        (["POLICIES"], ["HIGHLIGHTS"], ["RECOMMENDATIONS"]),
        (["Keeping track", "of visas"], wrapped(FERRY[:70] + ".", 28), tips),
        (["Housing"], ["Only 9 per cent of farms", "offer beds."], ["• Inspect barns before", "the harvest."]),
    ]
    y = 720.0
    canvas.setFont("Helvetica", 10)
    for row in rows:
        depth = max(map(len, row))
        for n in range(depth):
            for x, cell in zip((60, 190, 380), row, strict=True):
                if n < len(cell):
                    canvas.drawString(x, y - 12 * n, cell[n])
        y -= 12 * depth + 8


def photo_page(canvas: Canvas) -> None:
    canvas.drawImage(grey(), 60, 600, 300, 150)
    lines(canvas, 60, 585, "A herder waits for the ferry. © BAYS 2022/Ann LEE", size=7)
    lines(canvas, 60, 540, "Harbour Bay", font="Helvetica-Bold", size=16)
    lines(canvas, 60, 515, *wrapped(FERRY, 80))


def contents(canvas: Canvas) -> None:
    lines(canvas, 60, 760, "Contents", font="Helvetica-Bold", size=16)
    lines(canvas, 60, 730, "Harbour Bay ........................ 1", "Farm Bay ........................... 2")


def framed(draw: Callable[[Canvas], None], number: str) -> Callable[[Canvas], None]:
    """Return ``draw`` with a running header and a page number."""

    def page(canvas: Canvas) -> None:
        lines(canvas, 60, 810, "The Bays of the North", size=8)
        draw(canvas)
        lines(canvas, 300, 30, number, size=8)

    return page


BOOKLET = [framed(contents, "i"), framed(two_columns, "1"), framed(policy_table, "2"), framed(photo_page, "3")]


def test_a_booklet_is_read_as_the_golden_file_says(tmp_path: Path) -> None:
    found = rendered(read_pdf(drawn(tmp_path / "booklet.pdf", *BOOKLET)))
    golden = GOLDEN / "booklet.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


# -- text --------------------------------------------------------------------------------------------------------------


def test_plain_order_is_kept_to_the_character(tmp_path: Path) -> None:
    path = drawn(tmp_path / "plain.pdf", lambda c: lines(c, 60, 760, *wrapped(FERRY, 80)), photo_page)  # type: ignore[arg-type,return-value]
    plain = [page.extract_text() for page in PdfReader(path).pages]
    assert [page.text for page in read_pdf(path).pages] == plain


def test_text_inside_a_form_stands_where_the_form_is_drawn(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("note")
        lines(canvas, 0, 40, "A note in a form", "that has two lines.")
        canvas.endForm()
        lines(canvas, 60, 760, *wrapped(FERRY, 80))
        canvas.saveState()
        canvas.translate(60, 300)
        canvas.doForm("note")
        canvas.restoreState()

    report = read_pdf(drawn(tmp_path / "form.pdf", page))
    found = [report.pages[0].text[b.start : b.end] for b in report.pages[0].blocks]
    assert [readable(text) for text in found] == [FERRY, "A note in a form that has two lines."]


def test_turned_pages_read_like_upright_ones(tmp_path: Path) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -600)
        policy_table(canvas)

    upright = read_pdf(drawn(tmp_path / "upright.pdf", policy_table)).pages[0]
    beside = read_pdf(drawn(tmp_path / "turned.pdf", turned)).pages[0]
    assert [(b.kind, b.under) for b in beside.blocks] == [(b.kind, b.under) for b in upright.blocks]


def test_title_from_metadata_or_the_largest_type(tmp_path: Path) -> None:
    assert read_pdf(drawn(tmp_path / "a.pdf", two_columns, title="Bays")).title == "Bays"
    assert read_pdf(drawn(tmp_path / "b.pdf", two_columns, title="bays final.indd")).title == "Ferries and farms"
    assert read_pdf(drawn(tmp_path / "c.pdf", lambda c: lines(c, 60, 700, FERRY[:60]))).title is None  # type: ignore[arg-type,return-value]


def test_stated_page_labels_come_first(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=drawn(tmp_path / "plain.pdf", *BOOKLET))
    writer.set_page_label(0, 0, style="/r")
    writer.set_page_label(1, 3, style="/D", start=41)
    path = tmp_path / "labels.pdf"
    writer.write(path)
    assert [page.label for page in read_pdf(path).pages] == ["i", "41", "42", "43"]


# -- files that cannot be used -----------------------------------------------------------------------------------------


def failure(path: Path, password: str | None = None) -> FileError:
    with pytest.raises(FileError) as caught:
        read_pdf(path, password)
    assert path.name in str(caught.value)
    assert caught.value.hint
    return caught.value


def scan(canvas: Canvas) -> None:
    canvas.drawImage(grey(), 0, 0, 595, 842)


def test_a_scan_has_no_text(tmp_path: Path) -> None:
    error = failure(drawn(tmp_path / "scan.pdf", scan, scan))
    assert error.status == "no_text"
    assert "looks like a scan" in str(error)


def test_a_scanned_page_among_others_is_noted(tmp_path: Path) -> None:
    report = read_pdf(drawn(tmp_path / "mixed.pdf", photo_page, scan))
    assert report.notes == ("page 2 looks like a scan: 0 characters of text",)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", "malformed"),
        (b"just some text", "malformed"),
        (b"%PDF-1.7\nnothing else", "malformed"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "unsupported"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "unsupported"),
        (b"PK\x03\x04" + b"\0" * 40, "unsupported"),
    ],
)
def test_other_files_under_the_name_of_a_pdf(tmp_path: Path, content: bytes, status: str) -> None:
    path = tmp_path / "renamed.pdf"
    path.write_bytes(content)
    assert failure(path).status == status


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert failure(tmp_path / "gone.pdf").status == "malformed"


def test_passwords(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    writer = PdfWriter(clone_from=drawn(tmp_path / "open.pdf", photo_page))
    writer.encrypt("bay", algorithm="RC4-128")
    writer.write(path)
    assert failure(path).status == "needs_password"
    wrong = failure(path, "farm")
    assert wrong.status == "needs_password"
    assert "wrong" in str(wrong)
    assert "Harbour Bay" in read_pdf(path, "bay").pages[0].text


def test_one_bad_page_does_not_lose_the_file(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=drawn(tmp_path / "good.pdf", photo_page, photo_page))
    writer.pages[0][NameObject("/Resources")] = NumberObject(7)
    path = tmp_path / "bad.pdf"
    writer.write(path)
    report = read_pdf(path)
    assert [bool(page.text) for page in report.pages] == [False, True]
    assert report.notes[0].startswith("page 1 cannot be read")


# -- in a child process ------------------------------------------------------------------------------------------------


def test_the_child_gives_the_same_report(tmp_path: Path) -> None:
    path = drawn(tmp_path / "booklet.pdf", *BOOKLET)
    assert read_pdf_guarded(path, None, timeout_s=60, memory_mb=1024) == read_pdf(path)


def test_the_child_passes_errors_on(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        read_pdf_guarded(drawn(tmp_path / "scan.pdf", scan), None, timeout_s=60, memory_mb=1024)
    assert caught.value.status == "no_text"


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = drawn(tmp_path / "long.pdf", *[photo_page] * 3)
    started = time.monotonic()
    with pytest.raises(FileError, match=r"took more than 0\.01 s") as caught:
        read_pdf_guarded(path, None, timeout_s=0.01, memory_mb=1024)
    assert caught.value.status == "malformed"
    assert time.monotonic() - started < 10


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    path = drawn(tmp_path / "big.pdf", photo_page)
    with pytest.raises(FileError, match=r"MiB of memory|crash") as caught:
        read_pdf_guarded(path, None, timeout_s=60, memory_mb=16)
    assert caught.value.status == "malformed"
