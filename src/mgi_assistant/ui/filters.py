"""What the user restricts the search to: chosen in the side bar from what the index holds, and said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.places import Gazetteer
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.types import Filters
from mgi_assistant.ui import texts
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.texts import chat as say

NAMED = 4
"""Places that are named when a filter is put in words; of more, the rest are counted."""
_CHOSEN = "filters chosen"
_LEVELS = ("national", "local")
_NAMES = ("regions", "countries", "levels", "areas", "sources", "years")


@dataclass(frozen=True, slots=True)
class Choices:
    """What an index holds that can be chosen, each in the order in which it is offered."""

    sources: tuple[str, ...]
    regions: tuple[str, ...]
    countries: tuple[str, ...]
    levels: tuple[str, ...]
    areas: tuple[str, ...]
    years: tuple[int, ...]


def chosen_filters(assistant: Assistant) -> Filters:
    """Return what the filters restrict the search to, before they are drawn; what the index lost is dropped."""
    chosen: dict[str, list[Any]] = st.session_state.setdefault(_CHOSEN, {})
    for name in _NAMES:
        offered, key = _offered(name, assistant), f"filter-{name}"
        chosen[name] = [o for o in st.session_state.get(key, chosen.get(name, [])) if o in offered]
        st.session_state[key] = chosen[name]
    return _filters(chosen, assistant.gazetteer)


def show_filters(filters: Filters, assistant: Assistant) -> None:
    """Draw the filters; to be called after :func:`chosen_filters`, whose ``filters`` they show."""
    gazetteer = assistant.gazetteer
    st.header(say.FILTERS, anchor=False)
    _show("regions", say.FILTER_REGIONS, assistant, lambda region: gazetteer.get(region).name)
    _show("countries", say.FILTER_COUNTRIES, assistant, lambda country: place_name(country, gazetteer))
    _show("levels", say.FILTER_LEVEL, assistant, texts.LEVELS.__getitem__, most=1)
    _show("areas", say.FILTER_AREAS, assistant, lambda area: POLICY_AREAS[area].name)
    _show("sources", say.FILTER_SOURCES, assistant, lambda source: assistant.store.source_by_id[source].title)
    _show("years", say.FILTER_YEARS, assistant, str)
    if filters != Filters():
        st.button(
            say.CLEAR_FILTERS, key="clear-filters", icon=":material/filter_alt_off:",
            on_click=calm()(choose), args=(Filters(), assistant),
        )  # fmt: skip


def _show(name: str, label: str, assistant: Assistant, named: Callable[[Any], str], most: int | None = None) -> None:
    """Draw one filter."""
    if offered := _offered(name, assistant):
        st.multiselect(
            label, offered, format_func=named, key=f"filter-{name}", placeholder=say.FILTER_ANY, max_selections=most,
            select_all=False,
        )  # fmt: skip


def _offered(name: str, assistant: Assistant) -> list[Any]:
    """Return what can be chosen in one filter: of countries those in the regions chosen, and others asked for."""
    held: tuple[Any, ...] = getattr(choices(str(assistant.store.version), assistant), name)
    if name != "countries":
        return list(held)
    chosen = st.session_state[_CHOSEN]
    regions = chosen["regions"]
    inside = [country for country in held if not regions or country in _members(regions, assistant.gazetteer)]
    return inside + [place for place in chosen.get("countries", []) if place not in held]


def choose(filters: Filters, assistant: Assistant) -> None:
    """Set what is chosen to ``filters``; to be called before :func:`show_filters` draws."""
    regions, countries = parted(filters.places, assistant.gazetteer)
    st.session_state[_CHOSEN] = {
        "regions": regions,
        "countries": countries,
        "levels": [filters.level] if filters.level else [],
        "areas": sorted(filters.policy_areas),
        "sources": sorted(filters.sources),
        "years": sorted(filters.years),
    }
    for name, values in st.session_state[_CHOSEN].items():
        st.session_state[f"filter-{name}"] = values


def _filters(chosen: dict[str, list[Any]], gazetteer: Gazetteer) -> Filters:
    countries = frozenset(chosen["countries"])
    return Filters(
        places=countries or _members(chosen["regions"], gazetteer),
        level=next(iter(chosen["levels"]), None),
        policy_areas=frozenset(chosen["areas"]),
        sources=frozenset(chosen["sources"]),
        years=frozenset(chosen["years"]),
    )


def _members(regions: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """Return the countries of all ``regions`` together."""
    return frozenset().union(*(gazetteer.members(region) for region in regions))


@st.cache_data(max_entries=2, show_spinner=False)
def choices(version: str, _assistant: Assistant) -> Choices:
    """Return what one version of an index holds that can be chosen."""
    passages, gazetteer = _assistant.store.passages, _assistant.gazetteer
    countries = {iso3 for passage in passages for p in passage.places if (iso3 := gazetteer.get(p).iso3)}
    regions = {region.id for country in countries for region in gazetteer.regions_of(country)}
    areas = {area for passage in passages for area in passage.policy_areas}
    levels = {passage.level for passage in passages}
    return Choices(
        sources=tuple(source.id for source in _assistant.store.sources),
        regions=tuple(sorted(regions, key=lambda region: gazetteer.get(region).name)),
        countries=tuple(sorted(countries, key=lambda country: gazetteer.get(country).name)),
        levels=tuple(level for level in _LEVELS if level in levels),
        areas=tuple(area for area in POLICY_AREAS if area in areas),
        years=tuple(sorted({passage.year for passage in passages if passage.year}, reverse=True)),
    )


def parted(places: frozenset[str], gazetteer: Gazetteer) -> tuple[list[str], list[str]]:
    """Return the regions that ``places`` are exactly, or else no region and the places themselves, by name."""
    known = {region.id for p in places if ":" not in p for region in gazetteer.regions_of(p)}
    inside = [region for region in known if gazetteer.members(region) <= places]
    regions: list[str] = []
    for region in sorted(inside, key=lambda region: (-len(gazetteer.members(region)), region)):
        if not gazetteer.members(region) <= _members(regions, gazetteer):
            regions.append(region)
    if regions and _members(regions, gazetteer) == places:
        return sorted(regions), []
    return [], sorted(places, key=lambda place: gazetteer.get(place).name)


def place_name(place: str, gazetteer: Gazetteer) -> str:
    """Return the name of a place; a locality with its country."""
    known = gazetteer.get(place)
    if known.kind == "locality" and known.iso3:
        return say.LOCALITY.format(known.name, gazetteer.get(known.iso3).name)
    return known.name


def filter_words(filters: Filters, assistant: Assistant) -> tuple[str, ...]:
    """Return what the search is limited to by ``filters``, in words; nothing where it is not."""
    regions, places = parted(filters.places, assistant.gazetteer)
    words = [place_name(place, assistant.gazetteer) for place in (*regions, *places[:NAMED])]
    if len(places) > NAMED:
        words.append(say.AND_MORE.format(len(places) - NAMED))
    words += [texts.LEVELS[filters.level]] if filters.level else []
    words += [POLICY_AREAS[area].name for area in POLICY_AREAS if area in filters.policy_areas]
    words += [source.title for source in assistant.store.sources if source.id in filters.sources]
    return (*words, *map(str, sorted(filters.years)))
