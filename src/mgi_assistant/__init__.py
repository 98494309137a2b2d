"""Answers questions from the reports of IOM's Migration Governance Indicators, a cited passage for every sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mgi_assistant.wiring import open_assistant as open_assistant

__all__ = ["open_assistant"]


def __getattr__(name: str) -> Any:
    """Import :func:`mgi_assistant.wiring.open_assistant` when it is first asked for, as its engines take a second."""
    if name == "open_assistant":
        from mgi_assistant.wiring import open_assistant

        return open_assistant
    raise AttributeError(f"module 'mgi_assistant' has no attribute {name!r}")
