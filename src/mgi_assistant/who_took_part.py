"""Who took part, however that is asked: "kenya cities MGI", "was it only Quito?", "SIDS in the programme: names".

What says nothing but a place, a level and that something took part asks for the list of participants there, in
whatever order and form it says so.
"""

from __future__ import annotations

import re

from mgi_assistant.place_words import is_regional
from mgi_assistant.places import Gazetteer, Mention
from mgi_assistant.text import sentences, words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS

_LOCAL = re.compile(
    r"\b(?:cit(?:y|ies)|town(?:s|ship)?|municipal\w*|localit(?:y|ies)|local(?:ly)?|jurisdictions?|cantons?|subnational)\b",
    re.I,
)
_TOOK_PART = re.compile(
    r"\b(?:MGIs?|Migration Governance Indicators|indicators|programme|t(?:ake|akes|ook|aken|aking) part|particip\w+|"
    r"join\w*|represented|assess\w+|went through|gone through|underwent|signed up)\b",
    re.I,
)
_SAYS_NO_MORE = frozenset(
    "all alone also any apart as belong besides capital count does each else enumerate entire every except far group "
    "happen happened happens here join joined joining jurisdiction jurisdictions level levels like listing local "
    "locally "
    "many member members neighbor neighbors neighbour neighbours neighbouring mgi mgis municipal municipality "
    "name named names number only other others part participant "
    "participants participate participated participating place places represent represented represents same second "
    "single sites some sum take taken taking third through too took total town towns two undergo underwent was "
    "well went "
    "were what whole".split()
)
_WHETHER = re.compile(r"^\W*(?:and |so )?(?:did|do|does|has|have|had|is|are|was|were)\b", re.I)
_OTHERS = re.compile(r"\b(?:only|other|others|else|apart|besides|second|alone|except)\b", re.I)
_COUNTS = re.compile(r"\b(?:how many|number of|count|total of)\b", re.I)
_POINTS = re.compile(r"\b(?:them|there|those|these|ones)\b", re.I)
_ANYTHING_ELSE = re.compile(
    r"\b(?:national(?:ly)?|both levels|together|not|no|never|none|without|when|why|most|first|least|how (?!many)|"
    r"about|leads?|purpose|aims?|start\w*|began|begun|benefits?|outcomes?|impact|"
    r"led|us(?:e|es|ed|ing)|"
    r"results?|stor(?:y|ies)|examples?|what\s+(?!(?:are\s+|were\s+)?(?:the\s+)?(?:cit|countr|town|municip|local|place|other)))\b|n['’]t\b|\d",
    re.I,
)
"""Asks for something else than names, or not for all of them."""


def participants_asked(question: str, gazetteer: Gazetteer) -> str:
    """Return a question that is for participants of one place, and nothing else, in its usual form."""
    spans = sentences(question)
    last = question[spans[-1].start :] if spans else question
    mentions = gazetteer.find(last)
    if not mentions and len(spans) > 1 and (_POINTS.search(last) or len(last.split()) == 1):
        mentions = gazetteer.find(question[: spans[-1].start])
        bare = f"{last} {_local_words(question)}"
    else:
        bare = _without(last, mentions)
    place = _one_place(mentions, gazetteer)
    asks = _TOOK_PART.search(bare) and not _ANYTHING_ELSE.search(bare) and (len(spans) < 2 or last != question)
    if place is None or not asks or not set(words(bare)) <= _SAYS_NO_MORE | ASKING | GENERIC | QUESTION_WORDS:
        return question
    local, regional = _LOCAL.search(bare), is_regional(place)
    others = _OTHERS.search(bare)
    if not (local or regional or others) or (_WHETHER.match(last) and not others):
        return question
    head = "How many" if _COUNTS.search(bare) else "Which"
    things = "cities" if local or not regional else "countries"
    return f"{head} {things} in {gazetteer.get(place).name} took part?"


def _local_words(text: str) -> str:
    """Return the word by which ``text`` speaks of localities."""
    local = _LOCAL.search(text)
    return local[0] if local else ""


def _without(text: str, mentions: tuple[Mention, ...]) -> str:
    """Return ``text`` without its places."""
    for mention in reversed(mentions):
        text = f"{text[: mention.span.start]} {text[mention.span.end :]}"
    return text


def _one_place(mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> str | None:
    """Return the one country, region or group that is named, beside localities in it."""
    found = {place.id: place for mention in mentions for place in mention.places}
    outer = [place for place in found.values() if place.kind != "locality"]
    if len(outer) != 1:
        return None
    inside = gazetteer.members(outer[0].id)
    return outer[0].id if all(place == outer[0] or place.iso3 in inside for place in found.values()) else None
