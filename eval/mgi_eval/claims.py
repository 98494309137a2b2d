"""Measures whether a claim that its quotes bear out is told from one that they do not.

True claims are the honest paraphrases of ``eval/claims/honest.jsonl``, written by hand, and the sentences that they
rest on; false ones are made from them (:mod:`mgi_eval.variants`). The rules were made with the half "dev" in view; the
half "held-out", whose quotes are others, was written before them and says how they do on what nobody had in view.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console
from rich.table import Table

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import MgiError
from mgi_assistant.ports import PassageStore
from mgi_assistant.support import Checker
from mgi_assistant.synthesizers.proposed import Request
from mgi_assistant.synthesizers.quoting import found
from mgi_assistant.synthesizers.replies import Proposal
from mgi_assistant.text import readable
from mgi_assistant.types import Draft, DraftClaim, Evidence, Query
from mgi_eval.statistics import wilson
from mgi_eval.variants import MOST, SEED, Half, TrueClaim, Variant, variants

HONEST = Path(__file__).resolve().parents[1] / "claims" / "honest.jsonl"
"""The paraphrases; part of a checkout, not of an installed package."""
HALVES: tuple[Half, ...] = ("dev", "held-out")
TRUE_KINDS = ("honest paraphrase", "verbatim sentence")
QUOTE_KIND = "quote not verbatim"
ID_KIND = "invented id"


class ClaimSetError(MgiError):
    """The file of paraphrases cannot be used."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quoted(_Strict):
    """A sentence of a source, as people read it."""

    source: str
    quote: str = Field(min_length=1)


