"""The world map: an SVG drawn on the spot, whose places are buttons; no network, no picture without text.

Streamlit's component interface takes the drawing in as trusted code. It is made of this program's own outlines and
script; names of places come as data and are set as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from mgi_assistant.render import escaped
from mgi_assistant.ui.directory import Entry
from mgi_assistant.ui.geography import HEIGHT, WIDTH, drawn, outlines, projected, spot, window
from mgi_assistant.ui.texts import find as texts

_KEY = "world map"

_LEGEND = (
    ("national-told", "area"),
    ("national-listed", "area"),
    ("national-told", "circle"),
    ("national-listed", "circle"),
    ("local-told", "diamond"),
    ("local-listed", "diamond"),
)


@cache
def _component() -> ComponentRenderer:
    """Return the component with the outlines of all countries."""
    land = "".join(f'<path class="land" data-country="{code}" d="{path}"/>' for code, path in outlines().items())
    world = (
        f'<div class="map"><div class="frame"><svg class="world" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="group">'
        f'<g>{land}</g><g class="marks"></g></svg></div><p class="told" aria-hidden="true"></p>'
        '<ul class="legend"></ul></div>'
    )
    here = files("mgi_assistant.ui")
    css, script = (here.joinpath(name).read_text(encoding="utf-8") for name in ("world.css", "world.js"))
    return st.components.v2.component("mgi_world_map", html=world, css=css, js=script)


def show_world(entries: Sequence[Entry], chosen: Sequence[str], pick: Callable[[str], None]) -> None:
    """Draw where ``entries`` are; ``pick`` is called with the id of a place that is clicked."""
    st.caption(texts.MAP_HINT)
    _component()(key=_KEY, data=shown(entries, chosen), on_picked_change=partial(_picked, pick))
    unfilled = [entry.place.name for entry in entries if _hidden(entry)]
    if unfilled:
        st.caption(escaped(texts.MAP_LOCAL_ONLY.format(", ".join(unfilled))))
    lost = [entry.full_name for entry in entries if not _hidden(entry) and not spot(entry.place).own]
    if lost:
        st.caption(escaped(texts.MAP_FALLBACK.format("; ".join(lost))))
    st.caption(texts.MAP_NOTE)


def _picked(pick: Callable[[str], None]) -> None:
    place = st.session_state[_KEY].get("picked")
    if place:
        pick(place)


def shown(entries: Sequence[Entry], chosen: Sequence[str]) -> dict[str, Any]:
    """Return what the script draws: the places as areas, circles and diamonds, and the part of the map with them."""
    visible = [entry for entry in entries if not _hidden(entry)]
    visible.sort(key=lambda entry: (entry.told, entry.level == "local"))  # what comes later is drawn on top
    places = _apart([_mark(entry, entry.place.id in chosen) for entry in visible])
    return {
        "window": window([(place["x"], place["y"]) for place in places]),
        "label": texts.MAP_LABEL.format(len(places)),
        "places": places,
        "legend": [[kind, shape, texts.LEGEND[f"{kind}-{shape}"]] for kind, shape in _LEGEND],
    }


def _hidden(entry: Entry) -> bool:
    """Say whether a country is listed for its localities only, which are drawn themselves."""
    return entry.place.kind == "country" and entry.level == "local"


def _mark(entry: Entry, chosen: bool) -> dict[str, Any]:
    at = spot(entry.place)
    x, y = projected(at.lat, at.lon)
    kind = f"{entry.level}-{'told' if entry.told else 'listed'}"
    national = "area" if entry.place.id in drawn() else "circle"
    return {
        "id": entry.place.id,
        "x": round(x, 1),
        "y": round(y, 1),
        "shape": "diamond" if entry.level == "local" else national,
        "kind": kind,
        "chosen": chosen,
        "label": texts.MAP_PLACE.format(entry.full_name, *(word.lower() for word in _words(entry))),
    }


def _apart(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put points that would cover each other side by side: ``beside`` counts those at the same place before."""
    seen: Counter[tuple[float, float]] = Counter()
    for place in places:
        place["beside"] = seen[place["x"], place["y"]]
        seen[place["x"], place["y"]] += place["shape"] != "area"
    return places


def _words(entry: Entry) -> tuple[str, str]:
    return texts.LEVELS[entry.level], texts.TOLD if entry.told else texts.LISTED
