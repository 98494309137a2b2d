"""Two runs over the same set, item by item."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mgi_assistant.errors import MgiError
from mgi_eval.metrics import MEASURES
from mgi_eval.statistics import holm, paired_randomisation


class CompareError(MgiError):
    """Two reports cannot be compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one measure is in two runs, over the cases that it applies to in both."""

    a: float
    b: float
    n: int
    p: float
    """Of the paired randomisation test, two-sided, by conversation or source passage."""
    p_holm: float
    """Adjusted for the number of measures compared."""
    better: int
    """Cases in which b is higher."""
    worse: int

    def to_dict(self) -> dict[str, Any]:
        """Return the difference as JSON."""
        return {
            "a": self.a, "b": self.b, "difference": self.b - self.a, "n": self.n, "p": self.p,
            "p_holm": self.p_holm, "better": self.better, "worse": self.worse,
        }  # fmt: skip


def read_report(path: Path) -> dict[str, Any]:
    """Read a ``report.json``, or the one in a folder.

    Raises:
        CompareError: There is none, or it is not one of ``mgi-eval run``.
    """
    file = path / "report.json" if path.is_dir() else path
    try:
        report = json.loads(file.read_text("utf-8"))
        _ = report["about"]["set"], [(item["id"], item["measures"], item["cluster"]) for item in report["items"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CompareError(
            f"{file} is no report of mgi-eval run ({error!r}).", "Make one with mgi-eval run --out DIR."
        ) from error
    found: dict[str, Any] = report
    return found


def compare(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Difference]:
    """Return the differences of all measures that both runs have.

    Raises:
        CompareError: The runs are over different sets.
    """
    if a["about"]["set"] != b["about"]["set"]:
        raise CompareError(
            f"The reports are of different sets ({a['about'].get('cases')} and {b['about'].get('cases')}), "
            "or the set changed between them.",
            "Run mgi-eval run again for both.",
        )
    items_b = {item["id"]: item for item in b["items"]}
    found: dict[str, tuple[list[float], list[float], list[str]]] = {}
    for item in a["items"]:
        other = items_b.get(item["id"], {"measures": {}})
        for name in item["measures"].keys() & other["measures"].keys() & MEASURES.keys():
            ones, twos, clusters = found.setdefault(name, ([], [], []))
            for values, (right, of) in ((ones, item["measures"][name]), (twos, other["measures"][name])):
                values.append(right / of)
            clusters.append(item["cluster"])
    tests = {
        name: paired_randomisation([y - x for x, y in zip(ones, twos, strict=True)], clusters)
        for name, (ones, twos, clusters) in found.items()
    }
    adjusted = holm(tests)
    return {
        name: Difference(
            a=sum(found[name][0]) / len(found[name][0]),
            b=sum(found[name][1]) / len(found[name][1]),
            n=len(found[name][0]),
            p=tests[name],
            p_holm=adjusted[name],
            better=sum(y > x for x, y in zip(*found[name][:2], strict=True)),
            worse=sum(y < x for x, y in zip(*found[name][:2], strict=True)),
        )
        for name in MEASURES
        if name in found
    }


def show(console: Console, found: Mapping[str, Difference]) -> None:
    """Print one row for each measure."""
    table = Table(box=None, pad_edge=False)
    for column in ("measure", "A", "B", "B − A", "n", "better", "worse", "p", "p (Holm)"):
        table.add_column(column, justify="left" if column == "measure" else "right", no_wrap=True)
    for name, d in found.items():
        cells = (f"{d.a:.3f}", f"{d.b:.3f}", f"{d.b - d.a:+.3f}", str(d.n), str(d.better), str(d.worse))
        table.add_row(name, *cells, f"{d.p:.4f}", f"{d.p_holm:.4f}")
    console.print(table)
    console.print("Means over cases; p by a paired randomisation test that flips conversations or source passages.")
