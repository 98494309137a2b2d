"""Signatures: the name of a person and, on the next line, an office, as under a foreword or a letter."""

from __future__ import annotations

import re

_PARTICLE = r"(?:de|da|do|dos|la|van|von|der|bin|al|el)"
_NAME = re.compile(rf"(?:[A-Z][^\W\d_]*\.?|{_PARTICLE}\b)(?:[ -](?:[A-Z][^\W\d_]*[\w'’]*\.?|{_PARTICLE}\b)){{1,4}}")
_OFFICE = re.compile(
    r"(?=[A-Z])[^.!?]{0,120}\b(?:Director|Minister|Secretary|President|Chief|Head|Mayor|Governor|Commissioner|Ambassador|"
    r"Representative|Coordinator|Chair(?:person|man|woman)?)\b[^.!?]{0,80}",
    re.DOTALL,
)


def is_signature(name: str, office: str) -> bool:
    """Say whether two lines are the name of a person and an office."""
    named = _NAME.fullmatch(name.strip()) and not _OFFICE.match(name.strip())
    return bool(named and _OFFICE.fullmatch(office.strip()))


def is_signed(sentence: str) -> bool:
    """Say whether what counts as a sentence is a signature."""
    name, _, office = sentence.strip().partition("\n")
    return is_signature(name, office)
