"""The corpus as the measures see it: which sentences a quote covers, and what the passages there are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from mgi_assistant.places import Gazetteer
from mgi_assistant.store import Store
from mgi_assistant.types import Locator, Passage
from mgi_eval.answers import Cited
from mgi_eval.cases import Key

Unit = str
"""A sentence of the corpus; a quote that stands nowhere is a unit of its own."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[–-]\s*((?:19|20)\d\d))?(?!\d)")


@dataclass(frozen=True)
class Library:
    """Pages, rows and passages of one index, by where they stand."""

    store: Store
    gazetteer: Gazetteer
    stands: Callable[[Locator, str], bool]
    """Whether a quote stands in the file itself, which is read anew."""

    @cached_property
    def texts(self) -> dict[Key, str]:
        """The stored text of each page and row."""
        found = {}
        for source in self.store.sources:
            for page, _ in self.store.pages(source.id):
                found[key_of(page.locator)] = page.text
        return found

    @cached_property
    def passages(self) -> dict[Key, list[Passage]]:
        """The passages of each page and row."""
        found: dict[Key, list[Passage]] = {}
        for passage in self.store.passages:
            found.setdefault(key_of(passage.locator), []).append(passage)
        return found

    @cached_property
    def size(self) -> int:
        """How many sentences the corpus has."""
        return max(1, sum(len(passage.sentences) for passage in self.store.passages))

    @cached_property
    def keys(self) -> dict[str, list[int]]:
        """The page or row numbers of each source, in order."""
        found: dict[str, list[int]] = {}
        for source, number in sorted(self.texts):
            found.setdefault(source, []).append(number)
        return found

    def units(self, key: Key, quote: str) -> frozenset[Unit]:
        """Return the sentences that ``quote`` covers, wholly or in part, where it stands on that page or row."""
        text, wanted = self.texts.get(key, ""), quote.strip()
        starts = [match.start() for match in re.finditer(re.escape(wanted), text)] if wanted else []
        covered = {
            f"{passage.id}/{index}"
            for start in starts
            for passage in self.passages.get(key, [])
            for index, span in enumerate(passage.sentences)
            if passage.start + span.start < start + len(wanted) and start < passage.start + span.end
        }
        return frozenset(covered) or frozenset({f"{key[0]} {key[1]}: {wanted}"})

    def sentence(self, unit: Unit) -> str:
        """Return the words of a sentence, on one line; a quote that stands nowhere as it is."""
        passage_id, _, index = unit.rpartition("/")
        passage = self._by_id.get(passage_id)
        return " ".join(passage.sentence(int(index)).split()) if passage else unit

    @cached_property
    def _by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.store.passages}

    def passages_at(self, cited: Cited) -> list[Passage]:
        """Return the passages that a citation's quote overlaps; all of the page or row where it stands in none."""
        text, quote = self.texts.get(cited.key, ""), cited.quote.strip()
        here = self.passages.get(cited.key, [])
        start = text.find(quote)
        if start < 0:
            return here
        return [p for p in here if p.start < start + len(quote) and start < p.start + len(p.text)] or here

    def resolves(self, cited: Cited) -> bool:
        """Say whether the citation names a page or row that is there, and quotes something of it."""
        return bool(cited.quote.strip()) and cited.key in self.texts

    def is_verbatim(self, cited: Cited) -> bool:
        """Say whether the quote stands in the file itself."""
        return self.stands(Locator(cited.source_id, page=cited.page, row=cited.row), cited.quote)

    def spread(self, places: Sequence[str]) -> set[str]:
        """Return ``places`` with the countries of the regions and groups among them."""
        regions = {place for place in places if place.startswith(("region:", "group:"))}
        return {*places, *(country for region in regions for country in self.gazetteer.members(region))} - regions

    def named(self, text: str) -> set[str]:
        """Return the ids of the countries and localities that ``text`` names and does not leave open."""
        return {
            mention.places[0].id
            for mention in self.gazetteer.find(text)
            if len(mention.places) == 1 and mention.places[0].kind != "region"
        }


def key_of(at: Locator) -> Key:
    """Return the source and the number of the page or row."""
    return at.source_id, at.page if at.page is not None else at.row or 0


def years(text: str) -> list[tuple[int, int]]:
    """Return the years and spans of years that ``text`` names."""
    return [(int(match[1]), int(match[2] or match[1])) for match in _YEAR.finditer(text)]


def related(places: Sequence[str] | set[str], wanted: Sequence[str] | set[str]) -> bool:
    """Say whether one of ``places`` is one of ``wanted``, or a locality and its country are among them."""
    countries = {place.partition(":")[0] for place in wanted if ":" not in place}
    localities = {place for place in wanted if ":" in place}
    for place in places:
        if place in wanted or place.partition(":")[0] in countries:
            return True
        if ":" not in place and any(locality.startswith(f"{place}:") for locality in localities):
            return True
    return False
