"""An opened citation: the quote in its passage, where it stands, whether it is verified, and the page or row itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

import streamlit as st

from mgi_assistant.errors import FileError, MgiError
from mgi_assistant.page_image import PageImage, draw_page, page_pdf
from mgi_assistant.render import escaped, reference
from mgi_assistant.store import file_digest
from mgi_assistant.ui import texts
from mgi_assistant.ui.exhibits import Exhibit
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.texts import answers

MANY = 4
"""Rows of one table that are listed together rather than one by one."""
_MARK = "background: #FFEC8C; color: #101418; padding: 0.1em 0"
_PICTURE = "page-picture"
_FRAME = f"""<style>[class*="st-key-{_PICTURE}"] img {{ border: 1px solid #C4C8CE; }}
@media (max-width: 640px) {{
  [class*="st-key-{_PICTURE}"] {{ overflow-x: auto; }}
  [class*="st-key-{_PICTURE}"] :is(div, img) {{ width: 46rem !important; max-width: none !important; }}
}}</style>"""
"""Paper has an edge; on a narrow screen it keeps a size that can be read, and is scrolled sideways."""


def show_sources(heading: str, shown: Sequence[Exhibit], key: str) -> None:
    """Draw numbered sources that open; ``key`` tells this answer's widgets from those of others."""
    if not shown:
        return
    st.header(heading, anchor=False)
    with st.container(gap="xsmall"):
        for _, run in groupby(shown, lambda e: e.source.id if e.values else e.citation.n):
            together = list(run)
            if len(together) >= MANY:
                _show_rows(together, key)
                continue
            for exhibit in together:
                n = exhibit.citation.n
                label = f"[{n}] {reference(exhibit.citation)}"
                with st.expander(f"{escaped(label)} {_check_mark([exhibit])}", key=f"{key}-source-{n}"):
                    _show(exhibit, f"{key}-page-{n}")


def open_evidence(exhibit: Exhibit, key: str) -> None:
    """Open a citation over the page; ``key`` tells its widgets from those of other answers."""
    n = exhibit.citation.n

    @st.dialog(escaped(answers.SOURCE_N.format(n)), width="medium")
    @calm()
    def opened() -> None:
        st.markdown(f"**{escaped(reference(exhibit.citation))}** {_check_mark([exhibit])}")
        _show(exhibit, f"{key}-opened-{n}", at_once=True)

    opened()


def _check_mark(shown: Sequence[Exhibit]) -> str:
    return ":green[:material/verified:]" if all(e.verified for e in shown) else ":orange[:material/help:]"


def _show_rows(shown: Sequence[Exhibit], key: str) -> None:
    """Draw many rows of one table as one source: their quotes, then the rows themselves."""
    first, last = shown[0].citation, shown[-1].citation
    label = f"[{first.n}]–[{last.n}] {first.title}, {texts.counted(len(shown), 'row')}"
    with st.expander(f"{escaped(label)} {_check_mark(shown)}", key=f"{key}-source-{first.n}"):
        for exhibit in shown:
            _show_quote(exhibit, texts.NUMBERED_ROW.format(n=exhibit.citation.n, row=exhibit.citation.locator.row))
        st.caption((texts.VERIFIED if all(e.verified for e in shown) else texts.UNVERIFIED).format(texts.ROW))
        st.caption(escaped(" · ".join(_origin(shown[0]))))
        rows = [{"": f"[{e.citation.n}]"} | {name: _written(v) for name, v in e.values.items()} for e in shown]
        st.dataframe(rows, hide_index=True, height="content", alt=label)


def _show(exhibit: Exhibit, key: str, at_once: bool = False) -> None:
    """Draw an exhibit; its page ``at_once`` or when it is asked for."""
    _show_quote(exhibit)
    unit = texts.PAGE if exhibit.citation.locator.row is None else texts.ROW
    st.caption((texts.VERIFIED if exhibit.verified else texts.UNVERIFIED).format(unit))
    st.caption(escaped(" · ".join(_where(exhibit) + _origin(exhibit))))
    if exhibit.citation.url.startswith(("https://", "http://")):
        st.link_button(texts.OPEN_URL, exhibit.citation.url, type="tertiary")
    if exhibit.values:
        rows = [(escaped(name), escaped(_written(value))) for name, value in exhibit.values.items()]
        st.table(
            {texts.FIELD: [name for name, _ in rows], texts.VALUE: [value for _, value in rows]},
            border="horizontal", hide_index=True,
        )  # fmt: skip
    if exhibit.source.kind == "report" and (at_once or st.toggle(texts.SHOW_PAGE, key=key)):
        _show_page(exhibit, key)


def _show_quote(exhibit: Exhibit, number: str = "") -> None:
    before, quote, after = map(escape, exhibit.marked())
    mark = f'<mark style="{_MARK}">{quote}</mark>'
    st.html(f'<blockquote style="margin: 0">{number}{before} {mark} {after}</blockquote>')


def _where(exhibit: Exhibit) -> list[str]:
    """Return where an exhibit stands in its source, in short parts."""
    at = exhibit.citation.locator
    if at.row is not None:
        where = (texts.TABLE_ROW if exhibit.source.kind == "table" else texts.RECORD).format(row=at.row)
    else:
        where = (texts.PRINTED_PAGE if at.page_label else texts.FILE_PAGE).format(label=at.page_label, page=at.page)
    section = " › ".join(exhibit.passage.section)
    return [where, section] if section else [where]


def _origin(exhibit: Exhibit) -> list[str]:
    """Return who published the source of an exhibit, when and under which licence."""
    source = exhibit.source
    return [part for part in (source.publisher, str(source.year or ""), source.licence) if part]


def _written(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _show_page(exhibit: Exhibit, key: str) -> None:
    """Draw the page with the quote boxed, and offer it as a file."""
    at = exhibit.citation.locator
    page = at.page or 0
    try:
        drawn = _page(exhibit.file, exhibit.sha256, page, exhibit.citation.quote)
        alone = _page_file(exhibit.file, exhibit.sha256, page)
    except MgiError as error:
        st.warning(escaped(str(error)))
        return
    name = answers.PAGE_FILE.format(exhibit.source.id, page)
    caption = texts.BOXED if drawn.boxes else texts.NOT_BOXED
    alt = texts.PAGE_ALT.format(at.page_label or at.page, exhibit.source.title)
    st.html(_FRAME)
    with st.container(key=f"{_PICTURE}-{key}"):  # what scrolls needs something in it that the keyboard reaches
        st.download_button(
            answers.DOWNLOAD_PAGE, alone, name, "application/pdf",
            key=f"{key}-file", on_click="ignore", type="tertiary", icon=":material/download:",
        )  # fmt: skip
        st.image(drawn.png, caption, "stretch", output_format="PNG", alt=f"{alt} {caption}")


@st.cache_data(max_entries=64, show_spinner=texts.DRAWING)
def _page(file: Path, sha256: str, page: int, quote: str) -> PageImage:
    """Draw a page of the file that was indexed, once for all who ask."""
    _check_unchanged(file, sha256)
    return draw_page(file, page, quote)


@st.cache_data(max_entries=64, show_spinner=False)
def _page_file(file: Path, sha256: str, page: int) -> bytes:
    """Take a page out of the file that was indexed, once for all who ask."""
    _check_unchanged(file, sha256)
    return page_pdf(file, page)


def _check_unchanged(file: Path, sha256: str) -> None:
    if not file.is_file() or file_digest(file) != sha256:
        raise FileError("malformed", texts.FILE_CHANGED)
