"""What a run gives: ``report.json``, ``report.md`` and ``report.html``, and a table on the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mgi_assistant.errors import StorageError
from mgi_eval.answers import put
from mgi_eval.figures import Figure, Scored, curve, figures, slices
from mgi_eval.metrics import MEASURES
from mgi_eval.run import Run
from mgi_eval.statistics import quantile

MEANINGS = {
    "conditioned_score": "vital facts told, or declined where the sources do not tell (headline)",
    "strict_vital": "answerable questions with every vital fact told",
    "vital": "vital facts told",
    "direct_80": "… every vital fact within the first 80 words",
    "answer_rate": "answerable questions answered at all",
    "abstain_recall": "unanswerable questions with status not_found",
    "abstain_partial": "… with not_found or partial, and nothing false",
    "balanced_accuracy": "mean of answer_rate and abstain_recall",
    "auroc": "confidence tells answerable from unanswerable",
    "risk_area": "mean risk over coverage (lower is better)",
    "underspecified": "under-specified questions handled",
    "followup_recovery": "later turns right, of those whose rewrite is",
    "number_exact": "figures with value, unit and hedge",
    "nugget_precision": "sentences that belong",
    "must_not": "answers without what must not be said",
    "evidence_precision": "quoted sentences that are gold",
    "evidence_recall": "gold sentences that are quoted",
    "evidence_f1": "… their harmonic mean",
    "evidence_f1_corrected": "… corrected for chance",
    "citation_precision": "cited pages and rows that are gold",
    "citation_recall": "gold pages and rows that are cited",
    "verbatim_rate": "quotes that stand in the file itself",
    "citation_coverage": "sentences whose citations resolve",
    "number_precision": "numbers with unit and hedge in their quote",
    "scope_fidelity": "citations about the place, level and year asked for",
    "attribution": "sentences given to the right place",
    "answer_words": "words of an answer",
    "ndcg_10": "retrieval: nDCG@10",
    "recall_5": "retrieval: recall@5",
    "recall_10": "retrieval: recall@10",
    "mrr_10": "retrieval: MRR@10",
}
"""What each figure says, in the order of the reports."""
BESIDE_EMBEDDING_MS = 10
"""Milliseconds that an answer may take beside twice the time of embedding its question."""
WORST = 20


def meanings() -> dict[str, str]:
    """Return what each figure says; of a measure without a line in MEANINGS the first line of its docstring."""
    told = {name: (measure.__doc__ or name).strip().partition("\n")[0] for name, (_, measure) in MEASURES.items()}
    return {**MEANINGS, **{name: text for name, text in told.items() if name not in MEANINGS}}


@dataclass(frozen=True)
class Report:
    """Everything that a run found."""

    about: Mapping[str, Any]
    figures: Mapping[str, Figure]
    slices: Mapping[str, Mapping[str, Figure]]
    baseline: Mapping[str, Figure]
    risk_coverage: Sequence[tuple[float, float]]
    timings: Mapping[str, float]
    items: Sequence[Mapping[str, Any]]
    gate: Sequence[str] = ()
    """What kept the run from passing its thresholds."""
    judge: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By aspect, how far a language model agrees (see :mod:`mgi_eval.judge`)."""

    def to_dict(self) -> dict[str, Any]:
        """Return ``report.json``."""
        return {
            "about": dict(self.about),
            "figures": {name: figure.to_dict() for name, figure in self.figures.items()},
            "slices": {n: {m: f.to_dict() for m, f in known.items()} for n, known in self.slices.items()},
            "baseline": {name: figure.to_dict() for name, figure in self.baseline.items()},
            "risk_coverage": [list(point) for point in self.risk_coverage],
            "timings": dict(self.timings),
            "gate": list(self.gate),
            "judge": dict(self.judge),
            "meanings": {name: meaning for name, meaning in meanings().items() if name in self.figures},
            "worst": [item["id"] for item in worst(self.items)],
            "items": [dict(item) for item in self.items],
        }


