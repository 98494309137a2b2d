"""Follow-ups that ask the same of other places or of another level: "and Mali?", "only in Africa", "and cities?"."""

from __future__ import annotations

import re
from dataclasses import replace

from mgi_assistant import follow_ups as say
from mgi_assistant.frames import Frame
from mgi_assistant.phrases import QUANTITIES
from mgi_assistant.places import Mention
from mgi_assistant.reading import LOCAL, NATIONAL, Reading
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS


def at_level(now: Reading, before: Reading) -> str | None:
    """Understand "what about cities?", "and its cities?" and "only nationally"."""
    text = say.OWN_LEVEL.sub("", now.text) if before.mentions else now.text
    if same := say.DO_THE_SAME.match(text):
        return of_level(before, same["group"])
    return of_level(before, text) if say.AT_LEVEL.match(text) else None


def of_level(before: Reading, wanted: str) -> str:
    """Ask of cities what ``before`` asked of countries, or the other way round."""
    level = say.AT_LEVEL.match(wanted)
    assert level is not None
    named = level["group"] if re.fullmatch(f"{LOCAL}|{NATIONAL}", level["group"], re.I) else None
    group = named or ("local governments" if level["local"] else "countries")
    text = say.NATIONALLY.sub("", before.text) if level["local"] else re.sub(r"\blocal\b", "national", before.text)
    others = re.compile(rf"\b(?:{NATIONAL}|{LOCAL})\b", re.I)
    if others.search(text):
        return others.sub(group, text, count=1)
    if level["national"] and text != before.text:
        return text
    one = len(before.mentions) == 1 and not before.mentions[0].adjective
    if level["local"] and one and before.frame:
        frame = replace(before.frame, rest=say.NATIONALLY.sub("", before.frame.rest).strip())
        return frame.of_all("Which", before.where, group)
    if level["local"] and one:
        span = before.mentions[0].span
        return f"{before.text[: span.start]}{group} in {before.text[span.start :]}"
    if named and not before.mentions and (counted := say.COUNTED.match(before.text)):
        return f"{before.text[: counted.start('noun')]}{group}{before.text[counted.end('noun') :]}"
    return f"{before.text.rstrip(' ?.!')} at the {'local' if level['local'] else 'national'} level?"


def elsewhere(now: Reading, before: Reading) -> str | None:
    """Understand "and Mali?" and "only in Africa"."""
    if before.frame and (some := say.SOME.match(now.text)) and not now.mentions:
        if say.COMPASS.fullmatch(some["which"]) and before.where and regional(before):
            where = re.sub(r"^(\w+) (the )?", rf"\1 {some['which']} ", before.where)
            return before.frame.of_all(head_of(before.text), where)
        return before.frame.of_all(
            head_of(before.text), all_where(before, before.frame), f"{some['which']} {before.frame.noun}"
        )
    if not now.mentions:
        return None
    if (alike := say.LIKE_IT.sub(" ", now.text)) != now.text and not _own(alike, now):
        return with_places(before, now)
    asks_the_same = say.WHICH_THERE.match(now.text) is not None
    if any(word not in say.GLUE | ASKING | QUANTITIES for word in now.topic.split() if word not in QUESTION_WORDS):
        return None
    if not asks_the_same and any(word in QUESTION_WORDS for word in words(now.text)):
        return None
    return with_places(before, now)


def _own(text: str, now: Reading) -> list[str]:
    """Return the words of ``text`` that are neither places nor small words."""
    for mention in now.mentions:
        text = text.replace(now.text[mention.span.start : mention.span.end], " ")
    return [word for word in words(text) if word not in say.GLUE | ASKING | GENERIC]


