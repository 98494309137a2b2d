"""Arabic words as they are looked up: one form of each letter, and apart from what is written together with them.

"And", "so", "for", "in" and the article are written as one word with what follows them. What is taken off a word must
leave one that is known, as many words begin with the same letters.
"""

from __future__ import annotations

import re
from collections.abc import Container

LETTERS = {"ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": ""}
"""Forms of a letter that Unicode does not decompose; the last one only lengthens a word."""
_DECOMPOSED = {**dict.fromkeys("أإآ", "ا"), "ؤ": "و", "ئ": "ي"}
_VOWELS = dict.fromkeys(map(chr, (*range(0x64B, 0x660), 0x670)), "")
_MARKS = {"؟": "?", "،": ",", "؛": ";", "٪": "%", "٫": ".", "٬": ","}
_DIGITS = {digit: str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}
_PLAIN = str.maketrans({**LETTERS, **_DECOMPOSED, **_VOWELS, **_MARKS, **_DIGITS})
_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_OTHER = re.compile("[پچژگکیےٹڈڑں]")
"""Letters of Persian and Urdu."""
_ARTICLE = "ال"
_SHORTEST = 3
"""Letters that are left of a word without its article: "الذي" keeps it."""


def written_in_arabic(text: str) -> bool:
    """Say whether most letters of ``text`` are Arabic ones, and none is of another language of that script."""
    letters = sum(map(str.isalpha, text))
    return 2 * len(_SCRIPT.findall(text)) > letters > 0 and not _OTHER.search(text)


def plain(text: str) -> str:
    """Return ``text`` with one form of each letter, without vowel signs, with Western digits and marks."""
    return text.translate(_PLAIN)


def bare(word: str) -> str:
    """Return a plain word without its article."""
    return word.removeprefix(_ARTICLE) if len(word) >= len(_ARTICLE) + _SHORTEST else word


def apart(word: str, known: Container[str]) -> tuple[tuple[str, ...], str]:
    """Return what is written together with a plain word, and the word without it and without its article.

    That is nothing but the article where no word of ``known`` would be left.
    """
    for joint in ("", "و", "ف"):
        for preposition in ("", "ب", "ل", "ك"):
            if word.startswith(joint + preposition):
                rest = word[len(joint + preposition) :]
                for left in (rest, bare(rest), rest.removeprefix("ل") if preposition == "ل" else rest):
                    if len(left) > 1 and left in known:
                        return tuple(filter(None, (joint, preposition))), left
    return (), bare(word)
