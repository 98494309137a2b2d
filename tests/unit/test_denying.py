"""No to what is not so."""

from __future__ import annotations

import pytest

from mgi_assistant.participation import NOT_NATIONAL
from tests.unit.drafting import draft, report, said
from tests.unit.fakes import written

PERU = {"subject": ["PER"], "level": "national"}


def test_a_wrong_year_is_put_right() -> None:
    content = [written("report", 1, "Peru opened a tide museum in 2021.", **PERU)]  # type: ignore[arg-type]
    wrong = draft("Has Peru opened a tide museum in 2015?", content)
    assert (said(wrong), wrong.verdict) == (["Peru opened a tide museum in 2021."], "no")
    assert draft("Has Peru opened a tide museum in 2021?", content).verdict == "yes"
    assert draft("Had Peru opened a tide museum by 2022?", content).verdict != "no"


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Has Peru trained 12 pilots?", "yes"),
        ("Has Peru trained 15 pilots?", "no"),
        ("Has Peru trained more than 10 pilots?", "yes"),
        ("Has Peru trained at least 15 pilots?", "no"),
        ("Has Peru trained about 15 pilots?", ""),
        ("Peru trained 15 pilots, right?", "no"),
    ],
)
def test_a_stated_number_is_judged_by_the_one_that_counts_the_same(question: str, verdict: str) -> None:
    content = [written("report", 1, "Peru trained 12 pilots. It has 15 clocks.", **PERU)]  # type: ignore[arg-type]
    assert draft(question, content).verdict == verdict


def test_another_town_that_was_the_first_is_named() -> None:
    content = [
        written("report", 1, "Lima opened the first tide museum in Peru.", subject=["PER:lima"], level="local"),
        written("report", 2, "La Cruz opened a boat museum.", subject=["PER:la-cruz"], level="local"),
    ]
    found = draft("Was the first tide museum opened in La Cruz in Peru?", content)
    assert (said(found), found.verdict) == (["Lima opened the first tide museum in Peru."], "no")
    assert draft("Was the first tide museum opened in Lima?", content).verdict == "yes"


CHAMPIONS = report("Of the 33 champion ports of the tide, 31 have wound their clocks.")
ROWS = [
    written("places", 1, "Peru took part through its cities.", row=True, subject=["PER"], level="local"),
    written("places", 2, "Mali took part at the national level.", row=True, subject=["MLI"], level="national"),
]


@pytest.mark.parametrize(
    "question",
    ["Have all 33 champion ports wound their clocks?", "Why have all 33 champion ports wound their clocks?"],
)
def test_all_of_so_many_are_not_what_some_of_them_did(question: str) -> None:
    found = draft(question, CHAMPIONS)
    assert (said(found), found.verdict) == (["Of the 33 champion ports of the tide, 31 have wound their clocks."], "no")


@pytest.mark.parametrize("ask", ["Why", "When"])
def test_what_is_taken_for_granted_of_a_participant_is_denied(ask: str) -> None:
    found = draft(f"{ask} did Peru take part at the national level?", ROWS)
    assert (said(found), found.verdict) == (["Peru took part through its cities."], NOT_NATIONAL)
    assert draft(f"{ask} did Mali take part at the national level?", ROWS).verdict == ""
