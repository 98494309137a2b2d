"""The page “Ask” with and without a language model, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mgi_assistant.ui.texts import model as texts
from tests.chat_server import Behaviour, ChatServer, Refusal, Reply
from tests.scripted import claim, honest, shown_in

APP = Path(__file__).resolve().parents[2] / "app.py"
QUESTION = "What did the MGI lead to in Mali?"
LIE = "Mali won <b>a prize</b>."


@pytest.fixture(autouse=True)
def _nothing_kept(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


def asked(question: str) -> AppTest:
    """Return the page after ``question``."""
    app = AppTest.from_file(APP, default_timeout=120).run()
    app.chat_input[0].set_value(question).run()
    assert not app.exception, app.exception
    return app


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption).replace("\u2060", "")


def using(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_LLM_URL", server.url)
    monkeypatch.setenv("MGI_LLM_MODEL", "scripted")


def script(messages: list[dict[str, str]]) -> Behaviour:
    """Say a lie, and then what is likely."""
    prompt = messages[-1]["content"]
    first = next(passage for passage in shown_in(prompt) if passage.likely)
    return Reply(f"{claim(LIE, (first.id, first.likely[0]))}\n{honest(prompt)}")


def test_without_a_model_the_page_says_so() -> None:
    app = asked(QUESTION)
    assert texts.UNUSED in captions(app)
    assert "Put in words" not in captions(app)
    assert not [box for box in app.expander if "Withheld" in box.label]


def test_an_answer_in_a_models_words_says_so_and_shows_what_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    with ChatServer(script) as server:
        using(server, monkeypatch)
        app = asked(QUESTION)
        assert len(server.chats) == 1, "nothing but the question asked goes to the model"
    assert f"**scripted** at {server.endpoint}" in captions(app)
    assert texts.WORDED.format("scripted") in captions(app)
    (withheld,) = [box for box in app.expander if box.label == texts.WITHHELD.format(1)]
    assert [element.value for element in withheld.markdown if "prize" in element.value] == [
        LIE.replace("<", r"\<").replace(">", r"\>")
    ]
    assert texts.REASON.format("it is not plain text") in [caption.value for caption in withheld.caption]
    answer = app.session_state["exchanges"][0].answer
    app.run()
    assert app.session_state["exchanges"][0].answer == answer
    assert len(server.chats) == 1, "drawing the page anew asks nothing"


def test_a_failure_is_one_calm_line_over_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with ChatServer(Refusal(401)) as server:
        using(server, monkeypatch)
        app = asked(QUESTION)
    answer = app.session_state["exchanges"][0].answer
    assert answer.note
    assert answer.claims
    assert answer.note in captions(app).replace("\\", "")
    assert not app.error
