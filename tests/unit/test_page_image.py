import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from mgi_assistant.errors import FileError
from mgi_assistant.page_image import TALLEST, Box, draw_page, occurrences, page_pdf, page_text

SIZE = (400, 600)
LINES = (
    "Nothing is said up here.",
    "The council opened a help desk for newcom-",
    "ers in the year 2021. Then it moved on.",
)
QUOTE = "The council opened a help desk for newcom-\ners in the year 2021."

Make = Callable[..., Path]


@pytest.fixture
def pdf(tmp_path: Path) -> Make:
    """Make a PDF whose last page holds ``LINES``; the first base line is 100 points below the top."""

    def make(pages: int = 1, size: tuple[int, int] = SIZE, rotate: int = 0, cropped: bool = False) -> Path:
        canvas = Canvas(str(tmp_path / "page.pdf"), pagesize=size)
        for _ in range(pages - 1):
            canvas.drawString(50, 300, "Another page.")
            canvas.showPage()
        canvas.setFont("Helvetica", 12)
        canvas.setPageRotation(rotate)
        if rotate:  # what is drawn is turned the other way, as on landscape pages of reports, so that it reads upright
            canvas.translate(*{90: (size[1], 0), 180: size, 270: (0, size[0])}[rotate])
            canvas.rotate(rotate)
        if cropped:
            canvas.setCropBox((40, 0, size[0], size[1] - 60))
        for number, line in enumerate(LINES):
            canvas.drawString(50, size[1] - 100 - 20 * number, line)
        canvas.save()
        return tmp_path / "page.pdf"

    return make


def _picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def _around(box: Box, left: float, top: float, right: float, bottom: float, tolerance: float = 12) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(box, (left, top, right, bottom), strict=True))


def test_each_line_of_the_quote_is_boxed_where_it_stands(pdf: Make) -> None:
    drawn = draw_page(pdf(), 1, QUOTE, width=800)
    first, second = drawn.boxes
    # Two pixels a point; Helvetica 12 reaches about 11 points above its base line and 3 below.
    assert _around(first, 100, 218, first[2], 246)
    assert _around(second, 100, 258, second[2], 286)
    assert second[2] < first[2]
    picture = _picture(drawn.png)
    assert picture.size == (800, 1200)
    marked = picture.crop(first).getcolors(100_000) or []
    assert max(marked)[1] == (255, 236, 140), "most of a box is highlighted paper"
    assert any(sum(colour) < 100 for _, colour in marked), "the words stay dark"
    assert picture.getpixel((105, 200)) == (255, 255, 255)


def test_a_quote_that_is_not_on_the_page_gets_no_box(pdf: Make) -> None:
    file = pdf()
    drawn, plain = draw_page(file, 1, "The council closed its help desk."), draw_page(file, 1, "")
    assert drawn.boxes == ()
    assert drawn.png == plain.png


def test_the_asked_page_is_drawn(pdf: Make) -> None:
    file = pdf(pages=3)
    assert draw_page(file, 2, QUOTE).boxes == ()
    assert len(draw_page(file, 3, QUOTE).boxes) == 2


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_turn_with_the_page(pdf: Make, rotate: int) -> None:
    upright = draw_page(pdf(), 1, QUOTE, width=800)
    turned = draw_page(pdf(rotate=rotate), 1, QUOTE, width=800)
    assert len(turned.boxes) == 2
    assert all(_around(box, *other, tolerance=2) for box, other in zip(turned.boxes, upright.boxes, strict=True))


def test_boxes_move_with_the_crop(pdf: Make) -> None:
    drawn = draw_page(pdf(cropped=True), 1, QUOTE, width=720)  # 360 points wide: two pixels a point again
    assert _around(drawn.boxes[0], 20, 98, drawn.boxes[0][2], 126)


def test_a_very_long_page_is_made_narrower(pdf: Make) -> None:
    picture = _picture(draw_page(pdf(size=(200, 14_000)), 1, QUOTE, width=300).png)
    assert picture.height <= TALLEST * 300 + 1
    assert picture.width < 300


def test_what_cannot_be_drawn_says_why(pdf: Make, tmp_path: Path) -> None:
    file = pdf()
    for page in (0, 2):
        with pytest.raises(FileError, match=f"has no page {page}"):
            draw_page(file, page, QUOTE)
    with pytest.raises(FileError, match=r"gone\.pdf"):
        draw_page(tmp_path / "gone.pdf", 1, QUOTE)
    (tmp_path / "text.pdf").write_text("This is no PDF.")
    with pytest.raises(FileError, match=r"text\.pdf cannot be opened"):
        draw_page(tmp_path / "text.pdf", 1, QUOTE)


def test_threads_may_draw_at_once(pdf: Make) -> None:
    file = pdf()
    with ThreadPoolExecutor(8) as pool:
        drawn = set(pool.map(lambda _: draw_page(file, 1, QUOTE, width=300), range(24)))
    assert len(drawn) == 1


def test_each_occurrence_is_found_with_its_stop() -> None:
    text = "Half did. Others did not.\r\nHalf  did."
    assert [text[start:end] for start, end in occurrences(text, "Half did.")] == ["Half did.", "Half  did."]
    assert occurrences(text, " . ") == []


@given(st.data())
def test_a_quote_is_found_however_its_words_are_set(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from("office first 10² São 2,500 over-all one-third".split()), min_size=1))
    gaps = st.sampled_from([" ", "\n", "\r\n", "  ", " \n• ", "\u00ad", " \u200b"])
    ligatures = data.draw(st.booleans())
    set_words = [word.replace("ffi", "ﬃ").replace("fi", "ﬁ") if ligatures else word for word in words]
    text = "Before: " + "".join(word + data.draw(gaps) for word in set_words) + "| after"
    found = occurrences(text, " ".join(words))
    assert found
    assert all(text[start] == set_words[0][0] for start, _ in found)


def test_the_text_of_a_page_is_read_and_a_page_that_is_not_there_is_an_error(pdf: Make) -> None:
    path = pdf(pages=2)
    assert occurrences(page_text(path, 2), QUOTE)
    assert not occurrences(page_text(path, 1), QUOTE)
    with pytest.raises(FileError, match="has no page 3"):
        page_text(path, 3)
    with pytest.raises(FileError, match="cannot be opened"):
        page_text(path.with_name("none.pdf"), 1)


def test_a_page_is_taken_out_as_a_file_of_its_own(pdf: Make, tmp_path: Path) -> None:
    whole = pdf(pages=3)
    alone = tmp_path / "alone.pdf"
    alone.write_bytes(page_pdf(whole, 3))
    assert occurrences(page_text(alone, 1), QUOTE)
    with pytest.raises(FileError, match="has no page 2"):
        page_text(alone, 2)
    with pytest.raises(FileError, match="has no page 4"):
        page_pdf(whole, 4)
