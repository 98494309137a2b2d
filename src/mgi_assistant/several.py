"""Words that mean one or both of several: "the second one", "these two", "neither of them"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from mgi_assistant import follow_ups as say
from mgi_assistant.elsewhere import with_places
from mgi_assistant.places import Gazetteer
from mgi_assistant.pointing import added, sentence
from mgi_assistant.reading import Reading
from mgi_assistant.talk import Talk, Turn
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC

PreviousPlaces = Callable[[str], Sequence[str]]
"""Names of the places that the answer to a standalone question tells of, in order."""
_LISTS = 2
"""How many of the questions before are asked again for what their answers list."""


def one_of_several(
    question: str, talk: Talk, gazetteer: Gazetteer, previous_places: PreviousPlaces | None
) -> Turn | None:
    """Understand "the second one": of what was numbered in a question, of two things asked about, or of an answer."""
    nth, before = say.ORDINAL.search(question), talk.base
    if before is not None and say.THE_OTHER.match(say.CARRIES_ON.sub("", say.COURTESY.sub("", question))):
        return Turn(question, leans=True)
    if nth is None or before is None or re.search(r"\bor $", question[: nth.start()]):
        return None  # "a repeat, or the first one?" asks of nothing listed
    bare = not _rest(f"{question[: nth.start()]} {question[nth.end() :]}")
    numbered = say.NUMBERED.search(before.text)
    if numbered and bare and numbered["nth"].lower() != nth["nth"].lower():
        return Turn(f"{before.text[: numbered.start('nth')]}{nth['nth']}{before.text[numbered.end('nth') :]}")
    chosen = _nth(nth["nth"], talk.two or _listed(talk, previous_places))
    if not chosen:
        return Turn(question, leans=True) if bare else None
    if gazetteer.find(chosen):
        return Turn(_about_one(question, nth, chosen, before))
    if talk.two:
        return Turn(sentence(say.OPENING.sub("", say.COURTESY.sub("", _with(question, nth, chosen)))))
    rest = say.COURTESY.sub("", f"{question[: nth.start()]} {question[nth.end() :]}").strip(" ,;:–-?.!")
    asked = sentence(rest) if len(words(rest)) > 3 and not say.MORE.match(rest) else "Tell me more"
    return Turn(f"{re.sub(r' (about|on|of|for)$', '', asked)}: “{chosen.rstrip('.')}”?")


def of_both(question: str, talk: Talk, gazetteer: Gazetteer) -> Turn | None:
    """Understand "these two", "both" and "neither" of the last two places or, failing these, topics."""
    both, before = say.BOTH.search(question), talk.base
    if both is None or before is None:
        return None
    places = _last_two([tuple(base.names) for base in talk.bases if base.mentions]) if before.mentions else ()
    two = places or _last_two([(base.matter,) for base in talk.bases if base.matter])
    if not two:
        return None
    joint = "neither {} nor {}" if both[0].lower().startswith("neither") else "{} and {}"
    if not places and say.OF_TWO.search(question[: both.start()]):
        asked = f"{sentence(question.rstrip(' ?.!'))}: {two[0]} or {two[1]}?"
        return Turn(_asked_of_both(talk) or asked, True, two)
    text = say.OPENING.sub("", say.COURTESY.sub("", _with(question, both, joint.format(*two))))
    now = Reading.of(text, gazetteer)
    if not places:
        return Turn(sentence(text), True, two)
    if say.MANY_BOTH.match(text):
        asked = f"in {' and '.join(two)}"
        whole = Reading.of(with_places(before, Reading.of(asked, gazetteer)), gazetteer)
        return Turn(whole.frame.of_all("How many", asked) if whole.frame else whole.text, False, two)
    return Turn(sentence(text) if now.specific else added(text, before), True, two)


def _asked_of_both(talk: Talk) -> str:
    """Return the last two questions as one, where they differ in one place only: "how common are fees or permits?"."""
    if len(talk.bases) < 2:
        return ""
    one, other = (base.text.rstrip(" ?.!").split() for base in talk.bases[-2:])
    head = _alike(one, other)
    tail = _alike(one[head:][::-1], other[head:][::-1])
    sides = [" ".join(side[head : len(side) - tail]) for side in (one, other)]
    if head < 2 or not all(sides):
        return ""
    return f"{' '.join([*one[:head], ' or '.join(sides), *one[len(one) - tail :]])}?"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts have in common where they begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _last_two(named: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the two things that the last question named, or else the last two that were named one by one."""
    if named and len(named[-1]) == 2:
        return named[-1]
    single = list(dict.fromkeys(names[0] for names in reversed(named) if len(names) == 1))
    return tuple(reversed(single[:2])) if len(single) > 1 else ()


def _listed(talk: Talk, previous_places: PreviousPlaces | None) -> Sequence[str]:
    """Return what the answers to the questions before list, the last that list several, or else one."""
    one: Sequence[str] = ()
    for base in reversed(talk.bases[-_LISTS:]) if previous_places else ():
        told = previous_places(base.text) if previous_places else ()
        if len(told) > 1:
            return told
        one = one or told
    return one


def _nth(word: str, places: Sequence[str]) -> str | None:
    """Return the place that an ordinal picks from a list, or nothing where the list is shorter."""
    index = len(places) - 1 if word.lower() == "last" else say.NTH.index(word.lower())
    return places[index] if 0 <= index < len(places) else None


def _with(question: str, found: re.Match[str], words_: str) -> str:
    """Return ``question`` with other words in place of those found."""
    return f"{question[: found.start()]}{words_}{question[found.end() :]}"


def _rest(text: str) -> list[str]:
    """Return the words of a question that ask for something of their own."""
    rest = words(say.CARRIES_ON.sub("", say.COURTESY.sub("", text)))
    return [] if "do" not in rest and all(w in ASKING | GENERIC or w == "more" for w in rest) else rest


def _about_one(question: str, nth: re.Match[str], place: str, before: Reading) -> str:
    """Ask about one place of the previous answer."""
    text = _with(question, nth, place).rstrip(" ?.!")
    if not _rest(text.replace(place, "")):
        of_stories = say.STORY.search(before.matter) is not None
        about = f"{before.matter} in {place}" if before.matter and not of_stories else place
        return f"Tell me more about {about}."
    return f"{sentence(text)}, as to {before.matter}?" if before.matter else f"{sentence(text)}?"
