"""Plots as inline SVG: intervals beside each other, and a curve. Colours come from the page's style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mgi_eval.figures import Figure

_ROW, _LEFT, _WIDTH, _RIGHT = 22, 250, 420, 60
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def intervals(title: str, rows: Sequence[tuple[str, Figure, Figure | None]]) -> str:
    """Return a row for each figure in [0, 1]: its value as a dot, its interval as a bar, the baseline as a ring."""
    shown = [row for row in rows if row[1].value is not None and row[1].ci95]
    height = _ROW * len(shown) + 30
    parts = [_opening(title, _LEFT + _WIDTH + _RIGHT, height), *_grid(height - 25)]
    for place, (name, figure, beside) in enumerate(shown):
        y = _ROW * place + 14
        value, (low, high) = figure.value or 0.0, figure.ci95 or (0.0, 0.0)
        parts.append(f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<line class="bar" x1="{_x(low):.1f}" x2="{_x(high):.1f}" y1="{y}" y2="{y}"/>')
        parts.append(f'<circle class="dot" cx="{_x(value):.1f}" cy="{y}" r="4"/>')
        if beside is not None and beside.value is not None:
            parts.append(f'<circle class="ring" cx="{_x(beside.value):.1f}" cy="{y}" r="4"/>')
        parts.append(f'<text class="value" x="{_LEFT + _WIDTH + 12}" y="{y + 4}">{value:.3f}</text>')
    return "".join([*parts, "</svg>"])


def curve(title: str, points: Sequence[tuple[float, float]]) -> str:
    """Return risk over coverage, both in [0, 1]."""
    size, left = 260, 50
    parts = [_opening(title, left + size + 30, size + 50)]
    for tick in _TICKS:
        x, y = left + tick * size, 10 + (1 - tick) * size
        parts.append(f'<line class="grid" x1="{left}" x2="{left + size}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{tick:g}</text>')
        parts.append(f'<text x="{x}" y="{size + 28}" text-anchor="middle">{tick:g}</text>')
    line = " ".join(f"{left + coverage * size:.1f},{10 + (1 - risk) * size:.1f}" for coverage, risk in points)
    parts.append(f'<polyline class="line" points="{line}"/>')
    parts.append(f'<text x="{left + size / 2}" y="{size + 45}" text-anchor="middle">coverage (share answered)</text>')
    return "".join([*parts, "</svg>"])


def _opening(title: str, width: int, height: int) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(title, quote=True)}" xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>'
    )


def _grid(height: int) -> list[str]:
    return [
        f'<line class="grid" x1="{_x(tick)}" x2="{_x(tick)}" y1="0" y2="{height}"/>'
        f'<text x="{_x(tick)}" y="{height + 18}" text-anchor="middle">{tick:g}</text>'
        for tick in _TICKS
    ]


def _x(value: float) -> float:
    return _LEFT + min(1.0, max(0.0, value)) * _WIDTH
