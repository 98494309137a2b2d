"""Policy areas under goals and enablers, by the headings of a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mgi_assistant.policy_areas import POLICY_AREAS, POLICY_GROUPS
from mgi_assistant.synthesizers.taxonomy import group_meant
from tests.unit.drafting import draft, said
from tests.unit.fakes import Written, written

LABOUR = "Facilitating pathways for labour migration"
AREAS = "Promoting labour mobility; Protecting migrant workers"
UNDER_LABOUR = f"2 policy areas under “{LABOUR}”, counting the headings there: {AREAS}."
WORKERS = "1 goal over the policy area “Protecting migrant workers”, going by the headings there: " + LABOUR + "."


def page(number: int, text: str, said_there: str) -> Written:
    """Return a page of ``text``, of which one sentence is a passage."""
    at = text.index(said_there)
    made = written("insights", number, said_there)
    passage = replace(made.passage, start=at)
    return Written(replace(made.page, text=text), passage)


def insights(**more: str) -> list[Written]:
    goal = f"{LABOUR}: policies that promote decent work."
    areas = f"{LABOUR}\nPromoting labour\nmobility\nPilots move.\nProtecting migrant workers\nSailors rest at night."
    return [
        page(1, f"Goals\n{goal}", goal),
        page(2, more.get("areas", areas), "Pilots move."),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Which policy areas come under the goal on labour migration?",
        f"How is “{LABOUR}” subdivided?",
        "What are the two parts of the labour migration goal?",
        "What areas make up the third policy goal?",
        "What does the goal on labour migration cover?",
        "Which policy areas come under the goal of facilitating pathways for labour migration?",
    ],
)
def test_the_areas_of_a_goal_are_those_whose_headings_follow_its_own(question: str) -> None:
    found = draft(question, insights())
    assert said(found) == [UNDER_LABOUR]
    assert [e.quote for e in found.claims[0].evidence] == ["Promoting labour\nmobility", "Protecting migrant workers"]


@pytest.mark.parametrize(
    "question", ["What is the goal on labour migration about?", f"Describe the policies of {LABOUR}."]
)
def test_what_a_goal_is_about_is_told_by_its_entry_with_its_areas(question: str) -> None:
    assert said(draft(question, insights())) == [f"{LABOUR}: policies that promote decent work.", UNDER_LABOUR]


@pytest.mark.parametrize(
    "question",
    ["What are the three policy goals?", "List the goals of the MGI.", "Which goals and enablers are there?"],
)
def test_all_goals_are_told_by_their_entries(question: str) -> None:
    kinds = ("goal", "enabler") if "enablers" in question else ("goal",)
    entries = [f"{group.name}: policies on tides." for group in POLICY_GROUPS]
    found = said(draft(question, [written("insights", n, entry) for n, entry in enumerate(entries, 1)]))
    assert found == [e for e, group in zip(entries, POLICY_GROUPS, strict=True) if group.kind in kinds]
    assert entries[0] not in said(draft(question, [written("insights", 1, entries[0])])), (
        "where one is missing, no list"
    )


def test_the_goal_of_an_area_is_the_one_whose_heading_stands_before_it() -> None:
    assert said(draft("Which goal does the protection of migrant workers belong to?", insights())) == [WORKERS]


@pytest.mark.parametrize(
    "question",
    [
        "What is recommended under the goal on labour migration?",
        "What share of countries pursue the goal on labour migration?",
        "What is the goal of the labour plan in Mali?",
        "Did the third policy goal change?",
    ],
)
def test_what_asks_for_more_is_no_question_of_headings(question: str) -> None:
    assert UNDER_LABOUR not in said(draft(question, insights()))


@pytest.mark.parametrize(
    "areas",
    [
        f"{LABOUR}\nPromoting labour mobility\nPilots move.",
        f"{LABOUR} ..... 3\nPromoting labour mobility ..... 4\nProtecting migrant workers ..... 5\nPilots move.",
        "Promoting labour mobility\nPilots move.\nProtecting migrant workers\nSailors rest.",
    ],
)
def test_nothing_is_listed_where_headings_are_missing(areas: str) -> None:
    found = draft("Which policy areas come under the goal on labour migration?", insights(areas=areas))
    assert not any("counting the headings" in text for text in said(found))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What belongs to the partnerships enabler?", "Building relevant partnerships"),
        ("Name both areas of the third enabler.", "Building relevant partnerships"),
        ("What topics are under the enabler on policy coherence?", "Promoting migration policy coherence"),
        ("How is Empowering\nmigrants split up?", "Empowering migrants"),
        ("What is the goal of the climate policy?", None),
        ("Which areas are there?", None),
        ("Compare Empowering migrants with Building relevant partnerships.", None),
    ],
)
def test_a_goal_or_enabler_is_known_by_name_number_or_cue(question: str, name: str | None) -> None:
    group = group_meant(question)
    assert (group.name if group else None) == name


def test_every_policy_area_comes_under_one_goal_or_enabler() -> None:
    assert sorted(area for group in POLICY_GROUPS for area in group.areas) == sorted(POLICY_AREAS)
