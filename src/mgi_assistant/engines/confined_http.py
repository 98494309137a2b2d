"""An HTTP client that speaks to one server alone, sends no more than it has to, and reads no more than it should.

The key is put in at the last moment, so that no object of a client library, and no error of one, holds it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
from pydantic import SecretStr

_SENT = ("host", "accept", "content-length", "content-type", "transfer-encoding")
"""Headers that are sent as they are. The others, with which a client tells of its machine and its account, are not."""

MOST_BYTES = 4_000_000
"""Longest response, in bytes; a streamed token takes some hundreds."""


class TooMuchError(Exception):
    """The response is longer than :data:`MOST_BYTES`, or packed so that its length is not known."""


class ElsewhereError(Exception):
    """A request to another server than the configured one."""


class _Bounded(httpx.SyncByteStream):
    """A response that ends in an exception when it gets too long or takes too long, however slowly it trickles."""

    def __init__(self, stream: httpx.SyncByteStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        for part in self._stream:
            taken += len(part)
            if taken > MOST_BYTES:
                raise TooMuchError
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("the response takes too long as a whole")
            yield part

    def close(self) -> None:
        self._stream.close()


class _Confined(httpx.BaseTransport):
    def __init__(self, server: httpx.URL, key: SecretStr | None, inner: httpx.BaseTransport) -> None:
        self._server = _origin(server)
        self._key = key
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make ``request``; its read timeout holds for each part of the response and for the response as a whole."""
        if _origin(request.url) != self._server:
            raise ElsewhereError
        headers = {name: request.headers[name] for name in _SENT if name in request.headers}
        headers |= {"accept-encoding": "identity", "connection": "close", "user-agent": "mgi-assistant"}
        if self._key:
            headers["authorization"] = f"Bearer {self._key.get_secret_value()}"
        until = time.monotonic() + (request.extensions.get("timeout", {}).get("read") or 60.0)
        sent = httpx.Request(
            request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
        )
        response = self._inner.handle_request(sent)
        assert isinstance(response.stream, httpx.SyncByteStream)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            response.close()
            raise TooMuchError
        response.stream = _Bounded(response.stream, until)
        return response

    def close(self) -> None:
        self._inner.close()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


class OneServer:
    """The server at ``url``, which is sent ``key``; no redirect and no proxy leads to another.

    Certificates are checked against certifi's list, or the one named by ``SSL_CERT_FILE`` or ``SSL_CERT_DIR``.
    """

    def __init__(self, url: str, key: SecretStr | None) -> None:
        self._url = httpx.URL(url)
        self._key = key
        self._tls = httpx.create_ssl_context(trust_env=True)

    def client(self) -> httpx.Client:
        """Return a client for one request after another; to close it closes its connection, whatever comes there."""
        inner = httpx.HTTPTransport(verify=self._tls, trust_env=False)
        return httpx.Client(transport=_Confined(self._url, self._key, inner), follow_redirects=False, trust_env=False)
