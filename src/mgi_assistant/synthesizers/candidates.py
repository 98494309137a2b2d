"""The sentences that may answer a question, each with the estimate that it does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

import numpy as np

from mgi_assistant.adapter import Adapter, odds
from mgi_assistant.examples import only_names
from mgi_assistant.grounding import numbers
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex, PassageStore, Reading, Vectors
from mgi_assistant.relevance import Calibration, echoes, measure
from mgi_assistant.synthesizers.dating import is_later, of_years, years
from mgi_assistant.synthesizers.kinds import (
    OTHER_KIND,
    asks_how_common,
    has_figure,
    is_advice,
    is_whole,
    speaks_of_itself,
    suits,
)
from mgi_assistant.synthesizers.verdicts import names
from mgi_assistant.text import readable
from mgi_assistant.types import Evidence, Hit, Passage, Query

_RARE = 2.0
"""A word is rare whose weight is this close to that of an unseen one: ln((df + 0.5) / 0.5) for up to three passages."""
_RARE_ODDS = 4.0
"""Factor on the odds of a sentence that has the rare words of the question."""
_JUST_THAT = 0.71
"""Echo of its topic from which a question how common something is asks for the figure of a sentence."""
_OF_JUST_THAT = 6.2
"""How fast, with less, the odds fall that it does (a logistic model of that echo and the estimate, on shares asked
for that sources give, and on near misses)."""
_FEW = 2
"""Words of a question that only names a topic: what has them all is about it, however little that resembles it."""
_OF_A_TOPIC = ("fact", "list", "example", "yes_no", "definition")
"""Intents of such questions."""
_PHOTO = re.compile(r"\b(?:photo\w*|pictur\w+|image|caption|snapshot)s?\b", re.IGNORECASE)
"""Asks for what a photo shows."""
_ASIDE = ("caption", "footnote", "contents", "names")
"""Kinds of passages that have words of a topic without being about it."""
_CLEARLY, _CLEAR_KIND = 0.1, 0.6
"""Margin over no answer from which a sentence answers though it is not of the kind asked for, and its factor then."""
_BY_MARGIN, _LIKELY = 4.0, 0.5
"""Weight of that margin in the order of likely sentences, as the estimates of all that answer come close to 1."""
_OF_LOCALITIES = re.compile(
    r"\b(?:local\w*|municipal\w*|cit(?:y|ies)|towns?|councils?|mayors?|subnational|provinc\w+)\b", re.IGNORECASE
)
"""Tells of localities, though it is part of the story of a country."""
_HEARD = 0.55
"""How close each word of a topic comes to a passage that tells what it came of, rather than of something else."""
_NAME = re.compile(r"(?<=\w )[A-Z][a-z]+(?: [A-Z][a-z]+)+")
"""Words with capitals, not at the beginning of a sentence."""
_ENTRY = re.compile(r"[A-Z][^.:?!]{2,90}:\s+\S")
"""A name with what it is."""
_MOST_LISTED = {"item": 8, "prose": 1}
"""Passages of a list, by kind."""
_REFERENCE = re.compile(r"\([^()]*\b(?:19|20)\d\d\)(?:, ?pp?\. ?[\d–-]+)?\W*$")
"""How a note ends that only names a publication: "(Windhoek, 2022), p. 18."."""
_SAME = 0.86
"""Cosine from which two sentences about the same place say the same thing."""
NOT_SAID = ("caption", "contents", "names")
"""Kinds of passages that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with the estimate that it belongs in the answer."""

    passage: Passage
    index: int
    confidence: float
    vector: Vectors
    rank: int
    topical: float = 1.0
    """How closely the sentence echoes what the question is about; 1 where that is not measured."""
    least: float = 1.0
    """The same of its passage and the one word of this that comes least close to it."""
    margin: float | None = None
    """How much better the sentence answers than none, as :class:`Adapter` learned; of others nothing is known."""

    @property
    def text(self) -> str:
        """The sentence as people read it."""
        return readable(self.passage.sentence(self.index))

    @property
    def evidence(self) -> Evidence:
        """The sentence as a quote."""
        return Evidence(self.passage, self.passage.sentences[self.index])

    @property
    def lead(self) -> float:
        """How far its :attr:`margin` puts the sentence ahead of no answer; 0 where nothing is known."""
        return 0.0 if self.margin is None else self.margin

    @property
    def clearly_answers(self) -> bool:
        """Whether the sentence is known to answer."""
        return self.lead > _CLEARLY

    @property
    def preference(self) -> tuple[float, bool, int, int]:
        """Sort key: likeliest first; of equals a page before a row, then as retrieved."""
        likely = self.confidence + (_BY_MARGIN * self.lead if self.confidence >= _LIKELY else 0.0)
        return (-round(likely, 3), self.passage.locator.row is not None, self.rank, self.index)


@dataclass(frozen=True)
class Candidates:
    """Finds candidates in the passages of an index and rates them."""

    store: PassageStore
    lexical: LexicalIndex
    gazetteer: Gazetteer
    weights: Calibration
    read_question: Callable[[str], Reading] | None = None
    """Gives a question word by word, at no cost when it was embedded just before; without it words have no echo."""
    adapter: Adapter | None = None
    """What was learned from questions; it reads them word by word, too."""

    def rated(self, query: Query, wanted: dict[str, float], vector: Vectors, hits: Sequence[Hit]) -> list[Candidate]:
        """Return the sentences of ``hits``, the likeliest first; of a place's bare participation only if asked."""
        found = []
        placed = self._words_for_places(query)
        asked, heard = self.read_question(query.search) if self.read_question else None, None
        if asked:
            found_in = [hit.passage for hit in hits]
            heard = echoes(asked, found_in, self.store, self.lexical, wanted, placed)
        turned = self.adapter.turned(asked) if self.adapter and asked else None
        asked_years = years(query)
        known_years = all(self.lexical.weight(year) < self.lexical.weight("") for year in asked_years)
        named = [
            name
            for name in (*proper_names(query.search, self.gazetteer), *self._rare_names(query.search))
            if any(_has(name, hit.passage) for hit in hits)
        ]
        rare, how_common = self.known(wanted, _RARE), asks_how_common(query)
        only_named = self._only_names_topic(query, wanted, placed)
        for hit in hits:
            passage = hit.passage
            if only_names(passage) and (passage.kind != "row" or wanted or not query.places):
                continue
            vectors = self.store.sentence_vectors(passage)
            learned = self._learned(turned, passage, vectors)
            as_named = 1.0 if all(_has(name, passage) for name in named) else 1 / _RARE_ODDS
            measured = measure(wanted, vector, passage, self.store, self.lexical, query.policy_areas, hit.dense, heard)
            for i, features in enumerate(measured):
                if not ((is_whole(passage, i) or self.leads_in(passage, i)) and self.concerns(query, passage, i)):
                    continue
                sentence = " ".join(passage.sentence(i).split())
                if passage.kind == "footnote" and _REFERENCE.search(sentence):
                    continue
                has_rare = rare and rare <= set(self.lexical.terms(sentence))
                margin, known = learned[i]
                factor = (
                    as_named * (_RARE_ODDS if has_rare else 1.0) * (odds(margin, known) if margin is not None else 1.0)
                )
                echo = heard.by_passage[passage.id] if heard else None
                topical = echo.topical[i] if echo else 1.0
                if how_common and has_figure(sentence):
                    factor *= min(1.0, math.exp(_OF_JUST_THAT * (topical - _JUST_THAT)))
                least = echo.least if echo else 1.0
                kind = self._kind(query, passage, i, wanted, bool(has_rare), least >= _HEARD)
                dated = not asked_years or of_years(asked_years, passage, i, self._titles, known_years)
                if not dated:
                    kind = min(kind, 1.0) * OTHER_KIND
                elif asked_years and asked_years <= set(numbers(passage.text if query.places else sentence)):
                    factor *= _RARE_ODDS  # a year that the sentence itself names, not only its source
                told_elsewhere = query.level == "local" and passage.level == "national"
                if told_elsewhere and not _OF_LOCALITIES.search(sentence):
                    kind = min(kind, 1.0) * OTHER_KIND
                elif dated and margin is not None and margin > _CLEARLY:
                    kind = max(kind, _CLEAR_KIND)
                confidence = _with_odds(self.weights.estimate(features), factor * max(kind, 1.0)) * min(kind, 1.0)
                if only_named and passage.kind not in _ASIDE and set(wanted) <= set(self.lexical.terms(sentence)):
                    confidence = self.weights.answer + (1 - self.weights.answer) * confidence
                found.append(Candidate(passage, i, confidence, vectors[i], hit.rank, topical, least, margin))
        return sorted(found, key=lambda candidate: candidate.preference)

    def _kind(
        self, query: Query, passage: Passage, index: int, wanted: Mapping[str, float], rare: bool, heard: bool
    ) -> float:
        """Return how well a sentence is of the kind asked for (:func:`suits`), by what it is and what it tells.

        ``rare`` says whether it has the rare words of the question, ``heard`` whether its passage has the topic's.
        """
        sentence = " ".join(passage.sentence(index).split())
        kind = suits(query, passage, index, self.lexical, heard)
        explains = rare and query.intent == "definition"
        if passage.kind == "caption" and not (query.places or explains or _PHOTO.search(query.search)):
            kind = min(kind, 1.0) * OTHER_KIND  # what a photo shows is no answer to a question about a topic
        if rare and query.intent == "definition" and not speaks_of_itself(passage, sentence):
            kind = max(kind, 1.0)  # what stands in few places is explained there, if anywhere
        if wanted and asks_how_common(query):
            kind = min(kind, 1.0)  # that it counts countries is not enough
        return kind if is_later(query, sentence) else min(kind, 1.0) * OTHER_KIND

    def _learned(self, turned: Vectors | None, passage: Passage, vectors: Vectors) -> list[tuple[float | None, float]]:
        """Return the margin of each sentence, ``None`` of one that is not known, and how well it is known."""
        if self.adapter is None or turned is None:
            return [(None, 0.0)] * len(vectors)
        if passage.id not in self._known:
            self._known[passage.id] = self.adapter.known(vectors)
        margins = self.adapter.margins(turned, vectors).tolist()
        known = self._known[passage.id].tolist()
        return [(margin if well else None, well) for margin, well in zip(margins, known, strict=True)]

    @cached_property
    def _known(self) -> dict[str, Vectors]:
        """How well the sentences of the passages met so far are known."""
        return {}

    def _only_names_topic(
        self, query: Query, wanted: Mapping[str, float], placed: Mapping[str, Collection[str]]
    ) -> bool:
        """Say whether a question has no words but a few for its topic, and those for its places."""
        if query.intent not in _OF_A_TOPIC or not 0 < len(wanted) <= _FEW:
            return False
        of_places = self.lexical.terms(" ".join(word for named in placed.values() for word in named))
        return set(self.lexical.terms(query.search)) <= {*wanted, *of_places}

    def _words_for_places(self, query: Query) -> dict[str, set[str]]:
        """Return the words that the question has for each place that it names, or that lies in a region it names."""
        found: dict[str, set[str]] = {}
        for mention in self.gazetteer.find(query.search):
            for place in mention.places:
                said = query.search[mention.span.start : mention.span.end]
                inside = self.gazetteer.members(place.id) if place.kind == "region" else {place.id}
                for id_ in inside:
                    found.setdefault(id_, set()).update(said.lower().replace("'", " ").split())
        return found

    @cached_property
    def _titles(self) -> dict[str, int]:
        """Titles of sources, without what stands in brackets behind them, with the year of each."""
        return {re.sub(r" \(.*", "", source.title): source.year for source in self.store.sources if source.year}

    def without_titles(self, text: str) -> str:
        """Return ``text`` without the titles of sources, which may have years."""
        return re.sub("|".join(map(re.escape, self._titles)) or r"(?!)", "", text)

    def of(self, passages: Iterable[Passage]) -> list[Candidate]:
        """Return all sentences of ``passages``, in order, as certain ones."""
        return [
            Candidate(passage, i, 1.0, vector, rank)
            for rank, passage in enumerate(passages)
            for i, vector in enumerate(self.store.sentence_vectors(passage))
        ]

    def leads_in(self, passage: Passage, index: int) -> bool:
        """Say whether a sentence leads in a list: it ends its passage with a colon, and what is listed follows."""
        last = index == len(passage.sentences) - 1
        return last and passage.sentence(index).rstrip().endswith(":") and bool(self.listed_after(passage))

    def listed_after(self, passage: Passage) -> list[Passage]:
        """Return the items of the list that follows a passage on its page; they may be lines such as "Name: what"."""
        after = self.store.passages[self._position[passage.id] + 1 :]
        first = next(iter(after), None)
        kind = "item" if first is None or first.kind != "prose" or not _has_entries(first) else "prose"
        return list(takewhile(lambda p: p.kind == kind and p.locator == passage.locator, after))[: _MOST_LISTED[kind]]

    @cached_property
    def _position(self) -> dict[str, int]:
        """Where each passage stands in reading order."""
        return {passage.id: i for i, passage in enumerate(self.store.passages)}

    def admitted(self, query: Query) -> list[Passage]:
        """Return the passages that the query's filters admit, in reading order."""
        return [passage for passage in self.store.passages if query.filters.admit(passage)]

    def concerns(self, query: Query, passage: Passage, index: int) -> bool:
        """Say whether a sentence is about a place that the question names, not just next to one that is."""
        return concerns(query, passage, passage.sentence(index), self.gazetteer)

    def is_advice(self, passage: Passage) -> bool:
        """Say whether a passage recommends something."""
        source_id = passage.locator.source_id if passage.kind == "row" else ""
        return is_advice(passage, next((s.title for s in self.store.sources if s.id == source_id), ""))

    def _rare_names(self, text: str) -> list[str]:
        """Return the names of one word in ``text`` that few passages have: "Rodrigues"."""
        unseen, weight = self.lexical.weight(""), self.lexical.weight
        return [
            name
            for name in names(text, self.gazetteer)
            if not name.isupper() and all(0 < unseen - weight(term) < _RARE for term in self.lexical.terms(name))
        ]

    def known(self, wanted: dict[str, float], within: float) -> set[str]:
        """Return the ``wanted`` stems that a few passages have: their weight is ``within`` that of an unseen one."""
        unseen = self.lexical.weight("")
        return {term for term, weight in wanted.items() if 0 < unseen - weight < within}


