"""The project in one process: all questions, round after round. Prints one JSON line.

Ingest and the first answer are measured on the commands ``mgi-ingest`` and ``mgi ask`` themselves.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from mgi_assistant import open_assistant


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    assistant = open_assistant(index=given.index)
    seconds = []
    for _ in range(given.rounds):
        for question in given.questions.read_text("utf-8").splitlines():
            started = time.perf_counter()
            assistant.ask(question)
            seconds.append(time.perf_counter() - started)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
