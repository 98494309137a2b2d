"""Cutting: passages of whole sentences from one page, with ids that last and what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mgi_assistant.places import Gazetteer
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.types import Page, Passage
from mgi_ingest.catalogue import Entry
from mgi_ingest.chunk import Cutter
from mgi_ingest.layout import Block, BlockKind, ParsedPage, ParsedReport
from mgi_ingest.tables import Record

GAZETTEER = Gazetteer([("Quito", "ECU"), ("Manta", "ECU"), ("Bo", "SLE")])

Part = tuple[BlockKind, str] | tuple[BlockKind, str, int] | tuple[BlockKind, str, int, tuple[str, ...]]


def page(index: int, *parts: Part) -> ParsedPage:
    """A page of one block a line: kind, text and, if given, the depth of a heading and what stands above."""
    text, blocks = "", []
    for kind, words, *more in parts:
        depth = more[0] if more else int(kind == "heading")
        under = more[1] if len(more) > 1 else ()
        blocks.append(Block(kind, len(text), len(text) + len(words), depth, under))  # type: ignore[arg-type]
        text += words + "\n"
    return ParsedPage(index, f"p{index}", text, tuple(blocks))


def report(*pages: ParsedPage) -> ParsedReport:
    return ParsedReport(None, tuple(replace(p, index=i, label=f"p{i}") for i, p in enumerate(pages, 1)), ())


def entry(path: str = "report.pdf", **given: Any) -> Entry:
    return Entry(**{"id": "report", "title": "A report", "path": path, **given})


def cut(*pages: ParsedPage, longest: int = 100, **given: Any) -> list[Passage]:
    return Cutter(GAZETTEER, longest).report(entry(**given), report(*pages))[1]


def rows(*records: Record, longest: int = 100, **given: Any) -> list[Passage]:
    return Cutter(GAZETTEER, longest).records(entry("t.csv", **given), records)[1]


def row(text: str, number: int = 1, **given: Any) -> Record:
    return Record(number, text, {}, **given)


def texts(passages: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in passages]


# -- where passages begin and end --------------------------------------------------------------------------------------


def test_neighbouring_sentences_make_a_passage_up_to_the_longest() -> None:
    body = "One two three four five. Six seven. Eight nine ten eleven twelve thirteen. Last one here."
    assert texts(cut(page(1, ("prose", body)), longest=7)) == [
        "One two three four five. Six seven.",
        "Eight nine ten eleven twelve thirteen.",
        "Last one here.",
    ]
    assert texts(cut(page(1, ("prose", body)), longest=3))[0] == "One two three four five."
    assert texts(cut(page(1, ("prose", body)))) == [body]


def test_a_heading_at_the_beginning_of_a_paragraph_belongs_to_its_first_sentence() -> None:
    (passage,) = cut(page(1, ("prose", "Local governments. They are close to people. They know them.")))
    assert [passage.sentence(i) for i in range(len(passage.sentences))] == [
        "Local governments. They are close to people.",
        "They know them.",
    ]
    (carried,) = cut(page(1, ("prose", "adopted. It works.")))
    assert len(carried.sentences) == 2


def test_a_sentence_that_goes_on_overleaf_is_cut_at_the_page() -> None:
    passages = cut(page(1, ("prose", "The plan was made and")), page(2, ("prose", "adopted. It works.")))
    assert texts(passages) == ["The plan was made and", "adopted. It works."]
    assert [(p.locator.page, p.locator.page_label) for p in passages] == [(1, "p1"), (2, "p2")]


def test_a_heading_a_kind_and_a_caption_each_begin_a_passage() -> None:
    parts: list[Part] = [("prose", "Before it."), ("heading", "Plans"), ("prose", "After it."), ("item", "A point.")]
    passages = cut(page(1, *parts, ("caption", "Photo one."), ("caption", "Photo two."), ("footnote", "A note.")))
    assert [(p.text, p.kind) for p in passages] == [
        ("Before it.", "prose"),
        ("After it.", "prose"),
        ("A point.", "item"),
        ("Photo one.", "caption"),
        ("Photo two.", "caption"),
        ("A note.", "footnote"),
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("References", "contents"), ("ANNEX 2: MAIN SOURCES", "contents"), ("Bibliografía", "contents"),
     ("Sources of income", "prose")],
)  # fmt: skip
def test_a_list_of_references_is_none_of_the_text(heading: str, kind: str) -> None:
    found = cut(page(1, ("heading", heading), ("prose", "Tide Office. 2020. The calendar of tides.")))
    assert [passage.kind for passage in found] == [kind]


def test_the_numbers_of_footnotes_are_in_no_sentence() -> None:
    parts: list[Part] = [("prose", "Tides rise in spring.1 Ships wait."), ("footnote", "1 See the Atlas.")]
    passages = cut(page(1, *parts))
    assert [[p.sentence(i) for i in range(len(p.sentences))] for p in passages] == [
        ["Tides rise in spring.1 Ships wait."],
        ["See the Atlas."],
    ]
    (ending,) = cut(page(1, ("prose", "Tides rose by 2.5 in 1999. Ships wait in spring.1")))
    assert [ending.sentence(i) for i in range(2)] == ["Tides rose by 2.5 in 1999.", "Ships wait in spring."]


def test_furniture_and_headings_are_in_no_sentence() -> None:
    parts: list[Part] = [("furniture", "Running head"), ("heading", "Plans"), ("prose", "It works.")]
    assert texts(cut(page(1, *parts, ("furniture", "12")))) == ["It works."]


words = st.sampled_from(
    "Kenya plans Mali the 2020 e.g. Dr. (9) 3.5 Quito’s act. works! why? women «data» ﬁsh - • 10²".split()
)
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
kinds = st.sampled_from(["heading", "prose", "item", "caption", "footnote", "contents", "furniture"])
parts_of_a_page = st.lists(st.tuples(kinds, lines, st.integers(0, 3)), max_size=8)


@settings(deadline=None)
@given(pages=st.lists(parts_of_a_page, min_size=1, max_size=3), longest=st.integers(1, 30), odd=st.text(max_size=30))
def test_a_passage_is_a_raw_slice_of_one_page_made_of_sentences(
    pages: list[list[tuple[BlockKind, str, int]]], longest: int, odd: str
) -> None:
    parsed = [page(1, *parts, ("prose", odd)) for parts in pages]
    stored, passages = Cutter(GAZETTEER, longest).report(entry(), report(*parsed))
    assert [p.text for p in stored] == [p.text for p in parsed]
    _check_slices(stored, passages)
    assert len({passage.id for passage in passages}) == len(passages)


@settings(deadline=None)
@given(text=st.text(), longest=st.integers(1, 30))
def test_a_passage_of_a_row_is_a_raw_slice_of_it(text: str, longest: int) -> None:
    stored, passages = Cutter(GAZETTEER, longest).records(entry("t.csv"), [row(text)])
    _check_slices(stored, passages)


def _check_slices(stored: list[Page], passages: list[Passage]) -> None:
    by_locator = {page.locator: page.text for page in stored}
    for passage in passages:
        assert by_locator[passage.locator][passage.start : passage.start + len(passage.text)] == passage.text
        assert passage.sentences
        assert passage.sentences[0].start == 0
        assert passage.sentences[-1].end == len(passage.text)
        last = 0
        for index, span in enumerate(passage.sentences):
            assert last <= span.start < span.end
            last = span.end
            assert passage.sentence(index).strip() == passage.sentence(index)
        assert set(passage.subject) <= set(passage.places)


# -- ids ---------------------------------------------------------------------------------------------------------------

KENYA = page(1, ("heading", "Kenya"), ("prose", "It has a plan. It works."))
MALI = page(1, ("heading", "Mali"), ("prose", "A census was held."))


def test_ids_last_when_a_page_is_put_before_or_another_changes() -> None:
    before = [passage.id for passage in cut(KENYA, MALI)]
    foreword = page(1, ("heading", "Foreword"), ("prose", "Dear reader of this."))
    assert [passage.id for passage in cut(foreword, KENYA, MALI)][1:] == before
    other = page(1, ("heading", "Mali"), ("prose", "No census was held."))
    kenya, mali = cut(KENYA, other)
    assert kenya.id == before[0]
    assert mali.id != before[1]


def test_ids_last_when_a_row_is_put_before_or_the_line_is_broken_otherwise() -> None:
    (before,) = rows(row("Quito has a migration plan."))
    after = rows(row("Manta has none of them."), row("Quito has a migra-\ntion  plan.", 2))
    assert after[1].id == before.id


def test_the_same_words_elsewhere_have_another_id() -> None:
    (plain,) = cut(page(1, ("prose", "It works well.")))
    ids = [p.id for p in cut(page(1, ("prose", "It works well.")), page(2, ("prose", "It works well.")))]
    assert ids == [plain.id, f"{plain.id}-2"]
    assert cut(page(1, ("heading", "Mali"), ("prose", "It works well.")))[0].id != plain.id
    (other,) = cut(page(1, ("prose", "It works well.")), id="other")
    assert other.id.startswith("other:")
    assert other.id.split(":")[1] != plain.id.split(":")[1]


# -- what they are about -----------------------------------------------------------------------------------------------


def test_headings_make_the_section_path() -> None:
    first = page(1, ("heading", "One", 1), ("heading", "Two", 2), ("prose", "Deep in here."), ("heading", "Three", 2))
    second = page(2, ("prose", "Overleaf in three."), ("heading", "Four", 1), ("prose", "Under four only."))
    assert [p.section for p in cut(first, second)] == [("One", "Two"), ("One", "Three"), ("Four",)]


def test_a_signature_is_a_sentence_and_no_heading() -> None:
    first = page(
        1, ("heading", "Foreword"), ("prose", "Tides help."), ("heading", "Ada Mar"), ("heading", "IOM Director")
    )
    found = cut(first, page(2, ("prose", "Overleaf it goes on.")))
    assert [p.section for p in found] == [("Foreword",), ("Foreword",)]
    assert [found[0].sentence(n) for n in range(2)] == ["Tides help.", "Ada Mar\nIOM Director"]


def test_two_headings_that_are_no_signature_stay_headings() -> None:
    first = page(1, ("prose", "Tides help."), ("heading", "Ada Mar"), ("heading", "Clocks", 2))
    assert [p.section for p in cut(first, page(2, ("prose", "Overleaf.")))] == [(), ("Ada Mar", "Clocks")]


def test_what_stands_above_a_block_alone_follows_the_section() -> None:
    table = page(
        1, ("heading", "Areas"), ("prose", "Cell one here.", 0, ("Row",)), ("prose", "Cell two here.", 0, ("R2",))
    )
    assert [p.section for p in cut(table)] == [("Areas", "Row"), ("Areas", "R2")]


def test_a_heading_that_is_a_place_is_the_subject_and_a_text_only_names() -> None:
    kenya, quito = cut(
        page(1, ("heading", "Kenya"), ("prose", "It learnt from Mali in 2019 and 2021.")),
        page(2, ("heading", "Quito, Ecuador"), ("prose", "The city has a plan.")),
    )
    assert (kenya.subject, kenya.places, kenya.level, kenya.year) == (("KEN",), ("KEN", "MLI"), "national", 2021)
    assert (quito.subject, quito.level, quito.year) == (("ECU:quito", "ECU"), "local", None)


def test_a_place_that_is_only_named_is_no_subject() -> None:
    (passage,) = cut(page(1, ("heading", "Lessons for all"), ("prose", "In Quito, Ecuador, a plan was made.")))
    assert (passage.subject, passage.level) == ((), None)
    assert passage.places == ("ECU:quito", "ECU")


@pytest.mark.parametrize(
    ("given", "subject", "level", "year"),
    [
        ({"place": "Kenya"}, ("KEN",), "national", None),
        ({"place": "Quito, Ecuador"}, ("ECU:quito", "ECU"), "local", None),
        ({"place": "Kenya", "level": "local", "year": 2019}, ("KEN",), "local", 2019),
        ({"title": "Profile of Mali", "year": 2021}, ("MLI",), "national", 2021),
        ({"title": "Kenya and Mali"}, (), None, None),
        ({"level": "national"}, (), "national", None),
        ({}, (), None, None),
    ],
)
def test_a_whole_document_is_about_a_place(
    given: dict[str, Any], subject: tuple[str, ...], level: str | None, year: int | None
) -> None:
    (passage,) = cut(page(1, ("prose", "There is a plan.")), **given)
    assert (passage.subject, passage.places, passage.level, passage.year) == (subject, subject, level, year)


def test_a_title_page_says_what_a_document_is_about() -> None:
    front = page(1, ("heading", "Migration Governance Profile 2021"), ("heading", "The City of Quito, Ecuador", 2))
    (passage,) = cut(front, page(2, ("heading", "Foreword"), ("prose", "There is a plan.")))
    assert (passage.subject, passage.level, passage.year) == (("ECU:quito", "ECU"), "local", 2021)


def test_policy_areas_come_from_the_heading_that_is_one_or_from_the_words() -> None:
    area = POLICY_AREAS["diaspora"]
    under, free = cut(
        page(1, ("heading", area.name.upper()), ("prose", "Women take part in it.")),
        page(2, ("heading", "Other"), ("prose", "Women take part in a census.")),
    )
    assert under.policy_areas == ("diaspora",)
    assert set(free.policy_areas) == {"migrant-women", "migration-data"}


def test_a_caption_above_the_heading_of_its_page_belongs_to_the_place_it_names() -> None:
    front = page(1, ("heading", "Stories"))
    before = page(2, ("heading", "Mali"), ("prose", "It has a plan."))
    photo = page(3, ("caption", "A market in Kenya."), ("heading", "Kenya"), ("prose", "It works well."))
    *_, caption, text = cut(front, before, photo)
    assert (caption.kind, caption.section, caption.subject) == ("caption", ("Kenya",), ("KEN",))
    assert text.section == ("Kenya",)
    stray = cut(
        front, before, page(3, ("caption", "A market at dawn."), ("heading", "Kenya"), ("prose", "It works well."))
    )
    assert (stray[1].subject, stray[1].places) == ((), ())


# -- rows --------------------------------------------------------------------------------------------------------------


def test_a_row_is_about_what_its_columns_say() -> None:
    given = {"iso3": "ECU", "locality": "Quito", "level": "local", "year": "2020", "section": "Quito"}
    (passage,) = rows(row("The plan came after Mali's.", 3, policy_areas=("diaspora",), **given))
    assert passage.locator.row == 3
    assert passage.locator.page is None
    assert (passage.subject, passage.places) == (("ECU:quito", "ECU"), ("ECU:quito", "ECU", "MLI"))
    assert (passage.level, passage.year, passage.policy_areas) == ("local", 2020, ("diaspora",))
    assert (passage.section, passage.kind) == (("Quito",), "row")


def test_a_row_without_columns_takes_what_the_entry_and_the_words_say() -> None:
    (passage,) = rows(row("Kenya held a census."), year=2018, level="national")
    assert (passage.subject, passage.places, passage.policy_areas) == ((), ("KEN",), ("migration-data",))
    assert (passage.level, passage.year) == ("national", 2018)


def test_a_long_row_is_cut_between_sentences_and_stays_one_row() -> None:
    passages = rows(row("One two three four. Five six seven eight."), longest=4)
    assert texts(passages) == ["One two three four.", "Five six seven eight."]
    assert {passage.locator for passage in passages} == {passages[0].locator}
