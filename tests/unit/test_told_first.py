"""Questions that only point at the statement before them."""

from __future__ import annotations

import pytest

from mgi_assistant.told_first import pointing_made_whole


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        (
            "We know that the clocks in Lima were wound with a second tool. Which tool was that?",
            "the clocks in Lima were wound with which second tool?",
        ),
        ("Something ran there. Which clocks were those?",) * 2,
        (
            "I want to quote the percentage of countries whose clocks run. What is that percentage?",
            "What is the percentage of countries whose clocks run?",
        ),
        ("I like clocks. What is that number?",) * 2,
        (
            "The mayor said yesterday that clocks need winding. Is there a recommendation to that effect?",
            "What is recommended so that clocks need winding?",
        ),
        ("Our pilots ask which clocks they could wind. What do the publications say?", "which clocks they could wind?"),
        ("I need to know how many clocks there are. What is the figure?", "how many clocks there are?"),
        (
            "Our office has a clock for the tide. What do you advise when winding such a clock?",
            "What do you advise when winding a clock for the tide?",
        ),
        ("Our clocks run. What do you advise on such a clock?",) * 2,
        ("Which clocks are wound?",) * 2,
    ],
)
def test_what_a_question_points_at_is_put_into_it(question: str, whole: str) -> None:
    assert pointing_made_whole(question) == whole
