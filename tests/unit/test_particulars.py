"""Sentences that do not tell what a question asks for by a word."""

from __future__ import annotations

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.kinds import OTHER_KIND
from mgi_assistant.synthesizers.particulars import lacks_particulars
from mgi_assistant.understand import understand
from tests.unit.drafting import factor


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Can divers work in the public sector?", "Divers work with the private sector.", True),
        ("Can divers work in the public sector?", "Divers may join the civil service.", False),
        ("Can divers work for a company?", "Divers work with the private sector.", False),
        ("How many ports have signed the convention?", "Nine ports report on the convention.", True),
        ("How many ports have signed the convention?", "Nine ports ratified the convention.", False),
        ("How many ports report on the convention?", "Nine ports report on the convention.", False),
        ("Which ports passed a new law?", "Kiel made a plan for its port.", True),
        ("Which ports passed a new law?", "Kiel issued a decree on its port.", False),
        ("What share of ports have agreements on pilots?", "Half of the ports have agreements on wrecks.", True),
        ("What share of ports have agreements on pilots?", "Half of the ports have agreements on pilotage.", False),
        ("What share of ports have agreements with others?", "Half of the ports have agreements on wrecks.", False),
        ("How common are labour agreements?", "Half of the ports have agreements on wrecks.", True),
        ("Break the figure on deep-sea ports down for Asia.", "Half of the ports are deep.", True),
        ("Break the figure on ports down for Asia.", "Of these ports, nine are in Asia.", False),
        ("Why did Kiel leave the league?", "Kiel has a league of ports, to which it is pivotal.", True),
        ("Why did Kiel leave the league?", "Kiel quit the league because of its tides.", False),
        ("How many gates improved in Kiel between the two rounds?", "The state improved in nine gates.", False),
        ("How long do residents of Kiel wait for council polls?", "They vote after three years.", False),
        ("What do the polls in Kiel say?", "They vote after three years.", True),
        ("How much is the fee for a gate in Kiel?", "A gate is had for 3,500 soles.", False),
        ("How much is the fee for a gate in Kiel?", "A gate is had for UYU 186 a day.", False),
        ("How much is the fee for a gate in Kiel?", "A gate is had in 186 days.", True),
        ("How many people leave Kiel each year?", "Nine people leave Kiel each year.", False),
        ("What share of ports has publicly funded pilots?", "Half of the ports have pilots.", False),
        ("We draft a law on ports. Any advice?", "Make a plan for each port.", False),
    ],
)
def test_what_is_told_is_what_is_asked(question: str, sentence: str, expected: bool) -> None:
    assert lacks_particulars(understand(question, (), default_gazetteer()), sentence) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        ("How much does the tide museum cost?", "The tide museum costs $5 a head.", True),
        ("How much does the tide museum cost?", "The tide museum took a budget of two coins.", True),
        ("How much does the tide museum cost?", "The tide museum has 14 clocks.", False),
        ("How much of the museum is open?", "The museum has 14 open rooms.", True),
        ("What wages do pilots get?", "Pilots get soup.", False),
    ],
)
def test_a_question_about_money_wants_money(question: str, sentence: str, fits: bool) -> None:
    assert factor(question, sentence) >= 1.0 if fits else factor(question, sentence) == OTHER_KIND


def test_a_trend_is_told_by_what_changed() -> None:
    asked = "Has the share of countries with a tide museum gone up since 2018?"
    assert factor(asked, "Only 31 per cent of countries have a tide museum.") < 1
    assert factor(asked, "The share of countries with a tide museum rose to 31 per cent.") == 1
