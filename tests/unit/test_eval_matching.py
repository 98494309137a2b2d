"""Whether a text tells a fact: names, patterns and above all numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_eval.cases import Nugget
from mgi_eval.matching import first_words, missing, numbers, plain, tells
from tests.unit.eval_fakes import figure, regex


def nugget(record: object) -> Nugget:
    return Nugget.model_validate(record)


def aliases(*names: str) -> Nugget:
    return nugget({"id": "n", "text": "a name", "vital": True, "match": {"kind": "aliases", "any": names}})


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("Less than 40 per cent of countries", (40, "%", "<")),
        ("only 22% do", (22, "%", "")),
        ("a rise of 5 percentage points", (5, "points", "")),
        ("more than 1,200 pilots", (1200, "pilot", ">")),
        ("about 3 million people", (3e6, "people", "~")),
        ("at least 15 institutions", (15, "institution", ">=")),
        ("fewer than one third of countries", (pytest.approx(1 / 3, abs=1e-5), "", "<")),
        ("more than half of countries", (0.5, "", ">")),
        ("almost two thirds do", (pytest.approx(2 / 3, abs=1e-5), "do", "-~")),
        ("thirteen areas", (13, "area", "")),
        ("target 10.7 of the goals", (10.7, "", "")),
        ("3,500+ officials", (3500, "official", ">")),
    ],
)
def test_a_number_is_read_with_its_unit_and_hedge(text: str, core: tuple[object, str, str]) -> None:
    found = numbers(text)
    assert len(found) == 1
    assert found[0].core == core


@given(st.integers(0, 10**9))
def test_thousands_are_read_however_they_are_parted(value: int) -> None:
    for text in (str(value), f"{value:,}", f"{value:,}".replace(",", "\u00a0")):
        assert [number.value for number in numbers(f"It was {text}.")] == [value]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Less than 40 per cent of countries do.", True),
        ("Under 40% of countries do.", True),
        ("More than 40 per cent of countries do.", False),
        ("40 per cent of countries do.", False),
        ("Less than 40 countries do.", False),
        ("Less than 41 per cent do.", False),
    ],
)
def test_value_unit_and_hedge_all_have_to_be_right(text: str, told: bool) -> None:
    assert tells(text, nugget(figure(40, "per cent", "less than"))) is told


def test_a_unit_may_follow_after_a_word() -> None:
    assert tells("In all, 95 local jurisdictions took part.", nugget(figure(95, "jurisdictions")))
    assert not tells("In all, 95 pilots took part.", nugget(figure(95, "jurisdictions")))


def test_names_are_whole_words_without_case_and_accents() -> None:
    assert tells("They went to BĂLȚI and Medellin.", aliases("Medellín"))
    assert not tells("They went to Maliana.", aliases("Mali"))


def test_markup_is_no_part_of_the_text() -> None:
    assert plain("- **Mali**: 5 \\* 3 [1][2]\n- more [3]") == "Mali: 5 * 3 more"
    assert first_words("a b c", 2) == "a b"


@given(st.text(alphabet="ab 12", max_size=30), st.text(alphabet="ab 12", max_size=10))
def test_more_text_never_tells_less(text: str, more: str) -> None:
    facts = [nugget(regex("a1", "x")), nugget(regex("b", "y"))]
    assert len(missing(f"{text} {more}", facts)) <= len(missing(text, facts))
