"""Shares in words and figures as intervals, and what one says of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.shares import Share, decides, shares, words_of_each

PERCENT = st.integers(1, 99)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Some keep clocks; 31 per cent of countries do.", 0.31, 0.31),
        ("Only 31 percent do.", 0.31, 0.31),
        ("31.5 % do", 0.315, 0.315),
        ("4 in every 10 countries", 0.4, 0.4),
        ("nine out of ten countries", 0.9, 0.9),
        ("one in two", 0.5, 0.5),
        ("a third of them", 1 / 3, 1 / 3),
        ("two-thirds of countries", 2 / 3, 2 / 3),
        ("three quarters have one", 0.75, 0.75),
        ("half of countries", 0.5, 0.5),
        ("all countries", 1.0, 1.0),
        ("every government", 1.0, 1.0),
        ("no country", 0.0, 0.0),
        ("none of the states", 0.0, 0.0),
        ("less than one third of countries", 0.0, 1 / 3),
        ("fewer than 1 in 5", 0.0, 0.2),
        ("more than half", 0.5, 1.0),
        ("over a quarter of them", 0.25, 1.0),
        ("most countries", 0.5, 1.0),
        ("the majority of the states", 0.5, 1.0),
        ("about half", 0.48, 0.52),
        ("almost 80 per cent", 0.78, 0.82),
        ("nearly all, or roughly 99 per cent", 0.97, 1.0),
        ("one in ten or so", 0.08, 0.12),
        ("one in ten countries or so", 0.08, 0.12),
        ("a quarter of them, more or less", 0.23, 0.27),
        ("10%-ish", 0.08, 0.12),
        ("close to 40 per cent", 0.38, 0.42),
        ("up to half", 0.0, 0.5),
        ("nearly all countries", 0.9, 1.0),
        ("almost no government", 0.0, 0.1),
    ],
)
def test_a_share_in_words_is_an_interval(text: str, low: float, high: float) -> None:
    (found,) = shares(text)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)
    assert found.text in text


@pytest.mark.parametrize(
    "text",
    [
        "The harbour has 12 clocks.",
        "Budgets grew by 110 per cent.",
        "It opened two in 2021 and one in 2019.",
        "third-country nationals",
        "A third assessment followed the second.",
        "in the third harbour",
        "one in 0",
        "all clocks and most pilots",
        "no clock",
        "",
    ],
)
def test_what_is_no_share_of_countries_or_of_anything_is_none(text: str) -> None:
    assert shares(text) == ()


def test_shares_come_in_order_with_their_hedges() -> None:
    found = shares("Less than one third do, but 40 per cent plan to and most countries hope so.")
    assert [share.text for share in found] == ["Less than one third", "40 per cent", "most"]


@given(PERCENT, st.sampled_from(["less than", "fewer than", "under", "below"]))
def test_less_than_a_figure_is_not_that_figure(value: int, hedge: str) -> None:
    (asked,), (found,) = shares(f"{hedge} {value} per cent"), shares(f"{value} per cent")
    assert decides(asked, found) is False
    assert decides(asked, Share(0.0, 0.0, "none")) is True
    assert decides(asked, Share(1.0, 1.0, "all")) is False


@given(PERCENT, PERCENT, st.sampled_from(["more than", "over", "above"]))
def test_more_than_a_figure_is_decided_by_any_other_figure(value: int, other: int, hedge: str) -> None:
    (asked,), (found,) = shares(f"{hedge} {value} per cent"), shares(f"{other}%")
    assert decides(asked, found) is (other > value)


@given(PERCENT, PERCENT)
def test_an_exact_figure_is_decided_by_an_exact_figure(value: int, other: int) -> None:
    (asked,), (found,) = shares(f"{value} per cent"), shares(f"{other} per cent")
    assert decides(asked, found) is (value == other)


@pytest.mark.parametrize(
    ("asked", "found", "settled"),
    [
        ("only one country in ten or so", "only 11 per cent", True),
        ("one in ten", "11 per cent", True),
        ("one in four", "21 per cent", None),
        ("one in four", "31 per cent", False),
        ("some 40 per cent", "about 4 in every 10", True),
        ("about half", "45 per cent", None),
        ("about half", "31 per cent", False),
        ("31 per cent", "31.4 per cent", True),
        ("31 per cent", "32 per cent", False),
        ("half", "more than half", None),
        ("one third", "less than one third", False),
        ("less than one third", "about one third", None),
        ("almost all countries", "93 per cent", True),
        ("almost all countries", "most countries", None),
    ],
)
def test_shares_that_are_only_rough_are_the_same_within_rounding(asked: str, found: str, settled: bool | None) -> None:
    assert decides(shares(asked)[0], shares(found)[0]) is settled


def test_each_share_goes_with_the_words_after_it() -> None:
    text = "Although most countries keep clocks, 31 per cent of them keep a ledger."
    assert words_of_each(text) == ("most countries keep clocks, ", "31 per cent of them keep a ledger.")
    assert words_of_each("Countries keep clocks.") == ()


def test_a_wide_share_does_not_settle_a_narrower_one_within_it() -> None:
    (most,), (exact,) = shares("most countries"), shares("70 per cent")
    assert decides(exact, most) is None
    assert decides(most, exact) is True
    assert decides(shares("less than half")[0], most) is False


@given(st.text(st.sampled_from("0123456789 %.,-ainout ofevrycsthdlfqu"), max_size=40) | st.text(max_size=30))
def test_any_share_of_any_text_lies_within_the_whole_and_stands_in_the_text(text: str) -> None:
    for share in shares(text):
        assert 0.0 <= share.low <= share.high <= 1.0
        assert share.text in text
        assert decides(share, share) in (True, None)
