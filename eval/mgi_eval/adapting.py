"""Learns the adapter of :mod:`mgi_assistant.adapter` from questions, and says how well it does on what it did not see.

What is learned from is ``eval/questions``: questions with patterns of which all stand in the sentences that answer, or
with none where no source does. The questions of ``eval/cases`` are never learned from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import compress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from rich.console import Console
from rich.table import Table

from mgi_assistant.adapter import Adapter
from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import CorpusError, StorageError
from mgi_assistant.ports import Reading, Vectors
from mgi_assistant.text import words
from mgi_eval.cases import load_set
from mgi_eval.statistics import auroc

QUESTIONS_DIR = Path(__file__).resolve().parents[1] / "questions"
"""Folder of the questions; it is part of a checkout, not of an installed package."""
HELD_OUT = "held_out.jsonl"
"""Questions that are not learned from, to measure by."""
ADAPTER = Path(str(resources.files("mgi_assistant").joinpath("data/adapter.npz")))
"""Where the assistant reads what is learned."""
DETECTORS = 512
DROPPED = 0.5
"""Share of the detectors that is left out at random while learning (dropout), so that none is relied on alone."""
ROUNDS = 30
"""Times each question is learned from."""
AT_ONCE = 128
RATE = 3e-3
DECAY = 1.0
TEMPERATURE = 0.05
"""Cosines are divided by it. Of these seven, those of a coarse grid that told the dev cases apart about best without
finding sentences worse whose passages were held out."""
SEED = 20231
FOLDS = 5
MOST_ANSWERS = 40
"""Sentences that answer one question; more, and its patterns tell too little."""
_SAYS_NOTHING = ("contents", "names")

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what was asked before it, and the patterns of its answer; without patterns, no source tells."""

    text: str
    earlier: tuple[str, ...]
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Questions and the sentences of one index, as the model reads them, with what answers what."""

    questions: tuple[Reading, ...]
    sentences: Vectors
    passages: tuple[str, ...]
    """The passage of each sentence."""
    answers: Flags
    """One row a question, one column a sentence."""

    def of(self, rows: Flags) -> Lessons:
        """Return the same with some of the questions."""
        return Lessons(tuple(compress(self.questions, rows)), self.sentences, self.passages, self.answers[rows])

    def without(self, columns: Flags) -> Lessons:
        """Return the same without some of the sentences, and the questions that these answer."""
        rows = np.logical_not(self.answers[:, columns].any(axis=1))
        questions, passages = tuple(compress(self.questions, rows)), tuple(compress(self.passages, ~columns))
        return Lessons(questions, self.sentences[~columns], passages, self.answers[np.ix_(rows, ~columns)])


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the sentences that answer are found, and questions without any told from others."""

    questions: int
    first: float
    """Share of the answerable questions whose closest sentence answers (recall@1)."""
    in_ten: float
    """The same for the ten closest."""
    auroc: float
    """Of telling answerable questions from others by the closest sentence."""


def to_learn_from() -> list[Question]:
    """Return the questions of :data:`QUESTIONS_DIR` but those that are held out or stand in ``eval/cases``.

    Raises:
        CorpusError: A file cannot be read.
    """
    asked = [case.question for case in load_set(None, ()).cases]
    asked += [question.text for question in read_questions(QUESTIONS_DIR / HELD_OUT)]
    left_out = set(map(_wording, asked))
    files = sorted(path for path in QUESTIONS_DIR.glob("*.jsonl") if path.name != HELD_OUT)
    return [q for path in files for q in read_questions(path) if _wording(q.text) not in left_out]


