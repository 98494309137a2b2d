"""Intervals, tests and curves; all that is drawn is seeded, so that a figure can be made again."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

DRAWS = 10_000
SEED = 20231
Z95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""

Floats = npt.NDArray[np.float64]
_BATCH = 1_000
"""Draws held in memory at once."""


def wilson(hits: float, n: float, z: float = Z95) -> tuple[float, float]:
    """Return Wilson's score interval for ``hits`` of ``n`` (Wilson 1927; Brown, Cai and DasGupta 2001, eq. 4).

    Raises:
        ValueError: ``n`` is not positive or ``hits`` is not between 0 and ``n``.
    """
    if not 0 <= hits <= n or n == 0:
        raise ValueError(f"{hits} of {n} is no proportion")
    p = hits / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0.0 if hits == 0 else centre - half), (1.0 if hits == n else centre + half)


def failure_bound(n: int, confidence: float = 0.95) -> float:
    """Return the highest failure rate that zero failures in ``n`` leave possible: 1 − (1 − confidence)^(1/n).

    Exact (Clopper and Pearson 1934, one-sided) for independent trials; about 3/n, the "rule of three" of Hanley and
    Lippman-Hand 1983.

    Raises:
        ValueError: ``n`` is not positive.
    """
    if n < 1:
        raise ValueError("no trials")
    return float(1 - (1 - confidence) ** (1 / n))


def quantile(values: Sequence[float], q: float) -> float:
    """Return the ``q`` quantile, interpolated linearly between order statistics (Hyndman and Fan 1996, type 7).

    Raises:
        ValueError: There are no values.
    """
    if not values:
        raise ValueError("no values")
    return float(np.quantile(np.asarray(values, dtype=np.float64), q))


# -- telling two kinds apart -------------------------------------------------------------------------------------------


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return the probability that a true item scores above a false one, ties counting half (Mann–Whitney U / n₁n₀).

    Raises:
        ValueError: One of the two kinds is missing.
    """
    positive = sum(labels)
    if not positive or positive == len(labels):
        raise ValueError("AUROC needs items of both kinds")
    return float(_weighted_auroc(np.asarray(scores, float), np.asarray(labels, bool), np.ones((1, len(labels))))[0])


def _weighted_auroc(scores: Floats, labels: npt.NDArray[np.bool_], weights: Floats) -> Floats:
    """Return one AUROC for each row of ``weights``, shape (draws, items); NaN where a kind has no weight."""
    above, below = scores[labels][:, None], scores[~labels][None, :]
    wins = (above > below) + (above == below) / 2
    positive, negative = weights[:, labels], weights[:, ~labels]
    pairs = positive.sum(axis=1) * negative.sum(axis=1)
    won = ((positive @ wins) * negative).sum(axis=1)
    found: Floats = np.divide(won, pairs, out=np.full(len(weights), np.nan), where=pairs > 0)
    return found


def balanced_accuracy(scores: Sequence[float], labels: Sequence[bool], threshold: float) -> float:
    """Return the mean of the two recalls when scores at or above ``threshold`` count as true."""
    said = [score >= threshold for score in scores]
    right = {
        kind: [s == kind for s, label in zip(said, labels, strict=True) if label == kind] for kind in (True, False)
    }
    return sum(sum(found) / len(found) for found in right.values()) / 2


def f1(scores: Sequence[float], labels: Sequence[bool], threshold: float) -> float:
    """Return 2·TP / (2·TP + FP + FN) when scores at or above ``threshold`` count as true; 0 without any."""
    said = [score >= threshold for score in scores]
    true = sum(s and label for s, label in zip(said, labels, strict=True))
    return 2 * true / (sum(said) + sum(labels)) if true else 0.0


def risk_coverage(confidences: Sequence[float], right: Sequence[bool], total: int) -> list[tuple[float, float]]:
    """Return the points (coverage, risk) when the most confident answers come first (El-Yaniv and Wiener 2010).

    ``right`` says of each answer given whether it is; coverage is over ``total`` questions, so a system that declines
    ends before 1. Equal confidences are one step.
    """
    order = sorted(range(len(confidences)), key=lambda i: -confidences[i])
    points, wrong = [], 0
    for place, i in enumerate(order, 1):
        wrong += not right[i]
        if place == len(order) or confidences[order[place]] != confidences[i]:
            points.append((place / total, wrong / place))
    return points


