"""Questions in other languages word by word in English: rough, but enough to search with and to see what is asked.

``data/glossary.csv`` gives the English of words and expressions. The longest expression that fits is taken, as written
or, of nouns, adjectives and verbs, by its stems (Snowball). Places stay as they are written, and so does what the table
does not know. Adjectives move before their noun ("políticas nacionales", "national policies"), and a question that can
be answered by yes or no begins with "do". Arabic words are taken apart first (:mod:`mgi_assistant.arabic`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import Stemmer

from mgi_assistant import arabic
from mgi_assistant.frames import past_participles
from mgi_assistant.place_words import folded, table
from mgi_assistant.places import Gazetteer
from mgi_assistant.types import Language

_STEMMERS = {
    code: Stemmer.Stemmer(name)
    for code, name in (("es", "spanish"), ("fr", "french"), ("pt", "portuguese"), ("ar", "arabic"))
}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s'’`-]")
"""A number, a word or a mark; apostrophes and hyphens part words ("qu'est-ce")."""
_SAME = {
    "es": {"el": "", "la": "", "los": "", "las": "", "del": "de", "al": "a"},
    "fr": {"le": "", "la": "", "les": "", "l": "", "du": "de", "des": "de", "d": "de", "au": "à", "aux": "à"},
    "pt": {
        **dict.fromkeys(("o", "a", "os", "as"), ""),
        **dict.fromkeys(("do", "da", "dos", "das", "dum", "duma"), "de"),
        **dict.fromkeys(("no", "na", "nos", "nas", "num", "numa"), "em"),
        **dict.fromkeys(("ao", "aos", "às"), "à"),
        **dict.fromkeys(("pelo", "pela", "pelos", "pelas"), "por"),
        **{"neste": "este", "nesta": "esta", "deste": "este", "desta": "esta", "nesse": "esse", "nessa": "essa"},
    },
    "ar": {},
}
"""Articles, which are passed over, and what holds one."""
_LONGEST = 7
"""Words of the longest expression looked for."""
_AND_OR_BUT = frozenset("y et e و pero mais mas".split())
"""What stands before the question word of a follow-up."""
_ASKS = frozenset("what which who whose where when why how".split())
_AUXILIARIES = frozenset(
    "do does did is are was were has have had can could should will would tell show list explain".split()
)
_IMPERSONAL = "one"
"""Stands for "on" and "se" until it is clear who is asked: "se recomienda a los países" is not what they say."""
_MODALS = frozenset("can could should will would".split())
_BEFORE_PARTICIPLES = frozenset("is are was were be been has have had".split())
_COPULAS = frozenset("is are was were".split())
_CARRIES_ON = frozenset("and or but also only in on for".split())
_ASKING_FIRST = {"that": "what", "as": "how"}
"""What "que" and "como" are where a question begins with them."""
_QUANTITIES = frozenset(
    "most|half|many|all|some|few|several|any|no|of|other|more|less|more than|less than|one third|two thirds|"
    "one quarter".split("|")
)
_ASKED = frozenset(
    "countries|states|governments|nations|local governments|cities|municipalities|authorities".split("|")
)
"""Who a question is asked of."""
_ENDS = (".", "?", "!")
_NAMES = ("noun", "place", "unknown")
"""Kinds of words that "of" may follow."""
_SHARES = ("share", "half", "third", "thirds", "quarter", "quarters", "part", "percentage")
_INFINITIVE = {
    "es": re.compile(r"[aeií]r(se)?$"),
    "fr": re.compile(r"(er|ir|re)$"),
    "pt": re.compile(r"[aeio]r( se)?$"),
    "ar": re.compile(r"(?!)"),
}
_PAST = {
    "es": re.compile(r"(ó|aron|ieron|eron|uvo|hizo|puso|dijo|dio|[ai]d[oa]s?)$"),
    "fr": re.compile(r"(é|ée|és|ées)$"),
    "pt": re.compile(r"(ou|aram|eu|eram|iu|iram|fez|fizeram|obteve|[ai]d[oa]s?)$"),
    "ar": re.compile(r"^(?![يت])"),
}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, expression or place of a question: as written, in English, and of which kind."""

    written: str
    english: str
    kind: str
    """other, noun, adjective or verb as in the table; place, mark, or unknown."""


