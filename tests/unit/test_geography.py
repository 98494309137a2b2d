from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.place_words import table
from mgi_assistant.places import Place, default_gazetteer
from mgi_assistant.ui.geography import HEIGHT, WIDTH, coordinates, drawn, outlines, projected, spot, window

COUNTRIES = [row["iso3"] for row in table("countries")]
SMALL = ["TUV", "NRU", "MHL", "PLW", "KIR", "MDV", "SYC", "MUS", "COM", "CPV", "STP", "ATG", "KNA", "LCA", "WSM", "TON"]

POINTS = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT))


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_every_country_has_a_point_on_the_globe(iso3: str) -> None:
    lat, lon = coordinates()[iso3]
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert (lat, lon) != (0, 0)


def test_coordinates_are_of_places_that_the_gazetteer_knows() -> None:
    gazetteer = default_gazetteer()
    assert all(gazetteer.get(place).kind in ("country", "locality") for place in coordinates())


def test_a_locality_lies_near_its_country() -> None:
    # The capital and the locality are at most as far apart as the ends of the longest country that took part.
    for place, (lat, lon) in coordinates().items():
        if ":" in place:
            there = coordinates()[place.split(":")[0]]
            assert abs(lat - there[0]) < 20, place
            assert abs(lon - there[1]) < 20, place


def test_a_locality_without_coordinates_is_drawn_at_the_capital_and_that_is_told() -> None:
    unknown = spot(Place("MLI:nowhere-at-all", "Nowhere at all", "locality", "MLI"))
    capital = spot(default_gazetteer().get("MLI"))
    assert (unknown.lat, unknown.lon) == (capital.lat, capital.lon)
    assert capital.own
    assert not unknown.own


def test_the_geometry_is_small_and_names_known_countries_once() -> None:
    text = files("mgi_assistant").joinpath("data", "world.json").read_text("utf-8")
    assert len(text) < 150_000
    world = json.loads(text)
    ids = [feature["id"] for feature in world["features"] if "id" in feature]
    assert len(ids) == len(set(ids)) > 150
    assert set(ids) <= set(COUNTRIES)
    for feature in world["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert len(ring) > 3
                assert ring[0] == ring[-1]
                assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)


def test_small_states_are_points_and_large_ones_areas() -> None:
    assert drawn().isdisjoint(SMALL)
    assert {"MLI", "BRA", "MEX", "GTM", "KGZ"} <= drawn() <= set(outlines())


@given(st.floats(-57, 84), st.floats(-180, 180))
def test_what_is_projected_lies_on_the_map(lat: float, lon: float) -> None:
    x, y = projected(lat, lon)
    assert 0 < x < WIDTH
    assert -1e-6 <= y <= HEIGHT + 1e-6


@given(st.floats(-57, 84), st.floats(-180, 180), st.floats(0.01, 1))
def test_north_is_up_and_east_is_right(lat: float, lon: float, step: float) -> None:
    x, y = projected(lat, lon)
    assert projected(min(lat + step, 90), lon)[1] < y
    assert projected(lat, lon + step)[0] > x


@given(st.lists(POINTS, max_size=8))
def test_a_window_shows_all_points_in_the_proportions_of_the_map(points: list[tuple[float, float]]) -> None:
    left, top, width, height = window(points)
    assert width / height == pytest.approx(WIDTH / HEIGHT)
    assert -1e-6 <= left <= left + width <= WIDTH + 1e-6
    assert -1e-6 <= top <= top + height <= HEIGHT + 1e-6
    assert all(left - 1e-6 <= x <= left + width + 1e-6 and top - 1e-6 <= y <= top + height + 1e-6 for x, y in points)
