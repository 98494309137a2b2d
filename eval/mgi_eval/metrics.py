"""What is measured, as pure functions of one case and one answer; :data:`MEASURES` lists them.

A measure returns a :class:`Ratio`, what was right of how much there was, or ``None`` where it does not apply. A figure
of a run is the sum of what was right over the sum of what there was (see :mod:`mgi_eval.figures`). To add a measure,
write one function here and one line in ``MEASURES``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from mgi_eval.cases import NumberMatch
from mgi_eval.invariants import attribution, citation_coverage, number_precision, scope_fidelity, verbatim_rate
from mgi_eval.items import Item, Ratio
from mgi_eval.matching import first_words, missing, tells

Kind = Literal["invariant", "quality", "length"]
"""An invariant may never fail; of quality more is better; a length is only reported."""


# -- what is told ------------------------------------------------------------------------------------------------------


def strict_vital(item: Item) -> Ratio | None:
    """1 when an answerable question's answer tells every vital nugget and nothing it must not, else 0.

    Source: V_strict of the TREC 2024 RAG nugget evaluation (Pradeep et al. 2024, arXiv 2411.09607), with must_not.
    """
    return Ratio(float(item.right)) if item.case.answerable else None


def vital(item: Item) -> Ratio | None:
    """Vital nuggets told over vital nuggets, by question. Source: vital recall, as :func:`strict_vital`."""
    if not item.case.answerable:
        return None
    return Ratio(1 - len(missing(item.text, item.case.vital)) / len(item.case.vital))


def direct_80(item: Item) -> Ratio | None:
    """1 when the first 80 words of a right answer tell every vital nugget already, else 0."""
    if not item.case.answerable:
        return None
    return Ratio(float(item.right and not missing(first_words(item.text), item.case.vital)))


def nugget_precision(item: Item) -> Ratio | None:
    """Sentences that tell a nugget, vital or not, or quote gold evidence, over all sentences, by answered question.

    What is left over does not belong, as far as the set knows: it errs on the strict side, as nobody has judged every
    sentence of the corpus for every question.
    """
    if not item.case.answerable or not item.response.said:
        return None
    belongs = [
        any(tells(said.text, nugget) for nugget in item.case.nuggets)
        or any(item.all_gold & item.library.units(cited.key, cited.quote) for cited in item.response.cited_by([said]))
        for said in item.response.said
    ]
    return Ratio(sum(belongs) / len(belongs))


def must_not(item: Item) -> Ratio | None:
    """1 when an answer has none of the patterns that no right answer has, over the cases with such patterns."""
    return Ratio(float(not item.forbidden)) if item.case.must_not else None


def number_exact(item: Item) -> Ratio | None:
    """Count number nuggets told with value, unit and hedge, over those of an answerable question."""
    figures = [nugget for nugget in item.case.nuggets if isinstance(nugget.match, NumberMatch)]
    if not figures or not item.case.answerable:
        return None
    return Ratio(1 - len(missing(item.text, figures)) / len(figures))


# -- evidence ----------------------------------------------------------------------------------------------------------


def evidence_precision(item: Item) -> Ratio | None:
    """Quoted sentences that stand in any evidence group, over quoted sentences; questions answered without are out."""
    if not item.case.answerable or not item.shown:
        return None
    return Ratio(len(item.shown & item.all_gold) / len(item.shown))


def evidence_recall(item: Item) -> Ratio | None:
    """Sentences of an evidence group that are quoted, over all of that group; the best group counts."""
    if not item.case.answerable:
        return None
    return Ratio(max(len(item.shown & group) / len(group) for group in item.gold))


def evidence_f1(item: Item) -> Ratio | None:
    """Harmonic mean of evidence precision and recall (van Rijsbergen 1979), by question; 0 of an unanswered one."""
    if not item.case.answerable:
        return None
    precision, recall = evidence_precision(item), evidence_recall(item)
    return Ratio(harmonic(precision.right if precision else 0.0, recall.right if recall else 0.0))


def evidence_f1_corrected(item: Item) -> Ratio | None:
    """(F1 − F1_random) / (1 − F1_random), by question: 0 is chance, 1 is perfect, and below 0 is worse than chance.

    F1_random is the harmonic mean of the precision and recall expected of as many sentences drawn at random from the
    N sentences of the corpus: precision |union of groups| / N and recall |quoted| / N. Form: Cohen 1960.
    """
    found = evidence_f1(item)
    if found is None:
        return None
    n = max(item.library.size, 1)
    chance = harmonic(min(1.0, len(item.all_gold) / n), min(1.0, len(item.shown) / n))
    return Ratio((found.right - chance) / (1 - chance) if chance < 1 else found.right)


def citation_precision(item: Item) -> Ratio | None:
    """Pages and rows cited that an evidence group has, over pages and rows cited, by question.

    Source: Gao et al. 2023 (ALCE, arXiv 2305.14627), with gold pages in place of an entailment model.
    """
    cited = {one.key for one in item.cited}
    if not item.case.answerable or not cited:
        return None
    gold = {evidence.key for group in item.case.evidence_groups for evidence in group}
    return Ratio(len(cited & gold) / len(cited))


def citation_recall(item: Item) -> Ratio | None:
    """Pages and rows of an evidence group that are cited, over those of the group; the best group counts."""
    if not item.case.answerable:
        return None
    cited = {one.key for one in item.cited}
    groups = [{evidence.key for evidence in group} for group in item.case.evidence_groups]
    return Ratio(max(len(cited & group) / len(group) for group in groups))


def harmonic(one: float, other: float) -> float:
    """Return 2ab / (a + b), and 0 where both are 0."""
    return 2 * one * other / (one + other) if one + other else 0.0


# -- answering or not --------------------------------------------------------------------------------------------------


def answer_rate(item: Item) -> Ratio | None:
    """1 when an answerable question is answered, wholly or in part."""
    return Ratio(float(not item.response.declined)) if item.case.answerable else None


def abstain_recall(item: Item) -> Ratio | None:
    """1 when an unanswerable question gets ``not_found``; ``partial`` does not count (see :func:`abstain_partial`)."""
    return Ratio(float(item.response.declined)) if item.case.answerability == "unanswerable" else None


def abstain_partial(item: Item) -> Ratio | None:
    """1 when an unanswerable question gets ``not_found``, or ``partial``, which says what no passage tells."""
    if item.case.answerability != "unanswerable":
        return None
    return Ratio(float(item.response.status != "answered" and not item.forbidden))


def underspecified(item: Item) -> Ratio | None:
    """1 when an under-specified question is not simply answered, or every reading of it is."""
    return Ratio(float(item.right)) if item.case.answerability == "underspecified" else None


def conditioned_score(item: Item) -> Ratio | None:
    """Return the headline: vital recall if answered and answerable, 1 if declined and unanswerable, else 0.

    An answer with what it must not have scores 0, and so does ``partial`` to an unanswerable question. Under-specified
    ones score 1 when handled. Source: the IDK-conditioned metrics of MTRAG (Katsis et al. 2025, arXiv 2501.03468).
    """
    if item.case.answerable:
        told = vital(item)
        return Ratio(0.0 if told is None or item.response.declined or item.forbidden else told.right)
    return Ratio(float(item.right))


def followup_recovery(item: Item) -> Ratio | None:
    """1 when a later turn ends rightly, over those that do when their gold rewrite is asked without history.

    Source: the distance between last turn and gold rewrite in MTRAG, taken over outcomes.
    """
    if item.standalone is None or not Item(item.case, item.standalone, item.library).right:
        return None
    return Ratio(float(item.right))


def answer_words(item: Item) -> Ratio | None:
    """Words of an answer, without markup, by answered question; sources are not counted."""
    return None if item.response.declined else Ratio(float(len(item.text.split())))


MEASURES: dict[str, tuple[Kind, Callable[[Item], Ratio | None]]] = {
    "conditioned_score": ("quality", conditioned_score),
    "strict_vital": ("quality", strict_vital),
    "vital": ("quality", vital),
    "direct_80": ("quality", direct_80),
    "answer_rate": ("quality", answer_rate),
    "abstain_recall": ("quality", abstain_recall),
    "abstain_partial": ("quality", abstain_partial),
    "underspecified": ("quality", underspecified),
    "followup_recovery": ("quality", followup_recovery),
    "number_exact": ("quality", number_exact),
    "nugget_precision": ("quality", nugget_precision),
    "must_not": ("quality", must_not),
    "evidence_precision": ("quality", evidence_precision),
    "evidence_recall": ("quality", evidence_recall),
    "evidence_f1": ("quality", evidence_f1),
    "evidence_f1_corrected": ("quality", evidence_f1_corrected),
    "citation_precision": ("quality", citation_precision),
    "citation_recall": ("quality", citation_recall),
    "verbatim_rate": ("invariant", verbatim_rate),
    "citation_coverage": ("invariant", citation_coverage),
    "number_precision": ("invariant", number_precision),
    "scope_fidelity": ("invariant", scope_fidelity),
    "attribution": ("invariant", attribution),
    "answer_words": ("length", answer_words),
}
"""The measures by name, in the order of the reports."""


def measured(item: Item) -> dict[str, Ratio]:
    """Return every measure that applies."""
    found = {name: measure(item) for name, (_, measure) in MEASURES.items()}
    return {name: ratio for name, ratio in found.items() if ratio is not None}
