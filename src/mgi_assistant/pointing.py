"""Words of a question that stand for what was said before ("it", "there", "their"), and what they stand for."""

from __future__ import annotations

import re

from mgi_assistant import follow_ups as say
from mgi_assistant.reading import Reading
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS

_SINGULAR = {"do": "does", "have": "has"}


def points_back(question: str) -> bool:
    """Say whether a word of ``question`` stands for what was said before; "their" does when nobody is named yet."""
    owner = say.OWNER.search(question)
    unowned = owner is not None and all(word in ASKING | QUESTION_WORDS for word in words(owner["before"]))
    return unowned or say.POINTS_BACK.search(question) is not None


def spelt_out(question: str, before: Reading) -> str:
    """Return ``question`` with such words replaced by what they stand for in the question ``before``."""
    text = say.OPENING.sub("", question).rstrip(" ?.!")
    if say.PRODUCT.search(text):
        return f"As to {before.done}, {_lower(text)}?"
    if before.where:
        text = say.THERE.sub(lambda m: f" from {before.where[3:]}" if m["from"] else f" {before.where}", text, count=1)
    placed = bool(before.where) and before.where in text
    if agent := say.AGENT.search(text):
        source = "IOM" if re.search(r"\bIOM\b", before.text) else "the MGI"
        rest = before.matter if placed else f"{before.matter} {before.where}".strip()
        asked = f"{text[: agent.end('aux')]} {source}{text[agent.end('subject') :]}"
        return f"{sentence(asked)} {'on ' if before.matter else ''}{rest}".rstrip() + "?"
    if before.frame and not _who(before):
        text = say.THEY.sub(rf"\1 {before.frame.noun}", text, count=1)
    return _of_somebody(text, before) or _of_something(text, question, placed, before)


def added(question: str, before: Reading) -> str:
    """Return ``question`` with what ``before`` is about, and where, behind it."""
    asked = say.OPENING.sub("", question).rstrip(" ?.!")
    if not before.matter and before.done != before.where:
        return f"As to {before.done}, {_lower(asked)}?"
    said = set(words(asked))
    matter = "" if set(words(before.matter)) <= said else before.matter
    where = "" if set(words(before.where)) - {"in"} <= said else before.where
    if not matter:
        return f"{sentence(asked)} {where}".rstrip() + "?"
    joint = " on" if say.TAKES_ON.search(asked) else ", as to"
    return f"{sentence(asked)}{joint} {matter} {where}".rstrip() + "?"


def sentence(text: str) -> str:
    """Return ``text`` beginning with a capital."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _of_somebody(text: str, before: Reading) -> str | None:
    """Put who "it", "they" and "their" are in their place, where they are a place, countries or people."""
    who = _who(before)
    actor = say.ACTOR.search(text)
    if actor and actor["who"].lower() == "they" and say.PEOPLE.search(before.matter):
        return sentence(f"{text[: actor.start('who')]}{before.matter}{text[actor.end('who') :]} {before.where}") + "?"
    if actor and who:
        aux = _SINGULAR.get(actor["aux"].lower(), actor["aux"])
        return added(f"{text[: actor.start('aux')]}{aux} {who}{text[actor.end('who') :]}", before)
    owner = say.OWNER.search(text)
    if owner and who:
        return added(f"{owner['before']}{who}'s{text[owner.end() :]}", before)
    return None


def _of_something(text: str, question: str, placed: bool, before: Reading) -> str:
    """Put what "it" or "that" is in its place; what has an antecedent of its own is left as it is."""
    word = say.STANDS_FOR.search(text)
    if word is None or placed or not before.done:
        return added(text, before)
    own = [w for w in words(text[: word.start()]) if w not in ASKING | GENERIC | QUESTION_WORDS]
    if len(own) > 1:
        return question
    following = text[word.end() :].split()[:1]
    with_noun = word[0].lower() != "it" and bool(following) and following[0].lower() not in ASKING | QUESTION_WORDS
    if with_noun:
        return added(text, before)
    return sentence(f"{text[: word.start()]}{before.done}{text[word.end() :]}") + "?"


def _who(before: Reading) -> str:
    """Return the one place that "it" or "they" can be, where there is one."""
    only = len(before.mentions) == 1 and before.mentions[0].places[0].kind != "region"
    return before.name(before.mentions[0]) if only else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
