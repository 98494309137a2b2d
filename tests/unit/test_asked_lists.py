"""Sections that are asked about as a whole."""

from __future__ import annotations

import pytest

from tests.unit.drafting import draft, report, said


def test_a_section_asked_about_as_a_whole_is_told_from_its_beginning() -> None:
    content = report("Tides change all the time. Pilots have to ask again.", "Clocks help.", section=("Foreword",))
    begins = ["Tides change all the time.", "Pilots have to ask again."]
    assert said(draft("What is the foreword about?", content)) == begins
    assert said(draft("What does the foreword of the booklet say?", content)) == begins
    assert said(draft("What does the foreword say about clocks?", content)) != begins


@pytest.mark.parametrize(
    "who", ["Foreword by pilots. It is signed by Ada Mar.", "Tides change.\nAda Mar\nIOM Director"]
)
def test_who_signed_a_section_is_told_by_its_signature(who: str) -> None:
    content = report("Tides change all the time.", who, section=("Foreword",))
    assert len(said(draft("Who signed the foreword?", content))) == 1
    assert "Ada Mar" in said(draft("Who wrote the foreword of the booklet?", content))[0]


def test_what_the_foreword_says_of_something_is_looked_for_there() -> None:
    content = [
        *report("The tide in Lima was high. Pilots wound a clock.", section=("Foreword",)),
        *report("Clocks were wound in the harbour of Lima by order of its pilots.", section=("Harbours",)),
    ]
    assert said(draft("Who wound a clock, according to the foreword?", content)) == ["Pilots wound a clock."]
    assert said(draft("What does the foreword of the booklet say about bakeries?", content)) == []
