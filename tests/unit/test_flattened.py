"""What is left of a page when its layout was lost: labels on the line of their text, heads, marks in mid-line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_ingest.labels import heading_text, with_labels
from mgi_ingest.layout import Block, ParsedPage
from tests.unit.test_chunk import cut, page
from tests.unit.test_layout import flow, kinds, read

WOMEN = POLICY_AREAS["migrant-women"].name
DATA = POLICY_AREAS["migration-data"].name
SERVICES = POLICY_AREAS["basic-services"].name
BODY = (
    "The council of the lake met again in the spring of that year, as",
    "it did in the years before, and spoke about",
    "the wells.",
    "",
)
"""Lines that show the usual distance between two lines."""


def labelled(*parts: tuple[str, str]) -> list[tuple[str, str]]:
    """Return title and text of what stands below it, for a page of blocks."""
    parsed = page(1, *parts)
    blocks = with_labels(parsed, [block for block in parsed.blocks if block.kind != "furniture"])
    return [
        (
            block.kind,
            heading_text(parsed.text, block) if block.kind == "heading" else parsed.text[block.start : block.end],
        )
        for block in blocks
    ]


# -- labels ------------------------------------------------------------------------------------------------------------


def test_a_label_on_the_line_of_its_text_is_parted_from_it() -> None:
    assert labelled(("prose", f"{WOMEN} Few places have such a plan.")) == [
        ("heading", WOMEN),
        ("prose", "Few places have such a plan."),
    ]


def test_a_sentence_that_goes_on_after_the_name_of_an_area_is_no_label() -> None:
    sentence = f"{WOMEN} is what the plan is about."
    assert labelled(("prose", sentence)) == [("prose", sentence)]


@pytest.mark.parametrize(
    "pieces",
    [
        ("Increasing the", "availability of", "migration data", "high-quality"),
        ("Increasing the\navailability of\nmigration data\nhigh-quality",),
    ],
)
def test_a_label_in_pieces_is_put_together(pieces: tuple[str, ...]) -> None:
    text = "Every second place counts who moves."
    assert labelled(*(("prose", piece) for piece in pieces), ("prose", text)) == [("heading", DATA), ("prose", text)]


def test_the_last_words_of_a_label_stand_for_it() -> None:
    assert labelled(("prose", "empowerment of migrant women"))[0] == ("heading", WOMEN)
    assert labelled(("prose", "migrant women"))[0] == ("prose", "migrant women")


def test_a_heading_that_is_the_name_of_an_area_stays_as_it_is() -> None:
    parsed = page(1, ("heading", WOMEN), ("prose", "Few places have such a plan."))
    assert with_labels(parsed, parsed.blocks) == list(parsed.blocks)


def test_labels_scattered_among_joined_cells_begin_their_rows() -> None:
    mixed = (
        "Guaranteeing Every clinic treats whoever comes migrants' access and nobody asks for papers. to basic services "
        "Promoting the Few places have a plan for empowerment of migrant women their female residents."
    )
    found = labelled(("furniture", "POLICIES HIGHLIGHTS"), ("prose", mixed))
    assert [text for kind, text in found if kind == "heading"] == [SERVICES, WOMEN]
    assert labelled(("prose", mixed)) == [("prose", mixed)]


def test_a_paragraph_with_the_mark_of_an_item_mixed_into_it_is_an_item() -> None:
    mixed = "Every clinic treats · Open more clinics. whoever comes."
    assert labelled(("furniture", "POLICIES HIGHLIGHTS"), ("prose", mixed)) == [("item", mixed)]
    assert labelled(("prose", mixed)) == [("prose", mixed)]


def test_a_passage_below_a_label_is_of_its_area_until_the_next() -> None:
    passages = cut(
        page(1, ("heading", "Goals"), ("prose", f"{WOMEN} Few have one."), ("prose", f"{DATA} Most count people."))
    )
    assert [(p.text, p.section, p.policy_areas) for p in passages] == [
        ("Few have one.", ("Goals", WOMEN), ("migrant-women",)),
        ("Most count people.", ("Goals", DATA), ("migration-data",)),
    ]


@given(st.lists(st.sampled_from(["prose", "item", "furniture"]), min_size=1), st.data())
def test_labels_lose_no_character(block_kinds: list[str], data: st.DataObject) -> None:
    words = st.sampled_from([*WOMEN.split(), *SERVICES.split(), "Few", "places.", "HIGHLIGHTS", "POLICIES"])
    texts = [" ".join(data.draw(st.lists(words, min_size=1, max_size=30))) for _ in block_kinds]
    parsed: ParsedPage = page(1, *zip(block_kinds, texts, strict=True))
    kept: list[Block] = [block for block in parsed.blocks if block.kind != "furniture"]
    found = with_labels(parsed, kept)

    def shown(blocks: list[Block]) -> str:
        return "".join("".join(parsed.text[b.start : b.end].split()) for b in blocks)

    assert shown(found) == shown(kept)
    assert all(a.end <= b.start for a, b in pairwise(found))


# -- heads, marks and the end of a table -------------------------------------------------------------------------------


def test_heads_joined_with_the_text_and_marks_in_mid_line_part_it() -> None:
    found = kinds(
        *flow(
            *BODY,
            *("POLICIES", "", "HIGHLIGHTS", "", "One in two places has a plan for that and says so.", "") * 2,
            "POLICIES HIGHLIGHTS Every clinic treats whoever comes. • Open more clinics. • Pay",
            "the nurses better than now.",
        )
    )
    assert ("furniture", "POLICIES HIGHLIGHTS") in found
    assert [text for kind, text in found if kind == "item"] == [
        "• Open more clinics.",
        "• Pay\nthe nurses better than now.",
    ]
    assert ("prose", "Every clinic treats whoever comes.") in found


def test_an_item_that_lost_its_mark_is_one_beside_the_others() -> None:
    texts = ["- Count the lakes.", "- Measure the rivers.", "", "Measure the wells of each village.", "", "Well then."]
    found = {text: kind for kind, text in kinds(*flow(*BODY, *texts))}
    assert found["Measure the wells of each village."] == "item"
    assert found["Well then."] == "prose"


def test_what_follows_the_last_row_of_a_table_is_not_under_it() -> None:
    heads = ("", "POLICIES", "", "ADVICE", "")
    first = (
        "Water",
        *heads,
        "Keeping wells",
        "",
        "Few places look after each well they have.",
        "",
        "- Dig deeper wells.",
    )
    second = (
        "Roads",
        *heads,
        "Keeping roads",
        "",
        "Most places mend their roads in the summer.",
        "",
        "- Mend them twice.",
    )
    closing = "The programme has gone on for ten years and has not come to an end."
    found = dict(read(flow(*BODY, *first, "", *second, "", closing, top=780))[0])
    assert found["Most places mend their roads in the summer."].depth == 0
    assert 0 < found[closing].depth <= found["Roads"].depth
    passages = cut(page(1, ("heading", "Roads", 1), ("item", "Mend."), ("prose", "It goes on.", 1)))
    assert passages[-1].section == ()


# -- captions ----------------------------------------------------------------------------------------------------------


def test_short_lines_above_a_photo_credit_belong_to_the_photo() -> None:
    found = kinds(*flow(*BODY, "A board by the door", "", "Ana at the well. © IOM 2020/Ana LAKE"))
    assert [kind for kind, _ in found] == ["prose", "caption", "caption"]


def test_a_description_of_a_picture_is_a_caption() -> None:
    text = "Three women are seen by a lake. In the background a boy is wearing a hat."
    assert kinds(*flow("The council met.", "", text))[-1] == ("caption", text)


def test_a_credit_goes_on_with_its_year_on_the_next_line() -> None:
    found = kinds(
        *flow("People fetch water at the only well of the village of Lake. © IOM", "2022/Ana LAKE", "", "LAKE")
    )
    assert found[0] == ("caption", "People fetch water at the only well of the village of Lake. © IOM\n2022/Ana LAKE")


def test_an_address_with_a_mark_is_furniture() -> None:
    found = kinds(*flow("The council met again in the spring.", "", "* <https://example.org/licences/4.0>"))
    assert found[-1][0] == "furniture"
