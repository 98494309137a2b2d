"""What the commands do, one step each, over a set and an open index."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import SettingsError, StorageError
from mgi_assistant.settings import load_settings
from mgi_assistant.wiring import open_assistant
from mgi_eval.answers import Answers, put, read_answers, write_answers
from mgi_eval.cases import CaseSet
from mgi_eval.controls import CONTROLS, ORACLE_LEAST, Bench, oracle
from mgi_eval.figures import values
from mgi_eval.gate import THRESHOLDS, read_thresholds, violations
from mgi_eval.goldcheck import overlaps, uncovered, unsupported
from mgi_eval.library import Library
from mgi_eval.metrics import MEASURES
from mgi_eval.report import Report, make_report
from mgi_eval.retrieval import caught, of_set
from mgi_eval.run import Run, ask_all, judge, library_of, provenance

ANSWERS = "answers.jsonl"
Synthesizer = Literal["extractive", "prompted"]
"""What puts the answers: the sources' own words, or a language model."""


@dataclass(frozen=True)
class Session:
    """A set, the assistant that is measured on it, and its corpus."""

    asked: CaseSet
    assistant: Assistant
    library: Library
    config: Mapping[str, Any]

    def run(self, answers: Path | None, progress: Callable[[int], None]) -> Run:
        """Ask all questions, or read the ``answers`` of an earlier run, and measure them.

        Raises:
            AnswersError: ``answers`` is of another set or cannot be used.
        """
        if answers is not None:
            return judge(self.asked, read_answers(answers, self.asked), self.library)
        about = provenance(self.assistant, self.asked, self.config)
        return judge(self.asked, ask_all(self.assistant, self.asked, about, progress), self.library)

    def prepare(self, folder: Path) -> None:
        """Make ``folder`` before anything is asked for it.

        Raises:
            StorageError: It cannot be made or written into.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            put(folder / ".writable", "")
            (folder / ".writable").unlink()
        except OSError as error:
            raise StorageError(f"{folder} cannot be written into ({error}).", "Name another --out.") from error

    def save(self, folder: Path, run: Run) -> None:
        """Keep the answers of a run in ``folder``.

        Raises:
            StorageError: They cannot be written.
        """
        write_answers(folder / ANSWERS, run.answers)


def open_session(
    asked: CaseSet, index: Path | None, config: Path | None, synthesizer: Synthesizer = "extractive"
) -> Session:
    """Open the index and check that the gold of ``asked`` stands in it.

    A language model is used with the ``synthesizer`` "prompted" only, whatever the settings name.

    Raises:
        MgiError: The index cannot be used, the gold does not stand in it, a setting is wrong, or a language model is
            wanted and none is configured.
    """
    given = read_config(config) if config else {}
    try:
        settings = load_settings(**{**given, **({"index": index} if index else {})})
    except SettingsError as error:
        if config is None:
            raise
        raise SettingsError(f"{config}: {error}", "Correct it in that file, or where MGI_* is set.") from error
    if synthesizer == "extractive":
        settings = settings.model_copy(update={"llm_url": None})
    elif settings.llm_url is None:
        raise SettingsError(
            "No language model is configured.",
            "Set MGI_LLM_URL and MGI_LLM_MODEL, and see with mgi doctor if it answers.",
        )
    assistant = open_assistant(settings=settings)
    return Session(asked, assistant, library_of(assistant, asked), given)


def read_config(path: Path) -> dict[str, Any]:
    """Read the settings of a TOML file.

    Raises:
        SettingsError: It cannot be read.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}).", 'It has lines such as: model = "NAME".') from error


def report_of(session: Session, run: Run, split: str, progress: Callable[[int], None] | None) -> Report:
    """Return the report of a run; with the baseline beside it where ``progress`` can be told of it."""
    found = of_set(session.asked, session.assistant, session.library)[0].figures() if _answerable(session.asked) else {}
    beside = None
    if progress is not None:
        from mgi_eval.baseline import Embeds, baseline

        embedder: Embeds = session.assistant.embedder  # type: ignore[assignment]
        beside = judge(session.asked, baseline(session.asked, session.library, embedder, progress), session.library)
    report = make_report(run, found, beside)
    if not THRESHOLDS.is_file():  # they are part of a checkout, as the cases are
        return report
    return replace(report, gate=violations(report.figures, read_thresholds(), split))


def _answerable(asked: CaseSet) -> bool:
    return any(case.answerable for case in asked.cases)


