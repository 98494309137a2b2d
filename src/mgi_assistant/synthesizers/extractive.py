"""The default synthesizer: verbatim sentences that answer the question, most direct first, none said twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from mgi_assistant.adapter import Adapter
from mgi_assistant.examples import is_example
from mgi_assistant.participation import NOT_NATIONAL, of_entries
from mgi_assistant.place_words import is_regional, names_places
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import LexicalIndex, PassageStore, Reading, Vectors
from mgi_assistant.profiles import Profiles, ranked
from mgi_assistant.relevance import Calibration, calibration, topic_terms
from mgi_assistant.shares import shares
from mgi_assistant.synthesizers.about_places import AboutPlaces, missing
from mgi_assistant.synthesizers.absence import ANSWERS, TELLING, Absence
from mgi_assistant.synthesizers.advising import Advising
from mgi_assistant.synthesizers.asked_lists import AskedLists
from mgi_assistant.synthesizers.candidates import Candidate, Candidates, distinct
from mgi_assistant.synthesizers.choosing import MOST_CLAIMS, WITHOUT_EXAMPLES, Choosing
from mgi_assistant.synthesizers.claiming import MOST_EXAMPLES, Claiming
from mgi_assistant.synthesizers.declining import declines
from mgi_assistant.synthesizers.defining import asks_for_meaning
from mgi_assistant.synthesizers.denying import Denying
from mgi_assistant.synthesizers.figures import of_share, side_by_side
from mgi_assistant.synthesizers.kinds import (
    asks_for_places,
    asks_how_common,
    asks_who_is_counted,
    asks_who_lacks,
    classifies,
    denies,
    has_figure,
    tells_which,
)
from mgi_assistant.synthesizers.likening import Likening
from mgi_assistant.synthesizers.participating import asks_for_participation, asks_for_unlisted
from mgi_assistant.synthesizers.reach import reach
from mgi_assistant.synthesizers.taxonomy import Taxonomy
from mgi_assistant.synthesizers.verdicts import answered_by, verdict
from mgi_assistant.types import Draft, DraftClaim, Hit, Passage, Query

MOST_BESIDE_OVERVIEW = 2
"""Places shown as examples beside an overview."""
MOST_PLACES = 8
"""Places named when the question asks for places."""
_ECHOING = 0.6
"""Echo of its topic that an example beside an answer which is not about a place needs."""
_ECHOING_IN_LIST = 0.5
"""Echo of its topic that an example in a list of them needs."""
_ECHOING_WHICH = 0.7
"""The same of a sentence that tells what kind of countries do something, where countries are asked for."""
_JUST_THAT = 0.7
"""Share of the threshold for further sentences that an example with all telling words needs."""
_AS_TELLING = 0.85
"""And share of the greatest of those that have them all, which another has that says the same in other words."""
_NEAR_BEST_ECHO = 0.7
"""And share of the greatest such echo."""
_NEARLY_AS_LEARNED = 0.03
"""How much less than the greatest margin that of another example may be."""
_RATHER = 0.05
"""How much more than that of any recommendation the margin of a sentence has to be that is said instead."""
_GOES_ON = 0.4
"""Share of the threshold that a sentence needs that goes on about a place found by the same question."""
_IN_PART = 0.4
"""And one in the part of a publication that a question names."""
_CAPTION_ODDS = 4.0
"""How many times the odds of any other sentence those of a caption have to be for it to come first."""
_DENYING = ("no", NOT_NATIONAL)
"""Verdicts on what a question takes for granted by which it is answered."""


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
    adapter: Adapter | None = None

    def __call__(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Return the sentences that answer ``query``; without claims when nothing is likely enough."""
        wanted = topic_terms(query, self.lexical)
        refused = self._absence.refuses(query, wanted)
        if alike := self._likening(query, vector):
            return Draft(alike, confidence=1.0)
        if self.profiles and not refused:
            told = self.profiles(query, self._rate_with(vector))
            if told:
                return told
            hits = self.profiles.fitting(query, hits)
        listed = self._by_lists(query, wanted, vector, hits, refused)
        if listed:
            return listed
        refused = refused or asks_for_unlisted(query, wanted)
        formal = self._by_form(query, wanted, vector, hits, refused)
        if formal:
            return formal
        draft = self._likeliest(query, wanted, vector, hits, refused)
        if draft.claims or refused or query.intent != "advice" or query.places:
            return draft
        return self._on_area(query, wanted, vector) or draft

    def _on_area(self, query: Query, wanted: dict[str, float], vector: Vectors) -> Draft | None:
        """Return what is recommended on the policy area that a question names, or else is nearest to."""
        whole = self.read_question(query.standalone).vector if self.read_question else vector
        meant = replace(query, policy_areas=query.policy_areas or self._advising.area_meant(whole))
        likely = self._among(meant, wanted, vector, self._advising.on_areas(meant))
        if not likely or likely[0].confidence < self._absence.needed(meant, wanted, likely[0]):
            return None
        given = self._advised(meant, self._advising.recommended(meant, likely), likely)
        return replace(given, confidence=likely[0].confidence)

    def _by_lists(
        self, query: Query, wanted: dict[str, float], vector: Vectors, hits: Sequence[Hit], refused: bool
    ) -> Draft | None:
        """Return what headings, tables and lists tell, or that they deny what the question takes for granted."""
        if grouped := self._taxonomy(query):
            return Draft(grouped)
        premise = None if refused else self._denying.premise(query)
        denied = self(premise, vector, hits) if premise else None
        if denied and denied.verdict in _DENYING:
            return denied
        undated = query.intent == "when" and names_places(query.places) and not wanted
        return None if undated or declines(query) else self._listed(query)

    def _by_form(
        self, query: Query, wanted: dict[str, float], vector: Vectors, hits: Sequence[Hit], refused: bool
    ) -> Draft | None:
        """Return what is told where the form of a question says what that is: a number, a year, a part, a place."""
        without_number = None if refused else self._denying.uncounted(query)
        denied = without_number and self._denying.by_number(query, without_number, self(without_number, vector, hits))
        if denied:
            return denied
        quoted = of_share(query, self.store) or side_by_side(query, vector, self.store)
        if quoted:
            return Draft(quoted, confidence=1.0)
        if names_places(query.places) and not wanted:
            return self._about_places(query)
        whole = self._asked_lists.of_section(query, wanted)
        if whole:
            return self._draft_of(whole, 1.0)
        part = None if refused else self._asked_lists.in_part(query)
        told_there = self._told_in(part[0], vector, part[1]) if part else None
        if told_there:
            return told_there
        counted_so = [] if wanted or query.places or refused else reach(query, vector, self._candidates)
        if counted_so:
            return self._draft_of(counted_so, counted_so[0].confidence)
        without_year = None if refused else self._denying.undated(query)
        denied = without_year and self._denying.another_year(query, self(without_year, vector, hits))
        if denied:
            return denied
        first = None if refused else self._denying.first_elsewhere(query, wanted)
        return Draft((self._claiming.claim(first),), confidence=1.0, verdict="no") if first else None

    def _told_in(self, query: Query, vector: Vectors, passages: Sequence[Passage]) -> Draft | None:
        """Return what these passages say, of which a question is known to be about one."""
        wanted = topic_terms(query, self.lexical)
        direct = self._among(query, wanted, vector, passages)
        if not direct or direct[0].confidence < _IN_PART * self.weights.answer:
            return None
        return replace(self._answer(query, wanted, direct, ranked(passages)), confidence=direct[0].confidence)

    def _among(
        self, query: Query, wanted: dict[str, float], vector: Vectors, passages: Sequence[Passage]
    ) -> list[Candidate]:
        """Return the sentences of these passages that may answer a question, the likeliest first."""
        rated = self._rate_with(vector)(query, passages, wanted)
        return [c for c in rated if not self._absence.is_beside(query, wanted, c)]

    def _rate_with(self, vector: Vectors) -> Callable[[Query, Sequence[Passage], dict[str, float]], list[Candidate]]:
        """Return what rates passages for a question; ``vector`` is that of one that cannot be read word by word."""

        def rate(about: Query, found: Sequence[Passage], topic: dict[str, float]) -> list[Candidate]:
            read = self.read_question(about.search).vector if self.read_question else vector
            return self._candidates.rated(about, topic, read, ranked(found))

        return rate

    def _draft_of(self, chosen: Sequence[Candidate], confidence: float) -> Draft:
        return Draft(tuple(map(self._claiming.claim, chosen)), confidence=confidence)

    def _listed(self, query: Query) -> Draft | None:
        """Return what lists and tables tell; whether any place of a region took part is told by who did."""
        of_region = query.intent == "yes_no" and query.places and all(map(is_regional, query.places))
        whether = bool(of_region and asks_for_participation(query))
        listed = self.lists(replace(query, intent="list") if whether else query)
        if not listed:
            return None
        settled = "yes" if whether else of_entries(query, listed)
        named = {claim.kind for claim in listed} in ({"list entry"}, {"list entry", "list"})
        just_that = settled or query.intent in ("list", "count") or asks_for_participation(query)
        return Draft(listed, missing=query.places if named and not just_that else (), verdict=settled)

    def _likeliest(
        self, query: Query, wanted: dict[str, float], vector: Vectors, hits: Sequence[Hit], refused: bool
    ) -> Draft:
        """Return the draft made of the likeliest sentences, or the nearest of them where they are not likely enough."""
        candidates = self._candidates.rated(query, wanted, vector, hits)
        if self.profiles:
            candidates = list(self.profiles.current(query, candidates, self.weights.answer))
        candidates = [c for c in candidates if not self._absence.is_beside(query, wanted, c)]
        direct = self._before_captions(query, candidates)
        likely = direct[0].confidence if direct and not refused else 0.0

        def absent() -> Draft:
            return Draft(nearest=self._absence.nearest(query, wanted, candidates, hits), confidence=likely)

        if not direct or refused or likely < self._absence.needed(query, wanted, direct[0]):
            return absent()
        draft = self._answer(query, wanted, direct, hits)
        if not draft.claims:
            return absent()
        unmentioned = self._absence.unmentioned(query, wanted, draft.claims)
        untold = len(wanted) > 1 and set(wanted) <= set(self.lexical.terms(" ".join(unmentioned)))
        if untold and direct[0].lead <= ANSWERS:
            return absent()
        return replace(
            draft,
            unmentioned=unmentioned,
            examples=() if unmentioned and not query.places else draft.examples,
            confidence=likely,
            verdict=verdict(query, wanted, draft.claims, self.lexical),
        )

    def _before_captions(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """Leave captions out where something else answers, unless one is far likelier to explain a term."""
        said = [c for c in candidates if c.passage.kind != "caption"]
        if not said or said[0].confidence < self.weights.answer:
            return candidates
        first, best = candidates[0].confidence, said[0].confidence
        asked = query.intent == "definition" or names_places(query.places)
        explains = asked and first * (1 - best) >= _CAPTION_ODDS * best * (1 - first)
        explains |= candidates[0].clearly_answers
        return candidates if explains else said

    def _answer(
        self, query: Query, wanted: dict[str, float], direct: Sequence[Candidate], hits: Sequence[Hit]
    ) -> Draft:
        """Return the draft made of the sentences likely enough, in the form that the question asks for."""
        if query.intent in ("figure", "count"):
            direct = [c for c in direct if has_figure(c.text)] or direct
            if shares(direct[0].text):
                direct = [c for c in direct if shares(c.text)]
        if asks_who_lacks(query):
            direct = [c for c in direct if denies(c.text)]
            if not direct:
                return Draft()
        if asks_for_places(query):
            examples = self._places(query, wanted, direct)
            if examples:
                return Draft(examples, missing=missing(query, examples))
            telling = [c for c in direct if c.topical >= _ECHOING_WHICH and tells_which(c.text)]
            if asks_who_is_counted(query) or (query.intent == "list" and not telling and not direct[0].clearly_answers):
                return Draft()
            direct = telling or direct
        advising = query.intent == "advice" and not self._tells_rather(direct)
        advice = self._advising.recommended(query, direct) if advising else []
        if advice:
            return self._advised(query, advice, direct)
        overview = self._advising.overview(query, wanted, direct)
        if overview:
            examples = self._claiming.examples([c for c in direct if c.topical >= _ECHOING], MOST_BESIDE_OVERVIEW)
            return Draft(tuple(map(self._claiming.claim, overview)), examples)
        told = query.intent in WITHOUT_EXAMPLES or classifies(query, direct[0].text) or asks_for_meaning(query)
        items = [] if told or direct[0].clearly_answers else self._asked_lists.under_lead_in(wanted, hits)
        if items:
            return Draft(tuple(map(self._claiming.claim, items)))
        chosen = self._choosing.chosen(query, self._asked_lists.led_in(query, direct))
        if query.intent not in WITHOUT_EXAMPLES:
            chosen = self._asked_lists.whole(query, wanted, self._asked_lists.with_announced(chosen))
        chosen = self._choosing.understandable(self._choosing.continued(query, chosen))
        claims = tuple(map(self._claiming.claim, chosen))
        near = [c for c in direct if is_example(direct[0].passage) or c.topical >= _ECHOING]
        near = [c for c in near if query.level in (None, c.passage.level)]
        alone = not wanted or query.intent in WITHOUT_EXAMPLES or asks_how_common(query)
        examples = () if alone else self._claiming.examples(near, MOST_EXAMPLES)
        return Draft(claims, examples, missing(query, claims))

    def _tells_rather(self, direct: Sequence[Candidate]) -> bool:
        """Say whether a sentence that recommends nothing answers much better than any that does."""
        advising = max((c.lead for c in direct if self._candidates.is_advice(c.passage)), default=0.0)
        others = [c for c in direct if not self._candidates.is_advice(c.passage)]
        return any(c.clearly_answers and c.lead > advising + _RATHER for c in others)

    def _places(self, query: Query, wanted: dict[str, float], direct: Sequence[Candidate]) -> tuple[DraftClaim, ...]:
        """Return an example of each place asked for: first those with all telling words, then such as echo as much."""
        fitting = [c for c in direct if query.level in (None, c.passage.level) and is_example(c.passage)]
        echoing = max(_ECHOING_IN_LIST, _NEAR_BEST_ECHO * max((c.topical for c in fitting), default=0.0))
        telling = self._telling(wanted, fitting)
        if asks_who_is_counted(query):
            fitting = telling
        alike = _AS_TELLING * max((c.topical for c in telling), default=0.0)
        learned = max([ANSWERS, *(c.lead - _NEARLY_AS_LEARNED for c in fitting)])
        said = {c.text for c in telling}
        others = [c for c in fitting if c.topical >= max(alike, echoing) or c.lead >= learned]
        others = [c for c in others if c.text not in said]
        return self._claiming.examples([*telling, *others], MOST_PLACES)

    def _advised(self, query: Query, advice: Sequence[Candidate], direct: Sequence[Candidate]) -> Draft:
        """Return recommendations with how common it is to follow them, and who does so: where asked, or elsewhere."""
        near = [c for c in direct if c.topical >= _ECHOING and query.level in (None, c.passage.level)]
        inside = [c for c in near if not query.places or self._lies_within(query.places, c.passage)]
        elsewhere = () if all(map(is_regional, query.places)) else near
        examples = self._claiming.examples(inside, MOST_EXAMPLES) or self._claiming.examples(elsewhere, MOST_EXAMPLES)
        said = (*advice, *self._advising.how_common(query, advice[0].passage))
        claims = tuple(map(self._claiming.claim, said))
        return Draft(claims, examples, missing(query, (*claims, *examples)))

    def _telling(self, wanted: dict[str, float], candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return those with all telling words of the topic, which are about just that though they be less likely."""
        telling = self._candidates.known(wanted, TELLING)
        return [
            replace(c, confidence=max(c.confidence, self.weights.keep))
            for c in candidates
            if telling and c.confidence >= _JUST_THAT * self.weights.keep and telling <= set(self.lexical.terms(c.text))
        ]

    def examples(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> tuple[DraftClaim, ...]:
        """Return one sentence of ``hits`` for each place that did something about the topic of ``query``."""
        candidates = self._candidates.rated(query, topic_terms(query, self.lexical), vector, hits)
        return tuple(
            self._claiming.claim(candidate, "example")
            for candidate in self._claiming.one_a_place(candidates, len(candidates))
        )

    def goes_on(self, query: Query, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Return what the story of the place asked about says beyond what was found there for another question.

        Less is needed than of an answer, as the question is known to be about that story.
        """
        rated = self._candidates.rated(query, topic_terms(query, self.lexical), vector, hits)
        likely = [c for c in rated if is_example(c.passage) and c.confidence >= _GOES_ON * self.weights.answer]
        return Draft(tuple(map(self._claiming.claim, distinct(likely, MOST_CLAIMS))))

    def answers(self, query: Query, claims: Sequence[DraftClaim]) -> bool:
        """Say whether claims that were made for another part of a question answer this one too."""
        return answered_by(query, claims, self.lexical)

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.store, self.lexical, self.gazetteer, self.weights, self.read_question, self.adapter)

    @cached_property
    def _absence(self) -> Absence:
        return Absence(self._candidates)

    @cached_property
    def _about_places(self) -> AboutPlaces:
        return AboutPlaces(self._candidates, self._claiming, self._absence, self.participation, self.profiles)

    @cached_property
    def _advising(self) -> Advising:
        return Advising(self._candidates, self.weights)

    @cached_property
    def _choosing(self) -> Choosing:
        return Choosing(self._candidates)

    @cached_property
    def _claiming(self) -> Claiming:
        return Claiming(self._candidates, self.weights)

    @cached_property
    def _likening(self) -> Likening:
        return Likening(self.store, self.gazetteer)

    @cached_property
    def _denying(self) -> Denying:
        return Denying(self._candidates)

    @cached_property
    def _taxonomy(self) -> Taxonomy:
        return Taxonomy(self.store)

    @cached_property
    def _asked_lists(self) -> AskedLists:
        return AskedLists(self._candidates, self._absence)

    def _lies_within(self, places: Sequence[str], passage: Passage) -> bool:
        """Say whether a passage tells of one of ``places``, or of a country in one."""
        inside = frozenset[str]().union(*map(self.gazetteer.members, places))
        return not inside.isdisjoint(passage.subject)
