"""What can go wrong with a language model, each in one calm sentence without key, question or the server's words."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import openai

from mgi_assistant.engines.confined_http import ElsewhereError, TooMuchError
from mgi_assistant.errors import LanguageModelError


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no reply."""

    what: str
    """Completes the sentence "The language model at … "."""
    hint: str = "Try again later, or run mgi doctor."
    again: bool = False
    """Whether the same request may work a moment later."""
    wait_s: float = 0.0
    """Seconds that the server asks to wait before."""
    served: bool = True
    """Whether the model may have worked on the request, so that it costs something."""
    unwell: bool = True
    """Whether it speaks against asking this server again soon, and not only against this one request."""

    def at(self, endpoint: str) -> LanguageModelError:
        """Return the error that a user sees."""
        return LanguageModelError(f"The language model at {endpoint} {self.what}.", self.hint)


class ReplyFailed(Exception):
    """There is no reply, or only half of one, because of ``failure``."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.what)
        self.failure = failure


LATE = Failure("took too long", "Try again later, or allow more time with MGI_LLM_TIMEOUT_S.")
EMPTY = Failure("gave an empty reply", "Check that MGI_LLM_MODEL names a chat model.")
ALL_THOUGHT = Failure(
    "used up the length of a reply before it said anything", "Raise MGI_LLM_MAX_TOKENS, or choose another model."
)
TOO_LONG = Failure("wrote far more than it was asked for", "Choose another model with MGI_LLM_MODEL.")
FILTERED = Failure("was stopped by a filter of its endpoint", "Put the question in other words.", unwell=False)
BROKEN_OFF = Failure("broke off in the middle of its reply", again=True)
NO_PROTOCOL = Failure("sent something that is no chat completion", "Check MGI_LLM_URL; it often ends with /v1.")
UNREACHABLE = Failure("cannot be reached", "Check that it runs and that MGI_LLM_URL is right.", True, served=False)
_UNTRUSTED = Failure(
    "has a certificate that is not trusted", "Name the file of your own authority in SSL_CERT_FILE.", served=False
)
_ELSEWHERE = Failure("sends requests on to another address, which is not done", "Check MGI_LLM_URL.", served=False)

_QUOTA = "Try again later, or check the account of the endpoint."
_REQUEST = "Check that MGI_LLM_MODEL names a chat model with room for some thousand words."
_STATUS = {
    400: Failure("did not accept the request (400)", _REQUEST, served=False, unwell=False),
    401: Failure("refused the key (401)", "Check MGI_LLM_KEY.", served=False),
    402: Failure("asks for payment (402)", _QUOTA, served=False),
    403: Failure("does not let this key use the model (403)", "Check MGI_LLM_KEY.", served=False),
    404: Failure("knows no such model or address (404)", "Check MGI_LLM_MODEL and MGI_LLM_URL.", served=False),
    413: Failure("did not accept a request of this length (413)", _REQUEST, served=False, unwell=False),
    422: Failure("did not accept the request (422)", _REQUEST, served=False, unwell=False),
    429: Failure("is busy (429)", _QUOTA, again=True, served=False),
}

_KINDS: tuple[tuple[tuple[type[BaseException], ...], Failure], ...] = (
    ((TooMuchError,), TOO_LONG),
    ((ElsewhereError,), _ELSEWHERE),
    ((ssl.SSLCertVerificationError,), _UNTRUSTED),
    ((httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ConnectError, httpx.InvalidURL), UNREACHABLE),
    ((httpx.TimeoutException,), LATE),
    ((httpx.ProtocolError, httpx.NetworkError), BROKEN_OFF),
    ((openai.APITimeoutError,), LATE),
    ((openai.APIConnectionError,), UNREACHABLE),
    ((openai.APIResponseValidationError, httpx.DecodingError), NO_PROTOCOL),
    ((openai.APIError,), Failure("reported a fault in the middle of its reply")),
    # What comes of JSON that is none, or that has another form than its reader expects.
    ((ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError), NO_PROTOCOL),
)
"""The first line of which an error, or what it came from, is an instance says what it is to a user."""


def failure_of(error: BaseException) -> Failure:
    """Return what ``error`` of openai, httpx, llama-index or below is to a user."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ReplyFailed):
            return cause.failure
        if isinstance(cause, openai.APIStatusError):
            return _of_status(cause)
    for kinds, failure in _KINDS:
        if any(isinstance(cause, kinds) for cause in causes):
            return failure
    return Failure(f"failed ({type(error).__name__})")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield ``error`` and what it came from."""
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        yield current
        current = current.__cause__ or current.__context__


def _of_status(error: openai.APIStatusError) -> Failure:
    status = error.status_code
    if 300 <= status < 400:
        return _ELSEWHERE
    if status == 429 and error.code == "insufficient_quota":  # of an account without money; waiting does not help
        return Failure("says that its quota is used up (429)", _QUOTA, served=False)
    fault = Failure(f"has a fault of its own ({status})", again=True, served=False)
    said_no = Failure(f"said no to the request ({status})", served=False)
    failure = _STATUS.get(status, fault if status >= 500 else said_no)
    return replace(failure, wait_s=_asked_to_wait(error.response.headers.get("retry-after", "")))


def _asked_to_wait(header: str) -> float:
    """Return the seconds of a ``Retry-After`` header, which are a number or a date (RFC 9110, 10.2.3)."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max((parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError):  # no date, or one without a time zone
        return 0.0
