"""What a user and the log are told of an error."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.errors import FragmentHandledException
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.testing.v1 import AppTest

from mgi_assistant.errors import ModelError
from mgi_assistant.ui.problems import calm, logged
from mgi_assistant.ui.texts import problems as texts

SECRET = "who asked about the border in Ruritania"


def _page(draw: Callable[[], None]) -> AppTest:
    return AppTest.from_function(_drawn, args=(draw,), default_timeout=30).run()


def _drawn(draw: "Callable[[], None]") -> None:  # noqa: UP037 - its source alone is run
    from mgi_assistant.ui.problems import calm

    with calm():
        draw()


def _said(app: AppTest) -> str:
    assert not app.exception
    (error,) = app.error
    return str(error.value)


def _ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("mgi_assistant")]


def _fail() -> None:
    try:
        {}[SECRET]
    except KeyError as error:
        raise RuntimeError(SECRET) from error


def test_an_unexpected_error_is_a_calm_sentence_and_a_number_that_the_log_has(caplog: pytest.LogCaptureFixture) -> None:
    said = _said(_page(_fail))
    assert texts.UNEXPECTED in said
    number = re.search(r"[0-9a-f]{8}", said)
    assert number
    assert said == f"{texts.UNEXPECTED} {texts.REPORT.format(number[0])}"
    (message,) = _ours(caplog)
    assert number[0] in message
    assert message.index("KeyError") < message.index("RuntimeError"), "the cause comes first"
    assert message.count("test_problems.py") >= 2
    assert "_fail" in message
    assert SECRET not in message


def test_an_error_that_one_can_act_on_is_told_with_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ModelError("The model *is* gone.", "Fetch it again.")

    assert _said(_page(fail)) == r"The model \*is\* gone. Fetch it again."
    assert not _ours(caplog)


def test_what_was_drawn_before_stays_and_what_comes_after_goes_on() -> None:
    def draw() -> None:
        st.write("before")
        with calm():
            _fail()
        st.write("after")

    assert [element.value for element in _page(draw).markdown] == ["before", "after"]


def test_streamlit_stops_and_reruns_as_ever(caplog: pytest.LogCaptureFixture) -> None:
    def draw() -> None:
        if "again" not in st.session_state:
            st.session_state["again"] = True
            st.rerun()
        st.write("run again")
        st.stop()

    app = _page(draw)
    assert [element.value for element in app.markdown] == ["run again"]
    assert not app.error
    assert not _ours(caplog)


@pytest.mark.parametrize("signal", [StopException(), FragmentHandledException("shown already")])
def test_what_streamlit_raises_for_itself_goes_through(signal: BaseException) -> None:
    with pytest.raises(type(signal)), calm():
        raise signal


def test_it_is_a_decorator_for_callbacks() -> None:
    app = _page(lambda: st.button("Press", on_click=calm()(_fail)) and None)
    assert texts.UNEXPECTED in _said(app.button[0].click().run())


@given(some.text(min_size=12))
def test_no_message_of_an_error_gets_into_the_log(message: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr("mgi_assistant.ui.problems._LOG.error", lambda text, *values: written.append(text % values))
        try:
            raise ValueError(message)
        except ValueError as error:
            number = logged(error)
    assert len(written) == 1
    assert number in written[0]
    assert "ValueError" in written[0]
    assert message not in written[0]