def make_report(run: Run, retrieval: Mapping[str, Figure], baseline: Run | None) -> Report:
    """Work out the figures of a run and of the baseline beside it."""
    return Report(
        about=run.answers.about,
        figures={**figures(run.scored), **retrieval},
        slices=slices(run.scored),
        baseline=figures(baseline.scored) if baseline else {},
        risk_coverage=curve(run.scored),
        timings=timings(run),
        items=[item_record(one) for one in run.scored],
    )


def timings(run: Run) -> dict[str, float]:
    """Return the median and the 95th percentile of the time to an answer, and of its query embedding if that is known.

    All in milliseconds. ``within_aim`` is the share of answers that took at most twice the time of their embedding and
    ``BESIDE_EMBEDDING_MS``: beside it, time on a busy machine says little.
    """
    taken = [r.timings_ms for r in run.answers.by_id.values() if "total" in r.timings_ms]
    if not taken:
        return {}
    found = _percentiles("", [times["total"] for times in taken])
    if all("embed" in times for times in taken):
        within = [times["total"] <= 2 * times["embed"] + BESIDE_EMBEDDING_MS for times in taken]
        found |= _percentiles("embed_", [times["embed"] for times in taken])
        found["within_aim"] = round(sum(within) / len(within), 3)
    return found


def _percentiles(name: str, times: Sequence[float]) -> dict[str, float]:
    return {f"{name}p{p}_ms": round(quantile(times, p / 100), 2) for p in (50, 95)}


def time_line(report: Report) -> str:
    """Return how long answers took, as a line of text; empty where that is not known."""
    times = report.timings
    if not times:
        return ""
    line = f"time to an answer: median {times['p50_ms']} ms, p95 {times['p95_ms']} ms"
    if "within_aim" not in times:
        return line
    return (
        f"{line}; of it embedding the question: median {times['embed_p50_ms']} ms, p95 {times['embed_p95_ms']} ms; "
        f"within twice that and {BESIDE_EMBEDDING_MS} ms: {100 * times['within_aim']:.1f} % of answers"
    )


def item_record(one: Scored) -> dict[str, Any]:
    """Return what is known of one case, for ``report.json`` and ``mgi-eval show``."""
    case, response, item = one.item.case, one.item.response, one.item
    return {
        "id": case.id,
        "cluster": case.cluster,
        "type": case.type,
        "lang": case.lang,
        "answerability": case.answerability,
        "history": list(case.history),
        "question": case.question,
        "standalone_question": response.standalone_question,
        "status": response.status,
        "right": item.right,
        "confidence": response.confidence,
        "measures": {name: [ratio.right, ratio.of] for name, ratio in one.ratios.items()},
        "reasons": reasons(one),
        "text": response.text,
        "citations": [
            {**cited.model_dump(), "verbatim": item.library.is_verbatim(cited)} for cited in response.citations
        ],
        "gold": [[evidence.model_dump() for evidence in group] for group in case.evidence_groups],
        "vital": [nugget.text for nugget in case.vital],
        "provenance": case.provenance,
    }


def reasons(one: Scored) -> list[str]:
    """Say in words why a case scored less than it could."""
    item = one.item
    found = []
    if item.case.answerable and item.response.declined:
        found.append("not found, although the sources tell")
    elif item.case.answerable:
        found += item.untold
    elif item.case.answerability == "unanswerable" and not item.response.declined:
        found.append(f"{item.response.status}, although the sources do not tell")
    elif not item.right:
        found.append("answered as if it were clear what was asked")
    for name, ratio in one.ratios.items():
        if MEASURES[name][0] == "invariant" and ratio.right < ratio.of:
            found.append(f"{name}: {ratio.of - ratio.right:g} of {ratio.of:g} failed")
    return found


def worst(items: Sequence[Mapping[str, Any]], n: int = WORST) -> list[Mapping[str, Any]]:
    """Return the items that went most wrong: broken invariants first, then the lowest conditioned score."""

    def badness(item: Mapping[str, Any]) -> tuple[int, float, float]:
        measures = item["measures"]
        broken = sum(right < of for name, (right, of) in measures.items() if MEASURES[name][0] == "invariant")
        return (-broken, measures["conditioned_score"][0], measures.get("evidence_f1", [0, 1])[0])

    return sorted((item for item in items if item["reasons"]), key=badness)[:n]


