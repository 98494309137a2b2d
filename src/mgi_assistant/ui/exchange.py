"""One turn of a conversation, with all that is needed to show it again later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from mgi_assistant.answers import Answer, Claim
from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import UsageError
from mgi_assistant.types import Filters
from mgi_assistant.ui.exhibits import Exhibit, exhibits
from mgi_assistant.ui.filters import filter_words


def _new_key() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Turn:
    """What a user asked: all that is needed to ask it again."""

    question: str
    filters: Filters = Filters()
    """What the user had restricted the search to."""
    without: frozenset[str] = frozenset()
    """Ids of places and policy areas, or a level, that the question names and is not to be about."""
    after: tuple[str, ...] = ()
    """Questions before it that are not turns of this conversation, oldest first."""
    key: str = field(default_factory=_new_key, compare=False)
    """Tells the widgets of this turn from those of all others."""

    def again(self) -> Turn:
        """Return the same question to be asked once more."""
        return Turn(self.question, self.filters, self.without, self.after)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer with its evidence, or a problem with the question."""

    question: str
    answer: Answer | None = None
    exhibits: tuple[Exhibit, ...] = ()
    searched: tuple[str, ...] = ()
    """Titles of the sources searched."""
    limits: tuple[str, ...] = ()
    """What the search was limited to, in words."""
    problem: str = ""
    filters: Filters = Filters()
    """What the user had restricted the search to."""
    without: frozenset[str] = frozenset()
    """What the question names and is not to be about (see :class:`Turn`)."""
    after: tuple[str, ...] = ()
    """Questions before it that are not in this conversation (see :class:`Turn`)."""
    key: str = field(default_factory=_new_key)
    """Tells the widgets of this exchange from those of all others."""

    @property
    def turn(self) -> Turn:
        """What was asked."""
        return Turn(self.question, self.filters, self.without, self.after, self.key)


def history(exchanges: Sequence[Exchange]) -> list[str]:
    """Return the questions that a next one is understood from, oldest first.

    One asked without what it names is told as it was understood.
    """
    return [
        question
        for exchange in exchanges
        if exchange.answer
        for question in (*exchange.after, exchange.answer.query.shown if exchange.without else exchange.question)
    ]


def exchanged(
    assistant: Assistant, turn: Turn, before: Sequence[Exchange], tell: Callable[[Claim], None] = lambda claim: None
) -> Exchange:
    """Ask, and keep with the answer all that its citations need to be opened later.

    ``tell`` is told the sentences of a language model as they are verified.
    """
    try:
        answer = assistant.ask(turn.question, [*history(before), *turn.after], turn.filters, turn.without, tell)
    except UsageError as error:
        return refused(turn, str(error))
    titles = tuple(assistant.store.source_by_id[source].title for source in answer.searched.sources)
    places = [assistant.gazetteer.get(place).name for place in answer.query.places]
    return Exchange(
        question=turn.question,
        answer=answer,
        exhibits=exhibits(answer, assistant.store),
        searched=titles,
        limits=tuple(dict.fromkeys((*places, *filter_words(turn.filters, assistant)))),
        filters=turn.filters,
        without=turn.without,
        after=turn.after,
        key=turn.key,
    )


def refused(turn: Turn, problem: str) -> Exchange:
    """Return the exchange of a question that has no answer, and why."""
    return Exchange(
        turn.question, problem=problem, filters=turn.filters, without=turn.without, after=turn.after, key=turn.key
    )
