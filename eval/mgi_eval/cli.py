"""The command ``mgi-eval``: measures answers, shows why, compares runs, and tests the benchmark itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer
from rich.console import Console
from rich.progress import Progress

from mgi_assistant.cli import run as run_application
from mgi_assistant.cli import tell_progress
from mgi_assistant.errors import MgiError, UsageError
from mgi_assistant.settings import CACHE_DIR
from mgi_eval.cases import CaseSet, Split, load_set

app = typer.Typer(
    help="Measure mgi-assistant on questions whose answers are known. How to add a case: eval/README.md.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index (MGI_INDEX).")]
CasesOption = Annotated[
    list[Path] | None, typer.Option("--cases", help="File of questions instead of eval/cases; may be repeated.")
]
SplitOption = Annotated[str, typer.Option("--split", help="Part of the set: dev, test or all.")]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="TOML file of settings, as MGI_* in small letters.")
]
AnswersOption = Annotated[Path | None, typer.Option("--answers", help="File of answers; none are asked for then.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the figures as JSON on standard output.")]
CacheOption = Annotated[Path, typer.Option("--cache", help="Folder for the indexes of BEIR folders.")]


def main() -> None:
    """Run the command; errors a user can cause are one line and a hint."""
    run_application(app)


def _console() -> Console:
    console = Console(stderr=True, highlight=False)
    return console if console.is_terminal else Console(stderr=True, highlight=False, width=120)


def _asked(split: str, cases: list[Path] | None) -> CaseSet:
    if split not in ("dev", "test", "all"):
        raise UsageError(f"There is no split {split!r}.", "Name dev, test or all.")
    return load_set(None if split == "all" else cast(Split, split), cases or ())


@contextmanager
def _bar(console: Console, what: str, total: int, told: bool = False) -> Iterator[Callable[[int], None]]:
    if told:
        yield lambda done: tell_progress(what.lower(), done, total)
        return
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@app.command()
def run(
    split: SplitOption = "dev",
    cases: CasesOption = None,
    index: IndexOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the reports and the answers.")] = None,
    config: ConfigOption = None,
    answers: AnswersOption = None,
    synthesizer: Annotated[
        str, typer.Option("--synthesizer", help="extractive, or prompted: with the language model of MGI_LLM_*.")
    ] = "extractive",
    with_baseline: Annotated[
        bool, typer.Option("--baseline/--no-baseline", help="Measure llama-index's defaults too.")
    ] = True,
    judge: Annotated[
        str | None, typer.Option("--judge", help="Language model for a second opinion, as MODULE:FUNCTION.")
    ] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Exit 1 when eval/thresholds.toml is not reached.")] = False,
    as_json: JsonOption = False,
    told: Annotated[
        bool, typer.Option("--progress", help="Tell the progress on standard error as JSON lines.")
    ] = False,
) -> None:
    """Ask all questions of a set and measure the answers; beside them stand llama-index's defaults."""
    from mgi_eval.judge import ASPECTS, agreements, judgeable, judged, load_model
    from mgi_eval.report import show, write
    from mgi_eval.session import Synthesizer, open_session, report_of

    if synthesizer not in get_args(Synthesizer):
        raise UsageError(f"There is no synthesizer {synthesizer!r}.", "Name extractive or prompted.")
    asked = _asked(split, cases)
    console = _console()
    model = load_model(judge) if judge else None
    session = open_session(asked, index, config, cast(Synthesizer, synthesizer))
    if out is not None:
        session.prepare(out)
    with _bar(console, "Asking", len(asked.cases), told) as progress:
        measured = session.run(answers, progress)
    if out is not None:
        session.save(out, measured)
    with _bar(console, "Baseline", len(asked.cases), told) as progress:
        report = report_of(session, measured, split, progress if with_baseline else None)
    if model is not None:
        if out is not None:  # what a model does wrong must not cost the figures
            write(out, report)
        with _bar(console, "Second opinion", len(ASPECTS) * len(judgeable(measured.scored)), told) as progress:
            verdicts = judged(measured.scored, model, progress)
        agreed = agreements(measured.scored, verdicts)
        report = replace(report, judge={name: one.to_dict() for name, one in agreed.items()})
    show(console, report)
    if out is not None:
        write(out, report)
        console.print(f"Reports and answers are in {out}.")
    if as_json:
        known = report.to_dict()
        del known["items"]
        print(json.dumps(known, ensure_ascii=False))
    if gate and report.gate:
        raise MgiError(f"The run does not pass: {'; '.join(report.gate)}.", "eval/thresholds.toml has the thresholds.")


