"""Every error a user sees is one of ours, and stands in the tree that the module shows."""

from __future__ import annotations

import inspect
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from mgi_assistant import errors
from mgi_assistant.engines import bm25, chroma
from mgi_assistant.errors import BadIndex, FileError, IndexMissing, MgiError, UsageError
from mgi_assistant.ports import SentenceWords
from mgi_assistant.retrieve import Retriever
from mgi_assistant.settings import Settings, load_settings
from mgi_assistant.store import POINTER, Store, serving_version, write_version
from mgi_assistant.types import Filters, Page
from tests.unit.fakes import HashedEmbedder, small_library

CLASSES = {
    name: cls for name, cls in vars(errors).items() if inspect.isclass(cls) and issubclass(cls, MgiError)
}  # fmt: skip
TREE = [
    (len(match["indent"]), match["name"])
    for line in (errors.__doc__ or "").splitlines()
    if (match := re.match(r"\s{4}(?P<indent>[│├└─ ]*)(?P<name>[A-Z]\w+)(\s{2,}|$)", line))
]


def test_the_tree_names_every_error_once() -> None:
    assert sorted(name for _, name in TREE) == sorted(CLASSES)


def test_the_tree_shows_each_error_under_its_base() -> None:
    above: dict[int, str] = {}
    for depth, name in TREE:
        above = {d: n for d, n in above.items() if d < depth} | {depth: name}
        bases = [above[d] for d in sorted(above)[:-1]]
        expected = [cls.__name__ for cls in reversed(CLASSES[name].__mro__) if issubclass(cls, MgiError)]
        assert [*bases, name] == expected


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_error_says_in_its_docstring_what_it_means(name: str) -> None:
    assert CLASSES[name].__doc__


def test_an_error_carries_its_message_hint_and_exit_status() -> None:
    error = UsageError("Nothing was asked.", "Ask something.")
    assert (str(error), error.hint, error.exit_code) == ("Nothing was asked.", "Ask something.", 2)
    assert {cls.exit_code for name, cls in CLASSES.items() if name != "UsageError"} == {1}
    assert FileError("malformed", "Bad file.").status == "malformed"


# -- damaged files -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small library, written by the real engines."""
    folder = tmp_path_factory.mktemp("index")
    version = folder / "v-1"
    version.mkdir()
    library, embedder = small_library(), HashedEmbedder()
    passages = library.passages
    pages: list[Page] = [library.page_of(passage) for passage in passages]
    vectors = embedder.embed([p.sentence(i) for p in passages for i in range(len(p.sentences))])
    words = [library.sentence_words(passage) for passage in passages]
    together = SentenceWords(np.concatenate([w.counts for w in words]), np.concatenate([w.rows for w in words]))
    write_version(version, library.manifest, pages, passages, [None] * len(pages), vectors, together, library.axes)
    bm25.build(version / "bm25", [p.id for p in passages], [p.text for p in passages])
    chroma.build(version / "chroma", passages, embedder.embed([p.text for p in passages]))
    (folder / POINTER).write_text("v-1")
    return folder


def ask_index(folder: Path) -> list[str]:
    """Open everything in an index and search it; return the ids found."""
    version = serving_version(folder)
    store = Store(version)
    retriever = Retriever(store, chroma.ChromaIndex(version / "chroma"), bm25.load(version / "bm25"))
    vector = HashedEmbedder().embed_question("harbour tide calendar")
    return [hit.passage.id for hit in retriever("harbour tide calendar", vector, 5, Filters())]


DAMAGES = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(b"\x93not what it was\x00\xff" * 9),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
}


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_whatever_file_is_damaged_the_error_is_ours_or_the_answer_the_same(
    index: Path, tmp_path: Path, damage: str
) -> None:
    whole = ask_index(index)
    assert whole
    refused: dict[str, BadIndex] = {}
    for number, name in enumerate(files_of(index)):
        copy = tmp_path / str(number)
        shutil.copytree(index, copy)
        DAMAGES[damage](copy / name)
        try:
            found = ask_index(copy)
        except BadIndex as error:
            refused[name] = error
            found = whole
        assert found == whole, name
    assert len(refused) >= 6
    assert not [name for name, error in refused.items() if str(tmp_path) not in str(error)]
    assert not [name for name, error in refused.items() if "mgi-ingest" not in error.hint]


def test_no_index_at_all_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=re.escape(str(tmp_path))) as missing:
        serving_version(tmp_path)
    assert f"mgi-ingest --index {tmp_path}" in missing.value.hint


def test_a_setting_that_does_not_fit_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_BATCH_SIZE", "many")
    with pytest.raises(errors.SettingsError, match="batch_size"):
        load_settings()
    assert Settings.model_fields["batch_size"].default == 8
