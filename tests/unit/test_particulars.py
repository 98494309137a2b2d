"""Sentences that do not tell what a question asks for by a word."""

from __future__ import annotations

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.particulars import lacks_particulars
from mgi_assistant.understand import understand


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
        ("We draft a law on ports. Any advice?", "Make a plan for each port.", False),
    ],
)
def test_what_is_told_is_what_is_asked(question: str, sentence: str, expected: bool) -> None:
    assert lacks_particulars(understand(question, (), default_gazetteer()), sentence) == expected
