from __future__ import annotations

import pytest

from mgi_assistant.capitals import by_country, capitals_named
from mgi_assistant.places import Gazetteer

GAZETTEER = Gazetteer([("Lima", "PER"), ("Quito", "ECU")])


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("What did ministers in Bamako do?", "What did ministers in Mali do?"),
        ("What did the government in Skopje adopt?", "What did the government in North Macedonia adopt?"),
        ("What does Asuncion's policy say?", "What does Paraguay's policy say?"),
        ("What is Kuala Lumpur's policy?", "What is Malaysia's policy?"),
        ("What did Bamako do?", "What did Mali do?"),
        ("In Bamako, who keeps clocks?", "In Mali, who keeps clocks?"),
        ("Which ministry in Quito keeps clocks?", "Which ministry in Ecuador keeps clocks?"),
        ("How has IOM helped Bamako since the assessment?", "How has IOM helped Mali since the assessment?"),
        ("On what does the policy in Bamako centre?", "On what does the policy in Mali centre?"),
        ("Has Bamako done an assessment?", "Has Bamako done an assessment?"),
        ("Who took part in Bamako?", "Who took part in Bamako?"),
        ("What did Lima do?", "What did Lima do?"),
        ("Did Nairobi take part?", "Did Nairobi take part?"),
        ("What did the city of Nairobi do?", "What did the city of Nairobi do?"),
        ("What does the Vienna Convention say?", "What does the Vienna Convention say?"),
        ("Is the Paris Agreement mentioned?", "Is the Paris Agreement mentioned?"),
        ("Is the male clerk in Mali?", "Is the male clerk in Mali?"),
    ],
)
def test_a_capital_stands_for_the_government_of_its_country(question: str, understood: str) -> None:
    assert by_country(question, GAZETTEER) == understood


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Did the capital of Kenya take part?", "Did Nairobi take part?"),
        ("Did the Kenyan capital take part?", "Did Nairobi take part?"),
        ("Did Kenya's capital city take part?", "Did Nairobi take part?"),
        ("What is the capital of Kenya?", "What is the capital of Kenya?"),
        ("Which city is Kenya's capital?", "Which city is Kenya's capital?"),
        ("Did the capital take part?", "Did the capital take part?"),
    ],
)
def test_a_capital_may_be_asked_about_by_its_country(question: str, named: str) -> None:
    assert capitals_named(question, GAZETTEER) == named
