"""A question asked without a place, a policy area or a level that it names."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.leaving_out import leaving_out
from mgi_assistant.places import default_gazetteer
from mgi_assistant.understand import understand
from tests.unit.fakes import assistant_over, small_library

GAZETTEER = default_gazetteer()
ASSISTANT = assistant_over(small_library())
PLACES = {"Mali": "MLI", "Peru": "PER", "Chad": "TCD", "Western Africa": "region:western-africa"}
FORMS = (
    "What did the MGI lead to in {}?", "Does {} have a diaspora policy?", "What did {} do about floods?",
    "Tell me about {}", "Which countries in {} took part?", "What happened in 2021 in {}?",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "without", "left"),
    [
        ("What did the MGI lead to in the Gambia?", {"GMB"}, "What did the MGI lead to?"),
        ("What did the MGI lead to in Mali and Peru?", {"MLI"}, "What did the MGI lead to in Peru?"),
        ("What did the MGI lead to in Mali and Peru?", {"PER"}, "What did the MGI lead to in Mali?"),
        ("Does Mali have a diaspora policy?", {"MLI"}, "Which countries have a diaspora policy?"),
        ("Which Ecuadorian cities took part?", {"ECU"}, "Which cities took part?"),
        ("Which countries in Africa have agreements?", {"region:africa"}, "Which countries have agreements?"),
        ("What happened in Cuenca (Ecuador)?", {"ECU:cuenca"}, "What happened in Ecuador?"),
        ("What is Mali's policy?", {"MLI"}, "What is countries' policy?"),
        ("What did Mali do about floods?", {"PER"}, "What did Mali do about floods?"),
    ],
)
def test_the_question_is_put_as_it_would_be_asked_without_the_place(
    question: str, without: set[str], left: str
) -> None:
    assert leaving_out(question, frozenset(without), GAZETTEER) == left


@given(
    st.sampled_from(FORMS),
    st.lists(st.sampled_from(list(PLACES)), min_size=1, max_size=3, unique=True),
    st.data(),
)
def test_just_the_places_left_out_are_gone(form: str, named: list[str], data: st.DataObject) -> None:
    question = form.format(" and ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named))
    ids = [PLACES[name] for name in named]
    subsets = list(chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1)))
    without = frozenset(data.draw(st.sampled_from(subsets)))
    query = understand(question, (), GAZETTEER, without=without)
    assert query.places == tuple(place for place in ids if place not in without)


def test_a_question_in_another_language_loses_the_place_in_both_wordings() -> None:
    query = understand("¿Qué hizo Perú en materia de diáspora?", (), GAZETTEER, without=frozenset({"PER"}))
    assert query.places == ()
    assert query.shown == "¿Qué hizo los países en materia de diáspora?"


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Quantas cidades no Brasil e no Peru participaram?", "Quantas cidades no Brasil participaram?"),
        ("Quantas cidades em Angola e no Peru participaram?", "Quantas cidades em Angola participaram?"),
        ("كم عدد المدن التي شاركت في المغرب وبيرو؟", "كم عدد المدن التي شاركت في المغرب؟"),
        ("كم عدد المدن التي شاركت في بيرو؟", "كم عدد المدن التي شاركت؟"),
    ],
)
def test_portuguese_and_arabic_lose_the_place_with_its_preposition(question: str, left: str) -> None:
    query = understand(question, (), GAZETTEER, without=frozenset({"PER"}))
    assert "PER" not in query.places
    assert query.shown == left


def test_policy_areas_and_the_level_are_left_out_too() -> None:
    question = "Which cities had flood plans for migrant workers?"
    whole = ASSISTANT.understood(question, ())
    assert (whole.policy_areas, whole.level) == (("disaster-displacement", "migrant-workers"), "local")
    less = ASSISTANT.understood(question, (), without=frozenset({"migrant-workers", "local"}))
    assert (less.policy_areas, less.level) == (("disaster-displacement",), None)


def test_an_answer_without_a_place_is_that_to_the_question_without_it() -> None:
    answer = ASSISTANT.ask("What happened in Mali?", without=frozenset({"MLI"}))
    assert answer.query.places == ()
    assert answer.text == ASSISTANT.ask("What happened?").text
    followed = ASSISTANT.ask("and Peru?", ["What happened in Mali?"], without=frozenset({"PER"}))
    assert followed.query.places == ()
