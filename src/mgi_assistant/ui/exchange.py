"""One turn of a conversation, with all that is needed to show it again later."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from mgi_assistant.answers import Answer
from mgi_assistant.types import Filters
from mgi_assistant.ui.exhibits import Exhibit


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
    key: str = field(default_factory=lambda: uuid4().hex)
    """Tells the widgets of this exchange from those of all others."""
