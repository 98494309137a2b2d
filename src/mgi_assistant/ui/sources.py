"""The page “sources”: what is in the index, and files that are added to it or taken out again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from pathlib import PurePath
from urllib.parse import quote

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings
from mgi_assistant.store import FileRecord, Manifest
from mgi_assistant.types import SourceKind
from mgi_assistant.ui import texts as common
from mgi_assistant.ui.about import stale
from mgi_assistant.ui.access import may_change
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.processes import Notice, begin, show_work
from mgi_assistant.ui.texts import sources as texts
from mgi_assistant.ui.uploads import SUFFIXES, Upload, add, kept, remove, sifted

_PARTS: tuple[tuple[SourceKind, str, str], ...] = (
    ("report", texts.REPORTS, texts.PAGES),
    ("table", texts.TABLES, texts.ROWS),
    ("records", texts.RECORDS, texts.LINES),
)
_NOTICES = "upload notices"
_MANY = 20
"""Sources from which on the list can be narrowed."""
_IN_URLS = ":/?#@!$&'*+,;=%~"
"""What may stand in an address and does not end a link of markdown."""


def show_sources_page(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    manifest = assistant.store.manifest
    st.title(common.SOURCES_PAGE, anchor=False)
    st.markdown(texts.ABOUT)
    _show_total(manifest)
    if reason := stale(str(assistant.store.version), assistant, settings):
        st.warning(escaped(texts.STALE.format(reason)))
    st.header(texts.LIST, anchor=False)
    _show_list(manifest, {record.path for record in kept(manifest, settings)})
    _show_left_out([record for record in manifest.files if record.source is None])
    if may_change(settings):
        _show_uploads(manifest, settings)
    else:
        st.header(texts.ADD, anchor=False)
        st.markdown(texts.OFF)


# -- what is in the index ----------------------------------------------------------------------------------------------


def _show_total(manifest: Manifest) -> None:
    parts = []
    for kind, one, unit in _PARTS:
        records = [r for r in manifest.files if r.source is not None and r.source.kind == kind]
        if records:
            pages = sum(record.pages for record in records)
            parts.append(texts.PART.format(common.counted(len(records), one), common.counted(pages, unit)))
    total = texts.TOTAL.format(
        sources=common.counted(len(manifest.sources), "source"),
        passages=common.counted(manifest.passages, "passage"),
        parts=", ".join(parts),
    )
    built = texts.BUILT.format(date=_day(manifest.created), model=manifest.model)
    st.markdown(f"**{escaped(total)}** {escaped(built)}")


def _day(moment: str) -> str:
    """Return a moment in ISO 8601 as a day for people."""
    at = datetime.fromisoformat(moment)
    return f"{at.day} {at:%B %Y}"


def _show_list(manifest: Manifest, added: Collection[str]) -> None:
    """Draw each source with what is known about it; where there are many, those that fit a word."""
    records = [record for record in manifest.files if record.source is not None]
    if len(records) > _MANY:
        word = st.text_input(texts.FILTER, max_chars=100).casefold()
        records = [r for r in records if r.source and word in f"{r.source.title} {r.source.publisher}".casefold()]
        st.caption(texts.FILTERED.format(len(records), len(manifest.sources)))
    st.markdown("\n".join(_line(record, manifest, record.path in added) for record in records))


def _line(record: FileRecord, manifest: Manifest, added: bool) -> str:
    """Return a source as an item of a markdown list."""
    source = record.source
    assert source is not None
    unit = next(unit for kind, _, unit in _PARTS if kind == source.kind)
    read = texts.READ.format(_day(record.read or manifest.created))
    passages = common.counted(record.passages, "passage")
    lines = (
        (texts.KIND_NAMES[source.kind], common.counted(record.pages, unit), passages, read),
        (texts.ADDED_FACT if added else "",),
        (", ".join(filter(None, (source.publisher, str(source.year or "")))), source.licence),
        (record.reason and texts.REMARK.format(record.reason),),
    )
    known = [escaped(" · ".join(filter(None, line))) for line in lines if any(line)]
    said = "".join(f"  \n  :small[{line}]" for line in known)
    return f"- **{escaped(source.title)}**{_link(source.url)}{said}"


def _link(url: str) -> str:
    """Return a link to a publication, or nothing where there is no address on the web."""
    if not url.startswith(("https://", "http://")):
        return ""
    return f" [{texts.OPEN}]({quote(url, safe=_IN_URLS)})"


def _show_left_out(records: Sequence[FileRecord]) -> None:
    """Draw which files of the corpus are not in the index, and why."""
    if not records:
        return
    st.header(texts.LEFT_OUT, anchor=False)
    lines = [
        texts.LEFT_OUT_FILE.format(
            name=escaped(PurePath(record.path).name),
            result=texts.RESULTS.get(record.status, escaped(record.status)),
            reason=escaped(record.reason),
        )
        for record in records
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(texts.LEFT_OUT_NOTE)


# -- what is added -----------------------------------------------------------------------------------------------------


def _show_uploads(manifest: Manifest, settings: Settings) -> None:
    """Draw what can be added and removed, or how far that is just now."""
    added = kept(manifest, settings)
    st.header(texts.ADD, anchor=False)
    busy = show_work("sources")
    with st.form("add files", clear_on_submit=True):
        st.markdown(escaped(texts.ADD_NOTE.format(files=settings.upload_files, mb=settings.upload_mb)))
        files = st.file_uploader(
            texts.FILES, type=list(SUFFIXES), accept_multiple_files=True, max_upload_size=settings.upload_mb
        )
        pressed = st.form_submit_button(texts.ADD_BUTTON, icon=":material/upload_file:", disabled=busy)
    if pressed and not busy:
        _begin_adding([(file.name, file.getvalue()) for file in files], manifest, settings)
        st.rerun()
    for notice in st.session_state.get(_NOTICES, ()):
        {"success": st.success, "warning": st.warning, "error": st.error}[notice.level](escaped(notice.text))
    st.header(texts.ADDED_HERE, anchor=False)
    if not added:
        st.markdown(texts.NONE_ADDED)
    for record in added:
        _show_added(record, settings, busy)


def _begin_adding(given: Sequence[tuple[str, bytes]], manifest: Manifest, settings: Settings) -> None:
    """Begin to bring the chosen files into the index and keep what is to be said about the others."""
    uploads: list[Upload]
    uploads, notices = sifted(given, manifest, settings) if given else ([], [Notice("warning", texts.NOTHING_CHOSEN)])
    st.session_state[_NOTICES] = notices
    if uploads:
        begin("sources", partial(add, uploads=uploads, settings=settings))


def _show_added(record: FileRecord, settings: Settings, busy: bool) -> None:
    title = record.source.title if record.source else PurePath(record.path).name
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(escaped(title), width="content")
        with st.popover(
            texts.REMOVE, icon=":material/delete:", disabled=busy, help=escaped(texts.REMOVE_LABEL.format(title))
        ):
            st.markdown(escaped(texts.REMOVE_ASK.format(title)))
            st.button(
                texts.REMOVE_SURE, key=f"remove {record.path}", on_click=_begin_removing, args=(record, settings)
            )  # fmt: skip


@calm()
def _begin_removing(record: FileRecord, settings: Settings) -> None:
    st.session_state.pop(_NOTICES, None)
    begin("sources", partial(remove, record=record, settings=settings))