@app.command()
def show(
    case_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the case.")],
    split: SplitOption = "all",
    cases: CasesOption = None,
    index: IndexOption = None,
    answers: AnswersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print one case with question, answer, gold and why it scored so."""
    from mgi_eval.report import item_record
    from mgi_eval.session import open_session
    from mgi_eval.show import show_item

    asked = _asked(split, cases)
    one = CaseSet(asked.name, (asked.case(case_id),), asked.sha256)
    session = open_session(asked if answers else one, index, None)
    measured = session.run(answers, lambda _: None)
    record = next(item_record(found) for found in measured.scored if found.id == case_id)
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
    else:
        show_item(Console(highlight=False), record)


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="Folder of a run, or its report.json.")],
    b: Annotated[Path, typer.Argument(help="Folder of another run over the same set.")],
    as_json: JsonOption = False,
) -> None:
    """Compare two runs item by item: paired randomisation test, adjusted by Holm for the number of measures."""
    from mgi_eval.compare import compare as compared
    from mgi_eval.compare import read_report
    from mgi_eval.compare import show as show_differences

    found = compared(read_report(a), read_report(b))
    show_differences(_console(), found)
    if as_json:
        print(json.dumps({name: difference.to_dict() for name, difference in found.items()}, ensure_ascii=False))


@app.command()
def controls(
    split: SplitOption = "dev",
    cases: CasesOption = None,
    index: IndexOption = None,
    answers: AnswersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Break the answers in known ways and check that the benchmark sees it; exit 1 when something passes."""
    from mgi_eval.session import check_controls, open_session, show_controls

    asked = _asked(split, cases)
    console = _console()
    session = open_session(asked, index, None)
    with _bar(console, "Asking", len(asked.cases)) as progress:
        measured = session.run(answers, progress)
    verdicts = check_controls(session, measured)
    show_controls(console, verdicts)
    if as_json:
        print(json.dumps([verdict.to_dict() for verdict in verdicts], ensure_ascii=False))
    passed = [verdict.name for verdict in verdicts if not verdict.caught]
    if passed:
        raise MgiError(
            f"The benchmark does not see: {', '.join(passed)}.", "Its figures cannot be trusted until it does."
        )


@app.command()
def retrieval(
    folders: Annotated[list[Path] | None, typer.Argument(help="BEIR folders: corpus.jsonl, queries, qrels.")] = None,
    split: SplitOption = "dev",
    cases: CasesOption = None,
    index: IndexOption = None,
    cache: CacheOption = CACHE_DIR / "fusion",
    as_json: JsonOption = False,
) -> None:
    """Measure nDCG@10, recall and MRR on BEIR folders, or without any on the project's own set.

    Beside the project's way of ranking stand dense search and BM25 alone and both with equal weight. Vectors are kept
    in the cache as they are made, so that an interrupted run goes on where it stopped.
    """
    from mgi_eval.retrieval import caught, of_folder, of_set, show_retrieved
    from mgi_eval.session import open_session

    console = _console()
    if folders:
        found = [retrieved for folder in folders for retrieved in of_folder(folder, cache, console)]
    else:
        session = open_session(_asked(split, cases), index, None)
        found = of_set(session.asked, session.assistant, session.library)
    show_retrieved(console, found)
    if as_json:
        known: list[dict[str, Any]] = [
            {
                "name": one.name,
                "ranking": one.method,
                "figures": {name: figure.to_dict() for name, figure in one.figures().items()},
            }
            for one in found
        ]
        print(json.dumps(known, ensure_ascii=False))
    problems = caught(found)
    if problems:
        raise MgiError(f"{'; '.join(problems)}.", "The judgements or the measure are wrong.")


@app.command()
def claims(
    half: Annotated[str, typer.Option("--half", help="Half of the claims: dev, held-out or all.")] = "all",
    index: IndexOption = None,
    wrong: Annotated[int, typer.Option("--wrong", help="Print so many of each kind that are judged wrong.")] = 0,
    gate: Annotated[bool, typer.Option("--gate", help="Exit 1 below the thresholds of eval/thresholds.toml.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure the check of what a language model says: false claims caught by kind, honest paraphrases kept."""
    from mgi_assistant.wiring import open_assistant
    from mgi_eval.claims import halves_named, measure, to_json, violations
    from mgi_eval.claims import show as show_claims
    from mgi_eval.gate import read_thresholds

    halves = halves_named(half)
    if not halves:
        raise UsageError(f"There is no half {half!r}.", "Name dev, held-out or all.")
    console = _console()
    with _bar(console, "Judging", 10) as progress:
        measured = measure(open_assistant(index), halves, progress)
    show_claims(console, measured, wrong)
    if as_json:
        print(to_json(measured))
    if gate and (failed := violations(measured, read_thresholds().claims)):
        hint = "eval/README.md says what it measures."
        raise MgiError(f"The check of claims does not pass: {'; '.join(failed)}.", hint)


@app.command()
def coverage(
    split: SplitOption = "all", cases: CasesOption = None, index: IndexOption = None, as_json: JsonOption = False
) -> None:
    """List what the set does not cover, facts that are in both splits, and gold that does not tell its facts."""
    from mgi_eval.session import open_session, show_uncovered, sizes, uncovered_by

    session = open_session(_asked(split, cases), index, None)
    found = uncovered_by(session)
    show_uncovered(_console(), session.asked, found)
    if as_json:
        print(json.dumps({**found, "sizes": sizes(session.asked)}, ensure_ascii=False))


@app.command()
def fusion(
    folders: Annotated[list[Path] | None, typer.Argument(help="BEIR folders: corpus.jsonl, queries, qrels.")] = None,
    index: Annotated[
        Path | None, typer.Option("--index", help="Also measure the questions of --cases on this index.")
    ] = None,
    cases: CasesOption = None,
    cache: CacheOption = CACHE_DIR / "fusion",
    as_json: JsonOption = False,
) -> None:
    """Compare dense, lexical and fused search, for every weight of the dense half in steps of 0.1."""
    from mgi_eval.fusion import measure_cases, measure_folder
    from mgi_eval.fusion import show as show_fusion

    if not folders and index is None:
        raise UsageError("Nothing to measure.", "Name a BEIR folder, or an index with --index.")
    console = _console()
    found = [measured for folder in folders or [] for measured in measure_folder(folder, cache, console)]
    if index is not None:
        found.append(measure_cases(index, _asked("dev", cases).cases))
    show_fusion(console, found)
    if as_json:
        print(json.dumps([measured.to_dict() for measured in found], ensure_ascii=False))


@app.command()
def clapnq(
    folder: Annotated[Path, typer.Argument(help="Folder with dev_answerable.jsonl and dev_unanswerable.jsonl.")],
    as_json: JsonOption = False,
) -> None:
    """Measure on CLAPNQ how sentences are chosen and questions declined, beside MiniLM alone."""
    from mgi_eval.selection import measure_clapnq
    from mgi_eval.selection import show as show_selection

    found = measure_clapnq(folder)
    show_selection(_console(), found)
    if as_json:
        print(json.dumps(found.to_dict(), ensure_ascii=False))


@app.command()
def rewriting(
    folder: Annotated[Path, typer.Argument(help="Folder of MTRAG: corpus.jsonl, queries_*.jsonl, qrels.")],
    cache: CacheOption = CACHE_DIR / "fusion",
    as_json: JsonOption = False,
) -> None:
    """Measure how much of what a conversation leaves unsaid is recovered for retrieval."""
    from mgi_eval.rewriting import measure_rewriting
    from mgi_eval.rewriting import show as show_rewriting

    console = _console()
    found = measure_rewriting(folder, cache, console)
    show_rewriting(console, found)
    if as_json:
        print(json.dumps([recovery.to_dict() for recovery in found], ensure_ascii=False))


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
    from mgi_eval.calibrate import calibrated, settled, store
    from mgi_eval.calibrate import show as show_calibration
    from mgi_eval.calibration_data import clapnq_questions, project_questions

    asked = _asked("dev", cases).cases
    sets = {"project": project_questions(index, asked)}
    if clapnq is not None:
        sets["clapnq"] = clapnq_questions(clapnq)
    result = calibrated(sets)
    result = replace(result, calibration=settled(result.calibration, open_assistant(index).without_model, asked))
    console = _console()
    show_calibration(console, result)
    if write:
        console.print(f"Written to {store(result.calibration)}.")
    if as_json:
        print(json.dumps(result.to_dict(), ensure_ascii=False))


@app.command()
def adapt(
    index: Annotated[
        list[Path] | None, typer.Option("--index", help="Folder of an index (MGI_INDEX); may be repeated.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Store the result in data/adapter.npz.")] = False,
) -> None:
    """Learn from eval/questions which sentences answer, and say how well that does on questions held out."""
    from mgi_assistant.wiring import open_assistant
    from mgi_eval import adapting

    questions = adapting.to_learn_from()
    assistants = [open_assistant(folder).without_model for folder in index or (None,)]
    sets = [adapting.lessons_of(assistant, questions) for assistant in assistants]
    console = _console()
    model = assistants[0].embedder.name
    adapting.show(console, adapting.cross_validated(model, sets))
    if write:
        console.print(f"Written to {adapting.store(adapting.learned(model, sets))}.")
