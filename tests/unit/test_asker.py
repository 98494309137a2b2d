"""Where those who ask are from."""

from __future__ import annotations

import pytest

from mgi_assistant.asker import without_asker
from mgi_assistant.places import Gazetteer

GAZETTEER = Gazetteer([("Lima", "PER")])


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("I am from Comoros, how common are tide clocks?", "How common are tide clocks?"),
        ("We work for the government of Kenya. What do you advise on clocks?", "What do you advise on clocks?"),
        (
            "Iraq has a drought. What share of countries keep clocks?",
            "Our country has a drought. What share of countries keep clocks?",
        ),
        (
            "There are many Moroccans abroad. How can we give them clocks?",
            "There are many citizens abroad. How can we give them clocks?",
        ),
        (
            "I am from Ghana. What should our country do about clocks?",
            "I am from Ghana. What should our country do about clocks?",
        ),
        ("I am from Ghana. How can we keep clocks in our country?", "How can we keep clocks in our country?"),
        ("We're a guild in Peru and keep hearing that Mali has clocks. Is it so?", "Mali has clocks. Is it so?"),
        ("I am told that Mali has clocks. Is it so?",) * 2,
        ("We are from Kenya. Did we take part?",) * 2,
        ("Iraq has a drought. How many countries keep clocks there?",) * 2,
        ("Iraq has a drought. What did Mali do?",) * 2,
        ("Iraq has a drought. Is that told?",) * 2,
        ("What did Lima do?",) * 2,
        ("How common are clocks?",) * 2,
    ],
)
def test_the_place_of_those_who_ask_is_left_out(question: str, left: str) -> None:
    assert without_asker(question, GAZETTEER) == left
