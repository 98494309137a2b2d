"""The lexical half: only what shares a word, the same after loading, never what is not admitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgi_assistant.engines import bm25
from mgi_assistant.errors import IndexDamaged

TEXTS = {
    "a:1": "Kenya adopted a national strategy on migration.",
    "a:2": "Peru adopted a strategy; the strategy helps migrants.",
    "a:3": "Cities count people in a census.",
    "a:4": "Census data on migration in Kenya.",
    "a:5": "the of and",
    "a:6": "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lexical") / "bm25"
    bm25.build(folder, list(TEXTS), list(TEXTS.values()))
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> bm25.Bm25Index:
    return bm25.load(folder)


def found(index: bm25.Bm25Index, text: str, k: int = 10, admitted: frozenset[str] | None = None) -> list[str]:
    hits = index.best(text, k, admitted)
    assert all(score > 0 for _, score in hits)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    return [passage_id for passage_id, _ in hits]


def test_the_one_with_more_of_the_words_comes_first(index: bm25.Bm25Index) -> None:
    assert found(index, "strategy") == ["a:2", "a:1"]
    assert found(index, "Kenyan census?")[0] in ("a:3", "a:4")
    assert set(found(index, "a census in Kenya")) == {"a:1", "a:3", "a:4"}
    assert found(index, "a census in Kenya")[0] == "a:4"


def test_forms_of_a_word_meet(index: bm25.Bm25Index) -> None:
    assert found(index, "STRATEGIES") == found(index, "strategy")


@pytest.mark.parametrize("text", ["", "   ", "zyxw", "the of and", "?!", "∅", "\x00", "tell me about"])
def test_what_shares_no_word_finds_nothing(index: bm25.Bm25Index, text: str) -> None:
    assert index.best(text, 10) == []


def test_unknown_words_do_not_hide_known_ones(index: bm25.Bm25Index) -> None:
    assert index.best("zyxw strategy", 10) == index.best("strategy", 10)


def test_k_cuts_the_list(index: bm25.Bm25Index) -> None:
    assert found(index, "census migration", 1) == ["a:4"]
    assert index.best("census", 0) == []


def test_only_what_is_admitted_comes_back_with_the_score_it_had(index: bm25.Bm25Index) -> None:
    scores = dict(index.best("migration strategy census", 10))
    admitted = frozenset({"a:2", "a:3", "a:5"})
    restricted = dict(index.best("migration strategy census", 10, admitted))
    assert restricted == {passage_id: scores[passage_id] for passage_id in ("a:2", "a:3")}
    assert index.best("strategy", 10, frozenset()) == []


@settings(deadline=None)
@given(query=st.lists(st.sampled_from(" ".join(TEXTS.values()).split())).map(" ".join), k=st.integers(0, 7))
def test_a_hit_shares_a_term_and_is_admitted(index: bm25.Bm25Index, query: str, k: int) -> None:
    asked = set(index.terms(query))
    sharing = {passage_id for passage_id, text in TEXTS.items() if asked & set(index.terms(text))}
    hits = found(index, query, k)
    assert set(hits) <= sharing
    assert len(hits) == min(k, len(sharing))
    admitted = frozenset({"a:1", "a:3"})
    assert set(found(index, query, 10, admitted)) == sharing & admitted


def test_loading_again_gives_the_same(folder: Path, index: bm25.Bm25Index) -> None:
    again = bm25.load(folder)
    for query in ("migration strategy", "census", "zyxw"):
        assert again.best(query, 10) == index.best(query, 10)
        assert again.terms(query) == index.terms(query)


def test_a_rare_word_weighs_more(index: bm25.Bm25Index) -> None:
    (peru,), (strategy,), (unseen,) = (index.terms(word) for word in ("Peru", "strategy", "zyxw"))
    assert index.weight(unseen) > index.weight(peru) > index.weight(strategy) > 0


def test_passages_without_a_term_can_be_indexed(tmp_path: Path) -> None:
    bm25.build(tmp_path / "bm25", ["x", "y"], ["the of", ""])
    assert bm25.load(tmp_path / "bm25").best("the strategy", 5) == []


@pytest.mark.parametrize("harm", ["remove", "empty", "cut", "junk"])
@pytest.mark.parametrize("which", range(5))
def test_a_damaged_file_is_told(folder: Path, tmp_path: Path, which: int, harm: str) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    names = sorted(path.name for path in folder.iterdir())
    for name in names:
        (copy / name).write_bytes((folder / name).read_bytes())
    victim = copy / names[which]
    data = victim.read_bytes()
    if harm == "remove":
        victim.unlink()
    else:
        victim.write_bytes({"empty": b"", "cut": data[: len(data) // 2], "junk": b"[1]"}[harm])
    with pytest.raises(IndexDamaged, match="lexical") as caught:
        bm25.load(copy)
    assert "--rebuild" in caught.value.hint


def test_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="none"):
        bm25.load(tmp_path / "none")
