"""The build: only what changed is read and embedded, and nothing that goes wrong touches the index that serves."""

from __future__ import annotations

import errno
import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from mgi_assistant.engines import bm25, chroma
from mgi_assistant.errors import CorpusError, IndexBusy, IndexDamaged, ModelError, StorageError
from mgi_assistant.ports import Vectors
from mgi_assistant.settings import Settings, load_settings
from mgi_assistant.store import LOCK, POINTER, Store, serving_version
from mgi_ingest import build, publish
from mgi_ingest.build import NothingUsable, Outcome, ingest


@dataclass
class HashEmbedder:
    """Embeds each text as a unit vector made from its digest, and remembers what it was asked."""

    name: str = "hash"
    asked: list[str] = field(default_factory=list)
    prepared: int = 0

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.asked += texts
        if progress:
            progress(len(texts))
        return np.stack([self._vector(text) for text in texts])

    def prepare_questions(self) -> None:
        self.prepared += 1

    def _vector(self, text: str) -> Vectors:
        seed = int.from_bytes(sha256(f"{self.name} {text}".encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=16)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@dataclass
class FailingEmbedder(HashEmbedder):
    """Raises ``error`` when it is asked to embed."""

    error: BaseException = field(default_factory=RuntimeError)

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        raise self.error


def silent(step: str, done: int, total: int) -> None:
    """Hear of progress and do nothing."""


def pdf(path: Path, *lines: str, password: str | None = None) -> Path:
    encrypt = StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(str(path), encrypt=encrypt, invariant=True)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 30 * number, line)
    canvas.save()
    return path


@dataclass
class Place:
    """A corpus of two record files and the index beside it."""

    corpus: Path
    settings: Settings

    @property
    def index(self) -> Path:
        return self.settings.index

    def records(self, name: str, *texts: str) -> Path:
        path = self.corpus / name
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
        return path

    def ingest(self, *extra: Path, embedder: HashEmbedder | None = None, **given: Any) -> Outcome:
        settings = given.pop("settings", self.settings)
        corpus = given.pop("corpus", self.corpus)
        return ingest(settings, corpus, extra, embedder or HashEmbedder(), given.pop("progress", silent), **given)

    def store(self) -> Store:
        return Store(serving_version(self.index))

    def texts(self) -> list[str]:
        return [passage.text for passage in self.store().passages]

    def left(self) -> list[str]:
        """What lies in the index folder, but the lock."""
        return sorted(path.name for path in self.index.iterdir() if path.name != LOCK)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "corpus").mkdir()
    place = Place(tmp_path / "corpus", load_settings(index=tmp_path / "index"))
    place.records("a.jsonl", "Kenya has a plan. It works well.", "Mali held a census.")
    place.records("b.jsonl", "Quito has a council.")
    return place


@pytest.fixture
def built(place: Place) -> Place:
    place.ingest()
    return place


@pytest.fixture
def unharmed(built: Place) -> Iterator[Place]:
    """Check after the test that the index is the one it was, with nothing half made beside it."""
    before = built.left()
    texts = built.texts()
    yield built
    assert built.left() == before
    assert built.texts() == texts


def statuses(outcome: Outcome) -> dict[str, str]:
    return {Path(record.path).name: record.status for record in outcome.files}


# -- what is built -----------------------------------------------------------------------------------------------------


def test_all_parts_of_a_version_agree(place: Place) -> None:
    (place.corpus / "c.csv").write_text("place,n\nLima,3\n", "utf-8")
    pdf(place.corpus / "d.pdf", "Peru opened an office for migrants.")
    embedder = HashEmbedder()
    heard: list[tuple[str, int, int]] = []
    outcome = place.ingest(embedder=embedder, progress=lambda *step: heard.append(step))
    assert (outcome.changed, outcome.passages, outcome.embedded) == (True, 5, 5)
    assert statuses(outcome) == {"a.jsonl": "ok", "b.jsonl": "ok", "c.csv": "ok", "d.pdf": "ok"}
    store = place.store()
    assert place.left() == [POINTER, outcome.version]
    assert (store.manifest.model, store.manifest.dimension, store.manifest.passages) == ("hash", 16, 5)
    assert [row.values for row in store.rows["c"]] == [{"place": "Lima", "n": "3"}]
    dense, lexical = chroma.ChromaIndex(store.version / "chroma"), bm25.load(store.version / "bm25")
    assert len(dense) == 5
    assert embedder.prepared == 1
    for passage in store.passages:
        (vector,) = embedder.embed([publish.embedded_text(passage)])
        (nearest,) = dense.nearest(vector, 1)
        assert nearest == (passage.id, pytest.approx(1, abs=1e-5))
        assert passage.id in dict(lexical.best(passage.text, 5))
        np.testing.assert_array_equal(
            store.sentence_vectors(passage), HashEmbedder().embed(publish.sentence_texts(passage))
        )
    assert heard[-1][1] == heard[-1][2]
    assert ("reading", 4, 4) in heard


