"""The places on the map that texts name: countries, localities, regions and groups of countries.

The tables and their sources are described in ``data/README.md``. Names are compared on a folded view of the text
(small letters, no diacritics), word by word, longest name first; spans point into the text as given.

What a text may leave open stays open: "Congo" is a mention of two countries. Of two localities with one name, the
one is taken whose country is named right beside it, or is the only one of the two named within 200 characters.
"Medellín (Colombia)" gives two mentions, the locality and the country. "Cuenca, Spain" is not the Cuenca in Ecuador.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from mgi_assistant.errors import CorpusError, UsageError
from mgi_assistant.place_words import Tokens, foreign_names, table, vocabulary
from mgi_assistant.shipped import shipped_corpus
from mgi_assistant.types import Span

PlaceKind = Literal["country", "locality", "region"]
"""A country or area of ISO 3166-1, a place within one, or several countries (a region or a group such as SIDS)."""

GROUPS = {"sids": "group:sids", "ldc": "group:ldc", "lldc": "group:lldc"}
"""Columns of ``regions.csv`` that mark members of a United Nations group, and the ids of the groups."""

NEAR = 200
"""How many characters away a country may be named to decide between localities of one name."""

_REMEMBERED = 1 << 12
"""Texts whose places are kept: a question is read several times, and so are the same sentences for many answers."""

# Abbreviations that are ordinary words where everything is in capitals, as in headings.
_SHOUTED = frozenset({"us", "car"})
_JOINTS = frozenset({"and", "or", ","})
# What may stand between a locality and its country: "Bo (Sierra Leone)", "Bo, Sierra Leone", "Bo in Sierra Leone".
_TO_COUNTRY = frozenset({"", ",", "(", "in", "de"})


@dataclass(frozen=True, slots=True)
class Place:
    """A country, a locality, or a region or group of countries."""

    id: str
    """ISO 3166-1 alpha-3 for a country, "COL:medellin" for a locality, "region:western-africa" or "group:sids"."""
    name: str
    """Short English name with its diacritics."""
    kind: PlaceKind
    iso3: str | None
    """The country of a country or locality; None for a region or group."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a place."""

    places: tuple[Place, ...]
    """More than one only where the text leaves open which is meant."""
    span: Span
    """In the text that was searched; without a possessive "'s"."""
    adjective: bool
    """Whether it is an adjective or demonym ("Malian", "Africans")."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a name stands for, and how it has to be written."""

    places: tuple[Place, ...]
    adjective: bool = False
    capital: bool = False
    exact: str = ""
    """The letters as they must be written, where capitals make the name ("US")."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry found at the tokens ``[start, end)``."""

    start: int
    end: int
    entry: _Entry


