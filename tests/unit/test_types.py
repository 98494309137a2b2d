"""The values: what filters admit, and the keys of the JSON that others rely on."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.answers import Answer, Claim, CountryExample, Searched, Withheld
from mgi_assistant.types import Citation, Filters, Locator, Query
from tests.unit.fakes import small_library, written

ANSWER_KEYS = {
    "id", "question", "standalone_question", "status", "text", "claims", "citations", "examples", "searched",
    "withheld", "confidence", "timings_ms", "synthesizer", "model", "note",
}  # fmt: skip
CITATION_KEYS = {"n", "passage_id", "source_id", "title", "page", "page_label", "row", "quote", "url"}
EXAMPLE_KEYS = {"place", "level", "country", "iso3", "policy_areas", "text", "citations", "instrument", "measure_year"}


def full_answer() -> Answer:
    """Return an answer with one of everything."""
    return Answer(
        query=Query("and Mali?", "What did Mali do?", "What did Mali do?", "what", ("MLI",)),
        status="partial",
        text="Mali acted. [1]",
        claims=(Claim("Mali acted.", "evidence", (1,), "MLI"),),
        citations=(Citation(1, "p-1", Locator("report", 7, "v"), "The report", "Mali acted.", "https://example.org"),),
        examples=(CountryExample("Mali", "national", "Mali", "MLI", ("diaspora",), "Mali acted.", (1,)),),
        searched=Searched(("report",), 12, {"places": ["MLI"]}),
        withheld=(Withheld("Mali slept.", "no citation"),),
        timings_ms={"total": 1.5},
        id="q1",
        confidence=0.75,
    )


def test_an_answer_has_the_keys_of_the_contract() -> None:
    raw = full_answer().to_dict()
    assert set(raw) == ANSWER_KEYS
    assert [set(claim) for claim in raw["claims"]] == [{"text", "kind", "citations"}]
    assert [set(citation) for citation in raw["citations"]] == [CITATION_KEYS]
    assert [set(example) for example in raw["examples"]] == [EXAMPLE_KEYS]
    assert set(raw["searched"]) == {"sources", "passages", "filters"}
    assert [set(withheld) for withheld in raw["withheld"]] == [{"text", "reason"}]
    assert raw["question"] == "and Mali?"
    assert raw["standalone_question"] == "What did Mali do?"


def test_an_answer_is_plain_json() -> None:
    raw = full_answer().to_dict()
    assert json.loads(json.dumps(raw)) == raw


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        full_answer().status = "answered"  # type: ignore[misc]


def test_empty_filters_admit_everything() -> None:
    assert all(map(Filters().admit, small_library().passages))


PLACES = st.frozensets(st.sampled_from(["MLI", "PER", "PER:lima"]))
AREAS = st.frozensets(st.sampled_from(["diaspora", "discrimination"]))
LEVELS = st.sampled_from([None, "national", "local"])


@given(PLACES, AREAS, LEVELS, PLACES, AREAS, LEVELS)
def test_every_given_field_of_a_filter_has_to_hold(
    places: frozenset[str], areas: frozenset[str], level: str | None,
    wanted_places: frozenset[str], wanted_areas: frozenset[str], wanted_level: str | None,
) -> None:  # fmt: skip
    plain = written("report", 1, "A text.").passage
    passage = replace(plain, places=tuple(places), policy_areas=tuple(areas), level=level)  # type: ignore[arg-type]
    filters = Filters(wanted_places, wanted_level, wanted_areas, frozenset({"report"}))  # type: ignore[arg-type]
    fits = (
        (not wanted_places or bool(wanted_places & places))
        and (not wanted_areas or bool(wanted_areas & areas))
        and wanted_level in (None, level)
    )
    assert filters.admit(passage) == fits
    assert not replace(filters, sources=frozenset({"other"})).admit(passage)


def test_a_sentence_is_a_raw_slice_of_its_passage() -> None:
    passage = next(p for p in small_library().passages if len(p.sentences) > 1)
    assert [passage.sentence(i) for i in range(len(passage.sentences))] == [
        "The government opened a counselling centre for seasonal fishers.",
        "It has 12 desks.",
    ]
