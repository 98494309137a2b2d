"""The page “benchmark”: the reports of ``mgi-eval``, two of them compared, and one more made."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import MgiError
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings
from mgi_assistant.ui import texts as common
from mgi_assistant.ui.access import may_change
from mgi_assistant.ui.charts import show_intervals, show_risk
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.processes import Ended, Notice, Work, begin, show_work
from mgi_assistant.ui.reports import REPORT, Folder, Item, Quote, Report, read_report, report_folders
from mgi_assistant.ui.texts import benchmark as texts

_COMPARE_S = 120.0
"""Seconds that a comparison may take."""
_HTML = "report.html"
VIEW = "benchmark view"
"""Key of the tab that is open."""


def show_benchmark(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    st.title(common.BENCHMARK_PAGE, anchor=False)
    st.markdown(texts.ABOUT)
    _show_run(settings)
    folders = report_folders(settings.reports)
    if not folders:
        st.info(texts.NONE)
        st.markdown(texts.NONE_HOW)
        st.code(texts.COMMAND.format(settings.reports / "first"), language=None, wrap_lines=True)
        return
    chosen = folders[0]
    if len(folders) > 1:
        chosen = st.selectbox(texts.REPORT, folders, format_func=_name)
    try:
        report = _read(str(chosen.path), chosen.written_ns)
    except MgiError as error:
        st.error(escaped(f"{error} {error.hint}"))
    else:
        _show_report(report, chosen, folders)


@st.cache_data(max_entries=8, show_spinner=False)
def _read(folder: str, written_ns: int) -> Report:
    """Read a report once; one that was written at another time is another one."""
    return read_report(Path(folder))


def _name(folder: Folder) -> str:
    written = datetime.fromtimestamp(folder.written_ns / 1e9, UTC)
    day = f"{written.day} {written:%B %Y}"
    return texts.REPORT_NAME.format(
        name=folder.path.name, time=texts.WRITTEN.format(day=day, time=f"{written:%H:%M}")
    )  # fmt: skip


# -- measuring ---------------------------------------------------------------------------------------------------------


def _show_run(settings: Settings) -> None:
    """Draw the button that measures, or how far that is."""
    if not may_change(settings):
        st.caption(texts.RUN_OFF)
        return
    busy = show_work("benchmark")
    st.button(
        texts.RUN, on_click=_begin, args=(settings,), disabled=busy, help=texts.RUN_NOTE, icon=":material/play_arrow:"
    )  # fmt: skip


@calm()
def _begin(settings: Settings) -> None:
    begin("benchmark", partial(_measure, settings=settings))


def _measure(work: Work, settings: Settings) -> list[Notice]:
    """Run the benchmark on the development set; its report lies in a folder named by the time."""
    folder = settings.reports / f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    command = ["mgi_eval", "run", "--split", "dev", "--progress"]
    ended = work.call([*command, "--index", str(settings.index), "--out", str(folder)])
    if ended.code or not (folder / REPORT).is_file():
        with suppress(OSError):
            folder.rmdir()  # unless something is in it
        return [Notice(work.failure, texts.RUN_FAILED.format(f"{ended.problem} {ended.hint}".strip()))]
    return [Notice("success", texts.RUN_DONE)]


# -- one report --------------------------------------------------------------------------------------------------------


def _show_report(report: Report, folder: Folder, others: Sequence[Folder]) -> None:
    _show_about(report, folder)
    views: dict[str, Callable[[], None]] = {
        texts.FIGURES: partial(_show_figures, report),
        texts.SLICES: partial(_show_slices, report),
        texts.WORST: partial(_show_worst, report.worst_items),
        texts.COMPARE: partial(_show_comparison, others),
    }
    for tab, show in zip(st.tabs(list(views), key=VIEW, on_change="rerun"), views.values(), strict=True):
        if tab.open:  # the others are not drawn, and nothing is worked out for them
            with tab:
                show()


def _show_about(report: Report, folder: Folder) -> None:
    about = {name: escaped(str(report.about.get(name, texts.NO_VALUE))) for name in ("cases", "model")}
    st.markdown(texts.MADE.format(**about, n=common.counted(len(report.items), "question")))
    gate = texts.NOT_PASSED.format("; ".join(report.gate)) if report.gate else texts.PASSED
    times = texts.TIMES.format(**report.timings) if {"p50_ms", "p95_ms"} <= report.timings.keys() else ""
    st.markdown(escaped(f"{gate} {times}".strip()))
    whole = folder.path / _HTML
    if whole.is_file():
        st.download_button(
            texts.TAKE, whole.read_bytes, f"{folder.path.name}.html", "text/html", icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip


def _show_figures(report: Report) -> None:
    _show_rows([_row(name, report) for name, _ in report.ordered])
    if report.baseline:
        st.caption(texts.BASELINE_NOTE)
    _show_plots(report)


def _show_rows(rows: Sequence[Mapping[str, str]]) -> None:
    st.table([dict(row) for row in rows], border="horizontal", hide_index=True)


def _row(name: str, report: Report) -> dict[str, str]:
    figure, beside = report.figures[name], report.baseline.get(name)
    meaning = report.meanings.get(name, "")
    return {
        texts.MEASURE: f"{escaped(name)}: {escaped(meaning)}" if meaning else escaped(name),
        texts.VALUE: figure.shown(),
        texts.INTERVAL: figure.interval(),
        texts.COUNT: f"{figure.n:,}",
        texts.BASELINE: beside.shown() if beside else texts.NO_VALUE,
    }


def _show_plots(report: Report) -> None:
    shares = [(name, figure, report.baseline.get(name)) for name, figure in report.ordered if figure.is_share]
    if shares:
        st.header(texts.INTERVALS, anchor=False)
        said = ", ".join(f"{name} {figure.shown()}" for name, figure, _ in shares)
        show_intervals(shares, texts.INTERVALS_ALT.format(n=len(shares), figures=said))
        st.caption(texts.INTERVALS_NOTE)
    if report.risk_coverage:
        st.header(texts.RISK, anchor=False)
        points = report.risk_coverage
        some = [points[round(part * (len(points) - 1) / 4)] for part in range(5)]
        said = ", ".join(texts.RISK_POINT.format(coverage=coverage, risk=risk) for coverage, risk in some)
        show_risk(points, texts.RISK_ALT.format(said))
        st.caption(texts.RISK_NOTE)


def _show_slices(report: Report) -> None:
    measures = list(dict.fromkeys(name for known in report.slices.values() for name in known))
    if not measures:
        st.markdown(texts.NO_SLICES)
        return
    st.caption(texts.SLICES_NOTE)
    measure = st.selectbox(texts.SLICE_MEASURE, measures)
    found = {name: known[measure] for name, known in report.slices.items() if measure in known}
    shown = [(f"{name} ({figure.n})", figure, None) for name, figure in found.items() if figure.is_share]
    said = ", ".join(f"{name} {figure.shown()}" for name, figure, _ in shown)
    show_intervals(shown, texts.SLICES_ALT.format(measure=measure, n=len(shown), figures=said))


# -- the worst answers -------------------------------------------------------------------------------------------------


def _show_worst(items: Sequence[Item]) -> None:
    st.caption(texts.WORST_NOTE.format(n=len(items)) if items else texts.NO_WORST)
    for item in items:
        with st.expander(escaped(item.question)):
            _show_item(item)


def _show_item(item: Item) -> None:
    for earlier in item.history:
        st.caption(escaped(texts.EARLIER.format(earlier)))
    if item.standalone_question not in ("", item.question):
        st.caption(escaped(texts.UNDERSTOOD.format(item.standalone_question)))
    st.markdown(escaped(texts.WHY.format("; ".join(item.reasons))))
    st.markdown(f"**{escaped(texts.ANSWER.format(texts.STATUSES.get(item.status, item.status)))}**")
    st.markdown(_plain(item.text))
    st.markdown(f"**{texts.EVIDENCE}**")
    st.markdown("\n".join(map(_quoted, item.citations)) or texts.NO_EVIDENCE)
    st.markdown(f"**{texts.GOLD}**")
    if item.vital:
        st.markdown(escaped(texts.FACTS.format("; ".join(item.vital))))
    st.markdown("\n".join(_quoted(quote) for group in item.gold[:1] for quote in group) or texts.NO_GOLD)
    st.caption(escaped(item.id))


def _plain(markdown: str) -> str:
    """Return an answer's markdown so that nothing but its lines and list items has a meaning."""
    lines = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.replace("**", "")).splitlines()
    items = ((line[:2], line[2:]) if line.startswith("- ") else ("", line) for line in lines)
    return "\n".join(f"{mark}{escaped(text)}" for mark, text in items)


