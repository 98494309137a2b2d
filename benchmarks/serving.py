"""Starts the app, or a hello-world one beside it, and looks at the serving process from outside (Linux: /proc)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HELLO = 'import streamlit as st\n\nst.title("Hello")\nst.write("Hello, world!")\n'
"""What the app's first paint is compared with."""


@dataclass(frozen=True, slots=True)
class Server:
    """A serving process."""

    address: str
    pid: int

    def resident_mib(self) -> float:
        """Return its resident memory in MiB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def has_loaded(self, library: str) -> bool:
        """Say whether a file with this name is mapped into its memory."""
        return library in Path(f"/proc/{self.pid}/maps").read_text()


@contextmanager
def app(index: Path) -> Iterator[Server]:
    """Serve ``index`` as ``mgi serve`` does."""
    port = _free_port()
    command = [sys.executable, "-m", "mgi_assistant", "serve", "--port", str(port), "--index", str(index)]
    with _running(command, port) as server:
        yield server


@contextmanager
def hello_world() -> Iterator[Server]:
    """Serve an app of two lines, with Streamlit's own settings but for those that keep it quiet."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "hello.py"
        script.write_text(HELLO)
        quiet = ["--server.headless=true", "--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
        command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", *quiet]
        with _running([*command, "--server.address=localhost"], port) as server:
            yield server


@contextmanager
def _running(command: list[str], port: int) -> Iterator[Server]:
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(command, stdout=words, stderr=words)
        try:
            _wait(f"http://localhost:{port}/_stcore/health", process)
            yield Server(f"http://localhost:{port}", process.pid)
            if process.poll() is not None:
                raise RuntimeError(f"{command} ended with {process.returncode}")
        except BaseException:
            words.seek(0)
            print(words.read().decode(errors="replace")[-3000:], file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"nothing answers at {address}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
