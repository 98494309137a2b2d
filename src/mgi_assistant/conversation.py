"""From a question and the questions before it to one that can be understood on its own.

What a follow-up leaves unsaid is taken from the question before it, itself made whole first: another place, region,
level or topic is put where that question had its own, and words such as "it" and "there" are spelt out. A question
with a topic of its own and no word that points back stays as it is. Besides the readable question there are *cues*,
words of earlier questions that only help to search where the question says too little by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mgi_assistant import follow_ups as say
from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.pointing import added, itself, narrowed, points_back, sentence, spelt_out, there
from mgi_assistant.reading import LOCAL, NATIONAL, Frame, Reading
from mgi_assistant.text import words
from mgi_assistant.types import Language
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS

PreviousPlaces = Callable[[str], Sequence[str]]
"""Names of the places that the answer to a standalone question tells of, in order."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question as understood from its conversation."""

    standalone: str
    """Readable by itself; the question as asked where nothing was missing."""
    earlier: tuple[str, ...] = ()
    """The questions before it since the conversation last started over, as asked, oldest first."""
    there: str = ""
    """The question asked of the place that the one before it was about, where it names none: what it may mean."""


def resolve(
    question: str, history: Sequence[str], gazetteer: Gazetteer, previous_places: PreviousPlaces | None = None
) -> Resolved:
    """Return ``question`` with what the questions before it supply, oldest first.

    ``previous_places`` is asked only for "the second one" and the like; without it those stay unresolved.
    """
    standalone, asked_there = question, ""
    before: Reading | None = None
    placed: Reading | None = None
    earlier: list[str] = []
    for asked in [*filter(None, history), question]:
        if over := say.STARTS_OVER.match(asked):
            earlier, before, placed, rest = [], None, None, asked[over.end() :]
            if len(words(rest)) < 2:
                standalone = asked
                continue
            asked = sentence(rest)
        standalone = _standalone(asked, before, gazetteer, previous_places)
        now = Reading.of(standalone, gazetteer)
        asked_there = there(now, placed) if placed else ""
        if now.mentions or not asked_there:
            placed = now if now.mentions else None
        before = now
        earlier.append(asked)
    return Resolved(standalone, tuple(earlier[:-1]), asked_there)


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


def _standalone(
    question: str, before: Reading | None, gazetteer: Gazetteer, previous_places: PreviousPlaces | None
) -> str:
    """Fill in from the standalone question ``before`` what ``question`` leaves unsaid."""
    if before is None or not (before.mentions or before.specific or before.frame):
        return question
    if nth := say.ORDINAL.search(question):
        place = _nth(nth["nth"], previous_places(before.text) if previous_places else ())
        if place and gazetteer.find(place):
            return _about_one(question, nth, place, before)
        if place:
            rest = say.COURTESY.sub("", f"{question[: nth.start()]} {question[nth.end() :]}").strip(" ,;:–-?.!")
            asked = sentence(rest) if len(words(rest)) > 3 and not say.MORE.match(rest) else "Tell me more"
            return f"{re.sub(r' (about|on|of)$', '', asked)}: “{place.rstrip('.')}”?"
    said = say.COURTESY.sub("", question)
    carried = bool(say.CARRIES_ON.match(said) or say.CORRECTS.match(said) or say.TRUE_FOR.match(said))
    body = said
    for opening in (say.CARRIES_ON, say.CORRECTS, say.TRUE_FOR, say.CARRIES_ON):
        body = opening.sub("", body).strip()
    now = Reading.of(body, gazetteer)
    now = narrowed(said, now, before, gazetteer)
    if understood := itself(said, now, before, gazetteer):
        return understood
    for move in (_bare, _of_those, _without_noun, _at_level, _elsewhere):
        if understood := move(now, before):
            return understood
    if not before.plain:
        return question
    if carried and not now.mentions and now.specific and not _asks_by_itself(said):
        return _on_another_topic(now, before) or question
    if now.mentions and now.specific and carried and not _asks_by_itself(said):
        return _on_another_topic(now, Reading.of(_with_places(before, now), gazetteer)) or question
    if points_back(said):
        return spelt_out(said if carried or said != question else question, before)
    if carried and not now.mentions and (not now.specific or words(body)[:1] != words(said)[:1]):
        return added(body, before)
    return sentence(said) if said != question and now.specific else question


