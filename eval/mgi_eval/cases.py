"""The questions that answers are measured on: one JSON object a line, checked when they are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mgi_assistant.errors import MgiError

CASES_DIR = Path(__file__).resolve().parents[1] / "cases"
"""Folder of the question sets, ``<split>.jsonl`` each; it is part of a checkout, not of an installed package."""

CaseType = Literal[
    "figure", "advice", "place", "example", "list", "count", "yes_no", "definition", "comparison", "conflict",
    "followup", "off_topic", "near_miss", "false_premise", "hostile",
]  # fmt: skip


class CaseError(MgiError):
    """A file of questions cannot be used."""


class Case(BaseModel):
    """One question, and how to tell a right answer to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9_-]+$")
    lang: Literal["en", "es", "fr"] = "en"
    type: CaseType
    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    """Earlier questions, oldest first."""
    answerability: Literal["answerable", "unanswerable"]
    must_have: tuple[tuple[str, ...], ...] = ()
    """Groups of regular expressions (case is ignored); the answer has to match at least one of each group."""
    must_not: tuple[str, ...] = ()
    """Regular expressions that no right answer matches."""
    places: tuple[str, ...] = ()
    """Ids of places (ISO 3166-1 alpha-3, or a locality such as "COL:medellin"); no claim may rest on
    passages about other places only."""
    note: str = ""
    """Where the fact stands in the publications."""

    @model_validator(mode="after")
    def _is_complete(self) -> Case:
        for pattern in (*(p for group in self.must_have for p in group), *self.must_not):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression ({error})") from error
        if self.answerable and not (self.must_have and all(self.must_have)):
            raise ValueError("an answerable question needs must_have, with no empty group")
        if not self.answerable and self.must_have:
            raise ValueError("an unanswerable question has no must_have")
        if self.type == "followup" and not self.history:
            raise ValueError("a follow-up needs its history")
        return self

    @property
    def answerable(self) -> bool:
        """Whether the publications answer the question."""
        return self.answerability == "answerable"


def load_cases(path: Path) -> list[Case]:
    """Read the questions of a file, in order.

    Raises:
        CaseError: The file is missing or empty, or a line is not a case or has an id that was there before; the
            message names file and line.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path} cannot be read ({error}).", "Name a UTF-8 file of questions with --cases.") from error
    cases: list[Case] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        case = _case(line, f"{path}, line {number}")
        if case.id in seen:
            raise CaseError(
                f"{path}, line {number}: the id {case.id!r} was given on line {seen[case.id]} already.",
                "Give each question an id of its own.",
            )
        seen[case.id] = number
        cases.append(case)
    if not cases:
        raise CaseError(f"{path} has no question.", "Each line must be a JSON object with a question.")
    return cases


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        field = ".".join(map(str, problem["loc"]))
        message = "this field is not known" if problem["type"] == "extra_forbidden" else problem["msg"]
        raise CaseError(
            f"{where}: {f'{field}: ' if field else ''}{message}.", "The fields are described in mgi_eval/cases.py."
        ) from error
