"""The normalised view, sentences and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.text import BULLET, normalise, readable, sentences, words

# Text with much of what the rules are about: breaks, hyphens, stops, bullets, ligatures.
PIECES = st.sampled_from(
    "port|Farm|ﬁve|co-|-\n|\u00ad|\n|\n\n| |\u00a0|\u200b|. |? |• |- |(a) |1. |U.S. |No. 5|10.7|“Yes.” |é|é|…|* |"
    "\x7f |。|\t|\r\n|–|10²".split("|")
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


def split(raw: str) -> list[str]:
    return [raw[span.start : span.end] for span in sentences(raw)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("oﬃce and ﬂag", "office and flag"),
        ("migra-\ntion", "migration"),
        ("migra-  \n  tion", "migration"),
        ("har\u00adbour mas\u00ad\nter", "harbour master"),
        ("people-\ncentred", "people-centred"),
        ("self-\nemployed", "self-employed"),
        ("MGI-\nbased", "MGI-based"),
        ("2016-\n2023", "2016-2023"),
        ("the sea-\nlane, the sea-lane", "the sea-lane, the sea-lane"),
        ("quay -\nside", "quay - side"),
        ("a \u00a0\n b\u200bc", "a bc"),
        ("“it’s”", '"it\'s"'),
        ("10² km", "10² km"),
        ("½ Ⅳ", "½ Ⅳ"),
    ],
)
def test_repairs_for_reading(raw: str, text: str) -> None:
    assert normalise(raw).text == text


def test_readable_is_trimmed() -> None:
    assert readable(" \n ports\nand  bays \n") == "ports and bays"


def test_leads_back_to_the_raw_text() -> None:
    raw = "Most oﬃces keep a regis-\nter  of\u00a0visas."
    view = normalise(raw)
    start = view.text.index("offices keep a register of")
    span = view.raw_span(start, start + len("offices keep a register of"))
    assert raw[span.start : span.end] == "oﬃces keep a regis-\nter  of"


@given(TEXTS)
def test_each_character_of_the_view_has_its_place(raw: str) -> None:
    view = normalise(raw)
    assert len(view.offsets) == len(view.text)
    assert all(0 <= at < len(raw) for at in view.offsets)
    assert list(view.offsets) == sorted(view.offsets)


@given(TEXTS, st.data())
def test_a_stretch_of_words_leads_to_raw_text_that_reads_the_same(raw: str, data: st.DataObject) -> None:
    view = normalise(raw)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    span = view.raw_span(start, end)
    assert 0 <= span.start <= span.end <= len(raw)
    expands = any(raw[at] in "ﬀﬁﬂﬃﬄﬅﬆ" for at in view.offsets[start:end])
    hyphen = "-" in view.text[start:end] or "\n" in raw[span.start : span.end]
    if not expands and not hyphen:
        assert normalise(raw[span.start : span.end]).text == view.text[start:end]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("It is 3.5 or 10.7 per cent. Yes.", ["It is 3.5 or 10.7 per cent.", "Yes."]),
        ("See No. 5. Is it? No. It is not.", ["See No. 5.", "Is it?", "No.", "It is not."]),
        ("Ports, e.g. Mali, vs. bays. See p. 5 of it.", ["Ports, e.g. Mali, vs. bays.", "See p. 5 of it."]),
        ("The U.S. Department of Bays pays.", ["The U.S. Department of Bays pays."]),
        ("He left the U.S. The ship stayed.", ["He left the U.S.", "The ship stayed."]),
        ("Dr. J. Smith saw St. Kitts. Fine.", ["Dr. J. Smith saw St. Kitts.", "Fine."]),
        ("Guanajuato, Gto., 21 de enero. El Sr. Paz vino.", ["Guanajuato, Gto., 21 de enero.", "El Sr. Paz vino."]),
        ("He said “stop.” Then (he left.) Why?", ["He said “stop.”", "Then (he left.)", "Why?"]),
        ("Wait… what? Wait… No.", ["Wait… what?", "Wait…", "No."]),
        ("¿Qué es? «Oui.» Non.", ["¿Qué es?", "«Oui.»", "Non."]),
        ("Ships pay fees.² Boats do not.", ["Ships pay fees.²", "Boats do not."]),
        ("a line\nthat goes on\n\nnext", ["a line\nthat goes on", "next"]),
        ("• One\n• Two goes\non\n\x7f Three", ["One", "Two goes\non", "Three"]),
        ("Lists:\n- first\n- Second", ["Lists:", "first", "Second"]),
        ("Bays – wide\n– are many.", ["Bays – wide\n– are many."]),
        ("(a) Ports;\n(b) Bays. More.", ["Ports;", "Bays.", "More."]),
        ("(a) Ports;¹\n- (b) Bays", ["Ports;¹", "(b) Bays"]),
        ("Steps\n1. Sail. 2 days.\n2. Land.", ["Steps", "Sail.", "2 days.", "Land."]),
        ("•\nGlyph on its own line", ["Glyph on its own line"]),
        ("Bays ........ 4", ["Bays ........ 4"]),
        ("no stop", ["no stop"]),
        ("", []),
        ("港は広い。船が来る。", ["港は広い。", "船が来る。"]),
    ],
)
def test_sentences(raw: str, expected: list[str]) -> None:
    assert split(raw) == expected


@given(TEXTS)
def test_sentences_are_in_order_and_leave_out_only_space_and_bullets(raw: str) -> None:
    at = 0
    for span in sentences(raw):
        assert at <= span.start < span.end
        assert not raw[span.start].isspace()
        assert not raw[span.end - 1].isspace()
        between = raw[at : span.start]
        assert not between.strip() or BULLET.search(between + "x")
        at = span.end
    assert not raw[at:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Target 10.7 and 3,500 ships", ["target", "10.7", "and", "3,500", "ships"]),
        ("Bălți’s women's oﬃce", ["balti", "women", "office"]),
        ("people-centred 3rd COVID19", ["people", "centred", "3rd", "covid19"]),
        ("policies.¹ 40%", ["policies", "40"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(TEXTS)
def test_words_are_lower_case_and_not_empty(text: str) -> None:
    assert all(word and word == word.lower() for word in words(text))
