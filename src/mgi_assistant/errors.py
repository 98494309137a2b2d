"""What can go wrong, as a user sees it.

::

    MgiError
    ├── UsageError          an argument that makes no sense (exit status 2)
    ├── SettingsError       a setting or MGI_* variable with a value that does not fit
    ├── CorpusError         the corpus folder or its catalogue is wrong
    │   └── FileError       one file of the corpus cannot be used; carries its status
    ├── BadIndex            the index cannot be used
    │   ├── IndexMissing    there is none at the given folder
    │   ├── IndexMismatch   it was built with another model or by an incompatible version
    │   ├── IndexDamaged    files of it are missing or changed
    │   └── IndexBusy       another ingest is writing
    ├── StorageError        the disk is full or not writable
    ├── ModelError          the embedding model is missing, changed or cannot be loaded
    └── LanguageModelError  the language model gave no reply that can be used

Every error says what happened and, in ``hint``, what to do. Engine exceptions are translated where they occur, so
that nothing else reaches a user.
"""

from __future__ import annotations


class MgiError(Exception):
    """Base of all errors that a user sees; ``hint`` says what to do about it."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(MgiError):
    """An argument that makes no sense."""

    exit_code = 2


class SettingsError(MgiError):
    """A setting or ``MGI_*`` variable has a value that does not fit."""


class CorpusError(MgiError):
    """The corpus folder or its catalogue is wrong."""


class FileError(CorpusError):
    """One file of the corpus cannot be used; ``status`` is its word in the ingest summary."""

    def __init__(self, status: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


class BadIndex(MgiError):
    """The index cannot be used."""


class IndexMissing(BadIndex):
    """There is no index at the given folder."""


class IndexMismatch(BadIndex):
    """The index was built with another model or by an incompatible version."""


class IndexDamaged(BadIndex):
    """Files of the index are missing or changed."""


class IndexBusy(BadIndex):
    """Another ingest is writing to the index."""


class StorageError(MgiError):
    """The disk is full or cannot be written."""


class ModelError(MgiError):
    """The embedding model is missing, changed or cannot be loaded."""


class LanguageModelError(MgiError):
    """The language model gave no reply that can be used; says so in one sentence, without key or question."""
