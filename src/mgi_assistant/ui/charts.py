"""Charts of figures, drawn by the Vega-Lite that comes with Streamlit, each with an alternative in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from mgi_assistant.ui.reports import Figure
from mgi_assistant.ui.texts import benchmark as texts

_MARK, _QUIET = "#3B6FD4", "#858B95"
"""Both stand out, by at least 3 to 1, from the light and from the dark background."""
_ROW = 24


def show_intervals(rows: Sequence[tuple[str, Figure, Figure | None]], alt: str) -> None:
    """Draw figures in [0, 1] below each other: the value as a dot, its interval as a bar, the baseline as a ring."""
    values = [_bar(*row) for row in rows if row[1].is_share]
    if not values:
        return
    y = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 200}}
    scale = {"domain": [0, 1]}
    dots = {"y": y, "x": {"field": "value", "type": "quantitative", "scale": scale, "axis": {"title": None}}}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55, "color": _MARK},
            "encoding": {
                "y": y,
                "x": {"field": "low", "type": "quantitative", "scale": scale},
                "x2": {"field": "high"},
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "color": _MARK, "opacity": 1},
            "encoding": {**dots, "tooltip": [{"field": name} for name in ("name", "value", "low", "high", "n")]},
        },
        {
            "transform": [{"filter": "isValid(datum.baseline)"}],
            "mark": {"type": "point", "filled": False, "size": 60, "color": _QUIET, "opacity": 1},
            "encoding": {**dots, "x": {"field": "baseline", "type": "quantitative", "scale": scale}},
        },
    ]
    _draw({"layer": layers, "height": _ROW * len(values)}, values, alt)


def _bar(name: str, figure: Figure, beside: Figure | None) -> dict[str, Any]:
    low, high = figure.ci95 or (0.0, 0.0)
    baseline = beside.value if beside is not None and beside.value is not None and 0 <= beside.value <= 1 else None
    numbers = {"value": figure.value, "low": low, "high": high}
    return {
        "name": name, **{key: round(number or 0.0, 3) for key, number in numbers.items()},
        "n": figure.n, "baseline": baseline,
    }  # fmt: skip


def show_risk(points: Sequence[tuple[float, float]], alt: str) -> None:
    """Draw risk over coverage, both in [0, 1]."""
    scale = {"domain": [0, 1]}
    encoding = {
        "x": {"field": "coverage", "type": "quantitative", "scale": scale, "title": texts.COVERAGE_AXIS},
        "y": {"field": "risk", "type": "quantitative", "scale": scale, "title": texts.RISK_AXIS},
    }
    values = [{"coverage": round(coverage, 4), "risk": round(risk, 4)} for coverage, risk in points]
    _draw({"mark": {"type": "line", "color": _MARK}, "encoding": encoding, "height": 280}, values, alt)


def _draw(spec: dict[str, Any], values: list[dict[str, Any]], alt: str) -> None:
    st.vega_lite_chart({**spec, "data": {"values": values}}, width="stretch", alt=alt)
