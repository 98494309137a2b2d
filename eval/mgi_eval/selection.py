"""How well sentences are chosen from a passage, and questions told apart that it does not answer, on CLAPNQ.

CLAPNQ (Rosenthal et al., "CLAPNQ: Cohesive Long-form Answers from Passages in Natural Questions for RAG systems", 2024)
gives each question one passage; to half of them people wrote an answer out of some of its sentences.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from mgi_assistant.relevance import Calibration, Features, calibration
from mgi_eval.calibrate import FOLDS, SEED, estimates, fitted, folds_of
from mgi_eval.calibration_data import Question, clapnq_answers, clapnq_questions
from mgi_eval.statistics import Resampling, auroc, balanced_accuracy, interval

TOP = 3
"""Sentences that the baseline takes."""
DRAWS = 100
"""Random choices averaged for each question."""
WORDS = 65
"""Words that are chosen, as the shipped row has it; the cross-validated one finds its own."""
_WORDS = tuple(range(40, 111, 5))

Floats = npt.NDArray[np.float64]
Scores = Mapping[str, Floats]
"""By question a score for each of its sentences."""
Ranking = Callable[[Question, Calibration], Floats]


def _feature(name: str) -> Ranking:
    column = list(Features.__dataclass_fields__).index(name)
    return lambda question, _: question.features[:, column]


RANKINGS: dict[str, Ranking] = {"estimate": lambda question, by: estimates(by, question), "echo": _feature("echo")}
"""What sentences of one passage may be put in order by."""
RANKING = "echo"
"""What they are put in order by in the shipped row."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What one way of choosing sentences reaches on the answerable questions, against the answers people wrote."""

    name: str
    sentences: float
    """Chosen on average."""
    rouge_l: float
    """F-measure over the longest common subsequence of words (Lin 2004), of the closest answer."""
    token_f1: float
    """F-measure over the bags of words (Rajpurkar et al. 2016), of the closest answer."""
    corrected_f1: float
    """``token_f1`` as its share of the distance from three random sentences to 1."""
    above: tuple[float, float]
    """95 % interval of how far ``token_f1`` lies above that of the baseline, question by question."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well one score tells answerable questions from others."""

    name: str
    auroc: float
    best_balanced_accuracy: float
    """At the threshold that is best for these questions."""


