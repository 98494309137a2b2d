"""Asks the questions of a set and judges each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mgi_assistant.store import Store
from mgi_assistant.types import Answer, Citation, Locator, Status
from mgi_eval.cases import Case
from mgi_eval.metrics import Share, about, first_words, missing, plain, quantile


class Asks(Protocol):
    """What is measured."""

    @property
    def store(self) -> Store:
        """The index it answers from."""
        ...

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    case: Case
    status: Status
    text: str
    """The answer without markup."""
    right: bool
    """An answerable question was answered rightly, or an unanswerable one not at all."""
    early: bool
    """An answerable question was answered rightly in the first words already."""
    quotes: int
    faulty_quotes: tuple[str, ...]
    """Quotes that do not stand where the answer says."""
    places_right: bool | None
    """Whether no claim rests on passages about other places only; ``None`` where that cannot be told."""
    total_ms: float
    reasons: tuple[str, ...] = field(default=())
    """Why the answer is not right, in words."""

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as in ``report.json``."""
        return {
            "id": self.case.id,
            "type": self.case.type,
            "lang": self.case.lang,
            "answerability": self.case.answerability,
            "question": self.case.question,
            "status": self.status,
            "right": self.right,
            "early": self.early,
            "quotes": self.quotes,
            "faulty_quotes": list(self.faulty_quotes),
            "places_right": self.places_right,
            "total_ms": self.total_ms,
            "reasons": list(self.reasons),
            "text": self.text,
        }


def run_cases(
    assistant: Asks, cases: Sequence[Case], stands: Callable[[Locator, str], bool], progress: Callable[[int], None]
) -> list[Outcome]:
    """Ask every case and judge the answers; ``stands`` tells whether a quote stands in its file."""
    outcomes = []
    for number, case in enumerate(cases, 1):
        answer = assistant.ask(case.question, case.history)
        outcomes.append(judge(case, answer, assistant.store, stands))
        progress(number)
    return outcomes


def judge(case: Case, answer: Answer, store: Store, stands: Callable[[Locator, str], bool]) -> Outcome:
    """Return the outcome of a case."""
    text = plain(answer.text)
    reasons = list(_reasons(case, answer, text))
    early = case.answerable and not reasons and not missing(first_words(text), case.must_have)
    places_right = _places_right(case, answer, store)
    return Outcome(
        case=case,
        status=answer.status,
        text=text,
        right=not reasons,
        early=early,
        quotes=len(answer.citations),
        faulty_quotes=tuple(c.quote for c in answer.citations if not stands(c.locator, c.quote)),
        places_right=places_right,
        total_ms=answer.timings_ms.get("total", 0.0),
        reasons=(*reasons, *(["rests on a passage about another place"] if places_right is False else [])),
    )


def _reasons(case: Case, answer: Answer, text: str) -> Iterable[str]:
    """Say what keeps an answer from being right."""
    if not case.answerable:
        if answer.status != "not_found":
            yield f"{answer.status}, although the sources do not tell"
        return
    if answer.status == "not_found":
        yield "not found"
        return
    for group in missing(text, case.must_have):
        yield "missing: " + " | ".join(case.must_have[group])
    for number in set(range(len(case.must_not))) - set(missing(text, [(pattern,) for pattern in case.must_not])):
        yield "wrong: " + case.must_not[number]


def _places_right(case: Case, answer: Answer, store: Store) -> bool | None:
    if not case.places or answer.status == "not_found":
        return None
    by_number: dict[int, Citation] = {citation.n: citation for citation in answer.citations}
    cited = [[store.passage(by_number[n].passage_id) for n in claim.citations] for claim in answer.claims]
    return all(any(not p.places or about(p.places, case.places) for p in passages) for passages in cited)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return the shares that describe a run."""
    answerable = [o for o in outcomes if o.case.answerable]
    unanswerable = [o for o in outcomes if not o.case.answerable]
    placed = [o.places_right for o in answerable if o.places_right is not None]
    quotes, faulty = sum(o.quotes for o in outcomes), sum(len(o.faulty_quotes) for o in outcomes)
    return {
        "right": Share.of(o.right for o in answerable),
        "right_early": Share.of(o.early for o in answerable),
        "answer_rate": Share.of(o.status != "not_found" for o in answerable),
        "answered_in_part": Share.of(o.status == "partial" for o in answerable),
        "abstain_rate": Share.of(o.status == "not_found" for o in unanswerable),
        "unanswerable_in_part": Share.of(o.status == "partial" for o in unanswerable),
        "quotes_verbatim": Share(quotes - faulty, quotes),
        "places_right": Share.of(placed),
    }


def slices(outcomes: Sequence[Outcome]) -> dict[str, Share]:
    """Return the share of right outcomes by language and by type, answerable or not."""
    found: dict[str, list[bool]] = {}
    for outcome in outcomes:
        kind = "answerable" if outcome.case.answerable else "unanswerable"
        for name in (f"lang={outcome.case.lang}, {kind}", f"type={outcome.case.type}, {kind}"):
            found.setdefault(name, []).append(outcome.right)
    return {name: Share.of(found[name]) for name in sorted(found)}


def timings(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the median and the 95th percentile of the time to an answer, in milliseconds."""
    totals = [outcome.total_ms for outcome in outcomes]
    return {"p50_ms": round(quantile(totals, 0.5), 2), "p95_ms": round(quantile(totals, 0.95), 2)}
