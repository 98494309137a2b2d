"""Runs one command in a fresh process and measures it from outside (Linux: it reads /proc)."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_EVERY_S = 0.05
"""Seconds between two looks at the memory; the kernel's own peak covers what lies between for the main process."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    """What one process did."""

    output: Any
    """The JSON value of the line that it printed."""
    answer_s: float
    """Seconds from the start of the process to that line."""
    wall_s: float
    """Seconds from the start of the process to its end."""
    cpu_s: float
    """Processor seconds of it and its children."""
    peak_mib: float
    """Largest resident memory of it and its children together, pages that they share counted twice, in MiB."""


def run(command: list[str], environment: dict[str, str]) -> Run:
    """Run ``command``, which prints one line of JSON, in exactly this environment, and measure it.

    Raises:
        RuntimeError: It failed or printed something else; the message ends with its own last words.
    """
    with tempfile.TemporaryFile() as words:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=words, env=environment)
        sampler = _Sampler(process.pid)
        sampler.start()
        assert process.stdout is not None
        with process.stdout as stdout:
            line = stdout.readline()
            answered = time.perf_counter()
            stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        ended = time.perf_counter()
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
        words.seek(0)
        complaint = words.read().decode(errors="replace")
    try:
        output = json.loads(line)
    except ValueError:
        output = None
    if process.returncode or output is None:
        raise RuntimeError(f"{' '.join(command)} failed (exit status {process.returncode}):\n{complaint[-2000:]}")
    peak = max(sampler.peak_bytes, usage.ru_maxrss * 1024)
    return Run(output, answered - started, ended - started, usage.ru_utime + usage.ru_stime, peak / 2**20)


class _Sampler(threading.Thread):
    """Looks at the resident memory of a process and its children until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._pid = pid
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(_EVERY_S):
            self.peak_bytes = max(self.peak_bytes, sum(map(_resident, _tree(self._pid))))

    def stop(self) -> None:
        """Take no more looks."""
        self._stopped.set()
        self.join()


def _tree(pid: int) -> Iterator[int]:
    """Yield ``pid`` and its descendants, as far as they still run."""
    yield pid
    tasks = Path(f"/proc/{pid}/task")
    try:
        threads = [entry.name for entry in tasks.iterdir()]
    except OSError:  # the process has ended since
        return
    for thread in threads:
        try:
            children = (tasks / thread / "children").read_text("ascii").split()
        except OSError:  # the thread has ended since
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(pid: int) -> int:
    """Return the resident memory of one process in bytes, 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except OSError:
        return 0
