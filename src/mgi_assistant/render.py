"""From an answer's parts to the markdown that a user reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from mgi_assistant.text import readable
from mgi_assistant.types import Citation, Claim, CountryExample, Query, Searched


def answer_text(
    claims: Sequence[Claim],
    examples: Sequence[CountryExample],
    missing_places: Sequence[str] = (),
    unmentioned: Sequence[str] = (),
) -> str:
    """Return the markdown of an answer: the sentences that answer it, what is missing, then what single places did."""
    said = [claim for claim in claims if claim.kind != "example"]
    parts = [_said(kind, list(group)) for kind, group in groupby(said, lambda claim: claim.kind)]
    if unmentioned:
        quoted = " or ".join(f"“{escaped(word)}”" for word in dict.fromkeys(unmentioned))
        parts.insert(0, f"No passage found here mentions {quoted}. What comes closest:")
    if missing_places:
        parts.append(f"The sources searched say nothing on this about {' or '.join(missing_places)}.")
    told = {(claim.text, n) for claim in said for n in claim.citations}
    further = [e for e in examples if not all((e.text, n) in told for n in e.citations)]
    if further:
        lines = [f"- **{placed(e)}**: {escaped(e.text)} {_marks(e.citations)}" for e in further]
        parts.append(("**Examples**\n\n" if parts else "") + "\n".join(lines))
    return "\n\n".join(parts)


def _said(kind: str, claims: Sequence[Claim]) -> str:
    """Return recommendations as a list, other sentences as a paragraph."""
    texts = [f"{escaped(claim.text)} {_marks(claim.citations)}" for claim in claims]
    return "\n".join(f"- {text}" for text in texts) if kind == "recommendation" else " ".join(texts)


def not_found_text(query: Query, searched: Searched, nearest: Sequence[Citation], known_places: Sequence[str]) -> str:
    """Return the markdown that says honestly that the corpus has no answer, with the nearest passages as such."""
    where = f" about {' and '.join(known_places)}" if known_places else ""
    sources = "source" if len(searched.sources) == 1 else "sources"
    lines = [
        f"Not found in the {len(searched.sources)} {sources} searched ({searched.passages} passages{where}). "
        "That says nothing about whether it exists, only that these sources do not tell."
    ]
    if nearest:
        lines.append("Nearest passages, which do not answer the question:")
        lines.append("\n".join(f"- “{escaped(readable(c.quote))}” [{c.n}]" for c in nearest))
    return "\n\n".join(lines)


def reference(citation: Citation) -> str:
    """Return where a citation stands, for people: title and printed page, or row."""
    at = citation.locator
    if at.row is not None:
        return f"{citation.title}, row {at.row}"
    return f"{citation.title}, p. {at.page_label or at.page}"


def escaped(text: str) -> str:
    """Return ``text`` so that markdown shows it as it is."""
    inline = re.sub(r"([\\`*_\[\]<>$~#|]|&(?=#?\w+;))", r"\\\1", text)
    return re.sub(r"^(\s*\d*)([-+.)])(?=\s)", r"\1\\\2", inline)  # what would begin a list


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def placed(example: CountryExample) -> str:
    """Return the name of an example's place; a locality with its country."""
    return example.place if example.level == "national" else f"{example.place} ({example.country}, local)"
