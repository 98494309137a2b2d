"""How a question is built: the places it names, who it asks about, and what about them.

A question that asks the same of several countries ("How many countries have a strategy?") or of one place ("Does Mali
have a strategy?") has a :class:`Frame`, from which the same can be asked of others. The patterns are English; Spanish
and French questions are changed by replacing their places and levels only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from mgi_assistant.frames import PLURAL, Frame, as_noun, participle, verb_phrase
from mgi_assistant.phrases import Phrase, linked, phrases, specific
from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC

LONGEST_MATTER = 12
"""Words; what a question is about is no longer than this where it can be repeated in another."""
ADDED = ", as to "
"""Stands before what is added to a follow-up from the question before it."""
_PHRASES = 2
"""Of a question of no known form, how many phrases at most say what it is about."""
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
    r"(?:(?:most|many|all|some|any|few|several|the|a|majority|half|of) )*)(?!there )"
    rf"{_GROUP} (?:(?:in|of|from|across) {_PLACES} )?(?:(?:assessed|surveyed|covered|studied) )?(?P<verb>[^?.!]+)",
    re.I,
)
_OF_ONE = re.compile(
    r"^\W*(?P<aux>does|do|has|have|is|are|did|was|were|can|will|should) (?:the )?@+(?: government)? (?P<verb>[^?.!]+)",
    re.I,
)
_OF_WHICH = re.compile(
    r"^\W*(?:which|what) (?:(?:@+|[\w-]+) )?(?P<noun>country|government|state|city|town|municipality|canton|province|"
    r"locality|place) (?:(?:in|of|from) (?:the )?@+ )?(?P<verb>[^?.!]+)",
    re.I,
)
_DID = re.compile(
    rf"^\W*(?:what|how|why) (?P<aux>do|does|did|has|have|can|could|should) (?P<who>(?:the )?@+(?: government)?|"
    rf"(?:{NATIONAL}|{LOCAL})(?: (?:in|of) {_PLACES})?|(?:the )?MGI(?: assessment| process)?|IOM) (?P<verb>[^?.!]+)",
    re.I,
)
_WHAT_IS = re.compile(r"^\W*what (is|are|was|were|has been|can be|does|do) ", re.I)
_AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|should|ought|would|will|must|may|might|else)\b"
_HAPPENED = re.compile(
    rf"^\W*(?:and |so |but )?(?:what|(?P<who>who)) (?!{_AUXILIARY})(?P<did>(?P<verb>\w+) (?!{_AUXILIARY})[^?!]+)", re.I
)
_PASSIVE = re.compile(r"^\W*(?P<what>what (?:is|was|has been|can be) done (?!there\b|$)[^?.!]+)", re.I)
_ABOUT = re.compile(r"\b(?:about|as to|on|against|with|for|of|regarding|concerning|to(?= \w+ \w))\b ", re.I)
_APART = re.compile(
    r"(?:^|,? )(?:in|from|by|through|at|during|under|since|after|before|within|across|when|if|where)\b", re.I
)
_AFTER_OBJECT = re.compile(
    r",? (?:\w+[^aeiou\W]ly\b|(?:in|into|onto|on|for|with|to|about|against|from|by|through|at|during|under|since|after|"
    r"before|within|across|when|if|where|regarding)\b)",
    re.I,
)
"""What may follow the object of a verb and stays when that is replaced."""


@dataclass(frozen=True)
class Reading:
    """A question with the places that it names."""

    text: str
    mentions: tuple[Mention, ...]
    about: str = ""
    """What it is about, where the text does not say so."""

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
            aux, rest = verb_phrase(all_of["aux"], self.text[slice(*all_of.span("verb"))].strip())
            return Frame(all_of["noun"], adjectives, aux, rest)
        if one := _OF_ONE.match(masked):
            rest = self.text[slice(*one.span("verb"))]
            aux = one["aux"].lower()
            return Frame("countries", "", PLURAL.get(aux, aux), rest.strip())
        if which := _OF_WHICH.match(masked):
            national = which["noun"].lower() in ("country", "government", "state")
            aux, rest = verb_phrase(None, self.text[slice(*which.span("verb"))].strip())
            return Frame("countries" if national else "localities", "", aux, rest)
        return None

    @property
    def telling(self) -> bool:
        """Whether it says anything that a follow-up could take up."""
        return bool(self.mentions or self.specific or self.frame)

    @property
    def plain(self) -> bool:
        """Whether the question is of a form that can be taken up in another without guessing."""
        return bool(self.frame or self.mentions or _DID.match(self._masked) or _WHAT_IS.match(self.text) or self._who)

    @cached_property
    def matter(self) -> str:
        """What the question is about, without its places, as words that can stand after "about"; may be empty."""
        if self.about or not self.specific:
            return self.about
        if ADDED in self.text:
            return _trimmed(self._masked.rpartition(ADDED)[2])
        if self.frame is not None:
            return _trimmed(as_noun(self.frame))
        masked, did = self._masked, _DID.match(self._masked)
        if did and not re.match(r"\W*what\b", masked, re.I) and did["aux"].lower() not in ("has", "have"):
            return _trimmed(as_noun(Frame("", "", "do", masked[slice(*did.span("verb"))])))
        defined = re.match(r"^\W*what (?:is|are) (?P<it>[^?@]+)", masked, re.I)
        if defined and [p.text for p in linked(defined["it"])] == [defined["it"].strip(" .!")]:
            return _trimmed(defined["it"])
        best = self._phrases[:1]
        if best and self._subject and best[0].end == len(masked.rstrip(" ?.!")) and best[0].start <= self._subject[0]:
            return _trimmed(self.text[slice(*self._subject)])  # "is the plan common" is about the plan
        if not did:  # two say it together: "climate policies" and "people moving"
            best += [phrase for phrase in self._phrases[1:] if " " in _without_article(phrase.text)][: _PHRASES - 1]
        return _trimmed(" and ".join(phrase.text for phrase in sorted(best, key=lambda phrase: phrase.start)))

    @property
    def _who(self) -> bool:
        """Whether it asks who did something."""
        happened = _HAPPENED.match(self.text)
        return happened is not None and happened["who"] is not None

    @property
    def thing(self) -> str:
        """The one thing among what the question is about that says most."""
        if self.frame or self.about or ADDED in self.text or not self._phrases:
            return self.matter
        return _trimmed(self._phrases[0].text)

    @cached_property
    def _phrases(self) -> list[Phrase]:
        """The phrases that say what the question is about, the most telling first."""
        did = _DID.match(self._masked)
        start = did.end("verb") - len(did["verb"].partition(" ")[2]) if did else 0  # after the verb
        return sorted((p for p in linked(self._masked[start:]) if specific(p.text)), key=self._told_by, reverse=True)

    def _told_by(self, phrase: Phrase) -> tuple[int, bool, bool]:
        """Return how well a phrase says what the question is about: by its words, then by those before it."""
        telling = sum(word not in ASKING | GENERIC for word in words(phrase.text))
        before = self._masked[: self._masked.index(phrase.text)]
        about = re.search(rf"{_ABOUT.pattern}$", before, re.I) is not None
        return telling, about, phrase.text.split()[0].lower() in ("a", "an", "the")

    @property
    def done(self) -> str:
        """What somebody did, as "what Mali did about floods"; otherwise the matter and where."""
        did = _DID.match(self._masked)
        if did and did["aux"].lower() in ("did", "does", "do") and re.match(r"\W*what\b", self.text, re.I):
            verb, _, rest = self.text[slice(*did.span("verb"))].strip().partition(" ")
            who, aux = self.text[slice(*did.span("who"))], did["aux"].lower()
            if verb.lower() != "do":
                aux = f"has {participle(verb)}" if aux == "did" else verb + "s" * (aux == "does")
            return f"what {who} {aux} {rest}".rstrip()
        if passive := _PASSIVE.match(self.text):
            return passive["what"][0].lower() + passive["what"][1:].strip()
        happened = _HAPPENED.match(self.text)
        if happened and not self.matter and (happened["who"] or happened["verb"].lower() in GENERIC):
            return f"{'who' if happened['who'] else 'what'} {happened['did'].strip()}"
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
        if head is None:
            return self._subject or self._object
        start = head.start("verb")
        begin = -1
        for about in _ABOUT.finditer(masked, start):
            at = about.end()
            if about.group().lower().startswith("to "):
                at += masked[at:].index(" ") + 1
            if specific(_APART.split(masked[at:], maxsplit=1)[0]):
                begin = at
        if begin >= 0:
            return begin, self._until(_APART, begin)
        verb = re.compile(r"(?:\w+ly )?\w+ ").match(masked, start)
        return (verb.end(), self._until(_AFTER_OBJECT, verb.end())) if verb else None

    def slot_after(self, preposition: str) -> tuple[int, int] | None:
        """Return where the text has what ``preposition``, with a space behind it, says it is about; no place."""
        for at in reversed([m.end() for m in re.finditer(rf"\b{preposition}", self._masked, re.I)]):
            end = self._until(_AFTER_OBJECT, at)
            if specific(self._masked[at:end]) and "@" not in self._masked[at:end]:
                return at, end
        return None

    @property
    def _subject(self) -> tuple[int, int] | None:
        """Where a question such as "Is health care open to all?" says of what it asks whether it is so."""
        copula = re.match(r"\W*(?:is|are|was|were) (?=\w)(?!there|it\b)", self._masked, re.I)
        if copula is None:
            return None
        first = next((p for p in phrases(self._masked) if p.start <= copula.end() + len("the ")), None)
        if first is None:
            return None
        several = first.text.rpartition(" ")[0]
        return first.start, first.start + len(several or first.text)

    @property
    def _object(self) -> tuple[int, int] | None:
        """Where a question of any other form says what it is about: after "about" and the like, or last."""
        found = [p for p in phrases(self._masked) if specific(p.text)]
        about = [p for p in found if re.search(rf"{_ABOUT.pattern}(?:an? |the )?$", self._masked[: p.start], re.I)]
        last = (about or found)[-1:]
        if not last or last[0].start == 0:
            return None
        if last != found[-1:] and re.search(r"\bwith (?:an? |the )?$", self._masked[: last[0].start], re.I):
            return None  # whom it is asked of: "can people with a residence permit vote"
        article = re.search(r"\b(?:an? |the )$", self._masked[: last[0].start], re.I)
        return article.start() if article else last[0].start, last[0].end

    def _until(self, boundary: re.Pattern[str], begin: int) -> int:
        """Return where what begins at ``begin`` ends: at a boundary, or with the text."""
        rest = self._masked[begin:].rstrip(" ?.!")
        apart = boundary.search(rest, 1)
        return begin + (apart.start() if apart else len(rest))

    @cached_property
    def _masked(self) -> str:
        """The text with each place as ``@`` signs of the same length, so that offsets stay."""
        text = self.text.replace("@", " ")
        for mention in self.mentions:
            text = text[: mention.span.start] + "@" * (mention.span.end - mention.span.start) + text[mention.span.end :]
        return text


def _trimmed(phrase: str) -> str:
    """Return a phrase without places, and without the prepositions, articles and marks left at its ends."""
    phrase = re.sub(r"(?:\b(?:in|of|from|by|to|for|at|and|with)\b )*(?:\bthe )?@+(?:'s)?", " ", phrase)
    phrase = re.sub(r"^[^\w]+|\W+$", "", " ".join(phrase.split()))
    phrase = re.split(r"[,;:?!.](?: |$)", phrase)[0]
    if len(phrase.split()) > LONGEST_MATTER or re.fullmatch(
        r"(?:that|this|these|those|it|them|so|\w+ed)?", phrase, re.I
    ):
        return ""
    phrase = re.sub(r" of (?:its|their|one's) own$", "", phrase)
    phrase = re.sub(r"^acting on |^and |^(?:and )?\w+ed (?=the |an? )", "", phrase, flags=re.I)
    phrase = re.sub(
        r"^(?:the )?(?:recommendations?|advice|guidance) (?:on|about|for|regarding) ", "", phrase, flags=re.I
    )
    phrase = re.sub(r"^(?:any|some)thing (?:on|about|against|for) ", "", phrase, flags=re.I)
    return re.sub(r"^(?:any|some|their|its|about|on|to) ", "", phrase, flags=re.I)


def _without_article(phrase: str) -> str:
    return re.sub(r"^(?:an?|the|all|any) ", "", phrase, flags=re.I)
