"""A server on loopback that speaks the OpenAI chat-completions protocol and does what a test's script says.

    with ChatServer(lambda messages: Reply("Hello.")) as server:
        settings = load_settings(llm_url=server.url, llm_model="scripted")
        ...
        assert server.requests[0].body["model"] == "scripted"

The script gets the messages of each request, as a list of ``{"role": …, "content": …}``, and returns a behaviour.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, TypeAlias

Messages: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True)
class Reply:
    """A whole reply; streamed in pieces of ``chunk`` characters where the request asks for a stream."""

    text: str
    chunk: int = 20
    delay_s: float = 0.0
    """Seconds before each piece, the first included."""
    first_delay_s: float = 0.0
    """Seconds before anything is sent at all, the status line included."""
    usage: tuple[int, int] | None = (100, 20)
    """Tokens in and out that the server reports, if any."""
    finish: str | None = "stop"


@dataclass(frozen=True)
class Refusal:
    """A response with another status than 200: ``Refusal(429, {"Retry-After": "1"})``."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = '{"error": {"message": "no", "type": "error", "code": null}}'


@dataclass(frozen=True)
class Broken:
    """Status 200 with something that is not the protocol; sent as an event of a stream unless ``raw``."""

    body: str = '{"choices": [{"index": 0, "delta": {"con'
    raw: bool = False
    content_type: str = "text/html"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dropped:
    """Some of a reply, and then the connection is closed; ``clean`` ends HTTP in order but the protocol not."""

    text: str
    chunk: int = 20
    clean: bool = False


@dataclass(frozen=True)
class Silent:
    """The request is taken and nothing is sent for ``seconds``, or after the headers where ``headers_first``."""

    seconds: float = 30.0
    headers_first: bool = False


@dataclass(frozen=True)
class Flood:
    """``text`` again and again until ``size`` bytes are sent or the client leaves; it never ends in order."""

    text: str = "and so on "
    size: int = 10_000_000
    delay_s: float = 0.0


@dataclass(frozen=True)
class Pings:
    """A stream that says every ``delay_s`` that it is still there, and nothing else until the client leaves."""

    delay_s: float = 0.1


Behaviour: TypeAlias = Reply | Refusal | Broken | Dropped | Silent | Flood | Pings
Script: TypeAlias = Callable[[Messages], Behaviour]


def in_turn(*behaviours: Behaviour) -> Script:
    """Return a script that does ``behaviours`` one after another, and the last one from then on."""
    left = list(behaviours)
    lock = threading.Lock()

    def script(messages: Messages) -> Behaviour:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return script


@dataclass(frozen=True)
class Received:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    """With lower-case names."""
    body: dict[str, Any]

    @property
    def messages(self) -> Messages:
        """The messages of a chat request."""
        return list(self.body.get("messages", []))

    @property
    def text(self) -> str:
        """All that the messages say."""
        return "\n".join(str(message["content"]) for message in self.messages)


