"""What a question asks of a place or of all places, from which the same can be asked of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mgi_assistant.vocabulary import listed

PLURAL = {"does": "do", "has": "have", "is": "are", "was": "were"}
_SINGULAR = {plural: singular for singular, plural in PLURAL.items()}
_MODALS = frozenset("are were can could will would should must may".split())


def past_participles() -> dict[str, str]:
    """Return the participles of irregular verbs, by infinitive and by past form."""
    forms = [word.split("/") for word in listed("irregular verb")]
    return {form: third for *others, third in forms for form in others}


@dataclass(frozen=True, slots=True)
class Frame:
    """What is asked of a place or of all places: an auxiliary and the rest, as in "(do) have a strategy"."""

    noun: str
    """Who it is asked of, "countries" or "cities"; also where only one place is named."""
    adjectives: str
    aux: str
    """In the plural: do, have, are, did …"""
    rest: str

    @property
    def finite(self) -> str:
        """What several do: "have a strategy", "have adopted a strategy", "have taken part"."""
        match self.aux:
            case "do":
                return self.rest
            case "did":
                verb, _, rest = self.rest.partition(" ")
                return f"have {participle(verb)} {rest}".rstrip()
            case _:
                return f"{self.aux} {self.rest}"

    def of_places(self, names: Sequence[str]) -> str:
        """Ask it of places by name."""
        aux = self.aux if len(names) > 1 else _SINGULAR.get(self.aux, self.aux)
        rest = self.rest if len(names) > 1 else re.sub(r"\btheir\b", "its", self.rest)
        return f"{aux.capitalize()} {' and '.join(names)} {rest}?"

    def of_all(self, head: str, where: str = "", noun: str = "") -> str:
        """Ask "which", "how many" or "why do" of all countries, or all cities, ``where`` they lie."""
        group = noun or f"{self.adjectives}{self.noun}"
        return " ".join(part for part in (head, group, where, self.finite) if part) + "?"


def verb_phrase(aux: str | None, rest: str) -> tuple[str, str]:
    """Split a verb phrase in the plural into its auxiliary and the rest."""
    if aux:
        return aux.lower(), rest
    first, _, others = rest.partition(" ")
    following = others.partition(" ")[0]
    if first.lower() in ("have", "has") and (following.endswith("ed") or following in past_participles().values()):
        return "have", others
    if first.lower() in _MODALS:
        return first.lower(), others
    if first.lower() in ("is", "was"):
        return PLURAL[first.lower()], others
    irregular = listed("irregular verb")
    pasts = {form.split("/")[1] for form in irregular} - {form.split("/")[0] for form in irregular}
    if first in pasts or (first.endswith("ed") and first not in ("need", "feed")):
        return "have", f"{participle(first)} {others}".rstrip()
    adverb, verb, object_ = (f"{first} ", *others.partition(" ")[::2]) if first.endswith("ly") else ("", first, others)
    return "do", f"{adverb}{_plural(verb)} {object_}".rstrip()


def _plural(verb: str) -> str:
    """Return a verb as it stands after "they": "have" for the "has" of "what share of countries has"."""
    if verb.lower() == "has":
        return "have"
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return re.sub(r"(?<=ss|sh|ch)es$|(?<=[xzo])es$|(?<![sui])s$", "", verb)


def participle(verb: str) -> str:
    """Return the past participle of a verb, given in any form."""
    known = past_participles().get(verb)
    if known or verb.endswith("ed"):
        return known or verb
    return verb + "d" if verb.endswith("e") else re.sub(r"(?<=[^aeiou])y$", "i", verb) + "ed"


def as_noun(frame: Frame) -> str:
    """Return what a frame is about: its object, or the verb as "training officials"."""
    verb, _, rest = frame.rest.partition(" ")
    if frame.aux != "do" or verb in listed("light verb"):
        return rest or verb
    if verb.endswith("ly"):
        verb, _, rest = rest.partition(" ")
    stem = re.sub(r"(?<!e)e$", "", verb)
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb):
        stem += verb[-1]
    return f"{stem}ing {rest}".rstrip()
