"""The second opinion through a model behind HTTP: a server on this machine in the place of a real one."""

from __future__ import annotations

import json
import sys
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mgi_eval.controls import oracle
from mgi_eval.judge import ASPECTS, JudgeError, agreements, judged, load_model
from mgi_eval.run import judge
from tests.unit.eval_fakes import library, small_set

pytestmark = pytest.mark.enable_socket


class ChatServer(ThreadingHTTPServer):
    """Replies as a chat completion endpoint does: no where the prompt speaks of mangroves, else yes."""

    def __init__(self, status: int = 200) -> None:
        self.prompts: list[str] = []
        self.status = status
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = asked["messages"][-1]["content"]
        self.server.prompts.append(prompt)
        reply = "No." if "mangrove" in prompt else "Yes, it does."
        body = json.dumps({"choices": [{"message": {"role": "assistant", "content": reply}}]}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


CLIENT = """
import json
import urllib.request


class Endpoint:
    def complete(self, prompt):
        body = json.dumps({"model": "any", "messages": [{"role": "user", "content": prompt}]}).encode()
        request = urllib.request.Request(ADDRESS, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as reply:
            return json.load(reply)["choices"][0]["message"]["content"]
"""


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def module(server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a user's module that asks the server."""
    address = f"http://127.0.0.1:{server.server_address[1]}/v1/chat/completions"
    (tmp_path / "my_endpoint.py").write_text(f"ADDRESS = {address!r}\n{CLIENT}", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "my_endpoint", raising=False)
    monkeypatch.setattr(urllib.request, "_opener", None)
    return "my_endpoint:Endpoint"


def test_a_model_behind_http_is_asked_and_compared(server: ChatServer, module: str, tmp_path: Path) -> None:
    asked = small_set(tmp_path)
    scored = judge(asked, oracle(asked, library()), library()).scored
    found = agreements(scored, judged(scored, load_model(module)))
    told = sum(case.answerable for case in asked.cases)
    assert len(server.prompts) == told * len(ASPECTS)
    for known in found.values():
        assert (known.n, known.unclear, known.measure) == (told, 0, 1.0)
        assert known.share == known.model == pytest.approx((told - 1) / told), "it objects to one answer of the gold"


def test_an_endpoint_that_refuses_is_one_clear_error(server: ChatServer, module: str, tmp_path: Path) -> None:
    server.status = 503
    asked = small_set(tmp_path)
    scored = judge(asked, oracle(asked, library()), library()).scored
    with pytest.raises(JudgeError, match=r"gave no reply about case 'flood'.*503"):
        judged(scored, load_model(module))