def in_english(text: str, spoken: Language, gazetteer: Gazetteer) -> str:
    """Return a question in rough English; one in English as it is."""
    if spoken == "en":
        return text
    if spoken == "ar":
        text = arabic.plain(text)
    words = _linked(_moved(_read(text, spoken, gazetteer)), spoken)
    return _joined(word for sentence in _sentences(words) for word in _as_asked(sentence, spoken))


# -- word by word ------------------------------------------------------------------------------------------------------


def _read(text: str, spoken: Language, gazetteer: Gazetteer) -> list[_Word]:
    """Return the words of ``text`` in its own order."""
    found: list[_Word] = []
    end = 0
    for mention in gazetteer.find(text):
        found += _looked_up(text[end : mention.span.start], spoken)
        name = text[mention.span.start : mention.span.end]
        place = mention.places[0]
        same = [other.places for other in gazetteer.find(place.name)] == [mention.places]  # "Congo" may be two
        known = same and place.kind != "locality" and not mention.adjective
        found.append(_Word(name, place.name if known else name, "place"))
        end = mention.span.end
    return found + _looked_up(text[end:], spoken)


def _looked_up(text: str, spoken: Language) -> list[_Word]:
    tokens = _tokens(text, spoken)
    small = [token.lower() for token in tokens]
    keys = (small, [folded(token) for token in tokens], [_stem(token, spoken) for token in small])
    found: list[_Word] = []
    at = 0
    while at < len(tokens):
        length, word = _longest(keys, at, spoken) or (1, None)
        written = " ".join(tokens[at : at + length])
        if word is not None and not (word.kind == "place" and not written[0].isupper()):
            found.append(word)
        elif written.isalnum():
            begins = not found or found[-1].written in (".", "?", "!", "¿", "¡", ":")
            english = written.lower() if begins and written.istitle() else written
            found.append(_Word(written.lower(), english, "unknown"))
        else:
            found.append(_Word(written, written, "mark"))
        at += length
    return found


def _tokens(text: str, spoken: Language) -> list[str]:
    """Return the words and marks of ``text`` without its articles."""
    if spoken == "ar":
        return list(_arabic_tokens(text))
    same = _SAME[spoken]
    return [token for token in (same.get(word.lower(), word) for word in _TOKEN.findall(text)) if token]


def _arabic_tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        before, word = arabic.apart(token, _arabic_words()) if arabic.written_in_arabic(token) else ((), token)
        yield from (*before, word)


@cache
def _arabic_words() -> frozenset[str]:
    """Return the Arabic words of the table, without their articles."""
    forms = " ".join(row["forms"].replace(";", " ") for row in table("glossary") if row["language"] == "ar")
    return frozenset(map(arabic.bare, arabic.plain(forms).split()))


def _longest(keys: Sequence[Sequence[str]], at: int, spoken: Language) -> tuple[int, _Word] | None:
    """Return the longest entry that begins at ``at``: as written, else without accents, else by its stems."""
    begins = at == 0 or not keys[0][at - 1].isalnum() or (at == 1 and keys[0][0] in _AND_OR_BUT)
    for length in range(min(_LONGEST, len(keys[0]) - at), 0, -1):
        for key, entries in zip(keys, _entries(spoken), strict=True):
            word = entries.get(tuple(key[at : at + length]))
            if word and length == 1 and begins and word.english in _ASKING_FIRST:
                return length, replace(word, english=_ASKING_FIRST[word.english])
            asks_by_accent = word and folded(word.written) != word.written and word.english.split()[:1] == ["what"]
            if word and (begins or not asks_by_accent or key is keys[0]):
                return length, word
    return None


@cache
def _entries(spoken: Language) -> tuple[dict[tuple[str, ...], _Word], ...]:
    """Return the table of a language by the words of each form: as written, without accents, and as stems."""
    written: dict[tuple[str, ...], _Word] = {}
    plain: dict[tuple[str, ...], _Word] = {}
    stems: dict[tuple[str, ...], _Word] = {}
    for row in (*table("glossary"), *_own_names()):
        if row["language"] != spoken:
            continue
        forms = arabic.plain(row["forms"]) if spoken == "ar" else row["forms"]
        for form in forms.split(";"):
            word = _Word(" ".join(_TOKEN.findall(form.lower())), row["english"], row["kind"])
            tokens = [token.lower() for token in _tokens(form, spoken)]
            written.setdefault(tuple(tokens), word)
            plain.setdefault(tuple(map(folded, tokens)), word)
            if row["kind"] != "other":
                stems.setdefault(tuple(_stem(token, spoken) for token in tokens), word)
    return written, plain, stems