# -- files -------------------------------------------------------------------------------------------------------------


def write(folder: Path, report: Report) -> None:
    """Write the three reports into ``folder``.

    Raises:
        StorageError: They cannot be written.
    """
    from mgi_eval.html import page

    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report.to_dict(), ensure_ascii=False, indent=1)
        put(folder / "report.json", text + "\n")
        put(folder / "report.md", markdown(report))
        put(folder / "report.html", page(report))
    except OSError as error:
        raise StorageError(f"The report cannot be written into {folder} ({error}).", "Name another --out.") from error


def markdown(report: Report) -> str:
    """Return ``report.md``."""
    lines = ["# Evaluation", "", *(f"- {name}: {value}" for name, value in report.about.items()), ""]
    lines += [f"- gate: {problem}" for problem in report.gate] or ["- gate: passed"]
    lines += [f"- {line}" for line in judge_lines(report)]
    lines += ["", "| figure | | value | 95 % interval | n | baseline |", "|---|---|---:|---:|---:|---:|"]
    lines += [f"| `{name}` | {' | '.join(row)} |" for name, row in rows(report)]
    lines += ["", f"- {time_line(report)}"] if report.timings else []
    measures = list(next(iter(report.slices.values()), {}))
    lines += ["", f"| slice | {' | '.join(measures)} |", f"|---|{'---:|' * len(measures)}"]
    for name, known in report.slices.items():
        lines.append(f"| {name} | {' | '.join(short(known[measure]) for measure in measures)} |")
    lines += ["", "## The worst answers", ""]
    for item in worst(report.items):
        lines += [
            f"- `{item['id']}` {' → '.join([*item['history'], item['question']])}",
            f"  {'; '.join(item['reasons'])}",
        ]
    return "\n".join(lines) + "\n"


def rows(report: Report) -> list[tuple[str, tuple[str, str, str, str, str]]]:
    """Return each figure's row: its meaning, value, interval, n and the baseline's value."""
    found = []
    for name, meaning in meanings().items():
        figure = report.figures.get(name)
        if figure is None:
            continue
        beside = report.baseline.get(name)
        found.append(
            (
                name,
                (meaning, number(figure.value), span(figure), str(figure.n), number(beside.value if beside else None)),
            )
        )
    return found


def judge_lines(report: Report) -> list[str]:
    """Return in words how far the second opinion agrees, a line for each aspect; it changes no figure."""
    return [
        f"second opinion of a language model beside {name}: it finds {number(known['model'])} of {known['n']} answers "
        f"good, the measure {number(known['measure'])}; they agree on {number(known['agreement'])} "
        f"(kappa {number(known['kappa'])}; {known['unclear']} replies were no verdict); it changes no figure"
        for name, known in report.judge.items()
    ]


def number(value: float | None) -> str:
    """Return a value for people."""
    return "–" if value is None else f"{value:.3f}" if abs(value) <= 1 else f"{value:.1f}"


def span(figure: Figure) -> str:
    """Return a figure's interval for people; of an invariant without failure the bound that this leaves."""
    if figure.failure_bound95 is not None:
        return f"0 failures, ≤ {figure.failure_bound95:.4f}"
    return f"{number(figure.ci95[0])}–{number(figure.ci95[1])}" if figure.ci95 else "–"


def short(figure: Figure) -> str:
    """Return value, interval and n in a few signs."""
    return f"{number(figure.value)} ({span(figure)}; {figure.n})" if figure.ci95 else "–"


def show(console: Console, report: Report) -> None:
    """Print the figures beside the baseline's, and what kept the run from passing."""
    table = Table(box=None, pad_edge=False)
    for column in ("figure", "value", "95 % interval", "n", "baseline"):
        table.add_column(column, justify="left" if column == "figure" else "right", no_wrap=True)
    for name, row in rows(report):
        table.add_row(name, *row[1:])
    console.print(table)
    if report.timings:
        console.print(time_line(report))
    for line in judge_lines(report):
        console.print(line)
    for problem in report.gate:
        console.print(f"below its threshold: {problem}", style="bold")
