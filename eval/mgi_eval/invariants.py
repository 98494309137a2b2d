"""The invariants: what no answer may get wrong, as pure functions of one case and one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mgi_eval.answers import Cited, Said
from mgi_eval.items import Item, Ratio, share
from mgi_eval.library import related, years
from mgi_eval.matching import Number, numbers


def verbatim_rate(item: Item) -> Ratio | None:
    """Quotes found, character for character, on their page or row of the file, over all quotes.

    The files are read anew, pages also with a second library (see :mod:`mgi_eval.extraction`); the index has no say.
    Quotes offered as "nearest" count too. Source: the "verifiable quote" of Menick et al. 2022 (GopherCite).
    """
    return share(item.library.is_verbatim(cited) for cited in item.response.citations)


_MARKS = re.compile(r"(?:\[(\d+)\])(?!\()")
_HEADING = re.compile(r"\s*(?:\*\*[^*]+\*\*:?|#+ .*|.*:)\s*")
_ABOUT_THE_SEARCH = re.compile(r"\b(?:sources?|passages?|fuentes?|pasajes?)\b", re.IGNORECASE)


def citation_coverage(item: Item) -> Ratio | None:
    """Sentences all of whose citations resolve to a page or row that is there, over all sentences.

    Sentences are the claims, the examples, and what the text says beyond them, but for headings, lead-ins that end
    with a colon and statements about the search itself, which name its sources or passages. A number that leads to no
    citation counts as one sentence without. Source: citation recall of Liu, Zhang and Liang 2023 (arXiv 2304.09848).
    """
    response = item.response
    if response.declined:
        return None
    known = {cited.n for cited in response.citations if item.library.resolves(cited)}
    covered = [bool(said.citations) and known.issuperset(said.citations) for said in response.said]
    covered += [False for n in _MARKS.findall(response.text) if int(n) not in known]
    return share([*covered, *(False for _ in uncited(response.text))])


def uncited(markdown: str) -> list[str]:
    """Return the pieces of an answer's text that no ``[n]`` follows, without headings and remarks on the search."""
    found = []
    for line in markdown.split("\n"):
        tail = _MARKS.split(line)[-1].strip()
        if not tail.strip(" .*-") or _HEADING.fullmatch(tail) or _ABOUT_THE_SEARCH.search(tail):
            continue
        found.append(tail)
    return found


def number_precision(item: Item) -> Ratio | None:
    """Numbers of the sentences whose value, unit and hedge stand together in a quote of their own citations, over all.

    A number that says how many citations its sentence has is right too, as it heads a list of rows, and so is one in
    the title of a cited source, which such a head may name. The years of a sentence have to come in the order of the
    quotes, or all of them are wrong, so that swapped ones are found. Source: number hallucination as in Zhao, Cohen
    and Webber 2020 (arXiv 2009.13312), made strict.
    """
    outcomes: list[bool] = []
    for said in item.response.said:
        cited = item.response.cited_by([said])
        quotes = [*dict.fromkeys(one.title for one in cited), *(one.quote for one in cited)]
        outcomes += supported(numbers(said.text), quotes, len(said.citations))
    return share(outcomes)


def supported(said: Sequence[Number], quotes: Sequence[str], rows: int) -> list[bool]:
    """Say of each number whether ``quotes`` have it; ``rows`` is a number that needs no quote."""
    quoted = numbers(" \n".join(" ".join(quote.split()) for quote in quotes))
    cores = {number.core for number in quoted}
    order = [number.value for number in quoted if number.is_year]
    in_order = _comes_in([number.value for number in said if number.is_year], order)
    return [in_order if n.is_year else n.core in cores or n.value == rows for n in said]


def _comes_in(wanted: Sequence[float], order: Sequence[float]) -> bool:
    """Say whether ``wanted`` can be had from ``order`` by leaving some out."""
    left = iter(order)
    return all(value in left for value in wanted)


def scope_fidelity(item: Item) -> Ratio | None:
    """Citations of the claims whose passages fit the place, level and year that the question is about, over all.

    A passage fits that is about no place, or about one asked for, its country or a locality in it; that has no other
    level; whose quote names no year, or one whose span holds the year asked for. Cases without a scope do not count,
    nor do examples, which name the place they are about (see :func:`attribution`), nor unanswerable questions: to
    answer one at all is the error there (see ``abstain_recall``).
    """
    scope = item.case.scope
    if item.response.declined or not item.case.answerable or not (scope.places or scope.level or scope.year):
        return None
    return share(_fits(item, cited) for cited in item.response.cited_by(item.response.claims))


def _fits(item: Item, cited: Cited) -> bool:
    scope, passages = item.case.scope, item.library.passages_at(cited)
    places = {place for passage in passages for place in passage.places}
    if not item.library.resolves(cited):
        return False
    if scope.places and places and not related(places, item.library.spread(scope.places)):
        return False
    levels = {passage.level for passage in passages} - {None}
    if scope.level and levels and scope.level not in levels:
        return False
    named = years(cited.quote)
    return not (scope.year and named) or any(first <= scope.year <= last for first, last in named)


def attribution(item: Item) -> Ratio | None:
    """Sentences given to the place that their evidence is about, over all sentences about a place.

    The places that a claim names, or the place of an example, have to be named in the quotes or be what the passages
    are about. A claim that names none, in an answer about a place, must not rest on passages about another alone.
    """
    if item.response.declined:
        return None
    verdicts = (_attributed(item, said) for said in item.response.said)
    return share(verdict for verdict in verdicts if verdict is not None)


def _attributed(item: Item, said: Said) -> bool | None:
    cited = item.response.cited_by([said])
    passages = [passage for one in cited for passage in item.library.passages_at(one)]
    about = {place for passage in passages for place in passage.places}
    about |= {place for one in cited for place in item.library.named(one.quote)}
    if said.iso3:
        return related(about, [said.iso3])
    named = item.library.named(said.text)
    if named:
        return all(related(about, [place]) for place in named)
    subjects = {place for passage in passages for place in passage.subject}
    if item.case.scope.places and subjects:
        return related(subjects | about, item.library.spread(item.case.scope.places))
    return None
