"""The benchmark tested as a program: answers that are broken in a known way, each of which has to be caught.

A control spoils the answers of a run, names the measure that has to see it, and says how low that measure has to fall.
``mgi-eval controls`` fails when one of them passes, and when the oracle, made of the gold, does not score its .99.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from mgi_eval.answers import Answers, Cited, Response, Said
from mgi_eval.cases import AliasMatch, Case, CaseSet, Nugget
from mgi_eval.library import Library, related
from mgi_eval.matching import first_words, missing, plain, tells

SEED = 20231
ORACLE_LEAST = 0.99


@dataclass(frozen=True)
class Bench:
    """What a control works on: the answers of a run to a set, and the corpus."""

    asked: CaseSet
    answers: Answers
    library: Library

    def spoilt(self, change: Callable[[Case, Response, random.Random], Response]) -> Answers:
        """Return the answers with ``change`` made to each; chance is seeded by the case."""
        by_id = {
            case.id: change(case, self.answers.by_id[case.id], random.Random(f"{SEED} {case.id}"))
            for case in self.asked.cases
        }
        return Answers(self.answers.about, by_id, self.answers.standalone)


@dataclass(frozen=True, slots=True)
class Control:
    """A way to break answers and the measure that sees it."""

    what: str
    spoil: Callable[[Bench], Answers]
    measure: str
    at_most: float
    """The control is caught when the measure, over the answers that were changed, is no higher."""
    least: Mapping[str, float] | None = None
    """Measures that have to stay up, to show that it is the named one that tells."""
    whole: bool = False
    """Whether the measure is taken over all answers, as it compares those that were changed with others."""


def rebuilt(response: Response, **changes: object) -> Response:
    """Return ``response`` with ``changes``; its text follows its sentences unless it is given."""
    changed = response.model_copy(update=changes)
    if "text" in changes:
        return changed
    return changed.model_copy(update={"text": written(changed.said)})


def written(said: tuple[Said, ...]) -> str:
    """Return sentences as an answer's markdown."""
    return "\n".join(f"- {one.text} {''.join(f'[{n}]' for n in one.citations)}" for one in said)


# -- citations ---------------------------------------------------------------------------------------------------------


