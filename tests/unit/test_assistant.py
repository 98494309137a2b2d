"""Whole answers over a small library."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from mgi_assistant.assistant import EXAMPLES_CONSIDERED
from mgi_assistant.errors import UsageError
from mgi_assistant.synthesizers import absence
from mgi_assistant.types import Draft, DraftClaim, Evidence, Filters, Span
from tests.unit.fakes import FixedSynthesizer, MemoryStore, assistant_over, small_library, written

LIBRARY = small_library()
ASSISTANT = assistant_over(LIBRARY)


def test_an_answer_with_its_figure() -> None:
    answer = ASSISTANT.ask("What share of countries run a flood shelter register?")
    assert answer.status == "answered"
    assert answer.text.startswith("Only 31 per cent of countries run a flood shelter register. [1]")
    assert (answer.citations[0].locator.page_label, answer.citations[0].title) == ("p1", "The report")


def test_the_same_sentence_about_two_places_is_told_of_the_one_asked_about() -> None:
    for name, place, label in (("Mali", "MLI", "p2"), ("Peru", "PER", "p3")):
        answer = ASSISTANT.ask(f"Did {name} open a counselling centre for seasonal fishers?")
        assert answer.status == "answered"
        assert {claim.place for claim in answer.claims} == {place}
        assert answer.citations[0].locator.page_label == label


def test_a_place_without_evidence_on_the_topic_is_not_found_with_what_is_nearest() -> None:
    answer = ASSISTANT.ask("What does Chad do about mangroves and pilots?")
    assert answer.status == "not_found"
    assert "about Chad" in answer.text
    assert answer.claims == ()
    assert any("mangrove" in c.quote for c in answer.citations)  # where just that is told, though of another place


def test_a_place_that_no_source_names_is_not_found_without_passages() -> None:
    answer = ASSISTANT.ask("What did Fiji do?")
    assert (answer.status, answer.citations, answer.searched.passages) == ("not_found", (), 0)
    assert answer.searched.filters == {"places": ["FJI"]}


def test_timings_name_each_step_and_their_total() -> None:
    timings = ASSISTANT.ask("What did Mali do?").timings_ms
    assert set(timings) == {"understand", "embed", "retrieve", "answer", "total"}
    assert timings["total"] == pytest.approx(sum(v for k, v in timings.items() if k != "total"), abs=0.01)


def test_retrieve_gives_k_hits_under_the_filters_of_the_question() -> None:
    hits = ASSISTANT.retrieve("What did Peru do?", k=2)
    assert len(hits) == 2
    assert all("PER" in hit.passage.places for hit in hits)


def test_what_a_synthesizer_makes_up_is_withheld_with_the_reason() -> None:
    mali = next(p for p in LIBRARY.passages if p.subject[:1] == ("MLI",))
    true = mali.sentence(0)

    evidence = (Evidence(mali, mali.sentences[0]),)
    dreamt = Draft(
        (
            DraftClaim(true, "evidence", evidence, "MLI"),
            DraftClaim("It has 99 desks.", "evidence", evidence, "MLI"),
            DraftClaim("Everyone was happy.", "evidence", (), "MLI"),
        ),
        (DraftClaim(true, "example", evidence, "PER"),),
    )
    answer = replace(ASSISTANT, synthesize=FixedSynthesizer(dreamt)).ask("What did Mali do?")
    assert answer.status in ("answered", "partial")
    assert [claim.text for claim in answer.claims] == [true]
    assert {withheld.reason for withheld in answer.withheld} == {
        "the figure 99 does not stand in the quote",
        "no citation",
        "the cited passage is about another place",
    }
    assert "99" not in answer.text
    assert {example.iso3 for example in answer.examples} == {"MLI"}


def test_when_everything_is_withheld_nothing_is_found() -> None:
    dreamt = Draft((DraftClaim("Everyone was happy.", "evidence", ()),))
    answer = replace(ASSISTANT, synthesize=FixedSynthesizer(dreamt)).ask("What did Mali do?")
    assert (answer.status, answer.claims) == ("not_found", ())
    assert [withheld.text for withheld in answer.withheld] == ["Everyone was happy."]


def test_a_claim_on_a_passage_that_is_not_in_the_index_is_withheld() -> None:
    stray = written("elsewhere", 1, "A tide came.").passage
    dreamt = Draft((DraftClaim("A tide came.", "evidence", (Evidence(stray, Span(0, 12)),)),))
    answer = replace(ASSISTANT, synthesize=FixedSynthesizer(dreamt)).ask("What did Mali do?")
    assert (answer.status, len(answer.withheld)) == ("not_found", 1)


# -- parts, places and follow-ups --------------------------------------------------------------------------------------


def test_a_question_in_two_parts_is_partly_answered() -> None:
    answer = ASSISTANT.ask("What share of countries run a flood shelter register, and who bakes the bread in Fiji?")
    assert answer.status == "partial"
    assert "Only 31 per cent of countries run a flood shelter register. [1]" in answer.text
    assert "Beyond this, the sources searched gave nothing on “" in answer.text
    assert "bread" in answer.text


def test_the_same_is_told_of_each_of_two_places() -> None:
    answer = ASSISTANT.ask("Did Mali and Peru open a counselling centre for seasonal fishers?")
    assert {claim.place for claim in answer.claims} == {"MLI", "PER"}
    assert len({c.passage_id for c in answer.citations}) == 2


# -- filters by name ---------------------------------------------------------------------------------------------------


ADVISED = MemoryStore(
    [
        written("report", 1, "Keep a register of the diaspora.", kind="item", section=("Diaspora", "Recommendations"),
                policy_areas=["diaspora"]),
        written("report", 2, "Mali opened a museum for its diaspora.", subject=["MLI"], policy_areas=["diaspora"]),
        written("report", 3, "Peru opened a library for its diaspora.", subject=["PER"], policy_areas=["diaspora"]),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "status", "examples"),
    [
        ("What should Mali do for its diaspora?", "answered", ["Mali"]),
        ("What should Chad do for its diaspora?", "partial", ["Mali", "Peru"]),
        ("What should African countries do for their diaspora?", "answered", ["Mali"]),
    ],
)
def test_advice_is_given_to_all_alike_with_what_is_done_there(question: str, status: str, examples: list[str]) -> None:
    answer = assistant_over(ADVISED).ask(question)
    assert answer.claims[0].text == "Keep a register of the diaspora."
    assert answer.status == status
    assert ("nothing on this about Chad" in answer.text) == (status == "partial")
    assert sorted(example.place for example in answer.examples) == examples


def test_a_place_s_own_story_is_no_advice() -> None:
    answer = assistant_over(MemoryStore(list(ADVISED._content.values())[1:])).ask(
        "What should Chad do for its diaspora?"
    )
    assert answer.claims == ()


def test_a_follow_up_is_asked_of_the_place_talked_of() -> None:
    content = [
        written("report", 1, "Most countries have partners involved in tide museums."),
        written("report", 2, "In Mali partners were involved in clocks.", subject=["MLI"]),
    ]
    answer = assistant_over(MemoryStore(content)).ask("Were partners involved?", ["What did Mali do about clocks?"])
    assert [claim.place for claim in answer.claims] == ["MLI"]
    assert answer.query.places == ("MLI",)


@pytest.mark.parametrize("question", ["start over", "Let's start again please"])
def test_starting_over_is_said_and_nothing_is_searched(question: str) -> None:
    answer = ASSISTANT.ask(question, ["What did Mali do?"])
    assert (answer.status, answer.claims, answer.citations) == ("not_found", (), ())
    assert answer.text == "What was asked before no longer counts. Ask your next question."


def test_filters_for_a_country_and_a_region() -> None:
    assert ASSISTANT.filters_for("Peru", None, "local") == Filters(frozenset({"PER"}), "local")
    assert ASSISTANT.filters_for(None, "Central Asia", None).places == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    assert ASSISTANT.filters_for("Uzbekistan", "Asia", None).places == {"UZB"}
    assert ASSISTANT.filters_for(None, None, None) == Filters()


@pytest.mark.parametrize(
    ("country", "region", "message"),
    [
        ("Atlantis", None, "'Atlantis' is no country that is known here"),
        ("Africa", None, "'Africa' is no country that is known here"),
        (None, "Peru", "'Peru' is no region"),
        (None, "", "'' is no region"),
        ("Peru", "Africa", "Peru does not lie in Africa"),
    ],
)
def test_names_that_do_not_fit_are_refused(country: str | None, region: str | None, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)) as refused:
        ASSISTANT.filters_for(country, region, None)
    assert refused.value.hint


def test_examples_of_one_country() -> None:
    found = ASSISTANT.examples("", ASSISTANT.filters_for("Mali", None, None))
    assert [example.place for example in found.examples] == ["Mali"]
    assert found.examples[0].text == "The government opened a counselling centre for seasonal fishers. It has 12 desks."


def test_examples_are_found_behind_many_nearer_rows() -> None:
    rows = [
        written("places", n, f"Country {n} keeps a tide museum of clocks, as listed.", row=True)
        for n in range(EXAMPLES_CONSIDERED + 20)
    ]
    story = written(
        "report", 1, "The ministry of Mali opened its first tide museum.", subject=["MLI"], level="national"
    )
    answer = assistant_over(MemoryStore([*rows, story])).ask("Which countries keep a tide museum of clocks, as listed?")
    assert "MLI" in {claim.place for claim in answer.claims}


def test_printed_lists_do_not_crowd_out_what_tells_something() -> None:
    names = [written("names", n, f"Flood shelter register {n}", kind="names") for n in range(40)]
    told = written("told", 1, "A register of shelters for floods is kept at the harbour by 31 per cent of countries.")
    found = assistant_over(MemoryStore([*names, told])).ask("What share of countries keep a flood shelter register?")
    assert [citation.quote for citation in found.citations] == [told.passage.text]


def test_what_has_nothing_of_the_topic_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = assistant_over(MemoryStore([written("report", 1, "IOM governments report MGI results together.")]))
    question = "How do IOM governments report MGI results together by bread?"
    assert assistant.ask(question).status == "not_found"
    monkeypatch.setattr(absence, "_SOUNDS_LIKE", 0.0)
    assert assistant.ask(question).status == "answered"
