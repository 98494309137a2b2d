"""Compares this project with llama-index's defaults: the same files, questions and embedding model, in one run.

Both sides do each job in fresh processes and take turns, so that whatever else the machine does meets both; the ratio
of a measure is the median of the ratios of the turns. The baseline has an environment of its own, made on the first
run from ``baseline.lock``, because its PDF reader needs pypdf below 7.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from measure import Run, run
from report import Results, write

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
QUESTIONS = HERE / "questions.txt"
LOCK = HERE / "baseline.lock"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two programs: the command for each job, given the folder of its index."""

    name: str
    ingest: Callable[[Path], list[str]]
    ask: Callable[[Path, str], list[str]]
    rounds: Callable[[Path, int], list[str]]
    rebuild: Callable[[Path], list[str]] | None = None
    """A full ingest after which nothing is reused but the converted model; None where that is every ingest."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How often each job is done."""

    ingests: int
    first_answers: int
    processes: int
    rounds: int
    """Rounds over all questions in one process; one more goes before them and does not count."""


SHORT = Effort(ingests=1, first_answers=3, processes=2, rounds=2)
FULL = Effort(ingests=3, first_answers=7, processes=5, rounds=4)


def main() -> None:
    """Measure, print the table and write it where ``--out`` says; with ``--check`` a missed aim is exit status 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--short", action="store_true", help="fewer repetitions: some minutes")
    parser.add_argument("--check", action="store_true", help="exit with status 1 when an aim is missed")
    parser.add_argument("--out", type=Path, help="folder for results.json and results.md")
    parser.add_argument("--baseline-venv", type=Path, default=REPOSITORY / ".bench-venv", help="default: %(default)s")
    given = parser.parse_args()
    if not Path("/proc/self/statm").is_file():
        parser.error("this benchmark reads /proc and runs on Linux only")
    baseline_python = prepare(given.baseline_venv)
    with tempfile.TemporaryDirectory(prefix="mgi-bench-") as folder:
        results = compare(Path(folder), baseline_python, SHORT if given.short else FULL)
    all_met = write(results, given.out)
    sys.exit(1 if given.check and not all_met else 0)


def prepare(venv: Path) -> Path:
    """Return the Python of the baseline's environment, which is made or brought up to date with its lock first."""
    python, stamp = venv / "bin" / "python", venv / "lock.sha256"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text("ascii") != digest:
        say(f"Installing the baseline into {venv} (a few minutes, once)")
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(LOCK)], check=True)
        stamp.write_text(digest, "ascii")
    return python


def say(words: str) -> None:
    """Tell how far it is, on standard error."""
    print(words, file=sys.stderr, flush=True)


def sides(corpus: Path, baseline_python: Path) -> tuple[Side, Side]:
    """Return the project and the baseline over the files in ``corpus``."""
    ours, theirs = [sys.executable], [str(baseline_python), str(HERE / "baseline.py")]
    ingest = [*ours, "-m", "mgi_ingest", "--json", "--corpus", str(corpus)]
    project = Side(
        "project",
        lambda index: [*ingest, "--index", str(index)],
        lambda index, question: [*ours, "-m", "mgi_assistant", "ask", "--json", "--index", str(index), question],
        lambda index, rounds: [*ours, str(HERE / "project.py"), *_rounds(index, rounds)],
        lambda index: [*ingest, "--rebuild", "--index", str(index)],
    )
    baseline = Side(
        "baseline",
        lambda index: [*theirs, "ingest", "--corpus", str(corpus), "--index", str(index)],
        lambda index, question: [*theirs, "ask", "--question", question, "--index", str(index)],
        lambda index, rounds: [*theirs, "rounds", *_rounds(index, rounds)],
    )
    return project, baseline


def _rounds(index: Path, rounds: int) -> list[str]:
    return ["--index", str(index), "--questions", str(QUESTIONS), "--rounds", str(rounds)]


def compare(work: Path, baseline_python: Path, effort: Effort) -> Results:
    """Do all jobs with both sides in turn, in the empty folder ``work``."""
    corpus = work / "corpus"
    shutil.copytree(REPOSITORY / "corpus" / "reports", corpus / "reports")
    shutil.copytree(REPOSITORY / "corpus" / "tables", corpus / "tables")
    shutil.copy(REPOSITORY / "corpus" / "catalogue.toml", corpus)
    questions = QUESTIONS.read_text("utf-8").splitlines()
    both = sides(corpus, baseline_python)
    results: Results = defaultdict(lambda: defaultdict(list))
    for turn in range(effort.ingests):
        for side in both:
            say(f"Ingest {turn + 1} of {effort.ingests}, {side.name}")
            _measure_ingest(results, side, work / f"{side.name}-{turn}")
    indexes = {side.name: work / f"{side.name}-0" for side in both}
    for turn in range(effort.first_answers):
        for side in both:
            say(f"First answer {turn + 1} of {effort.first_answers}, {side.name}")
            folder = indexes[side.name]
            done = _run(side.ask(folder / "index", questions[turn % len(questions)]), folder)
            results["first_answer_s"][side.name].append(done.answer_s)
            results["first_answer_cpu_s"][side.name].append(done.cpu_s)
    for turn in range(effort.processes):
        for side in both:
            say(f"Warm questions {turn + 1} of {effort.processes}, {side.name}")
            folder = indexes[side.name]
            done = _run(side.rounds(folder / "index", 1 + effort.rounds), folder)
            _note_warm(results, side.name, done, len(questions))
    return results


def _measure_ingest(results: Results, side: Side, folder: Path) -> None:
    """Build an index in the new ``folder``, then ingest the same files once more into a copy of it."""
    index, copy = folder / "index", folder / "copy"
    folder.mkdir()
    first = _run(side.ingest(index), folder)
    shutil.copytree(index, copy)
    again = _run(side.ingest(copy), folder)
    full = _run(side.rebuild(copy), folder) if side.rebuild else first
    shutil.rmtree(copy)
    for name, value in {
        "ingest_s": first.wall_s,
        "ingest_cpu_s": first.cpu_s,
        "full_s": full.wall_s,
        "again_s": again.wall_s,
        "again_share": 100 * again.wall_s / full.wall_s,
        "ingest_mib": max(first.peak_mib, again.peak_mib, full.peak_mib),
    }.items():
        results[name][side.name].append(value)


def _note_warm(results: Results, side: str, done: Run, questions: int) -> None:
    milliseconds = [1000 * seconds for seconds in done.output["seconds"][questions:]]
    results["warm_p50_ms"][side].append(median(milliseconds))
    results["warm_p95_ms"][side].append(quantiles(milliseconds, n=20)[-1])
    results["answer_mib"][side].append(done.peak_mib)


def _run(command: list[str], folder: Path) -> Run:
    """Run ``command`` without the user's own settings, without telemetry, with all that it caches in ``folder``."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MGI_")}
    own = {"MGI_CACHE": str(folder / "cache"), "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
    return run(command, environment | own)


if __name__ == "__main__":
    main()