def _wording(text: str) -> tuple[str, ...]:
    return tuple(words(text))


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file of JSON lines.

    Raises:
        CorpusError: The file cannot be read, or a line of it is not a question.
    """
    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        return [Question(q["question"], tuple(q.get("earlier", ())), tuple(q.get("expected", ()))) for q in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path} cannot be read ({error!r}).", 'Give one {"question", "earlier", "expected"} a line.'
        ) from error


def lessons_of(assistant: Assistant, questions: Sequence[Question]) -> Lessons:
    """Return what ``questions`` teach about the sentences of an index.

    Those whose patterns stand in no sentence, or in too many, teach nothing.
    """
    store = assistant.store
    passages = [p for p in store.passages if p.kind not in _SAYS_NOTHING]
    sentences = np.concatenate([store.sentence_vectors(p) for p in passages])
    texts = [" ".join((*p.section, p.sentence(i))) for p in passages for i in range(len(p.sentences))]
    texts = [" ".join(text.split()) for text in texts]
    readings, answers = [], []
    for question in questions:
        told = np.zeros((len(question.expected), len(texts)), dtype=bool)
        for row, pattern in enumerate(question.expected):
            told[row] = [re.search(pattern, text, re.IGNORECASE) is not None for text in texts]
        most = told.sum(axis=0)
        answering = (most == most.max()) & (most > 0)
        if question.expected and not 0 < answering.sum() <= MOST_ANSWERS:
            continue
        query = assistant.understood(question.text, question.earlier)
        readings.append(assistant.embedder.read_question(query.search))
        answers.append(answering)
    names = tuple(p.id for p in passages for _ in p.sentences)
    return Lessons(tuple(readings), sentences, names, np.stack(answers))


def learned(model: str, sets: Sequence[Lessons]) -> Adapter:
    """Learn from all ``sets``.

    Of each question, the sentences that answer it are to come closest, or, if none does, a learned threshold: the loss
    is the cross-entropy of a softmax over all sentences and that threshold.
    """
    generator = torch.Generator().manual_seed(SEED)
    dimension = sets[0].sentences.shape[1]
    detectors = torch.randn((dimension, DETECTORS), generator=generator) * 0.05
    turns = torch.randn((DETECTORS, dimension), generator=generator) * 0.01
    bias, nothing = torch.zeros(DETECTORS), torch.tensor(0.5)
    for weights in (detectors, bias, turns, nothing):
        weights.requires_grad_()
    groups = [
        {"params": [detectors, turns], "weight_decay": DECAY},
        {"params": [bias, nothing], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, ROUNDS)
    vectors = [torch.from_numpy(np.stack([question.vector for question in s.questions])) for s in sets]
    words = [[torch.from_numpy(question.word_vectors) for question in s.questions] for s in sets]
    known = [(torch.from_numpy(s.sentences), torch.from_numpy(s.answers)) for s in sets]
    for _ in range(ROUNDS):
        for asked, each, (sentences, answers) in zip(vectors, words, known, strict=True):
            for rows in torch.randperm(len(asked), generator=generator).split(AT_ONCE):  # type: ignore[no-untyped-call]
                read = [each[row] for row in rows.tolist()]
                lengths = torch.tensor([len(question) for question in read])
                most = torch.segment_reduce((torch.cat(read) @ detectors + bias).relu(), "max", lengths=lengths)
                left = torch.rand(most.shape, generator=generator) >= DROPPED
                turned = asked[rows] + (most * left / (1 - DROPPED)) @ turns
                cosines = torch.nn.functional.normalize(turned) @ sentences.T
                with_none = torch.cat([cosines, nothing.expand(len(rows), 1)], dim=1) / TEMPERATURE
                right = torch.cat([answers[rows], ~answers[rows].any(dim=1, keepdim=True)], dim=1)
                loss = -with_none.log_softmax(dim=1).masked_fill(~right, -torch.inf).logsumexp(dim=1).mean()
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
        slower.step()
    learned_from = np.unique(np.concatenate([s.sentences for s in sets]), axis=0)
    stored = (weights.detach().numpy().astype(np.float16) for weights in (detectors, bias, turns))
    looked_for, added, turning = (weights.astype(np.float32) for weights in stored)
    return Adapter(model, looked_for, added, turning, round(nothing.item(), 4), learned_from)


def quality(lessons: Lessons, adapter: Adapter | None) -> Quality:
    """Return how well ``adapter`` does, or the vectors as they are."""
    if adapter:
        closeness = np.stack(
            [adapter.margins(adapter.turned(question), lessons.sentences) for question in lessons.questions]
        )
    else:
        closeness = np.stack([question.vector for question in lessons.questions]) @ lessons.sentences.T
    told = [bool(row.any()) for row in lessons.answers]
    best = np.take_along_axis(lessons.answers, np.argsort(-closeness, axis=1)[:, :10], axis=1)[told]
    return Quality(
        len(told),
        float(best[:, 0].mean()),
        float(best.any(axis=1).mean()),
        auroc(closeness.max(axis=1).tolist(), told),
    )


def cross_validated(model: str, sets: Sequence[Lessons]) -> dict[str, tuple[Quality, Quality]]:
    """Return the quality on ``sets[0]`` without and with an adapter that has not seen the questions, by what it saw.

    Once it saw other questions about the same sentences; once neither these sentences nor any question about them.
    """
    rng = np.random.default_rng(SEED)
    fold = rng.integers(FOLDS, size=len(sets[0].questions))
    of_passage = {name: int(rng.integers(FOLDS)) for name in sorted(set(sets[0].passages))}
    column = np.array([of_passage[name] for name in sets[0].passages])
    unseen, foreign = [], []
    for k in range(FOLDS):
        rest = [lessons.of(fold[: len(lessons.questions)] != k) for lessons in sets[:1]]
        held = sets[0].of(fold == k)
        unseen.append((quality(held, None), quality(held, learned(model, rest))))
        told = sets[0].answers.any(axis=1)
        inside = (told & ~sets[0].answers[:, column != k].any(axis=1)) | (~told & (fold == k))
        seen = sets[0].of(told | (fold != k)).without(column == k)
        held = sets[0].of(inside)
        foreign.append((quality(held, None), quality(held, learned(model, [seen]))))
    return {"unseen questions": _mean(unseen), "unseen sentences": _mean(foreign)}


def _mean(pairs: Sequence[tuple[Quality, Quality]]) -> tuple[Quality, Quality]:
    def mean(found: Sequence[Quality]) -> Quality:
        count = sum(q.questions for q in found)
        shares = [[getattr(q, name) * q.questions / count for q in found] for name in ("first", "in_ten", "auroc")]
        return Quality(count, *map(sum, shares))

    return mean([before for before, _ in pairs]), mean([after for _, after in pairs])


def store(adapter: Adapter) -> Path:
    """Write ``adapter`` where the assistant reads it, and return the path.

    Raises:
        StorageError: It cannot be written.
    """
    try:
        np.savez_compressed(
            ADAPTER,
            model=adapter.model,
            detectors=adapter.detectors.astype(np.float16),
            bias=adapter.bias.astype(np.float16),
            turns=adapter.turns.astype(np.float16),
            nothing=np.float32(adapter.nothing),
            learned=np.rint(adapter.learned * 127).astype(np.int8),
        )
    except OSError as error:
        raise StorageError(f"{ADAPTER} cannot be written ({error}).", "Run this in a checkout of your own.") from error
    return ADAPTER


def show(console: Console, found: dict[str, tuple[Quality, Quality]]) -> None:
    """Print one row for each way of holding out."""
    table = Table(box=None, pad_edge=False)
    for heading in ("held out", "questions", "recall@1", "recall@10", "AUROC"):
        table.add_column(heading, justify="left" if heading == "held out" else "right")
    for name, (before, after) in found.items():
        both = ((before.first, after.first), (before.in_ten, after.in_ten), (before.auroc, after.auroc))
        table.add_row(name, str(after.questions), *(f"{old:.3f} → {new:.3f}" for old, new in both))
    console.print(table)
