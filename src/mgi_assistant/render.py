"""From an answer's parts to the markdown that a user reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

from mgi_assistant.answers import Claim, Comparable, Comparison, CountryExample, Searched
from mgi_assistant.comparables import REASONS
from mgi_assistant.follow_ups import STARTS_OVER
from mgi_assistant.text import readable
from mgi_assistant.types import Citation, Draft, Language, Query
from mgi_assistant.wording import directed, inserted, place_name, sentence, worded

JOINER = "\u2060"
"""Word joiner: not to be seen, and keeps an address from being taken for one."""


def answer_text(
    claims: Sequence[Claim],
    examples: Sequence[CountryExample],
    draft: Draft | None = None,
    missing_places: Sequence[str] = (),
    language: Language = "en",
) -> str:
    """Return the markdown of an answer: yes or no, the sentences that answer it, what is missing, then examples.

    ``draft`` tells what the claims leave open; ``missing_places`` are the names of its ``missing``. What is not quoted
    is said in ``language``.
    """
    say = partial(worded, language=language)
    draft = draft or Draft()

    def one_of(joint: str, names: Iterable[str]) -> str:
        return f" {say(joint)} ".join(inserted(name, language) for name in names)

    said = [claim for claim in claims if claim.kind != "example"]
    groups = groupby(said, lambda claim: (claim.kind, claim.under[:1]))
    parts = [_said(*key, list(group), language) for key, group in groups]
    if draft.verdict and parts:
        gap = "\n\n" if said[0].under else " "
        parts[0] = f"**{directed(f'{say(draft.verdict.capitalize())}.', language)}**{gap}{parts[0]}"
    if draft.unmentioned:
        quoted = one_of("or", (f"“{escaped(word)}”" for word in dict.fromkeys(draft.unmentioned)))
        parts.insert(0, sentence("No passage found here mentions {}. What comes closest:", language, quoted))
    if draft.unanswered:
        quoted = one_of("and", (f"“{escaped(part)}”" for part in draft.unanswered))
        parts.append(sentence("Beyond this, the sources searched gave nothing on {}.", language, quoted))
    if missing_places:
        names = one_of("or", (place_name(name, language) for name in missing_places))
        parts.append(sentence("The sources searched say nothing on this about {}.", language, names))
    told = {(claim.text, n) for claim in said for n in claim.citations}
    further = [e for e in examples if not all((e.text, n) in told for n in e.citations)]
    if further:
        lines = [f"- **{placed(*of)}**: {escaped(of[0].text)} {_marks(of[0].citations)}" for of in together(further)]
        heading = f"**{sentence('Examples', language)}**\n\n" if parts else ""
        parts += [*_in_english(language), heading + "\n".join(lines)]
    else:
        parts += _in_english(language)
    return "\n\n".join(parts)


def _in_english(language: Language) -> list[str]:
    """Return the sentence that says that quotes are in English, where the question is not."""
    said = sentence("Quotes are given in English, as the sources have them.", language)
    if language == "en":
        return []
    return [said if language == "ar" else f"*{said}*"]  # Arabic letters do not slant


def _said(kind: str, heading: tuple[str, ...], claims: Sequence[Claim], language: Language) -> str:
    """Return recommendations and what stands under a heading as a list, other sentences as a paragraph."""
    put = [directed(escaped(claim.said), language) if claim.said else escaped(claim.text) for claim in claims]
    texts = [f"{text} {_marks(claim.citations)}" for text, claim in zip(put, claims, strict=True)]
    if heading:
        labels = ["".join(f"*{escaped(label)}*: " for label in claim.under[1:]) for claim in claims]
        return f"**{escaped(heading[0])}**\n\n" + "\n".join(f"- {b}{t}" for b, t in zip(labels, texts, strict=True))
    if kind == "recommendation":
        return "\n".join(f"- {text}" for text in texts)
    return " ".join(texts)


def not_found_text(
    query: Query,
    searched: Searched,
    nearest: Sequence[Citation],
    known_places: Sequence[str],
    unlisted: Sequence[str] = (),
) -> str:
    """Return the markdown that says honestly that the corpus has no answer, with the nearest passages as such.

    ``unlisted`` are the names of places that are asked about as participants and that no list of these names.
    """
    say = partial(sentence, language=query.language)
    if STARTS_OVER.fullmatch(query.standalone):
        return say("What was asked before no longer counts. Ask your next question.")
    named = [inserted(place_name(name, query.language), query.language) for name in known_places]
    names = f" {worded('and', query.language)} ".join(named)
    where = worded(" about {}", query.language).format(names) if names else ""
    sources = "source" if len(searched.sources) == 1 else "sources"
    passages = "passage" if searched.passages == 1 else "passages"
    searched_in = f"Not found in the {{}} {sources} searched ({{}} {passages}{{}})."
    found = sentence(searched_in, query.language, len(searched.sources), searched.passages, where)
    untold = say("That says nothing about whether it exists, only that these sources do not tell.")
    if unlisted:
        absent = [inserted(place_name(name, query.language), query.language) for name in unlisted]
        either = f" {worded('or', query.language)} ".join(absent)
        untold = sentence("The list of participants here does not name {}.", query.language, either)
    lines = [f"{found} {untold}"]
    if nearest:
        lines.append(say("Nearest passages, which do not answer the question:"))
        lines.append("\n".join(f"- “{escaped(readable(c.quote))}” [{c.n}]" for c in nearest))
        lines += _in_english(query.language)
    return "\n\n".join(lines)


def comparison_text(found: Comparison) -> str:
    """Return the markdown of a comparison: the place, then those comparable under the first reason of each.

    Places of one country with the same quote share an entry. Those that share the level alone are only named where
    others are told of.
    """
    own = found.place
    about = f" about “{escaped(found.topic)}”" if found.topic else ""
    parts = [f"**{escaped(placed(own))}**: {_own_story(found)}"]
    groups = [(kind, list(group)) for kind, group in groupby(found.comparable, lambda c: c.reasons[0].kind)]
    for kind, group in groups:
        parts.append(f"**{REASONS[kind]}**")
        if kind == "level" and len(groups) > 1:
            names = ", ".join(f"{escaped(placed(c.example))} {_marks(c.example.citations)}" for c in group)
            parts.append(f"Only the level is the same (to read what they did, let only level count): {names}.")
        else:
            alike = groupby(group, lambda c: (c.example.iso3, c.example.text, c.reasons))
            parts.append("\n".join(_compared(list(together)) for _, together in alike))
    if not groups:
        parts.append(f"The sources have no example{about} of a place for which a reason chosen holds.")
    if found.left_out:
        parts.append(f"Left out as they lie in the same country: {escaped(', '.join(found.left_out))}.")
    return "\n\n".join([*parts, *([f"*{found.order}*"] if groups else [])])


def _own_story(found: Comparison) -> str:
    """Return what is told of the place itself, or that nothing is."""
    if found.place.text:
        return f"{escaped(found.place.text)} {_marks(found.place.citations)}"
    known = "The sources name it but tell of nothing that it did" if found.named else "The sources do not name it"
    return f"{known}." if found.topic else f"{known}, so only where it lies and its level can be compared."


def _compared(together: Sequence[Comparable]) -> str:
    """Return the list entry of places that tell the same."""
    first = together[0]
    names = " and ".join(", ".join(c.example.place for c in together).rsplit(", ", 1))
    inside = f" ({first.example.country}, local)" if first.example.level == "local" else ""
    marks = _marks(list(dict.fromkeys(n for c in together for n in c.example.citations)))
    why = "; ".join(reason.words for reason in first.reasons)
    return f"- **{escaped(names + inside)}** — {escaped(why)}. “{escaped(first.example.text)}” {marks}"


def reference(citation: Citation) -> str:
    """Return where a citation stands, for people: title and printed page, or row."""
    at = citation.locator
    if at.row is not None:
        return f"{citation.title}, row {at.row}"
    return f"{citation.title}, p. {at.page_label or at.page}"


def where_text(citations: Sequence[Citation]) -> str:
    """Return the places where the quotes of an answer stand, for a question that asks for that."""
    at: dict[str, list[int]] = {}
    for citation in citations:
        at.setdefault(escaped(reference(citation)), []).append(citation.n)
    return f"Passages quoted: {'; '.join(f'{where} {_marks(marks)}' for where, marks in at.items())}."


def escaped(text: str) -> str:
    """Return ``text`` so that markdown shows it as it is, and makes no link of an address in it."""
    inline = re.sub(r"(https?:|ftp:)(?=//)|(\bwww)(?=\.)|(?<=[\w.+-])(?=@[\w-])", rf"\g<0>{JOINER}", text, flags=re.I)
    inline = re.sub(r"([\\`*_\[\]<>$~#|]|&(?=#?\w+;))", r"\\\1", inline)
    return re.sub(r"^(\s*(?:\d+(?=[.)]))?)([-+.)])(?=\s)", r"\1\\\2", inline)  # what would begin a list


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def together(examples: Iterable[CountryExample]) -> list[tuple[CountryExample, ...]]:
    """Group examples that are told of several places of one country at once."""
    alike: dict[tuple[str, str, tuple[int, ...]], list[CountryExample]] = {}
    for example in examples:
        alike.setdefault((example.text, example.country, example.citations), []).append(example)
    return [tuple(group) for group in alike.values()]


def placed(example: CountryExample, *others: CountryExample) -> str:
    """Return the name of an example's place, and of others in its country that did the same; a locality's with that."""
    names = ", ".join(e.place for e in (example, *others))
    return names if example.level == "national" else f"{names} ({example.country}, local)"
