"""Calibration on toy sets whose right outcome is known."""

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import pytest

from mgi_assistant.errors import MgiError
from mgi_assistant.ports import Reading, Vectors
from mgi_assistant.relevance import Calibration, Features
from mgi_eval.calibrate import calibrated, settled
from mgi_eval.calibration_data import Question, questions_of, telling
from mgi_eval.cases import Nugget
from tests.unit.eval_fakes import answerable, case, quote, raw_case, regex
from tests.unit.fakes import MemoryStore, assistant_over, written

NAMES = [field.name for field in fields(Features)]


def toy(n: int = 40, seed: int = 1, tells: str = "cosine") -> list[Question]:
    """Make questions of five sentences; in the answerable ones the first is higher in the feature that ``tells``."""
    rng = np.random.default_rng(seed)
    questions = []
    for i in range(n):
        features = rng.uniform(0.2, 0.4, (5, len(NAMES)))
        labels = np.zeros(5, dtype=bool)
        if i % 2:
            labels[0] = True
            features[0, NAMES.index(tells)] += 0.5
        questions.append(Question(f"q{i}", bool(i % 2), ("",) * 5, features, labels, np.ones(5), float(rng.uniform())))
    return questions


def test_what_tells_answers_apart_is_found() -> None:
    result = calibrated({"one": toy(), "two": toy(seed=2)})
    weights = {name: getattr(result.calibration, name) for name in NAMES}
    assert max(weights, key=lambda name: weights[name]) == "cosine"
    for quality in result.quality.values():
        assert quality.auroc > 0.99
        assert quality.balanced_accuracy > 0.95
        assert quality.sentence_f1 > 0.9
        assert quality.baseline_auroc < 0.8
    assert 0 < result.calibration.keep <= result.calibration.answer < 1


def test_a_set_counts_as_it_is_said_to() -> None:
    one, two = toy(tells="cosine"), toy(seed=2, tells="area")
    even = calibrated({"one": one, "two": two}).calibration
    uneven = calibrated({"one": one, "clapnq": two}).calibration
    assert uneven.area / uneven.cosine > 1.5 * even.area / even.cosine


def test_the_result_is_the_same_each_time() -> None:
    assert calibrated({"one": toy()}).to_dict() == calibrated({"one": toy()}).to_dict()


def test_labels_without_a_pattern_are_not_learnt() -> None:
    questions = toy(60)
    rng = np.random.default_rng(5)
    shuffled = [
        replace(q, answerable=bool(flag), labels=q.labels & flag)
        for q, flag in zip(questions, rng.permutation([True, False] * 30), strict=True)
    ]
    assert abs(calibrated({"noise": shuffled}).quality["noise"].auroc - 0.5) < 0.25


def test_too_few_questions_are_an_error() -> None:
    with pytest.raises(MgiError, match="The set small has 2 answerable"):
        calibrated({"small": toy(4)})


def test_common_words_alone_do_not_make_a_sentence_an_answer() -> None:
    sentences = ["a local body"] * 5 + ["a report by families"] + ["something else"] * 94
    facts = [Nugget.model_validate(regex(pattern, pattern)) for pattern in ("local", "famil")]
    belongs = telling(facts, sentences)
    assert belongs("families write")
    assert belongs("local families")
    assert not belongs("a local body")


def test_the_threshold_is_settled_where_most_questions_end_rightly() -> None:
    lone = [
        written("report", 1, "Only 31 per cent of countries keep a tide museum."),
        written("report", 2, "Harbour pilots like seasonal soup."),
    ]
    assistant = assistant_over(MemoryStore(lone))
    cases = [
        case(answerable("a", "What share of countries keep a tide museum?", quote("report", 1, "31"), regex("31"))),
        case(raw_case("u", "How many pilots bake bread?")),
    ]
    loose = Calibration(
        bias=-1.5, cosine=2.5, passage_cosine=1.0, coverage=2.0, passage_coverage=1.0, area=0.0, answer=0.1, keep=0.95
    )
    result = settled(loose, assistant, cases)
    assert result == replace(loose, answer=result.answer, keep=result.answer)
    for weights, statuses in ((replace(loose, keep=0.1), {"answered"}), (result, {"answered", "not_found"})):
        synthesize = replace(assistant.synthesize, weights=weights)  # type: ignore[type-var]
        asked = [replace(assistant, synthesize=synthesize).ask(case.question).status for case in cases]
        assert set(asked) == statuses, weights
        assert asked[0] == "answered"


class HashingEmbedder:
    """Embeds a text as the unit vector of its word counts in 64 buckets."""

    name = "hashing"

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.embed_question(text) for text in texts])

    def read(self, texts: Sequence[str]) -> list[Reading]:
        return [self.read_question(text) for text in texts]

    def read_question(self, text: str) -> Reading:
        words = tuple(text.split())
        return Reading(self.embed_question(text), words, self.embed(words))

    def embed_question(self, text: str) -> Vectors:
        vector = np.full(64, 1e-3, dtype=np.float32)
        for word in text.lower().replace(".", "").split():
            vector[sum(map(ord, word)) % 64] += 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


def test_clapnq_records_become_measured_questions() -> None:
    sentences = ["Bees make honey from nectar.", "They live in hives."]
    records = [
        {
            "id": "1",
            "input": "how do bees make honey",
            "title": "Bee",
            "sentences": sentences,
            "selected": sentences[:1],
        },
        {"id": "2", "input": "who painted the ceiling", "title": "Bee", "sentences": sentences, "selected": []},
    ]
    first, second = questions_of(records, HashingEmbedder())
    assert first.labels.tolist() == [True, False]
    assert (first.answerable, second.answerable) == (True, False)
    assert not second.labels.any()
    assert first.features.shape == (2, len(NAMES))
    assert first.features[0, NAMES.index("coverage")] > second.features[0, NAMES.index("coverage")]
    assert first.baseline > second.baseline
