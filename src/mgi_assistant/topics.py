"""Follow-ups that ask the same about another topic: "and smuggling?", "for women too"."""

from __future__ import annotations

import re

from mgi_assistant import follow_ups as say
from mgi_assistant.policy_areas import areas_meant
from mgi_assistant.reading import ADDED, Reading
from mgi_assistant.text import words
from mgi_assistant.vocabulary import QUESTION_WORDS

_PLACE_PREPOSITION = re.compile(r"\b(?:in|of|for|from|at)(?: the)? $", re.I)
_PREPOSITION = re.compile(r"(?:for|on|about|against|with|in|to|of|under) ", re.I)

_ADVISED_ON = re.compile(
    r"^(?P<head>.*\b(?:recommend|advi[sc]e|suggest|propos)\w*\b[^?]*? (?:on|about|regarding)) \S.*$", re.I
)


def on_another_topic(now: Reading, before: Reading, only: bool) -> str | None:
    """Ask of ``now``'s topic what ``before`` asked of its own, where that can be said.

    ``only`` says that the topic limits the question, and does not replace what it is about.
    """
    topic = now.text.strip(" ,?.!")
    if now.mentions:
        named = now.text[now.mentions[0].span.start : now.mentions[-1].span.end]
        head, _, rest = topic.partition(named)
        topic = f"{_PLACE_PREPOSITION.sub('', head)}{rest}".strip(" ,?.!")
        if topic and not _PREPOSITION.match(topic):
            return f"{before.text.rstrip(' ?.!')}, {topic}?"
    if say.ONES.search(topic) or say.FINITE.search(topic):  # "the 2024 one", "two thirds don't": no topic
        return None
    asked = before.text.rstrip(" ?.!")
    if say.APPENDED.match(topic):
        return f"{asked} {topic}?"
    if only and not before.frame:
        return f"{asked}, as to {topic}?"
    preposition = _PREPOSITION.match(topic)
    for_whom = preposition is not None and preposition[0].lower() == "for "
    for_people = for_whom and say.PEOPLE.search(topic) is not None
    about, _, replaced = asked.rpartition(ADDED)
    if about and replaced and not for_people:
        return f"{about}{ADDED}{topic[preposition.end() :] if preposition else topic}?"
    inside = set(now.specific) & set(before.specific) and re.search(r" (of|for|in) ", topic, re.I)
    areas = areas_meant(" ".join(now.specific))
    other = bool(areas) and set(areas).isdisjoint(areas_meant(" ".join(before.specific)))
    if (advised := _ADVISED_ON.match(asked)) and (other or not for_people) and not now.mentions and preposition:
        return f"{advised['head']} {topic[preposition.end() :]}?"
    for_people = for_people and not other
    slot = before.slot_after(preposition[0]) if preposition else None
    if slot is None and for_people and before.slot and not inside:
        return f"{asked} {topic}?"
    slot = slot or before.slot
    if slot is None or inside:  # "the goal of the mission" needs no other question
        unknown_place = preposition is not None and preposition[0].lower() == "in "
        if unknown_place and before.mentions and topic[len("in ") :][:1].isupper():
            first, last = before.mentions[0].span, before.mentions[-1].span
            return f"{asked[: first.start]}{topic[len('in ') :]}{asked[last.end :]}?"
        where = "" if now.mentions or not before.mentions or unknown_place else f" {before.where}"
        return f"What about {topic}{where}?" if where or before.slot else None
    start, end = slot
    topic = topic[preposition.end() :] if preposition else topic
    head = before.text[:start]
    if re.match(r"(?:the|an?) ", topic, re.I):
        head = re.sub(r"\b(?:the|an?) $", "", head, flags=re.I)
    if say.PEOPLE.search(topic):  # one acts against a deed, for people
        head = re.sub(r"\bagainst $", "for ", head, flags=re.I)
    return f"{head}{topic}{before.text[end:].rstrip(' ?.!')}?"


def asks_by_itself(question: str) -> bool:
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
