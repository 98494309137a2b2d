"""Questions for participants, in whatever form."""

from __future__ import annotations

import pytest

from mgi_assistant.places import Gazetteer
from mgi_assistant.who_took_part import participants_asked

GAZETTEER = Gazetteer([("Nairobi", "KEN"), ("Quito", "ECU"), ("Lima", "PER")])
IN_KENYA = "Which cities in Kenya took part?"


@pytest.mark.parametrize(
    ("question", "usual"),
    [
        ("kenya cities MGI", IN_KENYA),
        ("In Kenya, where did local assessments happen?", IN_KENYA),
        ("Was it only Nairobi in Kenya, or did a second city join the MGI as well?", IN_KENYA),
        ("Please enumerate the municipalities of Kenya that took part.", IN_KENYA),
        ("Is Nairobi the only city in Kenya that joined the MGI?", IN_KENYA),
        ("Count the Kenyan towns with an MGI.", "How many cities in Kenya took part?"),
        ("We cover Central Asia. Who there has done the MGI?", "Which countries in Central Asia took part?"),
        ("We might twin with an Ecuadorian city. Which ones took part?", "Which cities in Ecuador took part?"),
        ("Name every African participant.", "Which countries in Africa took part?"),
    ],
)
def test_participants_of_a_place_are_asked_for_in_the_usual_form(question: str, usual: str) -> None:
    assert participants_asked(question, GAZETTEER) == usual


@pytest.mark.parametrize(
    "question",
    [
        "Did Kenya take part?",
        "Did any city in Kenya take part?",
        "Which cities in Kenya did not take part?",
        "Which cities in Kenya took part first?",
        "Why did cities in Kenya take part?",
        "kenya cities MGI purpose",
        "kenya local authorities started MGI aim",
        "How do cities in Kenya take part?",
        "What did the MGI lead to in Africa?",
        "Examples from African participants",
        "Which cities in Kenya took part in 2021?",
        "Kenya in the MGI: national or just local?",
        "Which cities in Kenya and Ecuador took part?",
        "Which cities in Kenya took part in a census?",
        "Tell me about Nairobi.",
        "Which cities took part?",
    ],
)
def test_what_asks_for_anything_else_stays(question: str) -> None:
    assert participants_asked(question, GAZETTEER) == question
