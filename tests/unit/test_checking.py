"""Statements that are to be checked, however that is asked."""

from __future__ import annotations

import pytest

from mgi_assistant.checking import statement_checked, without_check


@pytest.mark.parametrize(
    ("question", "checked"),
    [
        ("Check this: Lima's tide clock runs until 2030.", "Lima's tide clock runs until 2030, correct?"),
        ("Lima wound its clock in 2019, didn't it?", "Lima wound its clock in 2019, correct?"),
        ("Lima's clock ran 20 years - right or wrong?", "Lima's clock ran 20 years, correct?"),
        ("Can we write that Lima has a clock?", "Lima has a clock, correct?"),
        ("A colleague wrote that Lima has a clock. Is that so?", "Lima has a clock, correct?"),
        ("The review claims that Lima has a clock. What does the source say?", "Lima has a clock, correct?"),
        ("A paper asserts that Lima has a clock. Could you confirm the number?", "Lima has a clock, correct?"),
        ("My slide says Lima has a clock. What does the 2024 report say?", "Lima has a clock, correct?"),
        ("I read that Lima has a clock. Is this right?", "Lima has a clock, correct?"),
        ("True or false: Lima has a clock", "Lima has a clock, correct?"),
        ("Is the following true: Lima has a clock", "Lima has a clock, correct?"),
        ("Lima has a clock, correct?", "Lima has a clock, correct?"),
        ("Is it correct that Lima has a clock?",) * 2,
        ("How do I check this?",) * 2,
        ("Did Lima wind its clock?",) * 2,
        ("I heard that Lima has a clock. What else does it have?",) * 2,
        ("My minister says that we should hurry. What do you recommend?",) * 2,
        ("Which is right?",) * 2,
        ("Is that so?",) * 2,
    ],
)
def test_a_statement_is_told_from_what_asks_whether_it_is_so(question: str, checked: str) -> None:
    assert statement_checked(question) == checked
    assert "correct?" not in without_check(checked) or checked == question