# -- controls ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the benchmark saw a control."""

    name: str
    what: str
    measure: str
    value: float | None
    wanted: str
    caught: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as JSON."""
        return {
            "name": self.name, "what": self.what, "measure": self.measure, "value": self.value,
            "wanted": self.wanted, "caught": self.caught,
        }  # fmt: skip


def check_controls(session: Session, run: Run) -> list[Verdict]:
    """Spoil the answers of ``run`` in every known way, and say whether the measures see it; the oracle comes first."""
    bench = Bench(session.asked, run.answers, session.library)
    found = oracle_verdicts(session.asked, session.library)
    for name, control in CONTROLS.items():
        spoilt = control.spoil(bench)
        judged = judge(session.asked, spoilt, session.library).scored
        before = run.answers.by_id
        known = values([one for one in judged if control.whole or spoilt.by_id[one.id] != before[one.id]])
        value = known.get(control.measure)
        stay = {measure: least for measure, least in (control.least or {}).items() if known.get(measure, 0.0) < least}
        wanted = f"≤ {control.at_most:g}"
        if stay:
            wanted += "".join(f", {measure} ≥ {least:g}, not {known.get(measure)}" for measure, least in stay.items())
        seen = value is not None and value <= control.at_most and not stay
        found.append(Verdict(name, control.what, control.measure, value, wanted, seen))
    problems = caught(of_set(session.asked, session.assistant, session.library))
    found.append(
        Verdict(
            "judgements shuffled", "; ".join(problems) or "each query is judged as another", "ndcg_10", None, "≤ 0.2",
            not problems,
        )
    )  # fmt: skip
    return found


def oracle_verdicts(asked: CaseSet, library: Library) -> list[Verdict]:
    """Measure the oracle: one verdict that holds when every measure reaches its least."""
    answers: Answers = oracle(asked, library)
    known = values(judge(asked, answers, library).scored)
    lengths = {name for name, (kind, _) in MEASURES.items() if kind == "length"}
    lowest = min((name for name in known if name not in lengths), key=lambda name: known[name])
    return [
        Verdict(
            "oracle", "the gold as the answer", lowest, known[lowest], f"≥ {ORACLE_LEAST:g}",
            known[lowest] >= ORACLE_LEAST,
        )
    ]  # fmt: skip


def show_controls(console: Console, verdicts: Sequence[Verdict]) -> None:
    """Print one row for each control."""
    table = Table(box=None, pad_edge=False)
    for column in ("control", "what was done", "measure", "value", "wanted", ""):
        table.add_column(column, justify="right" if column == "value" else "left")
    for verdict in verdicts:
        value = "–" if verdict.value is None else f"{verdict.value:.3f}"
        seen = "as it should be" if verdict.caught else "[bold]passes[/bold]"
        table.add_row(verdict.name, verdict.what, verdict.measure, value, verdict.wanted, seen)
    console.print(table)


# -- coverage ----------------------------------------------------------------------------------------------------------


def uncovered_by(session: Session) -> dict[str, list[str]]:
    """Return what the set does not cover, what is in both splits, and gold quotes that do not tell their facts."""
    found = uncovered(session.asked, session.library)
    found["in both splits"] = overlaps(session.asked, session.library)
    found["gold that does not tell"] = [
        f"{case.id}: {problem}" for case in session.asked.cases for problem in unsupported(case)
    ]
    return found


def sizes(asked: CaseSet) -> dict[str, dict[str, int]]:
    """Return how many cases there are of each kind, and how many conversations of each number of turns."""
    found = {
        name: Counter(str(getattr(case, name)) for case in asked.cases)
        for name in ("answerability", "type", "lang", "split")
    }
    turns: dict[str, int] = {}
    for case in asked.cases:
        if case.conversation:
            turns[case.conversation] = max(case.turn, turns.get(case.conversation, 0))
    found["conversations by turns"] = Counter(map(str, turns.values()))
    return {name: dict(sorted(counts.items())) for name, counts in found.items()}


def show_uncovered(console: Console, asked: CaseSet, found: Mapping[str, Sequence[str]]) -> None:
    """Print how large the set is and what it lacks."""
    console.print(f"cases: {len(asked.cases)}")
    for name, counts in sizes(asked).items():
        console.print(f"{name}: " + ", ".join(f"{kind} {n}" for kind, n in counts.items()))
    for name, lacking in found.items():
        console.print(
            f"[bold]{name}[/bold] not covered or to look at: {len(lacking)}" if lacking else f"{name}: nothing"
        )
        for one in lacking:
            console.print(f"  {one}", markup=False)
