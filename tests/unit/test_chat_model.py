"""A language model behind an endpoint: what it says, what is sent to it, and when it is asked again or left alone."""

from __future__ import annotations

import inspect
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from types import ModuleType
from typing import Any

import httpx
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.engines import chat_failures, confined_http
from mgi_assistant.engines.chat_failures import ReplyFailed, failure_of
from mgi_assistant.engines.chat_model import ChatModel
from mgi_assistant.engines.spending import Spending, Tokens, estimated
from mgi_assistant.errors import LanguageModelError, SettingsError
from mgi_assistant.ports import LanguageModel, Message
from mgi_assistant.settings import load_settings
from mgi_assistant.wiring import open_language_model
from tests.chat_server import Behaviour, ChatServer, Dropped, Flood, Refusal, Reply, Script, Silent, in_turn

KEY = "s3cret-key"
QUESTION = "Which harbours keep a tide calendar?"
MESSAGES = (Message("system", "Put it in other words."), Message("user", QUESTION))


@pytest.fixture
def serving() -> Iterator[Callable[[Script | Behaviour], ChatServer]]:
    """Start servers that go down with the test."""
    servers: list[ChatServer] = []

    def start(script: Script | Behaviour) -> ChatServer:
        servers.append(ChatServer(script).__enter__())
        return servers[-1]

    yield start
    for server in servers:
        server.__exit__(None, None, None)


def model_at(server: ChatServer, failures: int = 3, rest_s: float = 30.0, **given: object) -> ChatModel:
    settings = load_settings(**{"llm_url": server.url, "llm_model": "scripted", "llm_key": KEY, **given})
    return ChatModel(settings, failures, rest_s, pause_s=0.02)


def said(model: LanguageModel, seconds: float = 20.0) -> str:
    return "".join(model.reply(MESSAGES, time.monotonic() + seconds))


def refused(model: LanguageModel, seconds: float = 5.0) -> LanguageModelError:
    with pytest.raises(LanguageModelError) as caught:
        said(model, seconds)
    return caught.value


Serving = Callable[[Script | Behaviour], ChatServer]


def test_a_reply_comes_piece_by_piece_as_it_was_written(serving: Serving) -> None:
    text = "Les ports tiennent un calendrier. تحتفظ الموانئ بتقويم."
    server = serving(Reply(text, chunk=7))
    model = model_at(server)
    pieces = list(model.reply(MESSAGES, time.monotonic() + 5))
    assert "".join(pieces) == text
    assert len(pieces) == len(range(0, len(text), 7))
    assert model.name == "scripted"
    assert model.endpoint == server.endpoint


def test_the_first_piece_is_there_before_the_last_is_written(serving: Serving) -> None:
    model = model_at(serving(Reply("one two three four five", chunk=4, delay_s=0.1)))
    began = time.monotonic()
    reply = model.reply(MESSAGES, began + 5)
    assert next(reply) == "one "
    first = time.monotonic() - began
    assert "".join(reply) == "two three four five"
    assert time.monotonic() - began > first + 0.3


def test_only_what_is_needed_leaves_the_machine(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "our-organisation")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "our-project")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Ours: yes")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/elsewhere")
    server = serving(Reply("Yes."))
    assert said(model_at(server)) == "Yes."
    [request] = server.requests
    assert request.headers == {
        "host": f"127.0.0.1:{server.port}",
        "accept": "application/json",
        "accept-encoding": "identity",
        "authorization": f"Bearer {KEY}",
        "connection": "close",
        "content-length": request.headers["content-length"],
        "content-type": "application/json",
        "user-agent": "mgi-assistant",
    }
    assert request.body == {
        "model": "scripted",
        "messages": [{"role": message.role, "content": message.text} for message in MESSAGES],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.0,
        "max_tokens": 1000,
    }


def test_without_a_key_none_is_sent_and_none_is_borrowed(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "somebody-else's")
    server = serving(Reply("Yes."))
    said(model_at(server, llm_key=None))
    assert "authorization" not in server.requests[0].headers


def test_neither_proxy_nor_redirect_leads_elsewhere(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    other = serving(Reply("Caught."))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other.endpoint)
    server = serving(in_turn(Reply("Yes."), Refusal(307, {"Location": f"{other.url}/chat/completions"})))
    model = model_at(server)
    assert said(model) == "Yes."
    assert "another address" in str(refused(model))
    assert len(server.requests) == 2
    assert other.requests == []


