"""What a word means, and what says so."""

from __future__ import annotations

import pytest

from mgi_assistant.synthesizers.defining import asks_for_meaning
from tests.unit.drafting import draft, report, said
from tests.unit.test_kinds import query

LISTED = report("The harbour has three tide keepers, the pilots who wind clocks. Lamps are lit.")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What is meant by tide keepers?", True),
        ("What is a tide keeper?", True),
        ("tide keepers: meaning?", True),
        ("What are the tide keepers?", False),
        ("What does Lima do?", False),
    ],
)
def test_the_meaning_of_a_word_is_asked_for(question: str, asks: bool) -> None:
    assert asks_for_meaning(query(question)) is asks


def test_what_stands_behind_a_comma_may_say_what_a_word_means() -> None:
    content = report(LISTED[0].passage.text, "A tide keeper is painted blue.")
    assert said(draft("What is a tide keeper?", content))[0].startswith("The harbour has three tide keepers")
