"""Fusing the two halves of retrieval, and filters that really exclude."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.retrieve import BESIDE_WEIGHT, Retriever, diversified, fuse, with_those_beside
from mgi_assistant.types import Filters, Hit
from tests.unit.fakes import BruteForceIndex, CountingIndex, HashedEmbedder, MemoryStore, small_library, written

SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-1.0, 30.0, allow_nan=False), max_size=8)
EMBEDDER = HashedEmbedder()
Scores = dict[str, float]


def retriever(store: MemoryStore) -> Retriever:
    return Retriever(store, BruteForceIndex(store), CountingIndex(store))


def found(store: MemoryStore, text: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
    return retriever(store)(text, EMBEDDER.embed_question(text), k, filters)


# -- fuse --------------------------------------------------------------------------------------------------------------


def test_the_best_of_both_lists_scores_one() -> None:
    assert fuse({"a": 0.8, "b": 0.4}, {"a": 12.0, "c": 6.0}, 0.5) == [("a", 1.0), ("b", 0.25), ("c", 0.25)]


def test_the_weight_belongs_to_the_dense_half() -> None:
    assert fuse({"a": 0.5}, {"b": 3.0}, 0.75) == [("a", 0.75), ("b", 0.25)]


@pytest.mark.parametrize("junk", [0.0, -0.3])
def test_scores_of_zero_or_less_are_dropped(junk: float) -> None:
    assert fuse({"a": 0.5, "b": junk}, {"c": junk}, 0.5) == [("a", 0.5)]


def test_nothing_found_is_nothing() -> None:
    assert fuse({}, {}, 0.5) == []


def test_ties_are_broken_by_id_whatever_the_order() -> None:
    one = fuse({"b": 0.5, "a": 0.5, "c": 0.5}, {}, 0.5)
    other = fuse({"c": 0.5, "a": 0.5, "b": 0.5}, {}, 0.5)
    assert one == other
    assert [passage_id for passage_id, _ in one] == ["a", "b", "c"]


def test_the_smallest_scores_are_fused_as_any_others() -> None:
    assert fuse({"a": 1.0}, {"a": 5e-324}, 0.25) == [("a", 1.0)]


@given(SCORES, SCORES, st.floats(0.0, 1.0))
def test_fused_scores_lie_between_zero_and_one_in_order(
    dense: dict[str, float], lexical: dict[str, float], weight: float
) -> None:
    fused = fuse(dense, lexical, weight)
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 + 1e-9 for score in scores)
    ids = [passage_id for passage_id, _ in fused]
    assert len(ids) == len(set(ids))
    assert set(ids) == {i for half in (dense, lexical) for i, score in half.items() if score > 0}


# -- Retriever ---------------------------------------------------------------------------------------------------------


def test_the_same_text_about_two_places_stays_two_hits() -> None:
    hits = found(small_library(), "counselling centre for seasonal fishers")
    same = [hit.passage for hit in hits if hit.passage.text.startswith("The government opened")]
    assert {passage.subject for passage in same} == {("MLI",), ("PER",)}


def test_hits_are_ranked_from_one_by_score() -> None:
    hits = found(small_library(), "harbour tide calendar")
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert hits[0].passage.text.startswith("About 40 per cent")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].lexical > 0
    assert hits[0].dense > 0


def test_no_more_than_k_hits() -> None:
    assert len(found(small_library(), "government took part", 2)) == 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(places=frozenset({"PER"})), {"PER"}),
        (Filters(level="local"), {"PER"}),
        (Filters(policy_areas=frozenset({"climate-mobility"})), set()),
        (Filters(sources=frozenset({"places"}), level="national"), {"MLI", "PER", "TCD"}),
    ],
)
def test_filters_exclude(filters: Filters, expected: set[str]) -> None:
    hits = found(small_library(), "the government took part in national harbours of countries", 10, filters)
    assert hits
    assert all(filters.admit(hit.passage) for hit in hits)
    assert {place for hit in hits for place in hit.passage.places if ":" not in place} == expected


def test_filters_that_admit_nothing_find_nothing() -> None:
    assert found(small_library(), "counselling centre", 10, Filters(places=frozenset({"FJI"}))) == []


@dataclass(frozen=True)
class Leaky:
    """An engine that ignores filters, as a damaged or careless one may."""

    ids: tuple[str, ...]

    def nearest(self, vector: object, k: int, filters: Filters) -> list[tuple[str, float]]:
        """Return everything."""
        return [(passage_id, 0.9) for passage_id in self.ids]


def test_a_leaky_engine_cannot_get_past_the_filters() -> None:
    store = small_library()
    filters = Filters(places=frozenset({"MLI"}))
    leaky = Retriever(store, Leaky(tuple(p.id for p in store.passages)), CountingIndex(store))
    hits = leaky("centre", EMBEDDER.embed_question("centre"), 10, filters)
    assert hits
    assert all("MLI" in hit.passage.places for hit in hits)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_a_passage_found_by_one_half_only_has_zero_for_the_other() -> None:
    store = MemoryStore([written("one", 1, "Alpha beta."), written("one", 2, "Gamma delta.")])
    hits = Retriever(store, Leaky((store.passages[1].id,)), CountingIndex(store))(
        "alpha", EMBEDDER.embed_question("alpha"), 5
    )
    assert [(hit.dense, hit.lexical > 0) for hit in hits if hit.passage.text == "Alpha beta."] == [(0.0, True)]
    assert [(hit.dense, hit.lexical) for hit in hits if hit.passage.text == "Gamma delta."] == [(0.9, 0.0)]


def test_diversified_keeps_the_first_of_each_source_in_order() -> None:
    hits = found(small_library(), "countries took part national harbours government")
    kept = diversified(hits, 1)
    sources = [hit.passage.locator.source_id for hit in kept]
    assert len(sources) == len(set(sources)) == len({hit.passage.locator.source_id for hit in hits})
    assert [hit for hit in hits if hit in kept] == kept


@given(st.dictionaries(st.text("abc", min_size=1), st.floats(0, 1)), st.dictionaries(st.text("abc"), st.floats(0, 1)))
def test_what_is_found_beside_moves_scores_by_no_more_than_its_weight(one: Scores, other: Scores) -> None:
    mixed = with_those_beside(list(one.items()), list(other.items()))
    assert {passage_id for passage_id, _ in mixed} == one.keys() | other.keys()
    assert [score for _, score in mixed] == sorted((score for _, score in mixed), reverse=True)
    assert all(abs(score - one.get(passage_id, 0.0)) <= BESIDE_WEIGHT + 1e-9 for passage_id, score in mixed)


def test_a_hit_that_also_fits_the_question_before_is_put_higher() -> None:
    store = MemoryStore(
        [written("report", 1, "Pilots like soup."), written("report", 2, "Pilots like soup at low tide.")]
    )
    embedder, search = HashedEmbedder(), "pilots like soup"
    alone = retriever(store)(search, embedder.embed_question(search), 2)
    both = f"low tide {search}"
    beside = (both, embedder.embed_question(both))
    hits = retriever(store)(search, embedder.embed_question(search), 2, Filters(), beside)
    assert [hit.passage for hit in alone] == list(store.passages)
    assert hits[1].score - hits[0].score > alone[1].score - alone[0].score
