"""Asks the questions of a set and measures the answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from mgi_assistant.answers import Answer
from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import UsageError
from mgi_eval.answers import Answers, Response
from mgi_eval.cases import Case, CaseSet
from mgi_eval.extraction import Originals
from mgi_eval.figures import Scored, scored
from mgi_eval.goldcheck import check_gold
from mgi_eval.items import Item
from mgi_eval.library import Library

PACKAGES = ("mgi_assistant", "mgi_ingest", "mgi_eval")


class Asks(Protocol):
    """What is measured."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question."""
        ...


@dataclass(frozen=True)
class Run:
    """A set, the answers to it, and what became of each case."""

    asked: CaseSet
    answers: Answers
    scored: tuple[Scored, ...]


def ask_all(system: Asks, asked: CaseSet, about: Mapping[str, Any], progress: Callable[[int], None]) -> Answers:
    """Ask every case, and the gold rewrite of every later turn; ``progress`` is told how many cases are done."""
    found: dict[str, Response] = {}
    standalone: dict[str, Response] = {}
    for number, case in enumerate(asked.cases, 1):
        found[case.id] = respond(system, case.question, case.history)
        if case.rewrite_gold is not None:
            standalone[case.id] = respond(system, case.rewrite_gold)
        progress(number)
    return Answers({**about, "set": asked.sha256}, found, standalone)


def respond(system: Asks, question: str, history: Sequence[str] = ()) -> Response:
    """Ask one question; one that is refused as too long or empty counts as declined."""
    try:
        return Response.model_validate(system.ask(question, history).to_dict())
    except UsageError as error:
        return Response(status="not_found", text=str(error), claims=(), citations=())


def judge(asked: CaseSet, answers: Answers, library: Library) -> Run:
    """Measure ``answers``, one to each case of ``asked``."""
    items = [Item(case, answers.by_id[case.id], library, answers.standalone.get(case.id)) for case in asked.cases]
    return Run(asked, answers, tuple(scored(items)))


def library_of(assistant: Assistant, asked: CaseSet) -> Library:
    """Return what ``assistant`` answers from, as the measures see it.

    Raises:
        CaseError: A gold quote of ``asked`` does not stand in its index.
    """
    library = Library(assistant.store, assistant.gazetteer, Originals(assistant.store.manifest).has)
    check_gold(asked, library)
    return library


def share_right(assistant: Asks, cases: Sequence[Case]) -> tuple[float, float]:
    """Return the shares of answerable cases that end rightly and of unanswerable ones that are declined.

    Nothing but the text and the status is looked at, so that many settings can be tried.
    """
    outcomes: dict[bool, list[bool]] = {True: [], False: []}
    for case in cases:
        if case.answerability != "underspecified":
            item = Item(case, respond(assistant, case.question, case.history), NO_LIBRARY)
            outcomes[case.answerable].append(item.right)
    answered, declined = (sum(found) / len(found) if found else 0.0 for found in (outcomes[True], outcomes[False]))
    return answered, declined


NO_LIBRARY: Any = None
"""Stands for the corpus where only text and status are judged."""


def provenance(assistant: Assistant, asked: CaseSet, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report says about its making: digests of code, corpus, index and set, and the models."""
    manifest = assistant.store.manifest
    corpus = sorted((record.path, record.sha256) for record in manifest.files)
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cases": asked.name,
        "set": asked.sha256,
        "code": code_digest(),
        "corpus": _digest(f"{path} {sha256}" for path, sha256 in corpus),
        "index": _digest(f"{name} {checksum}" for name, checksum in sorted(manifest.checksums.items())),
        "index_path": str(assistant.store.version),
        "model": manifest.model,
        "synthesizer": "prompted" if assistant.rephrase else "extractive",
        "language_model": assistant.rephrase.name if assistant.rephrase else "",
        "config": dict(config),
    }


def code_digest() -> str:
    """Return a digest of the Python and data files of the project's packages."""
    files = []
    for package in PACKAGES:
        root = Path(str(resources.files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".json", ".csv"):
                files.append(f"{package}/{path.relative_to(root)} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return _digest(files)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
