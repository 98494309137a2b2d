"""A language model behind an OpenAI-compatible endpoint, through llama-index's own integration.

The only module that imports llama-index's language models, tenacity and pybreaker. What can go wrong is in
:mod:`mgi_assistant.engines.chat_failures`, the way out in :mod:`mgi_assistant.engines.confined_http`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai
import tenacity
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.llms.openai_like import OpenAILike
from pybreaker import CircuitBreaker, CircuitBreakerError
from tenacity.nap import sleep_using_event

from mgi_assistant.engines import chat_failures
from mgi_assistant.engines.chat_failures import Failure, ReplyFailed, failure_of
from mgi_assistant.engines.confined_http import OneServer
from mgi_assistant.engines.spending import Spending, Tokens, estimated
from mgi_assistant.errors import LanguageModelError, SettingsError
from mgi_assistant.ports import Message
from mgi_assistant.settings import Settings

_LOG = logging.getLogger(__name__)
_TALKATIVE = ("openai", "httpx", "httpcore", "llama_index")
"""Loggers that tell addresses, requests and replies."""

_CONNECT_S = 5.0
"""Seconds that a connection may take."""
_CHARACTERS_A_TOKEN = 8
_MOST_CHARACTERS = 200_000


@dataclass
class _Heard:
    """What a request has shown so far; written by the thread that makes it."""

    usage: Tokens | None = None
    pieces: list[str] = field(default_factory=list)
    failure: Failure | None = None
    """Why the last request failed, while it is waited to make it again."""


class ChatModel:
    """A :class:`~mgi_assistant.ports.LanguageModel`; may be used by several threads at once."""

    def __init__(self, settings: Settings, failures: int = 3, rest_s: float = 30.0, pause_s: float = 0.4) -> None:
        """Make ready what asks the model of ``settings``, without asking it anything.

        Args:
            settings: ``llm_url`` and ``llm_model`` are set.
            failures: After so many failures in a row the endpoint is left alone,
            rest_s: for so many seconds.
            pause_s: Seconds before a request is made again, at first; twice as many each further time.

        Raises:
            SettingsError: The model is one that takes no part in chat completions.
        """
        assert settings.llm_url
        parts = urlsplit(settings.llm_url)
        self._name = settings.llm_model
        self._endpoint = f"{parts.scheme}://{parts.netloc}"
        self._attempts = settings.llm_retries + 1
        self._wait = tenacity.wait_exponential(pause_s, max=5.0) + tenacity.wait_random(0.0, pause_s)
        self._rest_s = rest_s
        self._longest = min(_CHARACTERS_A_TOKEN * settings.llm_max_tokens, _MOST_CHARACTERS)
        self._most_tokens = settings.llm_max_tokens
        self._log_questions = settings.log_questions
        self._breaker = CircuitBreaker(
            failures, rest_s, exclude=[_is_no_sign_of_trouble], throw_new_error_on_trip=False, name=self._endpoint
        )
        self._spending = Spending(
            settings.llm_token_limit, settings.llm_cost_limit, settings.llm_price_in, settings.llm_price_out
        )
        if not settings.log_questions:
            _hush()
        self._settings = settings
        self._server = OneServer(settings.llm_url, settings.llm_key)
        with self._server.client() as http:
            _llm(settings, http)  # tells of a model that cannot be used, and imports what a question need not wait for

    @property
    def name(self) -> str:
        """Name of the model, as the endpoint knows it."""
        return self._name

    @property
    def endpoint(self) -> str:
        """Scheme, host and port of the endpoint."""
        return self._endpoint

    @property
    def spent(self) -> Tokens:
        """The tokens of today, in this process."""
        return self._spending.spent

    def reply(self, messages: Sequence[Message], deadline: float) -> Iterator[str]:
        """Yield the text of the reply piece by piece, until ``deadline`` (of :func:`time.monotonic`) at the latest.

        Raises:
            LanguageModelError: There is no reply, or only half of one.
        """
        try:
            with self._breaker.calling():
                yield from self._accounted(messages, deadline)
        except CircuitBreakerError:
            failed = Failure(
                f"is left alone for {self._rest_s:.0f} seconds, since it failed several times in a row",
                "Wait a little, or run mgi doctor to see what is wrong with it.",
            )
        except ReplyFailed as error:
            failed = error.failure
        else:
            return
        _LOG.info("%s at %s: no reply, %s", self._name, self._endpoint, failed.what)
        raise failed.at(self._endpoint)

    def _accounted(self, messages: Sequence[Message], deadline: float) -> Iterator[str]:
        """Yield the reply, within the limits on spending."""
        asked = Tokens(read=sum(estimated(message.text) for message in messages))
        most = asked + Tokens(written=self._most_tokens)
        day = self._spending.set_aside(most)
        heard = _Heard()
        used = asked
        started = time.monotonic()
        try:
            yield from self._in_time(messages, deadline, heard)
        except ReplyFailed as error:
            if not error.failure.served:
                used = Tokens()
            raise
        finally:
            used = heard.usage or used + Tokens(written=estimated("".join(heard.pieces)))
            self._spending.settle(day, most, used)
            took = time.monotonic() - started
            _LOG.info(
                "%s at %s: %d tokens read, %d written, %.1f s",
                self._name,
                self._endpoint,
                used.read,
                used.written,
                took,
            )
            if self._log_questions:
                _LOG.info("told %s, heard %r", list(messages), "".join(heard.pieces))

    def _in_time(self, messages: Sequence[Message], deadline: float, heard: _Heard) -> Iterator[str]:
        """Yield the reply as another thread hears it, so that nothing which that one waits for holds up this one."""
        pieces: SimpleQueue[str | Failure | None] = SimpleQueue()
        over = threading.Event()
        thread = threading.Thread(
            target=self._hear, args=(messages, deadline, heard, pieces, over), name="language-model", daemon=True
        )
        thread.start()
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(deadline - time.monotonic(), 0.0))
                except Empty:
                    piece = heard.failure or chat_failures.LATE
                if isinstance(piece, Failure):
                    raise ReplyFailed(piece)
                if piece is None:
                    return
                if time.monotonic() > deadline:
                    raise ReplyFailed(chat_failures.LATE)
                yield piece
        finally:
            over.set()

    def _hear(
        self,
        messages: Sequence[Message],
        deadline: float,
        heard: _Heard,
        pieces: SimpleQueue[str | Failure | None],
        over: threading.Event,
    ) -> None:
        """Put the pieces of the reply into ``pieces``, and then why it failed, or ``None``."""
        try:
            with closing(self._begun(messages, deadline, heard, over)) as stream:
                for piece in stream:
                    pieces.put(piece)
                    if over.is_set():
                        break
            pieces.put(None)
        except BaseException as error:
            pieces.put(failure_of(error))

    def _begun(
        self, messages: Sequence[Message], deadline: float, heard: _Heard, over: threading.Event
    ) -> Generator[str, None, None]:
        """Return the reply once its first piece is there, asking again where that may help and time allows."""

        def is_worth_another(error: BaseException) -> bool:
            heard.failure = failure_of(error)
            return heard.failure.again

        attempts = tenacity.Retrying(
            stop=tenacity.stop_any(
                tenacity.stop_after_attempt(self._attempts),
                tenacity.stop_before_delay(max(deadline - time.monotonic(), 0.0)),
                tenacity.stop_when_event_set(over),
            ),
            wait=self._pause,
            retry=tenacity.retry_if_exception(is_worth_another),
            sleep=sleep_using_event(over),
            reraise=True,
        )
        for attempt in attempts:
            with attempt:
                stream = self._stream(messages, deadline, heard, over)
                first = next(stream)
        yield first
        yield from stream

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Return the seconds before asking again: those that the server asked for, or more each time."""
        error = state.outcome.exception() if state.outcome else None
        asked = failure_of(error).wait_s if error else 0.0
        return max(asked, self._wait(state))

    def _stream(
        self, messages: Sequence[Message], deadline: float, heard: _Heard, over: threading.Event
    ) -> Generator[str, None, None]:
        """Yield the text of one reply to one request; it has some, and it came to its end."""
        left = deadline - time.monotonic()
        if left <= 0 or over.is_set():
            raise ReplyFailed(chat_failures.LATE)
        chat = [ChatMessage(role=MessageRole(message.role), content=message.text) for message in messages]
        heard.failure = None
        finish: str | None = None
        length = parts = 0
        with self._server.client() as http:
            limits = httpx.Timeout(left, connect=min(left, _CONNECT_S))
            for part in _llm(self._settings, http).stream_chat(chat, timeout=limits):
                parts += 1
                heard.usage = _usage(part.raw) or heard.usage
                finish = _finish(part.raw) or finish
                if part.delta:
                    length += len(part.delta)
                    if length > self._longest:
                        raise ReplyFailed(chat_failures.TOO_LONG)
                    heard.pieces.append(part.delta)
                    yield part.delta
        failure = _fault(finish, parts > 0, length > 0)
        if failure:
            raise ReplyFailed(failure)


