"""Text as it is stored, and the view of it that is matched and read.

What a page or row holds is stored as it came, and quotes are cut from that. Matching and display use a *normalised
view* with the accidents of typesetting repaired: ligatures, soft and end-of-line hyphens, runs of white space, curly
quotes. The view keeps for every character the place it came from, so a match leads back to the raw text. It is not
Unicode NFKC, which would turn 10² into 102.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mgi_assistant.types import Span

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_MARKS = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "‐": "-", "‑": "-"}
_REPLACED = _LIGATURES | _MARKS
# Soft hyphens, zero-width characters, direction marks and control characters that are not white space.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f"
_REPAIR = re.compile(
    rf"(?P<hyphen>(?<=\w)[-‐\u00ad][ \t]*\r?\n\s*(?=\w))|(?P<space>\s[\s{_INVISIBLE}]*)"
    rf"|(?P<invisible>[{_INVISIBLE}]+)|(?P<mark>[{''.join(_REPLACED)}])"
)
_WORD_BEFORE = re.compile(r"\w+\Z")
_WORD_AFTER = re.compile(r"\w+")
# First and last parts of English compounds that keep their hyphen when a line ends there.
_COMPOUND_HEADS = frozenset("self well non cross multi long short mid pre post high low people evidence gender".split())
_COMPOUND_TAILS = frozenset(
    "aged based border building centred centered disaggregated driven focused friendly induced led level making off "
    "oriented related responsive sensitive specific term trafficking up wide".split()
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised view of a raw text."""

    raw: str
    text: str
    offsets: tuple[int, ...]
    """For each character of ``text`` the index of its character in ``raw``; never decreasing."""

    def raw_span(self, start: int, end: int) -> Span:
        """Return where the slice ``text[start:end]`` stands in ``raw``; an empty slice gives an empty span."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return Span(at, at)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def normalise(raw: str) -> Normalised:
    """Return the view of ``raw`` used for matching and reading, with the way back to ``raw``."""
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for match in _REPAIR.finditer(raw):
        start, end = match.span()
        parts.append(raw[last:start])
        offsets.extend(range(last, start))
        repaired = _repaired(raw, match)
        parts.append(repaired)
        offsets.extend([start] * len(repaired))
        last = end
    parts.append(raw[last:])
    offsets.extend(range(last, len(raw)))
    return Normalised(raw, "".join(parts), tuple(offsets))


def _repaired(raw: str, match: re.Match[str]) -> str:
    """Return what stands in the normalised view for one match of ``_REPAIR``."""
    match match.lastgroup:
        case "hyphen":
            return "-" if _keeps_hyphen(raw, *match.span()) else ""
        case "space":
            return " "
        case "invisible":
            return ""
        case _:
            return _REPLACED[match[0]]


def _keeps_hyphen(raw: str, start: int, end: int) -> bool:
    """Say whether the hyphen of a word broken at ``raw[start:end]`` belongs to the word."""
    if raw[start] == "\u00ad":
        return False
    if not (raw[start - 1].islower() and raw[end].islower()):
        return True
    before, after = _WORD_BEFORE.search(raw, max(0, start - 40), start), _WORD_AFTER.match(raw, end)
    assert before is not None
    assert after is not None
    head, tail = before[0].lower(), after[0].lower()
    if head in _COMPOUND_HEADS or tail in _COMPOUND_TAILS:
        return True
    return re.search(rf"\b{re.escape(head)}[-‐]{re.escape(tail)}\b", raw, re.IGNORECASE) is not None


@lru_cache(maxsize=1 << 14)  # the same sentences come up in one answer after the other
def readable(raw: str) -> str:
    """Return the text of a quote as a reader sees it: repaired, on one line, trimmed."""
    return normalise(raw).text.strip()


_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_FOLD = str.maketrans({**_LIGATURES, **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹\u00ad\u200b")})
_ACCENTS = re.compile("[\u0300-\u036f]+")


def words(text: str) -> list[str]:
    """Return the word tokens of ``text``: lower case, accents folded, numbers whole ("10.7", "3,500")."""
    text = _POSSESSIVE.sub("", text)
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", text.translate(_FOLD)))
    return _TOKEN.findall(text.lower())


# Code 127 is what the bullet of a PDF's WinAnsi encoding comes out as, the private codes are those of symbol fonts.
_GLYPHS = "\x7f•·‣⁃∙◦▪▫■□●○◆◇►▶➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc"
BULLET = re.compile(
    rf"[ \t]*(?:(?P<glyph>[{_GLYPHS}]+)(?=\S)|(?P<bullet>[{_GLYPHS}]+)[ \t]*(?:\n[ \t]*)?|(?P<dash>[-–—*])[ \t]+"
    r"|(?P<number>\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)|(?:\d{1,2}|[a-z])[.)])[ \t]+)(?=\S)"
)
"""The mark of a list item at the start of a line: a glyph, a dash or star, "(a)", "1."."""

_STOP = re.compile(r"(?:(?<!\.)\.{1,3}(?!\.)|[!?…]+)[\"'”’»)\]]*[⁰¹²³⁴-⁹]*(?=\s)|[。！？؟।]+[」』”’]*")
_NEXT = re.compile(r"\s+[\"'“‘«(\[¿¡]*(\w)")
_LAST_WORD = re.compile(r"[\w.]*\w\Z")
_ABBREVIATIONS = frozenset(
    "e.g i.e cf vs viz dr mr mrs ms prof sr sra srta sres mme mlle mgr hon gen col lt rev st ste gto edo dto lic ing "
    "arq av avda ave blvd dept dpto govt approx ca incl excl esp p.ej ej tel ext fax jr".split()
)
# These stand before a number; elsewhere they are words ("No.") or end a sentence.
_BEFORE_NUMBER = frozenset(
    "no nos nº núm num p pp pág págs para paras par art arts fig figs vol vols ch cap chap sec sect tab nr n "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_STARTERS = frozenset(
    "the this these those it its in on at as by for from to a an and but or if he she they we you there when while "
    "however although moreover furthermore el la los las en un una esto esta le les des il elle".split()
)


def sentences(raw: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of ``raw``, in order, without the space and the bullets between them.

    A blank line ends a sentence and a bullet at the start of a line begins one; other line breaks do not matter.
    Text without a final stop is a sentence. Knows the abbreviations of English, Spanish and French.
    """
    found = []
    for segment in _segments(raw):
        start = segment.start
        for match in _STOP.finditer(raw, segment.start, segment.end):
            if _ends_sentence(raw, start, segment.end, match):
                found.append(_trimmed(raw, start, match.end()))
                start = match.end()
        found.append(_trimmed(raw, start, segment.end))
    return tuple(span for span in found if span.start < span.end)


