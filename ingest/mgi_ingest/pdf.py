"""Reading PDF files: the one module that knows pypdf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, FloatObject, NameObject
from pypdf.generic._font import Font

from mgi_assistant.errors import FileError
from mgi_ingest.blocks import read_blocks
from mgi_ingest.columns import arrange
from mgi_ingest.edges import read_edges
from mgi_ingest.layout import Fragment, Line, ParsedPage, ParsedReport
from mgi_ingest.painting import IDENTITY, SHOWS, Painter

_OTHER_FORMATS = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "an RTF document",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}
_LITTLE = 20
"""A page with fewer visible characters than this and a picture looks like a scan."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_TITLE = re.compile(r"untitled|\(?anonymous\)?|unspecified|.*\.(?:docx?|indd|pptx?|pdf|qxd|pub)\b.*", re.IGNORECASE)


def read_pdf(path: Path, password: str | None = None) -> ParsedReport:
    """Return the pages of the PDF file at ``path``, their text in reading order and cut into blocks.

    Raises :class:`FileError` with status ``needs_password``, ``no_text``, ``unsupported`` or ``malformed``. A page
    that cannot be read is left empty and named in the notes.
    """
    _check_format(path)
    try:
        reader = PdfReader(path)
        _unlock(reader, path, password)
        return _report(reader, path)
    except (FileError, MemoryError):
        raise
    except FileNotDecryptedError as error:
        raise _locked(path, password) from error
    except DependencyError as error:
        raise FileError(
            "unsupported", f"{path} is encrypted in a way that needs another package: {error}.", "Install cryptography."
        ) from error
    except Exception as error:
        raise FileError(
            "malformed",
            f"{path} cannot be read as a PDF file: {error or type(error).__name__}.",
            "Open it in a PDF viewer and save it again, or take it out.",
        ) from error


def _check_format(path: Path) -> None:
    """Raise :class:`FileError` for an empty file and for one that is plainly something else."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise FileError("malformed", f"{path} cannot be opened: {error.strerror}.", "Check its permissions.") from error
    if not head:
        raise FileError("malformed", f"{path} is empty (0 bytes).", "Download it again.")
    for magic, name in _OTHER_FORMATS.items():
        if b"%PDF-" not in head and head.lstrip().startswith(magic):
            raise FileError("unsupported", f"{path} is {name}, not a PDF file.", "Export it as PDF, or take it out.")


def _unlock(reader: PdfReader, path: Path, password: str | None) -> None:
    """Open an encrypted file with ``password`` or, failing that, with the empty one."""
    if not reader.is_encrypted:
        return
    for attempt in (password, ""):
        if attempt is not None and reader.decrypt(attempt) != PasswordType.NOT_DECRYPTED:
            return
    raise _locked(path, password)


def _locked(path: Path, password: str | None) -> FileError:
    hint = f"Give its password with --password {path.name}=… or in the catalogue."
    if password:
        return FileError("needs_password", f"{path} is encrypted and the password given is wrong.", hint)
    return FileError("needs_password", f"{path} is encrypted and needs a password.", hint)


# -- the file ----------------------------------------------------------------------------------------------------------


def _report(reader: PdfReader, path: Path) -> ParsedReport:
    """Read all pages and what only shows over several of them."""
    texts: list[str] = []
    lines: list[tuple[Line, ...]] = []
    notes: list[str] = []
    failed = scanned = 0
    fonts = _Fonts()
    for index, page in enumerate(_pages(reader), 1):
        text = ""
        found: tuple[Line, ...] = ()
        try:
            if page is None:
                raise ValueError("its entry in the file is damaged")
            text, found = arrange(*_extracted(page, fonts))
            visible = len("".join(text.split()))
            if visible < _LITTLE and _has_picture(page):
                scanned += 1
                notes.append(f"page {index} looks like a scan: {visible} characters of text")
        except (MemoryError, FileNotDecryptedError, DependencyError):
            raise
        except Exception as error:
            failed += 1
            notes.append(f"page {index} cannot be read: {error or type(error).__name__}")
        texts.append(text)
        lines.append(found)
    _check_text(path, texts, failed, scanned)
    edges = read_edges(lines)
    blocks = read_blocks(lines, edges)
    labels = _stored_labels(reader, len(texts)) or [edge.label for edge in edges]
    pages = tuple(
        ParsedPage(index, label, text, found)
        for index, (label, text, found) in enumerate(zip(labels, texts, blocks, strict=True), 1)
    )
    return ParsedReport(_title(reader, lines), pages, tuple(notes))


def _pages(reader: PdfReader) -> Iterator[PageObject | None]:
    """Yield the pages, None for one that cannot be reached."""
    for index in range(len(reader.pages)):
        try:
            page = reader.pages[index]
        except (MemoryError, FileNotDecryptedError, DependencyError):
            raise
        except Exception:
            page = None
        yield page


def _check_text(path: Path, texts: list[str], failed: int, scanned: int) -> None:
    """Raise :class:`FileError` when there is nothing in the file to quote."""
    if not texts or failed == len(texts):
        raise FileError(
            "malformed", f"{path} has no page that can be read.", "Open it in a PDF viewer and save it again."
        )
    # Scanning programs put the same few words on each page; they count once.
    visible = sum(len("".join(text.split())) for text in set(texts))
    if not visible or (visible < 4 * len(texts) and 2 * scanned >= len(texts)):
        count = "1 page" if len(texts) == 1 else f"{len(texts)} pages"
        raise FileError(
            "no_text",
            f"{path} looks like a scan: {count}, {visible} characters of text.",
            "Run it through text recognition (OCR) first.",
        )


def _has_picture(page: PageObject) -> bool:
    """Say whether the page draws an image."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    drawn = objects.get_object().values() if objects is not None else ()
    return any(item.get_object().get("/Subtype") == "/Image" for item in drawn)


