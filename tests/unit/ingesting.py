"""What the tests of the build work with: a small embedder, a corpus with its index, and PDF files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from mgi_assistant.ports import Reading, Vectors
from mgi_assistant.settings import Settings
from mgi_assistant.store import LOCK, Store, serving_version
from mgi_ingest.build import Outcome, ingest


@dataclass
class HashEmbedder:
    """Embeds each text as a unit vector made from its digest, and remembers what it was asked."""

    name: str = "hash"
    asked: list[str] = field(default_factory=list)
    prepared: int = 0

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.asked += texts
        if progress:
            progress(len(texts))
        return np.stack([self._vector(text) for text in texts])

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Return readings of one word each."""
        return [Reading(vector, (text,), vector[None]) for text, vector in zip(texts, self.embed(texts), strict=True)]

    def prepare(self) -> None:
        self.prepared += 1

    def _vector(self, text: str) -> Vectors:
        seed = int.from_bytes(sha256(f"{self.name} {text}".encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=16)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@dataclass
class FailingEmbedder(HashEmbedder):
    """Raises ``error`` when it is asked to embed."""

    error: BaseException = field(default_factory=RuntimeError)

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        raise self.error


def silent(step: str, done: int, total: int) -> None:
    """Hear of progress and do nothing."""


def pdf(path: Path, *lines: str, password: str | None = None) -> Path:
    encrypt = StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(str(path), encrypt=encrypt, invariant=True)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 30 * number, line)
    canvas.save()
    return path


@dataclass
class Place:
    """A corpus of two record files and the index beside it."""

    corpus: Path
    settings: Settings

    @property
    def index(self) -> Path:
        return self.settings.index

    def records(self, name: str, *texts: str) -> Path:
        path = self.corpus / name
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
        return path

    def ingest(self, *extra: Path, embedder: HashEmbedder | None = None, **given: Any) -> Outcome:
        settings = given.pop("settings", self.settings)
        corpus = given.pop("corpus", self.corpus)
        return ingest(settings, corpus, extra, embedder or HashEmbedder(), given.pop("progress", silent), **given)

    def store(self) -> Store:
        return Store(serving_version(self.index))

    def texts(self) -> list[str]:
        return [passage.text for passage in self.store().passages]

    def left(self) -> list[str]:
        """What lies in the index folder, but the lock."""
        return sorted(path.name for path in self.index.iterdir() if path.name != LOCK)


def statuses(outcome: Outcome) -> dict[str, str]:
    return {Path(record.path).name: record.status for record in outcome.files}
