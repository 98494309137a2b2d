"""The one module that opens engines and puts an assistant together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mgi_assistant.adapter import adapter_for
from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import IndexMismatch, LanguageModelError
from mgi_assistant.grounding import verify
from mgi_assistant.lists import Lists
from mgi_assistant.participation import Participation
from mgi_assistant.places import Gazetteer, default_gazetteer
from mgi_assistant.ports import LanguageModel
from mgi_assistant.profiles import Profiles
from mgi_assistant.retrieve import Retriever
from mgi_assistant.settings import Settings, load_settings, shape_fingerprint
from mgi_assistant.store import Manifest, Store, file_digest, serving_version
from mgi_assistant.support import Checker
from mgi_assistant.synthesizers.extractive import ExtractiveSynthesizer
from mgi_assistant.types import DraftClaim


def open_assistant(index: str | Path | None = None, settings: Settings | None = None) -> Assistant:
    """Open the index in folder ``index`` (by default the one of the settings) for questions.

    Where the settings name a language model, it puts answers in words.

    Raises:
        IndexMissing: There is no index in that folder.
        IndexMismatch: It was built with another embedding model than the settings name.
        IndexDamaged: Files of it are missing or changed.
        ModelError: The embedding model is missing or changed.
    """
    from mgi_assistant.engines import bm25, chroma
    from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder

    settings = settings or load_settings(index=Path(index) if index is not None else None)
    store = Store(serving_version(settings.index))
    embedder = SentenceTransformerEmbedder(settings.model, settings.cache, settings.batch_size)
    if store.manifest.model != embedder.name:
        raise IndexMismatch(
            f"The index in {settings.index} was built with the model {store.manifest.model}, not {embedder.name}.",
            f"Run mgi-ingest --index {settings.index} with the same MGI_MODEL, or set MGI_MODEL to the index's model.",
        )
    lexical = bm25.load(store.version / "bm25")
    retriever = Retriever(store, chroma.ChromaIndex(store.version / "chroma"), lexical)
    gazetteer = gazetteer_of(store)
    profiles = Profiles(store, lexical, gazetteer)
    lists = Lists(store, lexical, gazetteer)
    synthesizer = ExtractiveSynthesizer(
        store,
        lexical,
        gazetteer,
        lists,
        Participation(lists, gazetteer),
        profiles=profiles,
        read_question=embedder.read_question,
        adapter=adapter_for(embedder.name),
    )
    assistant = Assistant(store, embedder, retriever, synthesizer, gazetteer)
    model = open_language_model(settings)
    return with_model(assistant, model, settings.llm_timeout_s) if model else assistant


def open_language_model(settings: Settings) -> LanguageModel | None:
    """Return the language model that ``settings`` name, without asking it anything, or ``None`` where they name none.

    Raises:
        LanguageModelError: Its packages are not installed.
        SettingsError: It cannot be used through chat completions.
    """
    if settings.llm_url is None:
        return None
    try:
        from mgi_assistant.engines.chat_model import ChatModel
    except ImportError as error:
        raise LanguageModelError(
            "A language model is configured, and the packages for it are not installed.",
            "Run: pip install 'mgi-assistant[llm]', or unset MGI_LLM_URL.",
        ) from error
    return ChatModel(settings)


def with_model(assistant: Assistant, model: LanguageModel, timeout_s: float) -> Assistant:
    """Return ``assistant`` with a language model, which may take ``timeout_s`` seconds for a whole answer."""
    from mgi_assistant.rewriting import ModelRewriter
    from mgi_assistant.synthesizers.prompted import PromptedSynthesizer

    store, lexical, gazetteer = assistant.store, assistant.retriever.lexical, assistant.gazetteer
    checker = Checker(gazetteer, lexical, store.abbreviations, assistant.embedder.read_question)

    def fault(claim: DraftClaim) -> str:
        return next((withheld.reason for withheld in verify([claim], store, checker)[1]), "")

    return replace(
        assistant,
        rephrase=PromptedSynthesizer(model, store.sources, lexical, gazetteer, fault, timeout_s=timeout_s),
        rewrite=ModelRewriter(model, gazetteer, lexical, timeout_s),
    )


def gazetteer_of(store: Store) -> Gazetteer:
    """Return the gazetteer that ships, with the localities that whole documents of an index are about."""
    own = tuple(dict.fromkeys((source.locality, source.iso3) for source in store.sources if source.locality))
    return default_gazetteer(further=own) if own else default_gazetteer()


def stale_reason(manifest: Manifest, settings: Settings) -> str:
    """Say in a sentence why the index is older than its corpus or settings, or return an empty text.

    Files are compared by size and time of change, and by digest only where these differ.
    """
    if settings.corpus and str(settings.corpus.resolve()) != manifest.corpus:
        return f"The index was built from {manifest.corpus}, not from {settings.corpus}."
    if manifest.shape != shape_fingerprint(settings):
        return "The index was built with other settings or by another version."
    for record in manifest.files:
        path = Path(manifest.corpus) / record.path
        if not path.is_file():
            if record.source is not None:
                return f"{path} is gone since the index was built."
            continue
        state = path.stat()
        if (state.st_size, state.st_mtime_ns) != (record.size, record.mtime_ns) and file_digest(path) != record.sha256:
            return f"{path} has changed since the index was built."
    return ""
