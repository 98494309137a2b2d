"""Kinds of instrument and the years of measures, as texts tell of them."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.instruments import INSTRUMENTS, measure_year, names, recognise
from tests.unit.fakes import SHIPPED_CORPUS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The island adopted a strategy on seasonal work.", ["strategy"]),
        ("A decree set up an interministerial committee.", ["law", "coordination"]),
        ("Questions on mobility were added to the census.", ["data"]),
        ("The municipality opened a Municipal Office for Returnees.", ["service"]),
        ("The two governments signed a bilateral labour agreement.", ["agreement"]),
        ("Staff were given training, and a strat-\negy followed.", ["training", "strategy"]),
        ("Officials plan to draw up evidence-based policies.", []),
        ("Law enforcement and policymaking improved in this policy area.", []),
        ("It gave recommendations on the IOM Country Strategy.", []),
        ("The ministry worked with IOM on an action plan.", ["plan"]),
        ("People act together.", []),
        ("", []),
    ],
)
def test_instruments_are_recognised(text: str, expected: list[str]) -> None:
    assert list(recognise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The law was adopted in 2019.", "2019"),
        ("In 2018, the country adopted a law on migration.", "2018"),
        ("Law No. 12 of 2019 protects seasonal workers.", "2019"),
        ("The Migration Act (2016) protects them.", "2016"),
        ("It drew up a 2022 strategy.", "2022"),
        ("Strategy 2020-2024 is in force since 2020.", "2020-2024"),
        ("The town has an action plan for 2021–2025.", "2021–2025"),
        ("The MGI assessment was carried out in 2019 and led to a strategy.", ""),
        ("The plan, adopted after the MGI assessment of 2019, ended.", ""),
        ("A law was adopted in 2015. A strategy was launched in 2017.", ""),
        ("In 2023 the committee is to draw on the results.", ""),
        ("The dialogue took place in 2020.", ""),
    ],
)
def test_a_year_counts_only_where_it_is_that_of_the_measure(text: str, expected: str) -> None:
    assert measure_year(text) == expected


def test_names_are_those_of_the_vocabulary() -> None:
    assert names(("law", "data")) == "law or regulation; data collection or data system"
    assert names(()) == ""


@given(st.text(alphabet=st.sampled_from("abplan law strategy20191-–,. \n")))
def test_what_is_recognised_stands_in_the_text(text: str) -> None:
    assert set(recognise(text)) <= set(INSTRUMENTS)
    year = measure_year(text)
    assert all(part in text for part in year.replace("–", "-").split("-"))


def test_the_shipped_stories_give_no_other_year_than_their_table() -> None:
    with (SHIPPED_CORPUS / "tables" / "stories.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    given_years = {row["id"]: measure_year(row["led_to"]) for row in rows}
    assert sum(map(bool, given_years.values())) >= 5
    assert all(row["year_or_period"] == given_years[row["id"]] for row in rows if given_years[row["id"]])
