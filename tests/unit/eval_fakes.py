"""A small set over the small library of ``fakes``, with its assistant, for the tests of ``mgi_eval``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from mgi_assistant.places import default_gazetteer
from mgi_assistant.store import Store
from mgi_assistant.types import Locator, Page
from mgi_eval.answers import Response
from mgi_eval.cases import Case, CaseSet, load_set
from mgi_eval.items import Item
from mgi_eval.library import Library, key_of
from tests.unit.fakes import MemoryStore, Written, written


class PagedStore(MemoryStore):
    """A memory store that also lists its pages, as a stored index does."""

    def __init__(self, content: list[Written]) -> None:
        super().__init__(content)
        self._pages = [item.page for item in content]

    def pages(self, source_id: str) -> list[tuple[Page, dict[str, Any]]]:
        """Return the stored pages or rows of a source."""
        return [(page, {}) for page in self._pages if page.locator.source_id == source_id]


def shelf() -> PagedStore:
    """Return a report of four pages and a table of six rows about made-up measures."""
    areas = ("climate-mobility",)
    rows = [
        ("MLI", "Mali", "a tide museum in 2019"), ("PER", "Peru", "a flood map in 2021"),
        ("KEN", "Kenya", "a harbour school in 2017"), ("FJI", "Fiji", "a reef council in 2022"),
        ("CHL", "Chile", "a snow archive in 2015"), ("GHA", "Ghana", "a river court in 2020"),
    ]  # fmt: skip
    return PagedStore(
        [
            written("report", 1, "Less than 31 per cent of countries run a flood register. Half of them publish it."),
            written("report", 2, "Between 2016 and 2023, 23 harbours were surveyed. The survey is not repeated."),
            written("report", 3, "Protect mangrove belts. Train harbour pilots.", policy_areas=areas),
            written("report", 4, "More than 1,200 pilots took part. They met at 14 ports."),
            *(
                written("table", n, f"{name} opened {what}.", row=True, subject=[iso3], level="national")
                for n, (iso3, name, what) in enumerate(rows, 1)
            ),
        ]
    )


def library(store: PagedStore | None = None) -> Library:
    """Return the shelf as the measures see it; a quote stands when the shelf has it."""
    kept = store or shelf()
    texts = {key_of(page.locator): page.text for source in kept.sources for page, _ in kept.pages(source.id)}

    def stands(at: Locator, quote: str) -> bool:
        return quote in texts.get(key_of(at), "")

    return Library(cast(Store, kept), default_gazetteer(), stands)


def page(number: int) -> int:
    """Return the 1-based page of the report that ``written`` gives to ``number``."""
    return number + 2


def raw_case(case_id: str, question: str, **changes: Any) -> dict[str, Any]:
    """Return the record of an unanswerable case, with ``changes``."""
    return {
        "id": case_id, "split": "dev", "lang": "en", "turn": 1, "conversation": None, "history": [],
        "question": question, "rewrite_gold": None, "scope": {"places": [], "level": None, "year": None},
        "type": "off_topic", "answerability": "unanswerable", "evidence_groups": [], "nuggets": [], "must_not": [],
        "provenance": "", **changes,
    }  # fmt: skip


def quote(source: str, number: int, text: str) -> dict[str, Any]:
    """Return a piece of evidence on the shelf."""
    paged = source == "report"
    return {
        "source": source, "page": page(number) if paged else None, "row": None if paged else number, "quote": text
    }  # fmt: skip


def regex(pattern: str, nugget_id: str = "n1", vital: bool = True) -> dict[str, Any]:
    """Return a nugget."""
    return {"id": nugget_id, "text": pattern, "vital": vital, "match": {"kind": "regex", "pattern": pattern}}


def figure(value: float, unit: str | None, hedge: str | None = None, nugget_id: str = "n1") -> dict[str, Any]:
    """Return a nugget that is a number."""
    match = {"kind": "number", "value": value, "unit": unit, "hedge": hedge, "tolerance": 0}
    return {"id": nugget_id, "text": f"{value:g} {unit or ''}", "vital": True, "match": match}


def answerable(
    case_id: str, question: str, evidence: dict[str, Any], nugget: dict[str, Any], **changes: Any
) -> dict[str, Any]:
    """Return the record of an answerable case with one piece of evidence and one vital nugget."""
    known = {"type": "figure", "answerability": "answerable", "evidence_groups": [[evidence]], "nuggets": [nugget]}
    return raw_case(case_id, question, **{**known, **changes})


def records() -> list[dict[str, Any]]:
    """Return a set of cases over the shelf: figures, advice, places, a conversation, and what is not there."""
    places = [("MLI", "tide museum"), ("PER", "flood map"), ("KEN", "harbour school"), ("FJI", "reef council"),
              ("CHL", "snow archive"), ("GHA", "river court")]  # fmt: skip
    lines = {n: f"{name} opened" for n, name in enumerate(("Mali", "Peru", "Kenya", "Fiji", "Chile", "Ghana"), 1)}
    texts = [page_.text for page_, _ in shelf().pages("table")]
    return [
        answerable(
            "flood", "How common are flood registers?",
            quote("report", 1, "Less than 31 per cent of countries run a flood register."),
            figure(31, "per cent", "less than"), must_not=["(?<!less )than 31"],
        ),
        answerable(
            "survey", "How many harbours were looked at?",
            quote("report", 2, "Between 2016 and 2023, 23 harbours were surveyed."), figure(23, "harbours"),
        ),
        answerable(
            "advice", "What about mangroves?", quote("report", 3, "Protect mangrove belts."), regex("mangrove"),
            type="advice",
        ),
        answerable(
            "pilots", "How many pilots joined?", quote("report", 4, "More than 1,200 pilots took part."),
            figure(1200, "pilots", "more than"),
        ),
        *(
            answerable(
                f"place-{n}", f"What did {lines[n].split()[0]} do?", quote("table", n, texts[n - 1]), regex(what),
                type="place", scope={"places": [iso3], "level": "national", "year": None},
            )
            for n, (iso3, what) in enumerate(places, 1)
        ),
        answerable(
            "then-peru", "and Peru?", quote("table", 2, texts[1]), regex("flood map"), type="followup", turn=2,
            conversation="c1", history=["What did Mali do?"], rewrite_gold="What did Peru do?",
            scope={"places": ["PER"], "level": None, "year": None},
        ),
        *(raw_case(f"no-{n}", f"Who bakes bread number {n}?") for n in range(1, 7)),
        raw_case("vague", "How many?", type="underspecified", answerability="underspecified"),
    ]  # fmt: skip


def write_lines(path: Path, *lines: object) -> Path:
    """Write JSON lines; texts are written as they are."""
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines) + "\n", "utf-8")
    return path


def small_set(folder: Path) -> CaseSet:
    """Return the set of :func:`records`."""
    return load_set(None, [write_lines(folder / "set.jsonl", *records())])


def case(record: dict[str, Any]) -> Case:
    """Return a case."""
    return Case.model_validate(record)


def response(text: str, *cited: tuple[str, int, str], status: str = "answered", **changes: Any) -> Response:
    """Return an answer of one sentence that rests on all of ``cited``: source, page of the report or row, quote."""
    citations = [
        {"n": n, "source_id": source, "quote": words}
        | ({"page": page(at), "row": None} if source == "report" else {"page": None, "row": at})
        for n, (source, at, words) in enumerate(cited, 1)
    ]
    numbers = [citation["n"] for citation in citations]
    marks = "".join(f"[{n}]" for n in numbers)
    claims = [] if status == "not_found" else [{"text": text, "kind": "evidence", "citations": numbers}]
    known = {"status": status, "text": f"{text} {marks}", "claims": claims, "citations": citations, "confidence": 0.9}
    return Response.model_validate({**known, **changes})


def item(record: dict[str, Any], answer: Response, standalone: Response | None = None) -> Item:
    """Return a case with its answer, over the shelf."""
    return Item(case(record), answer, library(), standalone)