def proper_names(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the names of several words in ``text``, other than of places: "Sustainable Development Goals"."""
    places = [mention.span for mention in gazetteer.find(text)]
    found = [m for m in _NAME.finditer(text) if not any(s.start < m.end() and m.start() < s.end for s in places)]
    return [match[0] for match in found]


def _has(name: str, passage: Passage) -> bool:
    return name.lower() in " ".join(passage.text.split()).lower()


def _has_entries(passage: Passage) -> bool:
    """Say whether prose is a list whose items are set as lines: each a name, a colon and what it is."""
    found = [_ENTRY.match(passage.sentence(i)) is not None for i in range(len(passage.sentences))]
    return len(found) > 1 and all(found[:2])


def concerns(query: Query, passage: Passage, quote: str, gazetteer: Gazetteer) -> bool:
    """Say whether a quote from ``passage`` is about a place that the question names, not just next to one that is."""
    asked = query.filters.places
    if not asked or not asked.isdisjoint(passage.subject):
        return True
    named = {p.id for m in gazetteer.find(quote) for p in m.places}
    return not asked.isdisjoint(named | {place.split(":")[0] for place in named})


def distinct(candidates: Iterable[Candidate], most: int | None = None) -> list[Candidate]:
    """Return the first ``most`` of ``candidates`` that tell something new.

    Left out are those that tell what one before them tells, in the same words or of the same place.
    """
    kept: list[Candidate] = []
    for candidate in candidates:
        if len(kept) == most:
            break
        if not any(_repeats(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _with_odds(estimate: float, factor: float) -> float:
    """Return the probability whose odds are ``factor`` times those of ``estimate``."""
    return factor * estimate / (1 + (factor - 1) * estimate)


def _repeats(one: Candidate, other: Candidate) -> bool:
    if one.text == other.text:
        return True
    same_place = one.passage.subject[:1] == other.passage.subject[:1]
    figures, others = set(numbers(one.text)), set(numbers(other.text))
    same_figures = figures <= others or others <= figures
    return same_place and same_figures and float(np.dot(one.vector, other.vector)) >= _SAME
