"""The years that questions and sentences are of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mgi_assistant.synthesizers.dating import is_later, of_years, years
from tests.unit.drafting import query
from tests.unit.fakes import written


@pytest.mark.parametrize(
    ("asked", "sentence", "year", "told"),
    [
        ({"2019"}, "The tide museum was opened in 2019.", None, True),
        ({"2019"}, "The tide museum was opened in 2021.", 2019, False),
        ({"2019"}, "The tide museum was opened early.", 2019, True),
        ({"2019"}, "The tide museum was opened early.", 2021, False),
        ({"2019", "2021"}, "The tide museum was opened in 2019.", None, False),
        ({"2024"}, "Tide Insights rests on data from the years 2016–2023.", None, True),
        (set(), "The tide museum was opened early.", None, True),
    ],
)
def test_the_years_asked_about_are_those_of_the_sentence_or_else_of_its_source(
    asked: set[str], sentence: str, year: int | None, told: bool
) -> None:
    passage = replace(written("report", 1, sentence).passage, year=year)
    assert of_years(asked, passage, 0, {"Tide Insights": 2024}) is told


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Which plans run beyond 2025?", "The plan covers 2021–2030.", True),
        ("Which plans run beyond 2025?", "The plan covers 2021–2025.", False),
        ("Which plans run until 2025?", "The plan covers 2021–2025.", True),
    ],
)
def test_what_is_to_be_later_than_a_year_names_a_later_one(question: str, sentence: str, expected: bool) -> None:
    assert is_later(query(question), sentence) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What was done in 2019?", {"2019"}),
        ("What does the Integration Plan 2023-2026 cost?", set()),
        ("What does the plan of 2023 cost?", {"2023"}),
        ("Did Mali join the 1951 Refugee Convention?", set()),
        ("Did Mali join the Refugee Convention in 1951?", {"1951"}),
    ],
)
def test_a_year_in_a_name_is_not_asked_for(question: str, expected: set[str]) -> None:
    assert years(query(question)) == expected
