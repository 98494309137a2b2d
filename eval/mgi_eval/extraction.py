"""The text of cited pages and rows, read anew from the corpus files and not from the index."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from mgi_assistant.errors import CorpusError, FileError
from mgi_assistant.store import Manifest
from mgi_assistant.types import Locator
from mgi_ingest.catalogue import CorpusFile, read_corpus
from mgi_ingest.pdf import read_pdf
from mgi_ingest.tables import read_records, read_table


class Originals:
    """The corpus files behind an index, each read once, when it is first cited."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._texts: dict[str, dict[int, str]] = {}

    def has(self, locator: Locator, quote: str) -> bool:
        """Say whether ``quote`` stands, character for character, on that page or row of the file."""
        if locator.source_id not in self._texts:
            try:
                self._texts[locator.source_id] = self._read(locator.source_id)
            except FileError:  # a file that can no longer be read vouches for nothing
                self._texts[locator.source_id] = {}
        number = locator.page if locator.page is not None else locator.row
        return bool(quote.strip()) and quote in self._texts[locator.source_id].get(number or 0, "")

    def _read(self, source_id: str) -> dict[int, str]:
        file = self._files.get(source_id)
        if file is None:
            return {}
        match file.path.suffix.lower():
            case ".pdf":
                return {page.index: page.text for page in read_pdf(file.path, file.entry.password).pages}
            case ".csv":
                return {record.row: record.text for record in read_table(file.path, file.entry)}
            case _:
                return {record.row: record.text for record in read_records(file.path)}

    @cached_property
    def _files(self) -> dict[str, CorpusFile]:
        """The files by source id; none of a corpus that is gone, so that nothing quoted from it counts as verbatim."""
        try:
            files = read_corpus(Path(self._manifest.corpus), map(Path, self._manifest.extra))
        except CorpusError:
            return {}
        return {file.entry.id: file for file in files}
