"""What the sources do not say: when a question is not answered, what is missing, and what came nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mgi_assistant.checking import CHECKED
from mgi_assistant.concepts import asked_about
from mgi_assistant.examples import is_example, only_names
from mgi_assistant.field_words import in_field_words
from mgi_assistant.place_words import names_places
from mgi_assistant.policy_areas import KIN
from mgi_assistant.quantities import quantities
from mgi_assistant.relevance import coverage, echoes
from mgi_assistant.synthesizers.candidates import NOT_SAID, Candidate, Candidates, distinct, proper_names
from mgi_assistant.synthesizers.dating import tells_when
from mgi_assistant.synthesizers.declining import declines
from mgi_assistant.synthesizers.kinds import (
    asks_how_common,
    has_figure,
    is_vague,
    tells_how_common,
)
from mgi_assistant.synthesizers.participating import asks_for_participation
from mgi_assistant.synthesizers.particulars import asks_how_long, lacks_particulars
from mgi_assistant.synthesizers.verdicts import names, unfounded
from mgi_assistant.text import sentences, words
from mgi_assistant.types import DraftClaim, Evidence, Hit, Passage, Query
from mgi_assistant.vocabulary import ASKING, GENERIC

NEAREST = 3
"""Sentences offered when there is no answer."""
TELLING = 3.4
"""A word tells passages apart whose weight is this close to that of an unseen one: up to some fifteen passages."""
_OWN_STORY = 0.4
"""Share of the threshold that a sentence needs about the place asked about, where each word of the topic is heard."""
_BESIDE_IT = 1.35
"""The same of a sentence about the place asked about, not the policy area, and of one without the figure, or the
advice, asked for."""
_MOSTLY_UNTOLD = 0.5
"""Weighted share of the telling words of a question for yes or no that are not there, from which they are missed."""
_RECOMMENDED = 0.88
"""Share of the threshold that a recommendation needs, where one is asked for."""
_OF_ITS_AREA = 0.4
"""The same of what is said on the policy area that advice is asked on, as all of that is given."""
_ALL_HEARD = 0.8
"""How close each of them has to come to it for that: of the questions in between this tells most apart."""
_SOUNDS_LIKE = 0.54
"""Echo of its topic that a sentence needs whose passage has little of it."""
_IN_OTHER_WORDS = 0.55
"""How close words that are missing come to a passage which says the same in others."""
ANSWERS = 0.02
"""Margin over no answer that a sentence has which needs no such words."""
_ANSWERS_NOTHING = -0.08
"""Margin below which it answers nothing, whatever it is about."""
_TOO_LITTLE, _OF_ITS_TOPIC = 0.02, 0.6
"""Margin and echo of its topic, of which what is said of the place asked about has to reach one."""
_HARDLY_ECHOES, _HARDLY_LIKELY = 0.58, 0.85
"""Echo of its topic and estimate, of which what is said of the place asked about has to reach one where no margin is
known: in reports that nothing was learned from this tells what is beside the question from what answers it."""
_SURELY = 0.15
"""Margin from which a sentence answers though a concept of the question is not told in its words."""
_ON_ANOTHER_AREA = 0.06
"""Margin that it has to reach where it is on other policy areas than the question."""
_LEAST_SHARED = 0.4
"""Weighted share of the words of the topic that are little."""
_SAID_EVERYWHERE = 0.75
"""Estimate that is needed where a question has no topic."""
_SAYS_LITTLE = frozenset(
    "accurate common document instrument kind likely new nothing often person room text tool usual way writing".split()
)
"""Words on which no question turns."""
_AKIN = 5
"""First letters of a word by which another is akin to it: "public" and "publish"."""
_COMPARES = re.compile(r"\b(?:differ\w*|compar\w+|versus|vs|similar to|the same as)\b", re.IGNORECASE)
_LONG_NAME = 3
"""Words of a name that is not taken for words of a topic."""


@dataclass(frozen=True)
class Absence:
    """Judges what is absent, from the words of the question and of the index."""

    candidates: Candidates

    def refuses(self, query: Query, wanted: dict[str, float]) -> bool:
        """Say whether nothing can answer a question: it wants what is not given here, or is about a foreign name.

        A name that stands nowhere does not count where a place is named too: it may be that of a town or a paper.
        """
        checked = query.places and query.standalone.endswith(CHECKED)  # which names are wrong is to be told
        foreign = [
            name
            for name in names(_asked(query.search), self.candidates.gazetteer)
            if (name.isupper() or not query.places) and self._stands_nowhere(name) and not checked
        ]
        return bool(foreign) or self._compares_unknown(query) or declines(query) or is_vague(query, wanted)

    def _compares_unknown(self, query: Query) -> bool:
        """Say whether a question compares something with what has a long name that stands nowhere."""
        if not _COMPARES.search(query.standalone):
            return False
        long = [n for n in proper_names(query.standalone, self.candidates.gazetteer) if n.count(" ") >= _LONG_NAME - 1]
        texts = [" ".join(p.text.split()).lower() for p in self.candidates.store.passages] if long else []
        return any(not any(name.lower() in text for text in texts) for name in long)

    def needed(self, query: Query, wanted: dict[str, float], best: Candidate) -> float:
        """Return the estimate that the best sentence needs: less when it tells of the place asked about itself.

        Where each word of the question's topic is heard there, the place's own story is what the question is after;
        what is said of the place on another policy area seldom is.
        More is needed where a question has no topic but the MGI, as any passage is about that.
        """
        if not (wanted or query.places or query.policy_areas) and query.intent in ("fact", "yes_no"):
            return max(_SAID_EVERYWHERE, self.candidates.weights.answer)
        placed = names_places(query.places)
        if placed and is_example(best.passage) and query.standalone.endswith(CHECKED):
            return self.candidates.weights.answer * _OWN_STORY  # by which a wrong statement is put right
        if best.clearly_answers and not lacks_particulars(query, best.text):
            return self.candidates.weights.answer * (_OWN_STORY if query.intent == "advice" else 1.0)
        if placed and self._is_on_another_area(query, best.passage):
            return self.candidates.weights.answer * _BESIDE_IT
        if lacks_particulars(query, best.text) or (query.intent == "when" and not tells_when(query, best.text)):
            return self.candidates.weights.answer * _BESIDE_IT
        own_area = not query.places and not set(query.policy_areas).isdisjoint(best.passage.policy_areas)
        if query.intent == "advice" and own_area:
            return self.candidates.weights.answer * _OF_ITS_AREA
        without_figure = query.intent in ("figure", "count") and not has_figure(best.text)
        without_figure |= asks_how_common(query) and not tells_how_common(best.text)
        told = query.places or query.policy_areas
        without_advice = query.intent == "advice" and not told and not self.candidates.is_advice(best.passage)
        if without_figure or without_advice:
            return self.candidates.weights.answer * _BESIDE_IT
        if query.intent == "advice" and self.candidates.is_advice(best.passage):
            return self.candidates.weights.answer * _RECOMMENDED
        own = query.places and is_example(best.passage)
        heard = best.least >= _ALL_HEARD or (wanted and set(wanted) <= set(self.candidates.lexical.terms(best.text)))
        return self.candidates.weights.answer * (_OWN_STORY if own and heard else 1.0)

    def _is_on_another_area(self, query: Query, passage: Passage) -> bool:
        areas = {alike for area in query.policy_areas for alike in (area, KIN.get(area, area))}
        return bool(areas) and areas.isdisjoint(passage.policy_areas)

    def is_beside(self, query: Query, wanted: dict[str, float], candidate: Candidate) -> bool:
        """Say whether a sentence has too little of the topic, in its words or theirs, to be about it at all.

        What every passage says ("IOM", "MGI") is else as likely everywhere. Places and policy areas tell by themselves,
        but not what is said of a concept that no other stands for.
        """
        margin, topical = candidate.margin, candidate.topical
        if margin is not None and margin < _ANSWERS_NOTHING:
            return True
        placed = names_places(query.places)
        hardly = topical < _HARDLY_ECHOES and candidate.confidence < _HARDLY_LIKELY
        if hardly and placed and margin is None and query.intent in ("fact", "yes_no"):
            return True
        if placed and margin is not None:
            if margin < _TOO_LITTLE and topical < _OF_ITS_TOPIC:
                return True
            of_areas = candidate.passage.policy_areas
            if of_areas and margin < _ON_ANOTHER_AREA and self._is_on_another_area(query, candidate.passage):
                return True
        passage = self._text(candidate.passage)
        concepts = asked_about(query.search) if candidate.lead <= _SURELY else ()
        if not all(concept.is_told(candidate.text, passage) for concept in concepts):
            return True
        if not wanted or query.places or query.policy_areas or query.intent in ("figure", "count", "list"):
            return False
        if candidate.lead > ANSWERS:
            return False
        return topical < _SOUNDS_LIKE and coverage(wanted, self._terms(candidate.passage)) < _LEAST_SHARED

    def unmentioned(self, query: Query, wanted: dict[str, float], claims: Sequence[DraftClaim]) -> tuple[str, ...]:
        """Return the names and shares of a question that no passage of ``claims`` has, and words it turns on.

        Those are the telling words of a question about a place if none of them is there, or of one for yes or no
        those that are not, if they are most: they stand elsewhere in the sources, so what is said about the place may
        well be beside the point.
        """
        lexical, store = self.candidates.lexical, self.candidates.store
        title = {source.id: source.title for source in store.sources}
        passages = {evidence.passage for claim in claims for evidence in claim.evidence}
        texts = [" ".join((*p.section, p.text, title.get(p.locator.source_id, ""))) for p in passages]
        present = {term for text in texts for term in lexical.terms(text)}
        akin = {term[:_AKIN] for term in present}
        telling = self.candidates.known(wanted, TELLING) if names_places(query.places) else set()
        if asks_how_long(query):
            telling -= set(lexical.terms("long last lasts"))  # which the answer says by its dates
        if query.intent == "yes_no":
            untold = {t for t in telling - present if not self._are_heard(query, {t}, tuple(passages))}
            most = coverage({term: wanted[term] for term in telling}, untold) > _MOSTLY_UNTOLD
            telling = untold if most else set()
        elif not telling.isdisjoint(present) or (telling and self._are_heard(query, telling, tuple(passages))):
            telling = set()
        telling = {term for term in telling if len(term) < _AKIN or term[:_AKIN] not in akin}
        told = set(lexical.terms(" ".join(c.text for c in claims))) if query.intent in ("figure", "count") else present
        telling |= self._only_carried(query, wanted, told, tuple(passages))
        telling = telling.intersection(lexical.terms(query.question)) or telling  # rather than what was carried over
        said = set(words(self._in_both_words(query.standalone))) - _SAYS_LITTLE
        turned_on = [
            w
            for w in query.topic.split()
            if w in said and (w.isdigit() or not quantities(w)) and telling.intersection(lexical.terms(w))
        ]
        written = names(query.standalone, self.candidates.gazetteer)
        asked = [
            name
            for name in names(query.search, self.candidates.gazetteer)
            if name in written or name not in query.standalone  # a sentence that is moved begins with no name
        ]
        named = [name for name in asked if not any(map(present.issuperset, self._forms(name)))]
        return (*unfounded(query, claims), *named, *(word for word in turned_on if word not in map(str.lower, named)))

    def unlisted(self, query: Query) -> tuple[str, ...]:
        """Return the places asked about as participants, if none of them stands in a list of these."""
        listed = {place for p in self.candidates.store.passages if only_names(p) for place in p.places}
        asked = listed and asks_for_participation(query)
        return query.places if asked and listed.isdisjoint(query.places) else ()

    def _only_carried(
        self, query: Query, wanted: dict[str, float], present: set[str], passages: Sequence[Passage]
    ) -> set[str]:
        """Return the word that says most of what a follow-up asks itself, where what is told has only the rest.

        "And how many offer housing?" is not answered by what was asked before it.
        """
        terms = self.candidates.lexical.terms
        own = {term: wanted[term] for term in terms(self._in_both_words(query.question)) if term in wanted}
        put_in = terms("people")  # for those of a country: "how many Peruvians"
        carried = set(terms(query.standalone)).intersection(wanted) - {*own, *put_in}
        if not own or not carried or query.language != "en":
            return set()
        known = self.candidates.known(own, self.candidates.lexical.weight(""))  # what stands elsewhere tells more
        most = max(known or own, key=lambda term: (own[term], term))
        in_figures = query.intent in ("figure", "count")  # one beside it tells nothing
        return set() if most in present or (not in_figures and self._are_heard(query, {most}, passages)) else {most}

    def _in_both_words(self, text: str) -> str:
        """Return ``text`` in its own words and in those of the field."""
        return f"{text} {in_field_words(text, self.candidates.lexical, True)}"

    def _are_heard(self, query: Query, terms: set[str], passages: Sequence[Passage]) -> bool:
        """Say whether one of ``passages`` has other words for ``terms``."""
        if not self.candidates.read_question:
            return False
        weights = {term: self.candidates.lexical.weight(term) for term in terms}
        asked = self.candidates.read_question(query.search)
        heard = echoes(asked, passages, self.candidates.store, self.candidates.lexical, weights)
        return max(echo.least for echo in heard.by_passage.values()) >= _IN_OTHER_WORDS

    def nearest(
        self, query: Query, wanted: dict[str, float], found: Sequence[Candidate], hits: Sequence[Hit]
    ) -> tuple[Evidence, ...]:
        """Return the likeliest sentences, those that tell something before those that only name a participant.

        First comes what tells of another place just what is asked about this one, where a rare word shows it.
        """
        elsewhere = self._elsewhere(query, wanted)
        if elsewhere:
            return elsewhere
        telling = [c for c in found if not _is_bare(c.passage) or is_example(c.passage)]
        nearest = distinct(telling or found, NEAREST)
        if nearest:
            return tuple(candidate.evidence for candidate in nearest)
        quotable = [hit.passage for hit in hits if hit.passage.kind not in NOT_SAID]
        return tuple(Evidence(passage, passage.sentences[0]) for passage in quotable[:NEAREST])

    def _forms(self, name: str) -> tuple[list[str], list[str]]:
        """Return the stems of a name, and of what the field calls it."""
        return self.telling_terms(name), self.telling_terms(in_field_words(name, self.candidates.lexical, True))

    def telling_terms(self, text: str) -> list[str]:
        """Return the stems of the words of ``text`` that are not in every other question."""
        telling = [word for word in words(text) if word not in GENERIC | ASKING]
        return self.candidates.lexical.terms(" ".join(telling))

    def _terms(self, passage: Passage) -> list[str]:
        return self.candidates.lexical.terms(self._text(passage))

    def _text(self, passage: Passage) -> str:
        return " ".join((*passage.section, passage.text))

    def _stands_nowhere(self, name: str) -> bool:
        lexical = self.candidates.lexical
        return any(lexical.weight(term) >= lexical.weight("") for term in self.telling_terms(name))

    def _elsewhere(self, query: Query, wanted: dict[str, float]) -> tuple[Evidence, ...]:
        """Return the sentences about other places than those asked about that have the question's telling words."""
        telling = self.candidates.known(wanted, TELLING) if query.places else set()
        if not telling:
            return ()
        terms = self.candidates.lexical.terms
        rarest = max(sorted(telling), key=self.candidates.lexical.weight)
        found = [
            candidate
            for passage in self.candidates.store.passages
            if passage.kind not in NOT_SAID and query.given.admit(passage) and telling <= set(terms(passage.text))
            for candidate in self.candidates.of([passage])
            if rarest in terms(candidate.text)
        ]
        return tuple(candidate.evidence for candidate in distinct(found)[:NEAREST])


def _asked(text: str) -> str:
    """Return the question of a text, without the statements before it."""
    spans = sentences(text)
    last = text[spans[-1].start :] if spans else text
    return last if last.rstrip().endswith("?") else text


def _is_bare(passage: Passage) -> bool:
    return passage.kind == "row" and bool(passage.subject)