def test_a_client_for_one_server_speaks_to_no_other(serving: Serving) -> None:
    server, other = serving(Reply("Yes.")), serving(Reply("Caught."))
    with confined_http.OneServer(server.url, None).client() as client:
        assert client.get(f"{server.url}/models").status_code == 200
        with pytest.raises(confined_http.ElsewhereError):
            client.get(f"{other.url}/models")
    assert other.requests == []


def test_neither_key_nor_question_is_logged_or_shown(
    serving: Serving, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    echo = f'{{"error": {{"message": "Key {KEY} may not ask {QUESTION}", "code": "{KEY}"}}}}'
    server = serving(in_turn(Reply("Yes."), Refusal(401, body=echo), Refusal(400, body=echo), Dropped(QUESTION)))
    caplog.set_level(logging.DEBUG)
    model = model_at(server, failures=9)
    said(model)
    errors = [refused(model) for _ in range(3)]
    shown = [caplog.text, repr(model), str(vars(model)), *capfd.readouterr()]
    for error in errors:
        cause: BaseException | None = error
        while cause is not None:
            shown += [str(cause), repr(cause), str(vars(cause))]
            cause = cause.__cause__ or cause.__context__
    assert "20 written" in caplog.text
    for text in shown:
        assert KEY not in text
        assert QUESTION not in text


def test_questions_are_logged_where_that_is_switched_on(serving: Serving, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mgi_assistant")
    said(model_at(serving(Reply("Yes.")), log_questions=True))
    assert QUESTION in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize("refusal", [Refusal(429), Refusal(500), Refusal(503), Dropped("")])
def test_a_busy_endpoint_is_asked_again_and_no_more_often_than_set(serving: Serving, refusal: Behaviour) -> None:
    server = serving(in_turn(refusal, refusal, Reply("At last.")))
    assert said(model_at(server)) == "At last."
    assert len(server.requests) == 3
    server = serving(refusal)
    refused(model_at(server, llm_retries=1))
    assert len(server.requests) == 2


@pytest.mark.parametrize("refusal", [Refusal(400), Refusal(401), Refusal(404), Dropped("Half of it")])
def test_where_asking_again_would_not_help_it_is_asked_once(serving: Serving, refusal: Behaviour) -> None:
    server = serving(in_turn(refusal, Reply("Too late.")))
    refused(model_at(server))
    assert len(server.requests) == 1


def test_a_quota_that_is_used_up_is_not_waited_for(serving: Serving) -> None:
    server = serving(Refusal(429, body='{"error": {"message": "no money", "code": "insufficient_quota"}}'))
    assert "quota" in str(refused(model_at(server)))
    assert len(server.requests) == 1


def _in_two_seconds() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


@pytest.mark.parametrize("header", [lambda: "1", _in_two_seconds])
def test_a_server_that_says_when_to_come_back_is_obeyed(serving: Serving, header: Callable[[], str]) -> None:
    server = serving(in_turn(Refusal(429, {"Retry-After": header()}), Reply("Now.")))
    began = time.monotonic()
    assert said(model_at(server)) == "Now."
    assert 0.9 < time.monotonic() - began < 15


def test_a_server_that_asks_to_wait_too_long_is_not_waited_for(serving: Serving) -> None:
    server = serving(Refusal(429, {"Retry-After": "60"}))
    began = time.monotonic()
    assert "is busy (429)" in str(refused(model_at(server), 20.0))
    assert time.monotonic() - began < 10
    assert len(server.requests) == 1


def test_what_a_server_last_said_is_told_when_time_runs_out_before_the_next_try(serving: Serving) -> None:
    model = ChatModel(load_settings(llm_url=serving(Refusal(500)).url, llm_model="m"), pause_s=2.0)
    assert "(500)" in str(refused(model, 5.0))


def test_an_endpoint_that_keeps_failing_is_left_alone_for_a_while(serving: Serving) -> None:
    server = serving(in_turn(Refusal(401), Refusal(401), Reply("Better."), Refusal(401), Reply("Well again.")))
    model = model_at(server, failures=2, rest_s=3.0)
    assert "key" in str(refused(model))
    assert "key" in str(refused(model))
    assert "left alone" in str(refused(model))
    assert len(server.requests) == 2
    time.sleep(3.1)
    assert said(model) == "Better."
    refused(model)  # one failure after a success is not the second in a row
    assert said(model) == "Well again."


def test_a_trial_that_fails_closes_the_door_again(serving: Serving) -> None:
    server = serving(Refusal(401))
    model = model_at(server, failures=2, rest_s=0.6)
    refused(model)
    refused(model)
    time.sleep(0.65)
    assert "key" in str(refused(model))
    assert "left alone" in str(refused(model))
    assert len(server.requests) == 3


@pytest.mark.parametrize("own", [Refusal(400), Refusal(413), Reply("No", finish="content_filter")])
def test_what_lies_in_one_request_does_not_count_against_the_endpoint(serving: Serving, own: Behaviour) -> None:
    server = serving(own)
    model = model_at(server, failures=1)
    refused(model)
    refused(model)
    assert len(server.requests) == 2


def test_a_reader_who_leaves_ends_the_request_and_counts_as_no_failure(serving: Serving) -> None:
    server = serving(in_turn(Flood(delay_s=0.01), Reply("Next.")))
    model = model_at(server, failures=1)
    reply = model.reply(MESSAGES, time.monotonic() + 5)
    assert next(reply)
    reply.close()  # type: ignore[attr-defined]
    assert said(model) == "Next."
    _assert_nobody_listens(2.0)


def test_no_thread_listens_long_after_the_deadline(serving: Serving) -> None:
    refused(model_at(serving(Silent())), 0.5)
    _assert_nobody_listens(2.0)


def _assert_nobody_listens(seconds: float) -> None:
    """Assert that the threads which read replies end, and that none could keep the process alive."""
    until = time.monotonic() + seconds
    listening = [thread for thread in threading.enumerate() if thread.name == "language-model"]
    assert all(thread.daemon for thread in listening)
    for thread in listening:
        thread.join(max(until - time.monotonic(), 0.0))
        assert not thread.is_alive()


def test_many_may_ask_at_once(serving: Serving) -> None:
    server = serving(lambda messages: Reply(f"You said {messages[-1]['content']}.", chunk=3, delay_s=0.01))
    model = model_at(server)
    heard: dict[int, str] = {}

    def ask(number: int) -> None:
        heard[number] = "".join(model.reply([Message("user", f"n{number}")], time.monotonic() + 20))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {number: f"You said n{number}." for number in range(8)}


def test_what_an_endpoint_reports_is_counted_and_what_it_does_not_is_estimated(serving: Serving) -> None:
    text = "It keeps a calendar."
    server = serving(in_turn(Reply(text, usage=(70, 9)), Reply(text, usage=None), Refusal(401), Dropped(text)))
    model = model_at(server)
    said(model)
    assert model.spent == Tokens(70, 9)
    asked = sum(estimated(message.text) for message in MESSAGES)
    said(model)
    assert model.spent == Tokens(70 + asked, 9 + estimated(text))
    refused(model)
    assert model.spent == Tokens(70 + asked, 9 + estimated(text))
    refused(model)
    assert model.spent == Tokens(70 + 2 * asked, 9 + 2 * estimated(text))


def test_beyond_a_limit_nothing_is_asked(serving: Serving) -> None:
    server = serving(Reply("Yes.", usage=(100, 50)))
    for limits in (
        {"llm_token_limit": 1150},
        {"llm_cost_limit": 0.21, "llm_price_in": 100.0, "llm_price_out": 200.0},
    ):
        server.requests.clear()
        model = model_at(server, failures=1, **limits)
        said(model)
        error = refused(model)
        assert "limit for a day" in str(error)
        assert "midnight" in error.hint
        assert "limit for a day" in str(refused(model))  # and the endpoint is not to blame
        assert len(server.requests) == 1


_TOKENS = st.builds(Tokens, st.integers(0, 500), st.integers(0, 500))


@given(st.lists(st.tuples(_TOKENS, _TOKENS), max_size=20), st.integers(1, 2000))
def test_whatever_is_asked_the_limit_holds(asked: list[tuple[Tokens, Tokens]], limit: int) -> None:
    spending = Spending(token_limit=limit, today=lambda: date(2026, 1, 1))
    for most, used in asked:
        used = Tokens(min(most.read, used.read), min(most.written, used.written))
        before = spending.spent
        try:
            day = spending.set_aside(most)
        except LanguageModelError:
            assert before.total + most.total > limit
            assert spending.spent == before
            continue
        assert spending.spent.total <= limit
        spending.settle(day, most, used)
        assert spending.spent == before + used


def test_a_new_day_starts_from_nothing() -> None:
    days = iter([date(2026, 1, 1)] * 3 + [date(2026, 1, 2)] * 4)
    spending = Spending(token_limit=100, today=lambda: next(days))
    day = spending.set_aside(Tokens(60, 40))
    with pytest.raises(LanguageModelError):
        spending.set_aside(Tokens(1, 0))
    next_day = spending.set_aside(Tokens(10, 0))
    spending.settle(day, Tokens(60, 40), Tokens(1, 1))  # of yesterday: today's count is left as it is
    spending.settle(next_day, Tokens(10, 0), Tokens(7, 0))
    assert spending.spent == Tokens(7, 0)


def _errors_of(module: ModuleType, base: type[Exception]) -> list[type[Exception]]:
    found = [value for _, value in inspect.getmembers(module, inspect.isclass) if issubclass(value, base)]
    assert len(found) > 8
    return found


def _made(kind: type[Exception]) -> Exception:
    """Return an error of a library as it would raise it, with a secret in every text of it."""
    request = httpx.Request("POST", f"http://host/{KEY}", headers={"authorization": KEY}, content=QUESTION)
    response = httpx.Response(503, text=f"{KEY} {QUESTION}", request=request)
    given: dict[str, Any] = {
        "message": f"{KEY} {QUESTION}",
        "request": request,
        "response": response,
        "body": {"message": KEY},
        "completion": None,
        "code": 4000,
        "reason": KEY,
    }
    wanted = inspect.signature(kind).parameters
    if {"args", "kwargs"} <= wanted.keys():
        return kind(f"{KEY} {QUESTION}")
    return kind(**{name: given.get(name) for name in wanted})


@pytest.mark.parametrize(
    "kind",
    [
        *_errors_of(openai, openai.OpenAIError),
        *_errors_of(httpx, httpx.HTTPError),
        *(httpx.InvalidURL, httpx.StreamConsumed, httpx.ResponseNotRead),
        *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError, MemoryError, Exception),
    ],
)
def test_every_error_of_a_library_is_one_calm_sentence_without_its_words(kind: type[Exception]) -> None:
    try:
        error = _made(kind)
    except Exception:  # its constructor wants more than there is; what counts is its class
        error = kind.__new__(kind)
        if isinstance(error, openai.APIStatusError):
            raise
    told = failure_of(error).at("http://host:1")
    assert str(told).startswith("The language model at http://host:1 ")
    assert str(told).count(". ") == 0
    assert str(told).endswith(".")
    assert told.hint
    for word in (KEY, QUESTION):
        assert word not in f"{told} {told.hint}"


def test_every_status_is_a_sentence() -> None:
    request = httpx.Request("POST", "http://host/")
    for status in [*range(300, 309), *range(400, 452), *range(500, 512), 599]:
        response = httpx.Response(status, headers={"retry-after": "soon"}, request=request)
        failure = failure_of(openai.APIStatusError("", response=response, body=None))
        assert str(status) in failure.what or status < 400
        assert failure.again == (status == 429 or status >= 500)
        assert failure.wait_s == 0.0


def test_an_unknown_error_is_named_and_a_known_one_keeps_its_failure() -> None:
    assert failure_of(LookupError()) == chat_failures.NO_PROTOCOL
    assert failure_of(ReplyFailed(chat_failures.EMPTY)) == chat_failures.EMPTY
    assert "MemoryError" in failure_of(MemoryError()).what
    wrapped = RuntimeError()
    wrapped.__cause__ = httpx.ConnectError("refused")
    assert failure_of(wrapped) == replace(chat_failures.UNREACHABLE)


@pytest.mark.parametrize("model", ["gpt-5.2-pro", "gpt-5.4-pro"])
def test_a_model_that_is_none_for_chats_is_told_when_it_is_opened(model: str) -> None:
    with pytest.raises(SettingsError, match=model):
        ChatModel(load_settings(llm_url="http://127.0.0.1:9/v1", llm_model=model))


def test_a_model_is_opened_where_one_is_configured(serving: Serving) -> None:
    assert open_language_model(load_settings()) is None
    model = open_language_model(load_settings(llm_url=serving(Reply("Yes.")).url, llm_model="scripted"))
    assert model is not None
    assert said(model) == "Yes."


def test_packages_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "mgi_assistant.engines.chat_model")
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai_like", None)
    with pytest.raises(LanguageModelError) as caught:
        open_language_model(load_settings(llm_url="http://127.0.0.1:9/v1", llm_model="m"))
    assert "pip install 'mgi-assistant[llm]'" in caught.value.hint


def test_without_a_model_nothing_of_one_is_imported() -> None:
    program = (
        "import sys, mgi_assistant.wiring as w, mgi_assistant.settings as s;"
        "assert w.open_language_model(s.load_settings()) is None;"
        "print([m for m in ('openai', 'llama_index.llms', 'tenacity', 'pybreaker', 'httpx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
