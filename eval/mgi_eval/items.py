"""One case with its answer, and what a measure makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mgi_eval.answers import Cited, Response
from mgi_eval.cases import Case
from mgi_eval.library import Library, Unit
from mgi_eval.matching import missing, plain


@dataclass(frozen=True, slots=True)
class Ratio:
    """``right`` of ``of``."""

    right: float
    of: float = 1.0


@dataclass(frozen=True)
class Item:
    """A case, the answer to it, and the corpus that the answer was made from."""

    case: Case
    response: Response
    library: Library
    standalone: Response | None = None
    """The answer to the gold rewrite of a later turn, asked without history."""

    @cached_property
    def text(self) -> str:
        """What the answer says, without markup; nothing where it says that the sources do not tell."""
        return "" if self.response.declined else plain(self.response.text)

    @cached_property
    def cited(self) -> list[Cited]:
        """The citations that the answer's sentences rest on."""
        return self.response.cited_by(self.response.said)

    @cached_property
    def untold(self) -> list[str]:
        """What keeps the answer from being right: vital facts it does not tell and patterns it must not have."""
        lacking = [f"does not tell: {nugget.text}" for nugget in missing(self.text, self.case.vital)]
        return lacking + [f"has what it must not: {pattern}" for pattern in self.forbidden]

    @cached_property
    def forbidden(self) -> list[str]:
        """The patterns of ``must_not`` that the answer has."""
        return [pattern for pattern in self.case.must_not if re.search(pattern, self.text, re.IGNORECASE)]

    @cached_property
    def gold(self) -> list[frozenset[Unit]]:
        """The sentences of each evidence group."""
        return [
            _joined(self.library.units(evidence.key, evidence.quote) for evidence in group)
            for group in self.case.evidence_groups
        ]

    @cached_property
    def all_gold(self) -> frozenset[Unit]:
        """The sentences of all evidence groups."""
        return _joined(self.gold)

    @cached_property
    def shown(self) -> frozenset[Unit]:
        """The sentences that the answer quotes."""
        return _joined(self.library.units(cited.key, cited.quote) for cited in self.cited)

    @cached_property
    def right(self) -> bool:
        """Whether the case ended as it should.

        Answerable: every vital fact told and nothing that must not be. Unanswerable: status ``not_found``.
        Under-specified: not simply answered, or all its vital facts, the readings of the question, told.
        """
        match self.case.answerability:
            case "answerable" | "partial":
                return not self.response.declined and not self.untold
            case "unanswerable":
                return self.response.declined
            case "underspecified":
                told = bool(self.case.vital) and not missing(self.text, self.case.vital)
                return not self.forbidden and (self.response.status != "answered" or told or "?" in self.text)


def _joined(sets: Iterable[frozenset[Unit]]) -> frozenset[Unit]:
    return frozenset(unit for units in sets for unit in units)


def share(outcomes: Iterable[bool]) -> Ratio | None:
    """Return how many of ``outcomes`` are true, or ``None`` of nothing: nothing measured is not 1."""
    listed = list(outcomes)
    return Ratio(sum(listed), len(listed)) if listed else None
