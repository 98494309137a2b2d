"""An OpenID provider on this machine: who clicks an account at its page is that person."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "the-app", "only-for-tests"
ACCOUNTS: dict[str, dict[str, Any]] = {
    "Amara": {"email": "Amara@ministry.example", "email_verified": True},
    "Boris": {"email": "boris@elsewhere.example", "email_verified": True},
    "Chidi": {"email": "chidi@ministry.example", "email_verified": False},
    "Dana": {"email": "dana@partner.example"},
}
"""Claims of each account beside its name; the last provider-like one says nothing about confirmation."""


class _Provider(BaseHTTPRequestHandler):
    """Discovery, authorisation, tokens and keys, as OpenID Connect Core 1.0 and RFC 7636 (S256) have them."""

    key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig"})
    asked: dict[str, dict[str, str]] = {}  # noqa: RUF012
    """Under each code that was given out, the request that it answers, with the account chosen."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        match address.path:
            case "/.well-known/openid-configuration":
                self._send_json(self._metadata())
            case "/jwks":
                self._send_json({"keys": [self.key.as_dict(private=False)]})
            case "/authorize":
                self._offer(query)
            case "/leave":
                self._redirect(query["post_logout_redirect_uri"])
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        """Answer a request for tokens; a wrong client, code or proof gets none."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.asked.pop(form["code"][0], None)
        client = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        proof = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if asked is None or self.headers["Authorization"] != f"Basic {client}" or asked["code_challenge"] != challenge:
            self.send_error(400)
            return
        now = int(time.time())
        name = asked["account"]
        claims = {"iss": self._here(), "sub": name, "aud": CLIENT, "iat": now, "exp": now + 300, "name": name}
        claims |= {"nonce": asked["nonce"]} | ACCOUNTS[name]
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key)
        self._send_json({"access_token": "none", "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def _offer(self, query: dict[str, str]) -> None:
        """Draw the page that lets one choose an account."""
        links = []
        for name in ACCOUNTS:
            code = token_urlsafe()
            self.asked[code] = query | {"account": name}
            back = f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
            links.append(f'<p><a href="{back.replace("&", "&amp;")}">{name}</a>')
        self._send("text/html", "".join(links).encode())

    def _metadata(self) -> dict[str, Any]:
        here = self._here()
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/jwks",
            "end_session_endpoint": f"{here}/leave",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _here(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _send_json(self, value: dict[str, Any]) -> None:
        self._send("application/json", json.dumps(value).encode())

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def provider() -> Iterator[str]:
    """Run the provider and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Provider) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
