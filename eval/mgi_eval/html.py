"""``report.html``: one file that needs no network, with the plots and the worst answers beside their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from mgi_eval import plots
from mgi_eval.figures import SLICED
from mgi_eval.matching import plain
from mgi_eval.metrics import MEASURES
from mgi_eval.report import Report, judge_lines, meanings, rows, time_line, worst

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --quiet: #5b6676; --line: #d5dae1; --mark: #0b5cad; --paper: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --quiet: #9aa5b4; --line: #39424f; --mark: #6fb1f5; --paper: #14181e }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums } .wide { overflow-x: auto }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td.n, th.n { text-align: right; white-space: nowrap } code, .quiet { color: var(--quiet) }
svg { max-width: 100%; height: auto } svg text { font: 12px system-ui, sans-serif; fill: var(--ink) }
.grid { stroke: var(--line) } .bar { stroke: var(--mark); stroke-width: 3; opacity: .45 } .dot { fill: var(--mark) }
.ring { fill: none; stroke: var(--quiet); stroke-width: 1.5 } .line { fill: none; stroke: var(--mark); stroke-width: 2 }
details { border-bottom: 1px solid var(--line); padding: .5rem 0 } summary { cursor: pointer }
blockquote { margin: .3rem 0 .3rem 1rem; padding-left: .8rem; border-left: 3px solid var(--line) }
.failed { font-weight: 600 }
"""


def page(report: Report) -> str:
    """Return the report as one HTML document; nothing of questions or answers is read as markup."""
    head = "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Evaluation of mgi-assistant</title>"
    view = "<meta name='viewport' content='width=device-width, initial-scale=1'>"
    body = "".join(
        [
            "<h1>Evaluation</h1>",
            _about(report),
            _gate(report),
            "<h2>Figures</h2>",
            _table(report),
            _plots(report),
            "<h2>Slices</h2><p class='quiet'>Intervals are wide where a slice is small.</p>",
            _slices(report),
            "<h2>The worst answers</h2>",
            *(_item(item) for item in worst(report.items)),
        ]
    )
    return f"{head}{view}<style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n"


def _about(report: Report) -> str:
    lines = (f"<li>{escape(str(name))}: <code>{escape(str(value))}</code></li>" for name, value in report.about.items())
    return f"<ul>{''.join(lines)}{f'<li>{escape(time_line(report))}</li>' if report.timings else ''}</ul>"


def _gate(report: Report) -> str:
    second = "".join(f"<p>{escape(line)}</p>" for line in judge_lines(report))
    if not report.gate:
        return f"{second}<p>All thresholds are reached.</p>"
    return second + "".join(f"<p class='failed'>Below its threshold: {escape(problem)}</p>" for problem in report.gate)


def _table(report: Report) -> str:
    cells = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(row[0])}</td>"
        + "".join(f"<td class='n'>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for name, row in rows(report)
    )
    heads = "<th>figure<th><th class='n'>value<th class='n'>95 % interval<th class='n'>n<th class='n'>baseline"
    return f"<div class='wide'><table><tr>{heads}</tr>{cells}</table></div>"


def _plots(report: Report) -> str:
    named = [
        (name, report.figures[name], report.baseline.get(name))
        for name in meanings()
        if name in report.figures and MEASURES.get(name, ("quality",))[0] != "length"
    ]
    shown = [plots.intervals("Figures with their intervals; rings are the baseline", named)]
    if report.risk_coverage:
        shown.append("<h3>Risk over coverage</h3>")
        shown.append(plots.curve("Share of wrong answers over the share of questions answered", report.risk_coverage))
    return "".join(shown)


def _slices(report: Report) -> str:
    return "".join(
        f"<h3>{measure}</h3>"
        + plots.intervals(
            f"{measure} by slice",
            [(f"{n} ({known[measure].n})", known[measure], None) for n, known in report.slices.items()],
        )
        for measure in SLICED
        if any(known[measure].value is not None for known in report.slices.values())
    )


def _item(item: Mapping[str, Any]) -> str:
    asked = " → ".join([*item["history"], item["question"]])
    cited = "".join(
        f"<blockquote>{escape(c['quote'])}<br><span class='quiet'>[{c['n']}] {escape(_where(c))}"
        f"{'' if c['verbatim'] else ', not found in the file'}</span></blockquote>"
        for c in item["citations"]
    )
    gold = "".join(
        f"<blockquote>{escape(e['quote'])}<br><span class='quiet'>{escape(_where(e))}</span></blockquote>"
        for group in item["gold"][:1]
        for e in group
    )
    return (
        f"<details><summary><code>{escape(item['id'])}</code> {escape(asked)} <span class='quiet'>"
        f"{escape('; '.join(item['reasons']))}</span></summary><p>Answer ({escape(item['status'])}): "
        f"{escape(plain(item['text']))}</p><p class='quiet'>Its evidence</p>{cited or '<p>none</p>'}"
        f"<p class='quiet'>Gold evidence (first group)</p>{gold or '<p>none: the sources do not tell</p>'}</details>"
    )


def _where(cited: Mapping[str, Any]) -> str:
    at = f"page {cited['page']}" if cited["page"] is not None else f"row {cited['row']}"
    return f"{cited.get('source_id') or cited['source']}, {at}"
