"""Fits the estimate of :mod:`mgi_assistant.relevance` and its two thresholds, and says how well they do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import MgiError, StorageError
from mgi_assistant.relevance import Calibration, Features
from mgi_eval.calibration_data import Question
from mgi_eval.cases import Case
from mgi_eval.run import share_right
from mgi_eval.statistics import auroc, balanced_accuracy, f1

FOLDS = 5
SEED = 20231
BESIDE = 0.3
"""Weight of the sentences beside an answer; of 0.3 and 1, the better under cross-validation on both sets."""
COUNTS = {"clapnq": 4.0}
"""What a set counts, if not 1: the project's questions are all asked of one corpus, those of CLAPNQ of many texts.
Of 1, 2 and 4, the least with which CLAPNQ is told apart clearly better than by cosine, under cross-validation."""
_NAMES = [f.name for f in fields(Features)]
_FITTED = [i for i, name in enumerate(_NAMES) if "coverage" not in name]
"""Echoes hear what shared stems tell: with both, questions are told apart no better than with echoes."""
_ANSWER_THRESHOLDS = tuple(step / 25 for step in range(10, 21))
_THRESHOLDS = tuple(step / 200 for step in range(1, 200))

Sets = Mapping[str, Sequence[Question]]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the estimate does on one set; on questions it was not fitted to, but for the baseline."""

    questions: int
    auroc: float
    """Of telling answerable questions from others by the best sentence's estimate."""
    balanced_accuracy: float
    """At the threshold chosen without these questions."""
    best_balanced_accuracy: float
    """At the threshold that is best for this set."""
    sentence_f1: float
    """Of choosing sentences of answerable questions, at the threshold chosen without them."""
    baseline_auroc: float
    """Of the best passage cosine."""
    baseline_best_balanced_accuracy: float


@dataclass(frozen=True, slots=True)
class Result:
    """A calibration and its quality by set."""

    calibration: Calibration
    quality: Mapping[str, Quality]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON."""
        return {
            "calibration": asdict(self.calibration),
            "quality": {name: asdict(quality) for name, quality in self.quality.items()},
        }


def calibrated(sets: Sets) -> Result:
    """Fit on all of ``sets``, each counting as :data:`COUNTS` says, and cross-validate by question.

    Raises:
        MgiError: A set has too few answerable or unanswerable questions.
    """
    for name, questions in sets.items():
        answerable = sum(q.answerable for q in questions)
        if min(answerable, len(questions) - answerable) < FOLDS:
            raise MgiError(
                f"The set {name} has {answerable} answerable and {len(questions) - answerable} other questions.",
                f"Calibration needs at least {FOLDS} of each.",
            )
    return Result(fitted(sets), _quality(sets))


def fitted(sets: Sets) -> Calibration:
    """Return the logistic weights over all sentences (L2-regularised, C = 1) and the two best thresholds.

    ``answer`` has the best balanced accuracy, ``keep`` the best F1 of sentences, each averaged over the sets; ``keep``
    is never above ``answer``, as the best sentence of an answer has to be kept.
    """
    usable = {n: [q for q in questions if q.labels.any() or not q.answerable] for n, questions in sets.items()}
    rows = np.concatenate([q.features[:, _FITTED] for questions in usable.values() for q in questions])
    labels = np.concatenate([q.labels for questions in usable.values() for q in questions])
    scale = sum(map(len, usable.values())) / len(usable)
    shares = {name: COUNTS.get(name, 1.0) * scale / len(questions) for name, questions in usable.items()}
    weights = np.concatenate([shares[n] * _weights(q) for n, questions in usable.items() for q in questions])
    model = LogisticRegression(C=1.0, max_iter=5000, random_state=SEED).fit(rows, labels, sample_weight=weights)
    named = dict.fromkeys(_NAMES, 0.0) | {_NAMES[i]: _rounded(w) for i, w in zip(_FITTED, model.coef_[0], strict=True)}
    plain = Calibration(bias=_rounded(model.intercept_[0]), **named, answer=0.0, keep=0.0)
    answer = _best_threshold([_answering(plain, questions) for questions in sets.values()], balanced_accuracy)
    keep = _best_threshold([_selecting(plain, questions) for questions in sets.values()], f1)
    return Calibration(bias=plain.bias, **named, answer=answer, keep=min(keep, answer))


def _weights(question: Question) -> Floats:
    """Return what each sentence counts, so that a question with many candidates counts no more than others.

    The sentences of the answer share 1; the others share 1 where there is no answer and ``BESIDE`` where there is one:
    to know that a question has no answer matters more than to leave out a sentence beside the answer.
    """
    beside = BESIDE if question.answerable else 1.0
    chosen = question.labels
    weights: Floats = np.where(chosen, 1.0 / max(1, chosen.sum()), beside / max(1, (~chosen).sum()))
    return weights


def settled(calibration: Calibration, assistant: Assistant, cases: Sequence[Case]) -> Calibration:
    """Return ``calibration`` with the ``answer`` threshold at which most of ``cases`` end rightly, asked end to end.

    Both halves weigh the same: answerable questions answered rightly, and others not answered at all.
    """
    trials = []
    for answer in _ANSWER_THRESHOLDS:
        weights = replace(calibration, answer=answer, keep=min(calibration.keep, answer))
        trials.append(replace(assistant, synthesize=replace(assistant.synthesize, weights=weights)))  # type: ignore[type-var]
    right = np.zeros((len(trials), 2))
    for case in cases:  # one after another, as the embedder remembers the last questions
        right += [share_right(trial, [case]) for trial in trials]
    answerable = sum(case.answerable for case in cases)
    others = sum(case.answerability == "unanswerable" for case in cases)
    shares = right / np.maximum((answerable, others), 1)
    answer = _ANSWER_THRESHOLDS[int(shares.sum(axis=1).argmax())]
    return replace(calibration, answer=answer, keep=min(calibration.keep, answer))


def _rounded(weight: float) -> float:
    return round(float(weight), 4)


def estimates(calibration: Calibration, question: Question) -> Floats:
    """Return the estimate of each candidate sentence."""
    plain = np.array([calibration.estimate(Features(*row)) for row in question.features.tolist()])
    kinds = question.kinds
    result: Floats = np.where(kinds > 1, kinds * plain / (1 + (kinds - 1) * plain), np.minimum(kinds, 1) * plain)
    return result


Scored = tuple[list[float], list[bool]]


def _answering(calibration: Calibration, questions: Sequence[Question]) -> Scored:
    """Return the best sentence's estimate and whether there is an answer, by question."""
    return [float(estimates(calibration, q).max()) for q in questions], [q.answerable for q in questions]


