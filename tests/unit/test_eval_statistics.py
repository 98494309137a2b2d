"""Intervals, curves and tests, against values worked out by hand and against what must hold always."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_eval.statistics import (
    Resampling,
    auroc,
    balanced_accuracy,
    f1,
    failure_bound,
    holm,
    interval,
    paired_randomisation,
    quantile,
    risk_coverage,
    weighted_risk_areas,
    wilson,
)


def test_wilson_gives_the_published_interval() -> None:
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.490162, abs=1e-6)
    assert high == pytest.approx(0.943318, abs=1e-6)
    with pytest.raises(ValueError, match="no proportion"):
        wilson(0, 0)


@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share_and_stays_in_range(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    mirrored_low, mirrored_high = wilson(n - hits, n)
    assert mirrored_low == pytest.approx(1 - high)
    assert mirrored_high == pytest.approx(1 - low)


@given(st.integers(1, 100_000))
def test_zero_failures_leave_a_bound_near_three_over_n(n: int) -> None:
    bound = failure_bound(n)
    assert (1 - bound) ** n == pytest.approx(0.05)
    assert bound <= 3 / n


def test_quantile_interpolates() -> None:
    assert quantile([4, 1, 3, 2], 0.5) == 2.5
    assert quantile([7], 0.95) == 7
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.3, 0.4]), st.booleans()), min_size=2, max_size=30))
def test_auroc_counts_pairs_and_turns_over_with_its_scores(items: list[tuple[float, bool]]) -> None:
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


def test_risk_over_coverage_by_hand() -> None:
    points = risk_coverage([0.9, 0.5, 0.5, 0.2], [True, True, False, False], total=8)
    assert points == [(1 / 8, 0.0), (3 / 8, 1 / 3), (4 / 8, 0.5)]
    areas = weighted_risk_areas(np.array([0.9, 0.5, 0.5, 0.2]), np.array([0.0, 0.0, 1.0, 1.0]), np.ones((1, 4)))
    assert areas[0] == pytest.approx((0 + 1 / 3 + 1 / 3 + 1 / 2) / 4)


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_confidence_in_right_answers_is_the_least_risk(right: list[bool], rng: object) -> None:
    wrong = np.array([0.0 if one else 1.0 for one in right])
    knowing = weighted_risk_areas(1 - wrong, wrong, np.ones((1, len(right))))[0]
    clueless = weighted_risk_areas(np.zeros(len(right)), wrong, np.ones((1, len(right))))[0]
    mistaken = weighted_risk_areas(wrong, wrong, np.ones((1, len(right))))[0]
    assert knowing <= clueless + 1e-12 <= mistaken + 2e-12
    assert clueless == pytest.approx(wrong.mean())


# -- the bootstrap -----------------------------------------------------------------------------------------------------


def column(*values: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[value] for value in values])


def test_the_bootstrap_can_be_made_again_and_holds_the_value() -> None:
    values = column(*([1.0] * 30 + [0.0] * 20))
    resampling = Resampling(tuple(range(50)))
    draws = resampling.ratios(values, np.ones_like(values))
    assert draws.shape == (10_000, 1)
    assert np.array_equal(draws, resampling.ratios(values, np.ones_like(values)))
    low, high = interval(draws[:, 0])
    assert low < 0.6 < high
    # The standard error of a share of .6 of 50 is .069; the percentile interval is close to ± 1.96 of it.
    assert high - low == pytest.approx(2 * 1.96 * 0.0693, rel=0.1)


def test_items_of_one_cluster_count_as_one() -> None:
    values = column(*([1.0] * 25 + [0.0] * 25))
    alone = Resampling(tuple(range(50))).ratios(values, np.ones_like(values))
    grouped = Resampling(tuple(i // 5 for i in range(50))).ratios(values, np.ones_like(values))
    width = [high - low for low, high in (interval(alone[:, 0]), interval(grouped[:, 0]))]
    assert width[1] > 1.8 * width[0]


def test_the_bootstrap_of_auroc_holds_its_value() -> None:
    rng = np.random.default_rng(3)
    labels = [True] * 40 + [False] * 40
    scores = [float(rng.normal(1.0 if label else 0.0)) for label in labels]
    low, high = interval(Resampling(tuple(range(80)), draws=2_000).aurocs(scores, labels))
    assert low < auroc(scores, labels) < high


def test_nothing_drawn_has_no_interval() -> None:
    with pytest.raises(ValueError, match="no draw"):
        interval(np.array([np.nan, np.nan]))


# -- two runs ----------------------------------------------------------------------------------------------------------


def test_a_real_difference_is_found_and_none_is_made_up() -> None:
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 1, 200)
    assert paired_randomisation(list(noise + 0.5), range(200)) < 0.001
    assert paired_randomisation([1.0, -1.0] * 50, range(100)) > 0.9
    assert paired_randomisation([0.0] * 5, range(5)) == 1.0
    with pytest.raises(ValueError, match="no differences"):
        paired_randomisation([], [])


def test_p_is_that_of_all_signs_when_they_can_be_counted() -> None:
    # Three clusters that agree: of eight sign patterns two are as extreme.
    assert paired_randomisation([1.0, 1.0, 1.0], "abc") == pytest.approx(0.25, abs=0.02)
    assert paired_randomisation([1.0, 1.0, 1.0], "aaa") == 1.0


def test_holm_by_hand() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), min_size=1, max_size=10))
def test_holm_never_makes_p_smaller_and_keeps_the_order(p_values: dict[str, float]) -> None:
    adjusted = holm(p_values)
    assert all(p_values[name] <= adjusted[name] <= 1 for name in p_values)
    ordered = sorted(p_values, key=lambda name: p_values[name])
    assert all(adjusted[one] <= adjusted[two] for one, two in itertools.pairwise(ordered))