@dataclass(frozen=True, slots=True)
class Found:
    """Both tasks, baseline first."""

    answerable: int
    unanswerable: int
    selection: tuple[Selection, ...]
    abstention: tuple[Abstention, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON."""
        return asdict(self)


def measure_clapnq(folder: Path) -> Found:
    """Measure both tasks on a folder with ``dev_answerable.jsonl`` and ``dev_unanswerable.jsonl``.

    Raises:
        CorpusError: A file is missing or is not as expected.
        MgiError: There are fewer questions of a kind than folds.
    """
    return measured(clapnq_questions(folder), clapnq_answers(folder))


def measured(questions: Sequence[Question], answers: Mapping[str, Sequence[str]]) -> Found:
    """Measure both tasks for ``questions``, of which ``answers`` has those that are answerable.

    What ships is measured as it is. The cross-validated rows use weights, ranking and length found on the other folds,
    so they say how well the method does where the shipped weights were fitted to these very questions.
    """
    answerable = [q for q in questions if q.answerable]
    folds = dict(zip((q.id for q in questions), folds_of(questions), strict=True))
    weights = [fitted({"clapnq": [q for q in questions if folds[q.id] != fold]}) for fold in range(FOLDS)]
    shipped = calibration()
    rated = _Rated(answerable, answers)
    rows = {
        "MiniLM, top 3": {q.id: _top(_feature("cosine")(q, shipped)) for q in answerable},
        "shipped": {q.id: within(q, RANKINGS[RANKING](q, shipped), WORDS) for q in answerable},
        "cross-validated": _cross_validated(answerable, folds, weights, rated),
        "sentences people chose": {q.id: np.flatnonzero(q.labels).tolist() for q in answerable},
    }
    truth = [q.answerable for q in questions]
    scores = {
        "MiniLM, passage cosine": [q.baseline for q in questions],
        "shipped": [float(estimates(shipped, q).max()) for q in questions],
        "cross-validated": [float(estimates(weights[folds[q.id]], q).max()) for q in questions],
    }
    return Found(
        len(answerable),
        len(questions) - len(answerable),
        rated.selections(rows),
        tuple(
            Abstention(name, auroc(row, truth), max(balanced_accuracy(row, truth, t) for t in set(row)))
            for name, row in scores.items()
        ),
    )


def _top(scores: Floats) -> list[int]:
    best: list[int] = np.argsort(-scores, kind="stable")[:TOP].tolist()
    return best


def within(question: Question, scores: Floats, words: int) -> list[int]:
    """Return the best sentences that come closest to ``words`` words together; always one."""
    chosen: list[int] = []
    length = 0
    for i in np.argsort(-scores, kind="stable").tolist():
        more = len(tokens(question.sentences[i]))
        if chosen and length + more / 2 > words:
            break
        chosen.append(i)
        length += more
    return chosen


def _cross_validated(
    questions: Sequence[Question], folds: Mapping[str, int], weights: Sequence[Calibration], rated: _Rated
) -> dict[str, list[int]]:
    """Choose from each fold by the ranking and the length that are best on the others."""
    chosen: dict[str, list[int]] = {}
    for fold, by in enumerate(weights):
        others = [q for q in questions if folds[q.id] != fold]
        ways = [(rank, words) for rank in RANKINGS.values() for words in _WORDS]
        rank, words = max(
            ways,
            key=lambda way: sum(sum(rated.values(q.id, within(q, way[0](q, by), way[1]))) for q in others),
        )
        chosen |= {q.id: within(q, rank(q, by), words) for q in questions if folds[q.id] == fold}
    return chosen


class _Rated:
    """Rates choices of sentences; a choice is rated once."""

    def __init__(self, questions: Sequence[Question], answers: Mapping[str, Sequence[str]]) -> None:
        self._tokens = {q.id: [tokens(sentence) for sentence in q.sentences] for q in questions}
        self._answers = {q.id: [tokens(answer) for answer in answers[q.id]] for q in questions}
        self._known: dict[tuple[str, tuple[int, ...]], tuple[float, float]] = {}

    def values(self, question_id: str, chosen: Sequence[int]) -> tuple[float, float]:
        """Return ROUGE-L and token F1 of sentences, in the order of the passage."""
        key = question_id, tuple(sorted(chosen))
        if key not in self._known:
            said = [token for i in key[1] for token in self._tokens[question_id][i]]
            rows = [(rouge_l(said, answer), token_f1(said, answer)) for answer in self._answers[question_id]]
            self._known[key] = max(row[0] for row in rows), max(row[1] for row in rows)
        return self._known[key]

    def selections(self, rows: Mapping[str, Mapping[str, Sequence[int]]]) -> tuple[Selection, ...]:
        """Return each row's figures, that of random sentences put before them; the first row is the baseline."""
        rng = random.Random(SEED)
        ids = list(self._tokens)
        drawn = [[self.values(i, self._random(i, rng)) for i in ids] for _ in range(DRAWS)]
        values = {"random 3": np.array(drawn).mean(axis=0)}
        values |= {name: np.array([self.values(i, row[i]) for i in ids]) for name, row in rows.items()}
        counts = {"random 3": float(np.mean([min(TOP, len(self._tokens[i])) for i in ids]))}
        counts |= {name: float(np.mean([len(row[i]) for i in ids])) for name, row in rows.items()}
        chance = float(values["random 3"][:, 1].mean())
        baseline = values[next(iter(rows))][:, 1]
        found = []
        for name, table in values.items():
            rouge, f1 = (float(mean) for mean in table.mean(axis=0))
            apart = (table[:, 1] - baseline)[:, None]
            above = interval(Resampling(tuple(ids)).ratios(apart, np.ones_like(apart))[:, 0])
            found.append(Selection(name, counts[name], rouge, f1, (f1 - chance) / (1 - chance), above))
        return tuple(found)

    def _random(self, question_id: str, rng: random.Random) -> list[int]:
        n = len(self._tokens[question_id])
        return rng.sample(range(n), min(TOP, n))


# -- measures of text --------------------------------------------------------------------------------------------------


def tokens(text: str) -> list[str]:
    """Return the runs of Latin letters and digits, in small letters, as the rouge-score package cuts them."""
    return re.findall(r"[a-z0-9]+", text.lower())


def rouge_l(said: Sequence[str], wanted: Sequence[str]) -> float:
    """Return the F-measure of the longest common subsequence of two lists of words."""
    return _f(common_subsequence(said, wanted), said, wanted)


def token_f1(said: Sequence[str], wanted: Sequence[str]) -> float:
    """Return the F-measure of the words that two lists share, each as often as it is in both."""
    return _f((Counter(said) & Counter(wanted)).total(), said, wanted)


def _f(shared: int, said: Sequence[str], wanted: Sequence[str]) -> float:
    return 2 * shared / (len(said) + len(wanted)) if shared else 0.0


def common_subsequence(a: Sequence[str], b: Sequence[str]) -> int:
    """Return the length of the longest common subsequence, by rows of bits (Hyyrö 2004)."""
    where: dict[str, int] = {}
    for i, token in enumerate(a):
        where[token] = where.get(token, 0) | 1 << i
    full = row = (1 << len(a)) - 1
    for token in b:
        matches = row & where.get(token, 0)
        row = ((row + matches) | (row - matches)) & full
    return len(a) - row.bit_count()


def show(console: Console, found: Found) -> None:
    """Print one table for each task."""
    table = Table(title=f"Choosing sentences ({found.answerable} questions)", box=None, pad_edge=False)
    for column in ("", "sentences", "ROUGE-L F", "token F1", "chance-corrected", "above top 3 (95 %)"):
        table.add_column(column, justify="right" if column else "left")
    for one in found.selection:
        figures = (f"{value:.3f}" for value in (one.rouge_l, one.token_f1, one.corrected_f1))
        table.add_row(one.name, f"{one.sentences:.2f}", *figures, f"{one.above[0]:+.3f} to {one.above[1]:+.3f}")
    console.print(table)
    console.print()
    both = f"{found.answerable} answerable, {found.unanswerable} other questions"
    table = Table(title=f"Abstaining ({both})", box=None, pad_edge=False)
    for column in ("", "AUROC", "best balanced accuracy"):
        table.add_column(column, justify="right" if column else "left")
    for score in found.abstention:
        table.add_row(score.name, f"{score.auroc:.3f}", f"{score.best_balanced_accuracy:.3f}")
    console.print(table)
