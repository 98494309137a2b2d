"""What is measured, as pure functions; how answers are got is in :mod:`mgi_eval.run`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Z95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""
EARLY_WORDS = 80
"""How soon a reader should have the answer."""


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``, with its 95 % interval."""

    hits: int
    n: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> Share:
        """Count the true ones."""
        listed = list(outcomes)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float | None:
        """The share, or ``None`` where there was nothing to count: nothing measured is not 1."""
        return self.hits / self.n if self.n else None

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as in ``report.json``."""
        return {"value": self.value, "ci95": list(wilson(self.hits, self.n)) if self.n else None, "n": self.n}


def wilson(hits: int, n: int, z: float = Z95) -> tuple[float, float]:
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


def quantile(values: Sequence[float], q: float) -> float:
    """Return the ``q`` quantile, interpolated linearly between order statistics (Hyndman and Fan 1996, type 7).

    Raises:
        ValueError: There are no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    at = q * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Return the probability that a true item scores above a false one, ties counting half (Mann–Whitney U / n₁n₀).

    Raises:
        ValueError: One of the two kinds is missing.
    """
    positive = sum(labels)
    negative = len(labels) - positive
    if not positive or not negative:
        raise ValueError("AUROC needs items of both kinds")
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    ranks = 0.0
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        ranks += (start + 1 + end) / 2 * sum(labels[i] for i in order[start:end])
        start = end
    return (ranks - positive * (positive + 1) / 2) / (positive * negative)


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


# -- one answer --------------------------------------------------------------------------------------------------------

_MARKER = re.compile(r"\s?(?:\[\d+\])+")
_ESCAPE = re.compile(r"\\([\\`*_\[\]<>$~#|])")
_MARKUP = re.compile(r"\*\*|^[ \t]*(?:[-*]|#{1,6})[ \t]+", re.MULTILINE)


def plain(markdown: str) -> str:
    """Return an answer's markdown as text on one line, without markup and ``[n]`` markers."""
    return " ".join(_ESCAPE.sub(r"\1", _MARKUP.sub("", _MARKER.sub("", markdown))).split())


def first_words(text: str, n: int = EARLY_WORDS) -> str:
    """Return the first ``n`` words of ``text``."""
    return " ".join(text.split()[:n])


def missing(text: str, groups: Sequence[Sequence[str]]) -> list[int]:
    """Return the numbers of the groups of which no pattern is found in ``text``; case is ignored."""
    return [i for i, group in enumerate(groups) if not any(re.search(p, text, re.IGNORECASE) for p in group)]


def about(passage_places: Iterable[str], wanted: Iterable[str]) -> bool:
    """Say whether a passage is about one of the ``wanted`` places; a locality counts for its country too."""
    known = set(passage_places)
    return bool(known & set(wanted)) or any(place.partition(":")[0] in set(wanted) for place in known)
