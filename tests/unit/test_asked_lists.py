"""Sections that are asked about as a whole."""

from __future__ import annotations

import pytest

from tests.unit.drafting import draft, report, said
from tests.unit.fakes import written


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


LED_IN = [
    *report(
        "The bay almanac speaks of three paths to safe ports. It was printed last.\nThe paths to safe ports are:",
        section=("Plan",),
    ),
    *(written("report", 1, text, kind="item", section=("Plan",)) for text in ("Dredge fairways.", "Wind up clocks.")),
    written("report", 1, "Pilots like seasonal soup.", section=("Plan",)),
]  # fmt: skip


def test_the_list_that_follows_what_announces_it_is_said_with_it() -> None:
    found = said(draft("Which paths to safe ports does the bay almanac speak of?", LED_IN))
    assert found == ["The bay almanac speaks of three paths to safe ports.", "Dredge fairways.", "Wind up clocks."]


def test_the_line_that_leads_in_a_list_answers_with_it() -> None:
    content = [
        *report("Ports need three things to be safe:"),
        written("report", 1, "Fairways: channels that are dredged.\nClocks: bells that ring.\nHere the almanac ends:"),
    ]
    found = said(draft("What do ports need to be safe?", content))
    assert found == [
        "Ports need three things to be safe:", "Fairways: channels that are dredged.", "Clocks: bells that ring.",
    ]  # fmt: skip
    assert said(draft("What do ports need to be safe?", content[:1])) == [], "without a list it leads in nothing"


def test_a_list_is_said_after_what_its_line_takes_up_and_for_the_line_where_its_members_are_asked_for() -> None:
    items = [written("report", 1, text, kind="item", section=("Ports",)) for text in ("the pilot;", "the cook.")]
    bears = [*report("Some harbour boards bear on tides. The main ones are:"), *items]
    assert said(draft("Which harbour boards bear on tides?", bears)) == [
        "Some harbour boards bear on tides.", "the pilot;", "the cook.",
    ]  # fmt: skip
    board = [*report("A harbour board meets.", section=("Summary",)), *report("The harbour board unites:"), *items]
    assert said(draft("Who sits on the harbour board?", board)) == [
        "The harbour board unites:", "the pilot;", "the cook.",
    ]  # fmt: skip
