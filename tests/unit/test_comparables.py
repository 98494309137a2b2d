"""Comparable places: every reason true, nothing scored, the place itself and its country left out."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.answers import Comparison, ReasonKind
from mgi_assistant.assistant import Assistant
from mgi_assistant.comparables import REASONS, SIMILAR, find_place, reasons_named, stories
from mgi_assistant.errors import UsageError
from mgi_assistant.place_words import table
from mgi_assistant.places import default_gazetteer
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.render import comparison_text
from tests.unit.fakes import MemoryStore, assistant_over, small_library, written

COMPARISON_KEYS = {
    "place", "topic", "reasons_counted", "order", "comparable", "left_out", "citations", "searched",
}  # fmt: skip
GAZETTEER = default_gazetteer()


def library() -> MemoryStore:
    """Return stories of countries and localities, among them a passage about two towns and an empty participant."""
    data, work = ("migration-data",), ("labour-mobility", "migration-data")
    return MemoryStore(
        [
            written("report", 1, "Mali drew up a strategy on seasonal fishers.", subject=["MLI"], policy_areas=work,
                    level="national"),
            written("report", 2, "Gambia drew up a strategy on seasonal fishers.", subject=["GMB"],
                    policy_areas=data, level="national"),
            written("report", 3, "Cahul opened a counter. Bălți trained pilots. Both are in Moldova.",
                    subject=["MDA:cahul", "MDA:balti", "MDA"], places=["UKR"], level="local"),
            written("report", 4, "Medellín keeps a tide census.", subject=["COL:medellin", "COL"],
                    policy_areas=data, level="local"),
            written("report", 5, "Colombia passed a law on harbours.", subject=["COL"], level="national"),
            written("table", 1, "Suriname took a census of coasts.", row=True, subject=["SUR"], policy_areas=data,
                    level="national"),
            written("report", 6, "Suriname has a school of pilots.", subject=["SUR"],
                    policy_areas=("basic-services",), level="national"),
            written("places", 1, "Fiji took part.", row=True, subject=["FJI"], level="national"),
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return assistant_over(library())


def named(found: Comparison) -> list[str]:
    return [comparable.example.place for comparable in found.comparable]


def words_of(found: Comparison, place: str) -> dict[str, str]:
    (comparable,) = [c for c in found.comparable if c.example.place == place]
    return {reason.kind: reason.words for reason in comparable.reasons}


# -- the place ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mali", "MLI"),
        ("the Gambia", "GMB"),
        ("Georgia", "GEO"),
        ("medellin", "COL:medellin"),
        ("Medellín (Colombia)", "COL:medellin"),
        ("the city of Medellín", "COL:medellin"),
        ("La Cruz, Peru", "PER:la-cruz"),
        ("San José", "CRI:san-jose"),
        ("Niger", "NER"),
        ("Türkiye", "TUR"),
    ],
)
def test_a_place_is_found_by_its_names(name: str, expected: str) -> None:
    assert find_place(name, GAZETTEER).id == expected


@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("La Cruz", "several places", '"La Cruz, Costa Rica" or "La Cruz, Peru"'),
        ("Congo", "several places", '"Democratic Republic of the Congo" or "Republic of the Congo"'),
        ("Mali, Peru", "several places", '"Mali" or "Peru"'),
        ("Kenyaa", "no country or locality", "Did you mean Kenya?"),
        ("Medelin", "no country or locality", "Did you mean Medellín, Colombia?"),
        ("Springfield, Kenya", "no country or locality", "usual English name"),
        ("State of Georgia", "no country or locality", ""),
        ("Cuenca, Spain", "no country or locality", ""),
        ("", "no country or locality", ""),
        ("Africa", "region or group", "Name a country or a locality."),
    ],
)
def test_a_place_that_is_not_plain_is_misuse_with_a_hint(name: str, said: str, hint: str) -> None:
    with pytest.raises(UsageError, match=said) as error:
        find_place(name, GAZETTEER)
    assert hint in error.value.hint
    assert error.value.hint


@pytest.mark.parametrize("choice", ["La Cruz, Costa Rica", "La Cruz, Peru", "Republic of the Congo", "South Korea"])
def test_the_choices_offered_are_plain(choice: str) -> None:
    assert find_place(choice, GAZETTEER).name


@given(st.text(max_size=40))
def test_any_text_is_a_place_or_misuse(text: str) -> None:
    try:
        place = find_place(text, GAZETTEER)
    except UsageError as error:
        message, hint = str(error), error.hint
    else:
        message, hint = place.name, place.iso3 or ""
    assert message
    assert hint


# -- the reasons -------------------------------------------------------------------------------------------------------


def test_reasons_are_counted_in_the_order_given() -> None:
    assert reasons_named([" Level", "region", "level"]) == ("level", "region")
    assert reasons_named(REASONS) == tuple(REASONS)


@pytest.mark.parametrize("names", [["best"], ["region", "score"], [], ["", " "]])
def test_unknown_reasons_are_misuse(names: list[str]) -> None:
    with pytest.raises(UsageError) as error:
        reasons_named(names)
    assert all(kind in error.value.hint for kind in REASONS)


def test_the_reasons_in_words(assistant: Assistant) -> None:
    found = assistant.compare("Mali")
    assert words_of(found, "Gambia") == {
        "region": "both lie in Western Africa",
        "group": "both are least developed countries",
        "policy_area": "same policy area: Increasing the availability of high-quality migration data",
        "instrument": "same kind of instrument: strategy",
        "story": "a similar story",
        "level": "both at the national level",
    }
    assert words_of(found, "Cahul") == {"group": "both are or lie in landlocked developing countries"}


def test_what_a_table_says_of_policy_areas_goes_before_what_words_suggest(assistant: Assistant) -> None:
    told = stories(assistant.store, assistant.gazetteer)
    assert told["SUR"].policy_areas == ("migration-data",)
    assert told["COL"].policy_areas == ()


def test_a_place_without_example_is_compared_by_where_it_lies(assistant: Assistant) -> None:
    found = assistant.compare("Fiji")
    assert (found.named, found.place.text, found.place.citations) == (True, "", ())
    assert words_of(found, "Suriname") == {
        "group": "both are small island developing States",
        "level": "both at the national level",
    }
    assert not assistant.compare("Nepal").named


def test_a_topic_keeps_to_examples_about_it_and_quotes_the_closest_sentence(assistant: Assistant) -> None:
    found = assistant.compare("Peru", "a census of coasts")
    assert "Gambia" not in named(assistant.compare("Peru", "harbours law"))
    suriname = next(c.example for c in found.comparable if c.example.place == "Suriname")
    assert suriname.text == "Suriname took a census of coasts."
    assert "instrument" in words_of(found, "Suriname")


def test_a_locality_is_compared_with_localities_and_countries_elsewhere(assistant: Assistant) -> None:
    found = assistant.compare("Cahul", reasons=["level"])
    assert named(found) == ["Medellín"]
    assert words_of(found, "Medellín") == {"level": "both at the local level"}
    assert found.left_out == ("Bălți",)
    assert assistant.compare("Moldova").left_out == ("Cahul", "Bălți")


def test_of_two_towns_in_a_passage_each_is_quoted_with_its_own_sentence(assistant: Assistant) -> None:
    texts = {c.example.place: c.example.text for c in assistant.compare("Medellín").comparable}
    assert texts["Cahul"] == "Cahul opened a counter."
    assert texts["Bălți"] == "Bălți trained pilots."


def test_a_sentence_that_does_not_name_its_place_comes_with_the_one_that_does() -> None:
    text = "Peru runs a harbour school. It teaches pilots to swim."
    store = MemoryStore([written("report", 1, text, subject=["PER"], level="national")])
    found = assistant_over(store).compare("Chile", "teaching pilots to swim")
    assert [c.example.text for c in found.comparable] == [text]


def test_a_quote_that_does_not_stand_on_its_page_is_not_shown() -> None:
    store = library()
    locator = next(p.locator for p in store.passages if p.subject == ("GMB",))
    store._texts[locator] = "Another page."
    assert "Gambia" not in named(assistant_over(store).compare("Mali"))


# -- what always holds -------------------------------------------------------------------------------------------------

PLACES = st.sampled_from(
    [row["name"] for row in table("countries") if row["name"] not in ("Congo",)] + ["Medellín", "Cahul", "Lima, Peru"]
)
CHOSEN = st.lists(st.sampled_from(list(REASONS)), min_size=1, unique=True)


def true_of(kind: ReasonKind, words: str, found: Comparison, store: MemoryStore, index: int) -> bool:
    """Say by the tables and passages themselves whether a reason holds."""
    one, other = found.place, found.comparable[index].example
    regions = {p.name.lower() for p in GAZETTEER.regions_of(one.iso3)}
    shared = regions & {p.name.lower() for p in GAZETTEER.regions_of(other.iso3)}
    told = {s.place.name: s for s in stories(store, GAZETTEER).values()}
    if kind == "region":
        return words.removeprefix("both lie in ").removeprefix("the ").lower() in shared
    if kind == "group":
        groups = words.split(" lie in " if " lie in " in words else " are ")[-1]
        return all(name in shared for name in groups.lower().split(" and "))
    if kind == "policy_area":
        said = set(words.split(": ")[1].split("; "))
        own, others = ({POLICY_AREAS[area].name for area in e.policy_areas} for e in (one, other))
        return said <= others and (bool(found.topic) or said <= own)
    if kind == "instrument":
        said = set(words.split(": ")[1].split("; "))
        return said <= set(other.instrument.split("; ")) and (
            bool(found.topic) or said <= set(one.instrument.split("; "))
        )
    if kind == "story":
        pairs = [a.vector @ b.vector for a in told[one.place].sentences for b in told[other.place].sentences]
        return bool(np.max(pairs) >= SIMILAR)
    return one.level == other.level and other.level in words


@given(place=PLACES, chosen=CHOSEN, topic=st.sampled_from(["", "a census", "seasonal fishers", "bread"]))
def test_what_every_comparison_keeps_to(place: str, chosen: list[ReasonKind], topic: str) -> None:
    store = library()
    assistant = assistant_over(store)
    found = assistant.compare(place, topic, chosen)
    assert assistant.compare(place, topic, chosen) == found
    assert found.reasons_counted == tuple(chosen)
    positions = []
    for index, comparable in enumerate(found.comparable):
        example, kinds = comparable.example, [reason.kind for reason in comparable.reasons]
        assert kinds == [kind for kind in chosen if kind in kinds] != []
        assert all(true_of(r.kind, r.words, found, store, index) for r in comparable.reasons)
        assert example.iso3 != found.place.iso3
        (n,) = example.citations
        citation = found.citations[n - 1]
        passage = store.passage(citation.passage_id)
        assert example.text == citation.quote
        assert citation.quote in passage.text
        assert passage.subject
        positions.append((chosen.index(kinds[0]), example.country, example.place))
    assert positions == sorted(positions)


def test_the_json_has_no_score(assistant: Assistant) -> None:
    found = assistant.compare("Mali").to_dict()
    assert set(found) == COMPARISON_KEYS
    assert all(word not in json.dumps(found) for word in ("score", "cosine", "similarity", "rank", "0."))
    counted = [value for c in found["comparable"] for value in c.values() if isinstance(value, int | float)]
    assert counted == []


# -- for people --------------------------------------------------------------------------------------------------------


def test_the_markdown_groups_places_by_reason_and_explains_the_order(assistant: Assistant) -> None:
    text = comparison_text(assistant.compare("Mali"))
    headings = [line.strip("*") for line in text.splitlines() if line.startswith("**") and line.endswith("**")]
    assert headings == ["Same region", "Same United Nations group", "Same policy area", "Same level"]
    assert "- **Gambia** — both lie in Western Africa; both are least developed countries;" in text
    assert "Only the level is the same" in text
    assert "Colombia [" in text
    assert text.endswith("does not say that one example is better than another.*")


def test_places_that_tell_the_same_share_an_entry() -> None:
    text = "The towns opened a counter."
    towns = ["MDA:cahul", "MDA:balti", "MDA"]
    store = MemoryStore([written("report", 3, text, subject=towns, level="local")])
    shown = comparison_text(assistant_over(store).compare("Lima, Peru"))
    assert (
        "- **Bălți and Cahul (Moldova, local)** — both at the local level. “The towns opened a counter.” [1]" in shown
    )


def test_nothing_comparable_is_said_plainly() -> None:
    shown = comparison_text(assistant_over(small_library()).compare("Japan", "bread", ["region"]))
    assert "The sources do not name it." in shown
    assert "no example about “bread”" in shown
    assert "order" not in shown