class Gazetteer:
    """Knows places by id and finds them in text.

    ``localities`` are pairs of a name and the ISO 3166-1 alpha-3 code of its country.

    Raises:
        UsageError: When a locality has a country code that ISO 3166-1 does not have.
    """

    def __init__(self, localities: Iterable[tuple[str, str]] = ()) -> None:
        self._places: dict[str, Place] = {}
        self._members: dict[str, frozenset[str]] = {}
        self._regions: dict[str, tuple[str, ...]] = {}
        self._localities: dict[str, list[Place]] = {}
        self._names: dict[str, _Entry] = {}
        self._longest: dict[str, int] = {}
        """First word of a name to the number of words in the longest name that begins so."""
        self._add_countries()
        self._add_regions()
        for row in table("phrases"):
            self._put(row["phrase"], _Entry((self._places[row["iso3"]],) if row["iso3"] else ()))
        self._add_localities(localities)
        self._found = lru_cache(_REMEMBERED)(self._read)

    def get(self, place_id: str) -> Place:
        """Return the place with this id.

        Raises:
            UsageError: When there is none.
        """
        if place_id not in self._places:
            raise UsageError(
                f"There is no place with the id {place_id!r}.",
                'Ids look like "MLI", "COL:medellin", "region:western-africa" or "group:sids".',
            )
        return self._places[place_id]

    def members(self, place_id: str) -> frozenset[str]:
        """Return the ISO 3166-1 alpha-3 codes inside a region or group, or the one of a country or locality.

        Raises:
            UsageError: When there is no such place.
        """
        place = self.get(place_id)
        return self._members[place_id] if place.iso3 is None else frozenset({place.iso3})

    def regions_of(self, iso3: str) -> tuple[Place, ...]:
        """Return the M49 regions of a country, smallest first, then its United Nations groups (SIDS, LDC, LLDC).

        Raises:
            UsageError: When there is no such country.
        """
        self.get(iso3)
        return tuple(self._places[region] for region in self._regions[iso3])

    def localities_of(self, iso3: str) -> tuple[Place, ...]:
        """Return the localities of a country that this gazetteer was given, in that order.

        Raises:
            UsageError: When there is no such country.
        """
        self.get(iso3)
        return tuple(self._localities.get(iso3, ()))

    def names(self) -> Iterator[str]:
        """Yield the English names of all countries and localities."""
        return (place.name for place in self._places.values() if place.kind != "region")

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the places that ``text`` names, in order and without overlaps, the longest name first."""
        return self._found(text)

    def _read(self, text: str) -> tuple[Mention, ...]:
        tokens = Tokens(text)
        found: list[_Found] = []
        index = 0
        while index < len(tokens.words):
            match = self._match(tokens, index)
            if match is None:
                index += 1
                continue
            found.extend(self._coordinated(tokens, match, found[-1].end if found else 0))
            found.append(match)
            index = match.end
        return tuple(
            Mention(entry.places, tokens.span(item.start, item.end), entry.adjective)
            for position, item in enumerate(found)
            if (entry := _settle(tokens, found, position)).places
        )

    def _match(self, tokens: Tokens, start: int) -> _Found | None:
        """Return the longest name that begins at the word ``start``, if there is one."""
        words = tokens.words
        for end in range(min(start + self._longest.get(words[start], 0), len(words)), start, -1):
            entry = self._names.get(" ".join(words[start:end]))
            if entry is not None and _written_so(entry, tokens, start, end):
                return _Found(start, end, entry)
        return None

    def _coordinated(self, tokens: Tokens, match: _Found, earliest: int) -> list[_Found]:
        """Return what shares its last words with ``match``: the "West" in "West and Central Africa"."""
        head = " ".join(tokens.words[match.start + 1 : match.end])
        found: list[_Found] = []
        index = match.start - 1
        while head and match.entry.places and index > earliest and tokens.words[index] in _JOINTS:
            if tokens.words[index - 1] in _JOINTS:
                index -= 1
                continue
            entry = self._names.get(f"{tokens.words[index - 1]} {head}")
            if entry is None or not entry.places:
                break
            found.insert(0, _Found(index - 1, index, entry))
            index -= 2
        return found

    def _add_countries(self) -> None:
        for row in table("countries"):
            place = Place(row["iso3"], row["name"], "country", row["iso3"])
            self._put_row(place, row)

    def _add_regions(self) -> None:
        members: dict[str, set[str]] = {}
        for row in table("regions"):
            regions = [f"region:{_slug(row[level])}" for level in ("intermediate", "subregion", "region") if row[level]]
            regions += [group for column, group in GROUPS.items() if row[column]]
            self._regions[row["iso3"]] = tuple(regions)
            for region in regions:
                members.setdefault(region, set()).add(row["iso3"])
        for row in table("groups"):
            place = Place(row["id"], row["name"], "region", None)
            for part in row["members"].split():
                members.setdefault(place.id, set()).update(members.get(part, {part}))
            self._members[place.id] = frozenset(members[place.id])
            self._put_row(place, row)

    def _add_localities(self, localities: Iterable[tuple[str, str]]) -> None:
        aliases = {(_slug(row["name"]), row["iso3"]): row for row in table("cities")}
        for name, iso3 in localities:
            if self.get(iso3).kind != "country":
                raise UsageError(f"{name} needs a country, not {iso3!r}.", "Give an ISO 3166-1 alpha-3 code.")
            place = Place(f"{iso3}:{_slug(name)}", name, "locality", iso3)
            if place.id not in self._places:
                self._places[place.id] = place
                self._localities.setdefault(iso3, []).append(place)
                self._put_locality(place, place.name)
        for (slug, iso3), row in aliases.items():
            place = self._places.setdefault(f"{iso3}:{slug}", Place(f"{iso3}:{slug}", row["name"], "locality", iso3))
            for name in (row["name"], *_values(row["aliases"])):
                self._put_locality(place, name)

    def _put_row(self, place: Place, row: dict[str, str]) -> None:
        self._places[place.id] = place
        for name in (place.name, *_values(row["aliases"]), *foreign_names().get(place.id, ())):
            self._put(name, _Entry((place,)))
        for name in _demonyms(row["adjectives"]):
            self._put(name, _Entry((place,), adjective=True))

    def _put_locality(self, place: Place, name: str) -> None:
        # A locality of the same name as a country or region ("Panama", "Singapore") needs more words to be meant.
        known = self._names.get(_key(name))
        if known is None or all(other.kind == "locality" for other in known.places):
            self._put(name, _Entry((place,), capital=len(name) <= 3))

    def _put(self, name: str, entry: _Entry) -> None:
        """Add a name. One that several places share stays open between them; a phrase without place closes it."""
        key = _key(name)
        letters = "".join(filter(str.isalpha, name))
        entry = replace(
            entry,
            capital=entry.capital or key in vocabulary("everyday"),
            exact=letters if letters.isupper() and len(letters) <= 5 else "",
        )
        known = self._names.get(key)
        if known is not None and entry.places:
            others = tuple(place for place in entry.places if place not in known.places)
            exact = known.exact if entry.exact else ""
            entry = replace(entry, places=known.places + others, adjective=known.adjective, exact=exact)
        self._names[key] = entry
        first, *rest = key.split(" ")
        self._longest[first] = max(self._longest.get(first, 0), 1 + len(rest))


@cache
def default_gazetteer(participants: Path | None = None, further: tuple[tuple[str, str], ...] = ()) -> Gazetteer:
    """Return a gazetteer with the localities of a table of participants, by default that of the shipped corpus.

    ``further`` are localities besides, as pairs of a name and the ISO 3166-1 alpha-3 code of its country.

    The table is a CSV file with the columns ``kind`` ("country" or "locality"), ``locality`` and ``iso3``.

    Raises:
        CorpusError: When the table cannot be read or lacks a column.
    """
    path = participants or shipped_corpus() / "tables" / "participants.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            localities = [(row["locality"], row["iso3"]) for row in csv.DictReader(stream) if row["kind"] == "locality"]
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}.", "Check the folder given as corpus.") from error
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(
            f"{path} is no table of participants: {error}.", "It needs the columns kind, locality and iso3, in UTF-8."
        ) from error
    return Gazetteer([*localities, *further])


def _written_so(entry: _Entry, tokens: Tokens, start: int, end: int) -> bool:
    """Say whether the tokens are written as ``entry`` demands and not as another word."""
    if entry.exact:
        if "".join(tokens.raw(index) for index in range(start, end)) != entry.exact:
            return False
        beside = (tokens.raw(start - 1), tokens.raw(end))
        return tokens.at(start) not in _SHOUTED or not any(len(word) > 1 and word.isupper() for word in beside)
    if entry.capital:
        return tokens.raw(start)[:1].isupper()
    return True


def _settle(tokens: Tokens, found: Sequence[_Found], position: int) -> _Entry:
    """Return the entry of ``found[position]`` with only those places that its surroundings leave possible."""
    item = found[position]
    entry = item.entry
    if entry.adjective and _is_language(tokens, item):
        return replace(entry, places=())
    if not entry.places or entry.places[0].kind != "locality":
        return entry
    following = tokens.at(item.end)
    capital_next = tokens.raw(item.end)[:1].isupper()
    if following in vocabulary("agreement") and capital_next:
        return replace(entry, places=())
    beside = _country_beside(tokens, found, position)
    possible = tuple(place for place in entry.places if beside is not None and place.iso3 in _countries(beside))
    if possible:
        return replace(entry, places=possible)
    if beside is not None and _names_its_country(tokens, item, beside):
        return replace(entry, places=())
    if following in {"de", "del"} and tokens.raw(item.end + 1)[:1].isupper():
        return replace(entry, places=())  # "Santiago de Cali" is not Santiago.
    if len(entry.places) > 1:
        near = set(_countries_near(tokens, found, position))
        possible = tuple(place for place in entry.places if place.iso3 in near)
        if len(possible) == 1:
            return replace(entry, places=possible)
    return entry


def _country_beside(tokens: Tokens, found: Sequence[_Found], position: int) -> _Found | None:
    """Return the country named right after a locality, or right before it as in "Peru (La Cruz)"."""
    item = found[position]
    if position + 1 < len(found):
        after = found[position + 1]
        between = [word for word in tokens.words[item.end : after.start] if word != "the"]
        if _countries(after) and not after.entry.adjective and " ".join(between) in _TO_COUNTRY:
            return after
    if position > 0:
        before = found[position - 1]
        if _countries(before) and " ".join(tokens.words[before.end : item.start]) in {"(", ":"}:
            return before
    return None


def _names_its_country(tokens: Tokens, item: _Found, beside: _Found) -> bool:
    """Say whether the country beside a locality must be its country, and is not the next in a list."""
    mark = tokens.at(item.end)
    if beside.start < item.start or mark not in {",", "(", "in"}:
        return False
    return mark != "," or (tokens.at(beside.end) not in _JOINTS and tokens.at(item.start - 1) not in _JOINTS)


def _countries_near(tokens: Tokens, found: Sequence[_Found], position: int) -> Iterator[str]:
    """Yield the countries that are named, without a doubt, near ``found[position]``."""
    here = tokens.span(found[position].start, found[position].end)
    for other in found:
        there = tokens.span(other.start, other.end)
        if len(countries := _countries(other)) == 1 and -NEAR <= there.start - here.end <= NEAR + here.end - here.start:
            yield from countries


def _countries(item: _Found) -> list[str]:
    return [place.id for place in item.entry.places if place.kind == "country"]


def _is_language(tokens: Tokens, item: _Found) -> bool:
    """Say whether an adjective names a language: "in English and Spanish.", "Portuguese lessons"."""
    if tokens.at(item.start) not in vocabulary("language"):
        return False
    first, last = item.start, item.end - 1
    while tokens.at(first - 1) in _JOINTS and tokens.at(first - 2) in vocabulary("language"):
        first -= 2
    while tokens.at(last + 1) in _JOINTS and tokens.at(last + 2) in vocabulary("language"):
        last += 2
    following = tokens.at(last + 1)
    return following in vocabulary("after language") or (
        tokens.at(first - 1) in vocabulary("before language") and not following.isalpha()
    )


def _key(name: str) -> str:
    """Return ``name`` as words in the form in which names are looked up."""
    words = Tokens(name).words
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _slug(name: str) -> str:
    return "-".join(word for word in _key(name).split(" ") if word.isalnum())


def _values(cell: str) -> list[str]:
    return [value for value in cell.split(";") if value]


def _demonyms(cell: str) -> Iterator[str]:
    """Yield the adjectives of a cell and the plurals of those that have one in -s."""
    for word in _values(cell):
        yield word
        if not word.endswith(("s", "x", "z", "ch", "sh", "men", "ese", "ois", "oise")):
            yield f"{word}s"
