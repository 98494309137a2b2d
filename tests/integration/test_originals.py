"""Answers on PDF files of the official publications, set plainly and in columns.

The questions are in other words than the publications'; patterns give figures and a few words of what must be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from mgi_assistant import open_assistant
from mgi_assistant.answers import Answer
from mgi_assistant.assistant import Assistant
from mgi_assistant.places import default_gazetteer
from mgi_assistant.text import readable
from mgi_ingest.pdf import read_pdf
from tests.conftest import SHARED, made_once, run_folder
from tests.integration.conftest import run_ingest
from tests.integration.original_questions import ABSENT, CASES, Absent, Case
from tests.integration.originals import (
    Booklet,
    Insights,
    read_booklet,
    read_insights,
    set_booklet,
    set_insights,
    set_plainly,
)

SEEDS = SHARED / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not there")
RIGHT, EARLY, NOT_FOUND = 0.90, 0.85, 0.95
"""Least shares: right answers, those right within the first 80 words, unanswerable questions that are declined."""


# -- the publications --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Originals:
    """The publications in one layout, and an assistant over them."""

    layout: str
    assistant: Assistant
    folder: Path
    insights: Insights
    booklet: Booklet

    def places_of(self, quote: str) -> set[str]:
        """Return the countries of the stories that have ``quote`` in their text."""
        shown = squeezed(quote)
        return {
            country
            for story in self.booklet.stories
            if shown in squeezed(story.text)
            for country in named(story.heading)
        }


@cache
def squeezed(text: str) -> str:
    """Return a text without white space and with plain quotation marks."""
    return "".join(readable(text).split())


def named(text: str) -> set[str]:
    """Return the countries that a text names, or in which the localities lie that it names."""
    return {place.iso3 for mention in default_gazetteer().find(text) for place in mention.places if place.iso3}


def publications() -> tuple[str, str]:
    """Return the text of the executive summary and that of the booklet."""
    summary, booklet = (next(SEEDS.glob(f"{number}_*.txt")).read_text("utf-8") for number in ("000", "002"))
    return summary, booklet


@pytest.fixture(scope="module", params=["plain", "columns"])
def originals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Originals:
    """Return the publications in one layout, read into an index of their own."""
    texts = publications()
    folder = ingested(request.param, tmp_path_factory, cache)
    insights, booklet = read_insights(texts[0]), read_booklet(texts[1])
    return Originals(request.param, open_assistant(folder / "index"), folder / "corpus", insights, booklet)


def ingested(layout: str, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """Set the publications in a layout and index them, once for all; return the folder of ``corpus`` and ``index``."""

    def make(folder: Path) -> None:
        (folder / "corpus").mkdir()
        paths = [folder / "corpus" / name for name in ("insights.pdf", "stories.pdf")]
        texts = publications()
        if layout == "plain":
            for text, path in zip(texts, paths, strict=True):
                set_plainly(text, path)
        else:
            set_insights(read_insights(texts[0]), paths[0])
            set_booklet(read_booklet(texts[1]), paths[1])
        run_ingest("--corpus", folder / "corpus", "--index", folder / "index", cache=cache)

    return made_once(run_folder(tmp_path_factory) / f"originals-{layout}", make)


# -- what the index holds ----------------------------------------------------------------------------------------------


def test_every_cell_of_the_tables_is_a_passage_of_its_area(originals: Originals) -> None:
    """But for those of which the text of the publication itself mixes the lines."""
    found = {squeezed(p.sentence(n)): p for p in originals.assistant.store.passages for n in range(len(p.sentences))}
    whole = " ".join(publications()[0].split())
    wrong: list[object] = []
    for row in (row for _, rows in originals.insights.tables for row in rows):
        sentences = [s for highlight in row.highlights for s in re.split(r"(?<=\.) (?=[A-Z])", highlight)]
        for sentence in (*sentences, *row.recommendations):
            passage = found.get(squeezed(sentence))
            if originals.layout == "plain" and f" {sentence}" not in whole:
                continue
            if passage is None or passage.policy_areas != (row.area,):
                wrong.append((row.area, sentence, passage and (passage.policy_areas, passage.section)))
            elif (passage.kind == "item") != (sentence in row.recommendations):
                wrong.append((row.area, sentence, passage.kind))
    assert not wrong, listing(wrong)


def test_every_story_is_told_of_its_place_and_no_other(originals: Originals) -> None:
    wrong: list[object] = []
    passages = [(p, squeezed(p.text)) for p in originals.assistant.store.passages if len(p.text) > 30]
    for story in originals.booklet.stories:
        place = next(iter(named(story.heading)))
        carriers = [p for p, text in passages if text in squeezed(story.text)]
        if squeezed("".join(p.text for p in carriers)) != squeezed(story.text):
            wrong.append((story.heading, "text", [p.text for p in carriers]))
        wrong += [
            (story.heading, p.subject, p.kind) for p in carriers if p.subject[-1:] != (place,) or p.kind != "prose"
        ]
        if originals.layout == "columns":
            wrong += [(story.heading, p.locator.page_label) for p in carriers if p.locator.page_label != story.label]
    assert not wrong, listing(wrong)


def test_captions_and_running_lines_are_no_prose(originals: Originals) -> None:
    pictures = [squeezed(line) for story in originals.booklet.stories for line in story.photo if len(line) > 40]
    running = {"MIGRATIONGOVERNANCEINSIGHTS", "SUCCESSSTORIES2023"}
    wrong = [
        (p.kind, p.text)
        for p in originals.assistant.store.passages
        if (p.kind != "caption" and any("©" in line and line in squeezed(p.text) for line in pictures))
        or (originals.layout == "columns" and any(line in squeezed(p.text) for line in running))
    ]
    assert not wrong, listing(wrong)


def test_every_participant_is_listed(originals: Originals) -> None:
    names = " ".join(f" {readable(p.text)} " for p in originals.assistant.store.passages if p.kind == "names")
    wanted = [name for country, local in originals.booklet.participants for name in (country, *local)]
    assert len(wanted) > 150
    assert not [name for name in wanted if name not in names]


def test_what_a_heading_says_stands_above_the_sentences(originals: Originals) -> None:
    text = originals.assistant.ask("Compare Guatemala and Honduras").text
    assert text.index("**Guatemala**") < text.index("**Honduras**")


def test_of_a_country_that_is_only_listed_it_is_said_that_nothing_is_told(originals: Originals) -> None:
    for country in ("Albania", "Chile"):  # the one without and the other with localities
        answer = originals.assistant.ask(f"What did {country} do after its assessment?")
        assert answer.status == "partial"


# -- what is answered --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """An answer with what is wrong about it."""

    case: Case | Absent
    answer: Answer
    right: bool
    early: bool
    misplaced: tuple[str, ...]

    def __str__(self) -> str:
        earlier = " | ".join(self.case.earlier) if isinstance(self.case, Case) else ""
        places = f" MISPLACED {self.misplaced}" if self.misplaced else ""
        return f"{earlier} > {self.case.question} [{self.answer.status}]{places}\n    {body(self.answer)[:900]}"


def body(answer: Answer) -> str:
    """Return the answer as read, on one line and without the numbers of citations."""
    return re.sub(r"\s*\[\d+\]|[*_#]|\s(?=\s)", "", readable(answer.text))


def judged(originals: Originals, case: Case | Absent) -> Result:
    """Ask a question and judge the answer."""
    answer = originals.assistant.ask(case.question, case.earlier if isinstance(case, Case) else ())
    text = body(answer)
    start = " ".join(text.split()[:80])
    bad = bool(case.must_not and re.search(case.must_not, text, re.IGNORECASE))
    if isinstance(case, Absent):
        declined = answer.status == "not_found" or (case.near and answer.status == "partial")
        right = not (bad and answer.claims) and (
            declined or bool(case.corrected and re.search(case.corrected, start, re.IGNORECASE))
        )
        return Result(case, answer, right, right, tuple(misplaced(originals, answer, ())))

    def matches(where: str) -> bool:
        return (
            answer.status != "not_found" and all(re.search(p, where, re.IGNORECASE) for p in case.expected) and not bad
        )

    on_page = (
        not case.page or originals.layout == "plain" or case.page in {c.locator.page_label for c in answer.citations}
    )
    wrong = tuple(misplaced(originals, answer, case.about))
    return Result(case, answer, matches(text) and on_page, matches(start) and on_page, wrong)


def misplaced(originals: Originals, answer: Answer, about: Sequence[str]) -> Iterator[str]:
    """Yield the sentences that stand under another place than they are given for."""
    for claim in answer.claims:
        for quote in (answer.citations[n - 1].quote for n in claim.citations):
            owners = originals.places_of(quote) if len(quote) > 40 else set()
            wanted = {claim.place.split(":")[0]} if claim.place else set(about)
            if owners and wanted and not owners & wanted:
                yield f"{claim.place or about}: {quote}"
            if owners and about and not owners & set(about):
                yield f"{about}: {quote}"


@pytest.fixture(scope="module")
def results(originals: Originals) -> list[Result]:
    return [judged(originals, case) for case in (*CASES, *ABSENT)]


def listing(things: Iterable[object]) -> str:
    return "\n" + "\n".join(map(str, things))


def share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def test_answerable_questions_are_answered_rightly_and_soon(results: list[Result]) -> None:
    asked = [result for result in results if isinstance(result.case, Case)]
    failed = listing(result for result in asked if not (result.right and result.early))
    assert len(asked) >= 40
    assert share([result.right for result in asked]) >= RIGHT, failed
    assert share([result.early for result in asked]) >= EARLY, failed


def test_what_the_publications_do_not_tell_is_not_answered(results: list[Result]) -> None:
    asked = [result for result in results if isinstance(result.case, Absent)]
    assert len(asked) >= 12
    assert share([result.right for result in asked]) >= NOT_FOUND, listing(r for r in asked if not r.right)


def test_no_sentence_is_given_for_the_wrong_place(results: list[Result]) -> None:
    wrong = [result for result in results if result.misplaced]
    assert not wrong, listing(wrong)


def test_every_quote_stands_on_its_page(originals: Originals, results: list[Result]) -> None:
    texts = {
        path.stem: (
            [page.text for page in read_pdf(path).pages],
            [page.extract_text() for page in PdfReader(path).pages],
        )
        for path in originals.folder.glob("*.pdf")
    }
    sources = {source.id: Path(source.path).stem for source in originals.assistant.store.sources}
    quotes = [citation for result in results for citation in result.answer.citations]
    assert len(quotes) > 100
    for citation in quotes:
        ours, plain = (pages[(citation.locator.page or 0) - 1] for pages in texts[sources[citation.locator.source_id]])
        assert citation.quote in ours
        assert all(line.strip() in plain for line in citation.quote.split("\n"))
