"""Which places are comparable to one: those of :mod:`mgi_assistant.comparables`, each with the reasons why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from mgi_assistant import instruments
from mgi_assistant.comparables import REASONS, Story, Topic, comparable_stories, quoted, stories
from mgi_assistant.examples import heading
from mgi_assistant.places import Gazetteer, Place
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
_INSIDE = re.compile(
    r" (?:in|from|of) (?:the )?[\w’' -]+?(?= (?:are|is|that|which|comparable|similar|like|alike)\b)", re.IGNORECASE
)
"""Where they are to lie."""
_KINDS = {"country": "countries", "locality": "localities"}
"""Kinds of places, by how the pattern calls the word that asks for them."""
_COMPARED = re.compile(
    r"^\W*(?:with |to )?(?:what|which|who|whom)(?: (?:other )?(?:countries|places|states|cities))? "
    r"(?:can|could|may|should) (?:i |we |you |one )?(?:compare )?(?:the )?$",
    re.IGNORECASE,
)
_BE_COMPARED = re.compile(r"\s+(?:be compared|with|to)\b(?: with| to)?", re.IGNORECASE)
"""The same before and behind it: "what can Fiji be compared with"."""


@dataclass(frozen=True, slots=True)
class _Asked:
    place: Place
    kinds: tuple[str, ...]
    """Of the places that are to be like it."""
    regions: tuple[str, ...]
    """In which they are to lie."""
    about: str
    """What the question says behind the place."""


@dataclass(frozen=True)
class Likening:
    """Finds the places that are comparable to the one that a question names."""

    store: PassageStore
    gazetteer: Gazetteer

    def __call__(self, query: Query, vector: Vectors) -> tuple[DraftClaim, ...]:
        """Return a quote of each place comparable to the one asked about, under why it is.

        Nothing where that is not asked. What else the question says is what their examples have to be about.
        """
        asked = self._asked(query)
        if asked is None:
            return ()
        topic = self._topic(query, asked.about, vector)
        found: dict[str, tuple[DraftClaim, str, list[str]]] = {}
        for story, reasons in comparable_stories(asked.place, self._stories, topic, tuple(REASONS), self.gazetteer):
            if self._fits(story, asked, query) and [reason.kind for reason in reasons] != ["level"]:
                claim, why = quoted(story, topic, self.gazetteer), "; ".join(reason.words for reason in reasons)
                found.setdefault(claim.text, (claim, why, []))[2].append(story.place.id)
        return tuple(
            replace(claim, kind="evidence", under=(f"{heading(places, self.gazetteer)}: {why}",))
            for claim, why, places in list(found.values())[:_MOST_ALIKE]
        )

    def _asked(self, query: Query) -> _Asked | None:
        """Return what is asked for, if it is places like one."""
        mentions = self.gazetteer.find(query.standalone)
        regions = tuple(m.places[0].id for m in mentions[:-1] if m.places[0].kind == "region")
        if not mentions or len(mentions[-1].places) != 1 or mentions[-1].places[0].kind == "region":
            return None
        span = mentions[-1].span
        before, after = query.standalone[: span.start], query.standalone[span.end :]
        before = _INSIDE.sub(" ", before) if regions else before
        alike, compared = _ASKED.match(before), _BE_COMPARED.match(after) if _COMPARED.match(before) else None
        if not (alike or compared) or self.gazetteer.find(before):
            return None
        kinds = tuple(kind for kind, named in _KINDS.items() if alike and alike[named]) or tuple(_KINDS)
        return _Asked(mentions[-1].places[0], kinds, regions, after[compared.end() if compared else 0 :])

    def _fits(self, story: Story, asked: _Asked, query: Query) -> bool:
        """Say whether a story is of a place of the kind and region asked for, within the filters given."""
        inside = all(story.place.iso3 in self.gazetteer.members(region) for region in asked.regions)
        admitted = any(query.given.admit(said.passage) for said in story.sentences)
        return inside and admitted and story.place.kind in asked.kinds

    @staticmethod
    def _topic(query: Query, said: str, vector: Vectors) -> Topic | None:
        """Return the topic that the words behind the place name, if they name one."""
        if all(word in ASKING | GENERIC for word in words(said)):
            return None
        return Topic(vector, query.policy_areas, instruments.recognise(said), Filters(), frozenset())

    @cached_property
    def _stories(self) -> dict[str, Story]:
        return stories(self.store, self.gazetteer)
