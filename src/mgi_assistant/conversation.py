"""From a question and the questions before it to one that can be understood on its own.

A conversation has a *base*, the last question that stands by itself. What a follow-up leaves unsaid is taken from it:
another place, region, level or topic is put where the base had its own, which makes a new base; words such as "it" and
"there" are spelt out. A follow-up that only leans on the base ("who paid for it?", "why?") leaves it as it is, so that
the next one does not have to be understood from a makeshift. A question with a topic of its own and no word that points
back stays as it was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mgi_assistant import follow_ups as say
from mgi_assistant.brief import bare, members, of_those, others_counted, without_noun
from mgi_assistant.elsewhere import at_level, elsewhere, with_places
from mgi_assistant.phrases import QUANTITIES
from mgi_assistant.places import Gazetteer
from mgi_assistant.pointing import (
    added,
    in_its_country,
    itself,
    narrowed,
    one_spelt_out,
    only_there,
    points_back,
    sentence,
    spelt_out,
    there,
)
from mgi_assistant.reading import ADDED, Reading
from mgi_assistant.several import PreviousPlaces, of_both, one_of_several
from mgi_assistant.talk import Talk, Turn
from mgi_assistant.text import words
from mgi_assistant.topics import asks_by_itself, on_another_topic

__all__ = ["PreviousPlaces", "Resolved", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question as understood from its conversation."""

    standalone: str
    """Readable by itself; the question as asked where nothing was missing."""
    earlier: tuple[str, ...] = ()
    """The questions before it since the conversation last started over, as asked, oldest first."""
    there: str = ""
    """The question asked of the place that the one before it was about, where it names none: what it may mean."""
    recalled: str = ""
    """The question with what was talked of before it: what it means where it says too little by itself."""


def resolve(
    question: str, history: Sequence[str], gazetteer: Gazetteer, previous_places: PreviousPlaces | None = None
) -> Resolved:
    """Return ``question`` with what the questions before it supply, oldest first.

    ``previous_places`` is asked only for "the second one" and the like; without it those stay unresolved.
    """
    turn, asked_there, recalled = Turn(question), "", ""
    talk = Talk()
    earlier: list[str] = []
    for asked in [*filter(None, history), question]:
        if over := say.STARTS_OVER.match(asked):
            earlier, talk, asked_there, recalled, rest = [], Talk(), "", "", asked[over.end() :]
            if len(words(rest)) < 2:
                turn = Turn(asked)
                continue
            asked = sentence(rest)
        turn = _in_place(_understood(asked, talk, gazetteer, previous_places), asked, talk, gazetteer)
        now = Reading.of(turn.text, gazetteer)
        asked_there = there(now, talk.placed) if talk.placed else ""
        as_asked = turn.text.lower() in asked.lower()
        recalled = added(turn.text, talk.base) if talk.base and as_asked and not now.plain else ""
        before, talk = talk.base, talk.after(asked, turn, now, asked_there, gazetteer)
        asked_there = asked_there or (only_there(asked, before) if before and not as_asked else "")
        earlier.append(asked)
    return Resolved(turn.text, tuple(earlier[:-1]), asked_there, recalled)


def _in_place(turn: Turn, asked: str, talk: Talk, gazetteer: Gazetteer) -> Turn:
    """Ask of the place talked of what says too little without one: "which partners were involved?"."""
    now = Reading.of(turn.text, gazetteer)
    little = turn.text == asked and not now.plain and len(now.specific) <= 1
    placed = there(now, talk.placed) if talk.placed and little else ""
    return replace(turn, text=sentence(placed), leans=True) if placed else turn


def _understood(asked: str, talk: Talk, gazetteer: Gazetteer, previous_places: PreviousPlaces | None) -> Turn:
    """Fill in from the conversation what the question ``asked`` leaves unsaid."""
    before = talk.base
    if before is not None and (changed := say.TALK_OF.match(asked)):
        return Turn(f"Tell me about {changed['it'] or changed['next']}.")
    if before is not None and not before.telling and (one := one_of_several(asked, talk, gazetteer, previous_places)):
        return one
    if before is None or not (before.telling or say.COUNTED.match(before.text)):
        of_it = before is not None and say.OF_THE_MGI.search(before.text)
        return Turn(sentence(say.OPENING.sub("", say.ALL_THIS.sub("the MGI", asked))) if of_it else asked)
    asked = in_its_country(asked, talk, gazetteer)
    if several := one_of_several(asked, talk, gazetteer, previous_places):
        return several
    asked = say.COMPARES.sub("what about ", asked)
    said = say.COURTESY.sub("", one_spelt_out(asked, before))
    body = said
    for opening in (say.CARRIES_ON, say.CORRECTS, say.TRUE_FOR, say.CARRIES_ON):
        body = opening.sub("", body).strip()
    now = narrowed(said, Reading.of(body, gazetteer), before, gazetteer)
    if understood := itself(said, now, before, gazetteer) or members(now, talk):
        alone = Reading.of(say.CARRIES_ON.sub("", understood), gazetteer)
        return Turn(elsewhere(alone, before) or understood)
    if turn := of_both(asked, talk, gazetteer) or bare(now, before):
        return turn
    if talk.people and say.THEM.search(said) and not before.frame:
        before = replace(before, about=talk.people)
    for move in (of_those, without_noun, others_counted, at_level, elsewhere):
        if understood := move(now, before):
            return Turn(understood)
    return _carried_on(asked, said, now, before, talk, gazetteer)


def _carried_on(asked: str, said: str, now: Reading, before: Reading, talk: Talk, gazetteer: Gazetteer) -> Turn:
    """Understand a question that has words of its own: on another topic, or on what was said before."""
    last = talk.last
    same = say.TRUE_FOR.match(said) is not None
    carried = bool(same or say.CARRIES_ON.match(said) or say.CORRECTS.match(said))
    if carried and now.specific and (same or not asks_by_itself(said)):
        base = last if last and ADDED in last.text else before
        base = Reading.of(with_places(before, now), gazetteer) if now.mentions else base
        understood = on_another_topic(now, base, bool(say.NARROWS.match(said)))
        return Turn(understood or asked, leans=understood is None)
    leans = any(word not in QUANTITIES for word in now.specific) or not say.OF_A_TOPIC.search(said)
    if points_back(said):
        whole = spelt_out(said if carried or said != asked else asked, before)
        clause = before.done.startswith(("what ", "who "))  # no noun that could stand in the next question
        clean = not before.mentions and before.done in whole and ADDED not in whole
        return Turn(whole, clause or (leans and not clean))
    new = not now.specific or (before.plain and not now.plain and words(now.text)[:1] != words(said)[:1])
    advised = not now.specific and bool(before.matter) and say.OF_A_TOPIC.search(said) is not None
    if (carried or advised) and not now.mentions and new:
        return Turn(added(now.text, before), leans and not say.COUNTS_OTHERS.match(now.text))
    return Turn(sentence(said) if said != asked and now.specific else asked)
