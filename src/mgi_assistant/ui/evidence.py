"""An opened citation: the quote in its passage, where it stands, whether it is verified, and the page or row itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from mgi_assistant.errors import FileError, MgiError
from mgi_assistant.page_image import PageImage, draw_page
from mgi_assistant.render import escaped, reference
from mgi_assistant.store import file_digest
from mgi_assistant.ui import texts
from mgi_assistant.ui.exhibits import Exhibit


def show_sources(heading: str, shown: Sequence[Exhibit], key: str) -> None:
    """Draw numbered sources that open; ``key`` tells this answer's widgets from those of others."""
    if not shown:
        return
    st.markdown(f"##### {heading}", anchors=False)
    for exhibit in shown:
        icon = ":material/verified:" if exhibit.verified else ":material/help:"
        number = exhibit.citation.n
        with st.expander(
            f"\\[{number}\\] {escaped(reference(exhibit.citation))}", key=f"{key}-source-{number}", icon=icon
        ):
            _show(exhibit, f"{key}-page-{number}")


def _show(exhibit: Exhibit, key: str) -> None:
    before, quote, after = map(escape, exhibit.marked())
    st.html(f'<blockquote style="margin: 0">{before} <mark>{quote}</mark> {after}</blockquote>')
    unit = texts.PAGE if exhibit.citation.locator.row is None else texts.ROW
    st.caption((texts.VERIFIED if exhibit.verified else texts.UNVERIFIED).format(unit))
    st.caption(escaped(" · ".join(_described(exhibit))))
    if exhibit.citation.url.startswith(("https://", "http://")):
        st.link_button(texts.OPEN_URL, exhibit.citation.url, type="tertiary")
    if exhibit.values:
        rows = [(escaped(name), escaped(_written(value))) for name, value in exhibit.values.items()]
        st.table(
            {texts.FIELD: [name for name, _ in rows], texts.VALUE: [value for _, value in rows]},
            border="horizontal", hide_index=True,
        )  # fmt: skip
    if exhibit.source.kind == "report" and st.toggle(texts.SHOW_PAGE, key=key):
        _show_page(exhibit)


def _described(exhibit: Exhibit) -> list[str]:
    """Return where an exhibit stands and where it is from, in short parts."""
    at, source = exhibit.citation.locator, exhibit.source
    if at.row is not None:
        where = (texts.TABLE_ROW if source.kind == "table" else texts.RECORD).format(row=at.row)
    else:
        where = (texts.PRINTED_PAGE if at.page_label else texts.FILE_PAGE).format(label=at.page_label, page=at.page)
    section = " › ".join(exhibit.passage.section)
    return [part for part in (where, section, source.publisher, str(source.year or ""), source.licence) if part]


def _written(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _show_page(exhibit: Exhibit) -> None:
    at = exhibit.citation.locator
    try:
        drawn = _page(exhibit.file, exhibit.sha256, at.page or 0, exhibit.citation.quote)
    except MgiError as error:
        st.warning(escaped(str(error)))
        return
    caption = texts.BOXED if drawn.boxes else texts.NOT_BOXED
    alt = texts.PAGE_ALT.format(at.page_label or at.page, exhibit.source.title)
    st.image(drawn.png, caption, "stretch", alt=f"{alt} {caption}")


@st.cache_data(max_entries=64, show_spinner=texts.DRAWING)
def _page(file: Path, sha256: str, page: int, quote: str) -> PageImage:
    """Draw a page of the file that was indexed, once for all who ask."""
    if not file.is_file() or file_digest(file) != sha256:
        raise FileError("malformed", texts.FILE_CHANGED)
    return draw_page(file, page, quote)
