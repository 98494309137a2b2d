"""The measures, against values worked out by hand and against what must hold always."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_eval.metrics import Share, about, auroc, balanced_accuracy, f1, first_words, missing, plain, quantile, wilson


def test_wilson_gives_the_published_interval() -> None:
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.490162, abs=1e-6)
    assert high == pytest.approx(0.943318, abs=1e-6)


@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share_and_stays_in_range(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    mirrored_low, mirrored_high = wilson(n - hits, n)
    assert mirrored_low == pytest.approx(1 - high)
    assert mirrored_high == pytest.approx(1 - low)


def test_nothing_measured_has_no_value() -> None:
    assert Share(0, 0).to_dict() == {"value": None, "ci95": None, "n": 0}
    with pytest.raises(ValueError, match="no proportion"):
        wilson(0, 0)


def test_share_counts_the_true_ones() -> None:
    assert Share.of([True, False, True, True]) == Share(3, 4)


def test_quantile_interpolates() -> None:
    assert quantile([4, 1, 3, 2], 0.5) == 2.5
    assert quantile([7], 0.95) == 7


def test_auroc_by_hand_with_a_tie() -> None:
    # Pairs (true, false): .9>.5, .9>.1, .5=.5 counts half, .5>.1: 3.5 of 4.
    assert auroc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == pytest.approx(3.5 / 4)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.3, 0.4]), st.booleans()), min_size=2, max_size=30))
def test_auroc_turns_over_with_its_scores(items: list[tuple[float, bool]]) -> None:
    scores, labels = [s for s, _ in items], [label for _, label in items]
    if len(set(labels)) < 2:
        with pytest.raises(ValueError, match="both kinds"):
            auroc(scores, labels)
        return
    pairs = [(s > t) + (s == t) / 2 for s, a in items if a for t, b in items if not b]
    assert auroc(scores, labels) == pytest.approx(sum(pairs) / len(pairs))
    assert auroc([-s for s in scores], labels) == pytest.approx(1 - auroc(scores, labels))


def test_balanced_accuracy_and_f1_by_hand() -> None:
    scores, labels = [0.9, 0.6, 0.7, 0.1, 0.2], [True, True, False, False, False]
    assert balanced_accuracy(scores, labels, 0.65) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert f1(scores, labels, 0.65) == pytest.approx(2 * 1 / (2 + 2))
    assert f1(scores, labels, 0.95) == 0


def test_plain_takes_markup_and_markers_off() -> None:
    markdown = "About 40 per cent do\\*. [1][2] \n\n- Second [3]\n\n**Examples**\n\n- **Mali**: it did [4]"
    assert plain(markdown) == "About 40 per cent do*. Second Examples Mali: it did"


def test_first_words_and_missing() -> None:
    text = "one two three four"
    assert first_words(text, 2) == "one two"
    assert missing(text, [("ONE", "nine"), (r"\bfive\b",), ("t.o",)]) == [1]


def test_a_locality_counts_for_its_country_but_not_the_other_way_round() -> None:
    assert about(["COL:medellin"], ["COL"])
    assert not about(["COL"], ["COL:medellin"])
    assert not about([], ["COL"])
