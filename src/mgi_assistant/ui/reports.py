"""The files of ``mgi-eval run``, read without trusting them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from mgi_assistant.errors import MgiError
from mgi_assistant.ui.texts import benchmark as texts

REPORT = "report.json"
_LARGEST = 64 << 20
"""Bytes of the largest report that is read."""


class ReportUnreadable(MgiError):
    """A report is missing or is none of ``mgi-eval run``."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Figure(_Read):
    """One figure with its interval."""

    value: FiniteFloat | None
    ci95: tuple[FiniteFloat, FiniteFloat] | None
    n: int
    failure_bound95: FiniteFloat | None = None
    """Of an invariant that never failed: how often it might fail all the same, at most."""

    @property
    def is_share(self) -> bool:
        """Whether value and interval lie in [0, 1], so that they can be drawn beside others."""
        return self.value is not None and self.ci95 is not None and 0 <= self.ci95[0] <= self.ci95[1] <= 1

    def shown(self) -> str:
        """Return the value for people."""
        return _number(self.value)

    def interval(self) -> str:
        """Return the interval for people; of an invariant without failure the bound that this leaves."""
        if self.failure_bound95 is not None:
            return texts.NO_FAILURE.format(self.failure_bound95)
        return texts.FROM_TO.format(_number(self.ci95[0]), _number(self.ci95[1])) if self.ci95 else texts.NO_VALUE


def _number(value: float | None) -> str:
    return texts.NO_VALUE if value is None else f"{value:.3f}" if abs(value) <= 1 else f"{value:,.1f}"


class Quote(_Read):
    """A quote and where it stands; of an answer, or of the gold."""

    quote: str
    source_id: str = ""
    source: str = ""
    title: str = ""
    page: int | None = None
    row: int | None = None
    n: int | None = None
    verbatim: bool = True

    @property
    def where(self) -> str:
        """Source and page or row, in words."""
        at = texts.PAGE.format(self.page) if self.page is not None else texts.ROW.format(self.row)
        return f"{self.title or self.source_id or self.source}, {at}"


class Item(_Read):
    """One question with its answer, its gold and why it scored so."""

    id: str
    question: str
    history: tuple[str, ...] = ()
    standalone_question: str = ""
    status: str
    text: str
    reasons: tuple[str, ...] = ()
    citations: tuple[Quote, ...] = ()
    gold: tuple[tuple[Quote, ...], ...] = ()
    vital: tuple[str, ...] = ()
    provenance: str = ""


class Report(_Read):
    """What a run found; see ``mgi_eval.report``."""

    about: dict[str, object] = {}
    figures: Annotated[dict[str, Figure], Field(min_length=1)]
    slices: dict[str, dict[str, Figure]] = {}
    baseline: dict[str, Figure] = {}
    risk_coverage: tuple[tuple[FiniteFloat, FiniteFloat], ...] = ()
    timings: dict[str, FiniteFloat] = {}
    gate: tuple[str, ...] = ()
    meanings: dict[str, str] = {}
    """What each figure says, in the order of showing."""
    worst: tuple[str, ...] = ()
    """Ids of the items that went most wrong, worst first."""
    items: tuple[Item, ...] = ()

    @property
    def ordered(self) -> Iterator[tuple[str, Figure]]:
        """The figures with their names, in the order of showing."""
        names = dict.fromkeys([*(name for name in self.meanings if name in self.figures), *self.figures])
        return ((name, self.figures[name]) for name in names)

    @property
    def worst_items(self) -> list[Item]:
        """The items that went most wrong, worst first."""
        by_id = {item.id: item for item in self.items}
        return [by_id[name] for name in self.worst if name in by_id]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with a report, and when that was written, in nanoseconds since 1970."""

    path: Path
    written_ns: int


def report_folders(folder: Path) -> list[Folder]:
    """Return the folders of reports in ``folder``, newest first; ``folder`` itself may be one."""
    try:
        paths = [path / REPORT for path in (folder, *folder.iterdir())]
        found = [Folder(path.parent, path.stat().st_mtime_ns) for path in paths if path.is_file()]
    except OSError:
        return []
    return sorted(found, key=lambda one: (one.written_ns, one.path.name), reverse=True)


def read_report(folder: Path) -> Report:
    """Read the report in ``folder``.

    Raises:
        ReportUnreadable: It is missing or is none of ``mgi-eval run``.
    """
    path = folder / REPORT
    try:
        if path.stat().st_size > _LARGEST:
            raise ReportUnreadable(texts.TOO_LARGE.format(path), texts.UNREADABLE_HINT)
        return Report.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ReportUnreadable(texts.UNREADABLE.format(path, error.strerror), texts.UNREADABLE_HINT) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        problem = f"{where}: {first['msg']}" if where else first["msg"]
        raise ReportUnreadable(texts.UNREADABLE.format(path, problem), texts.UNREADABLE_HINT) from error
