"""True and false claims: that the set stands in the corpus, that false ones are false, and that the figures add up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from mgi_assistant.places import default_gazetteer
from mgi_assistant.text import readable
from mgi_assistant.types import Evidence
from mgi_eval.claims import ClaimSetError, Measured, Rate, halves_named, load_honest, show, true_claims, violations
from mgi_eval.variants import TrueClaim, variants
from tests.unit.fakes import MemoryStore, written

LEAST = 110
"""Paraphrases of each half."""


def test_each_half_has_enough_paraphrases_and_they_share_no_quote() -> None:
    honest = load_honest()
    assert len({one.id for one in honest}) == len(honest)
    quoted = {half: {q.quote for one in honest if one.half == half for q in one.quotes} for half in ("dev", "held-out")}
    assert all(sum(one.half == half for one in honest) >= LEAST for half in quoted)
    assert quoted["dev"].isdisjoint(quoted["held-out"])
    assert all(one.claim not in {q.quote for q in one.quotes} for one in honest)


def store() -> MemoryStore:
    return MemoryStore(
        [
            written("a", 1, "Mali set up 3 regional offices for migrants in 2019.", subject=["MLI"]),
            written("a", 2, "Peru will open about 20 shelters with the help of cities.", subject=["PER"]),
            written("a", 3, "Less than half of the countries have a plan. Only 12 per cent of countries fund it."),
        ]
    )


def claims() -> list[TrueClaim]:
    return [
        TrueClaim(f"{n}{i}", "dev", readable(p.sentence(i)), (Evidence(p, p.sentences[i]),))
        for n, p in enumerate(store().passages)
        for i in range(len(p.sentences))
    ]


def test_false_claims_differ_from_the_true_one_and_are_drawn_the_same_each_time() -> None:
    made = variants(claims(), default_gazetteer(), "dev")
    assert made == variants(claims(), default_gazetteer(), "dev")
    true = {claim.text for claim in claims()}
    for kind in ("digit", "unit", "hedge", "place", "negation", "outside knowledge", "joined halves"):
        assert made[kind], kind
        assert all(variant.text not in true for variant in made[kind])
    assert "Less than half of the countries" not in " ".join(v.text for v in made["hedge"] if "half" in v.text)
    assert not variants(claims(), default_gazetteer(), "held-out")["digit"]


def test_another_place_is_never_the_same_place() -> None:
    gazetteer = default_gazetteer()
    for variant in variants(claims(), gazetteer, "dev")["place"]:
        named = {place.id for mention in gazetteer.find(variant.text) for place in mention.places}
        assert named.isdisjoint(variant.evidence[0].passage.subject)


def test_quotes_that_stand_nowhere_are_named(tmp_path: Path) -> None:
    path = tmp_path / "honest.jsonl"
    line = {"id": "x", "half": "dev", "claim": "Mali has 3.", "quotes": [{"source": "a", "quote": "It has 4."}]}
    path.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(ClaimSetError, match="does not stand in the index"):
        true_claims(load_honest(path), store())
    path.write_text('{"id": "x"}', encoding="utf-8")
    with pytest.raises(ClaimSetError, match="no paraphrase"):
        load_honest(path)
    with pytest.raises(ClaimSetError, match="cannot be read"):
        load_honest(tmp_path / "none.jsonl")


def test_rates_add_up_and_are_shown() -> None:
    measured = Measured(
        "dev",
        (Rate("digit", 9, 10, (("Mali has 7.", ""),)), Rate("place", 10, 10)),
        (Rate("honest", 4, 5), Rate("v", 1, 1)),
    )
    found = measured.to_dict()
    assert found["false_keep_rate"] == pytest.approx(0.05)
    assert found["false_drop_rate"] == pytest.approx(0.2)
    low, high = found["caught"][0]["ci95"]
    assert low < 0.9 < high
    console = Console(record=True, width=120)
    show(console, measured, 1)
    text = console.export_text()
    assert "Mali has 7." in text
    assert "0.950" in text


def test_halves_are_named() -> None:
    assert halves_named("all") == ("dev", "held-out")
    assert halves_named("held-out") == ("held-out",)
    assert halves_named("test") == ()


def test_the_gate_names_kinds_below_their_threshold_and_kinds_not_measured() -> None:
    measured = Measured("dev", (Rate("digit", 98, 100), Rate("place", 100, 100)), (Rate("honest paraphrase", 95, 100),))
    assert violations(measured, {"digit": 0.98, "place": 1.0, "honest paraphrase": 0.95}) == []
    assert violations(measured, {"digit": 0.99, "hedge": 0.5}) == [
        "digit: 0.980 judged right, below 0.99", "hedge was not measured",
    ]  # fmt: skip