def _own_names() -> Iterator[dict[str, str]]:
    """Yield the names of places that count in one language only, as rows of the table."""
    english = {row["iso3"]: row["name"] for row in table("countries")}
    english |= {row["id"]: row["name"] for row in table("groups")}
    for row in table("names"):
        if row["own"]:
            yield {"language": row["language"], "kind": "place", "forms": row["own"], "english": english[row["id"]]}


@cache
def _stem(word: str, spoken: Language) -> str:
    return folded(str(_STEMMERS[spoken].stemWord(word)))


# -- as English has it -------------------------------------------------------------------------------------------------


def _sentences(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """Yield the words of each sentence with the mark that ends it."""
    sentence: list[_Word] = []
    for word in words:
        sentence.append(word)
        if word.written in _ENDS:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _as_asked(words: Sequence[_Word], spoken: Language) -> Sequence[_Word]:
    """Return a sentence as English has it, if it is a question."""
    return _as_question(words, spoken) if words[-1].written == "?" else words


def _moved(words: Iterable[_Word]) -> list[_Word]:
    """Put the adjectives that follow a noun before it."""
    result: list[_Word] = []
    given = list(words)
    at = 0
    while at < len(given):
        end = at + 1
        if given[at].kind == "noun":
            while end < len(given) and _qualifies(given, end):
                end += 1
        adjectives = given[at + 1 : end]
        joined = any(word.kind != "adjective" for word in adjectives)
        result += [*(adjectives if joined else reversed(adjectives)), given[at]]
        at = end
    return result


def _qualifies(words: Sequence[_Word], at: int) -> bool:
    """Say whether the word is an adjective, or joins the one before it to another."""
    joins = words[at].english in ("and", "or") and words[at - 1].kind == "adjective"
    return words[at].kind == "adjective" or (joins and at + 1 < len(words) and words[at + 1].kind == "adjective")


def _linked(words: Iterable[_Word], spoken: Language) -> list[_Word]:
    """Drop what says nothing in English: articles, "of" where no noun is before it, "to" before an object."""
    result: list[_Word] = []
    given = list(words)
    for at, word in enumerate(given):
        before = result[-1] if result else None
        after = given[at + 1].kind if at + 1 < len(given) else ""
        english = word.english
        if english == "of" and not (before and (before.kind in _NAMES or before.english.endswith(_SHARES))):
            continue
        if english in ("it", "they") and spoken == "fr" and any(other.kind in ("noun", "place") for other in result):
            continue  # "le Mali a-t-il …" says who twice
        if english == "to" and (after == "place" or (after == "unknown" and given[at + 1].english.istitle())):
            english = "in"
        asked = before is not None and before.english in ("how", "what")
        if asked and word.kind == "verb" and _INFINITIVE[spoken].search(word.written):
            english = f"to {english}"
        if english and english not in "¿¡":
            result.append(replace(word, english=english))
    return result


def _as_question(words: Sequence[_Word], spoken: Language) -> list[_Word]:
    """Begin with "do" what is to be answered by yes or no, and put who it is asked of before the verb."""
    plain = [word for word in words if word.kind != "mark"]
    first = plain[0].english.split()[0] if plain else ""
    if first in _CARRIES_ON:
        return list(words)
    asks = [at for at, word in enumerate(words) if _ASKS.intersection(word.english.split())]
    if asks:
        if words[asks[0]].written.startswith("qu est ce") and not any(word.kind == "verb" for word in plain):
            return [*words[: asks[0]], replace(words[asks[0]], english="what is"), *words[asks[0] + 1 :]]
        return [*words[: asks[0] + 1], *_turned(words[asks[0] + 1 :], spoken)]
    turned = _subject_first(words, anyone=spoken == "ar")
    if first in _AUXILIARIES and turned == list(words):
        return turned
    acts = any(word.kind == "verb" for word in plain)
    for at, word in enumerate(turned):
        if word.english in _MODALS or (word.english in _COPULAS and not acts):
            return [word, *turned[:at], *turned[at + 1 :]]
    if not acts and not any(word.english in ("have", "has", "had") for word in plain):
        return list(words)
    return [_auxiliary(turned, spoken), *turned]


def _auxiliary(words: Sequence[_Word], spoken: Language) -> _Word:
    """Return the "did", "does" or "do" that the words after it ask for."""
    verbs = [(at, word.written) for at, word in enumerate(words) if word.kind == "verb"]
    if any(_PAST[spoken].search(written) or _helps(words, at - 1) for at, written in verbs):
        return _Word("", "did", "other")
    return _Word("", "does" if words[0].kind == "place" else "do", "other")


def _turned(words: Sequence[_Word], spoken: Language) -> list[_Word]:
    """Say after a question word "did Mali do" for "hizo Malí", "should governments do" for "deberían hacer los …"."""
    modal = [word for word in words[:1] if word.english in _MODALS]
    rest = [word for at, word in enumerate(words) if at >= len(modal) and not _helps(words, at)]
    for at in range(1, len(rest)):
        if rest[at].english in _MODALS and (rest[at - 1].kind == "place" or rest[at - 1].english in _ASKED):
            return [rest[at], *rest[:at], *rest[at + 1 :]]  # "comment un pays peut-il": "how can countries"
    helped = [_Word("", "did", "other")] if len(rest) + len(modal) < len(words) else []
    turned = _subject_first(rest, anyone=spoken == "ar")
    if turned == rest and rest[:1] and rest[0].kind == "noun" and rest[0].english not in _ASKED:
        turned = [rest[0], *_subject_first(rest[1:], of_things=True)]
        if turned != rest:  # "how many questions does the method have"
            return [rest[0], _auxiliary(turned[1:], spoken), *turned[1:]]
    if turned != rest:
        return [*(modal or helped or [_auxiliary(turned, spoken)]), *turned]
    at = next((at for at, word in enumerate(rest) if word.kind not in ("noun", "adjective", "unknown")), len(rest))
    if modal or at + 1 >= len(rest) or rest[at].kind != "place" or rest[at + 1].kind != "verb":
        return list(words)
    return [*rest[:at], *(helped or [_auxiliary(rest[at:], spoken)]), *rest[at:]]


def _helps(words: Sequence[_Word], at: int) -> bool:
    """Say whether a word is the auxiliary of the verb after it: "a participé", "ha participado"."""
    return at >= 0 and words[at].english in ("has", "have") and at + 1 < len(words) and words[at + 1].kind == "verb"


def _subject_first(words: Sequence[_Word], of_things: bool = False, anyone: bool = False) -> list[_Word]:
    """Put a leading verb after the countries or the place that follow it: "tiene la mayoría de los países …".

    With ``of_things`` only a verb of having is put there, after a noun; with ``anyone`` any verb, after any noun.
    """
    if not words or not (words[0].kind == "verb" or words[0].english in ("have", "has", "had")):
        return list(words)
    end = 1
    while end < len(words) and (words[end].english in _QUANTITIES or words[end].kind == "adjective"):
        end += 1
    if end == len(words) or (of_things and words[0].english not in ("have", "has", "include")):
        return list(words)
    named = words[end].kind in (("noun", "place") if anyone else ("noun",) if of_things else ("place",))
    if not (named or words[end].english in _ASKED):
        return list(words)
    while words[end].kind == "place" and _another_place(words, end):
        end += 2
    return [*words[1 : end + 1], words[0], *words[end + 1 :]]


def _another_place(words: Sequence[_Word], at: int) -> bool:
    """Say whether another place is joined to the one at ``at``."""
    return at + 2 < len(words) and words[at + 1].english in ("and", "or", ",") and words[at + 2].kind == "place"


def _participle(verb: str) -> str:
    first, *rest = verb.split(" ")
    regular = re.sub("(?<=[^aeiou])y$", "i", first) + ("d" if first.endswith("e") else "ed")
    past = past_participles().get(first, regular)
    return " ".join((past, *rest))


def _joined(words: Iterable[_Word]) -> str:
    given = list(words)
    for at in range(1, len(given)):
        if given[at].kind == "verb" and given[at - 1].english in _BEFORE_PARTICIPLES:
            given[at] = replace(given[at], english=_participle(given[at].english))
    kept = [
        word.english
        for at, word in enumerate(given)
        if word.english != _IMPERSONAL and not (word.english == "to" and at and given[at - 1].kind == "verb")
    ]
    text = " ".join(kept)
    text = re.sub(r"([(«“]) | (?=[?!.,;:)»”])", r"\1", text)
    return re.sub(r"(^|[.?!] )(\w)", lambda begin: begin[1] + begin[2].upper(), text)