def test_headings_are_embedded_with_the_text(place: Place) -> None:
    (place.corpus / "a.jsonl").write_text('{"title": "Kenya", "text": "A plan\\nworks."}\n', "utf-8")
    embedder = HashEmbedder()
    place.ingest(embedder=embedder)
    assert "Kenya. A plan works." in embedder.asked


# -- what has not changed ----------------------------------------------------------------------------------------------


def test_an_unchanged_corpus_makes_no_new_version(built: Place) -> None:
    before = built.left()
    outcome = built.ingest(embedder=FailingEmbedder(error=AssertionError("nothing may be embedded")))
    assert (outcome.changed, outcome.embedded, outcome.passages) == (False, 0, 3)
    assert outcome.version == serving_version(built.index).name
    assert built.left() == before
    (built.corpus / "a.jsonl").touch()
    assert not built.ingest().changed


def test_an_unchanged_file_is_not_parsed_again(built: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[Path] = []
    real = build.read_records
    monkeypatch.setattr(build, "read_records", lambda path: parsed.append(path) or real(path))  # type: ignore[func-returns-value]
    built.records("b.jsonl", "Quito has a council.", "Manta has one too.")
    built.ingest()
    assert [path.name for path in parsed] == ["b.jsonl"]


def test_only_new_passages_of_a_changed_file_are_embedded(built: Place) -> None:
    old = built.store()
    vectors = chroma.ChromaIndex(old.version / "chroma").vectors([p.id for p in old.passages])
    built.records("a.jsonl", "Lima is new here.", "Kenya has a plan. It works well.", "Mali held a census.")
    embedder = HashEmbedder()
    outcome = built.ingest(embedder=embedder)
    assert set(embedder.asked) == {"Lima is new here."}
    assert (outcome.changed, outcome.embedded, outcome.passages) == (True, 1, 4)
    new = built.store()
    kept = chroma.ChromaIndex(new.version / "chroma").vectors([p.id for p in old.passages])
    assert kept.keys() == vectors.keys()
    for passage in old.passages:
        np.testing.assert_array_equal(kept[passage.id], vectors[passage.id])
        np.testing.assert_array_equal(new.sentence_vectors(new.passage(passage.id)), old.sentence_vectors(passage))


def test_the_same_words_cut_otherwise_are_embedded_again(built: Place) -> None:
    built.records("b.jsonl", "Quito has\n\na council.")
    before = {p.id for p in built.store().passages}
    outcome = built.ingest()
    store = built.store()
    assert {p.id for p in store.passages} == before
    assert outcome.embedded == 1
    for passage in store.passages:
        wanted = HashEmbedder().embed(publish.sentence_texts(passage))
        np.testing.assert_array_equal(store.sentence_vectors(passage), wanted)


def test_a_file_taken_out_leaves_the_index(built: Place) -> None:
    (built.corpus / "b.jsonl").unlink()
    assert built.ingest(embedder=FailingEmbedder()).changed
    assert "Quito has a council." not in built.texts()
    assert len(chroma.ChromaIndex(serving_version(built.index) / "chroma")) == 2


def test_another_model_embeds_everything_again(built: Place) -> None:
    outcome = built.ingest(embedder=HashEmbedder(name="other"))
    assert (outcome.changed, outcome.embedded) == (True, 3)
    store = built.store()
    assert store.manifest.model == "other"
    passage = store.passages[0]
    wanted = HashEmbedder(name="other").embed([publish.embedded_text(passage)])[0]
    found = chroma.ChromaIndex(store.version / "chroma").vectors([passage.id])[passage.id]
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_another_length_of_passages_cuts_everything_again(built: Place) -> None:
    long = " ".join(f"Sentence number {n} speaks of Kenya here." for n in range(10))
    built.records("b.jsonl", long)
    built.ingest()
    count = built.ingest(settings=built.settings.model_copy(update={"passage_words": 20})).passages
    assert count > 3
    assert built.store().manifest.shape != build.shape_fingerprint(built.settings)


def test_rebuild_does_everything_again(built: Place) -> None:
    outcome = built.ingest(rebuild=True)
    assert (outcome.changed, outcome.embedded) == (True, 3)


def test_the_version_before_is_kept_and_older_ones_are_not(built: Place) -> None:
    versions = [serving_version(built.index).name]
    for number in range(3):
        built.records("b.jsonl", f"Quito has {number} councils.")
        versions.append(built.ingest().version)
    assert built.left() == [POINTER, *versions[-2:]]


def test_a_draft_that_a_killed_run_left_is_removed(built: Place) -> None:
    (built.index / "draft-20200101").mkdir()
    (built.index / "draft-20200101" / "x").write_text("x", "utf-8")
    built.ingest(rebuild=True)
    assert not any(name.startswith("draft") for name in built.left())


def test_an_index_inside_its_corpus_does_not_index_itself(place: Place) -> None:
    for folder in (place.corpus / "index", place.corpus):
        settings = load_settings(index=folder)
        place.ingest(settings=settings)
        assert not place.ingest(settings=settings).changed
        assert [r.path for r in Store(serving_version(folder)).manifest.files][:2] == ["a.jsonl", "b.jsonl"]
        assert Store(serving_version(folder)).manifest.passages == 3


# -- files that cannot be used -----------------------------------------------------------------------------------------


def test_a_bad_file_is_told_and_the_others_go_on(place: Place) -> None:
    (place.corpus / "bad.jsonl").write_text("no json\n", "utf-8")
    (place.corpus / "odd.docx").write_text("x", "utf-8")
    (place.corpus / "empty.csv").write_text("", "utf-8")
    Image.new("RGB", (40, 40)).save(place.corpus / "photo.png")
    (place.corpus / "photo.png").rename(place.corpus / "photo.pdf")
    (place.corpus / "cut.pdf").write_bytes(pdf(place.corpus / "good.pdf", "Peru opened an office.").read_bytes()[:300])
    (place.corpus / "gone.csv").symlink_to(place.corpus / "nowhere")
    outcome = place.ingest()
    assert statuses(outcome) == {
        "a.jsonl": "ok",
        "b.jsonl": "ok",
        "bad.jsonl": "malformed",
        "cut.pdf": "malformed",
        "empty.csv": "no_text",
        "good.pdf": "ok",
        "odd.docx": "unsupported",
        "photo.pdf": "unsupported",
    }
    reasons = {Path(record.path).name: record.reason for record in outcome.files}
    assert "line 1 is not JSON" in reasons["bad.jsonl"]
    assert "PNG image" in reasons["photo.pdf"]
    assert all(reasons[name] for name, status in statuses(outcome).items() if status != "ok")
    assert {source.id for source in place.store().sources} == {"a", "b", "good"}
    assert not place.ingest().changed


def test_a_file_of_the_catalogue_that_is_missing_is_told(place: Place) -> None:
    entries = [f'[[source]]\nid = "{name}"\ntitle = "T"\npath = "{name}.jsonl"\n' for name in ("a", "lost")]
    (place.corpus / "catalogue.toml").write_text("\n".join(entries), "utf-8")
    outcome = place.ingest()
    assert [(record.path, record.status) for record in outcome.files] == [
        ("a.jsonl", "ok"),
        ("lost.jsonl", "malformed"),
    ]
    assert "missing" in outcome.files[1].reason


@pytest.mark.parametrize("year", ["²", "2020"])
def test_whatever_a_file_trips_over_the_others_go_on(place: Place, year: str) -> None:
    (place.corpus / "catalogue.toml").write_text(
        '[[source]]\nid = "a"\ntitle = "A"\npath = "a.jsonl"\n[[source]]\nid = "t"\ntitle = "T"\npath = "t.csv"\n'
        '[source.columns]\niso3 = "iso3"\nlocality = "city"\nyear = "year"\n',
        "utf-8",
    )
    (place.corpus / "t.csv").write_text(f"city,iso3,year\nQuito,XXX,{year}\n", "utf-8")
    outcome = place.ingest()
    assert statuses(outcome) == {"a.jsonl": "ok", "t.csv": "malformed"}
    assert "t.csv" in outcome.files[1].reason


def test_no_usable_file_is_an_error_with_the_record_of_each(unharmed: Place) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (unharmed.corpus / name).write_text("no json\n", "utf-8")
    with pytest.raises(NothingUsable, match=r"a\.jsonl") as caught:
        unharmed.ingest()
    assert isinstance(caught.value, CorpusError)
    assert [record.status for record in caught.value.files] == ["malformed", "malformed"]
    assert caught.value.hint


def test_an_empty_folder_is_an_error(place: Place, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingUsable, match="there is none"):
        place.ingest(corpus=tmp_path / "empty")
    with pytest.raises(CorpusError, match="does not exist"):
        place.ingest(corpus=tmp_path / "none")


def test_a_password_opens_a_file_given_later_by_any_of_its_names_or_in_the_catalogue(place: Place) -> None:
    (place.corpus / "in").mkdir()
    path = pdf(place.corpus / "in" / "locked.pdf", "Peru opened an office.", password="secret")
    assert statuses(place.ingest())["locked.pdf"] == "needs_password"
    assert statuses(place.ingest(passwords={"locked.pdf": "wrong"}))["locked.pdf"] == "needs_password"
    for name in ("locked.pdf", "in/locked.pdf", str(path)):
        assert statuses(place.ingest(passwords={name: "secret"}, rebuild=True))["locked.pdf"] == "ok"
    assert not place.ingest().changed
    assert "Peru opened an office." in place.texts()
    entry = '[[source]]\nid = "locked"\ntitle = "L"\npath = "in/locked.pdf"\n'
    records = '[[source]]\nid = "a"\ntitle = "A"\npath = "a.jsonl"\n'
    (place.corpus / "catalogue.toml").write_text(records + entry, "utf-8")
    assert statuses(place.ingest(rebuild=True))["locked.pdf"] == "needs_password"
    (place.corpus / "catalogue.toml").write_text(records + entry + 'password = "secret"\n', "utf-8")
    assert statuses(place.ingest())["locked.pdf"] == "ok"
    version = serving_version(place.index)
    assert not any(b"secret" in file.read_bytes() for file in version.rglob("*") if file.is_file())


# -- files added by path -----------------------------------------------------------------------------------------------


@pytest.fixture
def added(tmp_path: Path) -> Path:
    path = tmp_path / "added.jsonl"
    path.write_text('{"text": "Manta opened a desk."}\n', "utf-8")
    return path


def test_a_file_added_by_path_stays_until_it_is_forgotten(built: Place, added: Path) -> None:
    assert statuses(built.ingest(added))["added.jsonl"] == "ok"
    assert not built.ingest().changed
    built.records("b.jsonl", "Quito has two councils.")
    built.ingest()
    assert "Manta opened a desk." in built.texts()
    built.ingest(rebuild=True)
    assert "Manta opened a desk." in built.texts()
    outcome = built.ingest(forget=True)
    assert "Manta opened a desk." not in built.texts()
    assert outcome.forgotten == ()
    assert not built.ingest().changed


def test_a_file_added_by_path_that_is_gone_is_named(built: Place, added: Path) -> None:
    built.ingest(added)
    added.unlink()
    outcome = built.ingest()
    assert outcome.forgotten == (str(added),)
    assert "Manta opened a desk." not in built.texts()
    assert built.ingest().forgotten == ()


def test_a_file_added_by_path_outlives_a_damaged_index(built: Place, added: Path) -> None:
    built.ingest(added)
    (serving_version(built.index) / "pages.jsonl").write_text("junk", "utf-8")
    built.ingest()
    assert "Manta opened a desk." in built.texts()


def test_files_added_to_another_corpus_are_not_taken_over(built: Place, added: Path, tmp_path: Path) -> None:
    built.ingest(added)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "o.jsonl").write_text('{"text": "Lima is elsewhere."}\n', "utf-8")
    built.ingest(corpus=tmp_path / "other")
    assert built.texts() == ["Lima is elsewhere."]