def _quoted(quote: Quote) -> str:
    """Return a quote and where it stands, as an item of a markdown list."""
    number = "" if quote.n is None else f"[{quote.n}] "
    flaw = "" if quote.verbatim else f" ({texts.NOT_VERBATIM})"
    return "- " + escaped(f"{number}“{' '.join(quote.quote.split())}” {quote.where}{flaw}")


# -- two reports -------------------------------------------------------------------------------------------------------


def _show_comparison(folders: Sequence[Folder]) -> None:
    if len(folders) < 2:
        st.markdown(texts.ONE_REPORT)
        return
    st.caption(texts.COMPARE_NOTE)
    sides = st.columns(2)
    first = sides[0].selectbox(texts.FIRST, folders, index=1, format_func=_name)
    second = sides[1].selectbox(texts.SECOND, folders, index=0, format_func=_name)
    if first == second:
        st.info(texts.SAME)
        return
    ended = _compared(str(first.path), first.written_ns, str(second.path), second.written_ns)
    if ended.code:
        st.warning(escaped(texts.NOT_COMPARED.format(f"{ended.problem} {ended.hint}".strip())))
    else:
        _show_rows([_difference(name, one) for name, one in ended.json().items()])


@st.cache_data(max_entries=16, show_spinner=texts.COMPARING)
def _compared(first: str, first_ns: int, second: str, second_ns: int) -> Ended:
    """Return how ``mgi-eval compare`` ended; reports that were written at other times are other ones."""
    return Work("benchmark").call(["mgi_eval", "compare", first, second, "--json"], _COMPARE_S)


def _difference(name: str, one: Mapping[str, Any]) -> dict[str, str]:
    return {
        texts.MEASURE: escaped(name),
        "A": f"{one['a']:.3f}",
        "B": f"{one['b']:.3f}",
        texts.DIFFERENCE: f"{one['difference']:+.3f}",
        texts.COUNT: f"{one['n']:,}",
        texts.BETTER: str(one["better"]),
        texts.WORSE: str(one["worse"]),
        texts.P: f"{one['p']:.4f}",
        texts.P_HOLM: f"{one['p_holm']:.4f}",
    }
