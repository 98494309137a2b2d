"""Which of the likely sentences are said, and with what around them."""

from __future__ import annotations

import pytest

from tests.unit.drafting import draft, report, said
from tests.unit.fakes import written


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    found = draft(
        "Who pays for the restoration of the tide clocks?",
        report("A harbour office was founded. It pays for the restoration of the tide clocks."),
    )
    assert said(found)[:2] == ["A harbour office was founded.", "It pays for the restoration of the tide clocks."]


def test_what_a_sentence_leans_on_comes_before_it_even_where_it_is_the_less_likely() -> None:
    found = draft(
        "Who pays for the restoration of the tide clocks of the harbour?",
        report("A harbour office keeps tide clocks. It pays for the restoration of the tide clocks of the harbour."),
    )
    assert said(found)[:2] == [
        "A harbour office keeps tide clocks.",
        "It pays for the restoration of the tide clocks of the harbour.",
    ]


@pytest.mark.parametrize(
    ("before", "leaning"),
    [
        ("Harbours have lamps and bells.", "All of them guide the pilots of the northern bay at night."),
        ("Pilots need lamps and bells at night.", "The harbour office supplies the pilots of the bay with both."),
    ],
)
def test_all_of_them_and_both_lean_on_the_sentence_before(before: str, leaning: str) -> None:
    asked = {
        "All": "What guides the pilots of the northern bay at night?",
        "The": "Who supplies the pilots of the bay?",
    }
    found = said(draft(asked[leaning.split()[0]], report(f"{before} {leaning}")))
    assert found[:2] == [before, leaning]


def test_of_definitions_as_likely_that_is_given_which_goes_on() -> None:
    content = [
        *report("A tide museum is a place that shows tides."),
        *report("A tide museum is a house that shows tides. A tide museum is built by the harbour."),
    ]
    assert said(draft("What is a tide museum?", content))[:2] != ["A tide museum is a place that shows tides."]


def test_what_takes_up_a_word_of_the_sentence_before_goes_on_with_it() -> None:
    told = ["In Peru, the masters mended the tide clock.", "The clock got a bell.", "Boats are blue."]
    passage = written("a", 1, " ".join(told), subject=["PER"], level="national", policy_areas=["diaspora"])
    assert said(draft("What did Peru do with the tide clock?", [passage])) == told[:2]
