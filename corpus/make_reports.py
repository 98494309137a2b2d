"""Make the PDF reports of the corpus from their sources and the tables.

``python corpus/make_reports.py [--out DIR]`` writes the same bytes on each run, by default into ``corpus/reports``.

A source in ``corpus/sources`` is Markdown between blank lines, after a front matter of ``key: value`` lines:

- ``# Chapter`` starts a page, ``## Heading`` does not; ``- item``; ``![caption](credit)`` is a photo, drawn as a box;
  ``[^mark]`` refers to the footnote ``[^mark]: text``, which is set at the foot of the chapter's last page.
- ``{{programme ID…}}``, ``{{framework ID…}}`` and ``{{story NUMBER}}`` stand for the statements of table rows.
- ``{{arabic}}`` says that printed page 1 comes next; ``{{page}}`` starts a page; the other blocks are in ``BLOCKS``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4, B5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

CORPUS = Path(__file__).resolve().parent
REPORTS = {"insights.md": "insights-restated.pdf", "success-stories.md": "success-stories-restated.pdf"}
BLUE, GREY, PALE = HexColor("#0033A0"), HexColor("#5B6670"), HexColor("#E4E7EA")
MARGIN = 56
PAGES = {"A4": A4, "B5": B5}

Row = dict[str, str]


def read_tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the corpus, by the table's name."""
    tables = {}
    for path in sorted((CORPUS / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def roman(number: int) -> str:
    """Write a number below 40 in small Roman numerals."""
    tens, ones = divmod(number, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def make_styles() -> dict[str, ParagraphStyle]:
    """Register the fonts and return the paragraph styles."""
    for face in ("Regular", "Bold", "Italic"):
        pdfmetrics.registerFont(TTFont(face, CORPUS / "sources" / "fonts" / f"OpenSans-{face}.ttf"))
    pdfmetrics.registerFontFamily("Regular", normal="Regular", bold="Bold", italic="Italic", boldItalic="Bold")
    body = ParagraphStyle("body", fontName="Regular", bulletFontName="Regular", fontSize=9.5, leading=14, spaceAfter=7)
    small = ParagraphStyle("small", body, fontSize=7.5, leading=10, spaceAfter=2)
    styles = [
        body,
        small,
        ParagraphStyle("title", body, fontName="Bold", fontSize=28, leading=34, textColor=BLUE, spaceAfter=14),
        ParagraphStyle("subtitle", body, fontSize=14, leading=20, spaceAfter=40),
        ParagraphStyle("chapter", body, fontName="Bold", fontSize=18, leading=23, textColor=BLUE, spaceAfter=12),
        ParagraphStyle("heading", body, fontName="Bold", fontSize=11.5, leading=15, textColor=BLUE, spaceBefore=6),
        ParagraphStyle("item", body, leftIndent=12, bulletIndent=2, spaceAfter=4),
        ParagraphStyle("cell", body, fontSize=8.5, leading=11.5, spaceAfter=5),
        ParagraphStyle("cell-item", body, fontSize=8.5, leading=11.5, spaceAfter=4, leftIndent=9, bulletIndent=0),
        ParagraphStyle("cell-head", body, fontName="Bold", fontSize=8.5, leading=11.5, textColor=white),
        ParagraphStyle("country", small, fontName="Bold", spaceBefore=2, spaceAfter=0),
        ParagraphStyle("locality", small, leftIndent=12, bulletIndent=5, spaceAfter=0),
        ParagraphStyle("caption", small, fontName="Italic", textColor=GREY, spaceAfter=0),
        ParagraphStyle("credit", small, fontSize=6.5, textColor=GREY, spaceAfter=12),
    ]
    return {style.name: style for style in styles}


def inline(text: str) -> str:
    """Turn inline Markdown (bold, italic, footnote marks) into the markup of a reportlab paragraph."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
    text = re.sub(r"\[\^(.+?)\]", r"<super>\1</super>", text)
    return re.sub(r"(?<![\w>])\*(\w.*?)\*", r"<i>\1</i>", text)


class Box(Flowable):
    """A grey box in the place of a photo or map."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height = height

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take the whole width, and a little space below."""
        self.width = width
        return width, self.height + 4

    def draw(self) -> None:
        """Fill the box."""
        self.canv.setFillColor(PALE)
        self.canv.rect(0, 4, self.width, self.height, stroke=0, fill=1)


class ContentsLine(Flowable):
    """A line of the contents: a title, a dotted leader and the printed page number."""

    def __init__(self, title: str, label: str) -> None:
        super().__init__()
        self.title, self.label = title, label

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Take one line."""
        self.width = width
        return width, 17

    def draw(self) -> None:
        """Write the title, as many dots as fit, and the number."""
        self.canv.setFillColor(black)
        self.canv.setFont("Regular", 9.5)
        title, label, dot = (pdfmetrics.stringWidth(text, "Regular", 9.5) for text in (self.title, self.label, "."))
        dots = "." * int((self.width - title - label - 8) / dot)
        self.canv.drawString(0, 4, self.title)
        self.canv.drawRightString(self.width, 4, f"{dots} {self.label}")


class Foot(Flowable):
    """Paragraphs at the foot of the page: footnotes and the source, in which ``{label}`` is the printed page."""

    def __init__(self, notes: list[str], style: ParagraphStyle, label: Callable[[int], str]) -> None:
        super().__init__()
        self.notes, self.style, self.label = notes, style, label

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take what is left of the page, or more than that where the notes need a new page."""
        self.width, page = width, self.label(self.canv.getPageNumber())
        self.parts = [Paragraph(note.replace("{label}", page), self.style) for note in self.notes]
        self.heights = [part.wrap(width, height)[1] + 3 for part in self.parts]
        self.height = max(height - 1, sum(self.heights) + 8)
        return width, self.height

    def draw(self) -> None:
        """Write the notes upwards from the bottom, below a short rule."""
        y = sum(self.heights)
        self.canv.setStrokeColor(GREY)
        self.canv.line(0, y + 4, 90, y + 4)
        for part, height in zip(self.parts, self.heights, strict=True):
            y -= height
            part.drawOn(self.canv, 0, y)


@dataclass
class Layout:
    """What one run over a report finds out and the next one needs: where chapters and printed page 1 are."""

    chapters: list[tuple[str, int]] = field(default_factory=list)
    body: int | None = None

    def label(self, page: int) -> str:
        """Return the printed number of a page of the file, counted from 1."""
        return roman(page) if self.body is None or page < self.body else str(page - self.body + 1)


class Document(BaseDocTemplate):
    """A report with a running header, printed page numbers, bookmarks and page labels."""

    def __init__(self, path: Path, meta: Row, known: Layout) -> None:
        about = {"title": f"{meta['title']} (restated)", "author": "mgi-assistant", "subject": meta["subtitle"]}
        size = PAGES[meta["page"]]
        super().__init__(str(path), pagesize=size, invariant=1, pageCompression=0, lang="en-GB", **about)
        self.meta, self.known, self.found = meta, known, Layout()
        frame = Frame(MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", frame, onPage=self.furnish))

    def furnish(self, canvas: Any, _document: BaseDocTemplate) -> None:
        """Draw the header and the printed page number; the title page has neither."""
        page = canvas.getPageNumber()
        if page == 1:
            canvas.addPageLabel(0, style="ROMAN_LOWER")
            if self.known.body is not None:
                canvas.addPageLabel(self.known.body - 1, style="ARABIC", start=1)
            return
        width, height = self.pagesize
        canvas.setFillColor(GREY)
        canvas.setFont("Regular", 7.5)
        canvas.drawString(MARGIN, height - 36, self.meta["header"])
        canvas.drawCentredString(width / 2, 30, self.known.label(page))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Note where chapters begin."""
        if isinstance(flowable, Paragraph) and flowable.style.name == "chapter":
            title = flowable.getPlainText()
            self.found.chapters.append((title, self.page))
            self.canv.bookmarkPage(f"page-{self.page}")
            self.canv.addOutlineEntry(title, f"page-{self.page}")
            if self.found.body is None and title == self.meta["body"]:
                self.found.body = self.page


class Report:
    """Turns the source of a report into flowables."""

    def __init__(self, source: Path, tables: dict[str, list[Row]], styles: dict[str, ParagraphStyle]) -> None:
        head, self.text = source.read_text("utf-8").removeprefix("---\n").split("\n---\n", 1)
        self.meta: Row = dict(line.split(": ", 1) for line in head.splitlines())
        # The chapter after {{arabic}} begins on printed page 1.
        self.meta["body"] = self.text.split("{{arabic}}\n\n# ")[1].splitlines()[0]
        self.tables, self.styles = tables, styles
        self.notes: list[str] = []
        self.chapter = ""
        self.known = Layout()

    def flowables(self, known: Layout) -> Iterator[Flowable]:
        """Yield the flowables of the whole report."""
        self.known, self.notes, self.chapter = known, [], ""
        for block in re.split(r"\n{2,}", self.text.strip()):
            yield from self.block(block)
        yield from self.foot()

    def block(self, block: str) -> Iterator[Flowable]:
        """Yield the flowables of one block of the source."""
        directive = re.fullmatch(r"{{(\w+) ?([^{}]*)}}", block)
        if directive and directive[1] in BLOCKS:
            yield from BLOCKS[directive[1]](self, directive[2])
        elif block.startswith("# "):
            yield from self.foot()
            self.chapter = block[2:]
            yield PageBreak()
            yield self.paragraph(self.chapter, "chapter")
        elif block.startswith("## "):
            yield CondPageBreak(60)
            yield self.paragraph(block[3:], "heading")
        elif photo := re.fullmatch(r"!\[(.+)\]\((.+)\)", block):
            yield Box(170)
            yield self.paragraph(photo[1], "caption")
            yield self.paragraph(photo[2], "credit")
        elif note := re.fullmatch(r"\[\^(.+?)\]: (.+)", block):
            self.notes.append(f"<super>{note[1]}</super> {inline(self.filled(note[2]))}")
        elif block.startswith("- "):
            yield from self.items([line[2:] for line in block.splitlines()])
        else:
            yield self.paragraph(block)

    def filled(self, text: str) -> str:
        """Put the statements of table rows in the place of ``{{programme …}}`` and its like."""
        return re.sub(r"{{(\w+) ([^{}]+)}}", lambda found: self.statements(found[1], found[2].split()), text)

    def statements(self, table: str, ids: list[str]) -> str:
        """Return the statements of the named rows as running text; a story of several places is told once."""
        name, key, column = STATEMENTS[table]
        rows = {row[key]: row[column] for row in self.tables[name]}
        return " ".join(rows[one] for one in ids)

    def paragraph(self, text: str, style: str = "body", bullet: str | None = None) -> Paragraph:
        """Return a paragraph of inline Markdown."""
        return Paragraph(inline(self.filled(text)), self.styles[style], bulletText=bullet)

    def items(self, texts: list[str], style: str = "item") -> list[Paragraph]:
        """Return a bulleted list."""
        return [self.paragraph(text, style, "•") for text in texts]

    def foot(self) -> Iterator[Flowable]:
        """Yield the notes of the chapter that ends here."""
        sourced = self.chapter and self.chapter not in self.meta["unsourced"].split("; ")
        notes = self.notes + ([escape(self.meta["source"])] if sourced else [])
        self.notes = []
        if notes:
            yield Foot(notes, self.styles["small"], self.known.label)

    def grid(self, rows: list[list[Any]], shares: list[float], ruled: bool = True) -> Table:
        """Return a table across the page; the first row of a ruled one is its head."""
        width = PAGES[self.meta["page"]][0] - 2 * MARGIN
        style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
        if ruled:
            style += [("BACKGROUND", (0, 0), (-1, 0), BLUE), ("LINEBELOW", (0, 1), (-1, -1), 0.5, GREY)]
        return Table(rows, [share * width for share in shares], style=style, repeatRows=int(ruled), hAlign="LEFT")

    def title_page(self, _: str) -> Iterator[Flowable]:
        """Yield the title, and which publication is restated."""
        yield Spacer(1, 150)
        yield self.paragraph(self.meta["title"], "title")
        yield self.paragraph(self.meta["subtitle"], "subtitle")
        yield self.paragraph("Facts from:")
        yield self.paragraph(self.meta["publication"])

    def contents(self, _: str) -> Iterator[Flowable]:
        """Yield a line for each chapter, with its printed page."""
        for title, page in self.known.chapters:
            if title != "Contents":
                yield ContentsLine(title, self.known.label(page))
        yield Spacer(1, 14)

    def new_page(self, _: str) -> Iterator[Flowable]:
        """End the page with its notes."""
        yield from self.foot()
        yield PageBreak()

    def areas(self, goal: str) -> Iterator[Flowable]:
        """Yield the policy areas of a goal or enabler: what each is, its highlights, its recommendations."""
        rows: list[list[Any]] = [
            [self.paragraph(h, "cell-head") for h in ("Policies", "Highlights", "Recommendations")]
        ]
        for area in self.tables["policy_areas"]:
            if area["goal_or_enabler"] == goal:
                own = [self.paragraph(f"**{area['name']}**", "cell"), self.paragraph(area["description"], "cell")]
                found, advised = (
                    [row["statement"] for row in self.tables[table] if row["policy_area"] == area["id"]]
                    for table in ("figures", "recommendations")
                )
                rows.append([own, [self.paragraph(text, "cell") for text in found], self.items(advised, "cell-item")])
        yield self.grid(rows, [0.28, 0.34, 0.38])

    def columns(self, spec: str) -> Iterator[Flowable]:
        """Yield lists of programme figures side by side: ``Head: id id | Head: id id``."""
        lists = [part.split(":") for part in spec.split("|")]
        heads = [self.paragraph(head.strip(), "cell-head") for head, _ in lists]
        cells = [self.items([self.statements("programme", [i]) for i in ids.split()], "cell-item") for _, ids in lists]
        yield self.grid([heads, cells], [1 / len(lists)] * len(lists))

    def frameworks(self, _: str) -> Iterator[Flowable]:
        """Yield the frameworks of the report that have a printed page, each with what the report says of it."""
        rows: list[list[Any]] = [[self.paragraph(head, "cell-head") for head in ("Framework", "In the booklet")]]
        for row in self.tables["frameworks"]:
            if row["publication"] == self.meta["title"] and row["printed_page"]:
                text = f"{row['statement']} ({row['printed_page'].replace(';', ',')})"
                rows.append([self.paragraph(row["name"], "small"), self.paragraph(text, "small")])
        yield self.grid(rows, [0.36, 0.64])
        yield Spacer(1, 8)

    def participants(self, page: str) -> Iterator[Flowable]:
        """Yield the participants of a printed page in four columns, each country with its localities."""
        rows = [row for row in self.tables["participants"] if row["printed_page"] == page]
        height = -(-len(rows) // 4)
        cells: list[list[Paragraph]] = [[]]
        for row in rows:
            country = row["kind"] == "country"
            if country and len(cells[-1]) >= height:
                cells.append([])
            mark = "[^*]" if row["participation"] == "local_only" else ""
            style, bullet = ("country", None) if country else ("locality", "•")
            cells[-1].append(self.paragraph(row["place"] + mark, style, bullet))
        yield self.grid([cells], [0.25] * len(cells), ruled=False)


STATEMENTS = {
    "programme": ("programme_figures", "id", "statement"),
    "framework": ("frameworks", "id", "statement"),
    "story": ("stories", "story", "led_to"),
}
"""For each word of the sources that stands for statements: table, column that names the row, column of the text."""

BLOCKS: dict[str, Callable[[Report, str], Iterator[Flowable]]] = {
    "title": Report.title_page,
    "contents": Report.contents,
    "arabic": lambda report, _: iter(()),
    "page": Report.new_page,
    "areas": Report.areas,
    "columns": Report.columns,
    "frameworks": Report.frameworks,
    "participants": Report.participants,
}


def make(source: Path, target: Path, tables: dict[str, list[Row]], styles: dict[str, ParagraphStyle]) -> None:
    """Write one report; the second run over it knows the page numbers that the first one found."""
    report, known = Report(source, tables, styles), Layout()
    for _ in range(2):
        document = Document(target, report.meta, known)
        document.build(list(report.flowables(known)))
        known = document.found


def main() -> None:
    """Write all reports."""
    parser = argparse.ArgumentParser(description="Make the PDF reports of the corpus.")
    parser.add_argument("--out", type=Path, default=CORPUS / "reports", help="folder to write to")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    tables, styles = read_tables(), make_styles()
    for source, target in REPORTS.items():
        make(CORPUS / "sources" / source, out / target, tables, styles)


if __name__ == "__main__":
    main()