def citations_shuffled(bench: Bench) -> Answers:
    """Give each answer the citations of another."""
    given = [case.id for case in bench.asked.cases if bench.answers.by_id[case.id].said]
    from_other = dict(zip(given, given[len(given) // 2 :] + given[: len(given) // 2], strict=True))

    def change(case: Case, response: Response, _: random.Random) -> Response:
        if case.id not in from_other:
            return response
        others = bench.answers.by_id[from_other[case.id]]
        pool = others.cited_by(others.said)
        if not pool:
            return response
        swapped = tuple(
            pool[i % len(pool)].model_copy(update={"n": cited.n}) for i, cited in enumerate(response.citations)
        )
        return response.model_copy(update={"citations": swapped})

    return bench.spoilt(change)


def page_shifted(bench: Bench) -> Answers:
    """Move each citation to the next page or row of its source."""

    def shifted(cited: Cited) -> Cited:
        return cited.model_copy(
            update={"page": cited.page + 1} if cited.page is not None else {"row": (cited.row or 0) + 1}
        )

    return bench.spoilt(
        lambda _, response, __: response.model_copy(update={"citations": tuple(map(shifted, response.citations))})
    )


def sibling_country(bench: Bench) -> Answers:
    """Let each answer about a place rest on a passage about another one."""
    placed = [p for p in bench.library.store.passages if p.subject and len(p.places) <= 2 and p.sentences]

    def change(case: Case, response: Response, rng: random.Random) -> Response:
        wanted = bench.library.spread(case.scope.places)
        others = [p for p in placed if not related(p.places, wanted)]
        if not wanted or response.declined or not others:
            return response
        drawn = [rng.choice(others) for _ in response.citations]
        swapped = tuple(
            cited.model_copy(
                update={
                    "source_id": p.locator.source_id, "page": p.locator.page, "row": p.locator.row,
                    "quote": p.sentence(0),
                }
            )
            for cited, p in zip(response.citations, drawn, strict=True)
        )  # fmt: skip
        return response.model_copy(update={"citations": swapped})

    return bench.spoilt(change)


# -- numbers and words -------------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*(?![\d]|[.,]\d)")
_PER_CENT = re.compile(r"\s*%|\s*per\s*cent\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _sentences_changed(bench: Bench, pattern: re.Pattern[str], change: Callable[[str], str]) -> Answers:
    """Change the sentences of each answer in which ``pattern`` is found, and not their quotes."""

    def changed(said: Said) -> Said:
        return said.model_copy(update={"text": change(said.text)})

    return bench.spoilt(
        lambda _, response, __: (
            response
            if response.declined or not any(pattern.search(said.text) for said in response.said)
            else rebuilt(
                response, claims=tuple(map(changed, response.claims)), examples=tuple(map(changed, response.examples))
            )
        )
    )


def digit_changed(bench: Bench) -> Answers:
    """Raise the last digit of each number by one."""
    raised = partial(_DIGITS.sub, lambda m: m[0][:-1] + str((int(m[0][-1]) + 1) % 10))
    return _sentences_changed(bench, _DIGITS, raised)


def thousandfold(bench: Bench) -> Answers:
    """Multiply each number by 1,000."""
    return _sentences_changed(
        bench, _DIGITS, partial(_DIGITS.sub, lambda m: f"{m[0]}{',' if '.' not in m[0] else ''}000")
    )


def points_for_per_cent(bench: Bench) -> Answers:
    """Turn per cent into percentage points."""
    return _sentences_changed(bench, _PER_CENT, partial(_PER_CENT.sub, " percentage points"))


def years_swapped(bench: Bench) -> Answers:
    """Turn round the order of the years of each sentence; one that stands alone becomes another year."""

    def swapped(text: str) -> str:
        years = _YEAR.findall(text)
        turned = iter(reversed(years) if len(set(years)) > 1 else [str(int(year) - 9) for year in years])
        return _YEAR.sub(lambda _: next(turned), text)

    return _sentences_changed(bench, _YEAR, swapped)


_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|can|must|should|took|for|of|and|to|in)\b")
_NOT = re.compile(r"\bnot\s", re.IGNORECASE)


def negated(bench: Bench) -> Answers:
    """Take "not" out of each quote, or put it in where there is none."""

    def turned(quote: str) -> str:
        if _NOT.search(quote):
            return _NOT.sub("", quote, count=1)
        changed = _AUXILIARY.sub(r"\1 not", quote, count=1)
        return changed if changed != quote else f"not {quote}"

    def changed(cited: Cited) -> Cited:
        return cited.model_copy(update={"quote": turned(cited.quote)})

    return bench.spoilt(
        lambda _, response, __: response.model_copy(update={"citations": tuple(map(changed, response.citations))})
    )


# -- whole answers -----------------------------------------------------------------------------------------------------


def quoting(cited: tuple[Cited, ...], confidence: float | None) -> Response:
    """Return an answer that says what it quotes and nothing else."""
    said = tuple(Said(text=" ".join(one.quote.split()), kind="evidence", citations=(one.n,)) for one in cited)
    return Response(status="answered", text=written(said), claims=said, citations=cited, confidence=confidence)


def random_sentences(bench: Bench) -> Answers:
    """Answer every question with three sentences drawn at random, quoted faithfully."""
    pool = [(p, i) for p in bench.library.store.passages for i in range(len(p.sentences))]

    def change(_: Case, response: Response, rng: random.Random) -> Response:
        drawn = rng.sample(pool, min(3, len(pool)))
        return quoting(
            tuple(
                Cited(n=n, source_id=p.locator.source_id, page=p.locator.page, row=p.locator.row, quote=p.sentence(i))
                for n, (p, i) in enumerate(drawn, 1)
            ),
            rng.random(),
        )

    return bench.spoilt(change)


def another_questions(bench: Bench) -> Answers:
    """Give each question the answer to another one."""
    ids = [case.id for case in bench.asked.cases]
    other = dict(zip(ids, ids[len(ids) // 2 :] + ids[: len(ids) // 2], strict=True))
    return bench.spoilt(lambda case, _, __: bench.answers.by_id[other[case.id]])


def always_abstain(bench: Bench) -> Answers:
    """Find nothing, whatever is asked."""
    return bench.spoilt(
        lambda _, response, __: Response(status="not_found", text="Not found.", claims=(), citations=(), confidence=0.0)
    )


def never_abstain(bench: Bench) -> Answers:
    """Answer what was declined with the nearest passages."""
    return bench.spoilt(lambda _, response, __: quoting(response.citations, 1.0) if response.declined else response)


def whole_page(bench: Bench) -> Answers:
    """Answer with all of each page cited, or the whole table of a row."""

    def change(_: Case, response: Response, __: random.Random) -> Response:
        pages = dict.fromkeys(cited.key for cited in response.cited_by(response.said))
        keys = [
            (source, number)
            for source, at in pages
            for number in (bench.library.keys.get(source, []) if _is_row(response, source) else [at])
        ]
        cited = tuple(
            Cited(
                n=n, source_id=key[0], page=None if _is_row(response, key[0]) else key[1],
                row=key[1] if _is_row(response, key[0]) else None, quote=bench.library.texts.get(key, "?"),
            )
            for n, key in enumerate(dict.fromkeys(keys), 1)
        )  # fmt: skip
        return quoting(cited, response.confidence) if cited else response

    return bench.spoilt(change)


def _is_row(response: Response, source: str) -> bool:
    return any(cited.row is not None for cited in response.citations if cited.source_id == source)


# -- the answer that should be perfect ---------------------------------------------------------------------------------


def oracle(asked: CaseSet, library: Library) -> Answers:
    """Answer every case from its gold: the quotes of the best group, after facts that they tell late or not at all."""
    by_id = {case.id: _ideal(case) for case in asked.cases}
    standalone = {case.id: by_id[case.id] for case in asked.cases if case.rewrite_gold is not None}
    return Answers({"set": asked.sha256}, by_id, standalone)


def _ideal(case: Case) -> Response:
    if not case.evidence_groups:
        return Response(status="not_found", text="Not found.", claims=(), citations=(), confidence=0.0)
    group = min(case.evidence_groups, key=lambda g: len(missing(plain(" ".join(e.quote for e in g)), case.vital)))
    cited = tuple(Cited(n=n, source_id=e.source, page=e.page, row=e.row, quote=e.quote) for n, e in enumerate(group, 1))
    response = quoting(cited, 1.0)
    everywhere, early = plain(response.text), first_words(plain(response.text))
    numbers = tuple(range(1, len(cited) + 1))
    told = [n for n in case.nuggets if n.vital and tells(everywhere, n)]
    late = told if missing(early, told) else []
    untold = [n for n in case.nuggets if (n.vital or n.match.kind == "number") and not tells(everywhere, n)]
    first = [Said(text="; ".join(map(_briefly, late)), kind="list", citations=numbers)] if late else []
    first += [Said(text=n.text, kind="list", citations=numbers) for n in untold]
    return rebuilt(response, claims=(*first, *response.claims))


def _briefly(nugget: Nugget) -> str:
    return nugget.match.any[0] if isinstance(nugget.match, AliasMatch) else nugget.text


CONTROLS: dict[str, Control] = {
    "citations shuffled": Control(
        "each answer has the citations of another", citations_shuffled, "evidence_f1_corrected", 0.15
    ),
    "page shifted": Control("each citation names the next page or row", page_shifted, "verbatim_rate", 0.15),
    "sibling country": Control(
        "answers about a place rest on passages about another", sibling_country, "scope_fidelity", 0.15,
        {"verbatim_rate": 0.99},
    ),
    "digit changed": Control("the last digit of each number is another", digit_changed, "number_precision", 0.3),
    "×1000": Control("each number is a thousand times as high", thousandfold, "number_precision", 0.3),
    "points for per cent": Control("per cent became points", points_for_per_cent, "number_precision", 0.5),
    "years swapped": Control("years stand in each other's place", years_swapped, "number_precision", 0.75),
    "negated": Control("“not” was put into each quote, or taken out", negated, "verbatim_rate", 0.05),
    "random sentences": Control(
        "three verbatim sentences drawn at random", random_sentences, "evidence_f1_corrected", 0.05,
        {"verbatim_rate": 0.99, "citation_coverage": 0.99},
    ),
    "another question's answer": Control(
        "each question has the answer to another", another_questions, "strict_vital", 0.15
    ),
    "always abstain": Control("nothing is ever found", always_abstain, "balanced_accuracy", 0.5, whole=True),
    "never abstain": Control("the nearest passages are given as answers", never_abstain, "abstain_recall", 0.0),
    "whole page": Control("all of the page, or the whole table", whole_page, "evidence_precision", 0.4),
}  # fmt: skip
"""The controls over answers; that of retrieval (shuffled judgements) is in :mod:`mgi_eval.retrieval`."""
