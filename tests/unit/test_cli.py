"""The command ``mgi``: streams, exit statuses and the JSON that programs read, over a small library."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from mgi_assistant import cli, wiring
from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import IndexMissing
from mgi_assistant.settings import Settings, shape_fingerprint
from mgi_assistant.store import POINTER, Manifest
from tests.unit.fakes import MemoryStore, assistant_over, small_library
from tests.unit.test_comparables import COMPARISON_KEYS
from tests.unit.test_types import ANSWER_KEYS, CITATION_KEYS, EXAMPLE_KEYS


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CurrentStore(MemoryStore):
    """The small library, in an index that is up to date."""

    @property
    def manifest(self) -> Manifest:
        """A manifest without files and with the default shape."""
        return replace(super().manifest, files=(), shape=shape_fingerprint(Settings()))


class StaleStore(MemoryStore):
    """The small library, in an index whose corpus has changed since."""

    @property
    def manifest(self) -> Manifest:
        """A manifest of another shape."""
        return replace(super().manifest, files=(), shape="another")


Mgi = Callable[..., Ran]


@pytest.fixture
def mgi(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Mgi:
    """Return a function that runs ``mgi`` with arguments, over the small library in any folder that has a pointer."""
    index = tmp_path / "index"
    index.mkdir()
    (index / POINTER).write_text("v-1")
    monkeypatch.setenv("MGI_INDEX", str(index))
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: str, store: type[MemoryStore] = CurrentStore) -> Ran:
        assistant = assistant_over(store(item for item in small_library()._content.values()))

        def opened(index: Path | None = None, settings: Settings | None = None) -> Assistant:
            assert settings is not None
            if not (settings.index / POINTER).is_file():
                raise IndexMissing(f"There is no index in {settings.index}.", "Run mgi-ingest.")
            return assistant

        monkeypatch.setattr(wiring, "open_assistant", opened)
        monkeypatch.setattr(sys, "argv", ["mgi", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        printed = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, printed.out, printed.err)

    return run


def is_one_error_and_a_hint(ran: Ran) -> bool:
    """Say whether a command printed one line of error, one of hint, and nothing else."""
    lines = ran.err.splitlines()
    return ran.out == "" and [line.split(":")[0] for line in lines] == ["Error", "Hint"]


# -- ask ---------------------------------------------------------------------------------------------------------------


def test_a_question_is_answered_for_people(mgi: Mgi) -> None:
    ran = mgi("ask", "What share of countries run a flood shelter register?")
    assert (ran.code, ran.err) == (0, "")
    assert "Only 31 per cent of countries run a flood shelter register. [1]" in ran.out
    assert "[1] The report, p. p1" in ran.out


def test_json_is_alone_on_standard_output_with_the_keys_of_the_contract(mgi: Mgi) -> None:
    ran = mgi("ask", "What did Mali do?", "--json")
    assert (ran.code, ran.err, ran.out.count("\n")) == (0, "", 1)
    assert set(ran.json) == ANSWER_KEYS
    assert ran.json["status"] == "answered"
    assert {key for citation in ran.json["citations"] for key in citation} == CITATION_KEYS
    assert {key for example in ran.json["examples"] for key in example} == EXAMPLE_KEYS
    assert ran.json["id"] is None


def test_not_found_is_no_failure(mgi: Mgi) -> None:
    ran = mgi("ask", "Who bakes the best bread?", "--json")
    assert (ran.code, ran.json["status"]) == (0, "not_found")


def test_earlier_questions_are_given_oldest_first(mgi: Mgi) -> None:
    ran = mgi("ask", "and Peru?", "--history", "Did Mali open a centre?", "--history", "and Chad?", "--json")
    assert ran.json["standalone_question"] == "Did Peru open a centre?"
    assert ran.json["question"] == "and Peru?"


@pytest.mark.parametrize("question", ["", "  ", "?!", "\x01\x02"])
def test_an_empty_question_is_misuse(mgi: Mgi, question: str) -> None:
    ran = mgi("ask", question)
    assert ran.code == 2
    assert is_one_error_and_a_hint(ran)
    assert "The question is empty." in ran.err


def test_a_question_of_ten_thousand_characters_is_misuse(mgi: Mgi) -> None:
    ran = mgi("ask", "why " * 2500, "--json")
    assert ran.code == 2
    assert is_one_error_and_a_hint(ran)
    assert "4,000 is the limit" in ran.err


def test_control_characters_in_a_question_do_no_harm(mgi: Mgi) -> None:
    ran = mgi("ask", "What did\x1bMali\x00 do\x07?", "--json")
    assert ran.code == 0
    assert ran.json["citations"]
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("question", ["What did Mali do \udcff?", "Mali \ud800"])
def test_bytes_that_are_no_text_do_no_harm(mgi: Mgi, question: str) -> None:
    ran = mgi("ask", question, "--json")
    assert ran.code == 0
    ran.out.encode("utf-8")
    assert ran.json["status"] == "answered"


# -- ask --batch -------------------------------------------------------------------------------------------------------


def batch(folder: Path, *lines: object) -> str:
    path = folder / "questions.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text + "\n", "utf-8")
    return str(path)


def test_a_batch_is_answered_in_order_with_its_ids(mgi: Mgi, tmp_path: Path) -> None:
    path = batch(
        tmp_path,
        {"id": "b", "question": "What did Mali do?"},
        {"id": 7, "question": "and Peru?", "history": ["What did Mali do?"]},
        "",
        {"question": "Who bakes the best bread?"},
    )
    ran = mgi("ask", "--batch", path, "--json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert [answer["id"] for answer in answers] == ["b", 7, None]
    assert [answer["status"] for answer in answers] == ["answered", "answered", "not_found"]
    assert answers[1]["standalone_question"] == "What did Peru do?"
    assert all(set(answer) == ANSWER_KEYS for answer in answers)


def test_a_question_of_a_batch_that_cannot_be_asked_leaves_the_others_alone(mgi: Mgi, tmp_path: Path) -> None:
    path = batch(tmp_path, {"id": 1, "question": ""}, {"id": 2, "question": "x" * 5000}, {"id": 3, "question": "Mali?"})
    ran = mgi("ask", "--batch", path, "--json")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [(a["id"], a["status"]) for a in answers] == [(1, "not_found"), (2, "not_found"), (3, "answered")]
    assert all(set(answer) == ANSWER_KEYS for answer in answers)
    assert f"{path}, line 1" in ran.err
    assert f"{path}, line 2" in ran.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "line 2 is not JSON"),
        ("[]", "line 2 has no question"),
        ('"What did Mali do?"', "line 2 has no question"),
        ('{"id": 1}', "line 2 has no question"),
        ('{"question": 5}', "line 2 has no question"),
        ('{"question": "Mali?", "history": "Peru?"}', "line 2: history is not a list"),
        ('{"question": "Mali?", "history": [1]}', "line 2: history is not a list"),
        ("[" * 100_000, "line 2 is not JSON"),
    ],
)
def test_a_bad_line_is_named_before_anything_is_answered(mgi: Mgi, tmp_path: Path, line: str, message: str) -> None:
    path = batch(tmp_path, {"id": 1, "question": "Mali?"}, line)
    ran = mgi("ask", "--batch", path, "--json")
    assert ran.code == 2
    assert is_one_error_and_a_hint(ran)
    assert f"{path}, {message}" in ran.err


def test_a_batch_with_a_byte_order_mark_is_read(mgi: Mgi, tmp_path: Path) -> None:
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "question": "What did Mali do?"}\r\n')
    ran = mgi("ask", "--batch", str(path), "--json")
    assert (ran.code, ran.json["status"]) == (0, "answered")


def test_half_a_character_in_a_batch_does_no_harm(mgi: Mgi, tmp_path: Path) -> None:
    ran = mgi("ask", "--batch", batch(tmp_path, r'{"id": "\ud800", "question": "Mali \ud800?"}'), "--json")
    assert ran.code == 0
    ran.out.encode("utf-8")
    assert ran.json["status"] == "answered"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00bad"])
def test_a_batch_that_cannot_be_read_is_named(mgi: Mgi, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "batch.jsonl"
    if content is not None:
        path.write_bytes(content)
    ran = mgi("ask", "--batch", str(path), "--json")
    assert ran.code == 2
    assert is_one_error_and_a_hint(ran)
    assert str(path) in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "Mali?", "--batch", "questions.jsonl", "--json"),
        ("ask", "--batch", "questions.jsonl"),
        ("ask", "Mali?", "--nonsense"),
        ("nonsense",),
        ("serve", "--port", "0"),
        ("serve", "--port", "many"),
        ("examples", "--level", "regional"),
        ("examples", "--country", "Atlantis"),
        ("examples", "--region", "Peru"),
        ("examples", "--country", "Peru", "--region", "Africa"),
        ("compare",),
        ("compare", "Atlantis"),
        ("compare", "La Cruz"),
        ("compare", "Africa"),
        ("compare", "Peru", "--reasons", "region,best"),
        ("compare", "Peru", "--reasons", ""),
    ],
)
def test_misuse_is_one_line_and_a_hint_with_status_2(mgi: Mgi, arguments: tuple[str, ...]) -> None:
    ran = mgi(*arguments)
    assert ran.code == 2
    assert is_one_error_and_a_hint(ran)


# -- examples ----------------------------------------------------------------------------------------------------------


def test_examples_for_people_and_for_programs(mgi: Mgi) -> None:
    assert "Mali\n" in mgi("examples").out
    ran = mgi("examples", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert {"examples", "citations", "searched"} <= set(ran.json)
    assert [example["iso3"] for example in ran.json["examples"]] == ["MLI", "PER"]
    assert {key for example in ran.json["examples"] for key in example} == EXAMPLE_KEYS


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--country", "Peru"), ["PER"]),
        (("--region", "Africa"), ["MLI"]),
        (("--country", "Mali", "--region", "Africa"), ["MLI"]),
        (("--level", "national"), ["MLI", "PER"]),
        (("--level", "local"), []),
        (("--topic", "a centre with 12 desks"), ["MLI"]),
        (("--topic", "a counselling centre for fishers", "--country", "Peru"), ["PER"]),
        (("--topic", "a counselling centre for fishers in Mali", "--country", "Peru"), []),
        (("--topic", "bread"), []),
    ],
)
def test_examples_keep_to_their_filters(mgi: Mgi, arguments: tuple[str, ...], expected: list[str]) -> None:
    found = mgi("examples", *arguments, "--json").json["examples"]
    assert sorted(example["iso3"] for example in found) == expected


# -- compare -----------------------------------------------------------------------------------------------------------


def test_comparable_places_for_people_and_for_programs(mgi: Mgi) -> None:
    ran = mgi("compare", "Chad")
    assert (ran.code, ran.err) == (0, "")
    assert "both lie in Sub-Saharan Africa; both are least developed countries and landlocked" in ran.out
    assert "[1] The report, p. p2" in ran.out
    found = mgi("compare", "Chad", "--json").json
    assert set(found) == COMPARISON_KEYS
    assert [c["place"] for c in found["comparable"]] == ["Mali", "Peru"]
    assert {key for c in found["comparable"] for key in c} == EXAMPLE_KEYS | {"reasons", "reason_kinds"}
    assert {key for citation in found["citations"] for key in citation} == CITATION_KEYS


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--reasons", "region"), [["region"]]),
        (("--reasons", "level, group"), [["level", "group"], ["level"]]),
        (("--topic", "a centre with 12 desks", "--reasons", "level"), [["level"]]),
        (("--topic", "bread"), []),
    ],
)
def test_only_the_reasons_chosen_count(mgi: Mgi, arguments: tuple[str, ...], expected: list[list[str]]) -> None:
    found = mgi("compare", "Chad", *arguments, "--json").json["comparable"]
    assert [c["reason_kinds"] for c in found] == expected


# -- the index ---------------------------------------------------------------------------------------------------------


def test_a_wrong_index_folder_is_one_line_and_a_hint(mgi: Mgi, tmp_path: Path) -> None:
    ran = mgi("ask", "What did Mali do?", "--index", str(tmp_path / "nowhere"))
    assert ran.code == 1
    assert is_one_error_and_a_hint(ran)
    assert str(tmp_path / "nowhere") in ran.err


def test_a_stale_index_answers_with_a_note_on_the_other_stream(mgi: Mgi) -> None:
    ran = mgi("ask", "What did Mali do?", "--json", store=StaleStore)
    assert (ran.code, ran.json["status"]) == (0, "answered")
    assert ran.err.startswith("Note: ")
    assert "mgi-ingest" in ran.err


def test_a_setting_that_does_not_fit_is_one_line_and_a_hint(mgi: Mgi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_BATCH_SIZE", "many")
    ran = mgi("ask", "What did Mali do?")
    assert ran.code == 1
    assert is_one_error_and_a_hint(ran)
    assert "MGI_BATCH_SIZE" in ran.err


def test_an_interruption_ends_calmly(mgi: Mgi, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Assistant, "ask", interrupted)
    ran = mgi("ask", "What did Mali do?")
    assert (ran.code, ran.out) == (130, "")
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [(), ("ask",), ("examples",), ("compare",), ("doctor",), ("serve",)])
def test_help_of_every_command(mgi: Mgi, command: tuple[str, ...]) -> None:
    ran = mgi(*command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Usage: " in ran.out
    if command:
        assert "--index" in ran.out
    else:
        assert all(name in ran.out for name in ("ask", "examples", "compare", "doctor", "serve"))


@pytest.mark.parametrize(
    ("arguments", "used"),
    [
        (["ask", "Mali?"], True), (["ask", "Mali?", "--no-model"], False), (["examples"], False),
        (["compare", "Mali"], False),
    ],
)  # fmt: skip
def test_a_language_model_is_for_questions_and_can_be_left_out(
    arguments: list[str], used: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str | None] = []

    def opened(index: Path | None = None, settings: Settings | None = None) -> Assistant:
        assert settings is not None
        wanted.append(settings.llm_url)
        raise IndexMissing("There is no index.", "Run mgi-ingest.")

    monkeypatch.setattr(wiring, "open_assistant", opened)
    monkeypatch.setattr(sys, "argv", ["mgi", *arguments, "--index", str(tmp_path)])
    monkeypatch.setenv("MGI_LLM_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("MGI_LLM_MODEL", "m-1")
    with pytest.raises(SystemExit):
        cli.main()
    assert wanted == ["http://127.0.0.1:1/v1" if used else None]


@pytest.mark.parametrize("option", ["--stream", "--withheld"])
def test_what_is_for_people_does_not_go_with_json(option: str, mgi: Mgi) -> None:
    ran = mgi("ask", "Mali?", "--json", option)
    assert (ran.code, ran.out) == (2, "")
