"""Reports of a run: ``report.json`` and ``report.md``, and a table on the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mgi_assistant.errors import StorageError
from mgi_eval.metrics import Share
from mgi_eval.run import Outcome, figures, slices, timings

MEANINGS = {
    "right": "answerable questions answered rightly",
    "right_early": "… within the first 80 words",
    "answer_rate": "answerable questions answered at all",
    "answered_in_part": "… of these with status partial",
    "abstain_rate": "unanswerable questions with status not_found",
    "unanswerable_in_part": "… with status partial",
    "quotes_verbatim": "quotes that stand in the file itself",
    "places_right": "answers that rest on passages about the place asked for",
}
_SHOWN = 200
"""Characters of a wrong answer that are printed."""


def report(outcomes: Sequence[Outcome], about: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``report.json``: every figure with ``value``, ``ci95`` and ``n``, and every outcome."""
    return {
        "about": dict(about),
        "figures": {name: share.to_dict() for name, share in figures(outcomes).items()},
        "slices": {name: share.to_dict() for name, share in slices(outcomes).items()},
        "timings": timings(outcomes),
        "outcomes": [outcome.to_dict() for outcome in outcomes],
    }


def write(folder: Path, outcomes: Sequence[Outcome], about: Mapping[str, Any]) -> None:
    """Write both reports into ``folder``.

    Raises:
        StorageError: They cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report(outcomes, about), ensure_ascii=False, indent=1)
        (folder / "report.json").write_text(text + "\n", "utf-8")
        (folder / "report.md").write_text(markdown(outcomes, about), "utf-8")
    except OSError as error:
        raise StorageError(f"The report cannot be written into {folder} ({error}).", "Name another --out.") from error


def markdown(outcomes: Sequence[Outcome], about: Mapping[str, Any]) -> str:
    """Return ``report.md``."""
    lines = ["# Evaluation", "", *(f"- {name}: {value}" for name, value in about.items()), ""]
    lines += ["| figure | share | 95 % interval | n |", "|---|---:|---:|---:|"]
    lines += [f"| {MEANINGS[name]} | {' | '.join(_cells(share))} |" for name, share in figures(outcomes).items()]
    times = timings(outcomes)
    lines += ["", f"Time to an answer: median {times['p50_ms']} ms, 95th percentile {times['p95_ms']} ms.", ""]
    lines += ["| slice | right | 95 % interval | n |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {' | '.join(_cells(share))} |" for name, share in slices(outcomes).items()]
    lines += ["", "## Failures", ""]
    for outcome in failures(outcomes):
        lines += [
            f"- `{outcome.case.id}` {_asked(outcome)}  ",
            f"  {'; '.join(outcome.reasons) or 'a quote does not stand in its file'}  ",
            f"  > {outcome.text[:_SHOWN]}",
        ]
    return "\n".join(lines) + "\n"


def failures(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes with anything wrong."""
    return [o for o in outcomes if not o.right or o.faulty_quotes or o.places_right is False]


def show(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Print the figures and the failures."""
    for outcome in failures(outcomes):
        console.print(f"[bold]{outcome.case.id}[/bold]  ", end="")
        console.print(_asked(outcome), style="cyan", markup=False)
        console.print("  " + ("; ".join(outcome.reasons) or "a quote does not stand in its file"), markup=False)
        console.print("  " + outcome.text[:_SHOWN], style="dim", markup=False)
    table = Table(box=None, pad_edge=False)
    for column in ("figure", "share", "95 % interval", "n"):
        table.add_column(column, justify="left" if column == "figure" else "right")
    for name, share in figures(outcomes).items():
        table.add_row(MEANINGS[name], *_cells(share))
    console.print(table)
    times = timings(outcomes)
    console.print(f"time to an answer: p50 {times['p50_ms']} ms, p95 {times['p95_ms']} ms")


def _cells(share: Share) -> tuple[str, str, str]:
    known = share.to_dict()
    if share.value is None:
        return "–", "–", "0"
    low, high = known["ci95"]
    return f"{share.value:.3f}", f"{low:.3f}–{high:.3f}", str(share.n)


def _asked(outcome: Outcome) -> str:
    return " → ".join((*outcome.case.history, outcome.case.question))
