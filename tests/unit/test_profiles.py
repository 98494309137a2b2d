"""What profiles answer: the right list of the right assessment of the right place, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.answers import Answer
from mgi_assistant.assistant import Assistant
from mgi_assistant.examples import is_example
from mgi_assistant.places import default_gazetteer
from mgi_assistant.profile_words import DIMENSIONS, requested
from mgi_assistant.profiles import MOST_LISTED, Profiles, headings, ranked
from mgi_assistant.types import Assessment, Draft, Level, Passage, Query, Standing
from mgi_assistant.understand import understand
from tests.unit.fakes import CountingIndex, MemoryStore, Written, as_store, assistant_over, small_library, written

GAZETTEER = default_gazetteer(further=(("Tromsø", "NOR"),))


def finding(
    source: str, number: int, text: str, place: tuple[str, ...], year: int, assessment: Assessment,
    standing: Standing | None, dimension: str | None,
) -> Written:  # fmt: skip
    level: Level = "local" if len(place) > 1 else "national"
    plain = written(source, number, text, subject=place, level=level, kind="item")
    about = replace(plain.passage, year=year, assessment=assessment, standing=standing, dimension=dimension)
    return replace(plain, passage=about)


def fiji(number: int, text: str, standing: Standing | None, dimension: str | None, later: bool = False) -> Written:
    return finding(
        "fiji-later" if later else "fiji", number, text, ("FJI",), 2023 if later else 2019,
        "follow-up" if later else "first", standing, dimension,
    )  # fmt: skip


CONTENT = [
    fiji(1, "The government made this profile of itself.", None, None),
    fiji(2, "Harbour clinics treat every migrant for free.", "well developed", "migrants-rights"),
    fiji(3, "Seasonal fishers get no pension at all.", "potential", "migrants-rights"),
    fiji(4, "Unions are not asked about anything.", "potential", "partnerships"),
    fiji(5, "Seasonal fishers get a small pension now.", "well developed", "migrants-rights", later=True),
    fiji(6, "Lighthouses have no interpreters at night.", "potential", "crises", later=True),
    finding("bhutan", 7, "Herders get no pension before they are ninety.", ("BTN",), 2021, "first", "potential",
            "migrants-rights"),
    finding("bhutan", 8, "A lighthouse was built in the mountains.", ("BTN",), 2021, "first", "well developed",
            "crises"),
    finding("tromso", 9, "The city signed a pact with whalers.", ("NOR:tromso", "NOR"), 2022, "first",
            "well developed", "partnerships"),
    finding("tromso", 10, "Cooks get no pension from the city.", ("NOR:tromso", "NOR"), 2022, "first", "potential",
            "migrants-rights"),
    written("report", 11, "A pension treaty covers sailors.", subject=("MLI",), level="national"),
]  # fmt: skip
STORE = MemoryStore(CONTENT)
LEXICAL = CountingIndex(STORE)
PROFILES = Profiles(STORE, LEXICAL, GAZETTEER)


@dataclass(frozen=True)
class Sentence:
    passage: Passage
    index: int
    confidence: float


def rate(query: Query, passages: Sequence[Passage], wanted: dict[str, float]) -> list[Sentence]:
    """Rate a sentence by whether it has all the wanted words that any passage has."""
    known = {term for term in wanted if any(term in LEXICAL.terms(p.text) for p in STORE.passages)}
    return [
        Sentence(p, i, 0.9 if known and known <= set(LEXICAL.terms(p.sentence(i))) else 0.05)
        for p in passages
        for i in range(len(p.sentences))
    ]


def ask(question: str, profiles: Profiles = PROFILES) -> Draft | None:
    return profiles(understand(question, (), GAZETTEER), rate)


def said(question: str) -> set[str]:
    draft = ask(question)
    return {claim.text for claim in draft.claims} if draft else set()


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("What is well developed in Fiji?", {"Seasonal fishers get a small pension now."}),
        ("Where does Fiji still have gaps?", {"Lighthouses have no interpreters at night."}),
        ("Where does Fiji fall short in emergencies?", {"Lighthouses have no interpreters at night."}),
        ("What works well in Fiji?", {"Seasonal fishers get a small pension now."}),
        ("What did the first assessment of Fiji find well developed?",
         {"Harbour clinics treat every migrant for free."}),
        ("What did Fiji lack in 2019?",
         {"Seasonal fishers get no pension at all.", "Unions are not asked about anything."}),
        ("What did Fiji lack in 2019 in partnerships?", {"Unions are not asked about anything."}),
        ("Which countries lack a pension?", {"Herders get no pension before they are ninety."}),
        ("Which cities lack a pension?", {"Cooks get no pension from the city."}),
        ("Which cities have well-developed partnerships?", {"The city signed a pact with whalers."}),
        ("What has Tromsø got room for?", {"Cooks get no pension from the city."}),
        ("Where does Norway have gaps?", {"Cooks get no pension from the city."}),
        ("How are migrants' rights in Bhutan?", {"Herders get no pension before they are ninety."}),
        ("¿Qué está bien desarrollado en Bután?", {"A lighthouse was built in the mountains."}),
        ("Qu'est-ce qui est bien développé au Bhoutan ?", {"A lighthouse was built in the mountains."}),
        ("How did Fiji change on pensions?",
         {"Seasonal fishers get no pension at all.", "Seasonal fishers get a small pension now."}),
    ],
)  # fmt: skip
def test_the_right_list_of_the_right_assessment_is_given(question: str, sentences: set[str]) -> None:
    assert said(question) == sentences


@pytest.mark.parametrize(
    "question",
    [
        "What does Mali lack?",  # no profile
        "How did Bhutan change?",  # one assessment
        "How many countries lack a pension?",  # a count would be a score
        "What share of countries lack a pension?",
        "Why does Fiji lack a pension?",
        "What is a pension?",
        "Who treats migrants in harbour clinics?",
        "Which countries lack zeppelins?",
    ],
)
def test_other_questions_are_left_to_others(question: str) -> None:
    assert ask(question) is None


def test_change_is_shown_side_by_side_with_years() -> None:
    draft = ask("How did Fiji change between the first and the follow-up assessment?")
    assert draft is not None
    assert [claim.under for claim in draft.claims if claim.under[0] == "Fiji: migrants' rights"] == [
        ("Fiji: migrants' rights", "first assessment of 2019, found well developed"),
        ("Fiji: migrants' rights", "first assessment of 2019, found to have potential for further development"),
        ("Fiji: migrants' rights", "follow-up assessment of 2023, found well developed"),
    ]


def test_a_later_assessment_alone_tells_what_has_changed_itself() -> None:
    later = [
        fiji(1, "Since the first assessment, clinics have opened.", "well developed", "migrants-rights", later=True),
        fiji(2, "Fishers sing at night.", "well developed", "crises", later=True),
        fiji(3, "No progress was made on lighthouses.", None, None, later=True),
    ]
    store = MemoryStore(later)
    draft = ask("What has got better in Fiji since its earlier assessment?", Profiles(store, LEXICAL, GAZETTEER))
    assert draft
    assert [claim.text for claim in draft.claims] == [later[2].passage.text, later[0].passage.text]
    assert ask("What has changed in Fiji?", Profiles(MemoryStore(later[1:2]), LEXICAL, GAZETTEER)) is None


@pytest.mark.parametrize(
    "question", ["What did the 2015 assessment of Fiji find?", "What does the profile of 2015 say of Fiji?"]
)
def test_an_assessment_of_another_year_does_not_stand_for_the_one_asked_for(question: str) -> None:
    draft = ask(question)
    assert draft is not None
    assert draft.claims == ()
    assert said("What did the 2019 assessment of Fiji find?")


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("What has changed in Fiji since 2019?", True),
        ("What has Fiji improved since 2019?", True),
        ("How does Fiji compare with 2019?", True),
        ("Which agreements has Fiji signed since 2019?", False),
    ],
)
def test_what_was_done_since_a_year_is_no_change(question: str, change: bool) -> None:
    assert requested(question).change is change


def test_a_place_without_profile_is_named_as_missing() -> None:
    draft = ask("What do Bhutan and Mali lack?")
    assert draft is not None
    assert {claim.place for claim in draft.claims} == {"BTN"}
    assert draft.missing == ("MLI",)


def test_headings_tell_place_list_assessment_year_and_dimension() -> None:
    by_text = {p.text: headings(p, GAZETTEER) for p in STORE.passages}
    assert by_text["The city signed a pact with whalers."] == (
        "Tromsø (Norway): found well developed by the first assessment of 2022",
        "partnerships",
    )
    assert by_text["A pension treaty covers sailors."] == ()
    assert by_text["The government made this profile of itself."] == ()


def test_a_long_list_gives_each_dimension_its_turn() -> None:
    many = [
        fiji(n, f"Thing number {n} of the sea is fine.", "well developed", dimension)
        for n, dimension in enumerate([*DIMENSIONS] * 8)
    ]
    store = MemoryStore(many)
    draft = ask("What is well developed in Fiji?", Profiles(store, CountingIndex(store), GAZETTEER))
    assert draft is not None
    dimensions = [claim.evidence[0].passage.dimension for claim in draft.claims]
    assert set(dimensions) == set(DIMENSIONS)
    assert len(dimensions) == MOST_LISTED
    assert dimensions == sorted(dimensions, key=list(DIMENSIONS).index)  # type: ignore[arg-type]


def test_what_an_earlier_assessment_found_gives_way_to_a_later_one() -> None:
    query = understand("Do seasonal fishers get a pension in Fiji?", (), GAZETTEER)
    old, new, other = (
        Sentence(next(p for p in STORE.passages if p.text == text), 0, 0.9)
        for text in (
            "Seasonal fishers get no pension at all.",
            "Seasonal fishers get a small pension now.",
            "Herders get no pension before they are ninety.",
        )
    )
    assert PROFILES.current(query, [old, new, other], 0.5) == [new, other]
    assert PROFILES.current(query, [old, replace(new, confidence=0.1)], 0.5) == [old, replace(new, confidence=0.1)]
    asked = understand("Did seasonal fishers get a pension in Fiji in 2019?", (), GAZETTEER)
    assert PROFILES.current(asked, [old, new], 0.5) == [old, new]


def test_the_wrong_list_never_answers_which_places_lack_something() -> None:
    query = understand("Which countries lack a lighthouse?", (), GAZETTEER)
    left = {hit.passage.text for hit in PROFILES.fitting(query, ranked(STORE.passages))}
    assert "A lighthouse was built in the mountains." not in left
    assert "Seasonal fishers get no pension at all." not in left  # a later assessment found otherwise
    assert {"Herders get no pension before they are ninety.", "A pension treaty covers sailors."} <= left
    plain = understand("Who built a lighthouse?", (), GAZETTEER)
    assert len(PROFILES.fitting(plain, ranked(STORE.passages))) == len(STORE.passages)


def test_only_what_is_well_developed_is_an_example() -> None:
    examples = {p.text for p in STORE.passages if is_example(p)}
    assert "Harbour clinics treat every migrant for free." in examples
    assert not {"Unions are not asked about anything.", "The government made this profile of itself."} & examples


@given(
    st.sampled_from(["Fiji", "Bhutan", "Tromsø", "Norway", "Mali"]),
    st.sampled_from([d.name for d in DIMENSIONS.values()]),
    st.sampled_from(["What is well developed in {} in {}?", "What does {} lack in {}?", "How is {} doing in {}?"]),
)
def test_a_sentence_is_never_that_of_another_place_list_or_dimension(place: str, dimension: str, form: str) -> None:
    question = form.format(place, dimension)
    draft, request = ask(question), requested(question)
    allowed = {p.id for m in GAZETTEER.find(place) for p in m.places}
    for claim in draft.claims if draft else ():
        passage = claim.evidence[0].passage
        assert allowed & set(passage.subject)
        assert DIMENSIONS[passage.dimension or ""].name == dimension
        assert request.admits(passage)
        assert claim.place == passage.subject[0]
        assert claim.under == headings(passage, GAZETTEER)


# -- the whole assistant -----------------------------------------------------------------------------------------------


def whole(store: MemoryStore) -> Assistant:
    plain = assistant_over(store)
    profiles = Profiles(as_store(store), CountingIndex(store), GAZETTEER)
    synthesizer = replace(plain.synthesize, profiles=profiles, gazetteer=GAZETTEER)  # type: ignore[type-var]
    return replace(plain, gazetteer=GAZETTEER, synthesize=synthesizer)


def test_the_answer_shows_sentences_under_their_headings() -> None:
    answer = whole(STORE).ask("What is well developed in Tromsø?")
    assert answer.status == "answered"
    assert answer.text.startswith(
        "**Tromsø (Norway): found well developed by the first assessment of 2022**\n\n"
        "- *partnerships*: The city signed a pact with whalers. [1]"
    )
    assert answer.to_dict()["claims"][0]["under"] == [
        "Tromsø (Norway): found well developed by the first assessment of 2022",
        "partnerships",
    ]


def test_a_potential_is_no_yes() -> None:
    answer = whole(STORE).ask("Do lighthouses in Fiji have interpreters at night?")
    assert "found to have potential for further development by the follow-up assessment of 2023" in answer.text
    assert "Yes" not in answer.text


@pytest.mark.parametrize(
    "question", ["What does Mali lack?", "Which countries lack shelters?", "Who keeps a tide calendar?"]
)
def test_without_a_profile_nothing_changes(question: str) -> None:
    def essence(answer: Answer) -> Answer:
        return replace(answer, timings_ms={})

    plain = assistant_over(small_library())
    assert essence(whole(small_library()).ask(question)) == essence(plain.ask(question))
    assert not Profiles(small_library(), CountingIndex(small_library()), GAZETTEER)
