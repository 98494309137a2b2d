"""From evidence to examples of countries and localities."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mgi_assistant.examples import (
    country_examples,
    for_each_place,
    headed,
    is_example,
    one_a_place,
    sentences_about,
    told_of,
    whole_examples,
    with_companions,
    within,
)
from mgi_assistant.places import default_gazetteer
from mgi_assistant.types import DraftClaim, Evidence, Filters, Passage, PassageKind, Span
from tests.unit.fakes import written

GAZETTEER = default_gazetteer()


def story(place: str, number: int = 1, text: str = "It opened a centre.\nIt has desks.", **more: object) -> Passage:
    return written("report", number, text, subject=[place], **more).passage  # type: ignore[arg-type]


def claim(passage: Passage, place: str | None) -> DraftClaim:
    return DraftClaim(passage.text, "example", (Evidence(passage, Span(0, len(passage.text))),), place)


@pytest.mark.parametrize(
    ("kind", "subject", "areas", "expected"),
    [
        ("prose", ["MLI"], [], True),
        ("item", ["MLI"], [], True),
        ("prose", [], ["diaspora"], False),
        ("caption", ["MLI"], [], False),
        ("footnote", ["MLI"], [], False),
        ("names", ["MLI"], [], False),
        ("row", ["MLI"], ["diaspora"], True),
        ("row", ["MLI"], [], False),
        ("row", [], ["diaspora"], False),
    ],
)
def test_what_counts_as_an_example(kind: PassageKind, subject: list[str], areas: list[str], expected: bool) -> None:
    passage = written("s", 1, "It opened a centre.", kind=kind, subject=subject, policy_areas=areas).passage
    assert is_example(passage) == expected


def test_a_country_example() -> None:
    passage = story("MLI", policy_areas=["diaspora"])
    (example,) = country_examples([claim(passage, "MLI")], [(3,)], GAZETTEER)
    assert (example.place, example.level, example.country, example.iso3) == ("Mali", "national", "Mali", "MLI")
    assert example.policy_areas == ("diaspora",)
    assert example.citations == (3,)
    assert example.to_dict()["policy_areas"] == ["diaspora"]


def evidence(passage: Passage, sentence: int = 0) -> DraftClaim:
    span = passage.sentences[sentence]
    return DraftClaim(passage.text[span.start : span.end], "evidence", (Evidence(passage, span),), passage.subject[0])


def test_sentences_that_do_not_say_where_stand_under_their_place() -> None:
    bare = story("MLI", 1, "The country opened a centre.\nMali has desks.")
    named = story("PER", 2, "Peru opened a centre.\nIt has desks.")
    claims = [evidence(bare), evidence(bare, 1), evidence(named)]
    assert [claim.under for claim in headed(claims, GAZETTEER)] == [("Mali",), ("Mali",), ()]
    assert headed([evidence(bare, 1), evidence(named)], GAZETTEER) == (evidence(bare, 1), evidence(named))
    assert headed(headed(claims, GAZETTEER), GAZETTEER) == headed(claims, GAZETTEER)


def test_localities_of_one_story_stand_above_it_with_their_country() -> None:
    passage = written("report", 1, "Both towns opened a centre.", subject=["ECU:quito", "ECU:cuenca", "ECU"]).passage
    (claim,) = headed([evidence(passage)], GAZETTEER)
    assert claim.under == ("Quito, Cuenca (Ecuador)",)


def test_what_is_about_no_place_or_has_a_heading_stays_as_it_is() -> None:
    of_all = evidence(story("MLI", 1, "Countries opened centres."))
    of_all = replace(of_all, evidence=(Evidence(written("report", 2, "Countries open.").passage, Span(0, 15)),))
    profiled = replace(evidence(story("MLI")), under=("Mali: found", "Partnerships"))
    assert headed([of_all, profiled], GAZETTEER) == (of_all, profiled)


def test_a_local_example_names_its_country() -> None:
    (example,) = country_examples([claim(story("COL:medellin"), "COL:medellin")], [(1,)], GAZETTEER)
    assert (example.place, example.level, example.country, example.iso3) == ("Medellín", "local", "Colombia", "COL")


def test_a_claim_about_no_place_is_no_example() -> None:
    mali = story("MLI")
    examples = country_examples([claim(mali, None), claim(mali, "MLI")], [(1,), (2,)], GAZETTEER)
    assert [example.citations for example in examples] == [(2,)]


def test_the_first_claim_about_each_place_is_kept() -> None:
    one, two, other = story("MLI", 1, "One."), story("MLI", 2, "Two."), story("PER", 3, "Three.")
    kept = one_a_place([claim(one, "MLI"), claim(two, "MLI"), claim(two, None), claim(other, "PER")])
    assert [c.text for c in kept] == ["One.", "Three."]


def test_an_example_names_its_instrument_and_the_year_of_the_measure() -> None:
    passage = story("MLI", text="The law on seasonal work was adopted in 2019.")
    (example,) = country_examples([claim(passage, "MLI")], [(1,)], GAZETTEER)
    assert (example.instrument, example.measure_year) == ("law or regulation", "2019")
    (without,) = country_examples([claim(story("PER", 2), "PER")], [(1,)], GAZETTEER)
    assert (without.instrument, without.measure_year) == ("", "")


def test_whole_examples_tell_the_first_story_of_each_place_in_full() -> None:
    bare = written("places", 1, "Fiji took part.", row=True, subject=["FJI"]).passage
    passages = [bare, story("MLI", 1), story("MLI", 2, "More."), story("PER", 3, "Three.")]
    told = whole_examples(passages, GAZETTEER)
    assert [(c.place, c.text) for c in told] == [("MLI", "It opened a centre. It has desks."), ("PER", "Three.")]
    assert told[0].evidence[0].quote == "It opened a centre.\nIt has desks."


def of_two_towns(text: str) -> Passage:
    towns = ["MDA:cahul", "MDA:balti", "MDA"]
    return written("report", 7, text, subject=towns, places=["UKR"], level="local").passage


def test_a_passage_about_localities_is_no_example_of_their_country() -> None:
    assert told_of(of_two_towns("They opened centres.")) == ("MDA:cahul", "MDA:balti")
    assert told_of(story("MLI")) == ("MLI",)


def test_a_sentence_about_one_of_two_places_is_not_said_about_the_other() -> None:
    passage = of_two_towns(
        "Both opened centres in Moldova. Cahul trained guides. They speak four languages. Bălți built a shelter."
    )
    assert sentences_about("MDA:cahul", passage, GAZETTEER) == (0, 1, 2)
    assert sentences_about("MDA:balti", passage, GAZETTEER) == (0, 3)
    told = whole_examples([passage], GAZETTEER)
    assert [(c.place, c.text) for c in told] == [
        ("MDA:cahul", "Both opened centres in Moldova. Cahul trained guides. They speak four languages."),
        ("MDA:balti", "Both opened centres in Moldova."),
    ]


def test_a_claim_is_an_example_of_each_place_that_its_sentence_is_about() -> None:
    passage = of_two_towns("Both opened centres. Cahul trained guides.")
    both, one = (
        DraftClaim(passage.sentence(i), "example", (Evidence(passage, passage.sentences[i]),), "MDA:balti")
        for i in (0, 1)
    )
    assert [c.place for c in for_each_place([both], GAZETTEER)] == ["MDA:cahul", "MDA:balti"]
    assert [c.place for c in for_each_place([one], GAZETTEER)] == ["MDA:cahul"]
    assert [c.place for c in with_companions([both], Filters(), GAZETTEER)] == ["MDA:balti", "MDA:cahul"]
    assert [c.place for c in with_companions([replace(one, place="MDA:cahul")], Filters(), GAZETTEER)] == ["MDA:cahul"]
    assert [c.place for c in with_companions([replace(both, place="UKR")], Filters(), GAZETTEER)] == ["UKR"]
    balti = Filters(frozenset({"MDA:balti"}))
    assert [c.place for c in with_companions([both], balti, GAZETTEER)] == ["MDA:balti"]


def test_a_place_that_is_only_mentioned_passes_no_filter() -> None:
    drafts = whole_examples([of_two_towns("They opened centres."), story("MLI", 8)], GAZETTEER)
    found = {
        country: [c.place for c in within(drafts, Filters(frozenset({country})), GAZETTEER)]
        for country in ("UKR", "MDA", "MLI")
    }
    assert found == {"UKR": [], "MDA": ["MDA:cahul", "MDA:balti"], "MLI": ["MLI"]}
    assert [c.place for c in within(drafts, Filters(level="national"), GAZETTEER)] == ["MLI"]
    assert len(within(drafts, Filters(), GAZETTEER)) == 3