def with_places(before: Reading, now: Reading) -> str:
    """Ask of the places of ``now`` what ``before`` asked of its own."""
    names = now.names
    of_region = all(place.kind == "region" for mention in now.mentions for place in mention.places)
    frame = before.frame
    cities = frame is not None and re.fullmatch(LOCAL, frame.noun, re.I) is not None
    localities = all(place.kind == "locality" for mention in now.mentions for place in mention.places)
    if frame and not of_region and (localities or not cities):
        return frame.of_places(names)
    if frame and of_region and before.mentions and not regional(before):
        return frame.of_all(head_of(before.text), now.where)
    if not before.mentions:
        where = _said(now)
        where = where if re.match(r"(in|en|au|aux|dans|em|na|nos|nas)\b", where, re.I) else now.where
        group = re.search(rf"\b(?:{NATIONAL}|{LOCAL})\b", before.text, re.I)
        if (
            group
            and frame is None
            and re.match(r"\W*(what|how|why) (do|should|can|could)\b", before.text, re.I)
            and not of_region
        ):
            head, rest = before.text[: group.start()], before.text[group.end() :]
            if len(names) == 1:
                head, rest = re.sub(r"\bdo $", "does ", head), re.sub(r"\btheir\b", "its", rest)
            return head + " and ".join(names) + rest
        at = group.end() if group else len(before.text.rstrip(" ?.!"))
        return f"{before.text[:at]} {where}{before.text[at:] or '?'}"
    own = _said(now)
    first, last = _replaced(before, own)
    head = before.text[: first.span.start]
    placed = re.search(r"\b(in|en|au|aux|dans|à|em|na|nos|nas) (the |la |le |les )?$", head, re.I)
    if placed and re.match(r"(in|en|au|aux|dans|à|em|na|nos|nas)\b", own, re.I):
        return head[: placed.start()] + own + before.text[last.span.end :]
    article = re.sub(r"\bthe $", "", head, flags=re.I)
    group = re.match(rf" (?:{NATIONAL}|{LOCAL})\b", before.text[last.span.end :], re.I)
    if last.adjective and group and len(before.mentions) > 1:
        return f"{article}{group[0].strip()} in {' and '.join(names)}{before.text[last.span.end + group.end() :]}"
    if first.adjective and frame and of_region:
        return frame.of_all(head_of(before.text), now.where)
    return article + " and ".join(names) + before.text[last.span.end :]


def _replaced(before: Reading, said: str) -> tuple[Mention, Mention]:
    """Return the first and the last of the places for which others stand.

    Of "people from Ukraine in Malta" that is the last, for "in Valletta".
    """
    mentions = before.mentions
    inside = [m for m in mentions if re.search(r"\bin (?:the )?$", before.text[: m.span.start], re.I)]
    others = [m for m in mentions if re.search(r"\b(?:from|of) (?:the )?$", before.text[: m.span.start], re.I)]
    if len(mentions) == len(inside) + len(others) and inside and others and re.match(r"in\b", said, re.I):
        return inside[0], inside[-1]
    return mentions[0], mentions[-1]


def head_of(text: str) -> str:
    """Return "Which" or "How many" as ``text`` begins."""
    return "How many" if re.match(r"\W*how many\b", text, re.I) else "Which"


def _said(now: Reading) -> str:
    """Return the places of ``now`` as it says them, with their preposition as it is within a sentence."""
    said = now.text[_start(now) : now.mentions[-1].span.end]
    return re.sub(r"^(?:in|en|aux?|dans|à|em|nas?|nos)\b", lambda found: found[0].lower(), said, flags=re.I)


def _start(now: Reading) -> int:
    """Return where the first place of ``now`` begins with its preposition."""
    start = now.mentions[0].span.start
    before = re.search(r"\b(?:in|en|au|aux|dans|à|em|na|nos|nas) (?:the |la |le |les )?$", now.text[:start], re.I)
    return before.start() if before else start


def all_where(before: Reading, frame: Frame) -> str:
    """Return the region that a question about several countries was limited to."""
    if any(name in frame.rest for name in before.names):
        return ""
    if before.mentions and re.match(r"\W*(?:which|how many)\b", before.text, re.I):
        return before.where
    single = re.match(r"^\W*(does|has|is|did|was)\b", before.text, re.I)
    return "" if single or (before.mentions and before.places and not regional(before)) else before.where


def regional(before: Reading) -> bool:
    """Say whether a question is about a region, or about several cities."""
    return any(place.kind == "region" for mention in before.mentions for place in mention.places) or bool(
        before.frame and re.match(rf"{LOCAL}$", before.frame.noun, re.I)
    )