# -- follow-ups of a few words -----------------------------------------------------------------------------------------


def _bare(now: Reading, before: Reading) -> str | None:
    """Understand "why?", "how many do?", "more", "any examples?": what is asked is said, of what is not."""
    text, frame = now.text, before.frame
    if say.MORE.match(text):
        return f"Tell me more about {before.done}."
    if not now.specific and (examples := say.EXAMPLES.match(text)):
        return f"{sentence(examples['ask'])} of {before.done}?"
    if say.MANY.match(text):
        return (
            frame.of_all("How many", _all_where(before, frame))
            if frame
            else f"How many countries act on {_about(before)}?"
        )
    if (
        now.mentions
        and (many := say.MANY_THERE.match(text))
        and many.end() + len(" the ") >= now.mentions[0].span.start
    ):
        if frame and not frame.rest.startswith("@"):
            return frame.of_all("How many", now.where)
        return re.sub(r"^\W*(which|what|how many)\b", "How many", _with_places(before, now), flags=re.I)
    if (others := say.ELSE.match(text)) and before.mentions and before.matter:
        return f"Which {others['group'] or 'countries and cities'} act on {before.matter}?"
    if say.WHICH.match(text) and words(text)[0] != "who":
        return (
            frame.of_all("Which", _all_where(before, frame)) if frame else f"Which countries act on {_about(before)}?"
        )
    if why := say.WHY.match(text):
        return _why(why["ask"].capitalize(), before)
    return None


def _about(before: Reading) -> str:
    """Return what ``before`` is about and where."""
    return f"{before.matter} {before.where}".strip() if before.matter else before.done


def _why(ask: str, before: Reading) -> str:
    """Ask why, how or when of what ``before`` asked about."""
    if before.frame and before.mentions and not re.match(r"\W*(which|what|how|do|have|are) ", before.text, re.I):
        whole = before.frame.of_places(before.names)
        return f"{ask} {whole[0].lower()}{whole[1:]}"
    if before.frame and before.frame.aux == "do":
        return before.frame.of_all(f"{ask} do", _all_where(before, before.frame))
    return f"{ask} {before.action}?" if before.action else f"{ask} is that so for {before.done}?"


def _all_where(before: Reading, frame: Frame) -> str:
    """Return the region that a question about several countries was limited to."""
    single = re.match(r"^\W*(does|has|is|did|was)\b", before.text, re.I)
    return "" if single or (before.mentions and before.places and not _regional(before)) else before.where


def _regional(before: Reading) -> bool:
    return any(place.kind == "region" for mention in before.mentions for place in mention.places) or bool(
        before.frame and re.match(rf"{LOCAL}$", before.frame.noun, re.I)
    )


def _of_those(now: Reading, before: Reading) -> str | None:
    """Understand "which of those are local?": the earlier question, asked of fewer."""
    those = say.OF_THOSE.match(now.text)
    if not those:
        return None
    head = "How many" if those["head"].lower() == "how many" else "Which"
    rest, frame = those["rest"].strip(), before.frame
    if those["part"] and frame:
        return frame.of_all(head, before.where, those["part"])
    if say.AT_LEVEL.match(rest):
        whole = frame.of_all(head, _all_where(before, frame)) if frame else before.text
        return _of_level(Reading(whole, ()) if frame else before, rest)
    if now.mentions and not now.specific:
        return frame.of_all(head, now.where) if frame else _with_places(before, now)
    if frame and rest:
        verb = those["verb"] or ""
        return f"{frame.of_all(head, _all_where(before, frame)).rstrip('?')} and {verb} {rest}?".replace("  ", " ")
    return added(now.text, before)


