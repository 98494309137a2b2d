"""Questions about made-up MGI profiles, read with pypdf and answered with the real model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mgi_assistant import open_assistant
from mgi_assistant.assistant import Assistant
from mgi_assistant.synthesizers.extractive import ExtractiveSynthesizer
from mgi_assistant.types import Passage
from tests import profile_pdfs
from tests.conftest import made_once, run_folder
from tests.integration.conftest import run_ingest

WELL, POTENTIAL = "well developed", "potential"
FIJI, NORWAY, BHUTAN, TROMSO = "FJI", "NOR", "BTN", "NOR:tromso"


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Assistant:
    """Return an assistant over a bare folder of the made-up profiles and one ordinary report."""

    def make(folder: Path) -> None:
        done = run_ingest("--corpus", profile_pdfs.write_all(folder / "pdfs"), "--index", folder / "index", cache=cache)
        assert {file["status"] for file in done["files"]} == {"ok"}

    return open_assistant(made_once(run_folder(tmp_path_factory) / "profiles", make) / "index")


def cited(assistant: Assistant, question: str, history: tuple[str, ...] = ()) -> list[tuple[str, Passage]]:
    """Return the sentences of the answer, each with the passage it is quoted from."""
    answer = assistant.ask(question, history)
    assert not answer.withheld
    numbers = {citation.n: citation for citation in answer.citations}
    found = []
    for claim in answer.claims:
        assert claim.citations
        passage = assistant.store.passage(numbers[claim.citations[0]].passage_id)
        assert numbers[claim.citations[0]].quote in assistant.store.page_of(passage).text
        found.append((claim.text, passage))
    return found


@pytest.mark.parametrize(
    ("question", "words", "place", "standing", "year"),
    [
        # which places lack something
        ("Which countries lack a plan for remittances?", "Remittances are not mentioned", NORWAY, POTENTIAL, 2021),
        ("Which countries have potential for further development in recognising diplomas?",
         "nurses only", FIJI, POTENTIAL, 2023),
        ("Which countries lack agreements with private companies on ethical hiring?",
         "ethical hiring", NORWAY, POTENTIAL, 2021),
        ("Which countries have gaps in registering births?", "register the birth", NORWAY, POTENTIAL, 2021),
        ("Which cities do not have interpreters for firefighters?", "Firefighters", TROMSO, POTENTIAL, 2022),
        # what is well developed where
        ("Which cities have well-developed partnerships?", "Cod Pact", TROMSO, WELL, 2022),
        ("What is well developed in Norway under partnerships?", "Five universities", NORWAY, WELL, 2021),
        ("What is well developed in Fiji when it comes to the mobility dimension of crises?",
         "written instructions", FIJI, WELL, 2023),
        ("What are the strengths of Tromsø on the well-being of migrants?", "Evening classes", TROMSO, WELL, 2022),
        ("¿Qué está bien desarrollado en Bután en materia de alianzas?", "Pacto de las Montañas", BHUTAN, WELL, 2020),
        # where there is room to improve
        ("Where does Fiji still have gaps in partnerships?", "Private employers", FIJI, POTENTIAL, 2023),
        ("Where could Norway improve on safe, orderly and regular migration?", "coast guard", NORWAY, POTENTIAL, 2021),
        ("What does Tromsø lack in migrants' rights?", "kindergartens", TROMSO, POTENTIAL, 2022),
        ("What are the shortcomings of Bhutan in migrants' rights?", "sindicatos", BHUTAN, POTENTIAL, 2020),
        ("Where are the gaps in Fiji's crisis preparedness?", "early warning", FIJI, POTENTIAL, 2023),
        # an assessment of its own
        ("What did the first assessment of Fiji find to have potential in partnerships?",
         "now and then", FIJI, POTENTIAL, 2019),
        ("What was well developed in Fiji's partnerships in 2019?", "Lagoon", FIJI, WELL, 2019),
        # ordinary questions
        ("Does Norway give migrants access to health care?", "emergency treatment", NORWAY, WELL, 2021),
        ("Does Fiji give migrants access to health care?", "public hospitals", FIJI, WELL, 2019),
        ("Does Fiji have a national migration strategy?", "adopted in 2021", FIJI, WELL, 2023),
        ("Who gives legal advice to migrants in Tromsø?", "Polar Desk", TROMSO, WELL, 2022),
    ],
)  # fmt: skip
def test_place_list_and_year_are_right(
    profiles: Assistant, question: str, words: str, place: str, standing: str, year: int
) -> None:
    found = cited(profiles, question)
    assert words in found[0][0]
    for _, passage in found:
        assert (passage.subject[0], passage.standing, passage.year) == (place, standing, year)


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("What did the follow-up assessment in Fiji find?", 2023),
        ("What were the findings of Fiji's first profile?", 2019),
    ],
)
def test_what_an_assessment_found_is_both_of_its_lists(profiles: Assistant, question: str, year: int) -> None:
    found = [passage for _, passage in cited(profiles, question)]
    assert {passage.year for passage in found} == {year}
    assert {passage.standing for passage in found} == {WELL, POTENTIAL}
    assert len({passage.dimension for passage in found}) == 6


def test_of_a_place_the_latest_assessment_is_told(profiles: Assistant) -> None:
    assert {passage.year for _, passage in cited(profiles, "Tell me about Fiji.")} == {2023}


def test_what_one_country_s_profile_mentions_is_not_said_to_be_missing(profiles: Assistant) -> None:
    answer = profiles.ask("Compare Fiji and Norway on emergency health care")
    assert "No passage" not in answer.text
    assert {claim.place for claim in answer.claims} == {FIJI, NORWAY}


@pytest.mark.parametrize(
    ("question", "place", "others"),
    [
        ("What is well developed in Norway?", "Norway", "Tromsø"),  # a city of the country
        ("What is well developed in Tromsø?", "Tromsø (Norway)", "Fiji"),
        ("Where does Fiji have gaps?", "Fiji", "Norway"),
        ("Does Fiji have a plan for avalanches?", "Fiji", "Aurora"),
        ("Does Bhutan register births of children whose parents have no permit?", "Bhutan", "Parents"),
        ("Is there a coordinating committee in Fiji?", "Fiji", "Fjord"),
        ("Does Norway have a Cyclone Plan?", "Norway", "2016"),
    ],
)
def test_a_sentence_is_never_said_of_another_country(
    profiles: Assistant, question: str, place: str, others: str
) -> None:
    answer = profiles.ask(question)
    assert others not in " ".join(claim.text for claim in answer.claims)
    for claim in answer.claims:
        assert not claim.under or claim.under[0].startswith(f"{place}:")
        assert claim.place in {p.id for m in profiles.gazetteer.find(place) for p in m.places} | {TROMSO, None}
    for example in answer.examples:
        assert others not in example.text


def test_both_lists_of_a_profile_come_whole(profiles: Assistant) -> None:
    for head, standing in (("well developed in", 0), ("the gaps in", 1)):
        texts = [
            text
            for text, _ in cited(profiles, f"What is {head} Norway?" if not standing else f"What are {head} Norway?")
        ]
        assert texts == [sentence for pair in profile_pdfs.NORWAY_2021 for sentence in pair[standing]]


def test_two_assessments_stand_side_by_side(profiles: Assistant) -> None:
    found = cited(profiles, "How did Fiji change between the first and the follow-up assessment on pensions?")
    assert [(passage.year, passage.standing) for _, passage in found] == [(2019, POTENTIAL), (2023, WELL)]
    whole = profiles.ask("How did Fiji change between the first and the follow-up assessment?")
    assert {claim.under[0] for claim in whole.claims if claim.under} >= {"Fiji: partnerships", "Fiji: migrants' rights"}
    assert "first assessment of 2019" in whole.text
    assert "follow-up assessment of 2023" in whole.text


def test_two_countries_are_compared_on_a_dimension(profiles: Assistant) -> None:
    found = cited(profiles, "Compare Norway and Fiji on migrants' rights")
    assert {passage.subject[0] for _, passage in found} == {NORWAY, FIJI}
    assert {passage.dimension for _, passage in found} == {"migrants-rights"}
    assert {passage.standing for _, passage in found} == {WELL, POTENTIAL}


def test_a_follow_up_question_keeps_what_was_asked(profiles: Assistant) -> None:
    found = cited(profiles, "and Norway?", ("What is well developed in Fiji under partnerships?",))
    assert [text for text, _ in found] == ["Five universities advise the Fjord Committee under a standing agreement."]


@pytest.mark.parametrize(
    "question",
    [
        "Which countries lack a ministry of zeppelins?",
        "Which cities lack a school for astronauts?",
        "Where does Peru have gaps?",
    ],
)
def test_what_no_profile_tells_is_not_found(profiles: Assistant, question: str) -> None:
    answer = profiles.ask(question)
    assert (answer.status, answer.claims) == ("not_found", ())


def test_an_ordinary_report_stays_one(profiles: Assistant) -> None:
    answer = profiles.ask("Which clinic sees migrants in Samoa without an appointment?")
    assert "Breadfruit Clinic" in answer.claims[0].text
    assert answer.claims[0].under == ()
    assert {p.standing for p in profiles.store.passages if "WSM" in p.subject} == {None}


def test_a_city_that_no_table_has_is_a_place_of_its_own(profiles: Assistant) -> None:
    place = profiles.gazetteer.get(TROMSO)
    assert (place.name, place.kind, place.iso3) == ("Tromsø", "locality", NORWAY)
    assert profiles.ask("What is well developed in Tromso?").claims[0].place == TROMSO


@pytest.mark.parametrize(
    "question", ["What is well developed in Norway?", "Which clinic sees migrants in Samoa without an appointment?"]
)
def test_what_was_learned_from_other_reports_says_nothing_of_these(profiles: Assistant, question: str) -> None:
    assert isinstance(profiles.synthesize, ExtractiveSynthesizer)
    assert profiles.synthesize.adapter
    plain = replace(profiles, synthesize=replace(profiles.synthesize, adapter=None))
    assert profiles.ask(question).text == plain.ask(question).text
