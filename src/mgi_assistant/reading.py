"""How a question is built: the places it names, who it asks about, and what about them.

A question that asks the same of several countries ("How many countries have a strategy?") or of one place ("Does Mali
have a strategy?") has a :class:`Frame`, from which the same can be asked of others. The patterns are English; Spanish
and French questions are changed by replacing their places and levels only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, listed

LONGEST_MATTER = 12
"""Words; what a question is about is no longer than this where it can be repeated in another."""
NATIONAL = (
    r"(?:national )?(?:countries|governments|states|nations|pa[ií]ses|gobiernos|governos|pays|gouvernements|[ée]tats)"
)
LOCAL = (
    r"(?:local (?:governments|authorities)|cities|localities|municipalities|towns|ciudades|cidades|"
    r"munic[ií]pios|villes|communes)"
)
_GROUP = rf"(?P<adjectives>(?:[\w@-]+ ){{0,3}}?)(?P<noun>{NATIONAL}|{LOCAL})"
_PLACES = r"(?:the )?@+(?:(?:, | and |, and | or )(?:the )?@+)*"
_OF_ALL = re.compile(
    r"^\W*(?:(?:how many|(?:what|which) (?:share|percentage|proportion|fraction|part)|which|what) (?:(?:of|all|the) )*|"
    r"(?P<aux>do|have|are|did|were|can|will|should) "
    r"(?:(?:most|many|all|some|any|few|several|the|a|majority|half|of) )+)"
    rf"{_GROUP} (?:(?:in|of|from|across) {_PLACES} )?(?:(?:assessed|surveyed|covered|studied) )?(?P<verb>[^?.!]+)",
    re.I,
)
_OF_ONE = re.compile(
    r"^\W*(?P<aux>does|do|has|have|is|are|did|was|were|can|will|should) (?:the )?@+(?: government)? (?P<verb>[^?.!]+)",
    re.I,
)
_OF_WHICH = re.compile(
    r"^\W*(?:which|what) (?:(?:@+|[\w-]+) )?(?P<noun>country|government|state|city|town|municipality|canton|province|"
    r"locality|place) (?P<verb>[^?.!]+)",
    re.I,
)
_DID = re.compile(
    rf"^\W*(?:what|how|why) (?P<aux>do|does|did|has|have|can|could|should) (?P<who>(?:the )?@+(?: government)?|"
    rf"{NATIONAL}|{LOCAL}|the MGI|MGI|IOM) (?P<verb>[^?.!]+)",
    re.I,
)
_WHAT_IS = re.compile(r"^\W*what (is|are|was|were|has been|can be|does|do) ", re.I)
_PASSIVE = re.compile(r"^\W*(?P<what>what (?:is|was|has been|can be) done (?!there\b|$)[^?.!]+)", re.I)
_PLURAL = {"does": "do", "has": "have", "is": "are", "was": "were"}
_SINGULAR = {plural: singular for singular, plural in _PLURAL.items()}
_MODALS = frozenset("are were can could will would should must may".split())
_ABOUT = re.compile(r"\b(?:about|on|against|with|for|of|regarding|concerning|to(?= \w+ \w))\b ", re.I)
_APART = re.compile(
    r"(?:^|,? )(?:in|from|by|through|at|during|under|since|after|before|within|across|when|if|where)\b", re.I
)


def past_participles() -> dict[str, str]:
    """Return the participles of irregular verbs, by infinitive and by past form."""
    forms = [word.split("/") for word in listed("irregular verb")]
    return {form: participle for *others, participle in forms for form in others}


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
                return f"have {_participle(verb)} {rest}".rstrip()
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


@dataclass(frozen=True)
class Reading:
    """A question with the places that it names."""

    text: str
    mentions: tuple[Mention, ...]

    @classmethod
    def of(cls, text: str, gazetteer: Gazetteer) -> Reading:
        """Read ``text``."""
        return cls(text, gazetteer.find(text))

    @property
    def places(self) -> tuple[str, ...]:
        """The places named; a country beside its own locality ("San Marcos, Guatemala") only tells where that is."""
        found = dict.fromkeys(place for mention in self.mentions for place in mention.places)
        located = {place.iso3 for place in found if place.kind == "locality"}
        return tuple(place.id for place in found if place.kind != "country" or place.iso3 not in located)

    @property
    def topic(self) -> str:
        """The text without its places and asking words."""
        return " ".join(w for w in words(self._masked.replace("@", " ")) if w not in ASKING and len(w) > 1)

    @property
    def specific(self) -> list[str]:
        """The topic's words that say what the question is about."""
        return [word for word in self.topic.split() if word not in GENERIC]

    @property
    def names(self) -> list[str]:
        """The places as they can stand after "in"."""
        return [self.name(mention) for mention in self.mentions]

    @property
    def where(self) -> str:
        """The places as "in Mali and Peru", or nothing."""
        return "in " + " and ".join(dict.fromkeys(self.names)) if self.mentions else ""

    def name(self, mention: Mention) -> str:
        """Return a place as the text calls it; for an adjective the name of the country."""
        if mention.adjective:
            return mention.places[0].name
        article = re.search(r"\bthe $", self.text[: mention.span.start], re.I)
        return ("the " if article else "") + self.text[mention.span.start : mention.span.end]

    @cached_property
    def frame(self) -> Frame | None:
        """What is asked of countries, cities or one place, where the question is of that kind."""
        masked = self._masked
        if all_of := _OF_ALL.match(masked):
            adjectives = re.sub("@+ ", "", all_of["adjectives"])
            if any(word in ASKING for word in words(adjectives)) or all_of["verb"].startswith("@"):
                return None
            aux, rest = _verbs(all_of["aux"], self.text[slice(*all_of.span("verb"))].strip())
            return Frame(all_of["noun"], adjectives, aux, rest)
        if one := _OF_ONE.match(masked):
            rest = self.text[slice(*one.span("verb"))]
            aux = one["aux"].lower()
            return Frame("countries", "", _PLURAL.get(aux, aux), rest.strip())
        if which := _OF_WHICH.match(masked):
            national = which["noun"].lower() in ("country", "government", "state")
            aux, rest = _verbs(None, self.text[slice(*which.span("verb"))].strip())
            return Frame("countries" if national else "localities", "", aux, rest)
        return None

    @property
    def plain(self) -> bool:
        """Whether the question is of a form that can be taken up in another without guessing."""
        return bool(self.frame or self.mentions or _DID.match(self._masked) or _WHAT_IS.match(self.text))

    @cached_property
    def matter(self) -> str:
        """What the question is about, without its places, as words that can stand after "about"; may be empty."""
        if not self.specific:
            return ""
        if self.frame is not None:
            return _trimmed(_as_noun(self.frame))
        masked, did = self._masked, _DID.match(self._masked)
        if did and not re.match(r"\W*what\b", masked, re.I) and did["aux"].lower() not in ("has", "have"):
            return _trimmed(_as_noun(Frame("", "", "do", masked[slice(*did.span("verb"))])))
        if defined := re.match(r"^\W*what (?:is|are) (?P<it>(?!done|said|known|recommended)[^?@]+)", masked, re.I):
            return _trimmed(defined["it"])
        for about in _ABOUT.finditer(masked):
            phrase = _trimmed(masked[about.end() :])
            if any(word not in ASKING | GENERIC for word in words(phrase)):
                return phrase
        if did:
            return ""
        specific = set(self.specific)
        found = [m for m in re.finditer(r"[\w'’-]+", masked) if set(words(m.group())) & specific]
        return _trimmed(masked[found[0].start() : found[-1].end()]) if found else ""

    @property
    def done(self) -> str:
        """What somebody did, as "what Mali did about floods"; otherwise the matter and where."""
        did = _DID.match(self._masked)
        if did and did["aux"].lower() in ("did", "does", "do") and re.match(r"\W*what\b", self.text, re.I):
            verb, _, rest = self.text[slice(*did.span("verb"))].strip().partition(" ")
            who, aux = self.text[slice(*did.span("who"))], did["aux"].lower()
            if verb.lower() != "do":
                aux = f"has {_participle(verb)}" if aux == "did" else verb + "s" * (aux == "does")
            return f"what {who} {aux} {rest}".rstrip()
        if passive := _PASSIVE.match(self.text):
            return passive["what"][0].lower() + passive["what"][1:].strip()
        return " ".join(part for part in (self.matter, self.where) if part)

    @property
    def action(self) -> str:
        """What somebody did as it stands after "why", "how" or "when": "did Mali do something about floods"."""
        did = _DID.match(self._masked)
        if passive := _PASSIVE.match(self.text):
            return re.sub(r"^what (\w+) ", r"\1 something ", passive["what"], flags=re.I).strip()
        if not did:
            return ""
        verbs = self.text[slice(*did.span("verb"))].strip()
        verbs = re.sub(r"^(do|done)\b", r"\1 something", verbs) if re.match(r"\W*what\b", self.text, re.I) else verbs
        return f"{did['aux'].lower()} {self.text[slice(*did.span('who'))]} {verbs}"

    @cached_property
    def slot(self) -> tuple[int, int] | None:
        """Where the text says what it is about: what another topic would replace."""
        masked = self._masked
        head = _OF_ALL.match(masked) or _OF_ONE.match(masked) or _DID.match(masked)
        start = head.start("verb") if head else 0
        prepositions = list(_ABOUT.finditer(masked, start))
        begin = -1
        for about in prepositions:
            at = about.end()
            if about.group().lower().startswith("to "):
                at += masked[at:].index(" ") + 1
            phrase = _APART.split(masked[at:], maxsplit=1)[0]
            if any(word not in ASKING | GENERIC for word in words(phrase)):
                begin = at
        if begin < 0 and head:
            verb = re.compile(r"(?:\w+ly )?\w+ ").match(masked, start)
            begin = verb.end() if verb else -1
        if begin < 0:
            return None
        rest = masked[begin:].rstrip(" ?.!")
        apart = _APART.search(rest, 1)
        return begin, begin + (apart.start() if apart else len(rest))

    @cached_property
    def _masked(self) -> str:
        """The text with each place as ``@`` signs of the same length, so that offsets stay."""
        text = self.text.replace("@", " ")
        for mention in self.mentions:
            text = text[: mention.span.start] + "@" * (mention.span.end - mention.span.start) + text[mention.span.end :]
        return text


