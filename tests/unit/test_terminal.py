"""What a terminal shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mgi_assistant.answers import Claim, ExampleList, Searched, Withheld
from mgi_assistant.terminal import show_answer, show_examples, telling
from tests.unit.fakes import MemoryStore, assistant_over, small_library, written

LIBRARY = assistant_over(small_library())


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_an_answer_comes_with_its_numbered_sources(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(LIBRARY.ask("What share of countries run a flood shelter register?"))
    text = shown(capsys)
    assert "Only 31 per cent of countries run a flood shelter register. [1]" in text
    assert "Sources\n[1] The report, p. p1" in text
    assert "“Only 31 per cent of countries run a flood shelter register.”" in text
    assert "Understood as" not in text


def test_a_follow_up_says_how_it_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(LIBRARY.ask("and Peru?", ["Did Mali take part?"]))
    assert "Understood as: Did Peru take part?" in shown(capsys)


def test_nothing_found_offers_the_nearest_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(LIBRARY.ask("Who bakes the best bread?"))
    text = shown(capsys)
    assert "Not found in the 3 sources searched" in text
    assert "Sources\n" not in text


def test_an_answer_without_sources_has_no_heading_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(replace(LIBRARY.ask("Who bakes the best bread?"), citations=()))
    assert "Where the nearest passages stand" not in shown(capsys)


def test_markup_in_a_source_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    text = "The [bold red]tide[/] register costs $5 and *more* <b>."
    show_answer(assistant_over(MemoryStore([written("report", 1, text)])).ask("What does the tide register cost?"))
    out = shown(capsys)
    assert f"{text} [1]" in out
    assert f"“{text}”" in out


def test_control_characters_of_a_source_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    text = "The tide \x1b[31mregister\x07 costs five coins."
    show_answer(assistant_over(MemoryStore([written("report", 1, text)])).ask("What does the tide register cost?"))
    out = shown(capsys)
    assert "\x1b" not in out
    assert "\x07" not in out


def test_control_characters_of_a_question_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(LIBRARY.ask("What did \x1b[31mMali\x07 do?"))
    out = shown(capsys)
    assert "\x1b" not in out
    assert "\x07" not in out


def test_what_is_withheld_is_counted_and_shown_on_request_only(capsys: pytest.CaptureFixture[str]) -> None:
    told = LIBRARY.ask("What share of countries run a flood shelter register?")
    withheld = (Withheld("All countries run [one](x).", "it is not plain text"), Withheld("\x1b[31mNone do.", "no"))
    answer = replace(told, withheld=withheld, note="The model sleeps.")
    show_answer(answer)
    text = shown(capsys)
    assert "2 sentences are withheld" in text
    assert "All countries" not in text
    assert "The model sleeps.\n" in text
    show_answer(replace(answer, model="m-1"), withheld=True)
    text = shown(capsys)
    assert "Withheld: not supported by the sources\n  - All countries run [one](x). (it is not plain text)" in text
    assert "Put in words by m-1; each sentence was checked." in text
    assert "\x1b" not in text
    show_answer(told)
    assert "withheld" not in shown(capsys)


def test_sentences_are_printed_as_they_come_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with telling(True) as tell:
        tell(Claim("It did.", "rephrased", (1, 2)))
        assert shown(capsys) == "It did. [1][2]\n"
        tell(Claim("It did.", "rephrased", (3,), said="Lo hizo."))
        assert shown(capsys) == "Lo hizo. [3]\n"
    with telling(False) as tell:
        tell(Claim("It did.", "rephrased", (1,)))
    assert shown(capsys) == ""


def test_on_a_terminal_sentences_stand_there_until_the_answer_is_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    with telling(False) as tell:
        tell(Claim("It did.", "rephrased", (1,)))
        assert "It did. [1]" in shown(capsys)
    assert "\x1b[2K" in shown(capsys), "they are taken away"


def test_examples_are_listed_with_place_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    show_examples(LIBRARY.examples())
    text = shown(capsys)
    assert text.index("Mali\n") < text.index("Peru\n") < text.index("Sources\n")
    assert "[1] The report, p. p2" in text


def test_no_examples_are_said_to_be_none(capsys: pytest.CaptureFixture[str]) -> None:
    show_examples(ExampleList((), (), Searched((), 0)))
    assert shown(capsys) == "The sources have no example of that kind.\n"
