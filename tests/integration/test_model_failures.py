"""Whatever an endpoint does wrong, there is one calm error before the time is up; what it does right comes through."""

from __future__ import annotations

import socket
import time

import pytest

from mgi_assistant.errors import LanguageModelError
from mgi_assistant.ports import LanguageModel, Message
from mgi_assistant.settings import load_settings
from mgi_assistant.wiring import open_language_model
from tests.chat_server import Behaviour, Broken, ChatServer, Dropped, Flood, Pings, Refusal, Reply, Silent

KEY = "s3cret-key"
QUESTION = "Which harbours keep a tide calendar?"
SECONDS = 1.0
"""What a reply may take where it is to take too long."""
AMPLE = 20.0
"""What it may take elsewhere, so that a busy machine is not taken for a slow endpoint."""
SLACK = 5.0
"""For a machine that is busy with something else."""

_EVENTS = "text/event-stream"
_HUGE = 10_000_000


def _model(url: str) -> LanguageModel:
    model = open_language_model(load_settings(llm_url=url, llm_model="scripted", llm_key=KEY))
    assert model is not None
    return model


def _said(model: LanguageModel, pieces: list[str], seconds: float = AMPLE) -> None:
    for piece in model.reply([Message("user", QUESTION)], time.monotonic() + seconds):
        pieces.append(piece)


def _refused(model: LanguageModel, seconds: float = AMPLE) -> tuple[str, str]:
    """Return the error of a reply, after looking at when it came and what is in it, and the text that came before."""
    pieces: list[str] = []
    began = time.monotonic()
    with pytest.raises(LanguageModelError) as caught:
        _said(model, pieces, seconds)
    assert time.monotonic() - began < seconds + SLACK
    sentence = str(caught.value)
    assert sentence.startswith(f"The language model at {model.endpoint} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert caught.value.hint
    for secret in (KEY, QUESTION):
        assert secret not in f"{sentence} {caught.value.hint}"
    return sentence, "".join(pieces)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (Silent(), "took too long"),
        (Silent(headers_first=True), "took too long"),
        (Pings(), "took too long"),
        (Reply("a b c d e f g h", chunk=1, delay_s=0.3), "took too long"),
        (Reply("Late.", first_delay_s=5), "took too long"),
        (Flood(delay_s=0.05), "took too long"),
        (Flood("", delay_s=0.05), "took too long"),
        (Flood("ten megabytes " * 100, size=_HUGE), "far more"),
        (Flood("x" * _HUGE, size=_HUGE), "far more"),
        (Broken("x" * _HUGE, raw=True), "far more"),
        (Broken("x" * _HUGE, raw=True, content_type=_EVENTS), "far more"),
        (Refusal(500, body="x" * _HUGE), "far more"),
        (Broken("", raw=True, content_type=_EVENTS, headers={"Content-Encoding": "gzip"}), "far more"),
        (Refusal(400), "(400)"),
        (Refusal(401), "refused the key (401)"),
        (Refusal(401, body=f"The key {KEY} may not ask: {QUESTION}"), "refused the key (401)"),
        (Refusal(403), "(403)"),
        (Refusal(404), "no such model or address (404)"),
        (Refusal(418), "(418)"),
        (Refusal(429), "is busy (429)"),
        (Refusal(429, {"Retry-After": "30"}), "is busy (429)"),
        (Refusal(429, {"Retry-After": "Wed, 01 Jan 2099 00:00:00 GMT"}), "is busy (429)"),
        (Refusal(500), "a fault of its own (500)"),
        (Refusal(503, body="<html>down</html>"), "a fault of its own (503)"),
        (Refusal(302, {"Location": "http://127.0.0.1:9/"}), "another address"),
        (Broken(), "no chat completion"),
        (Broken("not json"), "no chat completion"),
        (Broken("null"), "no chat completion"),
        (Broken("[1, 2]"), "no chat completion"),
        (Broken('{"choices": 5}'), "no chat completion"),
        (Broken('{"choices": [{"delta": "text"}]}'), "no chat completion"),
        (Broken('{"choices": [{"index": 0, "delta": {"content": 7}}]}'), "no chat completion"),
        (Broken("[" * 20_000), "no chat completion"),
        (Broken("<html>Welcome to our network</html>", raw=True), "no chat completion"),
        (Broken("\ufffd\x00data: \x00", raw=True, content_type=_EVENTS), "no chat completion"),
        (Broken('{"error": {"message": "overloaded"}}'), "fault in the middle"),
        (Dropped("Half of a"), "broke off"),
        (Dropped("Half of a", clean=True), "broke off"),
        (Dropped(""), "broke off"),
        (Reply(""), "empty reply"),
        (Reply("", finish="length"), "length of a reply"),
        (Reply("I will not", finish="content_filter"), "filter"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_failure_is_one_calm_sentence_in_time(wrong: Behaviour, told: str) -> None:
    with ChatServer(wrong) as server:
        sentence, before = _refused(_model(server.url), SECONDS if told == "took too long" else AMPLE)
    assert told in sentence
    assert len(before) <= 8_000


def test_nobody_at_the_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        sentence, before = _refused(_model(f"http://127.0.0.1:{taken.getsockname()[1]}/v1"))
    assert "cannot be reached" in sentence
    assert before == ""


def test_somebody_at_the_address_who_takes_no_calls() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)  # connections are made, and never spoken to
        sentence, _ = _refused(_model(f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"), SECONDS)
    assert "took too long" in sentence


def test_a_server_that_speaks_no_tls() -> None:
    with ChatServer(Reply("Yes.")) as server:
        sentence, _ = _refused(_model(server.url.replace("http:", "https:")))
    assert "cannot be reached" in sentence
    assert server.requests == []


@pytest.mark.parametrize("text", ["Les ports tiennent un calendrier.", "لا أعرف", "{", "\n", "0" * 5000])
def test_what_is_said_comes_through_whatever_it_is(text: str) -> None:
    """That it is in another language, or no JSON, is for those to judge who read it."""
    pieces: list[str] = []
    with ChatServer(Reply(text, chunk=300, finish="length")) as server:
        _said(_model(server.url), pieces)
    assert "".join(pieces) == text


def test_after_failures_in_a_row_the_error_comes_at_once() -> None:
    with ChatServer(Refusal(401)) as server:
        model = _model(server.url)
        for _ in range(3):
            _refused(model)
        began = time.monotonic()
        sentence, _ = _refused(model)
        assert time.monotonic() - began < 0.3
        assert "left alone for 30 seconds" in sentence
        assert len(server.requests) == 3