def _without_noun(now: Reading, before: Reading) -> str | None:
    """Understand "and how many have agreements?" as asked of the countries of before."""
    short = say.WITHOUT_NOUN.match(now.text)
    if not short or not before.frame:
        return None
    where = "" if now.mentions else _all_where(before, before.frame)
    of = " of" if short["head"].lower().startswith("what") and not short["head"].endswith("of") else ""
    head = f"{sentence(short['head'])}{of} {before.frame.noun} {where}".rstrip()
    return f"{head} {short['verb'].strip()}?"


def _at_level(now: Reading, before: Reading) -> str | None:
    """Understand "what about cities?" and "only nationally"."""
    return _of_level(before, now.text) if say.AT_LEVEL.match(now.text) else None


def _of_level(before: Reading, wanted: str) -> str:
    """Ask of cities what ``before`` asked of countries, or the other way round."""
    level = say.AT_LEVEL.match(wanted)
    assert level is not None
    named = level["group"] if re.fullmatch(f"{LOCAL}|{NATIONAL}", level["group"], re.I) else None
    group = named or ("local governments" if level["local"] else "countries")
    others = re.compile(rf"\b(?:{NATIONAL}|{LOCAL})\b", re.I)
    if others.search(before.text):
        return others.sub(group, before.text, count=1)
    if level["local"] and len(before.mentions) == 1 and not before.mentions[0].adjective:
        span = before.mentions[0].span
        return f"{before.text[: span.start]}{group} in {before.text[span.start :]}"
    return f"{before.text.rstrip(' ?.!')} at the {'local' if level['local'] else 'national'} level?"


def _elsewhere(now: Reading, before: Reading) -> str | None:
    """Understand "and Mali?" and "only in Africa"."""
    if before.frame and (some := say.SOME.match(now.text)) and not now.mentions:
        if say.COMPASS.fullmatch(some["which"]) and before.where and _regional(before):
            where = re.sub(r"^(\w+) (the )?", rf"\1 {some['which']} ", before.where)
            return before.frame.of_all(_head(before.text), where)
        return before.frame.of_all(
            _head(before.text), _all_where(before, before.frame), f"{some['which']} {before.frame.noun}"
        )
    if not now.mentions or any(word not in say.GLUE and word not in ASKING for word in now.topic.split()):
        return None
    if any(word in QUESTION_WORDS for word in words(now.text)):
        return None
    return _with_places(before, now)


def _with_places(before: Reading, now: Reading) -> str:
    """Ask of the places of ``now`` what ``before`` asked of its own."""
    names = now.names
    regional = all(place.kind == "region" for mention in now.mentions for place in mention.places)
    frame = before.frame
    cities = frame is not None and re.fullmatch(LOCAL, frame.noun, re.I) is not None
    localities = all(place.kind == "locality" for mention in now.mentions for place in mention.places)
    if frame and not regional and (localities or not cities):
        return frame.of_places(names)
    if not before.mentions:
        where = now.text[_start(now) : now.mentions[-1].span.end]
        where = where if re.match(r"(in|en|au|aux|dans|em|na|nos|nas)\b", where, re.I) else now.where
        group = re.search(rf"\b(?:{NATIONAL}|{LOCAL})\b", before.text, re.I)
        if (
            group
            and frame is None
            and re.match(r"\W*(what|how|why) (do|should|can|could)\b", before.text, re.I)
            and not regional
        ):
            head, rest = before.text[: group.start()], before.text[group.end() :]
            if len(names) == 1:
                head, rest = re.sub(r"\bdo $", "does ", head), re.sub(r"\btheir\b", "its", rest)
            return head + " and ".join(names) + rest
        at = group.end() if group else len(before.text.rstrip(" ?.!"))
        return f"{before.text[:at]} {where}{before.text[at:] or '?'}"
    first, last = before.mentions[0], before.mentions[-1]
    head = before.text[: first.span.start]
    placed = re.search(r"\b(in|en|au|aux|dans|à|em|na|nos|nas) (the |la |le |les )?$", head, re.I)
    own = now.text[_start(now) : now.mentions[-1].span.end]
    if placed and re.match(r"(in|en|au|aux|dans|à|em|na|nos|nas)\b", own, re.I):
        return head[: placed.start()] + own + before.text[last.span.end :]
    article = re.sub(r"\bthe $", "", head, flags=re.I)
    group = re.match(rf" (?:{NATIONAL}|{LOCAL})\b", before.text[last.span.end :], re.I)
    if last.adjective and group and len(before.mentions) > 1:
        return f"{article}{group[0].strip()} in {' and '.join(names)}{before.text[last.span.end + group.end() :]}"
    if first.adjective and frame and regional:
        return frame.of_all(_head(before.text), now.where)
    return article + " and ".join(names) + before.text[last.span.end :]


