"""Folders in the form of BEIR (Thakur et al. 2021): a corpus, queries and judgements, with an index of the corpus.

Embedding a corpus takes most of the time, so vectors are kept on the disk as they are made: what was interrupted goes
on where it stopped, and the next command embeds nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import CorpusError, StorageError
from mgi_assistant.ports import Reading, Vectors
from mgi_assistant.settings import load_settings
from mgi_assistant.wiring import open_assistant
from mgi_ingest.publish import Embedder

_SPEAKER = re.compile(r"\|user\|:\s*\"?")
_AT_ONCE = 256
"""Texts embedded between two writes to the disk: what an interruption can lose."""
_QUIET_S = 30.0
"""Seconds between two lines about the progress where there is no terminal to draw a bar on."""

Scores = dict[str, float]
Ranked = list[tuple[str, float]]
Judged = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Folder:
    """A BEIR folder that was opened."""

    name: str
    assistant: Assistant
    """Searches an index of the corpus."""
    document_of: Mapping[str, str]
    """The document of each passage."""
    queries: Mapping[str, Mapping[str, str]]
    """The texts of the queries that have judgements, by id, for each ``queries*.jsonl``."""
    judgements: Judged

    def judged(self, file: str) -> Judged:
        """Return the judgements of the queries of one file."""
        return {query_id: self.judgements[query_id] for query_id in self.queries[file]}


def opened(folder: Path, cache: Path, console: Console) -> Folder:
    """Open a BEIR folder; the index of its corpus is built in ``cache`` unless it is there.

    Raises:
        CorpusError: The folder lacks its corpus, queries or judgements, or a line of them cannot be used.
    """
    corpus, judgements = folder / "corpus.jsonl", read_judgements(folder)
    files = sorted(folder.glob("queries*.jsonl"))
    if not corpus.is_file() or not files or not judgements:
        raise CorpusError(
            f"{folder} is no BEIR folder.", "It needs corpus.jsonl, queries*.jsonl and qrels/*.tsv with a header line."
        )
    documents = [record["_id"] for record in read_lines(corpus)]
    queries = {file.stem: {q["_id"]: clean(q["text"]) for q in read_lines(file, "text")} for file in files}
    asked = {stem: {i: text for i, text in known.items() if i in judgements} for stem, known in queries.items()}
    for file in files:
        if not asked[file.stem]:
            raise CorpusError(f"{file} has no query with judgements.", "The ids of queries and qrels have to agree.")
    assistant = open_assistant(settings=load_settings(index=indexed(corpus, cache, console)))
    document_of = {p.id: documents[p.locator.row - 1] for p in assistant.store.passages if p.locator.row}
    return Folder(folder.resolve().name, assistant, document_of, asked, judgements)


def by_document(ranked: Ranked, document_of: Mapping[str, str]) -> Scores:
    """Return each document's score: that of its best passage."""
    scores: Scores = {}
    for passage_id, score in ranked:
        document = document_of[passage_id]
        scores[document] = max(score, scores.get(document, score))
    return scores


def clean(text: str) -> str:
    """Return a query without the speaker marks of MTRAG."""
    return " ".join(_SPEAKER.sub("", text).split())


def read_judgements(folder: Path) -> Judged:
    """Return the relevant documents of each query from all ``qrels/*.tsv``; queries without any are left out.

    Raises:
        CorpusError: A line is no judgement; the message names file and line.
    """
    judged: Judged = {}
    for file in sorted((folder / "qrels").glob("*.tsv")):
        for number, line in enumerate(file.read_text("utf-8").splitlines()[1:], 2):
            try:
                query_id, document, score = line.split("\t")
                if int(score) > 0:
                    judged.setdefault(query_id, {})[document] = int(score)
            except ValueError as error:
                raise CorpusError(
                    f"{file}, line {number} is no judgement.", "It has a query, a document and a number, with tabs."
                ) from error
    return judged


