"""Answers and examples as a terminal shows them (rich)."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from mgi_assistant.answers import Answer, Comparison, ExampleList
from mgi_assistant.render import comparison_text, placed, reference
from mgi_assistant.text import readable
from mgi_assistant.types import Citation

_STATUS = {"answered": "", "partial": "The sources answer only a part of this.", "not_found": ""}


def show_answer(answer: Answer) -> None:
    """Print an answer, then its numbered sources with title, printed page and quote."""
    console = Console(highlight=False)
    if answer.query.shown != answer.query.question.strip():
        console.print(Text(f"Understood as: {answer.query.shown}", style="italic"))
    if _STATUS[answer.status]:
        console.print(Text(_STATUS[answer.status], style="italic"))
    console.print(Markdown(answer.text))
    if answer.status != "not_found":
        _show_sources(console, answer.citations)
    else:
        _show_sources(console, answer.citations, "Where the nearest passages stand")


def show_examples(found: ExampleList) -> None:
    """Print examples one below the other, then their sources."""
    console = Console(highlight=False)
    if not found.examples:
        console.print("The sources have no example of that kind.")
    for example in found.examples:
        marks = "".join(f"[{n}]" for n in example.citations)
        console.print(
            Text(placed(example), style="bold"), Padding(Text(f"{example.text} {marks}"), (0, 0, 1, 2), expand=False)
        )
    if found.citations:
        _show_sources(console, found.citations)


def show_comparison(found: Comparison) -> None:
    """Print comparable places with their quotes, then where the quotes stand."""
    console = Console(highlight=False)
    console.print(Markdown(comparison_text(found)))
    if found.citations:
        console.print(Text("\nSources", style="bold"))
    for citation in found.citations:
        console.print(Text(f"[{citation.n}] {reference(citation)}"))


def _show_sources(console: Console, citations: Sequence[Citation], heading: str = "Sources") -> None:
    console.print()
    console.print(Text(heading, style="bold"))
    for citation in citations:
        console.print(Text(f"[{citation.n}] {reference(citation)}"))
        console.print(Padding(Text(f"“{readable(citation.quote)}”", style="dim"), (0, 0, 0, 4), expand=False))
