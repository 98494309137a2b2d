"""The text of cited pages and rows, read anew from the corpus files and not from the index.

A quote from a PDF has to pass twice: it stands, character for character, in what the project's reader (pypdf) gets out
of the file now, and its letters and digits stand in what PDFium, which shares no code with that reader, finds on the
page. A quote from a table or a file of records has to stand in the row as it is read now.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from mgi_assistant.errors import CorpusError, FileError
from mgi_assistant.page_image import occurrences, page_text
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
        self._seconds: dict[tuple[str, int], str] = {}
        self._known: dict[tuple[str, int, str], bool] = {}

    def has(self, locator: Locator, quote: str) -> bool:
        """Say whether ``quote`` stands on that page or row of the file, by both extractions."""
        number = locator.page if locator.page is not None else locator.row or 0
        asked = locator.source_id, number, quote
        if asked not in self._known:
            self._known[asked] = bool(quote.strip()) and self._stands(locator.source_id, number, quote)
        return self._known[asked]

    def _stands(self, source_id: str, number: int, quote: str) -> bool:
        if source_id not in self._texts:
            try:
                self._texts[source_id] = self._read(source_id)
            except FileError:  # a file that can no longer be read vouches for nothing
                self._texts[source_id] = {}
        if quote not in self._texts[source_id].get(number, ""):
            return False
        file = self._files[source_id].path
        if file.suffix.lower() != ".pdf":
            return True
        if (source_id, number) not in self._seconds:
            try:
                self._seconds[source_id, number] = page_text(file, number)
            except FileError:
                self._seconds[source_id, number] = ""
        return bool(occurrences(self._seconds[source_id, number], quote))

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
