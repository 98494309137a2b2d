"""One question that asks several things, taken apart: "What share …, and what does IOM recommend?", "A or B more?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from mgi_assistant.antecedents import completed
from mgi_assistant.conversation import resolve
from mgi_assistant.follow_ups import OF_A_TOPIC
from mgi_assistant.places import Gazetteer
from mgi_assistant.pointing import sentence
from mgi_assistant.reading import Reading
from mgi_assistant.shares import shares
from mgi_assistant.text import sentences, words
from mgi_assistant.vocabulary import ASKING, GENERIC

MOST_PARTS = 3
"""Things answered at once; a question that asks more is answered as a whole."""
_WHOLE = 3
"""Words that a question has at least."""
_ASKED = (
    r"what|which|who|whom|where|when|why|how|does|do|did|is|are|was|were|has|have|can|could|should|"
    r"tell me|give me|show me|list|name|qu[eé]|cu[aá]l(?:es)?|cu[aá]nt[oa]s|c[oó]mo|d[oó]nde|quel(?:le)?s?|"
    r"combien|pourquoi|comment"
)
_BEGINS = re.compile(
    rf"^\W*(?:(?:and|but|also|so|then|please|y|et|on|in|for|of|at|to|since|from)\s+)*(?:{_ASKED})\b", re.I
)
_LEAD = re.compile(rf"^[^?:]{{3,200}}(?::|[–—]|\s-)\s+(?=(?:{_ASKED})\b)", re.I)
"""What stands before the question itself: "A number for a speech: how many …"."""
_UNCAPITALISED = re.compile(rf"(?<=\w[.!?])\s+(?=(?:{_ASKED})\b)")
"""Between a sentence and a question that begins with a small letter."""
_SUBJECT = r"(?:it|they|he|she|there|this|that|any|we|i|you)\b"
_ASKS = (
    r"(?:what|which|who|whom|whose|where|when|why|does|do|qu[eé] recom|cu[aá]nt[oa]s|combien|pourquoi|"
    r"how (?:many|much|common|often|long|far|to|do|does|did|can|could|should|would|is|are|was|were|has|have)|"
    rf"(?:is|are|was|were|did|has|have|had|can|could|should|will|would) {_SUBJECT}|"
    r"(?:with|for|in|into|to|from|by|on|at|of|since|until) (?:which|what|whom|whose|when|how many))\b"
)
_AND = rf"(?:,|;)?\s+(?:and|but|y|et)\s+(?:(?:also|then|so)\s+)?(?={_ASKS}|(?:how|whom?)\W*$)"
_COMMA = (
    r"[,;]\s+(?=(?:why|what (?:is|are|was|were|do|does|did|can|could|should|has|have|would|will)|"
    r"how (?:many|much|common|often|long|do|does|did|can|could|should|would))\b)"
)
"""Without "and" only what cannot go on with the sentence before the comma, as "which" and "who" do."""
_JOINED = re.compile(rf"(?P<and>{_AND})|(?P<comma>{_COMMA})", re.I)
_CLAUSE = re.compile(r"^\W*(?:when|where|while|if|since|as|after|before|although|because)\b", re.I)
"""What begins so, and is followed by a comma, need not be a question."""
_WANTS = re.compile(
    rf"\b(?:{_ASKED}|how|percent(?:age)?|per cent|share|proportion|number of|examples?|advice|recs?|recommend\w*)\b",
    re.I,
)
_POINTS_BACK = re.compile(
    r"\b(?:they|them|it|each one|which one|both|either|neither)\b(?! (?:is|was) )|"
    r"\b(?:this|that|these|those)(?= (?:in|into|for|on|to|with|from|by|at|of|among|part)\b|\W*$)",
    re.I,
)
_DO_SO = re.compile(r"\b(?:do|does|did) so\b", re.I)
_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bfrom )\bthere\b(?! (?:is|are|was|were|any|an?)\b)", re.I
)
"""The place of the statement before the question."""
_OF_THE_PROCESS = re.compile(
    r"\bthe (?:mgi )?(?:process|assessments?|programme|exercise)\b|\bt(?:akes?|aken|ook) part\b|\bparticipated\b", re.I
)
"""Names what all sources are about, and needs no more to be understood."""
_COMPARES = re.compile(
    r"\b(differences?|compar\w+|versus|vs|more|less|fewer|most|rather|better|common|often|frequent\w*|bigger|higher|"
    r"both|rarer|likelier)\b|\b(which|whom|who)\b[^?]*:",
    re.I,
)
_PAIRED = re.compile(
    r"^(?P<head>.*?)\s+(?:or|versus|vs?\.?|than|rather than|compared (?:to|with))\s+(?P<other>[^,;?.]+)(?P<rest>.*)$",
    re.I,
)
_BETWEEN = re.compile(
    r"^(?P<head>.*?\b(?:differences? between|compare|comparing))\s+(?P<one>[^,;?.]+?)\s+(?:and|with|to)\s+"
    r"(?P<other>[^,;?.]+)(?P<rest>.*)$",
    re.I,
)
_COUNTED = re.compile(
    r"^\W*(?:compare|contrast) (?P<one>how (?:many|often|common|widespread)\b.+?)"
    r"(?:,? (?:and|with|to|against) (?P<other>how (?:many|often|common|widespread)\b.+?)|"
    r" (?:and|or) (?:(?:with|for|on|to|in) )?(?P<thing>[^,;?.]+?))?\W*$",
    re.I,
)
"""Compares how many do one thing and another, or do it with one thing and another."""
_BOUNDARY = re.compile(
    r".*(?:[\s,:](?:with|for|to|on|of|in|against|about|between|have|has|do|does|involve|engage|include|than|is|are)\s+|"
    r"[:,]\s+)",
    re.I,
)
_AFTER_COLON = re.compile(r"[^:]+:\s+(?=\w)")
_MORE = re.compile(
    r"\b(?:more|less|fewer|most|rather|as) (?:often|common(?:ly)?|frequent(?:ly)?|usual(?:ly)?|widespread|popular)\b|"
    r"\b(?:better|bigger|higher|rather|rarer|likelier|more|fewer)\b",
    re.I,
)
"""What a comparison says of both sides; each is then asked about by itself."""
_WHAT_EACH_DID = re.compile(
    r"^\W*(?:how does what .+ (?:did|has done) .*\bdiffer from what .+ (?:did|has done)|(?:compare|"
    r"contrast) what .+ (?:did|have done)|what (?:did|have) [^,?]+ and [^,?]+ (?:do|done))\W*$",
    re.I,
)
"""Asks what two places did, and nothing else."""
_APART = re.compile(
    r"\b(?:differ|differs) from\b|\bin common\b|\b(?:next to|beside) each other\b|\bside by side\b|\bcontrast\b", re.I
)
"""Asks about two places together, whatever of them."""
_MORE_LOCAL = re.compile(
    r"^(?=.*\b(?:particip\w+|took part|taken part|assess\w+|MGIs?|listed)\b).*\b(?:more|fewer|most)\b[^?]*?"
    r"\b(?P<things>cities|towns|municipalities|localities|local governments|cantons)\b",
    re.I,
)
"""Asks which of two countries has more localities that took part: both are told, with their number."""
_NO_SIDES = re.compile(
    r"^\W*(?:how|what) (?:can|could|should|might|would)\b|\bmore or less\b|"
    r"\b(?:more|less|fewer|other) than (?:\d|an? |one |two |three |half\b)|"
    r"\bor (so|other|thereabouts|less|fewer|lower|higher|more|not|no|worse|better)\b",
    re.I,
)
_CONTRASTS = re.compile(r"^\W*(?:how (?:do|does|did|are)|compare|contrast|.*\bdifferences? between)\b", re.I)
_CONTRASTING = re.compile(r"\b(?:differ\w*|different|compare\w*|contrast\w*|from each other)\b", re.I)
"""Asks how places differ, and the words for that, which say nothing of one of them."""
_TOGETHER = re.compile(r"\b(?:together|jointly|each other|one another|with (?:both|the other))\b", re.I)
_COPULA = frozenset("is are was were which what who it do does".split())
_LEADING = re.compile(r"^(?:(?:with|for|to|on|of|in|against|about|the|a|an|do|does|have|has|are|is)\s+)+", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A question to be understood on its own."""

    text: str
    intent: str | None = None
    """What kind of answer it asks for, where the question it was taken from tells more than its own words."""