class ChatServer:
    """A scripted server at ``http://127.0.0.1:<free port>/v1``; keeps the requests that it got."""

    def __init__(self, script: Script | Behaviour, model: str = "scripted") -> None:
        self._script: Script = script if callable(script) else (lambda messages: script)
        self.model = model
        self.requests: list[Received] = []
        self.closing = threading.Event()
        """Set when the server goes down, so that nothing waits any longer."""
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.chat = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """The port on 127.0.0.1."""
        return int(self._http.server_address[1])

    @property
    def endpoint(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The base URL that a client is given."""
        return f"{self.endpoint}/v1"

    @property
    def chats(self) -> list[Received]:
        """The requests for a chat completion."""
        return [request for request in self.requests if request.path == "/v1/chat/completions"]

    def does(self, messages: Messages) -> Behaviour:
        """Return what the script says."""
        return self._script(messages)

    def __enter__(self) -> ChatServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    chat: ChatServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a client that left; that is what clients of these tests do."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        """Tell which models there are."""
        self._keep({})
        if self.path == "/v1/models":
            model = {"id": self.server.chat.model, "object": "model", "created": 0, "owned_by": "tests"}
            self._send(200, {}, "application/json", json.dumps({"object": "list", "data": [model]}))
        else:
            self._send(404, {}, "application/json", '{"error": {"message": "not found"}}')

    def do_POST(self) -> None:
        """Do what the script says."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self._keep(body)
        if self.path != "/v1/chat/completions":
            self._send(404, {}, "application/json", '{"error": {"message": "not found"}}')
            return
        stream = bool(body.get("stream"))
        does = self.server.chat.does(body["messages"])
        match does:
            case Refusal():
                self._send(does.status, does.headers, "application/json", does.body)
            case Silent():
                self._silent(does)
            case Broken() if does.raw:
                self._send(200, does.headers, does.content_type, does.body)
            case Broken() if not stream:
                self._send(200, does.headers, "application/json", does.body)
            case Reply() if not stream:
                self._wait(does.first_delay_s)
                self._wait(does.delay_s)
                self._send(200, {}, "application/json", json.dumps(self._whole(does)))
            case _:
                self._stream(does, body)

    def _keep(self, body: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.chat.requests.append(Received(self.command, self.path, headers, body))

    def _send(self, status: int, headers: Mapping[str, str], content_type: str, body: str) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _silent(self, does: Silent) -> None:
        if does.headers_first:
            self._begin()
        self._wait(does.seconds)
        self.close_connection = True

    def _wait(self, seconds: float) -> None:
        if seconds:
            self.server.chat.closing.wait(seconds)

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _write(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _event(self, value: dict[str, Any]) -> None:
        self._write(f"data: {json.dumps(value, ensure_ascii=False)}\n\n")

    def _stream(self, does: Reply | Broken | Dropped | Flood | Pings, body: dict[str, Any]) -> None:
        if isinstance(does, Reply):
            self._wait(does.first_delay_s)
        self._begin()
        match does:
            case Broken():
                self._write(f"data: {does.body}\n\n")
            case Reply():
                for piece in pieces(does.text, does.chunk):
                    self._wait(does.delay_s)
                    self._event(self._part({"content": piece}))
                if does.finish:
                    self._event(self._part({}, does.finish))
                if does.usage and (body.get("stream_options") or {}).get("include_usage"):
                    self._event({**self._part({}), "choices": [], "usage": _usage(does.usage)})
                self._write("data: [DONE]\n\n")
            case Dropped():
                for piece in pieces(does.text, does.chunk):
                    self._event(self._part({"content": piece}))
                if not does.clean:
                    self.close_connection = True
                    return
            case Flood():
                sent = 0
                while sent < does.size and not self.server.chat.closing.is_set():
                    self._wait(does.delay_s)
                    self._event(self._part({"content": does.text}))
                    sent += len(does.text.encode())
                self.close_connection = True
                return
            case Pings():
                while not self.server.chat.closing.is_set():
                    self._write(": still there\n\n")
                    self._wait(does.delay_s)
        self.wfile.write(b"0\r\n\r\n")

    def _part(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {**self._frame("chat.completion.chunk"), "choices": [choice]}

    def _whole(self, does: Reply) -> dict[str, Any]:
        message = {"role": "assistant", "content": does.text}
        choice = {"index": 0, "message": message, "finish_reason": does.finish, "logprobs": None}
        usage = {"usage": _usage(does.usage)} if does.usage else {}
        return {**self._frame("chat.completion"), "choices": [choice], **usage}

    def _frame(self, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": self.server.chat.model}


def pieces(text: str, size: int) -> Iterator[str]:
    """Yield ``text`` in pieces of ``size`` characters."""
    for start in range(0, len(text), size):
        yield text[start : start + size]


def _usage(usage: tuple[int, int]) -> dict[str, int]:
    return {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
