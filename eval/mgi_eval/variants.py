"""False sentences made from true ones, one way of being wrong at a time, to see whether each is caught.

Everything is drawn with a seed. What is put in (facts, places, words) is taken from lists of this module, half of them
for each half of the set, so that nothing which a rule was tuned on comes back where it is judged.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mgi_assistant.places import Gazetteer, Mention, Place
from mgi_assistant.types import Evidence
from mgi_eval.variant_words import (
    AFFIRMED,
    FACTS,
    FRACTIONS,
    HEDGES,
    LINKS,
    NOUNS,
    NUMBERS,
    OPPOSITES,
    OVER_HALF,
    PAST,
    PRESENT,
    SHARE,
    UNITS,
)

Half = Literal["dev", "held-out"]
SEED = 20266
MOST = 300
"""Variants of one kind and half."""


@dataclass(frozen=True, slots=True)
class TrueClaim:
    """A sentence that its quotes bear out."""

    id: str
    half: Half
    text: str
    evidence: tuple[Evidence, ...]

    @property
    def subject(self) -> frozenset[str]:
        """Ids of the places that its quotes are about."""
        return frozenset(place for one in self.evidence for place in one.passage.subject)


@dataclass(frozen=True, slots=True)
class Variant:
    """A sentence that its quotes do not bear out."""

    kind: str
    half: Half
    text: str
    evidence: tuple[Evidence, ...]


Making = Callable[[TrueClaim, random.Random], Iterator[str]]


def variants(claims: Sequence[TrueClaim], gazetteer: Gazetteer, half: Half) -> dict[str, list[Variant]]:
    """Return the false sentences of one half by kind, at most ``MOST`` of each, drawn with a seed."""
    mine = [claim for claim in claims if claim.half == half]
    singly: dict[str, Making] = {
        "digit": _digits,
        "number in words": _number_words,
        "unit": _units,
        "hedge": _hedges,
        "place": lambda claim, rng: _places(claim, rng, gazetteer),
        "negation": _negations,
        "outside knowledge": _outside,
        "opposite": _opposed,
    }
    made = {kind: _drawn(kind, half, mine, making) for kind, making in singly.items()}
    made["joined halves"] = _sample("joined halves", list(_joined(mine, gazetteer, random.Random(SEED))))
    made["joined by a cause"] = _sample("joined by a cause", list(_linked(mine, random.Random(SEED + 1))))
    return made


def _drawn(kind: str, half: Half, claims: Sequence[TrueClaim], making: Making) -> list[Variant]:
    rng = random.Random(f"{SEED} {kind} {half}")
    found = [
        Variant(kind, half, text[0].upper() + text[1:], claim.evidence)
        for claim in claims
        for text in dict.fromkeys(making(claim, rng))
        if text and text != claim.text
    ]
    return _sample(kind, found)


def _sample(kind: str, found: list[Variant]) -> list[Variant]:
    return random.Random(f"{SEED} {kind}").sample(found, min(MOST, len(found)))


def _digits(claim: TrueClaim, rng: random.Random) -> Iterator[str]:
    """Change one digit."""
    for match in re.finditer(r"\d", claim.text):
        other = rng.choice([d for d in "123456789" if d != match[0]])
        yield claim.text[: match.start()] + other + claim.text[match.end() :]


def _number_words(claim: TrueClaim, rng: random.Random) -> Iterator[str]:
    """Change a number or share in words."""
    for match in re.finditer(rf"\b(?:{'|'.join(NUMBERS)})\b", claim.text):
        for other in rng.sample([n for n in NUMBERS if n != match[0]], 8):
            yield claim.text[: match.start()] + other + claim.text[match.end() :]
    for match in re.finditer(r"\b(?:half|(?:a|one) (?:third|quarter))\b", claim.text):
        same = {match[0], match[0].replace("a ", "one "), match[0].replace("one ", "a ")}
        for other in rng.sample([n for n in FRACTIONS if n not in same], 4):
            yield claim.text[: match.start()] + other + claim.text[match.end() :]


def _replaced(text: str, table: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    for pattern, others in table:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            for other in others:
                yield " ".join((text[: match.start()] + match.expand(other) + text[match.end() :]).split())


def _units(claim: TrueClaim, rng: random.Random) -> Iterator[str]:
    """Change what a figure counts in."""
    yield from _replaced(claim.text, UNITS)


def _hedges(claim: TrueClaim, rng: random.Random) -> Iterator[str]:
    """Drop, add or change a hedge, or tell as done what is to be done."""
    yield from _replaced(claim.text, HEDGES)


def _places(claim: TrueClaim, rng: random.Random, gazetteer: Gazetteer) -> Iterator[str]:
    """Put another place for one that is named: a neighbour, a country for its locality or the other way round."""
    for mention in gazetteer.find(claim.text):
        place = mention.places[0]
        if place.iso3 is None:
            continue
        for other in _elsewhere(place, claim, rng, gazetteer):
            name = _adjective(other, gazetteer) if mention.adjective else other.name
            if name:
                yield claim.text[: mention.span.start] + name + claim.text[mention.span.end :]


def _elsewhere(place: Place, claim: TrueClaim, rng: random.Random, gazetteer: Gazetteer) -> list[Place]:
    assert place.iso3 is not None
    region = gazetteer.regions_of(place.iso3)[0]
    neighbours = sorted(gazetteer.members(region.id) - {place.iso3})
    found = [gazetteer.get(iso3) for iso3 in rng.sample(neighbours, min(2, len(neighbours)))]
    own = [city for city in gazetteer.localities_of(place.iso3) if city.id != place.id]
    found += rng.sample(own, min(1, len(own)))
    if place.kind == "locality":
        found.append(gazetteer.get(place.iso3))
    told = {p.id for m in gazetteer.find(claim.text) for p in m.places}
    return [other for other in found if other.id not in told]


def _adjective(place: Place, gazetteer: Gazetteer) -> str:
    """Return a word that the gazetteer reads as the adjective of a country, if an ending makes one."""
    for ending in ("n", "an", "ian", "ese", "i"):
        for stem in (place.name, place.name[:-1]):
            found = gazetteer.find(stem + ending)
            if found and found[0].adjective and found[0].places == (place,):
                return stem + ending
    return ""


def _negations(claim: TrueClaim, rng: random.Random) -> Iterator[str]:
    """Deny what is said."""
    text = claim.text
    for match in AFFIRMED.finditer(text):
        yield f"{text[: match.end()]}not {text[match.end() :]}"
        if match[1] in ("is", "are", "has", "have"):
            yield f"{text[: match.end()]}never {text[match.end() :]}"
    for match in PAST.finditer(text):
        yield f"{text[: match.start()]}never {text[match.start() :]}"
        yield f"{text[: match.start()]}failed to see to it that it {text[match.start() :]}"
    for match in PRESENT.finditer(text):
        yield f"{text[: match.start()]}{'do not' if match[1][-1] != 's' else 'does not'} {text[match.start() :]}"
    for match in re.finditer(r"\bnot |\bnever ", text):
        yield text[: match.start()] + text[match.end() :]
    for match in re.finditer(r"\bwith (?=a |the |formal|measures|more)", text):
        yield f"{text[: match.start()]}without {text[match.end() :]}"
    for match in re.finditer(r"\b(?:[Ll]ess than|[Ff]ewer than|[Aa]bout|[Aa]round|[Oo]nly|[Mm]ore than) ", text):
        yield f"{text[: match.start()]}Not {match[0].lower()}{text[match.end() :]}" if match.start() == 0 else ""


def _outside(claim: TrueClaim, rng: random.Random) -> Iterator[str]:
    """Add what the quotes do not say."""
    facts = [fact for i, fact in enumerate(FACTS) if (i % 2 == 0) == (claim.half == "dev")]
    for where, fact in rng.sample(facts, 6):
        text = claim.text
        if where == "end":
            yield f"{text.rstrip('.')}{fact}."
        elif where == "start":
            yield fact + (
                text if text.split()[0][:1].isupper() and not _is_common(text) else text[0].lower() + text[1:]
            )
        else:
            for noun in list(NOUNS.finditer(text))[:1]:
                yield f"{text[: noun.start()]}{fact} {text[noun.start() :]}"


def _is_common(text: str) -> bool:
    return text.split()[0].lower() in "the a in most only just about around less fewer with".split()


def _opposed(claim: TrueClaim, rng: random.Random) -> Iterator[str]:
    """Put a word for its opposite."""
    for word, opposite in OPPOSITES:
        if word in ("less", "more", "fewer") and re.search(rf"\b{word} than", claim.text, re.IGNORECASE):
            continue
        for match in re.finditer(rf"(?<!-)\b{word}\b(?!-)", claim.text):
            yield claim.text[: match.start()] + opposite + claim.text[match.end() :]


def _joined(claims: Sequence[TrueClaim], gazetteer: Gazetteer, rng: random.Random) -> Iterator[Variant]:
    """Tell of the place or with the figure of one quote what another quote says."""
    placed = [(claim, mention) for claim in claims if (mention := _only_mention(claim, gazetteer))]
    for claim, mention in placed:
        for other, theirs in rng.sample(placed, min(6, len(placed))):
            if claim.subject == other.subject or mention.adjective != theirs.adjective:
                continue
            name = claim.text[mention.span.start : mention.span.end]
            text = other.text[: theirs.span.start] + name + other.text[theirs.span.end :]
            yield Variant("joined halves", claim.half, text, claim.evidence + other.evidence)
    figured = [(claim, share) for claim in claims if len(claim.evidence) == 1 and (share := _share(claim))]
    for claim, share in figured:
        for other, replaced in rng.sample(figured, min(6, len(figured))):
            over_half = all(OVER_HALF.match(one) for one in (share, replaced))
            if claim.evidence == other.evidence or share.lower() == replaced.lower() or over_half:
                continue
            text = share + other.text[len(replaced) :]
            yield Variant("joined halves", claim.half, text, claim.evidence + other.evidence)


def _share(claim: TrueClaim) -> str:
    """Return how a claim begins that tells how many do something."""
    found = SHARE.match(claim.text)
    return found[0] if found and found[0].strip() else ""


def _only_mention(claim: TrueClaim, gazetteer: Gazetteer) -> Mention | None:
    """Return where a claim with one quote names the one place it is about."""
    found = gazetteer.find(claim.text)
    return found[0] if len(found) == 1 and claim.subject and len(claim.evidence) == 1 else None


def _linked(claims: Sequence[TrueClaim], rng: random.Random) -> Iterator[Variant]:
    """Link two true sentences by a cause or a sequence that nobody stated."""
    single = [claim for claim in claims if len(claim.evidence) == 1]
    for claim in single:
        others = [
            c
            for c in single
            if c.evidence != claim.evidence
            and c.subject == claim.subject
            and not _tells_result(c)
            and not _tells_result(claim)
        ]
        for other in rng.sample(others, min(3, len(others))):
            a, b = claim.text.rstrip("."), other.text.rstrip(".")
            link = rng.choice(LINKS)
            a, b = (_within(a) if not link.startswith("{a}") else a), _within(b)
            yield Variant("joined by a cause", claim.half, f"{link.format(a=a, b=b)}.", claim.evidence + other.evidence)


def _tells_result(claim: TrueClaim) -> bool:
    """Say whether a quote itself says that it follows from the one before."""
    return claim.evidence[0].quote.startswith("As a result")


def _within(text: str) -> str:
    return text[0].lower() + text[1:] if _is_common(text) else text
