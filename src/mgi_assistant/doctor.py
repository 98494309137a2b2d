"""What is configured, and whether it works: the index, the embedding model and the language model."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from mgi_assistant.errors import LanguageModelError, MgiError
from mgi_assistant.ports import Message
from mgi_assistant.settings import Settings

Status = Literal["works", "off", "fails"]

_ASKED = (Message("system", "Answer with one word."), Message("user", "Are you there?"))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about one part."""

    part: str
    status: Status
    text: str
    """In a sentence or two."""
    hint: str = ""
    """What to do where it fails."""
    facts: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as in the JSON of ``mgi doctor``."""
        return {"part": self.part, "status": self.status, "text": self.text, "hint": self.hint, **self.facts}


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Try each part; the language model is asked one short question, where there is one."""
    parts: tuple[tuple[str, Callable[[Settings], Finding], dict[str, Any]], ...] = (
        ("embedding model", _embedding_model, {"model": settings.model}),
        ("index", _index, {"folder": str(settings.index)}),
        ("language model", _language_model, _configured(settings)),
    )
    return tuple(_tried(look, settings, part, facts) for part, look, facts in parts)


def _tried(look: Callable[[Settings], Finding], settings: Settings, part: str, facts: dict[str, Any]) -> Finding:
    try:
        return look(settings)
    except MgiError as error:
        return Finding(part, "fails", str(error), error.hint, facts)


def _embedding_model(settings: Settings) -> Finding:
    from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder
    from mgi_assistant.settings import DEFAULT_MODEL

    embedder = SentenceTransformerEmbedder(settings.model, settings.cache, settings.batch_size)
    dimension = len(embedder.embed_question("Migration governance"))
    checked = settings.model == DEFAULT_MODEL  # that its weights are the expected ones was looked at when it was opened
    weights = "its weights are the expected ones" if checked else "its weights are not checked, since it is your own"
    facts = {"model": embedder.name, "dimension": dimension, "checksum": "as expected" if checked else "unknown"}
    return Finding("embedding model", "works", f"{embedder.name}: {weights}.", facts=facts)


def _index(settings: Settings) -> Finding:
    from mgi_assistant.wiring import open_assistant, stale_reason

    store = open_assistant(settings=settings.model_copy(update={"llm_url": None})).store
    stale = stale_reason(store.manifest, settings)
    facts = {
        "folder": str(settings.index),
        "sources": len(store.sources),
        "passages": len(store.passages),
        "built": store.manifest.created,
        "stale": stale,
    }
    text = f"{settings.index}: {facts['passages']:,} passages of {facts['sources']} sources, built {facts['built']}."
    return Finding("index", "works", f"{text} {stale}".strip(), "Run mgi-ingest." if stale else "", facts)


def _configured(settings: Settings) -> dict[str, Any]:
    """Return what is configured of a language model; of the key only whether there is one."""
    if settings.llm_url is None:
        return {"url": None}
    return {
        "url": settings.llm_url,
        "model": settings.llm_model,
        "key_set": settings.llm_key is not None,
        "timeout_s": settings.llm_timeout_s,
        "max_tokens": settings.llm_max_tokens,
        "token_limit": settings.llm_token_limit,
        "cost_limit": settings.llm_cost_limit,
        "log_questions": settings.log_questions,
    }


def _language_model(settings: Settings) -> Finding:
    from mgi_assistant.wiring import open_language_model

    facts = _configured(settings)
    model = open_language_model(settings)
    if model is None:
        text = "None is configured, and nothing leaves this machine; answers are the sources' own sentences."
        return Finding("language model", "off", text, facts=facts)
    began = time.monotonic()
    try:
        for _ in model.reply(_ASKED, began + settings.llm_timeout_s):
            pass
    except LanguageModelError as error:
        return Finding("language model", "fails", f"{error} {_said(settings)}", error.hint, facts)
    seconds = round(time.monotonic() - began, 2)
    text = f"It answers, in {seconds} s. {_said(settings)}"
    return Finding("language model", "works", text, facts={**facts, "seconds": seconds})


def _said(settings: Settings) -> str:
    """Say what is configured."""
    limits = [f"{settings.llm_token_limit:,} tokens"] if settings.llm_token_limit else []
    limits += [f"a cost of {settings.llm_cost_limit:g}"] if settings.llm_cost_limit else []
    key = "with a key" if settings.llm_key else "without a key"
    most = f"at most {' and '.join(limits)} a day" if limits else "without a limit on tokens or cost"
    said = f"Configured: {settings.llm_url}, model {settings.llm_model}, {key}, {most}."
    return f"{said} What is sent there is not encrypted." if leaves_unencrypted(settings.llm_url or "") else said


def leaves_unencrypted(url: str) -> bool:
    """Say whether requests to ``url`` leave this machine unencrypted."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        own = ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = host == "localhost" or host.endswith(".localhost")
    return parts.scheme == "http" and not own