def _stored_labels(reader: PdfReader, count: int) -> list[str | None]:
    """Return the page labels that the file states, an empty list when it states none."""
    try:
        labels = reader.page_labels if "/PageLabels" in reader.root_object else []
    except Exception:
        return []  # A damaged table of labels is as good as none.
    return [label or None for label in labels] if len(labels) == count else []


def _title(reader: PdfReader, pages: list[tuple[Line, ...]]) -> str | None:
    """Return the title that the file states, or the largest type on its first page with text."""
    try:
        stated = ((reader.metadata.title if reader.metadata else None) or "").strip()
    except Exception:
        stated = ""  # Damaged metadata say nothing.
    if stated and not _NO_TITLE.fullmatch(stated):
        return stated
    first = next((lines for lines in pages if lines), ())
    sizes = [line.size for line in first]
    if not sizes or max(sizes) < 1.2 * sorted(sizes)[len(sizes) // 2]:
        return None
    largest = " ".join(line.text.strip() for line in first if line.size > 0.95 * max(sizes))
    return largest if len(largest) <= 200 else None


# -- the page ----------------------------------------------------------------------------------------------------------


class _Fonts:
    """Widths of characters, read once for each font of a file."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[DictionaryObject, dict[str, float], float]] = {}

    def width(self, resource: DictionaryObject | None, text: str) -> float:
        """Return the width of ``text`` in type of size 1."""
        if resource is None:
            return 0.5 * len(text)
        known = self._known.get(id(resource))
        if known is None:
            known = self._known[id(resource)] = (resource, *_widths(resource))
        _, widths, default = known
        return sum(widths.get(ch, default) for ch in text) / 1000


def _widths(resource: DictionaryObject) -> tuple[dict[str, float], float]:
    """Return the widths of a font's characters and the width of those not listed, in thousandths of its size."""
    try:
        font = Font.from_font_resource(resource)
    except Exception:
        return {}, 500.0  # Positions get rougher, the text stays.
    widths: dict[str, float] = {}
    for code, width in font.character_widths.items():
        if len(code) == 1:
            encoded = font.encoding.get(ord(code), code) if isinstance(font.encoding, dict) else code
            shown = font.character_map.get(code, font.character_map.get(encoded, encoded))
            for ch in shown:
                widths.setdefault(ch, width / len(shown))
    return widths, font.character_widths.get("default", 500.0)


def _extracted(page: PageObject, fonts: _Fonts) -> tuple[str, list[Fragment]]:
    """Return the plain text of a page as pypdf reads it, and its fragments.

    pypdf reports text when it has to, which may be a whole row of cells at once. A matrix that changes nothing, put
    before each operator that shows something, makes it report each piece by itself and leaves the text as it is, except
    for scripts written from right to left; those are read again without.
    """
    content = page.get_contents()
    if content is not None:
        content = ContentStream(content, page.pdf, "bytes")  # the fonts, not pypdf, are to decode the strings
        plainly = content.operations
        page[NameObject("/Contents")] = content
        content.operations = list(_apart(plainly))
        text, fragments = _visited(page, fonts)
        if not _RIGHT_TO_LEFT.search(text):
            return text, fragments
        content.operations = plainly
    return _visited(page, fonts)


def _apart(operations: list[tuple[Any, bytes]]) -> Iterator[tuple[Any, bytes]]:
    identity = ArrayObject(FloatObject(value) for value in IDENTITY)
    for operands, operator in operations:
        if operator in SHOWS:
            yield identity, b"cm"
        yield operands, operator


def _visited(page: PageObject, fonts: _Fonts) -> tuple[str, list[Fragment]]:
    """Return the plain text of a page and its fragments, turned so that most of the text runs to the right."""
    painter = Painter(page, fonts.width)
    plain = page.extract_text(
        visitor_text=painter.text, visitor_operand_before=painter.before, visitor_operand_after=painter.after
    )
    plain = _LONE_SURROGATE.sub("\ufffd", plain)
    turned = painter.upright()
    if any(plain[f.start : f.start + len(f.text)] != _LONE_SURROGATE.sub("\ufffd", f.text) for f in turned):
        return plain, list(_unplaced(plain))
    return plain, turned


def _unplaced(plain: str) -> Iterator[Fragment]:
    """Yield the lines of a text as if typed, for a page whose fragments do not make up its text."""
    at = 0
    for n, line in enumerate(plain.split("\n")):
        shown = line.strip()
        if shown:
            lead = len(line) - len(line.lstrip())
            yield Fragment(at + lead, shown, 5.0 * lead, -12.0 * n, 5.0 * len(shown), 10.0, False)
        at += len(line) + 1