# -- bootstrap by cluster ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resampling:
    """Clusters drawn with replacement (Efron and Tibshirani 1993, ch. 8; Field and Welsh 2007 for clusters)."""

    clusters: tuple[Hashable, ...]
    """The cluster of each item."""
    draws: int = DRAWS
    seed: int = SEED

    def _drawn(self) -> Iterator[Floats]:
        """Yield how often each cluster was drawn, shape (batch, clusters)."""
        n = len(set(self.clusters))
        rng = np.random.default_rng(self.seed)
        for start in range(0, self.draws, _BATCH):
            size = min(_BATCH, self.draws - start)
            yield rng.multinomial(n, np.full(n, 1 / n), size=size).astype(np.float64)

    def _weights(self) -> Iterator[Floats]:
        """Yield how often each item was drawn, shape (batch, items)."""
        return (drawn[:, self._of_item] for drawn in self._drawn())

    @cached_property
    def _of_item(self) -> npt.NDArray[np.int64]:
        numbers: dict[Hashable, int] = {}
        return np.array([numbers.setdefault(cluster, len(numbers)) for cluster in self.clusters], dtype=np.int64)

    def ratios(self, right: Floats, of: Floats) -> Floats:
        """Return, for each draw and column, Σ right / Σ of; NaN where nothing was drawn.

        ``right`` and ``of`` have shape (items, columns); the result (draws, columns).
        """
        columns = right.shape[1]
        sums = np.zeros((len(set(self.clusters)), 2 * columns))
        np.add.at(sums, self._of_item, np.hstack([right, of]))
        found = []
        for drawn in self._drawn():
            totals = drawn @ sums
            top, bottom = totals[:, :columns], totals[:, columns:]
            found.append(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0))
        return np.concatenate(found)

    def aurocs(self, scores: Sequence[float], labels: Sequence[bool]) -> Floats:
        """Return the AUROC of each draw; shape (draws,)."""
        values, kinds = np.asarray(scores, float), np.asarray(labels, bool)
        return np.concatenate([_weighted_auroc(values, kinds, weights) for weights in self._weights()])

    def risk_areas(self, confidences: Sequence[float], wrong: Sequence[float]) -> Floats:
        """Return :func:`weighted_risk_areas` of each draw; shape (draws,)."""
        scores, errors = np.asarray(confidences, float), np.asarray(wrong, float)
        return np.concatenate([weighted_risk_areas(scores, errors, weights) for weights in self._weights()])


def weighted_risk_areas(scores: Floats, wrong: Floats, weights: Floats) -> Floats:
    """Return, for each row of ``weights``, the mean share of wrong items among those that score at least as high.

    The area under the risk–coverage curve of Geifman, Uziel and El-Yaniv 2019, over the items given; NaN without any.
    """
    order = np.argsort(-scores, kind="stable")
    ends = np.searchsorted(-scores[order], -scores[order], side="right") - 1
    drawn = weights[:, order]
    counted = drawn.cumsum(axis=1)[:, ends]
    failed = (drawn * wrong[order]).cumsum(axis=1)[:, ends]
    risks = np.divide(failed, counted, out=np.zeros_like(failed), where=counted > 0)
    total = drawn.sum(axis=1)
    areas: Floats = np.divide((drawn * risks).sum(axis=1), total, out=np.full(len(weights), np.nan), where=total > 0)
    return areas


def interval(draws: Floats) -> tuple[float, float]:
    """Return the 2.5 and 97.5 % quantiles of the draws that gave a value (percentile interval).

    Raises:
        ValueError: None did.
    """
    values = draws[~np.isnan(draws)]
    if not len(values):
        raise ValueError("no draw has a value")
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


# -- two runs ----------------------------------------------------------------------------------------------------------


def paired_randomisation(
    differences: Sequence[float], clusters: Sequence[Hashable], draws: int = DRAWS, seed: int = SEED
) -> float:
    """Return the two-sided p value of the mean difference when the sign of each cluster's sum is left to chance.

    p = (1 + #{|sum of randomly signed clusters| ≥ |sum|}) / (1 + draws) (Noreen 1989; Smucker, Allan and Carterette
    2007; the added ones after Phipson and Smyth 2010).

    Raises:
        ValueError: There are no differences.
    """
    if not differences:
        raise ValueError("no differences")
    sums: dict[Hashable, float] = {}
    for difference, cluster in zip(differences, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + difference
    values = np.array(list(sums.values()))
    rng = np.random.default_rng(seed)
    observed, extreme = abs(values.sum()) - 1e-12, 0
    for start in range(0, draws, _BATCH):
        signs = rng.choice([-1.0, 1.0], size=(min(_BATCH, draws - start), len(values)))
        extreme += int((np.abs(signs @ values) >= observed).sum())
    return (1 + extreme) / (1 + draws)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return p values adjusted for their number: max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎) (Holm 1979)."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[name]))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}
