"""Where places are, and the outlines of countries, on a flat map; the data are described in ``data/README.md``."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mgi_assistant.places import Place

WIDTH = 1000.0
"""Width of the whole map, with a margin beside the world; its height is :data:`HEIGHT`."""

SEEN = 7.0
"""Length from which a country is drawn as an area rather than as a point; in the unit of :data:`WIDTH`."""

# Equal Earth: Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 33 (2019), equations 1 to 4.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_WIDEST = math.pi / (math.sqrt(3) / 2 * _A[0])
_SCALE = (WIDTH - 16) / (2 * _WIDEST)
_NORTH, _SOUTH = 84.0, -57.0
"""Latitudes between which the map is drawn; nobody lives beyond them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place is drawn."""

    lat: float
    lon: float
    own: bool
    """Whether this is the place itself, and not the capital of its country in its stead."""


def projected(lat: float, lon: float) -> tuple[float, float]:
    """Return where a point given in degrees lies on the map."""
    x, y = _equal_earth(lat, lon)
    return x * _SCALE + WIDTH / 2, (_equal_earth(_NORTH, 0)[1] - y) * _SCALE


def _equal_earth(lat: float, lon: float) -> tuple[float, float]:
    a1, a2, a3, a4 = _A
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    squared = theta * theta
    sixth = squared**3
    slope = a1 + 3 * a2 * squared + sixth * (7 * a3 + 9 * a4 * squared)
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(theta) / (3 * slope)
    return x, theta * (a1 + a2 * squared + sixth * (a3 + a4 * squared))


HEIGHT = projected(_SOUTH, 0)[1]


@cache
def _rings() -> dict[str, list[list[tuple[float, float]]]]:
    """Return the outlines of each country on the map, by ISO 3166-1 alpha-3 code, "" for what has none."""
    found: dict[str, list[list[tuple[float, float]]]] = {}
    for feature in json.loads(_data("world.json"))["features"]:
        rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
        projected_rings = ([projected(lat, lon) for lon, lat in ring] for ring in rings)
        found.setdefault(feature.get("id", ""), []).extend(projected_rings)
    return found


@cache
def outlines() -> dict[str, str]:
    """Return the countries as SVG paths by ISO 3166-1 alpha-3 code, "" for what has none."""
    return {code: "".join(map(_path, rings)) for code, rings in _rings().items()}


@cache
def drawn() -> frozenset[str]:
    """Return the codes of the countries that are large enough on the map to be seen and met with a pointer."""
    return frozenset(code for code, rings in _rings().items() if code and max(map(_side, rings)) >= SEEN)


def _side(ring: Sequence[tuple[float, float]]) -> float:
    """Return the longer side of the box around a ring."""
    across, down = [x for x, _ in ring], [y for _, y in ring]
    return max(max(across) - min(across), max(down) - min(down))


def _path(ring: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


@cache
def coordinates() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude, in degrees, of the places that are known, by place id."""
    rows = csv.DictReader(_data("coordinates.csv").splitlines())
    return {row["place"]: (float(row["lat"]), float(row["lon"])) for row in rows}


def spot(place: Place) -> Spot:
    """Return where a country or locality is drawn; one that is not known is drawn at the capital of its country.

    Raises:
        KeyError: ``place`` is a region.
    """
    known = coordinates()
    return Spot(*known[place.id], own=True) if place.id in known else Spot(*known[place.iso3 or ""], own=False)


def window(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return the part of the map that shows ``points`` with room around: left, top, width, height.

    It has the proportions of the whole map and is at least a fifth as wide.
    """
    if not points:
        return 0, 0, WIDTH, HEIGHT
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    width = max(1.3 * (right - left), 1.5 * (bottom - top) * WIDTH / HEIGHT, WIDTH / 5)
    if width >= 0.8 * WIDTH:
        return 0, 0, WIDTH, HEIGHT
    height = width * HEIGHT / WIDTH
    x = min(max((left + right - width) / 2, 0), WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0), HEIGHT - height)
    return x, y, width, height


def _data(name: str) -> str:
    return files("mgi_assistant").joinpath("data", name).read_text(encoding="utf-8")
