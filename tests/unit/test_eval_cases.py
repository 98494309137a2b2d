"""The question set: how it is read, and that what ships is sound."""

from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_eval.cases import CASES_DIR, CaseError, CaseSet, CaseType, load_cases, load_set
from mgi_eval.goldcheck import astray, check_gold, overlaps, uncovered, unsupported
from tests.unit.eval_fakes import PagedStore, answerable, case, library, quote, raw_case, regex, small_set, write_lines
from tests.unit.fakes import written

GOOD = answerable("a-1", "How many?", quote("report", 2, "23 harbours"), regex("23"))


def test_cases_are_read_in_order_and_blank_lines_skipped(tmp_path: Path) -> None:
    cases = load_cases(write_lines(tmp_path / "set.jsonl", GOOD, "", GOOD | {"id": "a-2", "lang": "fr"}))
    assert [(one.id, one.lang, one.answerable) for one in cases] == [("a-1", "en", True), ("a-2", "fr", True)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "Invalid JSON"),
        (GOOD | {"id": "b", "colour": "red"}, "colour: this field is not known"),
        ({name: value for name, value in (GOOD | {"id": "b"}).items() if name != "scope"}, "scope: Field required"),
        (GOOD | {"id": "b", "nuggets": [regex("(")]}, "is not a regular expression"),
        (GOOD | {"id": "b", "nuggets": []}, "needs a vital nugget"),
        (GOOD | {"id": "b", "nuggets": [regex("23", vital=False)]}, "needs a vital nugget"),
        (GOOD | {"id": "b", "nuggets": [regex("2"), regex("3")]}, "two nuggets have the same id"),
        (GOOD | {"id": "b", "evidence_groups": []}, "needs a vital nugget and evidence_groups"),
        (GOOD | {"id": "b", "evidence_groups": [[]]}, "group is empty"),
        (GOOD | {"id": "b", "answerability": "unanswerable"}, "neither vital nuggets nor evidence_groups"),
        (GOOD | {"id": "b", "history": ["Before?"]}, "a later turn has a history"),
        (GOOD | {"id": "b", "turn": 2, "history": ["Before?"]}, "a later turn has a history and a rewrite_gold"),
        (GOOD | {"id": "b", "evidence_groups": [[quote("report", 2, "x") | {"row": 1}]]}, "a page or a row"),
        (GOOD | {"id": "b", "type": "riddle"}, "type: "),
        (GOOD | {"id": "B 2"}, "id: "),
        (GOOD, "was given in"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(tmp_path: Path, line: object, message: str) -> None:
    path = write_lines(tmp_path / "set.jsonl", GOOD, line)
    with pytest.raises(CaseError) as caught:
        load_cases(path)
    assert f"{path}, line 2" in str(caught.value)
    assert message in str(caught.value)
    assert caught.value.hint


def test_an_id_must_not_come_back_in_another_file(tmp_path: Path) -> None:
    one, two = write_lines(tmp_path / "a.jsonl", GOOD), write_lines(tmp_path / "b.jsonl", GOOD)
    with pytest.raises(CaseError, match="line 1: the id 'a-1' was given in"):
        load_set(None, [one, two])


def test_a_missing_or_empty_set_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        load_cases(tmp_path / "none.jsonl")
    with pytest.raises(CaseError, match="has no question"):
        load_cases(write_lines(tmp_path / "empty.jsonl", ""))
    with pytest.raises(CaseError, match="has no question"):
        load_set("test", [write_lines(tmp_path / "dev.jsonl", GOOD)])


def test_an_unknown_id_is_an_error(tmp_path: Path) -> None:
    asked = small_set(tmp_path)
    assert asked.case("flood").type == "figure"
    with pytest.raises(CaseError, match="has no case 'nobody'"):
        asked.case("nobody")


def test_the_digest_of_a_set_follows_its_cases_and_split(tmp_path: Path) -> None:
    first = write_lines(tmp_path / "a.jsonl", GOOD)
    other = raw_case("t-1", "Else?", split="test")
    more = write_lines(tmp_path / "b.jsonl", other)
    assert load_set("dev", [first]).sha256 == load_set("dev", [first, more]).sha256
    assert load_set("dev", [first]).sha256 != load_set(None, [first, more]).sha256


def test_gold_that_does_not_stand_in_the_corpus_is_an_error(tmp_path: Path) -> None:
    shelf = library()
    check_gold(small_set(tmp_path), shelf)
    for evidence, message in (
        (quote("report", 2, "99 harbours"), "“99 harbours” does not stand in report, page"),
        (quote("table", 40, "Mali"), "there is no table, row 40"),
    ):
        wrong = case(answerable("w", "How many?", evidence, regex("x")))
        assert [message in problem for problem in astray(wrong, shelf)] == [True]
        with pytest.raises(CaseError, match=message):
            check_gold(CaseSet("set", (wrong,), ""), shelf)


def test_facts_that_the_gold_does_not_tell_are_listed() -> None:
    assert unsupported(case(GOOD)) == []
    assert unsupported(case(GOOD | {"nuggets": [regex("24")]})) == ["group 1 does not tell n1: 24"]
    rows = [quote("table", 1, "Mali"), quote("table", 3, "Kenya")]
    counted = GOOD | {"type": "count", "evidence_groups": [rows], "nuggets": [regex(r"\b(2|two)\b")]}
    assert unsupported(case(counted)) == []
    assert len(unsupported(case(counted | {"type": "list"}))) == 1
    assert len(unsupported(case(counted | {"evidence_groups": [rows[:1]]}))) == 1


def test_a_fact_in_both_splits_is_found() -> None:
    other = GOOD | {"id": "t", "split": "test"}
    both = CaseSet("set", (case(GOOD), case(other)), "")
    assert len(overlaps(both, library())) == 1
    assert overlaps(CaseSet("set", (case(GOOD),), ""), library()) == []


def test_the_same_words_in_two_places_are_one_fact() -> None:
    twice = PagedStore(
        [
            written("report", 1, "Mali opened a tide\nmuseum in 2019. It is free."),
            written("table", 1, "Mali opened a tide museum in 2019.", row=True, subject=["MLI"]),
        ]
    )
    page = answerable("p", "What?", quote("report", 1, "Mali opened a tide\nmuseum in 2019."), regex("museum"))
    row = answerable(
        "r", "What?", quote("table", 1, "Mali opened a tide museum in 2019."), regex("museum"), split="test"
    )
    both = CaseSet("set", (case(page), case(row)), "")
    assert overlaps(both, library(twice)) == ["Mali opened a tide museum in 2019.: p and r"]


def test_what_a_set_does_not_cover_is_listed(tmp_path: Path) -> None:
    found = uncovered(small_set(tmp_path), library())
    assert found["rows"] == []
    assert "es" in found["languages"]
    assert "hostile" in found["types"]
    assert "climate-mobility" not in found["policy areas"]
    assert "diaspora" in found["policy areas"]
    lone = uncovered(CaseSet("set", (case(GOOD),), ""), library())
    assert len(lone["rows"]) == 6
    assert "MLI" in lone["places"]


# -- what ships --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> CaseSet:
    return load_set()


def test_the_shipped_set_is_as_large_and_varied_as_its_card_says(shipped: CaseSet) -> None:
    answerability = Counter(one.answerable for one in shipped.cases if one.answerability != "underspecified")
    assert answerability[True] >= 300
    assert answerability[False] >= 150
    asked = Counter(one.conversation for one in shipped.cases if one.conversation)
    assert sum(turns >= 2 for turns in asked.values()) >= 50
    depths = {name: max(one.turn for one in shipped.cases if one.conversation == name) for name in asked}
    assert set(depths.values()) == {2, 3, 4, 5}
    langs = Counter(one.lang for one in shipped.cases)
    assert min(langs["es"], langs["fr"]) >= 30
    assert len({one.type for one in shipped.cases}) == len(get_args(CaseType))
    assert {one.split for one in shipped.cases} == {"dev", "test"}
    assert min(Counter(one.type for one in shipped.cases).values()) >= 10


def test_places_of_the_shipped_set_are_known(shipped: CaseSet) -> None:
    gazetteer = default_gazetteer()
    for one in shipped.cases:
        for place in one.scope.places:
            assert gazetteer.get(place).id == place, one.id


def test_a_scope_is_that_of_the_question_and_not_of_its_answer(shipped: CaseSet) -> None:
    """Only where the gazetteer reads the question's language, and where the answer could be mistaken for the scope."""
    gazetteer = default_gazetteer()
    for one in (one for one in shipped.cases if one.answerable and one.lang == "en"):
        named = {place.id for m in gazetteer.find(one.rewrite_gold or one.question) for place in m.places}
        named |= {country for place in named if ":" in place for country in gazetteer.members(place)}
        for place in one.scope.places:
            assert {place, place.partition(":")[0]} & named, f"{one.id}: {place} is not asked about"


def test_no_question_is_asked_twice(shipped: CaseSet) -> None:
    asked = Counter((one.question.casefold(), one.history) for one in shipped.cases)
    assert [question for question, n in asked.items() if n > 1] == []


def test_a_conversation_stays_in_one_split(shipped: CaseSet) -> None:
    splits: dict[str, set[str]] = {}
    for one in shipped.cases:
        if one.conversation:
            splits.setdefault(one.conversation, set()).add(one.split)
    assert [name for name, known in splits.items() if len(known) > 1] == []


def test_no_sentence_of_the_publications_is_in_the_set(shipped: CaseSet, shared: Path) -> None:
    def runs(text: str, n: int = 11) -> set[tuple[str, ...]]:
        found = text.casefold().split()
        return {tuple(found[i : i + n]) for i in range(len(found) - n + 1)}

    files = list((shared / "seeds").glob("0*.txt"))
    assert files
    source = set().union(*(runs(path.read_text("utf-8")) for path in files))
    for one in shipped.cases:
        texts: list[Any] = [one.question, *one.history, one.rewrite_gold or "", *(n.text for n in one.nuggets)]
        assert not any(runs(text) & source for text in texts), one.id


def test_the_set_lies_in_the_repository() -> None:
    assert CASES_DIR.is_dir()
