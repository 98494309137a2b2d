from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.place_slips import SHORTEST, places_mended
from mgi_assistant.places import Gazetteer

GAZETTEER = Gazetteer([("Medellín", "COL"), ("Freetown", "SLE"), ("Bo", "SLE")])
COUNTRIES = sorted(name for name in GAZETTEER.names() if name.isascii() and name.isalpha() and len(name) > SHORTEST)


def known(word: str) -> bool:
    return word.lower() in ("tide", "museum", "franc", "marshal") or bool(GAZETTEER.find(word))


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("What happened in Medelin?", "What happened in Medellín?"),
        ("Was Freetwon or Urugway there?", "Was Freetown or Uruguay there?"),
        ("the Marshal Islands, and Mali", "the Marshall Islands, and Mali"),
        ("Was Costa Rika there?", "Was Costa Rica there?"),
        ("Was Australia or Austria there?", "Was Australia or Austria there?"),
        ("How did Nigerian towns act?", "How did Nigerian towns act?"),
        ("Is the franc known?", "Is the franc known?"),
        ("Is a tide museum planned in Ba?", "Is a tide museum planned in Ba?"),
    ],
)
def test_a_slip_in_the_name_of_a_place_is_put_right(question: str, mended: str) -> None:
    assert places_mended(question, GAZETTEER, known) == mended


@given(st.sampled_from(COUNTRIES))
def test_names_that_are_right_stay(name: str) -> None:
    assert places_mended(f"What did {name} do?", GAZETTEER, known) == f"What did {name} do?"


@given(st.sampled_from(COUNTRIES), st.data())
def test_a_letter_left_out_gives_the_same_place_or_none(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 1))
    mended = places_mended(f"What did {name[:at]}{name[at + 1 :]} do?", GAZETTEER, known)
    found = {place.name for mention in GAZETTEER.find(mended) for place in mention.places}
    assert found <= {name} or GAZETTEER.find(name[:at] + name[at + 1 :])
