"""What stands behind the citations of an answer, taken from the index that gave the answer.

An exhibit is kept with its answer, so that the evidence of an answer further up in a conversation can still be opened
when the index has been replaced since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mgi_assistant.answers import Answer
from mgi_assistant.manuscript import corpus_version
from mgi_assistant.store import Store
from mgi_assistant.text import readable
from mgi_assistant.types import Citation, Passage, Source


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A citation with all that is shown when it is opened."""

    citation: Citation
    source: Source
    passage: Passage
    stored: str
    """Text of the page or row as it is stored."""
    values: Mapping[str, Any]
    """Of a table row, by column; empty for anything else."""
    file: Path
    sha256: str
    """Of ``file``, when it was read."""
    corpus: str = ""
    """The version of the corpus that the citation is from (see :func:`mgi_assistant.manuscript.corpus_version`)."""

    @property
    def start(self) -> int:
        """Where the quote begins in the stored text, or -1 where it does not stand in the passage."""
        return self.stored.find(
            self.citation.quote, self.passage.start, self.passage.start + len(self.passage.text)
        )  # fmt: skip

    @property
    def verified(self) -> bool:
        """Whether the quote stands, character for character, in the stored page or row."""
        return bool(self.citation.quote) and self.start >= 0

    def marked(self) -> tuple[str, str, str]:
        """Return the passage as people read it: what is before the quote, the quote, what is after it."""
        if not self.verified:
            return "", readable(self.citation.quote), ""
        end = self.start + len(self.citation.quote)
        before = self.stored[self.passage.start : self.start]
        after = self.stored[end : self.passage.start + len(self.passage.text)]
        return readable(before), readable(self.citation.quote), readable(after)


def exhibits(answer: Answer, store: Store) -> tuple[Exhibit, ...]:
    """Return what stands behind each citation of ``answer``, which was given from ``store``."""
    return tuple(exhibit_of(citation, store) for citation in answer.citations)


def exhibit_of(citation: Citation, store: Store) -> Exhibit:
    """Return what stands behind one citation of what was found in ``store``."""
    passage = store.passage(citation.passage_id)
    stored = store.page_of(passage).text
    source = store.source_by_id[passage.locator.source_id]
    record = next(record for record in store.manifest.files if record.source == source)
    rows = store.rows.get(source.id, ())
    return Exhibit(
        citation=citation,
        source=source,
        passage=_with_heading(passage, citation.quote, stored),
        stored=stored,
        values=next((row.values for row in rows if row.passage.id == passage.id), {}),
        file=Path(store.manifest.corpus) / source.path,
        sha256=record.sha256,
        corpus=corpus_version(store),
    )


def _with_heading(passage: Passage, quote: str, stored: str) -> Passage:
    """Return a passage with the heading next to it on its page, where that is what is quoted."""
    if quote in passage.text:
        return passage
    end = passage.start + len(passage.text)
    above, below = stored.rfind(quote, 0, passage.start), stored.find(quote, end)
    start, end = (above, end) if above >= 0 else (passage.start, max(end, below + len(quote) if below >= 0 else 0))
    return replace(passage, start=start, text=stored[start:end])
