"""The question set and how it is read."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_eval.cases import CASES_DIR, Case, CaseError, load_cases

GOOD: dict[str, Any] = {
    "id": "a-1",
    "type": "figure",
    "question": "How many?",
    "answerability": "answerable",
    "must_have": [["12"]],
}


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n", "utf-8")
    return path


def test_cases_are_read_in_order_and_blank_lines_skipped(tmp_path: Path) -> None:
    cases = load_cases(write(tmp_path / "set.jsonl", GOOD, "", GOOD | {"id": "a-2", "lang": "fr"}))
    assert [(case.id, case.lang, case.answerable) for case in cases] == [("a-1", "en", True), ("a-2", "fr", True)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", "Invalid JSON"),
        (GOOD | {"colour": "red"}, "colour: this field is not known"),
        (GOOD | {"must_have": [["("]]}, "is not a regular expression"),
        (GOOD | {"must_have": []}, "needs must_have"),
        (GOOD | {"must_have": [[]]}, "no empty group"),
        (GOOD | {"answerability": "unanswerable"}, "has no must_have"),
        (GOOD | {"type": "followup"}, "needs its history"),
        (GOOD | {"type": "riddle"}, "type: "),
        (GOOD, "given on line 1 already"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(tmp_path: Path, line: object, message: str) -> None:
    path = write(tmp_path / "set.jsonl", GOOD, line)
    with pytest.raises(CaseError) as caught:
        load_cases(path)
    assert f"{path}, line 2" in str(caught.value)
    assert message in str(caught.value)
    assert caught.value.hint


def test_a_missing_or_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        load_cases(tmp_path / "none.jsonl")
    with pytest.raises(CaseError, match="has no question"):
        load_cases(write(tmp_path / "empty.jsonl", ""))


@pytest.fixture(scope="module")
def dev() -> list[Case]:
    return load_cases(CASES_DIR / "dev.jsonl")


def test_the_development_set_is_broad_enough(dev: list[Case]) -> None:
    kinds = Counter((case.answerable, case.lang) for case in dev)
    assert kinds[True, "en"] >= 130
    assert kinds[False, "en"] >= 60
    assert min(kinds[True, lang] + kinds[False, lang] for lang in ("es", "fr")) >= 10
    assert Counter(case.type for case in dev)["followup"] >= 12
    questions = [(case.question.casefold(), case.history) for case in dev]
    assert len(set(questions)) == len(questions)


def test_places_of_the_development_set_are_known(dev: list[Case]) -> None:
    gazetteer = default_gazetteer()
    for case in dev:
        for place in case.places:
            assert gazetteer.get(place).iso3 == place[:3], case.id


def test_each_policy_area_has_a_figure_an_advice_and_a_meaning(dev: list[Case]) -> None:
    by_prefix: dict[str, set[str]] = {}
    for case in dev:
        if case.id.split("-")[0] in AREAS:
            by_prefix.setdefault(case.id.split("-")[0], set()).add(case.id.split("-")[1])
    assert len(AREAS) == len(POLICY_AREAS)
    assert all({"fig", "adv", "def"} <= by_prefix[prefix] for prefix in AREAS)


AREAS = "traf miss clim disa labm work serv disc wom data coh part dia".split()


def test_no_sentence_of_the_publications_is_in_the_set(dev: list[Case], shared: Path) -> None:
    def runs(text: str, n: int = 11) -> set[tuple[str, ...]]:
        found = text.casefold().split()
        return {tuple(found[i : i + n]) for i in range(len(found) - n + 1)}

    files = list((shared / "seeds").glob("0*.txt"))
    assert files
    source = set().union(*(runs(path.read_text("utf-8")) for path in files))
    for case in dev:
        assert not runs(case.question) & source, case.id