def _selecting(calibration: Calibration, questions: Sequence[Question]) -> Scored:
    """Return the estimate and the label of each sentence of the answerable questions."""
    answerable = [q for q in questions if q.answerable]
    scores = [float(e) for q in answerable for e in estimates(calibration, q)]
    return scores, [bool(label) for q in answerable for label in q.labels]


def _best_threshold(scored: Sequence[Scored], measure: Any) -> float:
    """Return the threshold with the best mean measure; the middle one where several are equally good."""
    means = [float(np.mean([measure(*one, threshold) for one in scored])) for threshold in _THRESHOLDS]
    best = [t for t, mean in zip(_THRESHOLDS, means, strict=True) if mean >= max(means) - 1e-9]
    return best[len(best) // 2]


def _quality(sets: Sets) -> dict[str, Quality]:
    """Fit ``FOLDS`` times, each time on the other folds, and judge each set on what was held out."""
    folds = {name: folds_of(questions) for name, questions in sets.items()}
    best: dict[str, list[tuple[float, bool, bool]]] = {name: [] for name in sets}
    kept: dict[str, list[tuple[float, bool]]] = {name: [] for name in sets}
    for fold in range(FOLDS):
        train = {n: [q for q, f in zip(sets[n], folds[n], strict=True) if f != fold] for n in sets}
        calibration = fitted(train)
        for name in sets:
            held = [q for q, f in zip(sets[name], folds[name], strict=True) if f == fold]
            scores, labels = _answering(calibration, held)
            best[name] += [(s, s >= calibration.answer, label) for s, label in zip(scores, labels, strict=True)]
            # Each fold has a threshold of its own, so what is kept is scored 1 and the rest 0.
            chosen, wanted = _selecting(calibration, held)
            kept[name] += [(float(s >= calibration.keep), w) for s, w in zip(chosen, wanted, strict=True)]
    return {name: _judged(sets[name], best[name], kept[name]) for name in sets}


def _judged(
    questions: Sequence[Question], best: Sequence[tuple[float, bool, bool]], kept: Sequence[tuple[float, bool]]
) -> Quality:
    scores, said, labels = ([row[i] for row in best] for i in range(3))
    truth = list(map(bool, labels))
    baseline, answerable = [q.baseline for q in questions], [q.answerable for q in questions]
    return Quality(
        questions=len(questions),
        auroc=auroc(scores, truth),
        balanced_accuracy=balanced_accuracy([float(s) for s in said], truth, 0.5),
        best_balanced_accuracy=max(balanced_accuracy(scores, truth, t) for t in sorted(set(scores))),
        sentence_f1=f1([score for score, _ in kept], [label for _, label in kept], 0.5),
        baseline_auroc=auroc(baseline, answerable),
        baseline_best_balanced_accuracy=max(balanced_accuracy(baseline, answerable, t) for t in sorted(set(baseline))),
    )


def folds_of(questions: Sequence[Question]) -> list[int]:
    """Return each question's fold; answerable and other questions are dealt out evenly, in a seeded order."""
    folds = [0] * len(questions)
    order = np.random.default_rng(SEED).permutation(len(questions)).tolist()
    for place, number in enumerate(sorted(order, key=lambda i: questions[i].answerable)):
        folds[number] = place % FOLDS
    return folds


def store(calibration: Calibration) -> Path:
    """Write ``calibration`` where the assistant reads it, and return the path.

    Raises:
        StorageError: It cannot be written.
    """
    path = Path(str(resources.files("mgi_assistant").joinpath("data/calibration.json")))
    try:
        path.write_text(json.dumps(asdict(calibration), indent=1) + "\n", "utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error}).", "Run this in a checkout of your own.") from error
    return path


def show(console: Console, result: Result) -> None:
    """Print the calibration and one row for each set."""
    console.print(", ".join(f"{name} {value}" for name, value in asdict(result.calibration).items()))
    table = Table(box=None, pad_edge=False)
    table.add_column("set")
    for field in fields(Quality):
        table.add_column(field.name.replace("_", " "), justify="right", overflow="fold")
    for name, quality in result.quality.items():
        table.add_row(name, *(f"{v:.3f}" if isinstance(v, float) else str(v) for v in asdict(quality).values()))
    console.print(table)
