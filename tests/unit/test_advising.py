"""Advice, how common it is, and both in an overview of a policy area."""

from __future__ import annotations

import pytest

from mgi_assistant.synthesizers.advising import MOST_ADVICE
from tests.unit.drafting import draft, report, said
from tests.unit.fakes import Written, written

COASTS = ("Coasts", "Recommendations")
ADVICE = [
    *report("Protect mangrove belts.\nTrain harbour pilots in rescue.", kind="item", section=COASTS),
    written("report", 8, "Plant olive trees.", kind="item", section=("Hills", "Recommendations")),
    written("report", 9, "Mangrove belts protect harbours from storms.", section=("Coasts", "Highlights")),
]


def test_advice_comes_whole_from_its_section_and_from_no_other() -> None:
    found = draft("What should be done to protect mangrove belts?", ADVICE)
    assert said(found) == ["Protect mangrove belts.", "Train harbour pilots in rescue."]
    assert {claim.kind for claim in found.claims} == {"recommendation"}


def test_the_advice_that_fits_by_far_comes_first() -> None:
    found = draft("How should harbour pilots be trained in rescue?", ADVICE)
    assert said(found) == ["Train harbour pilots in rescue.", "Protect mangrove belts."]


def test_advice_has_an_end() -> None:
    items = "\n".join(f"Protect mangrove belt {n} of the northern bay." for n in range(10, 30))
    found = draft("What should be done to protect mangrove belts?", report(items, kind="item", section=COASTS))
    assert len(found.claims) == MOST_ADVICE


def test_the_advice_of_another_policy_area_is_not_given_for_what_answers() -> None:
    told = "Ports fight discrimination of sailors by mechanisms and complaints about discrimination."
    other = "Give sailors mechanisms for complaints in ports."
    content = [
        *report(told, policy_areas=["discrimination"]),
        written("other", 2, other, section=("Recommendations",), kind="item", policy_areas=["migrant-workers"]),
    ]
    found = draft("What should ports do against discrimination of sailors?", content)
    assert said(found)[:1] == [told]
    assert "recommendation" not in [claim.kind for claim in found.claims]


def test_the_advice_of_the_area_asked_about_is_given_where_only_its_description_is_found() -> None:
    described = "Policies against discrimination fight discrimination."
    advice = ["Train harbour pilots.", "Open tide museums."]
    content = [
        *report(described, policy_areas=["discrimination"]),
        *(
            written("other", n, text, section=("Recommendations",), kind="item", policy_areas=["discrimination"])
            for n, text in enumerate(advice, 5)
        ),
    ]
    assert said(draft("What should be done against discrimination?", content))[:2] == advice


DIASPORA = "Harnessing the contributions of the diaspora"
OVERVIEW = [
    written("insights", 1, "Policies on the diaspora reach sailors.", section=(DIASPORA,), policy_areas=["diaspora"]),
    written(
        "insights",
        2,
        "Around one third of countries engage with their diaspora.",
        section=(DIASPORA, "Highlights"),
        policy_areas=["diaspora"],
    ),
    written(
        "insights",
        3,
        "Give the diaspora a seat.",
        section=(DIASPORA, "Recommendations"),
        kind="item",
        policy_areas=["diaspora"],
    ),
]


@pytest.mark.parametrize("question", ["Tell me about the diaspora.", "The diaspora", "What is said on the diaspora?"])
def test_of_a_policy_area_as_a_whole_it_is_told_what_it_is_how_common_it_is_and_what_is_advised(question: str) -> None:
    assert said(draft(question, OVERVIEW)) == [one.passage.text for one in OVERVIEW]


@pytest.mark.parametrize("question", ["Who engages with the diaspora?", "Tell me about seats of the diaspora."])
def test_what_asks_for_one_thing_of_a_policy_area_gets_no_overview(question: str) -> None:
    assert said(draft(question, OVERVIEW)) != [one.passage.text for one in OVERVIEW]


SHOUTING = "Sailors from elsewhere are shouted at in ports."


def area(name: str, advice: str, *told: str) -> list[Written]:
    """Return a recommendation on a policy area, and what else is said of that."""
    items = [written(name, 1, advice, section=("Recommendations",), kind="item", policy_areas=[name])]
    return [*items, *(written(name, n, text, policy_areas=[name]) for n, text in enumerate(told, 2))]


def test_advice_on_what_no_word_names_is_that_of_the_area_it_is_nearest_to() -> None:
    content = [
        *area("discrimination", "Open offices for complaints.", SHOUTING, "Sailors are shouted at by pilots."),
        *area("diaspora", "Hold forums for emigrants.", "Emigrants send letters."),
    ]
    asked = "What should be done where sailors are shouted at?"
    assert "Open offices for complaints." in said(draft(asked, content))
    assert said(draft("What should be done about olive trees?", content)) == []
