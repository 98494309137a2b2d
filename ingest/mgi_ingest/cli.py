"""The command ``mgi-ingest``: builds the index or brings it up to date."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from mgi_assistant.cli import run, tell_progress
from mgi_assistant.errors import UsageError
from mgi_assistant.settings import load_settings
from mgi_assistant.shipped import shipped_corpus
from mgi_ingest.build import NotAllUsable, NothingUsable, Outcome, ingest

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def main() -> None:
    """Run the command; errors a user can cause are one line and a hint."""
    run(app)


@app.command()
def build(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders to index besides the corpus.")] = None,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", help="Corpus folder (MGI_CORPUS); default: the shipped one.")
    ] = None,
    index: Annotated[Path | None, typer.Option("--index", help="Folder of the index (MGI_INDEX).")] = None,
    password: Annotated[list[str] | None, typer.Option("--password", help="FILE=PASSWORD of an encrypted PDF.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and embed everything again.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Leave out files that were added by path earlier.")] = False,
    whole: Annotated[
        bool, typer.Option("--all-or-nothing", help="Change nothing unless every file given by path can be used.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")] = False,
    told: Annotated[
        bool, typer.Option("--progress", help="Tell the progress on standard error as JSON lines.")
    ] = False,
) -> None:
    """Build the index from a corpus, or bring it up to date; what has not changed is not read again.

    A corpus is a folder with a catalogue.toml, or a bare folder of .pdf, .csv and .jsonl files. The old index goes on
    serving until the new one is complete and checked.
    """
    from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder

    settings = load_settings(index=index, corpus=corpus)
    embedder = SentenceTransformerEmbedder(settings.model, settings.cache, settings.batch_size)
    console = Console(stderr=True, highlight=False)
    given = _passwords(password or [])
    source = settings.corpus or shipped_corpus()
    try:
        with _Bars(console) as bars:
            outcome = ingest(
                settings, source, paths or [], embedder, tell_progress if told else bars,
                passwords=given, rebuild=rebuild, forget=forget, whole=whole,
            )  # fmt: skip
    except (NothingUsable, NotAllUsable) as error:
        if as_json:
            _print_json(Outcome(error.files, False, "", 0, 0), settings.index)
        raise
    if as_json:
        _print_json(outcome, settings.index)
    _report(console, outcome, settings.index)


def _passwords(given: list[str]) -> dict[str, str]:
    pairs = [item.partition("=") for item in given]
    for item, (name, sign, password) in zip(given, pairs, strict=True):
        if not (name and sign and password):
            raise UsageError(f"--password {item!r} is not FILE=PASSWORD.", "For example: --password report.pdf=secret")
    return {str(Path(name)): password for name, _, password in pairs}


_TITLES = {"reading": "Reading files", "embedding": "Embedding texts"}


class _Bars:
    """Progress bars on standard error, one for each step; a line at each step's end where there is no terminal."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description:<16}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
        self._console = console
        self._progress = Progress(*columns, TimeElapsedColumn(), console=console)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        if self._console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, step: str, done: int, total: int) -> None:
        if not self._console.is_terminal:
            if done == total:
                print(f"{_TITLES[step]}: {done}", file=sys.stderr)
            return
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(_TITLES[step], total=total)
        self._progress.update(self._tasks[step], completed=done)


def _print_json(outcome: Outcome, index: Path) -> None:
    files = [
        {
            name: value
            for name, value in asdict(record).items()
            if name in ("path", "status", "reason", "passages", "pages")
        }
        for record in outcome.files
    ]
    result = {
        "index": str(index),
        "version": outcome.version,
        "changed": outcome.changed,
        "passages": outcome.passages,
        "embedded": outcome.embedded,
        "forgotten": list(outcome.forgotten),
        "files": files,
    }
    print(json.dumps(result, ensure_ascii=False))


def _report(console: Console, outcome: Outcome, index: Path) -> None:
    table = Table(box=None, pad_edge=False)
    for column, justify in (("file", "left"), ("status", "left"), ("passages", "right"), ("remark", "left")):
        table.add_column(column, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for record in outcome.files:
        table.add_row(record.path, record.status, str(record.passages or ""), record.reason)
    console.print(table)
    for path in outcome.forgotten:
        console.print(f"{path} is gone and was left out.")
    done = f"{outcome.embedded} embedded now" if outcome.changed else "nothing had changed"
    console.print(f"The index in {index} has {outcome.passages} passages ({done}).")
