"""The two source publications set as PDF files again, from their text in ``../shared/seeds``, at test time only.

*Plainly*: each line of the text, wrapped, in one type and size. *In columns*: prose in two columns, tables with cells
that share lines, participants in four columns, with captions, credits, running headers, page numbers and a page of
contents. What was set is kept, so that an index can be compared with it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from mgi_assistant.policy_areas import POLICY_AREAS

FONTS = Path(__file__).resolve().parents[2] / "corpus" / "sources" / "fonts"
GOALS = (
    "Saving lives and protecting people",
    "Addressing climate-related mobility and displacement",
    "Facilitating pathways for labour migration",
    "Empowering migrants",
    "Promoting migration policy coherence",
    "Building relevant partnerships",
)
_HEADS = ("POLICIES", "HIGHLIGHTS", "RECOMMENDATIONS")
_MARK = re.compile(r"(?:[-•·]\s*| )+(?=[A-Z(])")
"""The mark of a recommendation, of which sometimes only the space after it is left."""
_MIXED = """
0 L Guaranteeing | 0 H Half of the | 0 + · Enhance | 0 L migrants' access | 0 H access to gov | 0 R migrants about |
0 L to basic | 0 H all migrants. | 0 + Develop | 0 H all migrants more | 0 R basic services for | 0 H engage with |
0 + • Offer | 1 + • Coord | 1 L Combating | 1 H Less than | 1 L discrimination | 1 H specific measures |
1 R sectors and | 1 L against | 1 H discrimination. | 1 + Establish clear | 1 H principles | 1 R discriminatory |
1 H cover | 1 + Support migrants' | 1 H discrimination laws | 2 L Promoting | 2 H Only 23
"""
"""How the pieces of a paragraph begin in which the cells of three rows stand mixed, line by line: row, column (L label,
H highlight, R recommendation, + a new one), first words."""


@dataclass(frozen=True)
class Row:
    """A row of a table: a policy area, its highlight and its recommendations."""

    area: str
    highlights: tuple[str, ...]
    recommendations: tuple[str, ...]


@dataclass(frozen=True)
class Insights:
    """The executive summary."""

    opening: tuple[str, ...]
    tables: tuple[tuple[str, tuple[Row, ...]], ...]
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A page of the booklet; ``label`` is the page number that its contents page gives."""

    heading: str
    label: str
    photo: tuple[str, ...]
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Booklet:
    """The booklet of success stories."""

    front: tuple[tuple[str, ...], ...]
    contents: tuple[tuple[str, str], ...]
    stories: tuple[Story, ...]
    participants: tuple[tuple[str, tuple[str, ...]], ...]
    note: str


# -- from the text of the publications ---------------------------------------------------------------------------------


def _clean(line: str) -> str:
    """Return a line without the signs of its transcription and pictures."""
    line = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line).replace("**", "").replace("\\", "")
    line = re.sub(r"(?<!\w)\*(?=\w)([^*]+)(?<=\w)\*(?!\w)", r"\1", line)
    return re.sub("[\U0001f000-\U0001faff✉\x00-\x08]", "", line).strip()


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_clean, text.splitlines())))


def _unmarked(line: str) -> str:
    return line[mark.end() :] if (mark := _MARK.match(line)) else line


def read_insights(text: str) -> Insights:
    """Take the executive summary apart."""
    starts = [text.rindex(f"\n{goal}\n") for goal in GOALS]
    end = text.index("\nThe MGI programme is")
    areas = iter(POLICY_AREAS)
    tables = []
    for goal, start, stop in zip(GOALS, starts, [*starts[1:], end], strict=True):
        lines = list(_unmixed(text[start:stop].splitlines()[2:]))
        tables.append((goal, tuple(_rows(lines, areas))))
    return Insights(_paragraphs(text[: starts[0]]), tuple(tables), _paragraphs(text[end:]))