def _fault(finish: str | None, begun: bool, said: bool) -> Failure | None:
    """Return what is wrong with a stream that ended without an error, if anything is.

    Args:
        finish: Why the endpoint ended it, if it said so.
        begun: Whether there was any part of a reply.
        said: Whether there was any text.
    """
    if not begun:
        return chat_failures.NO_PROTOCOL
    if finish == "content_filter":
        return chat_failures.FILTERED
    if finish is None:
        return chat_failures.BROKEN_OFF
    if said:
        return None
    return chat_failures.ALL_THOUGHT if finish == "length" else chat_failures.EMPTY


def _llm(settings: Settings, http: httpx.Client) -> OpenAILike:
    """Return llama-index's client over ``http``; the key is not in it but there."""
    try:
        client = openai.OpenAI(base_url=settings.llm_url, api_key="-", max_retries=0, http_client=http)
        assert client.chat.completions  # is imported when it is first used
        return OpenAILike(
            model=settings.llm_model,
            is_chat_model=True,
            temperature=0.0,
            max_tokens=settings.llm_max_tokens,
            max_retries=0,
            additional_kwargs={"stream_options": {"include_usage": True}},
            openai_client=client,  # type: ignore[call-arg]
        )
    except ValueError as error:
        raise SettingsError(
            f"The model {settings.llm_model} cannot be used through chat completions.",
            "Name another one in MGI_LLM_MODEL.",
        ) from error


def _is_no_sign_of_trouble(error: BaseException) -> bool:
    """Say whether an exception tells nothing of the endpoint's health: a limit of ours, or a reader who left."""
    if isinstance(error, ReplyFailed):
        return not error.failure.unwell
    return isinstance(error, (LanguageModelError, GeneratorExit, KeyboardInterrupt))


def _usage(raw: Any) -> Tokens | None:
    """Return the tokens that the endpoint reports with a part of the stream, if it does."""
    usage = getattr(raw, "usage", None)
    read, written = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
    if not isinstance(read, int) or not isinstance(written, int) or min(read, written) < 0 or read + written == 0:
        return None
    return Tokens(read, written)


def _finish(raw: Any) -> str | None:
    """Return why the reply ends with a part of the stream, if it does."""
    choices = getattr(raw, "choices", None)
    return str(choices[0].finish_reason) if choices and choices[0].finish_reason else None


def _hush() -> None:
    """Keep libraries from logging requests, which hold the question, and addresses."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
