"""Measures what users of the app wait for, and how it bears twenty of them at once; everything in one run.

Needs the test extra and Debian's chromium. The app and a hello-world one take turns, so that whatever else the machine
does meets both. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

from serving import Server, app, hello_world
from sessions import load, matters
from watching import answers_ms, chromium, first_paint_ms

from mgi_assistant import open_assistant
from mgi_assistant.assistant import Assistant

QUESTIONS = Path(__file__).with_name("questions.txt")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result."""

    name: str
    value: str
    aim: str
    met: bool


def main() -> None:
    """Measure, print the figures and write them where ``--out`` says; with ``--check`` a missed aim is status 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="few repetitions, and half a minute of sessions")
    parser.add_argument("--sessions", type=int, default=20, help="sessions at once (20)")
    parser.add_argument("--minutes", type=float, help="how long they ask (5, or 0.5 with --short)")
    parser.add_argument("--pause", type=float, default=5, help="seconds between an answer and the next question (5)")
    parser.add_argument("--index", type=Path, help="an index of the shipped corpus; without it one is built")
    parser.add_argument("--out", type=Path, help="file for the figures, as JSON")
    parser.add_argument("--check", action="store_true", help="exit with 1 when an aim is missed")
    options = parser.parse_args()
    minutes = options.minutes or (0.5 if options.short else 5)
    with _index(options.index) as index, app(index) as server:
        assistant = open_assistant(index)
        figures = list(_waits(server, assistant, 3 if options.short else 10))
        figures += _crowd(server, assistant, options.sessions, minutes, options.pause)
    for figure in figures:
        mark = "met" if figure.met else "MISSED"
        print(f"{figure.name:<58} {figure.value:<34} {figure.aim:<22} {mark if figure.aim else ''}".rstrip())
    if options.out:
        options.out.write_text(json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False) + "\n")
    sys.exit(options.check and not all(figure.met for figure in figures))


@contextmanager
def _index(given: Path | None) -> Iterator[Path]:
    """Yield the index that is given, or one of the shipped corpus."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        subprocess.run([sys.executable, "-m", "mgi_ingest", "--index", index], check=True, stdout=subprocess.DEVNULL)
        yield index


def _waits(server: Server, assistant: Assistant, turns: int) -> Iterator[Figure]:
    """Measure the first paint, the answers, and whether torch was loaded for any of this."""
    questions = QUESTIONS.read_text("utf-8").splitlines()
    with chromium() as browser:
        with hello_world() as hello:
            first_paint_ms(browser, hello), first_paint_ms(browser, server)  # opens the index, fills what is cached
            paints = [(first_paint_ms(browser, server), first_paint_ms(browser, hello)) for _ in range(turns)]
        ratio = median(ours / theirs for ours, theirs in paints)
        ours, theirs = (median(times) for times in zip(*paints, strict=True))
        yield Figure(
            "first paint, the app / hello world", f"{ours:.0f} ms / {theirs:.0f} ms = {ratio:.2f}", "≤ 2", ratio <= 2
        )
        times = list(answers_ms(browser, server, assistant, questions if turns > 3 else questions[:8]))
    over = [shown - made for shown, made in times]
    shown, made = (median(column) for column in zip(*times, strict=True))
    yield Figure(
        f"Enter to answer shown, over the library's call ({len(over)} questions)",
        f"median {median(over):.0f} ms ({shown:.0f} − {made:.0f})", "≤ 300 ms", median(over) <= 300,
    )  # fmt: skip
    yield Figure("the same, p95", f"{quantiles(over, n=20)[-1]:.0f} ms", "", True)
    loaded = server.has_loaded("libtorch")
    yield Figure("torch loaded by the server after these questions", "yes" if loaded else "no", "no", not loaded)


def _crowd(server: Server, assistant: Assistant, sessions: int, minutes: float, pause_s: float) -> Iterator[Figure]:
    """Let many sessions ask at once."""
    found = asyncio.run(load(server, matters(assistant, sessions), minutes * 60, pause_s))
    for line in (found.errors + found.mixed)[:10]:
        print(line, file=sys.stderr)
    name = f"{sessions} sessions for {minutes:g} minutes"
    yield Figure(f"{name}: questions answered", f"{len(found.times_s)}", "", True)
    yield Figure(f"{name}: errors", f"{len(found.errors)}", "0", not found.errors)
    yield Figure(f"{name}: words of another's answer", f"{len(found.mixed)}", "0", not found.mixed)
    times = quantiles(found.times_s, n=20)
    yield Figure(
        f"{name}: question to whole page", f"p50 {median(found.times_s):.2f} s, p95 {times[-1]:.2f} s", "", True
    )
    sizes = " ".join(f"{size:.0f}" for size in found.by_minute())
    yield Figure(f"{name}: memory of the server, each minute", f"{sizes} MiB", "", True)
    steady = [size for _, size in found.steady()]
    part = max(1, len(steady) // 5)
    start, end = median(steady[:part]), median(steady[-part:])
    value = f"{start:.0f} → {end:.0f} MiB ({found.slope_mib_per_minute():+.2f} MiB/min)"
    yield Figure(f"{name}: memory of the server, steady", value, "grows by ≤ 5 %", end <= start * 1.05)


if __name__ == "__main__":
    main()
