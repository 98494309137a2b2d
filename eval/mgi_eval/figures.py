"""From the ratios of single answers to the figures of a run, each with its interval, and their slices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mgi_eval.items import Item, Ratio
from mgi_eval.metrics import MEASURES, measured
from mgi_eval.statistics import (
    Floats,
    Resampling,
    auroc,
    failure_bound,
    interval,
    risk_coverage,
    weighted_risk_areas,
    wilson,
)

SLICED = ("conditioned_score", "strict_vital", "answer_rate", "abstain_recall", "evidence_f1_corrected")
"""Measures that are also given by slice."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An item with every measure that applies to it."""

    item: Item
    ratios: Mapping[str, Ratio]

    @property
    def id(self) -> str:
        """The case's id."""
        return self.item.case.id


@dataclass(frozen=True, slots=True)
class Figure:
    """A number about a run."""

    value: float | None
    """``None`` where there was nothing to measure."""
    ci95: tuple[float, float] | None
    n: int
    """What there was: questions, or for an invariant quotes, sentences or numbers."""
    interval: str = "bootstrap"
    """How ``ci95`` was made: "bootstrap" by cluster, or "wilson" where no draw differs from another."""
    wilson95: tuple[float, float] | None = None
    """Of a proportion: Wilson's interval, as if the items were independent."""
    failures: int | None = None
    """Of an invariant."""
    failure_bound95: float | None = None
    """Of an invariant without failure: the highest failure rate that this leaves possible."""

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as in ``report.json``."""
        known = {
            "value": self.value,
            "ci95": list(self.ci95) if self.ci95 else None,
            "n": self.n,
            "interval": self.interval if self.ci95 else None,
        }
        if self.wilson95:
            known["wilson95"] = list(self.wilson95)
        if self.failures is not None:
            known |= {"failures": self.failures, "failure_bound95": self.failure_bound95}
        return known


NOTHING = Figure(None, None, 0)


def scored(items: Sequence[Item]) -> list[Scored]:
    """Measure every item."""
    return [Scored(item, measured(item)) for item in items]


def values(found: Sequence[Scored]) -> dict[str, float]:
    """Return the value of each figure that has one, without intervals."""
    known = {name: _value([s.ratios[name] for s in found if name in s.ratios]) for name in MEASURES}
    known["balanced_accuracy"] = _mean_of_both(known["answer_rate"], known["abstain_recall"])
    confidences, labels = _confident(found)
    known["auroc"] = auroc(confidences, labels) if 0 < sum(labels) < len(labels) else None
    return {name: value for name, value in known.items() if value is not None}


def _value(ratios: Sequence[Ratio]) -> float | None:
    of = sum(ratio.of for ratio in ratios)
    return sum(ratio.right for ratio in ratios) / of if of else None


def _mean_of_both(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else (one + other) / 2


def figures(found: Sequence[Scored]) -> dict[str, Figure]:
    """Return every figure of a run; the bootstrap draws conversations or source passages."""
    resampling = Resampling(tuple(s.item.case.cluster for s in found))
    right, of = _arrays(found, list(MEASURES))
    draws = resampling.ratios(right, of)
    known: dict[str, Figure] = {}
    for column, name in enumerate(MEASURES):
        ratios = [s.ratios[name] for s in found if name in s.ratios]
        known[name] = _figure(name, ratios, draws[:, column])
        if name == "abstain_partial":
            known["balanced_accuracy"] = _balanced(known, draws)
            known["auroc"] = _auroc(found)
            known["risk_area"] = _risk_area(found)
    return known


def _arrays(found: Sequence[Scored], names: Sequence[str], members: set[str] | None = None) -> tuple[Floats, Floats]:
    """Return what was right and what there was, each of shape (items, measures); or of ``members``."""
    nothing = Ratio(0.0, 0.0)
    table = [
        [s.ratios.get(name, nothing) if members is None or s.id in members else nothing for name in names]
        for s in found
    ]
    right = np.array([[ratio.right for ratio in row] for row in table], dtype=np.float64)
    of = np.array([[ratio.of for ratio in row] for row in table], dtype=np.float64)
    return right, of


def _figure(name: str, ratios: Sequence[Ratio], draws: Floats) -> Figure:
    value = _value(ratios)
    if value is None:
        return NOTHING
    of = round(sum(ratio.of for ratio in ratios))
    kind = MEASURES[name][0]
    hits = sum(ratio.right for ratio in ratios)
    proportion = kind == "invariant" or all(ratio.of == 1 and ratio.right in (0, 1) for ratio in ratios)
    wilson95 = wilson(hits, of) if proportion and kind != "length" else None
    ci95, how = interval(draws), "bootstrap"
    if ci95[0] == ci95[1] and wilson95:
        ci95, how = wilson95, "wilson"
    if kind != "invariant":
        return Figure(value, ci95, of, how, wilson95)
    failures = round(of - hits)
    return Figure(value, ci95, of, how, wilson95, failures, None if failures else failure_bound(of))


def _balanced(known: Mapping[str, Figure], draws: Floats) -> Figure:
    names = list(MEASURES)
    one, other = known["answer_rate"], known["abstain_recall"]
    value = _mean_of_both(one.value, other.value)
    if value is None:
        return NOTHING
    mean = (draws[:, names.index("answer_rate")] + draws[:, names.index("abstain_recall")]) / 2
    return Figure(value, interval(mean), one.n + other.n)


def _confident(found: Sequence[Scored]) -> tuple[list[float], list[bool]]:
    """Return the confidence of each answer that has one and whether the sources answer the question."""
    pairs = [
        (s.item.response.confidence, s.item.case.answerable)
        for s in found
        if s.item.response.confidence is not None and s.item.case.answerability != "underspecified"
    ]
    return [c for c, _ in pairs if c is not None], [answerable for _, answerable in pairs]


def _auroc(found: Sequence[Scored]) -> Figure:
    """How well the confidence tells answerable from unanswerable questions."""
    having = [
        s for s in found if s.item.response.confidence is not None and s.item.case.answerability != "underspecified"
    ]
    confidences, labels = _confident(having)
    if not 0 < sum(labels) < len(labels):
        return NOTHING
    draws = Resampling(tuple(s.item.case.cluster for s in having)).aurocs(confidences, labels)
    return Figure(auroc(confidences, labels), interval(draws), len(labels))


def _risk_area(found: Sequence[Scored]) -> Figure:
    """Mean share of wrong answers over all coverages, the most confident first (lower is better; AURC)."""
    answered = [s for s in found if not s.item.response.declined and s.item.response.confidence is not None]
    if not answered:
        return NOTHING
    confidences = [s.item.response.confidence or 0.0 for s in answered]
    wrong = [float(not s.item.right) for s in answered]
    draws = Resampling(tuple(s.item.case.cluster for s in answered)).risk_areas(confidences, wrong)
    return Figure(float(risk_area(confidences, wrong)), interval(draws), len(answered))


def risk_area(confidences: Sequence[float], wrong: Sequence[float]) -> float:
    """Return the mean, over answers, of the share of wrong ones among those at least as confident."""
    return float(weighted_risk_areas(np.asarray(confidences), np.asarray(wrong), np.ones((1, len(wrong))))[0])


def curve(found: Sequence[Scored]) -> list[tuple[float, float]]:
    """Return the risk–coverage curve over all questions; empty where answers carry no confidence."""
    answered = [s for s in found if not s.item.response.declined and s.item.response.confidence is not None]
    confidences = [s.item.response.confidence or 0.0 for s in answered]
    return risk_coverage(confidences, [s.item.right for s in answered], len(found)) if answered else []


# -- slices ------------------------------------------------------------------------------------------------------------


def slices(found: Sequence[Scored]) -> dict[str, dict[str, Figure]]:
    """Return the measures of :data:`SLICED` for each type, language, region, level and answerability."""
    members: dict[str, set[str]] = {}
    for one in found:
        for name in slice_names(one.item):
            members.setdefault(name, set()).add(one.id)
    names = sorted(members)
    tables = [_arrays(found, SLICED, members[name]) for name in names]
    resampling = Resampling(tuple(s.item.case.cluster for s in found))
    draws = resampling.ratios(*(np.hstack([table[side] for table in tables]) for side in (0, 1)))
    result: dict[str, dict[str, Figure]] = {}
    for place, name in enumerate(names):
        inside = [s for s in found if s.id in members[name]]
        result[name] = {
            measure: _figure(
                measure,
                [s.ratios[measure] for s in inside if measure in s.ratios],
                draws[:, place * len(SLICED) + column],
            )
            for column, measure in enumerate(SLICED)
        }
    return result


def slice_names(item: Item) -> list[str]:
    """Return the slices that an item belongs to."""
    case = item.case
    names = [f"type={case.type}", f"lang={case.lang}", f"answerability={case.answerability}"]
    names.append(f"level={case.scope.level or 'any'}")
    names.append(f"region={_region(item)}")
    return names


def _region(item: Item) -> str:
    """Return the continent of the first place that the question is about."""
    gazetteer = item.library.gazetteer
    for place_id in item.case.scope.places:
        place = gazetteer.get(place_id)
        if place.iso3 is None:
            return place.name
        regions = [region for region in gazetteer.regions_of(place.iso3) if region.id.startswith("region:")]
        return regions[-1].name if regions else place.name
    return "none"
