"""Answers as they are judged: the JSON that ``mgi ask --json`` prints, kept one a line to be judged again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mgi_assistant.errors import MgiError, StorageError
from mgi_eval.cases import CaseSet, Key


class AnswersError(MgiError):
    """A file of answers cannot be used."""


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Cited(_Read):
    """A citation."""

    n: int
    source_id: str
    page: int | None
    row: int | None
    quote: str
    title: str = ""

    @property
    def key(self) -> Key:
        """Where the quote is said to stand."""
        return self.source_id, self.page or self.row or 0


class Said(_Read):
    """A sentence, or a country example, with the numbers of its citations."""

    text: str
    kind: str = "example"
    citations: tuple[int, ...]
    place: str = ""
    """Of an example: the name of its place."""
    iso3: str = ""
    """Of an example: its country."""


class Response(_Read):
    """An answer."""

    status: Literal["answered", "partial", "not_found"]
    text: str
    claims: tuple[Said, ...]
    citations: tuple[Cited, ...]
    examples: tuple[Said, ...] = ()
    confidence: float | None = None
    """Estimated probability that the sources answer the question, also where the answer is "not found"."""
    standalone_question: str = ""
    timings_ms: dict[str, float] = {}

    @property
    def declined(self) -> bool:
        """Whether it says that the sources do not tell."""
        return self.status == "not_found"

    @property
    def said(self) -> tuple[Said, ...]:
        """The claims, then the examples that are not among them."""
        if self.declined:
            return ()
        texts = {(claim.text, claim.citations) for claim in self.claims}
        return (*self.claims, *(e for e in self.examples if (e.text, e.citations) not in texts))

    def cited_by(self, said: Sequence[Said]) -> list[Cited]:
        """Return the citations that sentences rest on, each once; numbers that lead nowhere are left out."""
        by_number = {citation.n: citation for citation in self.citations}
        wanted = dict.fromkeys(n for sentence in said for n in sentence.citations)
        return [by_number[n] for n in wanted if n in by_number]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to a set: one for each case, and for each later turn one to its gold rewrite."""

    about: Mapping[str, Any]
    """How they came about; ``set`` is the digest of the set."""
    by_id: Mapping[str, Response]
    standalone: Mapping[str, Response]


def write_answers(path: Path, answers: Answers) -> None:
    """Write a line about the run and then one line for each case.

    Raises:
        StorageError: The file cannot be written.
    """
    lines = [json.dumps({"about": dict(answers.about)}, ensure_ascii=False)]
    for case_id, response in answers.by_id.items():
        alone = answers.standalone.get(case_id)
        record = {"id": case_id, "answer": response.model_dump(), "standalone": alone.model_dump() if alone else None}
        lines.append(json.dumps(record, ensure_ascii=False))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, "\n".join(lines) + "\n")
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error}).", "Name another --out.") from error


def put(path: Path, text: str) -> None:
    """Write a file in one step, so that an interruption leaves the one that was there."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, "utf-8")
    part.replace(path)


def read_answers(path: Path, asked: CaseSet) -> Answers:
    """Read the answers to ``asked``.

    Raises:
        AnswersError: The file cannot be read, is of another set, or has an id twice, one that the set does not have,
            or none for a case; the message names file and line.
    """
    hint = "Run mgi-eval run --out DIR to make a file of answers."
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(f"{path} cannot be read ({error}).", hint) from error
    known = {case.id for case in asked.cases}
    about: dict[str, Any] = {}
    found: dict[str, Response] = {}
    standalone: dict[str, Response] = {}
    for number, line in enumerate(lines, 1):
        where = f"{path}, line {number}"
        try:
            record = json.loads(line)
            if number == 1:
                about = dict(record["about"])
                _check_set(about, asked, where)
                continue
            case_id = record["id"]
            if case_id in found or case_id not in known:
                reason = "was given before" if case_id in found else f"is not in {asked.name}"
                raise AnswersError(f"{where}: the id {case_id!r} {reason}.", hint)
            found[case_id] = Response.model_validate(record["answer"])
            if record.get("standalone") is not None:
                standalone[case_id] = Response.model_validate(record["standalone"])
        except (ValueError, KeyError, TypeError) as error:
            raise AnswersError(f"{where} is no answer ({_short(error)}).", hint) from error
    lacking = sorted(known - set(found))
    if lacking:
        raise AnswersError(
            f"{path} has no answer to {lacking[0]!r} and {len(lacking) - 1} others of {asked.name}.", hint
        )
    return Answers(about, found, standalone)


def _check_set(about: Mapping[str, Any], asked: CaseSet, where: str) -> None:
    if about.get("set") != asked.sha256:
        raise AnswersError(
            f"{where}: these answers are of another set than {asked.name}, or it has changed since.",
            "Name their set with --split or --cases, or run mgi-eval run again.",
        )


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return repr(error)
