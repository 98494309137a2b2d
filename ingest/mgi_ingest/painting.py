"""Where the operators of a page put its text: positions, widths, forms, rotation.

pypdf reports the text that it reads to a :class:`Painter`. What pypdf leaves out of the positions is added here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from mgi_ingest.layout import Fragment

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"', b"Do"})
"""The operators that show text or a form."""
_BOLD = re.compile("bold|black|heavy|demi", re.IGNORECASE)
_TURNS: dict[int, Callable[[Fragment], Fragment]] = {
    0: lambda f: f,
    1: lambda f: replace(f, x=f.y, y=-f.x),
    2: lambda f: replace(f, x=-f.x, y=-f.y),
    3: lambda f: replace(f, x=-f.y, y=f.x),
}


@dataclass(frozen=True, slots=True)
class _Spacing:
    """What is added to the widths of characters."""

    scale: float = 1.0
    """Horizontal scaling."""
    letters: float = 0.0
    """Space after each character, in points."""
    words: float = 0.0
    """Space after each space character, in points."""
    moves: float = 0.0
    """Sum of the moves between the strings of one operator, as a multiple of the type size."""

    def width(self, text: str, natural: float, size: float) -> float:
        """Return the width of ``text``, given what its characters take up in type of size 1."""
        spaces = text.count(" ")
        if self.moves > 0.15 * spaces:
            natural -= 0.25 * spaces  # the moves stand for spaces, which pypdf put in
        return self.scale * ((natural + self.moves) * size + self.letters * len(text) + self.words * spaces)


class Painter:
    """Notes where pypdf finds each piece of text.

    pypdf places what a form draws as if the form stood alone, so the place of each form is kept here.
    """

    def __init__(self, page: Any, width: Callable[[Any, str], float]) -> None:
        # Fragments, each with the quarter turns its text is rotated by.
        self._found: list[tuple[int, Fragment]] = []
        self._width = width
        self._at = 0
        self._forms: list[tuple[Matrix, Any]] = [(IDENTITY, page)]
        self._spacing = _Spacing()
        self._saved: list[_Spacing] = []
        self._shown = _Spacing()
        # pypdf leaves the text position where it was last set, so what was shown since is added up here.
        self._pen = 0.0
        self._moved = True

    def text(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        """Take the next piece of the plain text."""
        shown = text.strip()
        printed = text.rstrip("\n")
        width = self._shown.width(printed, self._width(font, printed), size)
        if shown:
            a, b, c, d, x, y = _product(_product(tm, cm), self._forms[-1][0])
            name = str(font.get("/BaseFont", "")) if font is not None else ""
            height = abs(size) * math.hypot(c, d) or 1.0
            lead = len(text) - len(text.lstrip())
            pen = self._pen + width * lead / len(printed)
            width_shown = abs(width * len(shown) / len(printed)) * math.hypot(a, b)
            fragment = Fragment(
                self._at + lead, shown, x + pen * a, y + pen * b, width_shown, height, _BOLD.search(name) is not None
            )
            self._found.append((round(math.atan2(b, a) / (math.pi / 2)) % 4, fragment))
        self._pen += width
        self._at += len(text)

    def before(self, operator: bytes, operands: Any, cm: list[float], _: list[float]) -> None:
        """Enter a form, or take note of what sets the width of text."""
        if operator in SHOWS and self._moved:
            self._pen, self._moved = 0.0, False
        match operator:
            case b"BT" | b"Td" | b"TD" | b"Tm" | b"T*":
                self._moved = True
            case b"Do":
                base, parent = self._forms[-1]
                form = _drawn(parent, operands)
                matrix = form.get("/Matrix", IDENTITY) if isinstance(form, dict) else IDENTITY
                self._forms.append((_product(_product([float(n) for n in matrix], cm), base), form))
            case b"Tj" | b"'" | b'"':
                self._shown = self._spacing
                self._pen = self._pen if operator == b"Tj" else 0.0
            case b"TJ":
                strings = operands[0] if operands and isinstance(operands[0], list) else []
                moves = sum(n for n in strings if isinstance(n, int | float))
                self._shown = replace(self._spacing, moves=-float(moves) / 1000)
            case b"Tz" | b"Tc" | b"Tw" if operands and isinstance(operands[0], int | float):
                value = float(operands[0])
                setting = {b"Tz": "scale", b"Tc": "letters", b"Tw": "words"}[operator]
                self._spacing = replace(self._spacing, **{setting: value / 100 if setting == "scale" else value})
            case b"q":
                self._saved.append(self._spacing)
            case b"Q" if self._saved:
                self._spacing = self._saved.pop()

    def after(self, operator: bytes, *_: Any) -> None:
        """Leave a form."""
        if operator == b"Do":
            self._forms.pop()

    def upright(self) -> list[Fragment]:
        """Return the fragments, turned so that most of the text runs to the right."""
        quarters = Counter[int]()
        for quarter, fragment in self._found:
            quarters[quarter] += len(fragment.text)
        turn = _TURNS[quarters.most_common(1)[0][0] if quarters else 0]
        return [turn(fragment) for _, fragment in self._found]


def _drawn(parent: Any, operands: Any) -> Any:
    """Return the form or image that a page or form draws by name, None where there is none."""
    try:
        return parent["/Resources"]["/XObject"][operands[0]]
    except (KeyError, TypeError, IndexError):
        return None


def _product(m: Sequence[float], n: Sequence[float]) -> Matrix:
    """Return the product of two transformation matrices."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