def read_lines(path: Path, *fields: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of JSON lines, with their ``_id`` as text.

    Raises:
        CorpusError: A line is no JSON object with an ``_id`` and these ``fields``; the message names file and line.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                record = json.loads(line)
                yield {**record, "_id": str(record["_id"]), **{name: str(record[name]) for name in fields}}
            except (ValueError, TypeError, KeyError) as error:
                wanted = " and ".join(("_id", *fields))
                raise CorpusError(
                    f"{path}, line {number} cannot be used ({error!r}).", f"Each line is a JSON object with {wanted}."
                ) from error


# -- the index ---------------------------------------------------------------------------------------------------------


def indexed(corpus: Path, cache: Path, console: Console) -> Path:
    """Return an index of ``corpus`` in ``cache``; it stands in a folder of its own, as its queries are no corpus.

    Its sentences are not embedded: they have no part in what is found, and would take most of the time.
    """
    from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder
    from mgi_ingest.build import ingest

    with corpus.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    home = cache / f"{corpus.resolve().parent.name}-{digest}"
    settings = load_settings(index=home / "index")
    link = home / "corpus" / corpus.name
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.symlink_to(corpus.resolve())
    model = SentenceTransformerEmbedder(settings.model, settings.cache, settings.batch_size)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        heard = _Heard(home.name, bars, console)
        embedder = PassagesOnly(model, cache / "vectors.sqlite", lambda done, total: heard("embedding", done, total))
        ingest(settings, link.parent, [], embedder, lambda step, *far: heard(step, *far) if step == "reading" else None)
    return settings.index


class _Heard:
    """Shows how far an index is: as bars on a terminal, elsewhere as a line now and then."""

    def __init__(self, name: str, bars: Progress, console: Console) -> None:
        self._tasks = {step: bars.add_task(f"{step} {name}", total=None) for step in ("reading", "embedding")}
        self._bars, self._console, self._name = bars, console, name
        self._told = monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        self._bars.update(self._tasks[step], completed=done, total=total)
        if not self._console.is_terminal and monotonic() - self._told >= _QUIET_S:
            self._told = monotonic()
            self._console.print(f"{step} {self._name}: {done} of {total}")


class PassagesOnly:
    """Embeds texts as another model does, remembering their vectors, but reads every sentence as the same one."""

    def __init__(self, model: Embedder, remembered: Path, heard: Callable[[int, int], None]) -> None:
        """Take the vectors that the file ``remembered`` has, and add those that are made; it need not be there.

        ``heard`` is told how many texts of how many are done.
        """
        self._model = model
        self._path = remembered
        self._heard = heard

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._model.name

    def prepare(self) -> None:
        """Make ready for embedding."""
        self._model.prepare()

    def embed(self, texts: Sequence[str], progress: Any = None) -> Vectors:
        """Return unit vectors of ``texts``; each part is on the disk before the next is begun.

        Raises:
            StorageError: The file of vectors cannot be read or written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=60)) as kept:
                kept.execute("create table if not exists vectors (key blob primary key, vector blob) without rowid")
                parts = []
                for start in range(0, len(texts), _AT_ONCE):
                    parts.append(self._part(texts[start : start + _AT_ONCE], kept))
                    self._heard(min(start + _AT_ONCE, len(texts)), len(texts))
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"{self._path} cannot be used ({error}).", "Remove it, or name another folder with --cache."
            ) from error
        return np.concatenate(parts) if parts else self._model.embed(texts)

    def _part(self, texts: Sequence[str], kept: sqlite3.Connection) -> Vectors:
        keys = [hashlib.sha256(f"{self.name}\0{text}".encode()).digest() for text in texts]
        find = "select vector from vectors where key = ?"
        rows = {key: row[0] for key in keys if (row := kept.execute(find, (key,)).fetchone())}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        if new:
            made = self._model.embed(list(new.values()))
            rows |= {key: np.asarray(vector, np.float32).tobytes() for key, vector in zip(new, made, strict=True)}
            with kept:
                kept.executemany("insert or replace into vectors values (?, ?)", [(key, rows[key]) for key in new])
        return np.stack([np.frombuffer(rows[key], np.float32) for key in keys])

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return the reading of one word for each of ``texts``."""
        return [self._any] * len(texts)

    @cached_property
    def _any(self) -> Reading:
        return self._model.read(["sentence"])[0]
