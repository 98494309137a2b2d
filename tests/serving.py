"""The app as ``mgi serve`` starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(folder: Path, cache: Path, port: int, **settings: str) -> Iterator[str]:
    """Run ``mgi serve`` over ``folder/index`` with nothing set but ``settings``, and yield its address.

    An index that is missing is built before the app answers.
    """
    own = {"MGI_CACHE": str(cache), "HOME": str(folder)} | settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MGI_", "XDG_"))} | own
    command = [sys.executable, "-m", "mgi_assistant", "serve", "--port", str(port), "--index", str(folder / "index")]
    log = folder / f"log-{port}.txt"
    with log.open("w") as written:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=written, stderr=written, start_new_session=True
        )
        try:
            _wait(f"http://localhost:{port}/_stcore/health", process, log)
            yield f"http://localhost:{port}"
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the app answers."""
    end = time.monotonic() + 400
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"mgi serve did not come up: {log.read_text()}")
