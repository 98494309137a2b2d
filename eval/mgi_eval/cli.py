"""The command ``mgi-eval``: measures answers, the fusion of searches, and the calibration."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from mgi_assistant.cli import run as run_application
from mgi_assistant.errors import UsageError
from mgi_assistant.settings import CACHE_DIR
from mgi_eval.cases import CASES_DIR, load_cases

app = typer.Typer(
    help="Measure mgi-assistant on questions whose answers are known.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index (MGI_INDEX).")]
CasesOption = Annotated[Path | None, typer.Option("--cases", help="File of questions instead of a split.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the figures as JSON on standard output.")]


def main() -> None:
    """Run the command; errors a user can cause are one line and a hint."""
    run_application(app)


def _console() -> Console:
    return Console(stderr=True, highlight=False)


@app.command()
def run(
    split: Annotated[str, typer.Option("--split", help="Set of questions: dev.")] = "dev",
    cases: CasesOption = None,
    index: IndexOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for report.json and report.md.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask all questions of a set and say how many answers are right, early, placed and verbatim."""
    from mgi_assistant.wiring import open_assistant
    from mgi_eval.extraction import Originals
    from mgi_eval.report import report, show, write
    from mgi_eval.run import run_cases

    file = cases or CASES_DIR / f"{split}.jsonl"
    asked = load_cases(file)
    assistant = open_assistant(index)
    console = _console()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Asking", total=len(asked))
        originals = Originals(assistant.store.manifest)
        outcomes = run_cases(assistant, asked, originals.has, lambda done: bar.update(task, completed=done))
    about = {
        "cases": str(file),
        "index": str(assistant.store.version),
        "model": assistant.store.manifest.model,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    show(console, outcomes)
    if out is not None:
        write(out, outcomes, about)
        console.print(f"Reports are in {out}.")
    if as_json:
        known = report(outcomes, about)
        print(json.dumps({name: known[name] for name in ("about", "figures", "slices", "timings")}, ensure_ascii=False))


@app.command()
def fusion(
    folders: Annotated[list[Path] | None, typer.Argument(help="BEIR folders: corpus.jsonl, queries, qrels.")] = None,
    index: Annotated[
        Path | None, typer.Option("--index", help="Also measure the questions of --cases on this index.")
    ] = None,
    cases: CasesOption = None,
    cache: Annotated[Path, typer.Option("--cache", help="Folder for the indexes of the BEIR folders.")] = CACHE_DIR
    / "fusion",
    as_json: JsonOption = False,
) -> None:
    """Compare dense, lexical and fused search, for every weight of the dense half in steps of 0.1."""
    from mgi_eval.fusion import measure_cases, measure_folder, show

    if not folders and index is None:
        raise UsageError("Nothing to measure.", "Name a BEIR folder, or an index with --index.")
    console = _console()
    found = [measured for folder in folders or [] for measured in measure_folder(folder, cache, console)]
    if index is not None:
        found.append(measure_cases(index, load_cases(cases or CASES_DIR / "dev.jsonl")))
    show(console, found)
    if as_json:
        print(json.dumps([measured.to_dict() for measured in found], ensure_ascii=False))


@app.command()
def calibrate(
    clapnq: Annotated[
        Path | None, typer.Option("--clapnq", help="Folder with dev_answerable.jsonl and dev_unanswerable.jsonl.")
    ] = None,
    index: IndexOption = None,
    cases: CasesOption = None,
    write: Annotated[bool, typer.Option("--write", help="Store the result in data/calibration.json.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fit the estimate of relevance and its two thresholds, and say how well they do under cross-validation."""
    from mgi_assistant.wiring import open_assistant
    from mgi_eval.calibrate import calibrated, settled, show, store
    from mgi_eval.calibration_data import clapnq_questions, project_questions

    asked = load_cases(cases or CASES_DIR / "dev.jsonl")
    sets = {"project": project_questions(index, asked)}
    if clapnq is not None:
        sets["clapnq"] = clapnq_questions(clapnq)
    result = calibrated(sets)
    result = replace(result, calibration=settled(result.calibration, open_assistant(index), asked))
    console = _console()
    show(console, result)
    if write:
        console.print(f"Written to {store(result.calibration)}.")
    if as_json:
        print(json.dumps(result.to_dict(), ensure_ascii=False))
