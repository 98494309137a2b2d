"""What a scripted language model needs: the prompt read back, and claims written as the prompt asks for them."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A passage as a prompt shows it."""

    id: str
    text: str
    likely: tuple[str, ...]
    about: tuple[str, ...]


def shown_in(prompt: str) -> list[Shown]:
    """Return the passages between the marks of the user's message of a prompt."""
    lines = prompt.splitlines()
    marks = [n for n, line in enumerate(lines) if line.startswith(("Evidence ", "End of evidence "))]
    assert len(marks) == 2, prompt
    assert lines[marks[0]].split()[-1] == lines[marks[1]].split()[-1]
    found = [json.loads(line) for line in lines[marks[0] + 1 : marks[1]]]
    return [Shown(p["id"], p["text"], tuple(p.get("likely", ())), tuple(p.get("about", ()))) for p in found]


def claim(text: str, *quotes: tuple[str, str], said: str = "") -> str:
    """Return one line of a reply; ``quotes`` are ids and words."""
    listed = [{"id": name, "quote": quote} for name, quote in quotes]
    return json.dumps({"claim": text, "quotes": listed, **({"said": said} if said else {})}, ensure_ascii=False)


def honest(prompt: str) -> str:
    """Return a reply that says what is likely word for word."""
    return "\n".join(claim(quote, (p.id, quote)) for p in shown_in(prompt) for quote in p.likely)
