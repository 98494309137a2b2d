"""The measures of single answers: what each has to see, and what must hold for all answers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_eval.answers import Response
from mgi_eval.invariants import uncited
from mgi_eval.items import Item
from mgi_eval.metrics import MEASURES, measured
from tests.unit.eval_fakes import answerable, case, figure, item, library, quote, raw_case, regex, response

FLOOD = "Less than 31 per cent of countries run a flood register."
RIGHT = answerable("flood", "How common?", quote("report", 1, FLOOD), figure(31, "per cent", "less than"))
MALI = answerable(
    "mali", "What did Mali do?", quote("table", 1, "Mali opened a tide museum in 2019."), regex("tide museum"),
    scope={"places": ["MLI"], "level": "national", "year": None},
)  # fmt: skip
MALI_SAYS = "Mali opened a tide museum in 2019."
PERU_SAYS = "Peru opened a flood map in 2021."
UNANSWERABLE = raw_case("no", "Who bakes?")


def value(one: Item, name: str) -> float | None:
    ratio = MEASURES[name][1](one)
    return None if ratio is None else ratio.right / ratio.of


def test_a_perfect_answer_is_perfect_in_every_measure() -> None:
    found = measured(item(RIGHT, response(FLOOD, ("report", 1, FLOOD))))
    assert found.pop("answer_words").right == 11
    assert {name for name, ratio in found.items() if ratio.right < ratio.of} == set()
    assert {"strict_vital", "number_exact", "evidence_f1_corrected", "number_precision"} <= set(found)


# -- invariants --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cited",
    [
        ("report", 1, FLOOD.replace("31", "32")),
        ("report", 2, FLOOD),
        ("table", 1, FLOOD),
        ("report", 1, "not " + FLOOD),
    ],
)
def test_a_quote_that_does_not_stand_there_breaks_verbatim_rate(cited: tuple[str, int, str]) -> None:
    assert value(item(RIGHT, response(FLOOD, ("report", 1, FLOOD))), "verbatim_rate") == 1
    assert value(item(RIGHT, response(FLOOD, cited)), "verbatim_rate") == 0


def test_quotes_offered_as_nearest_are_checked_too() -> None:
    declined = response("Not found.", ("report", 1, "made up"), status="not_found")
    assert value(item(UNANSWERABLE, declined), "verbatim_rate") == 0


def test_a_sentence_without_a_citation_that_resolves_breaks_coverage() -> None:
    good = response(FLOOD, ("report", 1, FLOOD))
    assert value(item(RIGHT, good), "citation_coverage") == 1
    bare = good.model_copy(update={"claims": (good.claims[0].model_copy(update={"citations": ()}),)})
    assert value(item(RIGHT, bare), "citation_coverage") == 0
    added = good.model_copy(update={"text": f"{good.text} Everybody knows that."})
    assert value(item(RIGHT, added), "citation_coverage") == 0.5
    astray = good.model_copy(update={"text": f"{good.text} And so on. [7]"})
    assert value(item(RIGHT, astray), "citation_coverage") == 0.5
    nowhere = response(FLOOD, ("table", 77, FLOOD))
    assert value(item(RIGHT, nowhere), "citation_coverage") == 0


def test_headings_and_remarks_on_the_search_need_no_citation() -> None:
    text = "**Examples**\n\nThe sources say nothing on this about Chad.\nWhat comes closest:\n- One [1][2]\n"
    assert uncited(text) == []
    assert uncited("One [1] and then more.\n\nTwo.") == ["and then more.", "Two."]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        (FLOOD, 1.0),
        ("31 per cent of countries run a flood register.", 0.0),
        ("More than 31 per cent of countries run one.", 0.0),
        ("Less than 31 countries run one.", 0.0),
        ("Less than 31 percentage points.", 0.0),
        ("Less than 31,000 per cent.", 0.0),
        ("Less than 13 per cent of countries run one.", 0.0),
        ("Countries run one.", None),
    ],
)
def test_a_number_needs_value_unit_and_hedge_in_its_own_quote(said: str, right: float | None) -> None:
    assert value(item(RIGHT, response(said, ("report", 1, FLOOD))), "number_precision") == right


def test_years_keep_their_order_and_a_list_may_say_how_long_it_is() -> None:
    survey = "Between 2016 and 2023, 23 harbours were surveyed."
    assert value(item(RIGHT, response(survey, ("report", 2, survey))), "number_precision") == 1
    swapped = response("Between 2023 and 2016, 23 harbours were surveyed.", ("report", 2, survey))
    assert value(item(RIGHT, swapped), "number_precision") == pytest.approx(1 / 3)
    two = response("2 places: Mali; Peru.", ("table", 1, MALI_SAYS), ("table", 2, PERU_SAYS))
    assert value(item(RIGHT, two), "number_precision") == 1
    three = response("3 places: Mali; Peru.", ("table", 1, MALI_SAYS), ("table", 2, PERU_SAYS))
    assert value(item(RIGHT, three), "number_precision") == 0


def test_a_passage_about_another_place_breaks_scope_and_attribution() -> None:
    assert value(item(MALI, response(MALI_SAYS, ("table", 1, MALI_SAYS))), "scope_fidelity") == 1
    other = item(MALI, response("It opened a flood map.", ("table", 2, PERU_SAYS)))
    assert value(other, "scope_fidelity") == 0
    assert value(other, "attribution") == 0
    renamed = item(MALI, response("Mali opened a flood map.", ("table", 2, PERU_SAYS)))
    assert value(renamed, "attribution") == 0


@pytest.mark.parametrize(("change", "fits"), [({"level": "local"}, 0), ({"year": 2019}, 1), ({"year": 2003}, 0)])
def test_level_and_year_belong_to_the_scope(change: dict[str, Any], fits: float) -> None:
    record = MALI | {"scope": MALI["scope"] | change}
    assert value(item(record, response(MALI_SAYS, ("table", 1, MALI_SAYS))), "scope_fidelity") == fits


def test_an_example_belongs_to_its_place() -> None:
    good = response(MALI_SAYS, ("table", 1, MALI_SAYS))
    example = {"text": "It opened a tide museum.", "citations": (1,), "place": "Mali", "iso3": "MLI"}
    right = Response.model_validate(good.model_dump() | {"examples": [example]})
    wrong = Response.model_validate(good.model_dump() | {"examples": [example | {"place": "Peru", "iso3": "PER"}]})
    assert value(item(MALI, right), "attribution") == 1
    assert value(item(MALI, wrong), "attribution") == 0.5


# -- quality -----------------------------------------------------------------------------------------------------------


def test_what_must_not_be_said_undoes_an_answer() -> None:
    record = RIGHT | {"must_not": ["bread"]}
    bad = item(record, response(f"{FLOOD} And bread.", ("report", 1, FLOOD)))
    assert value(bad, "strict_vital") == 0
    assert value(bad, "conditioned_score") == 0
    assert value(bad, "vital") == 1
    assert value(bad, "must_not") == 0
    assert any("bread" in reason for reason in bad.untold)


def test_what_comes_after_eighty_words_is_late() -> None:
    late = item(RIGHT, response("word " * 80 + FLOOD, ("report", 1, FLOOD)))
    assert (value(late, "strict_vital"), value(late, "direct_80")) == (1, 0)


def test_sentences_beside_the_point_cost_precision() -> None:
    both = [("report", 1, FLOOD), ("report", 3, "Train harbour pilots.")]
    padded = response(FLOOD, *both)
    extra = {"text": "Train harbour pilots.", "kind": "evidence", "citations": (2,)}
    first = padded.claims[0].model_dump() | {"citations": (1,)}
    padded = Response.model_validate(padded.model_dump() | {"claims": [first, extra]})
    assert value(item(RIGHT, padded), "nugget_precision") == 0.5
    assert value(item(RIGHT, padded), "evidence_precision") == 0.5
    assert value(item(RIGHT, padded), "evidence_recall") == 1
    assert value(item(RIGHT, padded), "evidence_f1") == pytest.approx(2 / 3)
    assert value(item(RIGHT, padded), "citation_precision") == 0.5


def test_the_best_of_several_groups_counts() -> None:
    groups = [[quote("report", 1, FLOOD)], [quote("report", 4, "They met at 14 ports."), quote("report", 3, "Protect")]]
    record = RIGHT | {"evidence_groups": groups}
    assert value(item(record, response(FLOOD, ("report", 1, FLOOD))), "evidence_recall") == 1
    half = item(record, response("x", ("report", 4, "They met at 14 ports.")))
    assert value(half, "evidence_recall") == 0.5
    assert value(half, "citation_recall") == 0.5


def test_chance_is_taken_out_of_the_evidence() -> None:
    whole = response("x", *(("report", 1, part) for part in (FLOOD, "Half of them publish it.")))
    plain, corrected = (value(item(RIGHT, whole), name) for name in ("evidence_f1", "evidence_f1_corrected"))
    size = library().size
    chance = 2 * (1 / size) * (2 / size) / (1 / size + 2 / size)
    assert plain == pytest.approx(2 / 3)
    assert corrected == pytest.approx((2 / 3 - chance) / (1 - chance))


@pytest.mark.parametrize(
    ("record", "status", "conditioned", "abstained"),
    [
        (RIGHT, "answered", 1.0, None),
        (RIGHT, "not_found", 0.0, None),
        (UNANSWERABLE, "not_found", 1.0, 1.0),
        (UNANSWERABLE, "answered", 0.0, 0.0),
        (UNANSWERABLE, "partial", 0.0, 0.0),
    ],
)
def test_answering_and_declining(record: Any, status: str, conditioned: float, abstained: float | None) -> None:
    one = item(record, response(FLOOD, ("report", 1, FLOOD), status=status))
    assert value(one, "conditioned_score") == conditioned
    assert value(one, "abstain_recall") == abstained
    assert value(one, "abstain_partial") == (None if abstained is None else float(status != "answered"))


def test_a_question_that_leaves_open_what_it_asks_is_not_simply_answered() -> None:
    vague = raw_case("vague", "How many?", type="underspecified", answerability="underspecified")
    assert value(item(vague, response(FLOOD, ("report", 1, FLOOD))), "underspecified") == 0
    assert value(item(vague, response(FLOOD, ("report", 1, FLOOD), status="partial")), "underspecified") == 1
    told = vague | {"nuggets": [regex("flood")]}
    assert value(item(told, response(FLOOD, ("report", 1, FLOOD))), "underspecified") == 1


def test_recovery_is_over_the_turns_that_their_rewrite_gets_right() -> None:
    good, bad = response(FLOOD, ("report", 1, FLOOD)), response("No idea.", status="not_found")
    later = RIGHT | {"turn": 2, "history": ["Before?"], "rewrite_gold": "How common are flood registers?"}
    assert value(item(later, good, good), "followup_recovery") == 1
    assert value(item(later, bad, good), "followup_recovery") == 0
    assert value(item(later, good, bad), "followup_recovery") is None


# -- what always holds -------------------------------------------------------------------------------------------------

PIECES = [
    ("report", 1, FLOOD), ("report", 1, "Half of them publish it."), ("report", 2, "The survey is not repeated."),
    ("report", 4, "They met at 14 ports."), ("table", 1, MALI_SAYS), ("table", 2, PERU_SAYS), ("table", 9, "nothing"),
    ("report", 3, "invented"),
]  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=5, unique=True)


def quoting(cited: list[tuple[str, int, str]]) -> Response:
    return response(" ".join(text for _, _, text in cited) or "…", *cited)


@given(st.sampled_from([RIGHT, MALI, UNANSWERABLE]), pieces, st.sampled_from(["answered", "partial", "not_found"]))
def test_every_measure_stays_in_its_bounds(record: dict[str, Any], cited: Any, status: str) -> None:
    answer = quoting(cited).model_copy(update={"status": status})
    for name, ratio in measured(item(record, answer)).items():
        assert ratio.of > 0, name
        if name == "answer_words":
            assert ratio.right >= 0
        elif name == "evidence_f1_corrected":
            assert -1 <= ratio.right <= 1
        else:
            assert 0 <= ratio.right <= ratio.of, name


@given(pieces)
def test_gold_added_to_an_answer_never_lowers_what_is_found(cited: list[tuple[str, int, str]]) -> None:
    before = item(RIGHT, quoting(cited))
    after = item(RIGHT, quoting([*[one for one in cited if one != PIECES[0]], PIECES[0]]))
    for name in ("vital", "strict_vital", "evidence_recall", "evidence_f1", "citation_recall", "number_exact"):
        assert (value(after, name) or 0) >= (value(before, name) or 0), name


@given(pieces)
def test_a_faulty_quote_is_never_overlooked(cited: list[tuple[str, int, str]]) -> None:
    faulty = [one for one in cited if one[2] in ("nothing", "invented")]
    rate = value(item(RIGHT, quoting(cited)), "verbatim_rate")
    assert rate == (pytest.approx(1 - len(faulty) / len(cited)) if cited else None)


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_said_is_measured_without_an_error(text: str, words: str) -> None:
    found = measured(Item(case(MALI), response(text, ("table", 1, words)), library()))
    assert "conditioned_score" in found