# -- what goes wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error", [RuntimeError("x"), KeyboardInterrupt(), ModelError("x")], ids=lambda e: type(e).__name__
)
def test_an_embedder_that_fails_leaves_the_old_index(unharmed: Place, error: BaseException) -> None:
    with pytest.raises(type(error)):
        unharmed.ingest(embedder=FailingEmbedder(error=error), rebuild=True)


@pytest.mark.parametrize("step", ["write_version", "_check", "_serve"])
@pytest.mark.parametrize(
    "error", [RuntimeError("x"), KeyboardInterrupt(), IndexDamaged("x")], ids=lambda e: type(e).__name__
)
def test_a_step_that_fails_leaves_the_old_index(
    unharmed: Place, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(publish, step, fail)
    with pytest.raises(type(error)):
        unharmed.ingest(rebuild=True)


def test_a_stop_right_after_publishing_leaves_the_new_index(built: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = publish._serve

    def stop(index: Path, version: str) -> str:
        real(index, version)
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "_serve", stop)
    built.records("b.jsonl", "Quito has two councils.")
    with pytest.raises(KeyboardInterrupt):
        built.ingest()
    assert "Quito has two councils." in built.texts()


@pytest.mark.parametrize("module", [publish, bm25, chroma])
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EIO, "cannot be written")],
)
def test_a_full_or_broken_disk_leaves_the_old_index(
    unharmed: Place, monkeypatch: pytest.MonkeyPatch, module: Any, number: int, words: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(module, "write_version" if module is publish else "build", fail)
    with pytest.raises(StorageError, match=words) as caught:
        unharmed.ingest(rebuild=True)
    assert str(unharmed.index) in str(caught.value)
    assert caught.value.hint


def test_a_disk_that_chroma_finds_full_leaves_the_old_index(unharmed: Place) -> None:
    unharmed.records("b.jsonl", *(f"Sentence number {n} speaks of Kenya." for n in range(300)))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))  # sqlite meets its limit, our own files do not
    try:
        with pytest.raises(StorageError, match="cannot be written") as caught:
            unharmed.ingest()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "space" in caught.value.hint
    unharmed.records("b.jsonl", "Quito has a council.")