def _head(text: str) -> str:
    """Return "Which" or "How many" as ``text`` begins."""
    return "How many" if re.match(r"\W*how many\b", text, re.I) else "Which"


def _start(now: Reading) -> int:
    """Return where the first place of ``now`` begins with its preposition."""
    start = now.mentions[0].span.start
    before = re.search(r"\b(?:in|en|au|aux|dans|à|em|na|nos|nas) (?:the |la |le |les )?$", now.text[:start], re.I)
    return before.start() if before else start


# -- another topic -----------------------------------------------------------------------------------------------------


def _on_another_topic(now: Reading, before: Reading) -> str | None:
    """Ask of ``now``'s topic what ``before`` asked of its own, where that can be said."""
    topic = now.text.strip(" ,?.!")
    inside = set(now.specific) & set(before.specific) and re.search(r" (of|for|in) ", topic, re.I)
    if before.slot is None or inside:  # "the goal of the mission" needs no other question
        where = "" if now.mentions or not before.mentions else f" {before.where}"
        return f"What about {topic}{where}?" if where or before.slot else None
    start, end = before.slot
    preposition = re.match(r"(for|on|about|against|with|in|to|of) ", topic, re.I)
    if preposition:
        topic = topic[preposition.end() :]
    return f"{before.text[:start]}{topic}{before.text[end:].rstrip(' ?.!')}?"


def _asks_by_itself(question: str) -> bool:
    """Say whether an elliptical question has a question of its own ("and what is recommended?")."""
    rest = re.sub(r"^\W*(and|but|so|then)?\W*(what|how) about\b", "", question, flags=re.I)
    asks = re.match(
        r"^\W*(and |but |so |then |also )*(is|are|was|were|do|does|did|has|have|had|can|will|would)\b", rest, re.I
    )
    own = any(word in QUESTION_WORDS for word in words(rest)) or asks is not None
    own = (
        own
        or re.search(r"\b(recommend\w*|should|advice|tell me|list|examples?|percentage|share)\b", rest, re.I)
        is not None
    )
    return own or len(question.split()) > say.SHORT


# -- one of several ----------------------------------------------------------------------------------------------------


def _nth(word: str, places: Sequence[str]) -> str | None:
    """Return the place that an ordinal picks from a list, or nothing where the list is shorter."""
    index = len(places) - 1 if word.lower() == "last" else say.NTH.index(word.lower())
    return places[index] if 0 <= index < len(places) else None


def _about_one(question: str, nth: re.Match[str], place: str, before: Reading) -> str:
    """Ask about one place of the previous answer."""
    text = f"{question[: nth.start()]}{place}{question[nth.end() :]}".rstrip(" ?.!")
    rest = re.sub(re.escape(place), "", say.CARRIES_ON.sub("", say.COURTESY.sub("", text)))
    if not [word for word in words(rest) if word not in ASKING | GENERIC and word != "more"] and "do" not in words(
        rest
    ):
        return f"Tell me more about {before.matter} in {place}." if before.matter else f"Tell me more about {place}."
    return f"{sentence(text)}, as to {before.matter}?" if before.matter else f"{sentence(text)}?"
