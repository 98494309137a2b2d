"""Which places are comparable to one: those of :mod:`mgi_assistant.comparables`, each with the reasons why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from mgi_assistant import instruments
from mgi_assistant.comparables import REASONS, Story, Topic, comparable_stories, quoted, stories
from mgi_assistant.places import Gazetteer
from mgi_assistant.ports import PassageStore, Vectors
from mgi_assistant.text import words
from mgi_assistant.types import DraftClaim, Filters, Query
from mgi_assistant.vocabulary import ASKING, GENERIC

_MOST_ALIKE = 8
"""Places told of; ``mgi compare`` tells of all."""
_ASKED = re.compile(
    r"^\W*(?:(?:which|what|who|any|some|other|are there|is there|(?:find|show|list|name|give|tell)(?: me| us)?)\W+)*"
    r"(?:(?:(?P<countries>countr(?:y|ies)|states?|nations?)|(?P<localities>cit(?:y|ies)|towns?|municipalit(?:y|ies)|"
    r"localit(?:y|ies))|places?|governments?)\s+)?(?:(?:that |which )?(?:are|is)\s+)?(?:(?:most|the)\s+)*"
    r"(?:comparable|similar|like|alike|peers? of|in (?:a|the) (?:similar|same|comparable) (?:situation|position))"
    r"(?: to| with| as)?(?: the)?\s+$",
    re.IGNORECASE,
)
"""What stands before the place that others are to be like."""
_KINDS = {"country": "countries", "locality": "localities"}
"""Kinds of places, by how the pattern calls the word that asks for them."""
_COMPARED = re.compile(
    r"^\W*(?:with |to )?(?:what|which|who|whom)(?: (?:other )?(?:countries|places|states|cities))? "
    r"(?:can|could|may|should) (?:i |we |you |one )?(?:compare )?(?:the )?$",
    re.IGNORECASE,
)
_BE_COMPARED = re.compile(r"\s+(?:be compared|with|to)\b(?: with| to)?", re.IGNORECASE)
"""The same before and behind it: "what can Fiji be compared with"."""


@dataclass(frozen=True)
class Likening:
    """Finds the places that are comparable to the one that a question names."""

    store: PassageStore
    gazetteer: Gazetteer

    def __call__(self, query: Query, vector: Vectors) -> tuple[DraftClaim, ...]:
        """Return a quote of each place comparable to the one asked about, under why it is.

        None where that is not asked. What else the question says is what their examples have to be about.
        """
        mentions = self.gazetteer.find(query.standalone)
        if len(mentions) != 1 or len(mentions[0].places) != 1 or mentions[0].places[0].kind == "region":
            return ()
        before, after = query.standalone[: mentions[0].span.start], query.standalone[mentions[0].span.end :]
        asked, compared = _ASKED.match(before), _BE_COMPARED.match(after) if _COMPARED.match(before) else None
        if not (compared or asked):
            return ()
        kinds = [kind for kind, named in _KINDS.items() if asked and asked[named]] or list(_KINDS)
        topic = self._topic(query, after[compared.end() if compared else 0 :], vector)
        found: dict[str, DraftClaim] = {}
        alike = comparable_stories(mentions[0].places[0], self._stories, topic, tuple(REASONS), self.gazetteer)
        for story, reasons in alike:
            why = "; ".join(reason.words for reason in reasons)
            claim = replace(quoted(story, topic, self.gazetteer), kind="evidence")
            names = [claim.under[0].split(":")[0] for claim in [found.get(claim.text, claim)] if claim.under]
            under = f"{' · '.join([*names, self._name(story)])}: {why}"
            admitted = any(query.given.admit(said.passage) for said in story.sentences)
            if admitted and story.place.kind in kinds and [reason.kind for reason in reasons] != ["level"]:
                found[claim.text] = replace(claim, under=(under,))
        return tuple(found.values())[:_MOST_ALIKE]

    def _name(self, story: Story) -> str:
        place = story.place
        within = self.gazetteer.get(place.iso3).name if place.kind == "locality" and place.iso3 else ""
        return f"{place.name} ({within})" if within else place.name

    @staticmethod
    def _topic(query: Query, said: str, vector: Vectors) -> Topic | None:
        """Return the topic that the words behind the place name, if they name one."""
        if all(word in ASKING | GENERIC for word in words(said)):
            return None
        return Topic(vector, query.policy_areas, instruments.recognise(said), Filters(), frozenset())

    @cached_property
    def _stories(self) -> dict[str, Story]:
        return stories(self.store, self.gazetteer)
