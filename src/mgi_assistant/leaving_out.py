"""A standalone question as it would be asked without some of the places that it names."""

from __future__ import annotations

import re

from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.pointing import sentence
from mgi_assistant.reading import Reading
from mgi_assistant.types import Language

_PREPOSITION = re.compile(
    r"\b(?:in|from|for|of|about|on|across|within|to|by|at|near|en|de|del|dans|au|aux|à|em|na|nos|nas|dos|das) "
    r"(?:the |la |le |les |el |os |as )?$",
    re.I,
)
_OWN_PREPOSITION = {"pt": re.compile(r"\b(?:no|do|ao|pelo) $", re.I), "ar": re.compile(r"\b(?:في|من|إلى|عن|على) $")}
_JOINT = r"(?:,? (?:and|or|y|et|e|o|ou)|,)(?: the)? "
_ANY: dict[Language, tuple[str, str]] = {
    "en": ("countries", "cities"),
    "es": ("los países", "las ciudades"),
    "fr": ("les pays", "les villes"),
    "pt": ("os países", "as cidades"),
    "ar": ("البلدان", "المدن"),
}


def leaving_out(question: str, places: frozenset[str], gazetteer: Gazetteer, language: Language = "en") -> str:
    """Return a standalone ``question`` as it would be asked of no place among ``places``, which are ids."""
    now = Reading.of(question, gazetteer)
    dropped = [m for m in now.mentions if {place.id for place in m.places} <= places]
    if not dropped:
        return question
    named = [m for m in dropped if not m.adjective and not _preposition(question[: m.span.start], language)]
    if now.frame and len(named) == len(now.mentions) == 1:
        return now.frame.of_all("Which")
    text, after = question, len(question)
    for mention in reversed(now.mentions):
        if mention in dropped:
            text = _cut(text, mention, after, language, mention in named)
        else:
            after = mention.span.start
    return sentence(text)


def _preposition(head: str, language: Language) -> re.Match[str] | None:
    """Return the preposition that ``head``, what stands before a place, ends with."""
    own = _OWN_PREPOSITION.get(language)
    return _PREPOSITION.search(head) or (own.search(head) if own else None)


def _cut(text: str, mention: Mention, after: int, language: Language, needed: bool) -> str:
    """Return ``text`` without a place; where somebody is ``needed`` there, with any of its kind instead.

    ``after`` is where the next place that stays begins.
    """
    head, tail = text[: mention.span.start], text[mention.span.end :]
    if (joint := re.match(_JOINT, tail)) and mention.span.end + joint.end() == after:
        return head + tail[joint.end() :]
    if country := re.match(r" \(([^()]+)\)", tail):
        return head + country[1] + tail[country.end() :]
    if joint := re.search(rf"(?:{_JOINT}| و)$", head):
        return head[: joint.start()] + tail
    if before := _preposition(head, language):
        return re.sub(r",?(?: (?:and|or|y|et|e|o|ou))?$", "", head[: before.start()].rstrip()) + tail
    if not needed:
        return head + tail.lstrip()
    group = _ANY[language][mention.places[0].kind == "locality"]
    return re.sub(r"\bthe $", "", head, flags=re.I) + group + re.sub(r"^['’]s\b", "'", tail)
