"""What may be said, and every way in which a claim fails."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.grounding import numbers, verify
from mgi_assistant.text import readable
from mgi_assistant.types import DraftClaim, Evidence, Passage, Span
from tests.unit.fakes import MemoryStore, sentence_span, small_library, written

LIBRARY = small_library()


def passage(text: str) -> Passage:
    """Return the passage of the library that begins with ``text``."""
    return next(p for p in LIBRARY.passages if p.text.startswith(text))


def verbatim(found: Passage, index: int = 0, **changed: object) -> DraftClaim:
    """Return the claim that says one sentence of a passage, with fields changed."""
    claim = DraftClaim(readable(found.sentence(index)), "evidence", (Evidence(found, sentence_span(found, index)),))
    return replace(claim, **changed)  # type: ignore[arg-type]


def reason(claim: DraftClaim, store: MemoryStore = LIBRARY) -> str:
    """Return why a claim is withheld, or an empty text where it is kept."""
    kept, withheld = verify([claim], store)
    assert len(kept) + len(withheld) == 1
    if kept:
        assert kept == [claim]
        return ""
    assert withheld[0].text == claim.text
    return withheld[0].reason


def rows() -> tuple[Evidence, ...]:
    """Return the rows of the library's three countries as evidence."""
    found = [p for p in LIBRARY.passages if p.kind == "row" and "national" in p.text]
    return tuple(Evidence(p, Span(0, len(p.text))) for p in found)


def test_a_verbatim_sentence_is_kept_with_and_without_its_place() -> None:
    mali = passage("The government opened")
    assert reason(verbatim(mali)) == ""
    assert reason(verbatim(mali, place="MLI")) == ""


def test_a_claim_without_citation_is_withheld() -> None:
    assert reason(DraftClaim("Mali opened a centre.", "evidence", ())) == "no citation"


@pytest.mark.parametrize("span", [Span(0, 0), Span(9, 3), Span(10_000, 10_005)])
def test_an_empty_quote_is_withheld(span: Span) -> None:
    mali = passage("The government opened")
    assert reason(verbatim(mali, evidence=(Evidence(mali, span),))) == "empty quote"


def test_a_quote_of_nothing_but_space_is_withheld() -> None:
    blank = written("blank", 1, "One.   Two.")
    claim = DraftClaim("", "evidence", (Evidence(blank.passage, Span(4, 7)),))
    assert reason(claim, MemoryStore([blank])) == "empty quote"


def test_an_altered_quote_is_withheld() -> None:
    mali = passage("The government opened")
    altered = replace(mali, text=mali.text.replace("12 desks", "13 desks"))
    assert reason(verbatim(altered, 1)) == "the quote does not stand on the cited page or row"


def test_a_quote_from_another_page_is_withheld() -> None:
    mali = passage("The government opened")
    elsewhere = replace(mali, locator=passage("Only 31").locator)
    assert reason(verbatim(elsewhere)) == "the quote does not stand on the cited page or row"


def test_a_quote_at_another_offset_is_withheld() -> None:
    mali = passage("The government opened")
    assert reason(verbatim(replace(mali, start=0))) == "the quote does not stand on the cited page or row"


def test_a_quote_from_a_page_that_is_not_in_the_index_is_withheld() -> None:
    stray = written("elsewhere", 1, "A tide came.").passage
    assert reason(verbatim(stray)) == "the cited page or row is not in the index"


def test_the_right_sentence_for_the_wrong_place_is_withheld() -> None:
    mali = passage("The government opened")
    assert reason(verbatim(mali, place="PER")) == "the cited passage is about another place"


@pytest.mark.parametrize("kind", ["evidence", "recommendation", "example", "rephrased"])
def test_a_figure_that_is_not_in_the_quote_is_withheld(kind: str) -> None:
    figure = passage("Only 31")
    claim = verbatim(figure, text="Only 13 per cent of countries run a flood shelter register.", kind=kind)
    assert reason(claim) == "the figure 13 does not stand in the quote"


@pytest.mark.parametrize("kind", ["evidence", "recommendation", "example"])
def test_a_sentence_in_other_words_than_its_quote_is_withheld(kind: str) -> None:
    claim = verbatim(passage("Only 31"), text="31 per cent of countries have a register.", kind=kind)
    assert reason(claim) == "the sentence is not the quote"


def test_a_rephrased_sentence_may_use_other_words_but_no_other_figures() -> None:
    assert (
        reason(verbatim(passage("Only 31"), text="31 per cent of countries have a register.", kind="rephrased")) == ""
    )


def test_one_bad_quote_of_several_withholds_the_claim() -> None:
    one, two = rows()[:2]
    bad = Evidence(replace(two.passage, text=two.passage.text.replace("national", "local")), two.span)
    claim = DraftClaim(f"{one.quote} {bad.quote}", "evidence", (one, bad))
    assert reason(claim) == "the quote does not stand on the cited page or row"


