"""The questions that answers are measured on: one JSON object a line, checked when they are read.

``eval/README.md`` says what each field means and how to add a case; :class:`Case` is its schema.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mgi_assistant.errors import MgiError

CASES_DIR = Path(__file__).resolve().parents[1] / "cases"
"""Folder of the question sets; it is part of a checkout, not of an installed package."""

Split = Literal["dev", "test"]
CaseType = Literal[
    "figure", "advice", "place", "example", "list", "count", "yes_no", "definition", "comparison", "conflict",
    "followup", "underspecified", "false_premise", "off_topic", "hostile", "near_miss",
]  # fmt: skip
Answerability = Literal["answerable", "partial", "unanswerable", "underspecified"]

Key = tuple[str, int]
"""A source's id and a page or row of it, both counted from 1."""


class CaseError(MgiError):
    """A file of questions cannot be used."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RegexMatch(_Strict):
    """The pattern is found somewhere in the answer; case is ignored."""

    kind: Literal["regex"]
    pattern: str = Field(min_length=1)

    @model_validator(mode="after")
    def _compiles(self) -> RegexMatch:
        _compiled(self.pattern)
        return self


class AliasMatch(_Strict):
    """One of the names stands in the answer as whole words; case and accents are ignored."""

    kind: Literal["aliases"]
    any: tuple[str, ...] = Field(min_length=1)


class NumberMatch(_Strict):
    """A number within ``tolerance`` of ``value``, with this unit and this hedge where they are given."""

    kind: Literal["number"]
    value: float
    unit: str | None
    hedge: str | None
    tolerance: float = Field(ge=0)


Match = Annotated[RegexMatch | AliasMatch | NumberMatch, Field(discriminator="kind")]


class Nugget(_Strict):
    """A fact that an answer may tell; a vital one has to be told."""

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    vital: bool
    match: Match


class Evidence(_Strict):
    """A verbatim piece of one page or row."""

    source: str
    page: int | None = Field(ge=1)
    row: int | None = Field(ge=1)
    quote: str = Field(min_length=1)

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Evidence:
        if (self.page is None) == (self.row is None):
            raise ValueError("evidence has a page or a row")
        return self

    @property
    def key(self) -> Key:
        """Where the quote stands."""
        return self.source, self.page or self.row or 0


class Scope(_Strict):
    """What the citations of a right answer are about."""

    places: tuple[str, ...]
    level: Literal["national", "local"] | None
    year: int | None


class Case(_Strict):
    """One question, how to tell a right answer to it, and where the answer stands."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    split: Split
    lang: Literal["en", "es", "fr"]
    turn: int = Field(ge=1)
    conversation: str | None
    history: tuple[str, ...]
    question: str = Field(min_length=1)
    rewrite_gold: str | None
    scope: Scope
    type: CaseType
    answerability: Answerability
    evidence_groups: tuple[tuple[Evidence, ...], ...]
    nuggets: tuple[Nugget, ...]
    must_not: tuple[str, ...]
    provenance: str

    @model_validator(mode="after")
    def _is_complete(self) -> Case:
        for pattern in self.must_not:
            _compiled(pattern)
        if len({nugget.id for nugget in self.nuggets}) < len(self.nuggets):
            raise ValueError("two nuggets have the same id")
        if not all(self.evidence_groups):
            raise ValueError("an evidence group is empty")
        if self.answerable and not (self.vital and self.evidence_groups):
            raise ValueError(f"a case that is {self.answerability} needs a vital nugget and evidence_groups")
        if self.answerability == "unanswerable" and (self.vital or self.evidence_groups):
            raise ValueError("an unanswerable case has neither vital nuggets nor evidence_groups")
        if (self.turn > 1) != bool(self.history) or (self.turn > 1) != (self.rewrite_gold is not None):
            raise ValueError("a later turn has a history and a rewrite_gold, a first turn neither")
        return self

    @property
    def answerable(self) -> bool:
        """Whether the sources answer the question, wholly or in part."""
        return self.answerability in ("answerable", "partial")

    @property
    def vital(self) -> tuple[Nugget, ...]:
        """The facts that have to be told."""
        return tuple(nugget for nugget in self.nuggets if nugget.vital)

    @property
    def cluster(self) -> str:
        """What cases that are not independent share: the conversation, or else the page or row of the first quote."""
        if self.conversation:
            return f"conversation {self.conversation}"
        for group in self.evidence_groups:
            return " ".join(map(str, group[0].key))
        return self.id


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{pattern!r} is not a regular expression ({error})") from error


@dataclass(frozen=True, slots=True)
class CaseSet:
    """The questions of one or more files, and a digest of what the files hold."""

    name: str
    cases: tuple[Case, ...]
    sha256: str

    def case(self, case_id: str) -> Case:
        """Return one case.

        Raises:
            CaseError: The set has none of this id.
        """
        for case in self.cases:
            if case.id == case_id:
                return case
        raise CaseError(f"{self.name} has no case {case_id!r}.", "The ids are those of the files in eval/cases.")


def load_set(split: Split | None = None, files: Sequence[Path] = ()) -> CaseSet:
    """Read ``files``, or the files of ``eval/cases``, and keep the cases of ``split`` (``None`` keeps all).

    Raises:
        CaseError: There is no case, or a file or line cannot be used; the message names file and line.
    """
    read = list(files) or sorted(CASES_DIR.glob("*.jsonl"))
    found: dict[str, tuple[Case, str, str]] = {}
    for path in read:
        for number, line in _lines(path):
            where = f"{path}, line {number}"
            case = _case(line, where)
            if case.id in found:
                raise CaseError(
                    f"{where}: the id {case.id!r} was given in {found[case.id][1]} already.",
                    "Give each question an id of its own.",
                )
            found[case.id] = case, where, line.strip()
    kept = [(case, line) for case, _, line in found.values() if split in (None, case.split)]
    name = ", ".join(map(str, files)) or f"eval/cases ({split or 'all'})"
    if not kept:
        raise CaseError(f"{name} has no question.", "Each line must be a JSON object as eval/README.md describes it.")
    digest = hashlib.sha256("\n".join(line for _, line in kept).encode()).hexdigest()
    return CaseSet(name, tuple(case for case, _ in kept), digest)


def load_cases(path: Path) -> list[Case]:
    """Read all questions of one file, in order.

    Raises:
        CaseError: As :func:`load_set`.
    """
    return list(load_set(None, [path]).cases)


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path} cannot be read ({error}).", "Name a UTF-8 file of questions with --cases.") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(map(str, problem["loc"]))
        message = "this field is not known" if problem["type"] == "extra_forbidden" else problem["msg"]
        raise CaseError(
            f"{where}: {f'{field}: ' if field else ''}{message}.", "The fields are described in eval/README.md."
        ) from error