def _unmixed(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines of one cell each."""
    for line in lines:
        if not line.startswith(_HEADS[0] + " "):
            yield line.rstrip()
            continue
        pieces = [piece.split(maxsplit=2) for piece in _MIXED.replace("\n", " ").split("|")]
        at, starts = 0, []
        for piece in pieces:
            at = line.index(piece[2].strip(), at)
            starts.append(at)
            at += len(piece[2].strip())
        cells: dict[tuple[str, str], list[str]] = {}
        for (row, column, _), start, end in zip(pieces, starts, [*starts[1:], len(line)], strict=True):
            cell = cells.setdefault((row, column.replace("+", "R")), [])
            part = line[start:end].strip()
            if column == "+" or not cell:
                cell.append(part)
            else:
                cell[-1] += ("" if cell[-1].endswith("-") else " ") + part
        for row in "012":
            yield " ".join(cells[row, "L"])
            yield from cells[row, "H"]
            yield from ("- " + _unmarked(part) for part in cells.get((row, "R"), []))


def _rows(lines: Sequence[str], areas: Iterator[str]) -> Iterator[Row]:
    """Yield the rows of a table; ``areas`` are the ids of the policy areas in the order of the publication."""
    names = [area.name for area in POLICY_AREAS.values()]
    label_words = {word for name in names for word in name.lower().split()}
    found: list[tuple[list[str], list[str]]] = []
    labelled = False
    for line in lines:
        text = line
        for name in names:
            text = text.removeprefix(name).strip() if text.startswith(name) else text
        labelled |= text != line or (bool(text) and set(text.lower().split()) <= label_words)
        if len(text) < 8 or text in _HEADS or set(text.lower().split()) <= label_words:
            continue
        if _MARK.match(text) or (found and found[-1][1] and not labelled):
            found[-1][1].append(_unmarked(text))
        elif not found or found[-1][1]:
            found.append(([text], []))
            labelled = False
        elif found[-1][0][-1].endswith("."):
            found[-1][0].append(text)
        else:
            found[-1][0][-1] += " " + text
            labelled = False
    for highlights, recommendations in found:
        yield Row(next(areas), tuple(highlights), tuple(recommendations))


def read_booklet(text: str) -> Booklet:
    """Take the booklet apart."""
    before, after = text.split("\nCONTENTS\n")
    contents = [(m[1], m[2]) for m in re.finditer(r"^(.+?)(?:[ .]*\.{4,}|\t)\s*(\d{1,2}|[ivx]+)$", after, re.MULTILINE)]
    listed = [(name, label) for name, label in contents if f"\n{name.upper()}\n" in after]
    starts = [after.index(f"\n{name.upper()}\n") for name, _ in listed]
    *starts, end = starts
    photo: list[str] = list(_paragraphs(after[after.rindex("....", 0, starts[0]) : starts[0]])[2:])
    stories = []
    for (name, label), start, stop in zip(listed, starts, [*starts[1:], end], strict=False):
        _, body, *rest = _paragraphs(after[start:stop])
        notes = tuple(takewhile(lambda line: line.startswith("*"), rest))
        stories.append(Story(name.upper(), label, tuple(photo), body, notes))
        photo = list(rest[len(notes) :])
    marks = [before.index(f"\n{title}\n") for title in ("FOREWORD", "THE MIGRATION GOVERNANCE INDICATORS (MGIs)")]
    legal = before.index("\nThe opinions")
    cuts = [0, legal, *marks, len(before)]
    front = tuple(_paragraphs(before[a:b]) for a, b in pairwise(cuts))
    participants = tuple(
        sorted(_participants(after[end:]), key=lambda entry: entry[0].lower().replace("ô", "o").replace("ü", "u"))
    )
    note = re.search(r"^\* (Did .+)$", after[end:], re.MULTILINE)
    assert note is not None
    return Booklet(front, tuple(contents), tuple(stories), participants, "* " + note[1])


def _participants(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the countries, each with its localities, from a table with marked-up cells and from lists."""
    table, lists = text.split("\n\n\n**", 1) if "\n\n\n**" in text else text.split("\n**", 1)
    for cell in re.split(r"[\t\n]", table.split("CITIES", 1)[1]):
        country, _, localities = cell.partition("<ul")
        if country.strip():
            yield _clean(country), tuple(_known_names(localities.partition(">")[2]))
    for name, rest in re.findall(r"\*\*([^*\n]+\*\*(?:\*(?!\*))?)((?:\s*\n- [^\n]+)*)", "**" + lists):
        yield name.replace("**", "").strip(), tuple(re.findall(r"- (.+)", rest))


def _known_names(localities: str) -> list[str]:
    """Part names of localities that are written one after the other."""
    several = "Buenos Aires|Boca Chica|San \\S+|Santiago de Chile|Villa del Rosario|Coto Brus|La \\S+|Foz do Iguaçu"
    return re.findall(rf"{several}|Rio de Janeiro|São Paulo|El \\S+|\S+", localities)


# -- setting -----------------------------------------------------------------------------------------------------------


def _register() -> None:
    for face in ("Regular", "Bold", "Italic"):
        pdfmetrics.registerFont(TTFont(face, FONTS / f"OpenSans-{face}.ttf"))


def set_plainly(text: str, path: Path) -> Path:
    """Set every line of ``text``, wrapped, in one type and size."""
    _register()
    canvas, y = Canvas(str(path), invariant=True), 800
    canvas.setFont("Regular", 10)
    for line in text.split("\n"):
        for part in textwrap.wrap(line, 95) or [""]:
            if y < 60:
                canvas.showPage()
                canvas.setFont("Regular", 10)
                y = 800
            canvas.drawString(50, y, part)
            y -= 13
    canvas.save()
    return path


class Setter:
    """Sets pages with running lines; positions in points from the lower left corner of an A4 page."""

    def __init__(self, path: Path, title: str) -> None:
        _register()
        self._canvas = Canvas(str(path), pagesize=(595, 842), invariant=True)
        self._title = title

    def page(self, label: str = "") -> None:
        """End the page with its running header and number."""
        if label:
            self.lines([self._title.upper()], 50, 810, 7.5)
            self.lines([label], 285, 30, 9)
        self._canvas.showPage()

    def save(self) -> None:
        self._canvas.save()

    def lines(self, lines: Sequence[str], x: float, y: float, size: float, face: str = "Regular") -> float:
        """Draw lines one below the other and return where the next one would stand."""
        self._canvas.setFont(face, size)
        for line in lines:
            self._canvas.drawString(x, y, line)
            y -= 1.3 * size
        return y

    def text(self, text: str, x: float, y: float, width: float, size: float = 10, face: str = "Regular") -> float:
        """Draw a paragraph and return where the next one begins."""
        return self.lines(simpleSplit(text, face, size, width), x, y, size, face) - 0.6 * size

    def item(self, text: str, x: float, y: float, width: float, size: float = 10) -> float:
        self.lines(["•"], x, y, size)
        return self.lines(simpleSplit(text, "Regular", size, width - 12), x + 12, y, size) - 0.3 * size

    def picture(self, x: float, y: float, width: float, height: float) -> None:
        self._canvas.setFillGray(0.8)
        self._canvas.rect(x, y, width, height, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def columns(self, paragraphs: Sequence[str], y: float, new_page: Callable[[], float], size: float = 9.5) -> None:
        """Draw paragraphs in two columns, over as many pages as they need."""
        x, top = 50.0, y
        for paragraph in paragraphs:
            item = bool(_MARK.match(paragraph))
            shown = _unmarked(paragraph)
            face = "Bold" if len(shown) < 60 and not shown.endswith(".") and not item else "Regular"
            height = 1.3 * size * len(simpleSplit(shown, face, size, 225))
            if y - height < 150:
                x, y = (310.0, top) if x < 300 else (50.0, 0.0)
                if not y:
                    y = top = new_page()
            y = self.item(shown, x, y, 235, size) if item else self.text(shown, x, y, 235, size, face)


def set_insights(insights: Insights, path: Path) -> Path:
    """Set the executive summary in columns, its tables with cells that share lines."""
    setter = Setter(path, "Migration Governance Insights")
    pages = iter(map(str, range(1, 99)))

    def new_page() -> float:
        setter.page(next(pages))
        return 770.0

    title, subtitle, *opening = insights.opening
    setter.text(title.rstrip(":"), 50, 600, 480, 28, "Bold")
    setter.text(subtitle, 50, 500, 480, 18)
    setter.page()
    summary, *opening = opening
    setter.columns(opening, setter.text(summary, 50, 770, 480, 18, "Bold"), new_page)
    for goal, rows in insights.tables:
        new_page()
        y = setter.text(goal, 50, 770, 480, 16, "Bold") - 10
        for x, head in zip((50, 165, 345), _HEADS, strict=True):
            setter.lines([head], x, y, 9, "Bold")
        y -= 20
        for row in rows:
            ends = [setter.text(POLICY_AREAS[row.area].name, 50, y, 95, 9)]
            at = y
            for highlight in row.highlights:
                at = setter.lines(simpleSplit(highlight, "Regular", 9, 160), 165, at, 9)
            ends.append(at)
            at = y
            for recommendation in row.recommendations:
                at = setter.lines(simpleSplit("• " + recommendation, "Regular", 9, 200), 345, at, 9)
            y = min(*ends, at) - 12
    new_page()
    notes = [line for line in insights.closing if line[0] in "¹²³"]
    setter.columns([line for line in insights.closing if line not in notes], 770, new_page)
    y = 130.0
    for note in notes:
        y = setter.text(note, 50, y, 490, 7)
    new_page()
    setter.save()
    return path


def set_booklet(booklet: Booklet, path: Path) -> Path:
    """Set the booklet with captions above the stories or beside them, and its participants in four columns."""
    setter = Setter(path, "Success Stories 2023")
    cover, legal, foreword, programme = booklet.front
    y = 600.0
    for line in cover:
        y = setter.text(line, 50, y, 480, 26, "Bold")
    setter.page()
    y = 770.0
    for line in legal:
        y = setter.text(line, 50, y, 490, 8)
    setter.page()
    for label, paragraphs in (("iii", foreword), ("iv", programme)):
        setter.columns(paragraphs[1:], setter.text(paragraphs[0], 50, 770, 480, 18, "Bold"), lambda: 770.0)
        setter.page(label)
    y = setter.text("CONTENTS", 50, 770, 480, 18, "Bold")
    for name, label in booklet.contents:
        y = setter.lines([f"{name}{'.' * (90 - len(name))}{label}"], 50, y, 10) - 4
    setter.page("v")
    for n, story in enumerate(booklet.stories):
        _set_story(setter, story, beside=n % 2 == 1)
    _set_participants(setter, booklet)
    setter.save()
    return path


def _set_story(setter: Setter, story: Story, beside: bool) -> None:
    if beside:  # the caption shares lines with the story
        setter.picture(350, 560, 200, 220)
        at = 545.0
        for line in story.photo:
            at = setter.text(line, 350, at, 195, 8, "Italic")
        y = setter.text(story.heading, 50, 600, 280, 18, "Bold") - 8
    else:
        setter.picture(50, 560, 500, 220)
        at = 545.0
        for line in story.photo:
            at = setter.text(line, 50, at, 495, 8, "Italic")
        y = setter.text(story.heading, 50, at - 30, 490, 18, "Bold") - 8
    y = setter.text(story.text, 50, y, 280 if beside else 490, 11)
    y = 110.0
    for note in story.notes:
        y = setter.text(note, 50, y, 490, 8)
    setter.page(story.label)


def _set_participants(setter: Setter, booklet: Booklet) -> None:
    listed = [[name, *(f"• {locality}" for locality in local)] for name, local in booklet.participants]
    per_page = 5 + sum(map(len, listed)) // 2
    label = 25
    y = top = setter.text("PARTICIPATING COUNTRIES AND CITIES", 50, 770, 480, 18, "Bold") - 10
    column, lines = 0, 0
    for entry in listed:
        if lines and lines + len(entry) > per_page / 4 + 2:
            column, lines, y = column + 1, 0, top
            if column == 4:
                setter.page(str(label))
                column, label, y, top = 0, label + 1, 770.0, 770.0
        face = "Bold"
        for line in entry:
            y = setter.lines(simpleSplit(line, face, 9, 110), 50 + 128 * column, y, 9, face) - 2
            face = "Regular"
        y -= 4
        lines += len(entry)
    setter.text(booklet.note, 50, 80, 490, 8)
    setter.page(str(label))
