"""Reading a PDF file in a child process, so that no file can stop, freeze or exhaust an ingest.

The child is this module run as a script. It takes its task as JSON on standard input (so no password shows in a list
of processes) and answers with JSON on standard output.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mgi_assistant.errors import FileError
from mgi_ingest.layout import Block, ParsedPage, ParsedReport


def read_pdf_guarded(
    path: Path, password: str | None = None, timeout_s: float = 60, memory_mb: int = 1024
) -> ParsedReport:
    """Read the PDF file at ``path`` as :func:`mgi_ingest.pdf.read_pdf` does, within limits.

    ``timeout_s`` caps the time in seconds, ``memory_mb`` the address space in MiB where the system knows such a
    limit. Raises :class:`FileError`, with status ``malformed`` when a limit is passed or the reader crashes.
    """
    task = json.dumps({"path": str(path), "password": password, "memory_mb": memory_mb})
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-m", "mgi_ingest.child"]
    try:
        done = subprocess.run(
            command, input=task.encode(), capture_output=True, timeout=timeout_s, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(
            "malformed",
            f"{path} took more than {timeout_s:g} s to read.",
            "Raise MGI_PARSE_TIMEOUT_S, or take the file out.",
        ) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise FileError(
            "malformed",
            f"{path} made the PDF reader crash (exit status {done.returncode}{': ' + last if last else ''}).",
            "Open it in a PDF viewer and save it again, or take it out.",
        ) from error
    if "status" in answer:
        raise FileError(answer["status"], answer["message"], answer["hint"])
    return _report(answer)


def _report(answer: dict[str, Any]) -> ParsedReport:
    """Return the report that the child wrote as JSON."""
    pages = tuple(
        ParsedPage(
            page["index"],
            page["label"],
            page["text"],
            tuple(Block(b["kind"], b["start"], b["end"], b["depth"], tuple(b["under"])) for b in page["blocks"]),
        )
        for page in answer["pages"]
    )
    return ParsedReport(answer["title"], pages, tuple(answer["notes"]))


def _limit_memory(megabytes: int) -> None:
    """Cap the address space of this process, where the system knows such a limit."""
    try:
        import resource
    except ImportError:
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except (ValueError, OSError):
        return  # The system has a lower limit already, or none to set.


def _answer(task: dict[str, Any]) -> dict[str, Any]:
    """Read the file of ``task`` in this process and return the answer."""
    path = Path(task["path"])
    _limit_memory(task["memory_mb"])
    try:
        from mgi_ingest.pdf import read_pdf

        return asdict(read_pdf(path, task["password"]))
    except FileError as error:
        return {"status": error.status, "message": str(error), "hint": error.hint}
    except MemoryError:
        message = f"{path} needs more than {task['memory_mb']} MiB of memory to read."
        return {"status": "malformed", "message": message, "hint": "Raise MGI_PARSE_MEMORY_MB, or take the file out."}


def main() -> None:
    """Read one file as told on standard input."""
    logging.disable()  # pypdf logs each oddity of a file; what matters is in the notes
    json.dump(_answer(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
