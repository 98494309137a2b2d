"""Which of several drafts answers, and what answers are joined from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.drafts import chosen, goes_on_there, joined, likeliest, place_told
from mgi_assistant.types import Draft, DraftClaim, Evidence, Filters, Passage, Query
from mgi_assistant.understand import understand
from tests.unit.fakes import assistant_over, small_library

LIBRARY = small_library()
ASSISTANT = assistant_over(LIBRARY)
MALI_SAID = next(p for p in LIBRARY.passages if p.subject[:1] == ("MLI",))
PERU_SAID = next(p for p in LIBRARY.passages if p.subject[:1] == ("PER",))


def proposed(passage: Passage, confidence: float = 0.9, index: int = 0) -> DraftClaim:
    evidence = Evidence(passage, passage.sentences[index])
    return DraftClaim(evidence.quote, "evidence", (evidence,), passage.subject[0], confidence)


def asked(*questions: str) -> list[Query]:
    return [understand(question, (), ASSISTANT.gazetteer) for question in questions]


def no_part_answers(query: Query, claims: Sequence[DraftClaim]) -> bool:
    return False


def test_one_draft_is_joined_to_itself() -> None:
    draft = Draft((proposed(MALI_SAID),), verdict="yes", confidence=0.9)
    assert joined(asked("Did Mali act?"), [draft], no_part_answers) is draft


def test_the_parts_of_a_question_are_answered_in_turn_and_nothing_twice() -> None:
    one, other, third = proposed(MALI_SAID), proposed(PERU_SAID), proposed(MALI_SAID, 0.7, 1)
    assert one.text == other.text, "two places did the same in the same words"
    first = Draft((one, other), (one,), missing=("FJI",), unmentioned=("Ledger",), confidence=0.9)
    second = Draft((third, one), (one, other), missing=("FJI", "TCD"), unmentioned=("Ledger",), confidence=0.7)
    whole = joined(asked("Who acted?", "Who else?"), [first, second], no_part_answers)
    assert [(c.text, c.place) for c in whole.claims] == [(c.text, c.place) for c in (one, other, third)]
    assert [c.place for c in whole.examples] == ["MLI", "PER"]
    assert (whole.missing, whole.unmentioned, whole.unanswered) == (("FJI", "TCD"), ("Ledger",), ())
    assert whole.confidence == 0.9
    assert whole.verdict == ""


def test_what_another_part_mentions_is_not_said_to_be_missing() -> None:
    first = Draft((proposed(MALI_SAID),), unmentioned=("counselling", "Ledger"))
    second = Draft((proposed(PERU_SAID),))
    assert "counselling" in PERU_SAID.text
    assert joined(asked("Who acted?", "Who else?"), [first, second], no_part_answers).unmentioned == ("Ledger",)


def test_a_part_without_claims_is_named_and_adds_nothing_but_what_is_nearest() -> None:
    near = Evidence(PERU_SAID, PERU_SAID.sentences[0])
    answered = Draft((proposed(MALI_SAID),), confidence=0.9)
    open_part = Draft((), (proposed(PERU_SAID),), missing=("FJI",), nearest=(near,), confidence=0.1)
    whole = joined(asked("What did Mali do?", "What did Fiji do?"), [answered, open_part], no_part_answers)
    assert whole.unanswered == ("What did Fiji do?",)
    assert (len(whole.claims), whole.examples, whole.missing, whole.nearest) == (1, (), (), (near,))


def test_a_part_that_is_answered_by_what_is_said_to_another_is_not_left_open() -> None:
    drafts = [Draft((proposed(MALI_SAID),), verdict="yes", confidence=0.9), Draft(confidence=0.1)]
    parts = asked("Did Mali act?", "When did it act?")
    whole = joined(parts, drafts, lambda query, claims: query == parts[1] and claims == drafts[0].claims)
    assert (whole.unanswered, whole.verdict) == ((), "yes")


def test_what_only_the_second_half_answers_is_not_left_open() -> None:
    parts = asked("Did any African country act?", "For what did any African country act?")
    assert joined(parts, [Draft(), Draft((proposed(MALI_SAID),))], no_part_answers).unanswered == ()


def test_the_one_place_that_is_told_of_is_what_a_further_question_goes_on_about() -> None:
    (who, named) = asked("Which country opened a centre?", "What did Mali open?")
    told = Draft((proposed(MALI_SAID),))
    assert place_told(who, told) == "MLI"
    assert place_told(named, told) is None
    assert place_told(who, Draft((proposed(MALI_SAID),), (proposed(PERU_SAID),))) is None
    assert place_told(who, Draft()) is None


@pytest.mark.parametrize(
    ("question", "goes_on"),
    [
        ("What else did it open?", True),
        ("What is the centre for?", True),
        ("Who pays for the MGI?", False),
        ("What did they do in Peru?", False),
        ("What should they do?", False),
    ],
)
def test_a_further_question_goes_on_by_a_word_that_points_back(question: str, goes_on: bool) -> None:
    assert goes_on_there(asked(question)[0]) is goes_on


def test_the_likeliest_draft_is_that_of_the_likeliest_claim_and_the_first_of_equals() -> None:
    unsure, sure = Draft((proposed(MALI_SAID, 0.4),)), Draft((proposed(PERU_SAID, 0.3), proposed(MALI_SAID, 0.8)))
    assert likeliest([unsure, sure]) is sure
    assert likeliest([Draft(), unsure]) is unsure
    nothing, also_nothing = Draft(confidence=0.2), Draft(confidence=0.3)
    assert likeliest([nothing, also_nothing]) is nothing


@given(st.lists(st.lists(st.floats(0.0, 1.0), max_size=3), min_size=1, max_size=4))
def test_no_draft_has_a_likelier_claim_than_the_likeliest(confidences: list[list[float]]) -> None:
    drafts = [Draft(tuple(proposed(MALI_SAID, c) for c in found)) for found in confidences]
    best = max((c for found in confidences for c in found), default=None)
    found = [claim.confidence for claim in likeliest(drafts).claims]
    assert best is None or best in found


def test_of_two_drafts_the_one_more_to_the_point_is_chosen() -> None:
    unsure, sure = Draft((proposed(MALI_SAID, 0.4),)), Draft((proposed(PERU_SAID, 0.8),))
    advice = Draft((replace(proposed(PERU_SAID, 0.3), kind="recommendation"),))
    of_all, of_mali = asked("Did partners join?", "Did partners join in Mali?")
    assert chosen(of_all, [unsure]) is unsure
    assert chosen(replace(of_all, wider=of_all), [unsure, sure]) is sure
    assert chosen(replace(of_all, wider=of_mali), [sure, unsure]) is unsure, "of the place talked of"
    assert chosen(replace(of_all, wider=of_mali), [sure, Draft()]) is sure
    assert chosen(replace(of_all, wider=of_mali, intent="figure"), [sure, unsure]) is sure
    for_mali = replace(of_mali, intent="advice", wider=replace(of_mali, intent="advice", filters=Filters()))
    assert chosen(for_mali, [sure, advice]) is advice
    assert chosen(for_mali, [unsure, sure]) is unsure, "what others did is no advice"
