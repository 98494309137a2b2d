"""What a language model proposes, read from its reply while it is still coming.

A reply should hold one JSON object a line. Read is every whole object with a text under ``claim``, wherever it stands:
between code fences, in an array, in an object that lists all claims. Everything else is passed over, and so is what
is cut off at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

LONGEST_OBJECT = 8_000
"""Characters; of a longer object only the objects in it are read."""
_DEEPEST = 6
"""Objects within one another; of more only the inner ones are read."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that a language model would say, with what it names as its evidence."""

    text: str
    quotes: tuple[tuple[str, str], ...] = ()
    """Id of a passage and what is quoted from it."""
    said: str = ""
    """The sentence in the language of the question, where that is not English."""


def proposals(pieces: Iterable[str]) -> Iterator[Proposal]:
    """Yield the proposals of a reply that comes in ``pieces``, each as soon as it is whole."""
    for text in _objects(pieces):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and isinstance(value.get("claim"), str):
            said = value.get("said")
            yield Proposal(value["claim"], _quotes(value.get("quotes")), said if isinstance(said, str) else "")


def _quotes(value: Any) -> tuple[tuple[str, str], ...]:
    """Return the quotes of a claim; none where one of them is not what it should be."""
    listed = value if isinstance(value, list) else [value]
    found = [(one.get("id"), one.get("quote")) for one in listed if isinstance(one, dict)]
    right = [(name, quote) for name, quote in found if isinstance(name, str) and isinstance(quote, str)]
    return tuple(right) if len(right) == len(listed) else ()


def _objects(pieces: Iterable[str]) -> Iterator[str]:
    """Yield each text from an opening brace to the one that closes it, inner ones before those around them.

    Braces in strings do not count. A string cannot go on over a line, so at the end of a line that breaks one off all
    begins anew.
    """
    held: list[str] = []  # what has come since the first of the open braces
    opened: list[int] = []  # where in it they stand
    quoted = escaped = False
    for char in chain.from_iterable(pieces):
        if char == "{" and not quoted:
            opened.append(len(held))
        if not opened:
            continue
        held.append(char)
        if quoted:
            quoted = char not in '"\n' or (escaped and char == '"')
            escaped = char == "\\" and not escaped
            if char == "\n":
                opened.clear()
        elif char == '"':
            quoted, escaped = True, False
        elif char == "}":
            yield "".join(held[opened.pop() :])
        if opened and (len(held) > LONGEST_OBJECT or len(opened) > _DEEPEST):
            start = opened[1] if len(opened) > 1 else len(held)
            held, opened = held[start:], [at - start for at in opened[1:]]
        if not opened:
            held.clear()
            quoted = False
