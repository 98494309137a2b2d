"""The engines as they really are: filters that exclude, true cosines, a model that is checked, damage that is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgi_assistant.engines import chroma, sentence_transformer
from mgi_assistant.engines.chroma import ChromaIndex
from mgi_assistant.engines.sentence_transformer import SentenceTransformerEmbedder
from mgi_assistant.errors import IndexDamaged, ModelError, StorageError
from mgi_assistant.ports import Vectors
from mgi_assistant.settings import DEFAULT_MODEL
from mgi_assistant.types import Filters, Level, Locator, Passage, Span

PLACES = ((), ("KEN",), ("MLI", "KEN"), ("ECU:quito", "ECU"))
AREAS = ((), ("diaspora",), ("diaspora", "migration-data"))
LEVELS: tuple[Level | None, ...] = (None, "national", "local")
DIMENSION = 24


def _passages() -> tuple[Passage, ...]:
    kinds = [(places, areas, level) for places in PLACES for areas in AREAS for level in LEVELS]
    return tuple(
        Passage(
            f"s{number % 3}:{number}",
            Locator(f"s{number % 3}", page=number),
            0,
            f"Text {number}.",
            (Span(0, 5),),
            places=places,
            policy_areas=areas,
            level=level,
            section=("One", "Two") if number % 2 else (),
        )
        for number, (places, areas, level) in enumerate(kinds * 50)
    )


PASSAGES = _passages()  # more than 1,000, so that Chroma writes its graph to files of its own
BY_ID = {passage.id: passage for passage in PASSAGES}


def _vectors() -> Vectors:
    vectors = np.random.default_rng(7).normal(size=(len(PASSAGES), DIMENSION))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


VECTORS = _vectors()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dense") / "chroma"
    chroma.build(folder, PASSAGES, VECTORS)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> ChromaIndex:
    return ChromaIndex(folder)


# -- Chroma ------------------------------------------------------------------------------------------------------------


def test_scores_are_cosines_best_first(index: ChromaIndex) -> None:
    found = index.nearest(VECTORS[5], 50)
    assert found[0] == (PASSAGES[5].id, pytest.approx(1, abs=1e-5))
    rows = {passage.id: row for row, passage in enumerate(PASSAGES)}
    for passage_id, cosine in found:
        assert cosine == pytest.approx(float(VECTORS[rows[passage_id]] @ VECTORS[5]), abs=1e-5)
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)


def test_an_orthogonal_or_opposite_vector_scores_zero_or_less(tmp_path: Path) -> None:
    chroma.build(tmp_path / "c", PASSAGES[:3], np.asarray([[1, 0], [0, 1], [-1, 0]], dtype=np.float32))
    found = ChromaIndex(tmp_path / "c").nearest(np.asarray([1, 0], dtype=np.float32), 3)
    assert [passage_id for passage_id, _ in found] == [passage.id for passage in PASSAGES[:3]]
    assert [cosine for _, cosine in found] == pytest.approx([1, 0, -1], abs=1e-6)


def test_hardly_one_of_the_nearest_hundred_is_missed(index: ChromaIndex) -> None:
    question = np.ones(DIMENSION, dtype=np.float32) / np.sqrt(DIMENSION)
    true = {PASSAGES[row].id for row in np.argsort(-(VECTORS @ question))[:100]}
    assert len(true & {passage_id for passage_id, _ in index.nearest(question, 100)}) >= 97


@settings(deadline=None, max_examples=60)
@given(
    filters=st.builds(
        Filters,
        places=st.frozensets(st.sampled_from(["KEN", "MLI", "ECU", "ECU:quito", "FRA"]), max_size=3),
        level=st.sampled_from(LEVELS),
        policy_areas=st.frozensets(st.sampled_from(["diaspora", "migration-data", "discrimination"]), max_size=2),
        sources=st.frozensets(st.sampled_from(["s0", "s1", "s2", "s9"]), max_size=2),
    ),
    row=st.integers(0, len(PASSAGES) - 1),
)
def test_a_filter_admits_what_it_says_and_nothing_else(index: ChromaIndex, filters: Filters, row: int) -> None:
    found = [passage_id for passage_id, _ in index.nearest(VECTORS[row], len(PASSAGES), filters)]
    assert len(set(found)) == len(found)
    assert set(found) == {passage.id for passage in PASSAGES if filters.admit(passage)}


def test_a_place_is_no_part_of_another_id(index: ChromaIndex) -> None:
    assert index.nearest(VECTORS[0], 10, Filters(places=frozenset({"EC"}))) == []
    assert index.nearest(VECTORS[0], 10, Filters(places=frozenset({"quito"}))) == []


def test_vectors_come_back_and_unknown_ids_do_not(index: ChromaIndex) -> None:
    assert len(index) == len(PASSAGES)
    found = index.vectors([PASSAGES[3].id, "s0:none", PASSAGES[1].id])
    assert found.keys() == {PASSAGES[3].id, PASSAGES[1].id}
    np.testing.assert_allclose(found[PASSAGES[3].id], VECTORS[3], atol=1e-6)
    assert index.vectors([]) == {}


def test_other_indexes_stay_open_while_one_is_built(index: ChromaIndex, tmp_path: Path) -> None:
    chroma.build(tmp_path / "c", PASSAGES[:2], VECTORS[:2])
    assert index.nearest(VECTORS[9], 1)[0][0] == PASSAGES[9].id


def test_an_index_can_be_moved_and_opened(tmp_path: Path) -> None:
    chroma.build(tmp_path / "draft", PASSAGES[:2], VECTORS[:2])
    assert len(ChromaIndex(tmp_path / "draft")) == 2
    (tmp_path / "draft").rename(tmp_path / "version")
    assert ChromaIndex(tmp_path / "version").nearest(VECTORS[1], 1)[0][0] == PASSAGES[1].id


def test_llama_index_can_open_it_too(folder: Path) -> None:
    from llama_index.vector_stores.chroma import ChromaVectorStore

    store = ChromaVectorStore.from_params(collection_name=chroma.COLLECTION, persist_dir=str(folder))
    (node,) = store.get_nodes([PASSAGES[4].id])
    assert node.get_content() == PASSAGES[4].text
    assert node.metadata["source_id"] == PASSAGES[4].locator.source_id


def _delete(folder: Path, pattern: str) -> None:
    for path in folder.rglob(pattern):
        path.unlink()


def _overwrite(folder: Path, pattern: str, content: bytes) -> None:
    for path in folder.rglob(pattern):
        path.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no folder": shutil.rmtree,
    "no database": lambda folder: _delete(folder, "*.sqlite3"),
    "empty database": lambda folder: _overwrite(folder, "*.sqlite3", b""),
    "junk database": lambda folder: _overwrite(folder, "*.sqlite3", b"junk" * 999),
}


@pytest.mark.parametrize("harm", DAMAGE.values(), ids=list(DAMAGE))
def test_a_damaged_collection_is_told(folder: Path, tmp_path: Path, harm: Callable[[Path], object]) -> None:
    copy = tmp_path / "chroma"
    shutil.copytree(folder, copy)
    harm(copy)
    with pytest.raises(IndexDamaged, match=str(copy)) as caught:
        ChromaIndex(copy).nearest(VECTORS[0], 3)
    assert "--rebuild" in caught.value.hint
    with pytest.raises(IndexDamaged):
        ChromaIndex(copy).vectors([PASSAGES[0].id])


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(StorageError, match="file") as caught:
        chroma.build(tmp_path / "file" / "chroma", PASSAGES[:2], VECTORS[:2])
    assert "--index" in caught.value.hint


# -- the embedding model -----------------------------------------------------------------------------------------------

SENTENCES = (
    "Which cities in Ecuador took part?",
    "¿Qué países tienen una estrategia contra la trata de personas?",
    "",
    "x",
    "A sentence that goes on " + "and on " * 400,
    "Ünïcode, 中文 and 🙂 — 10².",
)


@pytest.fixture(scope="module")
def embedder(shipped_index: Path, cache: Path) -> SentenceTransformerEmbedder:
    """The default model; the ingest of the shipped corpus has made its ONNX file."""
    return SentenceTransformerEmbedder(DEFAULT_MODEL, cache)


def test_both_ways_to_embed_agree(embedder: SentenceTransformerEmbedder, cache: Path) -> None:
    assert list(cache.glob("encoder-*.onnx"))
    assert not list(cache.glob("*.refused"))
    done: list[int] = []
    many = embedder.embed(SENTENCES, done.append)
    assert many.shape == (len(SENTENCES), 384)
    assert many.dtype == np.float32
    assert done[-1] == len(SENTENCES)
    np.testing.assert_allclose(np.linalg.norm(many, axis=1), 1, atol=1e-5)
    original = embedder._encode(list(SENTENCES))  # by sentence-transformers
    for text, vector, wanted in zip(SENTENCES, many, original, strict=True):
        one = embedder.embed_question(text)
        assert one.shape == (384,)
        assert min(float(one @ wanted), float(vector @ wanted)) > 0.9999, text


def test_texts_keep_their_order_in_batches(embedder: SentenceTransformerEmbedder, cache: Path) -> None:
    small = SentenceTransformerEmbedder(DEFAULT_MODEL, cache, batch_size=2)
    np.testing.assert_allclose(small.embed(SENTENCES), embedder.embed(SENTENCES), atol=1e-5)


def test_what_means_the_same_is_near(embedder: SentenceTransformerEmbedder) -> None:
    question, near, far = (
        embedder.embed_question(text)
        for text in ("Who fights human trafficking?", "A law against trade in persons", "The price of apples")
    )
    assert question @ near > question @ far + 0.2


def test_both_ways_read_the_same_words(tmp_path: Path, embedder: SentenceTransformerEmbedder) -> None:
    """Else a machine without the converted model would answer otherwise."""
    plain = SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path / "nothing-converted")
    for one, other in zip(embedder.read(SENTENCES), plain.read(SENTENCES), strict=True):
        assert one.words == other.words
        np.testing.assert_allclose(other.vector, one.vector, atol=1e-4)
        np.testing.assert_allclose(other.word_vectors, one.word_vectors, atol=1e-3)


def test_no_text_gives_no_vector(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.embed([]).shape[0] == 0


def _copy_of_model(folder: Path) -> Path:
    shutil.copytree(sentence_transformer._default_model_folder(), folder)
    return folder


def test_changed_weights_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: SentenceTransformerEmbedder
) -> None:
    copy = _copy_of_model(tmp_path / "model")
    monkeypatch.setattr(sentence_transformer, "_default_model_folder", lambda: copy)
    assert SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path / "cache").name == embedder.name
    weights = copy / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    with pytest.raises(ModelError, match=r"model\.safetensors has the SHA-256") as caught:
        SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path / "cache")
    assert DEFAULT_MODEL in caught.value.hint
    weights.unlink()
    with pytest.raises(ModelError, match="missing"):
        SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path / "cache")


def test_weights_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path)
    monkeypatch.setattr(sentence_transformer, "_sha256", lambda path: pytest.fail(f"{path} is read again"))
    assert SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path).name.startswith(DEFAULT_MODEL)


def test_a_cache_that_cannot_be_written_is_in_nobodys_way_until_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    embedder = SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path / "file" / "cache")
    with pytest.raises(StorageError, match="cache") as caught:
        embedder.prepare()
    assert "MGI_CACHE" in caught.value.hint


@pytest.mark.parametrize("model", ["no-such/model", "/no/such/folder"])
def test_a_model_that_is_not_there_is_told(tmp_path: Path, model: str) -> None:
    embedder = SentenceTransformerEmbedder(model, tmp_path)
    assert embedder.name == model
    with pytest.raises(ModelError, match=model) as caught:
        embedder.embed(["text"])
    assert "MGI_MODEL" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_damaged_onnx_file_is_told(tmp_path: Path, cache: Path, embedder: SentenceTransformerEmbedder) -> None:
    (onnx,) = cache.glob("encoder-*.onnx")
    for name in (onnx.name, onnx.with_suffix(".tokenizer.json").name):
        shutil.copy(cache / name, tmp_path / name)
    assert SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path).embed_question("x").shape == (384,)
    (tmp_path / onnx.name).write_bytes(b"junk")
    with pytest.raises(ModelError, match="converted model") as caught:
        SentenceTransformerEmbedder(DEFAULT_MODEL, tmp_path).embed_question("x")
    assert "Delete" in caught.value.hint
