"""What readers thought of answers: kept in one SQLite file, given out as drafts of benchmark cases.

A draft has the fields of a case (``eval/README.md``). What only a person can say is ``null`` or empty, so that
``mgi-eval`` refuses the line until somebody has completed it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from mgi_assistant.answers import Answer
from mgi_assistant.errors import StorageError

_TURN = Lock()
"""Sessions take turns: SQLite does not wait where two connections change the journal's mode at once."""
_WAIT_S = 10.0
"""Seconds to wait for another session or process that is writing."""
_TABLE = """
CREATE TABLE IF NOT EXISTS ratings (
    key TEXT PRIMARY KEY, number INTEGER NOT NULL, rated_at TEXT NOT NULL, helpful INTEGER NOT NULL,
    reason TEXT NOT NULL, asked TEXT NOT NULL
) STRICT
"""
_PUT = """
INSERT INTO ratings VALUES (:key, 1 + (SELECT COALESCE(MAX(number), 0) FROM ratings), :at, :helpful, :reason, :asked)
ON CONFLICT (key) DO UPDATE SET rated_at = :at, helpful = :helpful, reason = :reason
"""


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer as somebody rated it."""

    key: str
    """Of the answer; rating it again replaces what was said before."""
    rated_at: str
    """UTC, ISO 8601."""
    helpful: bool
    reason: str
    asked: dict[str, Any]
    """What was asked and answered (see :func:`asked`)."""
    number: int = 0
    """Counts the ratings of a file; given when it is stored."""

    def to_case(self) -> dict[str, Any]:
        """Return the rating as a draft of a benchmark case.

        Of an answer that helped, the citations are proposed as gold; a “not found” that helped is said to be
        unanswerable. Facts, and the type of the question, are for a person to fill in.
        """
        asked, later = self.asked, bool(self.asked["history"])
        confirmed = self.helpful and asked["status"] != "not_found"
        said = f"; the reason given: “{self.reason}”" if self.reason else ""
        quoted = "; ".join(f"{c['source']} {_where(c)}" for c in asked["citations"]) or "nothing"
        return {
            "id": f"feedback-{self.number}",
            "split": "dev",
            "lang": asked["lang"],
            "turn": len(asked["history"]) + 1,
            "conversation": asked["conversation"] if later else None,
            "history": asked["history"],
            "question": asked["question"],
            "rewrite_gold": asked["standalone"] if later else None,
            "scope": asked["scope"],
            "type": "followup" if later else None,
            "answerability": "unanswerable" if self.helpful and asked["status"] == "not_found" else None,
            "evidence_groups": [asked["citations"]] if confirmed and asked["citations"] else [],
            "nuggets": [],
            "must_not": [],
            "provenance": f"Rated {'up' if self.helpful else 'down'} on {self.rated_at[:10]}{said}. The answer was "
            f"“{asked['status']}” from corpus version {asked['corpus']} and cited {quoted}.",
        }


def _where(citation: dict[str, Any]) -> str:
    return f"row {citation['row']}" if citation["row"] is not None else f"page {citation['page']}"


def asked(answer: Answer, history: Sequence[str], conversation: str, corpus: str) -> dict[str, Any]:
    """Return what is kept of an answer: what a case needs, and what was answered.

    ``history`` has the earlier questions of the conversation, oldest first; ``conversation`` is a name that its answers
    share, ``corpus`` the version that gave the answer.
    """
    query, years = answer.query, sorted(answer.query.given.years)
    return {
        "question": query.question,
        "history": list(history),
        "conversation": conversation,
        "standalone": query.shown,
        "lang": query.language,
        "scope": {
            "places": list(query.places) or sorted(query.given.places),
            "level": query.level or query.given.level,
            "year": years[0] if len(years) == 1 else None,
        },
        "status": answer.status,
        "text": answer.text,
        "citations": [
            {"source": c.locator.source_id, "page": c.locator.page, "row": c.locator.row, "quote": c.quote}
            for c in answer.citations
        ],
        "corpus": corpus,
    }


class Feedback:
    """The ratings in one file. Each call opens it anew, so that threads and processes may share it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def put(self, rating: Rating) -> None:
        """Keep a rating in place of an earlier one of the same answer.

        Raises:
            StorageError: The file cannot be written.
        """
        values = {
            "key": rating.key,
            "at": rating.rated_at,
            "helpful": rating.helpful,
            "reason": rating.reason,
            "asked": json.dumps(rating.asked),
        }
        with self._opened() as database:
            database.execute(_PUT, values)

    def withdraw(self, key: str) -> None:
        """Forget the rating of an answer, if there is one.

        Raises:
            StorageError: The file cannot be written.
        """
        with self._opened() as database:
            database.execute("DELETE FROM ratings WHERE key = ?", (key,))

    def ratings(self) -> list[Rating]:
        """Return all ratings in the order in which answers were first rated.

        Raises:
            StorageError: The file cannot be read.
        """
        if not self.file.is_file():
            return []
        with self._opened() as database:
            rows = database.execute("SELECT key, rated_at, helpful, reason, asked, number FROM ratings ORDER BY number")
            return [
                Rating(key, at, bool(helpful), reason, json.loads(asked), number)
                for key, at, helpful, reason, asked, number in rows
            ]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with _TURN, closing(sqlite3.connect(self.file, timeout=_WAIT_S)) as database, database:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute(_TABLE)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"The ratings in {self.file} cannot be read or written ({error}).",
                "Free space or name another file with MGI_FEEDBACK.",
            ) from error


def case_lines(ratings: Sequence[Rating]) -> str:
    """Return ratings as JSON lines, one draft of a case each."""
    return "".join(json.dumps(rating.to_case(), ensure_ascii=False) + "\n" for rating in ratings)
