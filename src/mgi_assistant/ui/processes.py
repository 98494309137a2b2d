"""Programs that the app runs beside itself: one piece of work at a time for all sessions, seen by whoever looks.

A piece of work goes on when the session that began it ends. When the app itself ends, its program finds nobody to tell
its progress to and ends too, leaving what it works on as it was.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock, Thread, Timer
from typing import Any, Literal
from uuid import uuid4

import streamlit as st

from mgi_assistant.errors import MgiError
from mgi_assistant.render import escaped
from mgi_assistant.ui.problems import calm, logged
from mgi_assistant.ui.texts import processes as texts

_LOG = logging.getLogger("mgi_assistant.ui")
LIMIT_S = 3600.0
"""Seconds after which a program is stopped."""
_MOST_OUTPUT = 16 << 20
"""Bytes of a program's output that are read."""
_LONGEST_LINE = 1 << 16

Kind = Literal["sources", "benchmark"]
"""What a piece of work belongs to."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a program is."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit status, what it printed, and its error with a hint, if any."""

    code: int
    output: str
    problem: str = ""
    hint: str = ""

    def json(self) -> dict[str, Any]:
        """Return what it printed as a JSON object, empty where it printed none."""
        try:
            found = json.loads(self.output)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


Level = Literal["success", "warning", "error"]
"""How a sentence is meant."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about what came of a piece of work."""

    level: Level
    text: str


class Work:
    """One piece of work; it runs one program after the other."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.id = uuid4().hex
        self.step: Step | None = None
        self.notices: tuple[Notice, ...] = ()
        self.stopped = False
        self._process: subprocess.Popen[str] | None = None
        self._lock = Lock()

    def call(self, arguments: Sequence[str], limit_s: float = LIMIT_S) -> Ended:
        """Run a module of this Python with its arguments, following its progress, and wait for its end."""
        with tempfile.TemporaryFile() as output:
            command = [sys.executable, "-m", *arguments]
            with self._lock:
                if self.stopped:
                    return Ended(-signal.SIGTERM, "", texts.STOPPED)
                self._process = process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, text=True,
                    encoding="utf-8", errors="replace", start_new_session=True,
                )  # fmt: skip
            timer = Timer(limit_s, self.stop)
            timer.daemon = True
            timer.start()
            try:
                with process:
                    said, last = self._follow(process)
            finally:
                timer.cancel()
            output.seek(0)
            printed = output.read(_MOST_OUTPUT).decode("utf-8", "replace")
        if process.returncode and not said.get("Error"):
            said["Error"] = texts.STOPPED if self.stopped else texts.BROKE_OFF.format(process.returncode)
            _LOG.error("%s ended with %s: %s", arguments[0], process.returncode, last)
        return Ended(process.returncode, printed, said.get("Error", ""), said.get("Hint", ""))

    def _follow(self, process: subprocess.Popen[str]) -> tuple[dict[str, str], str]:
        """Take in what a program says on standard error; return its error and hint, and where it broke off."""
        assert process.stderr is not None
        said: dict[str, str] = {}
        calls: deque[str] = deque(maxlen=8)
        for line in iter(partial(process.stderr.readline, _LONGEST_LINE), ""):
            word, _, rest = line.strip().partition(": ")
            if word in ("Error", "Hint"):
                said[word] = rest
            elif (step := _step(line)) is not None:
                self.step = step
            elif line.startswith("  File "):
                calls.append(line.strip())
        return said, "; ".join(calls)

    @property
    def failure(self) -> Level:
        """How it is told that the work came to nothing: where somebody stopped it, nothing is wrong."""
        return "warning" if self.stopped else "error"

    def stop(self) -> None:
        """End the program that runs, with those that it started, and begin no other."""
        with self._lock:
            self.stopped = True
            if self._process is not None and self._process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGTERM)


def _step(line: str) -> Step | None:
    """Return the progress that a line of JSON tells, if it does."""
    try:
        raw = json.loads(line)
        return Step(str(raw["step"]), int(raw["done"]), int(raw["total"]))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


class Workshop:
    """Where one piece of work at a time is done; one object for all sessions."""

    def __init__(self) -> None:
        self.current: Work | None = None
        self._last: dict[Kind, Work] = {}
        self._lock = Lock()

    def begin(self, kind: Kind, task: Callable[[Work], Sequence[Notice]]) -> Work | None:
        """Do ``task`` in the background, or return ``None`` where another is being done."""
        with self._lock:
            if self.current is not None:
                return None
            self.current = work = Work(kind)
        Thread(target=self._do, args=(work, task), name=f"work {work.id}", daemon=True).start()
        return work

    def _do(self, work: Work, task: Callable[[Work], Sequence[Notice]]) -> None:
        try:
            work.notices = tuple(task(work))
        except MgiError as error:
            work.notices = (Notice("error", f"{error} {error.hint}".strip()),)
        except Exception as error:
            work.notices = (Notice("error", texts.UNEXPECTED.format(logged(error))),)
        finally:
            with self._lock:
                self._last[work.kind] = work
                self.current = None

    def last(self, kind: Kind) -> Work | None:
        """Return the work of this kind that ended last."""
        return self._last.get(kind)


@st.cache_resource(show_spinner=False)
def workshop() -> Workshop:
    """Return the one workshop of the app."""
    return Workshop()


def begin(kind: Kind, task: Callable[[Work], Sequence[Notice]]) -> None:
    """Begin a piece of work for this session, or say that another is being done."""
    work = workshop().begin(kind, task)
    if work is None:
        st.session_state[_seen(kind)] = ""
        st.toast(texts.BUSY)
    else:
        st.session_state[_seen(kind)] = work.id


def show_work(kind: Kind) -> bool:
    """Draw the work that is being done and what came of the last that this session saw; say whether one is done now."""
    shop = workshop()
    last = shop.last(kind)
    if shop.current is not None:
        _follow()
        return True
    if last is not None and last.id == st.session_state.get(_seen(kind)):
        for notice in last.notices:
            {"success": st.success, "warning": st.warning, "error": st.error}[notice.level](escaped(notice.text))
    return False


@st.fragment(run_every=0.7)
@calm()
def _follow() -> None:
    """Draw how far the current work is, and draw the whole page again when it has ended."""
    work = workshop().current
    if work is None:
        st.rerun()
    st.session_state[_seen(work.kind)] = work.id
    step = work.step
    share = min(1.0, step.done / step.total) if step and step.total > 0 else 0.0
    count = texts.OF.format(done=step.done, total=step.total) if step else ""
    title = texts.STEPS.get(step.name, step.name) if step else texts.STARTING
    st.progress(share, text=escaped(f"{texts.DOING[work.kind]} {title} {count}".strip()))
    st.button(texts.STOP, on_click=calm()(work.stop), icon=":material/stop_circle:", disabled=work.stopped)


def _seen(kind: Kind) -> str:
    return f"seen {kind}"