def test_a_sentence_over_two_quotes_is_kept() -> None:
    one, two = rows()[:2]
    assert reason(DraftClaim(f"{one.quote} {two.quote}", "evidence", (one, two))) == ""


def test_a_whole_list_is_kept() -> None:
    assert reason(DraftClaim("3 countries, counting the rows of “P”: Mali; Peru; Chad.", "list", rows())) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("4 countries, counting the rows of “P”: Mali; Peru; Chad.", "the number is not that of the rows"),
        ("Some countries, counting the rows of “P”: Mali; Peru; Chad.", "the number is not that of the rows"),
        ("3 countries, counting the rows of “P”: Mali; Peru; Togo.", "a name does not stand in its row"),
        ("3 countries, counting the rows of “P”: Peru; Mali; Chad.", "a name does not stand in its row"),
        ("3 countries, counting the rows of “P”: Mali; Peru.", "a name does not stand in its row"),
    ],
)
def test_a_list_with_a_wrong_count_or_name_is_withheld(text: str, why: str) -> None:
    assert reason(DraftClaim(text, "list", rows())) == why


def test_a_list_whose_table_has_a_colon_in_its_title_is_kept() -> None:
    claim = DraftClaim("3 countries, counting the rows of “Profiles: who took part”: Mali; Peru; Chad.", "list", rows())
    assert reason(claim) == ""


def test_a_name_that_is_only_a_part_of_the_one_in_the_row_is_withheld() -> None:
    nigeria = written("places", 1, "Nigeria took part.", row=True, subject=["NGA"])
    claim = DraftClaim("1 country, counting the rows of “P”: Niger.", "list", (Evidence(nigeria.passage, Span(0, 18)),))
    assert reason(claim, MemoryStore([nigeria])) == "a name does not stand in its row"


def test_order_is_kept_and_each_claim_judged_by_itself() -> None:
    good, bad = verbatim(passage("Only 31")), DraftClaim("Invented.", "evidence", ())
    other = verbatim(passage("About 40"))
    kept, withheld = verify([good, bad, other], LIBRARY)
    assert kept == [good, other]
    assert [w.text for w in withheld] == ["Invented."]


# -- for all texts -----------------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=120).filter(str.strip)


@st.composite
def spans_of_pages(draw: st.DrawFn) -> tuple[MemoryStore, Evidence]:
    """A page of any characters, and evidence on any stretch of it that is not blank."""
    item = written("any", 1, draw(TEXTS), before=draw(st.text(max_size=20)), subject=["MLI"])
    text = item.passage.text
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        start, end = 0, len(text)
    return MemoryStore([item]), Evidence(item.passage, Span(start, end))


@given(spans_of_pages())
def test_any_verbatim_span_holds(found: tuple[MemoryStore, Evidence]) -> None:
    store, evidence = found
    assert reason(DraftClaim(evidence.quote, "evidence", (evidence,), "MLI"), store) == ""
    assert reason(DraftClaim(readable(evidence.quote), "evidence", (evidence,), "MLI"), store) == ""


@given(spans_of_pages(), st.data())
def test_a_quote_with_any_one_character_changed_fails(found: tuple[MemoryStore, Evidence], data: st.DataObject) -> None:
    store, evidence = found
    at = data.draw(st.integers(evidence.span.start, evidence.span.end - 1))
    old = evidence.passage.text
    new = data.draw(st.characters(codec="utf-8").filter(lambda c: c != old[at]))
    forged = Evidence(replace(evidence.passage, text=old[:at] + new + old[at + 1 :]), evidence.span)
    why = reason(DraftClaim(forged.quote, "evidence", (forged,), "MLI"), store)
    assert why in ("the quote does not stand on the cited page or row", "empty quote")


@given(spans_of_pages(), st.integers(0, 10**6))
def test_a_figure_of_its_own_never_passes(found: tuple[MemoryStore, Evidence], figure: int) -> None:
    store, evidence = found
    text = f"{readable(evidence.quote)} ({figure})"
    assert reason(DraftClaim(text, "evidence", (evidence,), "MLI"), store) != ""


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no figure", []),
        ("3,500+ officials", ["3500"]),
        ("3 500 officials", ["3500"]),
        ("3\u202f500 and 3\u00a0500", ["3500", "3500"]),
        ("1,234,567.89 dollars", ["1234567.89"]),
        ("SDG 10.7.", ["10.7"]),
        ("22 per cent, 1 in 4", ["22", "1", "4"]),
        ("2016–2023", ["2016", "2023"]),
        ("in 2016, 101 countries", ["2016", "101"]),
        ("in 2016 101 countries", ["2016", "101"]),
        ("100,5", ["100,5"]),
        ("10² is not 102", ["10", "102"]),
    ],
)
def test_numbers_are_read_without_their_separators(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@given(st.integers(0, 10**12), st.sampled_from([",", "\u202f", "\u00a0", " "]))
def test_a_number_is_the_same_with_any_separator(value: int, separator: str) -> None:
    assert numbers(f"about {value:,} people".replace(",", separator)) == [str(value)]
