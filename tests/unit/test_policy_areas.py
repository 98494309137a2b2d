"""Policy areas: the thirteen of the publication, recognised by words that belong to one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mgi_assistant.policy_areas import POLICY_AREAS, PolicyArea, areas_meant, recognise

TABLE = Path(__file__).resolve().parents[2] / "corpus" / "tables" / "policy_areas.csv"


def test_they_are_those_of_the_table() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        named = {row["id"]: row["name"] for row in csv.DictReader(file)}
    assert {area.id: area.name for area in POLICY_AREAS.values()} == named
    assert len(named) == 13


@pytest.mark.parametrize("area", POLICY_AREAS.values(), ids=lambda area: area.id)
def test_an_area_is_recognised_by_its_name_first(area: PolicyArea) -> None:
    assert recognise(area.name)[0] == area.id


CUES = [(area.id, cue) for area in POLICY_AREAS.values() for cue in area.cues]


@pytest.mark.parametrize(("area_id", "cue"), CUES)
def test_every_cue_leads_to_its_area(area_id: str, cue: str) -> None:
    assert area_id in recognise(f"They speak of {cue} there.")


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("How do cities fight TRAFFICKING in persons?", ("trafficking-smuggling",)),
        ("¿Qué países tienen datos del censo?", ("migration-data",)),
        ("La traite des êtres humains", ("trafficking-smuggling",)),
        ("Ways for emigrants to send remittances, and a diaspora fund", ("diaspora",)),
        ("After the floods, people went missing", ("missing-migrants", "disaster-displacement")),
        ("Women, women and a hospital", ("migrant-women", "basic-services")),
        ("The sky is blue.", ()),
        ("", ()),
    ],
)
def test_words_lead_to_their_areas_most_often_named_first(text: str, areas: tuple[str, ...]) -> None:
    assert recognise(text) == areas


def test_a_cue_begins_a_word() -> None:
    assert recognise("accompanying") == ()
    assert recognise("undisplaced") == ()


@pytest.mark.parametrize(
    ("topic", "areas"),
    [
        ("data", ("migration-data",)),
        ("pathways for workers", ("labour-mobility",)),
        ("workers", ("migrant-workers",)),
        ("services", ("basic-services",)),
        ("data on trafficking", ("trafficking-smuggling", "migration-data")),
        ("harbours", ()),
    ],
)
def test_a_question_may_mean_an_area_by_a_word_of_no_other(topic: str, areas: tuple[str, ...]) -> None:
    assert set(areas_meant(topic)) == set(areas)
