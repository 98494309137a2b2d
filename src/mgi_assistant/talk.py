"""What a conversation has come to: the questions that a follow-up can take up."""

from __future__ import annotations

from dataclasses import dataclass

from mgi_assistant.follow_ups import PEOPLE
from mgi_assistant.places import Gazetteer
from mgi_assistant.reading import Reading


@dataclass(frozen=True, slots=True)
class Turn:
    """One question as understood."""

    text: str
    leans: bool = False
    """Whether it only asks more about the question before it, which then stays what the conversation is about."""
    two: tuple[str, ...] = ()
    """The two things it asks about together, where it names them by "both" or the like."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation up to a question."""

    bases: tuple[Reading, ...] = ()
    """The questions that stand by themselves, oldest first."""
    last: Reading | None = None
    """The last question, with the place talked of where it names none."""
    placed: Reading | None = None
    """The last question that names a place, unless one after it was about places in general."""
    two: tuple[str, ...] = ()
    """The two things that the last question asked about together."""
    people: str = ""
    """Whom the last question named, as it was asked."""

    @property
    def base(self) -> Reading | None:
        """The question that a follow-up is understood from."""
        return self.bases[-1] if self.bases else None

    def after(self, asked: str, turn: Turn, now: Reading, there: str, gazetteer: Gazetteer) -> Talk:
        """Return the conversation with one more turn, ``asked`` so and understood as ``turn``.

        ``now`` is that as read, ``there`` the same asked of the place talked of, if it may be about that. A question
        that says little and is of no form that others could take up leans too, and so does one that may be about there.
        """
        as_asked = turn.text.lower() in asked.lower()
        little = as_asked and not now.plain and (bool(there) or len(now.specific) <= 1)
        leans = (turn.leans or little) and self.base is not None and self.base.telling
        bases = self.bases if leans else (*self.bases, now)
        placed = self.placed if there and not now.mentions else now if now.mentions else None
        own = Reading.of(asked, gazetteer).matter
        people = own if PEOPLE.search(own) else ""
        return Talk(bases, Reading.of(there, gazetteer) if there else now, placed, turn.two, people)
