"""Slips of the pen in the names of places: "Marshal Islands", "Medelin"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from mgi_assistant.place_words import folded
from mgi_assistant.places import Gazetteer
from mgi_assistant.spelling import one_slip, with_one_left_out

SHORTEST = 6
"""Letters of a name in which a slip can be told."""
_MOST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def places_mended(question: str, gazetteer: Gazetteer, is_known: Callable[[str], bool]) -> str:
    """Return ``question`` with each name of a country or locality that has one slip in it put right.

    A word that ``is_known`` is no slip, nor is what may be one of several names.
    """
    found = list(_WORD.finditer(question))
    at = 0
    while at < len(found):
        for last in range(min(at + _MOST_WORDS, len(found)) - 1, at - 1, -1):
            start, end = found[at].start(), found[last].end()
            written = question[start:end]
            meant = "" if last == at and is_known(written) else _meant(folded(written), gazetteer)
            if meant and not gazetteer.find(written):
                return question[:start] + meant + places_mended(question[end:], gazetteer, is_known)
        at += 1
    return question


@lru_cache(maxsize=1 << 12)
def _meant(written: str, gazetteer: Gazetteer) -> str:
    """Return the one name that ``written`` is a slip for, or nothing."""
    if len(written) < SHORTEST:
        return ""
    names = _names(gazetteer)
    near = {
        name
        for left in with_one_left_out(written)
        for name in names.get(left, ())
        if name.count(" ") == written.count(" ") and one_slip(written, folded(name))
    }
    places = {mention.places for name in near for mention in gazetteer.find(name)}
    return min(near) if len(places) == 1 else ""


@lru_cache(maxsize=8)
def _names(gazetteer: Gazetteer) -> dict[str, set[str]]:
    """Return the names of countries and localities by themselves as compared, and without one of their letters."""
    found: dict[str, set[str]] = {}
    for name in filter(lambda name: len(name) >= SHORTEST, gazetteer.names()):
        for left in with_one_left_out(folded(name)):
            found.setdefault(left, set()).add(name)
    return found
