"""Turns what was measured into a table with the aims, and into files."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

Results = dict[str, dict[str, list[float]]]
"""Measure -> side ("project", "baseline") -> one value a turn."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table; smaller is better in all of them."""

    name: str
    unit: str
    ratio_at_most: float | None = None
    """The aim: project / baseline."""
    value_below: float | None = None
    """The aim: the project's own value."""


MEASURES: Mapping[str, Measure] = {
    "first_answer_s": Measure("process start to first answer", "s", ratio_at_most=0.5),
    "first_answer_cpu_s": Measure("processor time of that process", "s"),
    "warm_p50_ms": Measure("warm question, p50", "ms", ratio_at_most=1.0),
    "warm_p95_ms": Measure("warm question, p95", "ms"),
    "ingest_s": Measure("first ingest on a machine", "s"),
    "ingest_cpu_s": Measure("processor time of that ingest", "s"),
    "full_s": Measure("full ingest later", "s"),
    "again_s": Measure("ingest again, nothing changed", "s"),
    "again_share": Measure("the same, share of a full ingest", "%", value_below=5.0),
    "ingest_mib": Measure("peak memory, ingest", "MiB", ratio_at_most=1.0),
    "answer_mib": Measure("peak memory, answering", "MiB", ratio_at_most=1.0),
}


def ratio(values: Mapping[str, list[float]]) -> float:
    """Return the median over the turns of project / baseline."""
    return median(ours / theirs for ours, theirs in zip(values["project"], values["baseline"], strict=True))


def met(measure: Measure, values: Mapping[str, list[float]]) -> bool | None:
    """Return whether the aim is met; None where there is none."""
    if measure.ratio_at_most is not None:
        return ratio(values) <= measure.ratio_at_most
    if measure.value_below is not None:
        return median(values["project"]) < measure.value_below
    return None


def table(results: Results) -> str:
    """Return the table as Markdown that also reads well in a terminal; values are medians."""
    rows = [("measure", "project", "baseline", "ratio", "aim", "")]
    for key, measure in MEASURES.items():
        values = results[key]
        aim = {True: "met", False: "MISSED", None: ""}[met(measure, values)]
        limit = f"ratio ≤ {measure.ratio_at_most:g}" if measure.ratio_at_most is not None else ""
        limit = f"< {measure.value_below:g} {measure.unit}" if measure.value_below is not None else limit
        ours, theirs = (f"{_rounded(median(values[side]))} {measure.unit}" for side in ("project", "baseline"))
        rows.append((measure.name, ours, theirs, f"{ratio(values):.2f}", limit, aim))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _rounded(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def write(results: Results, folder: Path | None) -> bool:
    """Print the table, write it and the raw values into ``folder`` if one is given; return whether all aims are met."""
    setting = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_at_end": round(os.getloadavg()[0], 1),
        **{package: version(package) for package in ("chromadb", "llama-index-core", "torch")},
    }
    turns = {key: len(values["project"]) for key, values in results.items()}
    note = (
        f"Medians of {turns['ingest_s']} ingests, {turns['first_answer_s']} first answers and {turns['warm_p50_ms']} "
        f"warm processes a side, in turns; {setting['processors']} processors, load {setting['load_at_end']}."
    )
    text = f"{table(results)}\n\n{note}\n"
    print(text, end="")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "results.md").write_text(text, "utf-8")
        aims = {key: met(measure, results[key]) for key, measure in MEASURES.items()}
        medians = {key: {side: median(values) for side, values in by.items()} for key, by in results.items()}
        ratios = {key: ratio(values) for key, values in results.items()}
        whole = {"setting": setting, "medians": medians, "ratios": ratios, "aims_met": aims, "values": results}
        (folder / "results.json").write_text(json.dumps(whole, indent=1), "utf-8")
    return all(met(measure, results[key]) is not False for key, measure in MEASURES.items())
