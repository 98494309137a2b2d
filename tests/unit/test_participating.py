"""Questions whether places took part."""

from __future__ import annotations

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.synthesizers.participating import asks_for_participation
from mgi_assistant.understand import understand


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Did Kenya take part?", True),
        ("How are towns in Kenya involved?", False),
        ("Why did Kenya take part?", False),
        ("Is Kenya among the countries assessed?", True),
        ("Has Kenya participated at the national level?", True),
        ("What did Kenya do with its MGI?", False),
        ("What did the MGI lead to in Kenya?", False),
        ("What came of the assessment in Kenya?", False),
        ("What did the towns in Kenya that took part get?", False),
        ("How many towns that took part are in Kenya?", True),
        ("Which municipality in Kenya did a local one?", True),
    ],
)
def test_whether_a_place_took_part_is_not_what_came_of_it(question: str, asks: bool) -> None:
    assert asks_for_participation(understand(question, (), default_gazetteer())) is asks
