"""Noun phrases of a question, told by its small words and by the verbs that are known; no grammar of English is used.

What stands between two small words ("of", "the", "did") is a phrase when it is no verb; phrases that only "of", "on",
"with" or the like parts are one ("agreements on smuggling"). Verbs are those of ``data/glossary.csv`` and of
``data/question_words.csv`` in all their forms; a word that may be a noun too is a verb only where one is due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mgi_assistant.place_words import table
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS, listed

_TOKEN = re.compile(r"@+(?:['’]s\b)?|[^\W_][\w'’/-]*|[^\w\s]")
_LINKS = frozenset("of for on with against about between among regarding concerning to at from by in".split())
"""What joins two phrases to one."""
_ARTICLES = frozenset("a an the any all some their its his her our your this that these those no".split())
_DUE = frozenset("do does did can could should will would may might must to".split())
"""After these, and who does it, a verb is due."""
_HAVING = frozenset("has have had having being been done".split())
_SAYING = frozenset("advise said say suggest tell".split())
_BEING = frozenset("is are was were".split())
_PREPOSITIONS = frozenset(
    "across after as before behind besides beyond despite during except if inside into near onto out outside over per "
    "since than through throughout toward towards under until up upon via when whether while within without".split()
)
_PRONOUNS = frozenset(
    "anybody anyone anything each else everybody everyone everything he her here him nobody none nothing she somebody "
    "someone something there whom whose".split()
)
_SUBJECTS = frozenset("which what who how".split())
"""Where one of these opens a question, a verb is due after what is asked for, or at once."""
QUANTITIES = frozenset("any few fewer less likely many more most much other others rest several still too yet".split())
"""Words of quantity and degree, which are no phrase by themselves."""


class Phrase(NamedTuple):
    """A run of words of a text, with where it begins and ends there."""

    text: str
    start: int
    end: int


def phrases(text: str) -> list[Phrase]:
    """Return the phrases of ``text`` in order, each without an article; a place, as ``@`` signs, ends one."""
    return [Phrase(text[start:end], start, end) for start, end in _runs(text)]


def linked(text: str) -> list[Phrase]:
    """Return the phrases of ``text``, those joined by a preposition as one, each with the article before it."""
    found: list[Phrase] = []
    for start, end in _runs(text):
        between = words(text[found[-1].end : start]) if found else []
        joined = bool(between) and between[0] in _LINKS and all(w in _LINKS | _ARTICLES | {"and"} for w in between)
        joined = joined or ("and" in between and len(between) <= 2 and " between " in f" {found[-1].text} ")
        if found and joined and not re.search(r"[^\w\s]", text[found[-1].end : start]):
            start = found.pop().start
        else:
            article = re.search(r"\b(?:an?|the|all|any) $", text[:start], re.I)
            start = article.start() if article else start
        found.append(Phrase(text[start:end], start, end))
    return found


@cache
def verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the forms of the known verbs that are never nouns, and those that may be."""
    glossary = table("glossary")
    infinitives = {row["english"].split()[0].lower() for row in glossary if row["kind"] == "verb"}
    infinitives |= listed("light verb") | _SAYING
    irregular = [word.split("/") for word in listed("irregular verb")]
    forms = {form for one in irregular for form in one} | infinitives
    forms |= {
        _with_ending(verb, ending) for verb in (infinitives | {v[0] for v in irregular}) for ending in ("s", "ed")
    }
    nouns = {word for row in glossary if row["kind"] == "noun" for word in words(row["english"])}
    return frozenset(forms - nouns), frozenset(forms & nouns)


def _with_ending(verb: str, ending: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ie{ending[-1]}"
    if ending == "ed":
        return verb.removesuffix("e") + "ed"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


@cache
def _idle() -> frozenset[str]:
    """Return the words that no phrase has."""
    small = _BEING | _HAVING | _LINKS | _PREPOSITIONS | _PRONOUNS | _ARTICLES
    return (ASKING | QUESTION_WORDS | listed("filler") | small) - {"name"}


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where runs of words that can be a phrase begin and end."""
    tokens = list(_TOKEN.finditer(text))
    idle, (never, perhaps) = _idle(), verbs()
    run: list[re.Match[str]] = []
    due = bool(tokens) and tokens[0][0].lower() in _SUBJECTS
    for i, token in enumerate(tokens):
        word = token[0].lower()
        following = tokens[i + 1][0].lower() if i + 1 < len(tokens) else "?"
        described = word.endswith("ed") and following not in idle and following[0].isalnum()  # "targeted measures"
        is_verb = (word in never and not described) or (due and bool(run) and word in never | perhaps)
        is_verb = is_verb or (due and i == 1 and tokens[0][0].lower() == "who")
        if is_verb or word in idle or not word[0].isalnum():
            yield from _bounds(run)
            run = []
            due = word in _DUE or (due and not is_verb and word not in _BEING)
        else:
            run.append(token)
    yield from _bounds(run)


def _bounds(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of a run that is more than words of quantity and adverbs."""
    while run and run[0][0].lower() in QUANTITIES:
        run = run[1:]
    while run and run[-1][0].lower().endswith("ly"):
        run = run[:-1]
    if run:
        yield run[0].start(), run[-1].end()


def specific(phrase: str) -> bool:
    """Say whether a phrase has a word that tells what it is about."""
    return any(word not in ASKING | GENERIC for word in words(phrase))