def _segments(raw: str) -> Iterator[Span]:
    """Yield the stretches of ``raw`` between blank lines and bullets."""
    start = at = 0
    last: re.Match[str] | None = None
    while at < len(raw):
        newline = raw.find("\n", at)
        line_end = len(raw) if newline < 0 else newline
        if not raw[at:line_end].strip():
            yield Span(start, at)
            start, at = at, line_end + 1
            continue
        bullet = BULLET.match(raw, at)
        if bullet and _is_bullet(raw, start, bullet, last):
            yield Span(start, at)
            start, last = bullet.end(), bullet
            line_end = _line_end(raw, start)
        at = line_end + 1
    yield Span(start, len(raw))


def _line_end(raw: str, at: int) -> int:
    """Return the index of the line break at or after ``at``, or the length of ``raw``."""
    newline = raw.find("\n", at)
    return len(raw) if newline < 0 else newline


def _is_bullet(raw: str, start: int, bullet: re.Match[str], last: re.Match[str] | None) -> bool:
    """Say whether the mark at a line start opens an item, and is not a dash or number of the running sentence."""
    if bullet["glyph"] or bullet["bullet"]:
        return True
    before = raw[start : bullet.start()].rstrip(" \t\n⁰¹²³⁴⁵⁶⁷⁸⁹")
    if not before or before[-1] in ".:;!?…)”\"'’»":
        return True
    if bullet["dash"]:
        return last is not None and last["dash"] is not None and raw[bullet.end()].isupper()
    number = bullet["number"].strip("().")
    follows = last is not None and last["number"] is not None and _follows(last["number"].strip("()."), number)
    return follows or (number in {"1", "a", "i"} and raw[bullet.end()].isupper())


def _follows(before: str, number: str) -> bool:
    """Say whether ``number`` is the next after ``before``, both in digits or both one letter."""
    if before.isdigit() and number.isdigit():
        return int(number) == int(before) + 1
    return len(before) == len(number) == 1 and ord(number) == ord(before) + 1


def _ends_sentence(raw: str, start: int, end: int, stop: re.Match[str]) -> bool:
    """Say whether the stop ends the sentence that begins at ``start`` of a segment ending at ``end``."""
    if stop[0][0] in "。！？؟।":
        return True
    following = _NEXT.match(raw, stop.end(), end)
    if following is None:
        return raw[stop.end() : end].strip()[:1] not in {",", ";", ":", "–", "-", "—", "/"}
    if following[1].islower():
        return False
    before = _LAST_WORD.search(raw, max(start, stop.start() - 30), stop.start())
    if stop[0][0] != "." or stop[0].startswith("..") or before is None:
        return True
    word = before[0].lower()
    if word in _ABBREVIATIONS or (not raw[start : before.start()].strip(" \t\n(") and _is_enumerator(word)):
        return False
    if word in _BEFORE_NUMBER:
        return not following[1].isdigit()
    acronym = "." in word and all(len(part) <= 2 for part in word.split("."))
    initial = len(word) == 1 and before[0].isupper()
    if acronym or initial or word == "al":
        starter = _WORD_AFTER.match(raw, following.start(1))
        return starter is not None and starter[0].lower() in _STARTERS and not initial
    return True


def _is_enumerator(word: str) -> bool:
    """Say whether a word before a stop only counts: "1.", "a.", "iv."."""
    return (word.isdigit() and len(word) <= 2) or len(word) == 1 or re.fullmatch("[ivx]{1,4}", word) is not None


def _trimmed(raw: str, start: int, end: int) -> Span:
    """Return ``[start, end)`` without the white space at both ends."""
    text = raw[start:end]
    return Span(start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip())))