def _verbs(aux: str | None, rest: str) -> tuple[str, str]:
    """Split a verb phrase in the plural into its auxiliary and the rest."""
    if aux:
        return aux.lower(), rest
    first, _, others = rest.partition(" ")
    following = others.partition(" ")[0]
    if first.lower() in ("have", "has") and (following.endswith("ed") or following in past_participles().values()):
        return "have", others
    if first.lower() in _MODALS:
        return first.lower(), others
    irregular = listed("irregular verb")
    pasts = {form.split("/")[1] for form in irregular} - {form.split("/")[0] for form in irregular}
    if first in pasts or (first.endswith("ed") and first not in ("need", "feed")):
        return "have", f"{_participle(first)} {others}".rstrip()
    adverb, verb, object_ = (f"{first} ", *others.partition(" ")[::2]) if first.endswith("ly") else ("", first, others)
    return "do", f"{adverb}{_plural(verb)} {object_}".rstrip()


def _plural(verb: str) -> str:
    """Return a verb as it stands after "they": "have" for the "has" of "what share of countries has"."""
    if verb.lower() == "has":
        return "have"
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return re.sub(r"(?<=ss|sh|ch)es$|(?<=[xzo])es$|(?<![sui])s$", "", verb)


def _participle(verb: str) -> str:
    known = past_participles().get(verb)
    if known or verb.endswith("ed"):
        return known or verb
    return verb + "d" if verb.endswith("e") else re.sub(r"(?<=[^aeiou])y$", "i", verb) + "ed"


def _as_noun(frame: Frame) -> str:
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


def _trimmed(phrase: str) -> str:
    """Return a phrase without places, and without the prepositions, articles and marks left at its ends."""
    phrase = re.sub(r"(?:\b(?:in|of|from|by|to|for|at|and|with)\b )*(?:\bthe )?@+(?:'s)?", " ", phrase)
    phrase = re.sub(r"^[^\w]+|\W+$", "", " ".join(phrase.split()))
    phrase = re.split(r"[,;:?!.](?: |$)", phrase)[0]
    if len(phrase.split()) > LONGEST_MATTER:
        return ""
    return re.sub(r"^(?:any|some|their|its|about|on) ", "", phrase, flags=re.I)