def test_a_broken_draft_does_not_get_past_its_check(unharmed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = chroma.build

    def lose_one(folder: Path, passages: Sequence[Any], vectors: Vectors) -> None:
        real(folder, passages[1:], vectors[1:])

    monkeypatch.setattr(chroma, "build", lose_one)
    with pytest.raises(IndexDamaged, match="check"):
        unharmed.ingest(rebuild=True)


def test_vectors_of_other_passages_do_not_get_past_the_check(unharmed: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = chroma.build
    monkeypatch.setattr(chroma, "build", lambda folder, passages, vectors: real(folder, passages, -vectors))
    with pytest.raises(IndexDamaged, match="check"):
        unharmed.ingest(rebuild=True)


def test_a_second_ingest_is_turned_away(unharmed: Place) -> None:
    with FileLock(unharmed.index / LOCK), pytest.raises(IndexBusy, match=str(unharmed.index)) as caught:
        unharmed.ingest(rebuild=True)
    assert "Wait" in caught.value.hint


def test_an_ingest_of_another_process_is_respected_while_it_lives(built: Place) -> None:
    code = "import sys, filelock; filelock.FileLock(sys.argv[1]).acquire(); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(built.index / LOCK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(IndexBusy):
            built.ingest()
        other.kill()
    assert not built.ingest().changed


def test_an_index_folder_that_cannot_be_written_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "index", Path("/proc/index")):
        with pytest.raises(StorageError, match=str(folder)) as caught:
            place.ingest(settings=load_settings(index=folder))
        assert "--index" in caught.value.hint


def _remove_chroma(version: Path) -> None:
    for path in (version / "chroma").glob("*.sqlite3"):
        path.unlink()


def _spoil_vectors(version: Path) -> None:
    for path in (version / "chroma").rglob("*.bin"):
        path.write_bytes(b"junk")


def _forget_one(version: Path) -> None:
    with sqlite3.connect(version / "chroma" / "chroma.sqlite3") as database:
        database.execute("DELETE FROM collections")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "pages": lambda version: (version / "pages.jsonl").write_text("junk", "utf-8"),
    "manifest": lambda version: (version / "manifest.json").write_text("{}", "utf-8"),
    "no chroma": _remove_chroma,
    "vectors": _spoil_vectors,
    "collection": _forget_one,
    "pointer": lambda version: (version.parent / POINTER).write_bytes(b"\xff"),
}


@pytest.mark.parametrize("harm", DAMAGE.values(), ids=list(DAMAGE))
def test_a_damaged_old_index_does_not_stand_in_the_way(built: Place, harm: Callable[[Path], object]) -> None:
    harm(serving_version(built.index))
    built.records("b.jsonl", "Quito has two councils.")
    assert built.ingest().changed
    store = built.store()
    assert "Quito has two councils." in built.texts()
    assert len(chroma.ChromaIndex(store.version / "chroma")) == 3
    wanted = HashEmbedder().embed([text for p in store.passages for text in publish.sentence_texts(p)])
    np.testing.assert_array_equal(np.concatenate([store.sentence_vectors(p) for p in store.passages]), wanted)
