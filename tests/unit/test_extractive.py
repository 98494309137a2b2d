"""The default synthesizer: which sentences it says, in which order, and when it says nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mgi_assistant.adapter import Adapter
from mgi_assistant.place_words import is_regional
from mgi_assistant.relevance import calibration
from mgi_assistant.synthesizers import candidates
from mgi_assistant.synthesizers.absence import NEAREST
from mgi_assistant.synthesizers.choosing import MOST_CLAIMS
from mgi_assistant.synthesizers.claiming import MOST_EXAMPLES
from mgi_assistant.synthesizers.extractive import ExtractiveSynthesizer
from mgi_assistant.types import Draft
from mgi_assistant.understand import asked_there
from tests.unit.drafting import draft, report, said
from tests.unit.fakes import WEIGHTS, MemoryStore, Written, assistant_over, small_library, written

FIGURE = "Only 31 per cent of countries keep a tide museum."
MANY = report(FIGURE, "A tide museum is a place that shows tides.", "Harbour pilots like seasonal soup.")


def test_the_sentence_that_answers_comes_first() -> None:
    assert said(draft("What share of countries keep a tide museum?", MANY))[0] == FIGURE


def test_a_question_for_a_figure_is_not_answered_without_one() -> None:
    found = draft("What share of countries keep a tide museum?", MANY)
    assert "A tide museum is a place that shows tides." not in said(found)


def test_what_nothing_answers_gets_no_claim_but_what_is_nearest() -> None:
    found = draft("How is bread baked in a museum?", MANY)
    assert not found.claims
    assert not found.examples
    assert 0 < len(found.nearest) <= NEAREST
    assert len({evidence.quote for evidence in found.nearest}) == len(found.nearest)


REACH = [
    "Since 2019, 14 countries took part.",
    "The MGI programme was rolled out in 17 countries.",
    "Of 9 famed countries, 8 keep a clock.",
    "Some 3,500 government officials took part.",
]


def test_how_many_took_part_is_told_side_by_side_and_nothing_else() -> None:
    found = draft("How many countries took part?", report(*REACH))
    assert sorted(said(found)) == sorted(REACH[:2])


PERU = {"subject": ["PER"], "level": "national"}


def test_a_story_goes_on_with_what_is_less_sure_by_itself() -> None:
    content = [
        written("report", 1, "Lima opened a tide museum. Its clerks lend clocks.", subject=["PER:lima"], level="local")
    ]
    assistant = assistant_over(MemoryStore(content))
    query = asked_there(assistant.understood("What else did it lend?"), "PER:lima", assistant.gazetteer)
    vector = assistant.embedder.embed_question(query.search)
    hits = assistant.retriever(query.search, vector, 24, query.filters)
    assert "Its clerks lend clocks." in said(assistant.synthesize.goes_on(query, vector, hits))


def test_an_empty_library_has_nothing_near() -> None:
    assert draft("What is a tide museum?", []) == Draft(confidence=0.0)


def test_no_more_than_a_few_sentences_are_said_and_none_twice() -> None:
    texts = [f"The tide museum of the harbour shows {n} tide clocks." for n in range(3, 12)]
    found = draft("What does the tide museum of the harbour show?", report(*texts, texts[0]))
    assert 1 <= len(found.claims) <= MOST_CLAIMS
    assert len(set(said(found))) == len(said(found))


@pytest.mark.parametrize("kind", ["caption", "contents", "names"])
def test_captions_contents_and_bare_names_do_not_answer_where_prose_does(kind: str) -> None:
    text = "The tide museum keeps twelve old clocks in its hall."
    content = [*report(text), written("report", 9, "Tide museum: twelve old clocks in its hall.", kind=kind)]  # type: ignore[arg-type]
    assert said(draft("What does the tide museum keep in its hall?", content)) == [text]


def test_half_a_sentence_is_not_said() -> None:
    content = report("keeps twelve old tide clocks in its hall", "Twelve old tide clocks")
    assert not draft("Who keeps twelve old tide clocks in its hall?", content).claims


def test_a_rare_word_of_the_question_lifts_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    clerks = [
        written("other", n, f"Clerks of the harbour keep a ledger of the ships in bay {n}.") for n in range(1, 41)
    ]
    named = "FAMCare gives tea and bread to clerks."
    content, question = [*clerks, *report(named)], "Did FAMCare clerks have a ledger of ships?"
    lifted = draft(question, content).claims[0]
    monkeypatch.setattr(candidates, "_RARE_ODDS", 1.0)
    plain = draft(question, content).claims[0]
    assert lifted.text == plain.text == named
    odds = [claim.confidence / (1 - claim.confidence) for claim in (lifted, plain)]
    assert odds[0] == pytest.approx(4 * odds[1])


def test_what_stands_in_one_place_is_explained_there_though_nothing_defines_it() -> None:
    clerks = [written("other", n, f"Clerks of the harbour keep a ledger in bay {n}.") for n in range(1, 41)]
    used = "Clerks were given tea by FAMCare."
    assert said(draft("What is FAMCare?", [*clerks, *report(used)])) == [used]


def test_counts_are_taken_from_further_off() -> None:
    near, further = (
        "In 2018, 12 harbours keep a tide museum.",
        "By 2021, 19 harbours had a museum with clocks and maps.",
    )
    content = report(near, further)
    assert said(draft("How many harbours have a tide museum?", content)) == [near, further]
    assert said(draft("Do harbours keep their tide museum up?", content)) == [near]


GOALS = [
    *report("Which goals the harbour plan has was agreed in 2019."),
    written(
        "report", 2, "Clean water for every port of the bay.\nSafe work.\nFair pay.", kind="item",
        section=("Plan", "The three goals of the harbour plan are:"),
    ),
]  # fmt: skip


def test_the_list_under_the_line_that_leads_it_in_is_given_whole() -> None:
    found = draft("Which goals does the harbour plan have?", GOALS)
    assert said(found) == ["Clean water for every port of the bay.", "Safe work.", "Fair pay."]


def test_a_list_under_a_line_of_something_else_is_not_given() -> None:
    found = draft("When was the harbour plan agreed?", GOALS)
    assert said(found) == ["Which goals the harbour plan has was agreed in 2019."]
    other = replace(GOALS[1], passage=replace(GOALS[1].passage, section=("Plan", "The clocks of the museum are:")))
    assert "Safe work." not in said(draft("Which goals does the harbour plan have?", [GOALS[0], other]))


def test_a_note_that_only_names_a_publication_says_nothing() -> None:
    note = written("report", 1, "Harbour Board, Tide Museum Almanac (Kiel, 2022), p. 18.", kind="footnote")
    told = written("report", 2, "The tide museum almanac is printed in Kiel.", kind="footnote")
    assert said(draft("Where is the tide museum almanac printed?", [note, told])) == [told.passage.text]


def test_a_name_of_several_words_is_looked_for_as_one() -> None:
    content = report(
        "The Goals of the harbour are sustainable tides and development.",
        "The harbour is in line with the Sustainable Development Goals.",
    )
    assert said(draft("What in the harbour follows the Sustainable Development Goals?", content))[0] == (
        "The harbour is in line with the Sustainable Development Goals."
    )


def test_the_story_of_a_place_goes_on_with_what_leans_on_the_best_sentence() -> None:
    told = "Peru has drawn up a tide plan. The plan aims at calm ports. Pilots like soup."
    content = [written("report", 1, told, subject=["PER"]), *report("Most countries like calm soup.")]
    assert said(draft("Which tide plan has Peru drawn up?", content)) == [
        "Peru has drawn up a tide plan.", "The plan aims at calm ports.",
    ]  # fmt: skip


def test_nobody_is_listed_for_having_what_is_said_to_be_lacking() -> None:
    assert said(draft("Who has opened a tide museum?", PLACES))
    assert said(draft("Which countries lack a tide museum?", PLACES)) == []


FEATURES = [
    written("report", 4, text, kind="item", section=("Features of the harbour",))
    for text in ("Harbour pilots serve seasonal soup.", "Mangrove belts keep storms out.", "Tide museums are open.")
]


def test_of_a_list_the_item_that_the_question_singles_out_is_said() -> None:
    assert said(draft("Do harbour pilots serve soup?", FEATURES)) == ["Harbour pilots serve seasonal soup."]


# -- places ------------------------------------------------------------------------------------------------------------

PLACES = [
    written("report", 1, "The ministry opened a tide museum. It has 12 clocks.", subject=["MLI"], level="national"),
    written("report", 2, "The city opened a tide museum.", subject=["PER:lima"], level="local"),
    written("places", 1, "Mali took part at the national level.", row=True, subject=["MLI"], level="national"),
    written("places", 2, "Chad took part at the national level.", row=True, subject=["TCD"], level="national"),
]


def test_a_place_and_nothing_else_is_told_by_its_story() -> None:
    found = draft("What happened in Mali?", PLACES)
    assert said(found) == ["The ministry opened a tide museum.", "It has 12 clocks."]
    assert {claim.place for claim in found.claims} == {"MLI"}


def test_a_place_without_a_story_is_told_by_its_row() -> None:
    assert said(draft("What happened in Chad?", PLACES)) == ["Chad took part at the national level."]


def test_of_two_places_each_is_told() -> None:
    found = draft("What happened in Mali and Chad?", PLACES)
    assert {claim.place for claim in found.claims} == {"MLI", "TCD"}
    assert found.missing == ("TCD",)  # nothing but that it took part
    assert not draft("Did Mali and Chad take part?", PLACES).missing


def test_a_place_that_nothing_is_known_of_is_named_as_missing() -> None:
    found = draft("What happened in Mali and Fiji?", PLACES)
    assert {claim.place for claim in found.claims} == {"MLI"}
    assert found.missing == ("FJI",)


def test_a_country_is_not_answered_with_its_neighbour() -> None:
    assert not draft("Did Chad open a tide museum?", PLACES).claims


def test_of_a_country_without_a_story_that_of_its_localities_is_told() -> None:
    row = written("places", 3, "Peru took part at the national level.", row=True, subject=["PER"], level="national")
    story = written("report", 9, "Lima keeps a tide museum.", subject=["PER:lima", "PER"], level="local")
    found = draft("What happened in Peru?", [story, row])
    assert [(claim.text, claim.place) for claim in found.claims] == [("Lima keeps a tide museum.", "PER:lima")]
    assert not found.missing
    assert said(draft("Did Peru take part?", [story, row])) == ["Peru took part at the national level."]


def test_who_did_something_is_answered_place_by_place() -> None:
    found = draft("Who has opened a tide museum?", PLACES)
    assert {(claim.kind, claim.place) for claim in found.claims} == {("example", "MLI"), ("example", "PER:lima")}


def test_whether_any_of_a_region_took_part_is_told_by_the_list_of_those_that_did() -> None:
    found = draft("Did any African countries take part?", PLACES)
    assert found.verdict == "yes"
    assert [claim.kind for claim in found.claims] == ["list"]
    assert {evidence.passage.subject[0] for evidence in found.claims[0].evidence} == {"MLI", "TCD"}


def test_of_examples_those_with_all_telling_words_are_named_and_no_others() -> None:
    clerks = [written("other", n, f"Clerks of the harbour keep a ledger in bay {n}.") for n in range(1, 41)]
    stories = [
        written("story", 1, "Mali keeps a revised ledger of the harbour.", subject=["MLI"], level="national"),
        written("story", 2, "Peru keeps a ledger of the harbour.", subject=["PER"], level="national"),
    ]
    found = draft("Which countries keep a revised ledger of the harbour?", [*clerks, *stories])
    assert [c.place for c in found.claims] == ["MLI"]


def test_a_caption_answers_only_where_it_is_far_likelier_than_anything_else() -> None:
    clerks = [written("other", n, f"Clerks of the harbour keep a ledger in bay {n}.") for n in range(1, 41)]
    caption = written("photo", 1, "SITLAM is a ledger that holds the work record of clerks.", kind="caption")
    assert said(draft("What is SITLAM?", [*clerks, caption])) == [caption.passage.text]
    assert caption.passage.text not in said(draft("Who keeps a ledger in bay 7 of the harbour?", [*clerks, caption]))


def test_cities_are_asked_for_and_no_country_is_named() -> None:
    found = draft("Which cities opened a tide museum?", PLACES)
    assert [claim.place for claim in found.claims] == ["PER:lima"]


def test_examples_beside_an_answer_are_few_and_one_a_place() -> None:
    places = ["MLI", "PER", "TCD", "FJI", "KEN", "ECU"]
    told = [
        written("report", n, f"The ministry opened tide museum number {n}.", subject=[place], level="national")
        for n, place in enumerate(places, 1)
    ]
    found = draft("What is known of the tide museum that a ministry opened?", told)
    shown = [example.place for example in found.examples]
    assert 0 < len(shown) <= MOST_EXAMPLES
    assert len(set(shown)) == len(shown)


def test_who_is_best_is_not_answered() -> None:
    assert draft("Which country has opened a tide museum?", PLACES).claims
    found = draft("Which country is the best at opening a tide museum?", PLACES)
    assert not found.claims
    assert not found.examples
    assert found.nearest


@pytest.mark.parametrize(
    ("place", "expected"),
    [("region:africa", True), ("group:sids", True), ("MLI", False), ("COL:medellin", False)],
)
def test_regions_are_told_from_places(place: str, expected: bool) -> None:
    assert is_regional(place) == expected


def test_every_claim_is_verbatim_evidence_with_a_probability() -> None:
    library = small_library()
    found = draft("Who opened a counselling centre for seasonal fishers?", [*library._content.values()])
    assert found.claims
    for claim in (*found.claims, *found.examples):
        assert claim.text == claim.evidence[0].quote
        assert 0.0 <= claim.confidence <= 1.0


def test_what_has_the_words_of_a_question_that_only_names_a_topic_is_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    content = report("For the pilots who come in from far away at low tide in winter, an almanac is kept.", *["Soup."])
    found = draft("Is there anything on almanacs?", [*content, *written_aside("An almanac in a basin.")])
    assert said(found) == ["For the pilots who come in from far away at low tide in winter, an almanac is kept."]
    assert not draft("Is there anything on zeppelins?", content).claims
    monkeypatch.setattr(candidates, "_FEW", 0)
    assert draft("Is there anything on almanacs?", content).confidence < found.confidence


def written_aside(text: str) -> list[Written]:
    """Return the caption of a photo."""
    return [written("report", 9, text, kind="caption")]


def test_of_a_place_that_is_only_named_in_passing_just_that_is_told() -> None:
    content = report("The war in Chad and droughts at sea are reminders of this.", "Chad\n17 route des Morillons")
    content = [replace(one, passage=replace(one.passage, places=("TCD",))) for one in content]
    found = draft("What happened in Chad?", content)
    assert said(found) == ["The war in Chad and droughts at sea are reminders of this."]
    assert not found.missing


def test_when_a_place_was_assessed_is_not_answered_with_its_story() -> None:
    content = [written("report", 1, "The tide plan covers 2023 and 2024.", subject=["MLI"], level="national")]
    assert said(draft("What happened in Mali?", content))
    found = draft("When exactly was Mali's assessment carried out?", content)
    assert not found.claims
    assert found.nearest


def test_a_city_in_a_country_is_told_by_the_story_of_a_city() -> None:
    content = [
        written("report", 1, "The country founded a tide office.", subject=["PER"], level="national"),
        written("report", 2, "In Lima, a tide committee was set up.", subject=["PER:lima", "PER"], level="local"),
    ]
    assert said(draft("What did a city in Peru set up?", content)) == ["In Lima, a tide committee was set up."]


def test_a_place_that_no_list_of_participants_names_is_said_to_be_unlisted() -> None:
    assert draft("Did Fiji take part?", PLACES).unlisted == ("FJI",)
    assert not draft("Did Mali take part?", PLACES).unlisted
    assert not draft("What happened in Fiji?", PLACES).unlisted
    assert not draft("Did Fiji take part?", report("The tide museum is in Lima.")).unlisted


def test_an_example_that_says_this_work_comes_with_what_work_that_is() -> None:
    told = "The city builds a tide museum. Part of this work is to keep tide clocks."
    content = [written("report", 1, told, subject=["PER:lima", "PER"], level="local", policy_areas=["diaspora"])]
    assert said(draft("Which cities keep tide clocks?", content)) == [told]


@pytest.mark.parametrize(
    "asked", ["What about boats, sails, ropes and pots?", "Why have boats, sails, ropes and pots?"]
)
def test_what_was_learned_tells_more_of_a_sentence_that_is_known(asked: str) -> None:
    boats = "Lima mends old boats in its yard."
    store = MemoryStore([written("kiel", 1, "Kiel keeps a tide calendar."), written("lima", 1, boats)])
    assistant = assistant_over(store)
    assert isinstance(assistant.synthesize, ExtractiveSynthesizer)
    question = assistant.embedder.read_question(assistant.understood(asked).search)
    [answer] = store.sentence_vectors(next(p for p in store.passages if p.text == boats))
    word, towards = question.word_vectors[0], answer - question.vector
    bias = np.zeros(1, "f4")  # the first word is enough
    adapter = Adapter("hashed-words", word[:, None], bias, towards[None, :], nothing=0.3, learned=answer[None, :])
    weights = replace(WEIGHTS, answer=calibration().answer)
    learned = replace(assistant, synthesize=replace(assistant.synthesize, adapter=adapter, weights=weights))
    assert assistant.ask(asked).status == "not_found"
    assert learned.ask(asked).claims[0].text == boats, "though it gives no reason"
    assert learned.ask("Who keeps a tide calendar?").text == assistant.ask("Who keeps a tide calendar?").text


def test_what_localities_did_is_not_what_their_country_did() -> None:
    about = {"subject": ["HND"], "places": ["HND"], "level": "national"}
    store = MemoryStore(
        [
            written("a", 1, "In Honduras, a tide plan was written for the tide.", **about),  # type: ignore[arg-type]
            written("a", 2, "In Honduras, councils began to walk with the tide.", **about),  # type: ignore[arg-type]
        ]
    )
    answer = assistant_over(store).ask("What did municipalities in Honduras do about the tide?")
    assert [claim.text for claim in answer.claims] == ["In Honduras, councils began to walk with the tide."]
