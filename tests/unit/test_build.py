"""The build: only what changed is read and embedded, and one bad file stops no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mgi_assistant.engines import bm25, chroma
from mgi_assistant.errors import CorpusError
from mgi_assistant.settings import load_settings
from mgi_assistant.store import POINTER, serving_version
from mgi_ingest import build, publish
from mgi_ingest.build import NothingUsable
from tests.unit.ingesting import FailingEmbedder, HashEmbedder, Place, pdf, statuses

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


@pytest.mark.parametrize("folder", [".", "index", "deep/index"])
def test_an_index_inside_its_corpus_does_not_index_itself(place: Place, folder: str) -> None:
    settings = load_settings(index=place.corpus / folder)
    place.ingest(settings=settings)
    outcome = place.ingest(settings=settings)
    assert not outcome.changed
    assert [record.path for record in outcome.files] == ["a.jsonl", "b.jsonl"]


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
