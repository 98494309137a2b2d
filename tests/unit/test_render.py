"""The markdown that a user reads, against golden files of whole answers.

``MGI_WRITE_GOLDEN=1 pytest tests/unit/test_render.py`` writes the files anew.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mgi_assistant.answers import Claim, CountryExample, Searched
from mgi_assistant.render import answer_text, escaped, not_found_text, placed, reference, where_text
from mgi_assistant.types import Citation, Draft, Language, Locator, Query

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "answers"
MALI = CountryExample("Mali", "national", "Mali", "MLI", (), "Mali opened a counselling centre.", (3,))
LIMA = CountryExample("Lima", "local", "Peru", "PER", ("diaspora",), "Lima printed 3,500 maps.", (4, 5))
FIGURE = Claim("Only 31 per cent of countries run a flood shelter register.", "evidence", (1,))
NOTE = Claim("Registers are kept by harbour offices (HOs).", "evidence", (2,))
ADVICE = (Claim("Protect mangrove belts.", "recommendation", (1,)), Claim("Train pilots.", "recommendation", (2,)))
LISTED = Claim("2 localities in Peru, counting the rows of “Places”: Lima; La Cruz.", "list", (1, 2))
QUERY = Query("What did Mali do?", "What did Mali do?", "What did Mali do?", "what", ("MLI",))


def citation(n: int, quote: str) -> Citation:
    return Citation(n, f"p-{n}", Locator("report", n + 2, str(n)), "The report", quote)


ANSWERS = {
    "answered": answer_text([FIGURE, NOTE], [MALI, LIMA]),
    "advice": answer_text([*ADVICE], [MALI]),
    "partial": answer_text([NOTE], [MALI], Draft(), ["Chad", "Fiji"]),
    "examples": answer_text([Claim(MALI.text, "example", (3,)), Claim(LIMA.text, "example", (4, 5))], [MALI, LIMA]),
    "list": answer_text([LISTED], []),
    "not_found": not_found_text(
        QUERY,
        Searched(("report", "places"), 7),
        [citation(1, "Ports\nkeep *tide*\ntables."), citation(2, "No.")],
        ["Mali"],
    ),
    "not_listed": not_found_text(QUERY, Searched(("report",), 12), [], ["Fiji", "Togo"], ["Fiji", "Togo"]),
    "not_found_at_all": not_found_text(QUERY, Searched(("report",), 0), [], []),
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_answers_read_as_their_golden_files(name: str) -> None:
    path = GOLDEN / f"{name}.md"
    if os.environ.get("MGI_WRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ANSWERS[name] + "\n", "utf-8")
    assert ANSWERS[name] + "\n" == path.read_text("utf-8")


def test_there_is_no_golden_file_without_an_answer() -> None:
    assert {path.stem for path in GOLDEN.glob("*")} == set(ANSWERS)


# -- order and repetition ----------------------------------------------------------------------------------------------


def test_sentences_come_first_then_what_is_missing_then_examples() -> None:
    text = answer_text([FIGURE, *ADVICE], [MALI], Draft(), ["Chad"])
    parts = [FIGURE.text, ADVICE[0].text, ADVICE[1].text, "about Chad", "**Examples**", "**Mali**"]
    found = [text.index(part) for part in parts]
    assert found == sorted(found)


def test_only_recommendations_are_a_list() -> None:
    lines = answer_text([FIGURE, *ADVICE], []).splitlines()
    assert [line for line in lines if line.startswith("- ")] == [
        "- Protect mangrove belts. [1]",
        "- Train pilots. [2]",
    ]


def test_an_example_that_was_said_already_is_not_repeated() -> None:
    said = Claim(MALI.text, "evidence", (3,), "MLI")
    text = answer_text([said], [MALI, LIMA])
    assert text.count(MALI.text) == 1
    assert LIMA.text in text


def test_what_two_places_did_in_the_same_words_is_told_of_both() -> None:
    twin = CountryExample("Peru", "national", "Peru", "PER", (), MALI.text, (9,))
    text = answer_text([Claim(MALI.text, "evidence", (3,), "MLI")], [MALI, twin])
    assert text.endswith(f"- **Peru**: {MALI.text} [9]")
    assert text.count(MALI.text) == 2


def test_when_all_examples_were_said_there_is_no_heading_for_them() -> None:
    assert "Examples" not in answer_text([Claim(MALI.text, "evidence", (3,), "MLI")], [MALI])


def test_examples_alone_need_no_heading() -> None:
    assert answer_text([], [MALI]) == "- **Mali**: Mali opened a counselling centre. [3]"


def test_a_locality_is_shown_with_its_country() -> None:
    assert placed(LIMA) == "Lima (Peru, local)"
    assert placed(MALI) == "Mali"


def test_every_citation_is_marked() -> None:
    text = answer_text([FIGURE, NOTE], [MALI, LIMA])
    assert re.findall(r"\[(\d+)\]", text) == ["1", "2", "3", "4", "5"]


# -- what the draft tells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "language", "beginning"),
    [
        ("yes", "en", "**Yes.** "),
        ("no", "en", "**No.** "),
        ("only at the local level", "en", "**Only at the local level.** "),
        ("yes", "es", "**Sí.** "),
        ("no, only at the local level", "fr", "**Non, seulement au niveau local.** "),
        ("", "en", ""),
    ],
)
def test_yes_or_no_comes_first(verdict: str, language: Language, beginning: str) -> None:
    text = answer_text([FIGURE, NOTE], [MALI], Draft(verdict=verdict), (), language)
    assert text.startswith(f"{beginning}{FIGURE.text} [1]")


def test_without_a_sentence_there_is_no_verdict() -> None:
    assert "Yes" not in answer_text([], [MALI], Draft(verdict="yes"))


def test_what_no_passage_mentions_is_said_before_what_comes_closest() -> None:
    text = answer_text([FIGURE], [], Draft(unmentioned=("Tide*Ledger", "75 per cent", "75 per cent")))
    first, second = text.split("\n\n")
    assert first == "No passage found here mentions “Tide\\*Ledger” or “75 per cent”. What comes closest:"
    assert second == f"{FIGURE.text} [1]"


def test_parts_that_are_not_answered_are_named_after_what_is() -> None:
    text = answer_text([FIGURE], [MALI], Draft(unanswered=("Who sings?", "Who bakes?")))
    parts = [
        FIGURE.text,
        "Beyond this, the sources searched gave nothing on “Who sings?” and “Who bakes?”.",
        "**Examples**",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_a_part_that_is_not_answered_is_named_in_the_language_of_the_question() -> None:
    text = answer_text([FIGURE], [], Draft(unanswered=("¿Quién canta?",)), ["Fiyi"], "es")
    assert "Aparte de esto, las fuentes consultadas no dieron nada sobre “¿Quién canta?”." in text
    assert "Las fuentes consultadas no dicen nada al respecto sobre Fiyi.\n" in text


# -- where a citation stands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (Locator("report", 7, "v"), "The report, p. v"),
        (Locator("report", 7, None), "The report, p. 7"),
        (Locator("places", row=12), "The report, row 12"),
    ],
)
def test_a_reference_names_title_and_printed_page_or_row(at: Locator, expected: str) -> None:
    assert reference(Citation(1, "p", at, "The report", "Quote.")) == expected


# -- markdown ----------------------------------------------------------------------------------------------------------


def plain(markdown: str) -> str:
    """Return the text that a markdown reader shows, on one line."""
    parts = [
        child.content if child.type in ("text", "text_special") else "\n" if "break" in child.type else ""
        for token in MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown)
        for child in token.children or []
    ]
    return "".join(parts).replace("\u2060", "")  # not to be seen, and breaks addresses up


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 * 2 and _this_ and __that__",
        "a [1] is no mark, nor [a link](https://example.org)",
        "<script>alert(1)</script> and <b>bold</b>",
        "`code` and ~~struck~~ and | a | table |",
        "back\\slash and \\* stars",
        "costs $5 and $6",
        "AT&T and &copy; and &lt;",
    ],
)
def test_markdown_in_a_source_is_shown_as_it_is(text: str) -> None:
    assert plain(f"It says {escaped(text)} [1]") == f"It says {text} [1]"


def test_a_number_with_a_plus_is_said_as_it_is() -> None:
    assert escaped("300+ people met.") == "300+ people met."


@pytest.mark.parametrize("text", ["1. First", "2) Second", "- Dash", "+ Plus", "# Heading", "> Quote", "-5 degrees"])
def test_a_sentence_does_not_begin_a_list_or_heading(text: str) -> None:
    assert plain(answer_text([Claim(text, "evidence", (1,))], [])) == f"{text} [1]"
    tokens = {token.type for token in MarkdownIt("commonmark").parse(answer_text([Claim(text, "evidence", (1,))], []))}
    assert tokens == {"paragraph_open", "inline", "paragraph_close"}


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=60))
def test_any_line_is_shown_as_it_is(text: str) -> None:
    assert plain(f"x{escaped(text)}x") == f"x{text}x"


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b", "HTTP://example.org", "www.example.org", "me@example.org", "ftp://example.org"],
)
def test_an_address_in_a_source_is_no_link(address: str) -> None:
    found_by_readers = r"(?:https?|ftp)://|www\.|[\w.+-]@[\w-]"  # as GitHub Flavored Markdown has it
    assert re.search(found_by_readers, address, re.I)
    assert not re.search(found_by_readers, escaped(f"See {address}, or ({address})."), re.I)


@given(st.text(st.sampled_from("ab []1()\\"), max_size=30))
def test_a_source_cannot_forge_a_mark(text: str) -> None:
    shown = answer_text([Claim(text, "evidence", (7,))], [])
    assert re.findall(r"(?<!\\)(?:\\\\)*\[(\d+)\](?!\()", shown) == ["7"]


def test_yes_stands_above_a_heading() -> None:
    claim = Claim("It opened a centre.", "evidence", (1,), "MLI", ("Mali",))
    assert answer_text([claim], [], Draft(verdict="yes")) == "**Yes.**\n\n**Mali**\n\n- It opened a centre. [1]"


def test_what_several_places_of_a_country_did_at_once_is_told_once() -> None:
    both = CountryExample("Cusco", "local", "Peru", "PER", (), LIMA.text, LIMA.citations)
    assert answer_text([], [LIMA, MALI, both]).startswith(
        f"- **Lima, Cusco (Peru, local)**: {LIMA.text} [4][5]\n- **Mali"
    )


def test_where_quotes_stand_is_told_once_for_each_page() -> None:
    told = where_text([citation(1, "One."), replace(citation(1, "Two."), n=2), citation(3, "Three.")])
    assert told == "Passages quoted: The report, p. 1 [1][2]; The report, p. 3 [3]."
