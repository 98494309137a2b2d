"""A page of a PDF as a picture with the quoted words boxed, and as a file of its own (the one room of pypdfium2)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref, c_int
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw as pdfium

from mgi_assistant.errors import FileError
from mgi_assistant.text import normalise

WIDTH = 1200
"""Pixels; enough for the small print of an A4 page."""
TALLEST = 3
"""Height of a picture in widths at most; the picture of a longer page is made narrower."""
_HIGHLIGHT, _OUTLINE = (255, 236, 140), (196, 98, 16)
_MARGIN = 3
"""Pixels between the words and their box."""

_PDFIUM = Lock()  # the library must not be called from two threads at once

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels from the top left corner of the picture."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page; ``boxes`` frame the quote, one for each line, and are empty where it was not found."""

    png: bytes
    boxes: tuple[Box, ...]


def draw_page(pdf: Path, page: int, quote: str, width: int = WIDTH) -> PageImage:
    """Draw page number ``page`` (1-based) of the file ``pdf``, ``width`` pixels wide, with ``quote`` boxed.

    The quote is looked for in the text as PDFium reads it, which differs from the stored text in white space, marks
    and ligatures; every place where it stands is boxed.

    Raises:
        FileError: The file is missing, cannot be opened without a password or has no such page.
    """
    with _opened(pdf, page) as opened:
        return _drawn(opened, quote, width)


def page_text(pdf: Path, page: int) -> str:
    """Return the text of page number ``page`` (1-based) of the file ``pdf`` as PDFium reads it.

    Raises:
        FileError: The file is missing, cannot be opened without a password or has no such page.
    """
    with _opened(pdf, page) as opened:
        return _text(opened.get_textpage())


def page_pdf(pdf: Path, page: int) -> bytes:
    """Return page number ``page`` (1-based) of the file ``pdf`` as a PDF of one page.

    Raises:
        FileError: The file is missing, cannot be opened without a password or has no such page.
    """
    with _opened(pdf, page) as opened, pypdfium2.PdfDocument.new() as alone:
        alone.import_pages(opened.pdf, [page - 1])
        file = io.BytesIO()
        alone.save(file)
        return file.getvalue()


@contextmanager
def _opened(pdf: Path, page: int) -> Iterator[pypdfium2.PdfPage]:
    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                if not 1 <= page <= len(document):
                    raise FileError("malformed", f"{pdf} has no page {page}.", "Run mgi-ingest to read the file again.")
                yield document[page - 1]
        except (FileNotFoundError, pypdfium2.PdfiumError) as error:
            raise FileError(
                "malformed", f"{pdf} cannot be opened to read the page ({error}).", "Open the file in a PDF reader."
            ) from error


def _drawn(page: pypdfium2.PdfPage, quote: str, width: int) -> PageImage:
    page_width, page_height = page.get_size()
    scale = min(width / page_width, TALLEST * width / page_height)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    boxes = tuple(_line_boxes(_glyph_boxes(page, quote, picture.size)))
    marked = Image.new("RGB", picture.size, "white")
    for box in boxes:
        ImageDraw.Draw(marked).rectangle(box, _HIGHLIGHT)
    picture = ImageChops.multiply(picture, marked)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, outline=_OUTLINE, width=2)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return PageImage(file.getvalue(), boxes)


def _glyph_boxes(page: pypdfium2.PdfPage, quote: str, size: tuple[int, int]) -> Iterator[Box]:
    """Yield the boxes of the characters of each occurrence of ``quote``, in the order of the page's text."""
    text_page = page.get_textpage()
    text = _text(text_page)
    for start, end in occurrences(text, quote):
        for index in range(start, end):
            if not text[index].isspace():
                yield _on_picture(page, text_page.get_charbox(index, loose=True), size)


def _text(text_page: pypdfium2.PdfTextPage) -> str:
    """Return the text with one character for each index of PDFium."""
    return "".join(_character(text_page, index) for index in range(text_page.count_chars()))


def _character(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    """Return one character for one index, whatever the page holds there."""
    if pdfium.FPDFText_IsHyphen(text_page, index) == 1:
        return "-"
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    return chr(code) if 0 < code <= 0x10FFFF else " "


def occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of ``text`` that hold the letters and digits of ``quote``, in order."""
    page, offsets = _squeezed(text)
    wanted, _ = _squeezed(quote)
    if not wanted:
        return []
    return [
        (offsets[match.start()], _with_stop(text, offsets[match.end() - 1] + 1))
        for match in re.finditer(re.escape(wanted), page)
    ]


def _squeezed(raw: str) -> tuple[str, Sequence[int]]:
    """Return the letters and digits of the normalised view of ``raw``, with the way back to ``raw``."""
    view = normalise(raw)
    kept = [(c, at) for c, at in zip(view.text, view.offsets, strict=True) if c.isalnum()]
    return "".join(c for c, _ in kept), [at for _, at in kept]


def _with_stop(text: str, end: int) -> int:
    """Move ``end`` behind the full stop or other mark that follows."""
    while end < len(text) and not (text[end].isalnum() or text[end].isspace()):
        end += 1
    return end


def _on_picture(page: pypdfium2.PdfPage, box: tuple[float, float, float, float], size: tuple[int, int]) -> Box:
    """Turn left, bottom, right and top in PDF points into a box of the picture; rotated and cropped pages are."""
    left, bottom, right, top = box
    corners = []
    for x, y in ((left, top), (right, bottom)):
        across, down = c_int(), c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
        corners.append((across.value, down.value))
    (x1, y1), (x2, y2) = corners
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _line_boxes(glyphs: Iterator[Box]) -> Iterator[Box]:
    """Merge the boxes of neighbouring characters on one line, with a margin around them."""
    line: Box | None = None
    for glyph in glyphs:
        if line is not None and _continues(line, glyph):
            line = min(line[0], glyph[0]), min(line[1], glyph[1]), max(line[2], glyph[2]), max(line[3], glyph[3])
            continue
        if line is not None:
            yield _widened(line)
        line = glyph
    if line is not None:
        yield _widened(line)


def _continues(line: Box, glyph: Box) -> bool:
    """Say whether ``glyph`` stands beside ``line``, no further away than a wide space."""
    height = max(line[3] - line[1], glyph[3] - glyph[1])
    overlap = min(line[3], glyph[3]) - max(line[1], glyph[1])
    gap = max(glyph[0] - line[2], line[0] - glyph[2])
    return 2 * overlap > min(line[3] - line[1], glyph[3] - glyph[1]) and gap <= 3 * height


def _widened(box: Box) -> Box:
    return box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN
