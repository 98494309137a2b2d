"""The default synthesizer: verbatim sentences that answer the question, most direct first, none said twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import takewhile

import numpy as np

from mgi_assistant.examples import is_example
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex, PassageStore, Reading, Vectors
from mgi_assistant.profiles import Profiles, headings, ranked
from mgi_assistant.relevance import Calibration, calibration, coverage, echoes, measure, topic_terms
from mgi_assistant.shares import shares
from mgi_assistant.synthesizers.figures import side_by_side
from mgi_assistant.synthesizers.kinds import (
    asks_for_participation,
    asks_for_places,
    counted,
    counts,
    declines,
    has_figure,
    is_vague,
    tells_which,
    is_advice,
    is_whole,
    suits,
)
from mgi_assistant.synthesizers.verdicts import names, unfounded, verdict
from mgi_assistant.text import readable, words
from mgi_assistant.types import Draft, DraftClaim, Evidence, Hit, Passage, Query
from mgi_assistant.vocabulary import ASKING, GENERIC

MOST_CLAIMS = 3
"""Sentences of a plain answer."""
MOST_COUNTS = 4
"""Sentences that count the same at different dates, or each in its own way."""
MOST_ABOUT_PLACE = 4
"""Sentences said about a place when the question names nothing else."""
MOST_EXAMPLES = 4
"""Places shown as examples."""
MOST_PLACES = 8
"""Places named when the question asks for places."""
NEAREST = 3
"""Sentences offered when there is no answer."""
MOST_ADVICE = 8
"""Recommendations given at once."""
_NEAR_BEST = 0.75
"""Share of the best sentence's estimate that a further sentence must reach."""
_NEAR_BEST_COUNT = 0.6
"""The same for counts, which need not reach the threshold for a further sentence."""
_ALIKE = 0.03
"""Estimates this close do not tell two recommendations apart."""
_RARE = 2.0
"""A word is rare whose weight is this close to that of an unseen one: ln((df + 0.5) / 0.5) for up to three passages."""
_TELLING = 3.4
"""The same for up to some fifteen passages."""
_RARE_ODDS = 4.0
"""Factor on the odds of a sentence that has the rare words of the question."""
_LEADS_IN = 0.6
"""Share of the question's words that a line has to have to lead in the answer."""
_LED = 0.5
"""Or share of the line's words that the question has to have."""
_OWN_STORY = 0.6
"""Share of the threshold that a sentence about the place asked about needs."""
_ANNOUNCES = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|[2-9]|several|following|main|key)\b[^.]*\w+s\b", re.IGNORECASE
)
"""What a sentence says that announces a list."""
_NUMBER_WORDS = frozenset("two three four five six seven eight nine ten following".split())
_SAME = 0.86
"""Cosine from which two sentences about the same place say the same thing."""
_LEANS = re.compile(
    r"^(it|its|this|these|those|they|their|he|she|furthermore|moreover|in addition|also|however|as a result|"
    r"in response|the (policy|plan|document|strategy|committee|collaboration|platform|programme|dialogue|"
    r"office|effort))\b",
    re.IGNORECASE,
)
"""Beginnings of sentences that need the one before to be understood."""
_WITHOUT_EXAMPLES = ("figure", "count", "when")
_NOT_SAID = ("caption", "contents", "names")


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    index: int
    confidence: float
    vector: Vectors
    rank: int

    @property
    def text(self) -> str:
        return readable(self.passage.sentence(self.index))

    @property
    def preference(self) -> tuple[float, bool, int, int]:
        """Sort key: likeliest first; of equals a page before a row, then as retrieved."""
        return (-round(self.confidence, 3), self.passage.locator.row is not None, self.rank, self.index)


@dataclass(frozen=True)
class ExtractiveSynthesizer:
    """Chooses sentences by the calibrated estimate of :mod:`mgi_assistant.relevance`."""

    store: PassageStore
    lexical: LexicalIndex
    gazetteer: Gazetteer
    lists: Callable[[Query], tuple[DraftClaim, ...]]
    participation: Callable[[Query], Draft | None]
    weights: Calibration = field(default_factory=calibration)
    read_question: Callable[[str], Reading] | None = None
    """Gives a question word by word, at no cost when it was embedded just before; without it words have no echo."""
    profiles: Profiles | None = None

    def __call__(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Return the sentences that answer ``query``; without claims when nothing is likely enough."""
        wanted = topic_terms(query, self.lexical)
        unknown = [name for name in names(query.search, self.gazetteer) if self._stands_nowhere(name)]
        foreign = [name for name in unknown if not query.places or name.isupper()]
        refused = bool(foreign) or declines(query) or is_vague(query, wanted)
        if self.profiles and not refused:
            told = self.profiles(query, lambda q, found, topic: self._candidates(q, topic, vector, ranked(found)))
            if told:
                return told
            hits = self.profiles.fitting(query, hits)
        listed = self.lists(query)
        if listed:
            return Draft(listed)
        quoted = side_by_side(query, vector, self.store)
        if quoted:
            return Draft(quoted, confidence=1.0)
        if query.places and not wanted and not all(map(is_regional, query.places)):
            took_part = self.participation(query) if asks_for_participation(query) else None
            return took_part or self._about_places(query)
        candidates = self._candidates(query, wanted, vector, hits)
        if self.profiles:
            candidates = list(self.profiles.current(query, candidates, self.weights.answer))
        said = [c for c in candidates if c.passage.kind != "caption"]
        direct = said if said and said[0].confidence >= self.weights.answer else candidates
        if not direct or direct[0].confidence < self._needed(query, wanted, direct[0]) or refused:
            likely = direct[0].confidence if direct and not refused else 0.0
            return Draft(nearest=self._nearest(query, wanted, candidates, hits), confidence=likely)
        draft = self._answer(query, wanted, direct, candidates, hits)
        if not draft.claims:
            return Draft(nearest=self._nearest(query, wanted, candidates, hits), confidence=direct[0].confidence)
        return replace(
            draft,
            unmentioned=self._unmentioned(query, wanted, draft.claims),
            confidence=direct[0].confidence,
            verdict=verdict(query, wanted, draft.claims, self.lexical),
        )

    def _needed(self, query: Query, wanted: dict[str, float], best: _Candidate) -> float:
        """Return the estimate that the best sentence needs: less when it tells of the place asked about itself.

        Unless a telling word of the question is missing there, the place's own story is what the question is after.
        """
        missing = self._known(wanted, _TELLING) - set(self.lexical.terms(" ".join((*best.passage.section, best.passage.text))))
        own = bool(query.places) and not all(map(is_regional, query.places)) and is_example(best.passage)
        return self.weights.answer * (_OWN_STORY if own and not missing else 1.0)

    def _answer(
        self,
        query: Query,
        wanted: dict[str, float],
        direct: Sequence[_Candidate],
        candidates: Sequence[_Candidate],
        hits: Sequence[Hit],
    ) -> Draft:
        """Return the draft made of the sentences likely enough, in the form that the question asks for."""
        if query.intent in ("figure", "count"):
            direct = [c for c in direct if has_figure(c.text)] or direct
        if asks_for_places(query):
            examples = self._examples([c for c in direct if query.level in (None, c.passage.level)], MOST_PLACES)
            if examples:
                return Draft(examples, missing=self._missing(query, examples))
            direct = [c for c in direct if tells_which(c.text)]
            if query.intent == "list" and not direct:
                return Draft()
        if query.intent == "advice":
            advice = self._advice(query, direct)
            if advice:
                return Draft(tuple(map(self._claim, advice)), self._examples(direct, MOST_EXAMPLES))
        items = self._under_lead_in(query, wanted, hits) if query.intent not in _WITHOUT_EXAMPLES else []
        if items:
            return Draft(tuple(map(self._claim, items)))
        chosen = self._whole_lists(query, self._with_announced(self._chosen(query, direct)))
        chosen = self._understandable(chosen, candidates)
        claims = tuple(map(self._claim, chosen))
        examples = self._examples(direct, MOST_EXAMPLES) if wanted and query.intent not in _WITHOUT_EXAMPLES else ()
        return Draft(claims, examples, self._missing(query, claims))

    def examples(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> tuple[DraftClaim, ...]:
        """Return one sentence of ``hits`` for each place that did something about the topic of ``query``."""
        candidates = self._candidates(query, topic_terms(query, self.lexical), vector, hits)
        return self._examples(candidates, len(candidates))

    @cached_property
    def _position(self) -> dict[str, int]:
        """Where each passage stands in reading order."""
        return {passage.id: i for i, passage in enumerate(self.store.passages)}

    # -- a place and nothing else ----------------------------------------------------------------------------------

    def _about_places(self, query: Query) -> Draft:
        """Tell what is known of each place asked about: what it did, or else that it took part and nothing more."""
        chosen: list[_Candidate] = []
        bare: list[str] = []
        for place in query.places:
            about = [p for p in self._admitted(query) if place in p.subject and p.kind not in _NOT_SAID]
            own = [p for p in about if p.subject[0] == place] or about
            stories = sorted(filter(is_example, own), key=lambda p: p.locator.row is not None)
            sentences = self._distinct(self._sentences(stories or own))
            chosen += sentences[: max(2, MOST_ABOUT_PLACE // len(query.places))]
            if sentences and not stories and not asks_for_participation(query):
                bare.append(place)
        others = self._distinct(
            self._sentences(p for p in self._admitted(query) if is_example(p) and p.subject[0] not in query.places)
        )
        claims = tuple(map(self._claim, chosen))
        return Draft(claims, self._examples(others, MOST_EXAMPLES), (*bare, *self._missing(query, claims)))

    def _admitted(self, query: Query) -> list[Passage]:
        """Return the passages that the query's filters admit, in reading order."""
        return [passage for passage in self.store.passages if query.filters.admit(passage)]

    def _sentences(self, passages: Iterable[Passage]) -> list[_Candidate]:
        return [
            _Candidate(passage, i, 1.0, vector, rank)
            for rank, passage in enumerate(passages)
            for i, vector in enumerate(self.store.sentence_vectors(passage))
        ]

    # -- a topic ---------------------------------------------------------------------------------------------------

    def _candidates(
        self, query: Query, wanted: dict[str, float], vector: Vectors, hits: Sequence[Hit]
    ) -> list[_Candidate]:
        """Return the sentences of ``hits``, the likeliest first; of a place's bare participation only if asked."""
        found = []
        heard = None
        if self.read_question:
            heard = echoes(self.read_question(query.search), [hit.passage for hit in hits], self.store, self.lexical)
        rare = self._known(wanted, _RARE)
        for hit in hits:
            passage = hit.passage
            bare = passage.kind == "row" and passage.subject and not passage.policy_areas
            if passage.kind in ("names", "contents") or (bare and (wanted or not query.places)):
                continue
            vectors = self.store.sentence_vectors(passage)
            measured = measure(wanted, vector, passage, self.store, self.lexical, query.policy_areas, hit.dense, heard)
            for i, features in enumerate(measured):
                if not (is_whole(passage, i) and self._concerns(query, passage, i)):
                    continue
                estimate = self.weights.estimate(features)
                if rare and rare <= set(self.lexical.terms(passage.sentence(i))):
                    estimate = _RARE_ODDS * estimate / (1 + (_RARE_ODDS - 1) * estimate)
                kind = suits(query, passage, i, self.lexical)
                confidence = kind * estimate / (1 + (kind - 1) * estimate) if kind > 1 else kind * estimate
                found.append(_Candidate(passage, i, confidence, vectors[i], hit.rank))
        return sorted(found, key=lambda candidate: candidate.preference)

    def _known(self, wanted: dict[str, float], within: float) -> set[str]:
        """Return the ``wanted`` stems that a few passages have: their weight is ``within`` that of an unseen one."""
        unseen = self.lexical.weight("")
        return {term for term, weight in wanted.items() if 0 < unseen - weight < within}

    def _unmentioned(self, query: Query, wanted: dict[str, float], claims: Sequence[DraftClaim]) -> tuple[str, ...]:
        """Return the names and shares of a question that no passage of ``claims`` has, and words it turns on.

        Those are the telling words of a question about a place if none of them is there: they stand elsewhere in the
        sources, so what is said about the place may well be beside the point.
        """
        passages = {evidence.passage for claim in claims for evidence in claim.evidence}
        title = {source.id: source.title for source in self.store.sources}
        texts = [" ".join((*p.section, p.text, title.get(p.locator.source_id, ""))) for p in passages]
        present = {term for text in texts for term in self.lexical.terms(text)}
        telling = self._known(wanted, _TELLING) if query.places else set()
        if not telling.isdisjoint(present):
            telling = set()
        turned_on = [word for word in query.topic.split() if telling.intersection(self.lexical.terms(word))]
        named = [n for n in names(query.search, self.gazetteer) if not present.issuperset(self._telling_terms(n))]
        return (*unfounded(query, claims), *named, *(word for word in turned_on if word not in map(str.lower, named)))

    def _stands_nowhere(self, name: str) -> bool:
        """Say whether a name stands in no passage at all."""
        unseen = self.lexical.weight("")
        return any(self.lexical.weight(term) >= unseen for term in self._telling_terms(name))

    def _telling_terms(self, text: str) -> list[str]:
        """Return the stems of the words of ``text`` that are not in every other question."""
        return self.lexical.terms(" ".join(word for word in words(text) if word not in GENERIC | ASKING))

    def _chosen(self, query: Query, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Return the sentences to say: likely enough, and none that repeats another.

        Counts are taken from further off, as sources count the same thing at different dates.
        """
        best = candidates[0]
        things = counted(query)
        if things and counts(things, best.text, self.lexical):
            return self._counted_alike(things, best, candidates)
        least = min(best.confidence, max(self.weights.keep, _NEAR_BEST * best.confidence))
        return self._distinct(c for c in candidates if c.confidence >= least)[:MOST_CLAIMS]

    def _counted_alike(self, things: str, best: _Candidate, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Return the sentences that count the same things as the best one: sources do so at different dates."""
        least = _NEAR_BEST_COUNT * best.confidence
        alike = (c for c in candidates if c.confidence >= least and counts(things, c.text, self.lexical))
        return self._distinct(alike)[:MOST_COUNTS]

    def _distinct(self, candidates: Iterable[_Candidate]) -> list[_Candidate]:
        kept: list[_Candidate] = []
        for candidate in candidates:
            if not any(_repeats(candidate, other) for other in kept):
                kept.append(candidate)
        return kept

    def _under_lead_in(self, query: Query, wanted: dict[str, float], hits: Sequence[Hit]) -> list[_Candidate]:
        """Return the items under a line that leads in a list of just what is asked ("The three goals are:")."""
        for passage in (hit.passage for hit in hits if hit.passage.kind == "item" and hit.passage.section):
            lead_in = passage.section[-1]
            if lead_in.endswith(":") and wanted and self._asks_for_what_follows(wanted, lead_in):
                return self._sentences([passage])
        return []

    def _asks_for_what_follows(self, wanted: dict[str, float], lead_in: str) -> bool:
        """Say whether a question wants what a line leads in: the line says most of the question, or the other way."""
        line = " ".join(word for word in words(lead_in) if word not in _NUMBER_WORDS)
        led = {term: self.lexical.weight(term) for term in self._telling_terms(line)}
        return coverage(wanted, led) >= _LEADS_IN or (bool(led) and coverage(led, wanted) >= _LED)

    def _with_announced(self, chosen: Sequence[_Candidate]) -> list[_Candidate]:
        """Put after a best sentence that announces a number of things, and ends its passage, the list that follows."""
        best = chosen[0]
        announced = _ANNOUNCES.search(best.text) and not shares(best.text)
        if not announced or best.passage.kind != "prose" or best.index < len(best.passage.sentences) - 1:
            return list(chosen)
        after = self.store.passages[self._position[best.passage.id] + 1 :]
        items = list(takewhile(lambda p: p.kind == "item" and p.locator == best.passage.locator, after))
        return [best, *self._sentences(items)][: MOST_ADVICE + 1] if items else list(chosen)

    def _whole_lists(self, query: Query, chosen: Sequence[_Candidate]) -> list[_Candidate]:
        """Put all items of a list in place of the best one, when the best sentence is one of its items."""
        best = chosen[0].passage
        if best.kind != "item" or self._is_advice(best) or query.intent in _WITHOUT_EXAMPLES:
            return list(chosen)
        items = [
            p for p in self._admitted(query) if (p.locator, p.section, p.kind) == (best.locator, best.section, "item")
        ]
        whole = [c for c in self._sentences(items) if self._concerns(query, c.passage, c.index)]
        return whole[:MOST_ADVICE]

    def _concerns(self, query: Query, passage: Passage, index: int) -> bool:
        """Say whether a sentence is about a place that the question names, not just next to one that is."""
        asked = query.filters.places
        if not asked or not asked.isdisjoint(passage.subject):
            return True
        named = {p.id for m in self.gazetteer.find(passage.sentence(index)) for p in m.places}
        return not asked.isdisjoint(named | {place.split(":")[0] for place in named})

    def _nearest(
        self, query: Query, wanted: dict[str, float], candidates: Sequence[_Candidate], hits: Sequence[Hit]
    ) -> tuple[Evidence, ...]:
        """Return the likeliest sentences, those that tell something before those that only name a participant.

        First comes what tells of another place just what is asked about this one, where a rare word shows it.
        """
        elsewhere = self._elsewhere(query, wanted)
        if elsewhere:
            return elsewhere
        telling = [
            c for c in candidates if not (c.passage.kind == "row" and c.passage.subject) or is_example(c.passage)
        ]
        nearest = self._distinct(telling or candidates)[:NEAREST]
        if nearest:
            return tuple(Evidence(c.passage, c.passage.sentences[c.index]) for c in nearest)
        return tuple(Evidence(hit.passage, hit.passage.sentences[0]) for hit in hits[:NEAREST])

    def _elsewhere(self, query: Query, wanted: dict[str, float]) -> tuple[Evidence, ...]:
        """Return the sentences about other places than those asked about that have the rare words of the question."""
        rare = self._known(wanted, _RARE) if query.places else set()
        return tuple(
            Evidence(passage, passage.sentences[i])
            for passage in (self.store.passages if rare else ())
            for i in range(len(passage.sentences))
            if passage.kind not in _NOT_SAID and rare <= set(self.lexical.terms(passage.sentence(i)))
        )[:NEAREST]

    def _advice(self, query: Query, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Return all recommendations of the policy area that the likeliest one belongs to."""
        advice = [c for c in candidates if self._is_advice(c.passage) and c.confidence >= self.weights.keep]
        if not advice:
            return []
        alike = [c for c in advice if c.confidence > advice[0].confidence - _ALIKE]
        best = min(alike, key=lambda c: c.passage.locator.row is not None)  # a page before a row that says the same
        siblings = [
            p
            for p in self._admitted(query)
            if p.locator.source_id == best.passage.locator.source_id
            and p.section == best.passage.section
            and p.kind == best.passage.kind
        ]
        return self._distinct(self._sentences(siblings))[:MOST_ADVICE]

    def _understandable(self, chosen: Sequence[_Candidate], candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Put before a sentence that leans on the one before it that one."""
        at = {(c.passage.id, c.index): c for c in candidates}
        result: list[_Candidate] = []
        for candidate in chosen:
            before = at.get((candidate.passage.id, candidate.index - 1))
            if before and _LEANS.search(candidate.text) and before not in result and before not in chosen:
                result.append(before)
            result.append(candidate)
        return result

    def _missing(self, query: Query, claims: Sequence[DraftClaim]) -> tuple[str, ...]:
        """Return the places that the question names by themselves and no claim tells about."""
        told = {place for claim in claims for place in claim.evidence[0].passage.places}
        return tuple(place for place in query.places if place not in told and not is_regional(place))

    def _is_advice(self, passage: Passage) -> bool:
        source_id = passage.locator.source_id if passage.kind == "row" else ""
        return is_advice(passage, next((s.title for s in self.store.sources if s.id == source_id), ""))

    def _claim(self, candidate: _Candidate, kind: str = "evidence") -> DraftClaim:
        passage = candidate.passage
        evidence = Evidence(passage, passage.sentences[candidate.index])
        place = passage.subject[0] if passage.subject else None
        if kind == "evidence" and self._is_advice(passage):
            kind = "recommendation"
        under = headings(passage, self.gazetteer)
        return DraftClaim(candidate.text, kind, (evidence,), place, candidate.confidence, under)

    def _examples(self, candidates: Sequence[_Candidate], most: int) -> tuple[DraftClaim, ...]:
        """Return one sentence for each place that did something about the topic, no sentence twice."""
        shown: list[_Candidate] = []
        for candidate in candidates:
            likely = candidate.confidence >= self.weights.keep and is_example(candidate.passage)
            new = candidate.passage.subject[:1] not in [c.passage.subject[:1] for c in shown]
            if likely and new and candidate.text not in [c.text for c in shown] and len(shown) < most:
                shown.append(candidate)
        return tuple(self._claim(candidate, "example") for candidate in shown)


def is_regional(place: str) -> bool:
    """Say whether a place id is that of a region or group of countries."""
    return place.startswith(("region:", "group:"))


def _repeats(one: _Candidate, other: _Candidate) -> bool:
    """Say whether two sentences tell the same, in the same words or about the same place."""
    if one.text == other.text:
        return True
    same_place = one.passage.subject[:1] == other.passage.subject[:1]
    return same_place and float(np.dot(one.vector, other.vector)) >= _SAME
