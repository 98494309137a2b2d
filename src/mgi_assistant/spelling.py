"""Slips of the pen in the words that a question asks with: "shuold", "wich", "recomend".

What a question is about is left as it was typed: a name or a term that looks like a slip may well be one that the
sources have. Only "harmonise" becomes "harmonize", or the other way, where the sources write it so. Names of places are
left to :mod:`mgi_assistant.place_slips`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from mgi_assistant.vocabulary import listed

SHORTEST = 4
"""Letters of a word in which a slip can be told."""
LONG = 8
"""Letters of a word that is not mistaken for another although a letter is missing in one place and added in one."""
_IZE = re.compile(r"(?<=[a-z]{3}i)([sz])(e|es|ed|er|ers|ing|ation|ations)$")
_OTHER_LETTER = {"s": "z", "z": "s"}
_WORD = re.compile(rf"(?<![\w'’-])[a-zA-Z]{{{SHORTEST},}}(?![\w'’-])")


def mended(question: str, is_known: Callable[[str], bool]) -> str:
    """Return ``question`` with each asking word that has one slip in it put right.

    A slip is a letter too many or too few, another letter, or two that changed places, after a first letter that is
    right. A word with a capital in it is a name unless it begins the question; one that ``is_known`` stays too.
    """

    def put_right(found: re.Match[str]) -> str:
        word = _as_the_sources_write(found[0], is_known)
        starts = not re.search(r"\w", question[: found.start()])
        if not (word.islower() or (starts and word.istitle())):
            return word
        meant = _meant(word.lower())
        if not meant or is_known(word):
            return word
        return meant.capitalize() if word.istitle() else meant

    return _WORD.sub(put_right, question)


def _as_the_sources_write(word: str, is_known: Callable[[str], bool]) -> str:
    """Return a word in "-ise" with a z, or the other way round, where only that is known."""
    other = _IZE.sub(lambda end: _OTHER_LETTER[end[1]] + end[2], word)
    return other if other != word and is_known(other) and not is_known(word) else word


@cache
def _slips() -> dict[str, set[str]]:
    """Return the words to put right by themselves and by themselves without one of their letters."""
    found: dict[str, set[str]] = {}
    for word in listed("spelling"):
        for left in with_one_left_out(word):
            found.setdefault(left, set()).add(word)
    return found


@lru_cache(maxsize=1 << 12)
def _meant(word: str) -> str:
    """Return the one word that ``word`` is a slip for; nothing where it is a word, or may be one of several."""
    if word in listed("spelling") or word in listed("no slip"):
        return ""
    slips = _slips()
    near = {one for left in with_one_left_out(word) for one in slips.get(left, ()) if one_slip(word, one)}
    near = {one for one in near if one[-1] == word[-1]} or near
    return near.pop() if len(near) == 1 else ""


def with_one_left_out(word: str) -> list[str]:
    """Return ``word`` and what it is without one of its letters."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


def one_slip(word: str, other: str) -> bool:
    """Say whether words that are the same but for a letter left out in each differ by one slip, or are long."""
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    one, two = word[start:], other[start:]
    same_after = one[1:] == two or one == two[1:] or one[1:] == two[1:] or one[:2] + two[2:] == two[1::-1] + one[2:]
    return start > 0 and (same_after or len(word) >= LONG)