class Honest(_Strict):
    """A paraphrase with the sentences that it rests on."""

    id: str
    half: Literal["dev", "held-out"]
    claim: str = Field(min_length=1)
    quotes: tuple[Quoted, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the claims of one kind were judged right, and what went wrong with the others."""

    kind: str
    right: int
    n: int
    wrong: tuple[tuple[str, str], ...] = ()
    """Claims judged wrong: kept ones without a reason, dropped ones with theirs."""

    @property
    def value(self) -> float:
        """The share judged right."""
        return self.right / self.n

    def to_dict(self) -> dict[str, Any]:
        """Return the rate as in the JSON of ``mgi-eval claims``."""
        return {"kind": self.kind, "value": self.value, "ci95": list(wilson(self.right, self.n)), "n": self.n}


@dataclass(frozen=True)
class Measured:
    """The check of claims as a classifier, on one half of the set or both."""

    half: str
    false: tuple[Rate, ...]
    """By kind of false claim: how many were caught."""
    true: tuple[Rate, ...]
    """Of paraphrases and of verbatim sentences: how many were kept."""

    @property
    def false_keep(self) -> Rate:
        """How many of all false claims were caught; the false-keep rate is the rest."""
        return Rate("all false claims", sum(rate.right for rate in self.false), sum(rate.n for rate in self.false))

    @property
    def false_drop(self) -> Rate:
        """How many of the honest paraphrases were kept; the false-drop rate is the rest."""
        return self.true[0]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of ``mgi-eval claims``."""
        return {
            "half": self.half,
            "caught": [rate.to_dict() for rate in self.false],
            "kept": [rate.to_dict() for rate in self.true],
            "false_keep_rate": 1 - self.false_keep.value,
            "false_drop_rate": 1 - self.false_drop.value,
        }


def load_honest(path: Path = HONEST) -> tuple[Honest, ...]:
    """Read the paraphrases.

    Raises:
        ClaimSetError: The file is missing or a line is not as it should be.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(Honest.model_validate_json(line) for line in lines if line.strip())
    except OSError as error:
        raise ClaimSetError(f"{path} cannot be read ({error}).", "Run this in a checkout.") from error
    except ValidationError as error:
        raise ClaimSetError(f"{path} has a line that is no paraphrase: {error}", "Correct the line.") from error


def true_claims(honest: Sequence[Honest], store: PassageStore) -> tuple[list[TrueClaim], list[TrueClaim]]:
    """Return the paraphrases and the sentences that they rest on, each sentence once, with their evidence.

    Raises:
        ClaimSetError: A quote does not stand in the index as a sentence of its source.
    """
    known: dict[tuple[str, str], Evidence] = {}
    for passage in store.passages:
        for i, span in enumerate(passage.sentences):
            known.setdefault((passage.locator.source_id, readable(passage.sentence(i))), Evidence(passage, span))
    paraphrases: list[TrueClaim] = []
    verbatim: dict[str, TrueClaim] = {}
    for one in honest:
        try:
            evidence = tuple(known[quoted.source, quoted.quote] for quoted in one.quotes)
        except KeyError as error:
            raise ClaimSetError(
                f"A quote of {one.id!r} does not stand in the index: {error.args[0][1][:80]}.",
                "Measure an index of the shipped corpus (mgi-ingest --index DIR), or correct the line.",
            ) from error
        paraphrases.append(TrueClaim(one.id, one.half, one.claim, evidence))
        for quoted, quote in zip(one.quotes, evidence, strict=True):
            verbatim.setdefault(quoted.quote, TrueClaim(f"{one.id} quote", one.half, quoted.quote, (quote,)))
    return paraphrases, list(verbatim.values())


def measure(assistant: Assistant, halves: Sequence[Half], progress: Callable[[int], None]) -> Measured:
    """Judge the true and false claims of ``halves`` with the check that answers pass.

    ``progress`` is told after each kind how many are done.
    """
    checker = Checker(
        assistant.gazetteer,
        assistant.retriever.lexical,
        assistant.store.abbreviations,
        assistant.embedder.read_question,
    )
    paraphrases, verbatim = true_claims(load_honest(), assistant.store)
    true = []
    for kind, claims in zip(TRUE_KINDS, (paraphrases, verbatim), strict=True):
        mine = [claim for claim in claims if claim.half in halves]
        reasons = [(claim.text, checker.fault(claim.text, claim.evidence)) for claim in mine]
        true.append(_rate(kind, [(text, reason, not reason) for text, reason in reasons]))
    made: dict[str, list[Variant]] = {}
    for half in halves:
        for kind, found_here in variants([*paraphrases, *verbatim], assistant.gazetteer, half).items():
            made.setdefault(kind, []).extend(found_here)
    quoted = [claim for claim in verbatim if claim.half in halves]
    false = [_misquoted(quoted), _misnamed(quoted, assistant)]
    for done, (kind, those) in enumerate(made.items(), 1):
        judged = ((variant.text, bool(checker.fault(variant.text, variant.evidence))) for variant in those)
        false.append(_rate(kind, [(text, "", caught) for text, caught in judged]))
        progress(done)
    return Measured(" and ".join(halves), tuple(false), tuple(true))


def _rate(kind: str, judged: Sequence[tuple[str, str, bool]]) -> Rate:
    wrong = tuple((text, reason) for text, reason, right in judged if not right)
    return Rate(kind, len(judged) - len(wrong), len(judged), wrong)


def _misquoted(claims: Sequence[TrueClaim]) -> Rate:
    """Change each quote in a word and look for it in its passage, as quotes of a model are looked for."""
    rng = random.Random(SEED)
    judged = []
    for claim in claims:
        for text in _changed(claim.text, rng):
            judged.append((text, "", isinstance(found(text, claim.evidence[0].passage), str)))
    return _rate(QUOTE_KIND, judged[:MOST])


def _misnamed(claims: Sequence[TrueClaim], assistant: Assistant) -> Rate:
    """Propose each sentence, as a model does, under ids that its passage was not given under."""
    rng = random.Random(SEED)
    judged = []
    for claim in claims:
        draft = Draft((DraftClaim(claim.text, "evidence", claim.evidence),))
        query = Query(claim.text, claim.text, claim.text, claim.text)
        request = Request(query, draft, (), assistant.retriever.lexical, assistant.gazetteer, lambda drafted: "")
        for given, passage in request.passages.items():  # none where it is a caption, which a model is not given
            at = rng.randrange(len(given))
            other = rng.choice([c for c in "0123456789abcdef" if c != given[at]])
            for name in (given[:at] + other + given[at + 1 :], passage.id, passage.locator.source_id):
                proposal = Proposal(claim.text, ((name, claim.text),))
                judged.append((f"{name}: {claim.text}", "", isinstance(request.claim(proposal), str)))
    return _rate(ID_KIND, judged[:MOST])


def _changed(quote: str, rng: random.Random) -> Iterator[str]:
    """Yield a quote with a word left out, two words changed about, and a word put in."""
    words = quote.split()
    at = rng.randrange(1, len(words) - 1) if len(words) > 2 else 0
    yield " ".join(words[:at] + words[at + 1 :])
    if words[at] != words[at - 1]:
        yield " ".join([*words[: at - 1], words[at], words[at - 1], *words[at + 1 :]])
    yield " ".join([*words[:at], "reportedly", *words[at:]])


def show(console: Console, measured: Measured, most: int = 0) -> None:
    """Print the figures, and up to ``most`` claims of each kind that were judged wrong."""
    table = Table(box=None, pad_edge=False)
    for name in ("claims", "judged right", "95 % interval", "n"):
        table.add_column(name, justify="left" if name == "claims" else "right")
    rows: Mapping[str, Sequence[Rate]] = {
        "false, caught": (*measured.false, measured.false_keep),
        "true, kept": measured.true,
    }
    for heading, rates in rows.items():
        table.add_row(f"[bold]{heading}[/]")
        for rate in rates:
            low, high = wilson(rate.right, rate.n)
            table.add_row(rate.kind, f"{rate.value:.3f}", f"{low:.3f}–{high:.3f}", str(rate.n))
    console.print(table)
    for rate in (*measured.false, *measured.true):
        for text, reason in rate.wrong[:most]:
            console.print(f"{rate.kind}: {text}" + (f" ({reason})" if reason else ""), markup=False)


def violations(measured: Measured, least: Mapping[str, float]) -> list[str]:
    """Return what keeps the check from passing, in words; a kind that was not measured does not pass."""
    rates = {rate.kind: rate.value for rate in (*measured.false, measured.false_keep, *measured.true)}
    return [
        f"{kind}: {rates[kind]:.3f} judged right, below {value}" if kind in rates else f"{kind} was not measured"
        for kind, value in least.items()
        if rates.get(kind, 0.0) < value
    ]


def halves_named(half: str) -> tuple[Half, ...]:
    """Return the halves that "dev", "held-out" or "all" name; none for another word."""
    return HALVES if half == "all" else tuple(known for known in HALVES if known == half)


def to_json(measured: Measured) -> str:
    """Return the figures as one line of JSON."""
    return json.dumps(measured.to_dict(), ensure_ascii=False)