def parts(question: str, gazetteer: Gazetteer) -> tuple[Part, ...]:
    """Return the questions that ``question`` puts at once, each to be understood on its own; one when it puts one."""
    if "“" in question:
        return (Part(question),)  # what is quoted is not taken apart
    found = [part for asked in _questions(question, gazetteer) for part in _single(asked, gazetteer)]
    return tuple(found) if len(found) <= MOST_PARTS else (Part(question),)


def _single(question: str, gazetteer: Gazetteer) -> tuple[Part, ...]:
    places = _places(question, gazetteer)
    sides = () if places else _sides(question, gazetteer)
    intent = "figure" if sides and _MORE.search(question) else None
    return tuple(Part(text, intent) for text in places or sides or (question,))


def _questions(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the questions of ``text`` one by one, without statements around them that they do not need."""
    spans = [said for s in sentences(text) for said in _UNCAPITALISED.split(text[s.start : s.end])]
    asked = [s for s in spans if s.rstrip(" \"'”’").endswith("?") or _BEGINS.match(s)]
    asked = asked or [s for s in spans if len(_pieces(s)) > 1 and _WANTS.search(_pieces(s)[0])]
    if not asked:
        return [text]
    lead = _LEAD.match(asked[0])
    statements = " ".join(spans[: spans.index(asked[0])])
    before = f"{statements} {lead[0] if lead else ''}".strip()
    after = " ".join(spans[spans.index(asked[-1]) + 1 :])
    asked = [_LEAD.sub("", s) for s in asked]
    there = Reading.of(statements, gazetteer)
    if len(there.mentions) == 1 and len(asked) == 1 and (at := _THERE.search(asked[0])):
        asked = [f"{asked[0][: at.start()]}in {there.name(there.mentions[0])}{asked[0][at.end() :]}"]
    readings = [Reading.of(s, gazetteer) for s in asked]
    unsaid = not any(r.specific or r.mentions or _is_of_the_process(r.text) for r in readings)
    pointed_at = gazetteer.find(before) and not any(r.mentions for r in readings)
    told = _POINTS_BACK.search(asked[0]) and Reading.of(before, gazetteer).specific
    pieces = [piece for said in asked for piece in _pieces(said)]
    if told and bool(statements) != bool(lead) and (len(pieces) > 1 or lead) and not gazetteer.find(text):
        topic = " ".join(Reading.of(before, gazetteer).specific)
        leaning = [_POINTS_BACK.search(one) or not Reading.of(one, gazetteer).specific for one in pieces]
        return [
            f"{one.rstrip(' ?.!')} ({topic})?" if leans else one for one, leans in zip(pieces, leaning, strict=True)
        ]
    if (before and (unsaid or pointed_at or told)) or gazetteer.find(after):
        return [text]
    if before and len(pieces) > 1 and OF_A_TOPIC.search(pieces[0]) and not Reading.of(pieces[0], gazetteer).specific:
        pieces[0] = _carried_on(pieces[0], before, gazetteer)
    found: list[str] = []
    for one in pieces:
        whole = completed(one, found[-1], gazetteer) if found else one
        whole = whole if whole == one else sentence(whole)
        if found and (_DO_SO.search(whole) or (whole == one and _leans(one, gazetteer))):
            whole = _carried_on(one, found[-1], gazetteer)
        whole = _there(whole, found[-1], gazetteer) if found else whole
        found.append(whole if whole.endswith("?") else f"{whole.rstrip(' .,;')}?")
    if any(len(words(one)) < _WHOLE for one in (*asked, *found)):
        return [text]
    return found if len(found) > 1 or before or after else [text]


def _pieces(text: str) -> list[str]:
    """Return the questions that are joined to one sentence."""
    found, start = [], 0
    for joint in _JOINED.finditer(text):
        before, after = text[start : joint.start()], text[joint.end() :]
        word = words(after)[0] if words(after) else ""
        goes_on = re.search(rf"\w\W+(?:{word}|that)\b", before, re.I) and word in ("who", "which", "whose", "where")
        clause = joint["comma"] and (_CLAUSE.match(before) or not _BEGINS.match(before))
        aside = before.count("(") > before.count(")")
        if not (goes_on or clause or aside):
            found.append(before.strip())
            start = joint.end()
    return [*found, text[start:].strip()]


def _is_of_the_process(question: str) -> bool:
    """Say whether a question is about the MGI itself, and not about what is said or advised on something."""
    about = _OF_THE_PROCESS.search(question) is not None
    return about and not OF_A_TOPIC.search(question) and not re.search(r"\b(says?|tells?|do|it)\b", question, re.I)


def _there(question: str, before: str, gazetteer: Gazetteer) -> str:
    """Return ``question`` asked of the one place of the question ``before`` it, where it is of no other."""
    resolved = resolve(question, [before], gazetteer)
    placed = resolved.standalone.lower().startswith(f"{question.lower().rstrip(' ?.!')} in ")
    return resolved.there or (resolved.standalone if placed else question)


def _carried_on(question: str, before: str, gazetteer: Gazetteer) -> str:
    """Return ``question`` with what the one ``before`` it in the same breath supplies."""
    whole = resolve(question, [before], gazetteer).standalone
    topic = " ".join(Reading.of(before, gazetteer).specific)
    if whole == question and topic and OF_A_TOPIC.search(question):
        return f"{question.rstrip(' ?.!')} on {topic}?"
    if whole == question and topic:
        return f"{question.rstrip(' ?.!')} ({topic})?"
    return whole


def _leans(question: str, gazetteer: Gazetteer) -> bool:
    """Say whether a further question names neither a topic nor a place of its own, or points back."""
    reading = Reading.of(question, gazetteer)
    return (not reading.specific and not _is_of_the_process(question)) or re.search(
        r"\b(it|they|them|those|these|this|that|there|its|their)\b", question, re.I
    ) is not None


def _sides(question: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the question asked of each side of a comparison: "A or B", "between A and B", "A than B"."""
    bounded = any(re.search(r"\bthan\b", share.text, re.I) for share in shares(question))  # "less than half"
    if bounded or not _COMPARES.search(question) or _NO_SIDES.search(question) or gazetteer.find(question):
        return ()
    if counted := _COUNTED.match(question):
        if counted["other"]:
            return tuple(map(_of_countries, (counted["one"], counted["other"])))
        question = f"{counted['one']} or {counted['thing']}?" if counted["thing"] else question
    match = _BETWEEN.match(question)
    if match:
        one, other = match["one"].strip(), _LEADING.sub("", match["other"]).strip()
        if all(word in GENERIC | ASKING for word in words(one)):
            return ()  # "a national and a local MGI" are told apart by what stands beside both
        return _both("What about", one, other, match["rest"])
    match = _PAIRED.match(question)
    if not match:
        return ()
    other, rest = _LEADING.sub("", match["other"]).strip(), match["rest"]
    if (more := _MORE.search(other)) and more.start():
        other, rest = other[: more.start()].strip(), f"{other[more.end() :]} {rest}".strip()
    head = match["head"]
    boundary = _AFTER_COLON.match(head) or _BOUNDARY.match(head)
    start = boundary.end() if boundary else 0
    if not head[start:].strip() or len(words(head[start:])) > len(words(other)) + 3:
        tail = head.split()[-max(1, len(other.split())) :]
        start = len(head) - len(" ".join(tail))
    frame, one = head[:start].strip(" :,"), _LEADING.sub("", head[start:]).strip()
    return _both(frame, one, other, rest)


def _of_countries(asked: str) -> str:
    """Return "how many run …" as a question about countries."""
    return (
        re.sub(
            r"^how many (?!countries|governments|states|cit|local)", "How many countries ", asked.strip(), flags=re.I
        )
        + "?"
    )


def _both(frame: str, one: str, other: str, rest: str) -> tuple[str, ...]:
    if not (words(one) and words(other)) or max(len(one.split()), len(other.split())) > 8:
        return ()
    one, other, rest = one.strip(" ,"), other.strip(" ,"), rest.strip(" ?.,;")
    frame = " ".join(_MORE.sub("", frame).split())
    if all(word in _COPULA for word in words(frame)):
        frame = "How many countries have"
    return tuple(
        " ".join(part for part in (frame, _MORE.sub("", side).strip(), rest) if part) + "?" for side in (one, other)
    )


def _places(question: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the question asked of each of the places it names beside a topic."""
    if _TOGETHER.search(question):
        return ()
    reading = Reading.of(question, gazetteer)
    single = [m for m in reading.mentions if len(m.places) == 1 and m.places[0].kind in ("country", "locality")]
    if len(single) == 2 and (_WHAT_EACH_DID.search(question) or _APART.search(question)):
        return tuple(f"What did {reading.name(m)} do?" for m in single)
    more = _MORE_LOCAL.search(question)
    if len(single) == len(reading.places) == 2 and more:
        return tuple(f"Which {more['things']} in {reading.name(m)} took part?" for m in single)
    if not 2 <= len(single) <= MOST_PARTS or not reading.specific or len(reading.places) != len(single):
        return ()
    start, end = single[0].span.start, single[-1].span.end
    between = " ".join(question[a.span.end : b.span.start] for a, b in pairwise(single))
    if not re.fullmatch(r"[\s,;&]*(?:(?:and|or|than|versus|vs?|the|both)[\s,.]+)*", between, re.I):
        return ()
    if _CONTRASTS.match(question[:start]) and _CONTRASTING.search(question):
        rest = " ".join(_CONTRASTING.sub(" ", question[end:]).strip(" ?.!").split())
        return tuple(f"Compare {reading.name(m)} {rest}".rstrip() + "?" for m in single)
    return tuple(question[:start] + question[m.span.start : m.span.end] + question[end:] for m in single)
