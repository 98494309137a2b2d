"""Follow-ups of a few words: "why?", "how many do?", "which of those are local?", "name them"."""

from __future__ import annotations

import re
from dataclasses import replace

from mgi_assistant import follow_ups as say
from mgi_assistant.elsewhere import all_where, of_level, regional, with_places
from mgi_assistant.pointing import added, sentence
from mgi_assistant.reading import ADDED, Reading
from mgi_assistant.talk import Talk, Turn
from mgi_assistant.text import words


def bare(now: Reading, before: Reading) -> Turn | None:
    """Understand "why?", "how many do?", "more", "any examples?": what is asked is said, of what is not."""
    text = now.text
    if say.AGAIN.match(text) and not say.WHERE.match(text):
        return Turn(before.text, leans=True)
    if say.MORE.match(text):
        return Turn(f"Tell me more about {before.done}.", leans=True)
    if not now.specific and (examples := say.EXAMPLES.match(text)):
        return Turn(f"{sentence(examples['ask'])} of {before.done}?", leans=True)
    if (where := say.WHERE.match(text)) and before.frame and before.mentions and not regional(before):
        return Turn(_why(where["ask"].capitalize(), before), leans=True)
    if why := say.WHY.match(text):
        return Turn(_why(why["ask"].capitalize(), before), leans=True)
    if asked := _which_not(text, before):
        return Turn(asked, leans=True)
    asked = _how_many(now, before) or _which(text, before)
    return Turn(asked, leans=asked.startswith("As to ") or ADDED in asked) if asked else None


def _which_not(text: str, before: Reading) -> str | None:
    """Understand "which don't?"."""
    asked, frame = say.WHICH_NOT.match(text), before.frame
    if not asked or not frame:
        return None
    head = "How many" if asked["head"].lower() == "how many" else "Which"
    return replace(frame, aux=f"{frame.aux} not", rest=frame.rest).of_all(head, all_where(before, frame))


def _how_many(now: Reading, before: Reading) -> str | None:
    """Understand "how many do?" and "and how many in Spain?"."""
    text, frame = now.text, before.frame
    if say.MANY.match(text):
        whole = frame.of_all("How many", all_where(before, frame)) if frame else ""
        return whole or f"How many countries act on {_about(before)}?"
    there = say.MANY_THERE.match(text) if now.mentions else None
    if there is None or there.end() + len(" the ") < now.mentions[0].span.start:
        return None
    if frame and not frame.rest.startswith("@"):
        return frame.of_all("How many", now.where)
    return re.sub(r"^\W*(which|what|how many)\b", "How many", with_places(before, now), flags=re.I)


def _which(text: str, before: Reading) -> str | None:
    """Understand "which ones?", "where?" and "who else?"."""
    frame = before.frame
    if (anyone := say.ANYONE.match(text)) and before.matter:
        return f"Which {re.sub('y$', 'ies', anyone['group'].lower()).rstrip('s')}s act on {_about(before)}?"
    if (alike := say.ALIKE.match(text)) and len(before.mentions) == 1 and not regional(before):
        cities = re.match(r"cit|town", alike["group"], re.I) is not None
        group = "cities" if cities else "places" if alike["group"].lower().startswith("place") else "countries"
        return f"Which {group} are comparable to {before.names[0]}?"
    if others := say.ELSE.match(text):
        group = others["group"] or others["like"]
        if frame and (others["like"] or before.mentions):
            local = not others["like"] and any(place.kind == "locality" for place in before.mentions[0].places)
            return frame.of_all("Which", "", f"other {'cities' if local else frame.noun}")
        if not (before.mentions and before.matter):
            return None
        return f"Which {group or 'countries and cities'} act on {before.matter}?"
    which = say.WHICH.match(text)
    if not which or words(text)[0] == "who":
        return None
    if frame and which["noun"] == "cities" and before.mentions and not regional(before):
        return frame.of_all("Which", f"in {' and '.join(before.names)}", "cities")
    if not frame and before.mentions and before.done.startswith("what "):
        return added(text, before)
    if not frame:
        return f"Which countries act on {_about(before)}?"
    return _of_those_counted(frame.of_all("Which", all_where(before, frame)), before)


