"""Programs that run beside the app: followed, one at a time, and ended for good."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest

from mgi_assistant.errors import StorageError
from mgi_assistant.ui.processes import Notice, Step, Work, Workshop


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where to write the module ``program``, which a process of this Python finds."""
    paths = filter(None, (str(tmp_path), os.environ.get("PYTHONPATH")))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    return tmp_path / "program.py"


def test_a_program_is_followed_to_its_end(program: Path) -> None:
    program.write_text(
        "import sys\n"
        'print(\'{"step": "reading", "done": 2, "total": 4}\', file=sys.stderr)\n'
        "print('something else', file=sys.stderr)\n"
        "print('{\"a\": ' + sys.argv[1] + '}')\n"
    )
    work = Work("sources")
    ended = work.call(["program", "1"])
    assert (ended.code, ended.json(), ended.problem) == (0, {"a": 1}, "")
    assert work.step == Step("reading", 2, 4)


@pytest.mark.parametrize(
    "line", ["{", "[1]", '{"step": 1}', '{"step": "x", "done": "y", "total": 1}', '{"done": null}', "[" * 5000]
)
def test_a_line_that_tells_no_progress_is_passed_over(program: Path, line: str) -> None:
    program.write_text(f"import sys; print({line!r}, file=sys.stderr)")
    work = Work("sources")
    assert work.call(["program"]).code == 0
    assert work.step is None


def test_an_error_and_its_hint_are_taken_from_what_the_command_says(program: Path) -> None:
    program.write_text(
        "import sys\nprint('Error: Full.\\nHint: Free some space.', file=sys.stderr)\nprint('[]')\nsys.exit(1)"
    )
    ended = Work("sources").call(["program"])
    assert (ended.code, ended.problem, ended.hint, ended.json()) == (1, "Full.", "Free some space.", {})


def test_a_program_that_breaks_off_has_a_problem_without_its_details(program: Path) -> None:
    program.write_text("raise RuntimeError('private words')")
    ended = Work("sources").call(["program"])
    assert ended.code == 1
    assert ended.problem
    assert "private" not in ended.problem + ended.hint


def test_a_stopped_program_ends_with_those_that_it_started(program: Path, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    program.write_text(
        "import subprocess, sys, time\n"
        f"code = '''import time, pathlib\\nwhile True: pathlib.Path({str(alive)!r}).touch(); time.sleep(.02)'''\n"
        "subprocess.Popen([sys.executable, '-c', code])\n"
        "time.sleep(60)\n"
    )
    work, shop = Work("sources"), Workshop()
    shop.begin("sources", lambda _: [Notice("error", work.call(["program"]).problem)])
    wait_for(alive.exists)
    work.stop()
    wait_for(lambda: shop.current is None)
    time.sleep(0.3)
    alive.unlink()
    time.sleep(0.3)
    assert not alive.exists()
    assert work.call(["program"]).code != 0


def test_a_program_is_ended_when_its_time_is_up(program: Path) -> None:
    program.write_text("import time; time.sleep(60)")
    started = time.monotonic()
    ended = Work("sources").call(["program"], limit_s=0.5)
    assert ended.code != 0
    assert ended.problem
    assert time.monotonic() - started < 20


def test_one_piece_of_work_is_done_at_a_time() -> None:
    shop, go = Workshop(), Event()

    def task(work: Work) -> Sequence[Notice]:
        go.wait(10)
        return [Notice("success", work.kind)]

    first = shop.begin("sources", task)
    assert first is not None
    assert shop.current is first
    assert shop.begin("benchmark", task) is None
    go.set()
    wait_for(lambda: shop.current is None)
    assert shop.last("sources") is first
    assert first.notices == (Notice("success", "sources"),)
    assert shop.last("benchmark") is None
    assert shop.begin("benchmark", task) is not None


def test_what_goes_wrong_is_told_and_the_next_can_begin() -> None:
    shop = Workshop()

    def full(work: Work) -> Sequence[Notice]:
        raise StorageError("Full.", "Free some space.")

    def broken(work: Work) -> Sequence[Notice]:
        raise RuntimeError("private words")

    for task, said in ((full, "Full. Free some space."), (broken, "Something went wrong")):
        work = shop.begin("sources", task)
        assert work is not None
        wait_for(lambda: shop.current is None)
        (notice,) = work.notices
        assert notice.level == "error"
        assert said in notice.text
        assert "private" not in notice.text


def wait_for(condition: object) -> None:
    end = time.monotonic() + 20
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def test_the_python_of_the_app_runs_the_program(program: Path) -> None:
    program.write_text("import sys; print('{\"python\": \"' + sys.executable + '\"}')")
    assert Work("sources").call(["program"]).json() == {"python": sys.executable}
