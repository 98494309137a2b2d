"""Reading order, page edges and kinds of blocks, on lines made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mgi_ingest.blocks import read_blocks
from mgi_ingest.columns import arrange
from mgi_ingest.edges import read_edges
from mgi_ingest.layout import Block, Fragment, Line

Placed = tuple[float, float, str]
"""x, y and text."""


def page(placed: Sequence[Placed], size: float = 10, bold: frozenset[str] = frozenset()) -> tuple[str, list[Fragment]]:
    """Return the plain text and the fragments of a page whose characters are half as wide as high."""
    fragments, at = [], 0
    for x, y, text in placed:
        fragments.append(Fragment(at, text, x, y, len(text) * size / 2, size, text in bold))
        at += len(text) + 1
    return "\n".join(text for _, _, text in placed), fragments


def read(*pages: Sequence[Placed], bold: frozenset[str] = frozenset()) -> list[list[tuple[str, Block]]]:
    """Return the text and the block for each block of each page."""
    arranged = [arrange(*page(placed, bold=bold)) for placed in pages]
    lines = [found for _, found in arranged]
    blocks = read_blocks(lines, read_edges(lines))
    return [[(text[b.start : b.end], b) for b in found] for (text, _), found in zip(arranged, blocks, strict=True)]


def kinds(*placed: Placed) -> list[tuple[str, str]]:
    """Return kind and text of the blocks of one page."""
    return [(block.kind, text) for text, block in read(placed)[0]]


def flow(*texts: str, top: float = 700) -> list[Placed]:
    """Return lines of one column; an empty text leaves a gap."""
    return [(50, top - 12 * n, text) for n, text in enumerate(texts) if text]


LEFT = [f"left side number {n} runs on" for n in range(6)]
RIGHT = [f"right hand number {n} runs on" for n in range(6)]


def test_interleaved_columns_are_read_one_after_the_other() -> None:
    rows = [(x, 700 - 12 * n, text) for n in range(6) for x, text in ((50, LEFT[n]), (300, RIGHT[n]))]
    text, lines = arrange(*page(rows))
    assert text == "\n".join(LEFT + RIGHT)
    assert [text[line.start : line.end] for line in lines] == LEFT + RIGHT


def test_columns_in_order_stay_as_they_are() -> None:
    rows = [(50, 700 - 12 * n, LEFT[n]) for n in range(6)] + [(300, 700 - 12 * n, RIGHT[n]) for n in range(6)]
    plain, fragments = page(rows)
    assert arrange(plain, fragments)[0] == plain


def test_a_line_across_the_page_parts_two_pairs_of_columns() -> None:
    def pair(top: float) -> list[Placed]:
        return [(x, top - 12 * n, f"{text} at {top}") for n in range(4) for x, text in ((50, LEFT[n]), (300, RIGHT[n]))]

    across = "x" * 90
    text, _ = arrange(*page([*pair(700), (50, 640, across), *pair(620)]))
    above, below = text.split(across)
    assert above.index("left side number 3") < above.index("right hand number 0")
    assert "620" not in above
    assert below.index("left side number 3") < below.index("right hand number 0")


def test_justified_text_with_chance_gaps_is_not_columns() -> None:
    rows = [(x, 700 - 12 * n, "word" * 5) for n in range(4) for x in (50, 158)]
    plain, fragments = page(rows)
    assert arrange(plain, fragments)[0] == plain


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40).map(lambda n: n * 15.0),
            st.integers(0, 20).map(lambda n: n * 12.0),
            st.text("ab. •", min_size=1),
        ),
        max_size=40,
    )
)
def test_no_visible_character_is_lost_or_read_twice(placed: list[Placed]) -> None:
    shown = [(x, y, text.strip()) for x, y, text in placed if text.strip()]
    plain, fragments = page(shown)
    text, lines = arrange(plain, fragments)
    assert Counter(text.split()) == Counter(plain.split())
    blocks = read_blocks([lines], read_edges([lines]))[0]
    covered = "".join(text[b.start : b.end] for b in blocks)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(blocks))


def table(*, heads: bool = True, across: bool = True) -> list[Placed]:
    """Return a table of two rows and three columns, line by line or column by column."""
    columns = {
        50: "700 POLICIES|670 Ferry times|610 Farm visas|598 for herders",
        200: "700 HIGHLIGHTS|670 Ferries run twice a day|658 in most bays.|610 Half of the farms ask|598 for a visa.",
        400: "700 RECOMMENDATIONS|670 • Add a ferry in summer.|658 • Print the times in|646 two languages.|"
        "610 • Drop the visa.",
    }
    cells = [(x, *line.split(" ", 1)) for x, lines in columns.items() for line in lines.split("|")]
    placed = [(float(x), float(y), text) for x, y, text in cells if heads or float(y) < 700]
    return sorted(placed, key=lambda p: (-p[1], p[0])) if across else placed


def test_cells_are_read_row_by_row_under_label_and_head() -> None:
    found = read(table())[0]
    assert [(b.kind, text, b.under) for text, b in found] == [
        ("furniture", "POLICIES", ()),
        ("furniture", "HIGHLIGHTS", ()),
        ("furniture", "RECOMMENDATIONS", ()),
        ("furniture", "Ferry times", ()),
        ("prose", "Ferries run twice a day\nin most bays.", ("Ferry times", "HIGHLIGHTS")),
        ("item", "• Add a ferry in summer.", ("Ferry times", "RECOMMENDATIONS")),
        ("item", "• Print the times in\ntwo languages.", ("Ferry times", "RECOMMENDATIONS")),
        ("furniture", "Farm visas\nfor herders", ()),
        ("prose", "Half of the farms ask\nfor a visa.", ("Farm visas for herders", "HIGHLIGHTS")),
        ("item", "• Drop the visa.", ("Farm visas for herders", "RECOMMENDATIONS")),
    ]


def test_labels_are_known_without_heads_and_in_any_order_of_painting() -> None:
    for across in (True, False):
        for heads in (True, False):
            found = read(table(heads=heads, across=across))[0]
            under = {text: block.under[0] for text, block in found if block.under}
            assert under["Half of the farms ask\nfor a visa."] == "Farm visas for herders"
            assert under["• Drop the visa."] == "Farm visas for herders"
            assert under["• Add a ferry in summer."] == "Ferry times"


def test_a_description_below_a_label_is_text_of_its_row() -> None:
    described = [
        (50.0, 640.0, "Rules on ferries."),
        (200.0, 640.0, "goes on here"),
        (200.0, 652.0, "A third line that"),
    ]
    rows = sorted([*table(), *described], key=lambda p: (-p[1], p[0]))
    found = read(rows, bold=frozenset({"Ferry times", "Farm visas", "for herders"}))[0]
    assert ("Rules on ferries.", ("Ferry times",)) in [(text, b.under) for text, b in found]
    assert all(b.under[0] in ("Ferry times", "Farm visas for herders") for _, b in found if b.under)


def test_bold_names_in_columns_are_no_heads() -> None:
    rows: list[Placed] = []
    for n in range(5):
        for x, (name, town) in zip((50, 200), ((f"{a}{n}", f"• Bay {a}{n}") for a in ("North", "South")), strict=True):
            rows += [(x, 700 - 30 * n, name), (x, 688 - 30 * n, town)]
    rows.sort(key=lambda p: (-p[1], p[0]))
    found = read(rows, bold=frozenset(f"{a}{n}" for a in ("North", "South") for n in range(5)))[0]
    assert [text for text, _ in found] == [
        t for a in ("North", "South") for n in range(5) for t in (f"{a}{n}", f"• Bay {a}{n}")
    ]
    assert all(b.kind == ("item" if text.startswith("•") else "heading") for text, b in found)


def test_records_stay_on_their_line() -> None:
    rows = [(x, 700 - 12 * n, text) for n in range(5) for x, text in ((50, f"Bay {n}"), (200, f"{n}1"), (300, f"{n}7"))]
    assert ("prose", "Bay 3\n31\n37") in kinds(*rows)


def test_headings_paragraphs_and_items_of_one_type() -> None:
    found = kinds(
        *flow(
            "HARBOUR BAY",
            "The bay has a ferry that runs all year, and the farms near it",
            "ask for workers.",
            "The town pays for the ferry.",
            "",
            "What the town does",
            "The town keeps a register of all the workers who come to it.",
            "• First it writes to the farms, and then it waits for the",
            "answers.",
            "• Then it prints the list.",
        )
    )
    assert found == [
        ("heading", "HARBOUR BAY"),
        ("prose", "The bay has a ferry that runs all year, and the farms near it\nask for workers."),
        ("prose", "The town pays for the ferry."),
        ("heading", "What the town does"),
        ("prose", "The town keeps a register of all the workers who come to it."),
        ("item", "• First it writes to the farms, and then it waits for the\nanswers."),
        ("item", "• Then it prints the list."),
    ]


def test_size_and_weight_rank_headings() -> None:
    sizes = {"Bays": 20.0, "Ferries": 14.0, "Times": 10.0}
    lines, at = [], 0
    for n, text in enumerate(["Bays", "Ferries", "Times", "They run twice a day in most of the bays, all year round."]):
        size = sizes.get(text, 10.0)
        lines.append(Line(at, at + len(text), text, 50, 50 + len(text) * size / 2, 700 - 30 * n, size, text == "Times"))
        at += len(text) + 1
    blocks = read_blocks([lines], read_edges([lines]))[0]
    assert [(b.kind, b.depth) for b in blocks] == [("heading", 1), ("heading", 2), ("heading", 3), ("prose", 0)]


def test_a_caption_is_apart_from_the_story_and_its_credit_joins_it() -> None:
    found = kinds(
        *flow(
            "A farmer waits for the ferry. © BAYS 2022/Ann LEE",
            "HARBOUR BAY",
            "The town pays for the ferry and keeps a register of all workers.",
            "",
            "Two boats lie in the harbour.",
            "© BAYS 2021",
            "FARM BAY",
            "The farms pay for the road to the town and keep it open in winter.",
            "© BAYS 2020/Jo ROE",
        )
    )
    assert found == [
        ("caption", "A farmer waits for the ferry. © BAYS 2022/Ann LEE"),
        ("heading", "HARBOUR BAY"),
        ("prose", "The town pays for the ferry and keeps a register of all workers."),
        ("caption", "Two boats lie in the harbour.\n© BAYS 2021"),
        ("heading", "FARM BAY"),
        ("prose", "The farms pay for the road to the town and keep it open in winter."),
        ("furniture", "© BAYS 2020/Jo ROE"),
    ]


def test_contents_notes_and_figures() -> None:
    found = kinds(
        *flow(
            "CONTENTS",
            "Harbour Bay ........ 1",
            "Farm Bay 2",
            "Ferries .......... iv",
            "",
            "Figure 2. Ferries by bay",
            "",
            "* Without the bays of the north.",
            "",
            "¹ The register began in spring.",
        )
    )
    assert found == [
        ("heading", "CONTENTS"),
        ("contents", "Harbour Bay ........ 1"),
        ("contents", "Farm Bay 2"),
        ("contents", "Ferries .......... iv"),
        ("caption", "Figure 2. Ferries by bay"),
        ("footnote", "* Without the bays of the north."),
        ("footnote", "¹ The register began in spring."),
    ]


def test_a_short_line_heads_the_items_below_it_only() -> None:
    found = read(flow("Northland", "• Harbour Bay", "• Farm Bay", "Southland", "Westland", "• Cliff Bay"))[0]
    assert [(text, b.under) for text, b in found] == [
        ("Northland", ()),
        ("• Harbour Bay", ("Northland",)),
        ("• Farm Bay", ("Northland",)),
        ("Southland", ()),
        ("Westland", ()),
        ("• Cliff Bay", ("Westland",)),
    ]


def test_column_heads_known_by_their_text_are_furniture_and_nest_the_labels() -> None:
    table = ("HIGHLIGHTS", "", "RECOMMENDATIONS", "", "Ferry times")
    prose = ("Ferries run twice a day in most of the bays of the north, as", "they do in the bays of the south.")
    found = read(flow("Goals at sea", "", *table, "", *prose, "", "Goals on land", "", *table, "", *prose))[0]
    assert [(b.kind, b.depth, text) for text, b in found if b.kind == "heading"] == [
        ("heading", 1, "Goals at sea"),
        ("heading", 2, "Ferry times"),
        ("heading", 1, "Goals on land"),
        ("heading", 2, "Ferry times"),
    ]


def test_running_lines_and_numbers_are_furniture_and_give_labels() -> None:
    def numbered(n: int, label: str) -> list[Placed]:
        body = flow(f"Text of part {n} that goes on to the end of this line,", "and a little further.")
        return [(50, 800, "The Bays of the North"), *body, (300, 40, label)]

    pages = [numbered(n, label) for n, label in enumerate(["i", "ii", "iii", "1", "2", "", "4", "5"])]
    pages = [[placed for placed in found if placed[2]] for found in pages]
    lines = [arrange(*page(placed))[1] for placed in pages]
    assert [edge.label for edge in read_edges(lines)] == ["i", "ii", "iii", "1", "2", "3", "4", "5"]
    for found in read(*pages):
        assert {text for text, b in found if b.kind == "furniture"} >= {"The Bays of the North"}
        assert [b.kind for text, b in found if text.startswith("Text of part")] == ["prose"]


def test_numbers_that_do_not_rise_with_the_pages_are_no_labels() -> None:
    pages = [[*flow(f"Ships in bay {n}", "come and go."), (300, 40, str(n))] for n in (1931, 12, 400)]
    lines = [arrange(*page(placed))[1] for placed in pages]
    assert [edge.label for edge in read_edges(lines)] == [None, None, None]