def members(now: Reading, talk: Talk) -> str | None:
    """Understand "name them" and "which are they?" of what the last question counted or told apart."""
    last, before = talk.last, talk.base
    if last is None or before is None or not say.NAMES.match(now.text):
        return None
    if last.frame and not (last.mentions and not regional(last)):
        return _of_those_counted(last.frame.of_all("Which", all_where(last, last.frame)), last)
    if counted := say.COUNTED.match(last.text):
        return _of_those_counted(f"Which {counted['noun']} {counted['rest']}?", last)
    if many := re.match(r"\W*how many (?P<rest>[^?]+)", last.text, re.I):
        return _of_those_counted(f"Which {many['rest']}?", last)
    apart = re.search(r"\bbetween (?P<two>.+ and .+)", before.matter, re.I)
    return f"What are {apart['two']}?" if apart else None


def _of_those_counted(which: str, before: Reading) -> str:
    """Ask for the countries that a figure counts by name, where that is not told by a list of participants."""
    if say.TAKING_PART.search(which) or not say.HOW_COMMON.match(before.text):
        return which
    return say.WHICH_COUNTRIES.sub(r"\g<which> are among those that", which)


def _about(before: Reading) -> str:
    """Return what ``before`` is about and where."""
    return f"{before.matter} {before.where}".strip() if before.matter else before.done


def _why(ask: str, before: Reading) -> str:
    """Ask why, how or when of what ``before`` asked about."""
    ask = "Why" if ask == "What for" else ask
    if asked := say.OTHERWISE.match(before.text):
        return f"{ask} {before.text[asked.end() :]}"
    if before.frame and before.mentions and not re.match(r"\W*(which|what|how|do|have|are) ", before.text, re.I):
        whole = before.frame.of_places(before.names)
        return f"{ask} {whole[0].lower()}{whole[1:]}"
    if before.frame and before.frame.aux == "do":
        return before.frame.of_all(f"{ask} do", all_where(before, before.frame))
    if before.action:
        return f"{ask} {before.action}?"
    return f"{ask} is that so {before.done if before.done == before.where else f'for {before.done}'}?"


def of_those(now: Reading, before: Reading) -> str | None:
    """Understand "which of those are local?": the earlier question, asked of fewer."""
    those = say.OF_THOSE.match(now.text)
    if not those:
        return None
    head = "How many" if those["head"].lower() == "how many" else "Which"
    rest, frame = those["rest"].strip(), before.frame
    counted = None if frame else say.COUNTED.match(before.text)
    if counted and rest and not now.mentions:
        about = counted["rest"].partition(" ")[2] if say.OF_THE_OBJECT.match(counted["rest"]) else ""
        return " ".join(filter(None, (head, counted["noun"], about, those["verb"], rest))).rstrip("?") + "?"
    if those["part"] and frame:
        return frame.of_all(head, before.where, those["part"])
    if say.AT_LEVEL.match(rest):
        whole = frame.of_all(head, all_where(before, frame)) if frame else before.text
        return of_level(Reading(whole, ()) if frame else before, rest)
    if now.mentions and not now.specific:
        return frame.of_all(head, now.where) if frame else with_places(before, now)
    if frame and rest:
        verb = those["verb"] or ""
        verb = "have" if verb.lower() == "has" else verb
        if say.OF_THE_OBJECT.match(f"{verb} {rest}"):
            return f"{frame.of_all(head, all_where(before, frame)).rstrip('?')} {rest}?"
        return f"{frame.of_all(head, all_where(before, frame)).rstrip('?')} and {verb} {rest}?".replace("  ", " ")
    return added(now.text, before)


def others_counted(now: Reading, before: Reading) -> str | None:
    """Understand "and how many local governments?" as asking the same of these."""
    others, counted = say.COUNTS_OTHERS.match(now.text), say.COUNTED.match(before.text)
    if (
        not others
        or not counted
        or now.mentions
        or not re.search(r"\bhow many $", before.text[: counted.start("noun")], re.I)
    ):
        return None
    return f"{before.text[: counted.start('noun')]}{others['things']}{before.text[counted.end('noun') :]}"


def without_noun(now: Reading, before: Reading) -> str | None:
    """Understand "and how many have agreements?" as asked of the countries of before."""
    short = say.WITHOUT_NOUN.match(now.text)
    if not short or not before.frame:
        return None
    where = "" if now.mentions else all_where(before, before.frame)
    of = " of" if short["head"].lower().startswith("what") and not short["head"].endswith("of") else ""
    head = f"{sentence(short['head'])}{of} {before.frame.noun} {where}".rstrip()
    return f"{head} {short['verb'].strip()}?"
