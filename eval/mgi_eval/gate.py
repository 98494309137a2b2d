"""The gate of a run: invariants without failure, and the lower bound of each interval above its threshold."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mgi_assistant.errors import MgiError
from mgi_eval.figures import Figure
from mgi_eval.metrics import MEASURES

THRESHOLDS = Path(__file__).resolve().parents[1] / "thresholds.toml"
"""The thresholds of the repository."""
COMPOSED = ("balanced_accuracy", "auroc")
"""Figures with a threshold that are not measures of single answers."""


class GateError(MgiError):
    """The thresholds cannot be used."""


class Thresholds(BaseModel):
    """``eval/thresholds.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    invariants: Mapping[str, tuple[str, ...]]
    """By split, the measures that may not fail once."""
    lower_bound: Mapping[str, Mapping[str, float]]
    """By split, what the lower bound of a figure's interval has to reach."""
    claims: Mapping[str, float] = {}
    """By kind of claim, the share that has to be judged right (see :mod:`mgi_eval.claims`)."""


def read_thresholds(path: Path = THRESHOLDS) -> Thresholds:
    """Read the thresholds.

    Raises:
        GateError: The file cannot be read, or names a measure that there is not.
    """
    try:
        found = Thresholds.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise GateError(f"{path} cannot be used ({error}).", "eval/README.md says what it holds.") from error
    names = {name for by_split in (found.invariants, found.lower_bound) for part in by_split.values() for name in part}
    unknown = sorted(names - set(MEASURES) - set(COMPOSED))
    if unknown:
        raise GateError(f"{path} names {unknown[0]!r}, which is no measure.", f"The measures: {', '.join(MEASURES)}.")
    return found


def violations(figures: Mapping[str, Figure], thresholds: Thresholds, split: str) -> list[str]:
    """Return what keeps a run from passing, in words; a figure that was not measured does not pass."""
    found = []
    for name in thresholds.invariants.get(split, ()):
        figure = figures.get(name)
        if figure is None or figure.value is None:
            found.append(f"{name} was not measured")
        elif figure.failures:
            found.append(f"{name}: {figure.failures} of {figure.n} failed, none may")
    for name, least in thresholds.lower_bound.get(split, {}).items():
        figure = figures.get(name)
        if figure is None or figure.ci95 is None:
            found.append(f"{name} was not measured")
        elif figure.ci95[0] < least:
            found.append(f"{name}: the interval begins at {figure.ci95[0]:.3f}, below {least}")
    return found
