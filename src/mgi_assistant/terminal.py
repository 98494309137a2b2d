"""Answers and examples as a terminal shows them (rich)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from mgi_assistant.answers import Answer, Claim, Comparison, ExampleList, Withheld
from mgi_assistant.render import comparison_text, placed, reference
from mgi_assistant.text import readable
from mgi_assistant.types import Citation

_STATUS = {"answered": "", "partial": "The sources answer only a part of this.", "not_found": ""}


@contextmanager
def telling(always: bool) -> Iterator[Callable[[Claim], None]]:
    """Give what shows a claim while the others are still to come.

    On a terminal claims stand there until the answer takes their place; elsewhere they are printed only where
    ``always`` asks for it.
    """
    console = Console(highlight=False)
    if console.is_terminal:
        so_far = Text()
        with Live(console=console, auto_refresh=False, transient=True) as live:
            yield lambda claim: live.update(so_far.append(f"{_line(claim)}\n"), refresh=True)
    elif always:
        yield lambda claim: print(_line(claim), flush=True)
    else:
        yield lambda claim: None


def _line(claim: Claim) -> str:
    return f"{claim.said or claim.text} {''.join(f'[{n}]' for n in claim.citations)}"


def show_answer(answer: Answer, withheld: bool = False) -> None:
    """Print an answer, then its numbered sources with title, printed page and quote.

    What was withheld is counted; with ``withheld`` it is printed too, with the reasons.
    """
    console = Console(highlight=False)
    if answer.query.shown != answer.query.question.strip():
        console.print(Text(f"Understood as: {answer.query.shown}", style="italic"))
    if _STATUS[answer.status]:
        console.print(Text(_STATUS[answer.status], style="italic"))
    if answer.note:
        console.print(Text(answer.note, style="italic"))
    console.print(Markdown(answer.text))
    if answer.model:
        console.print(Text(f"\nPut in words by {answer.model}; each sentence was checked.", style="italic"))
    if answer.status != "not_found":
        _show_sources(console, answer.citations)
    else:
        _show_sources(console, answer.citations, "Where the nearest passages stand")
    if answer.withheld:
        _show_withheld(console, answer.withheld, withheld)


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
    _show_sources(console, found.citations)


def show_comparison(found: Comparison) -> None:
    """Print comparable places with their quotes, then where the quotes stand."""
    console = Console(highlight=False)
    console.print(Markdown(comparison_text(found)))
    if found.citations:
        console.print(Text("\nSources", style="bold"))
    for citation in found.citations:
        console.print(Text(f"[{citation.n}] {reference(citation)}"))


def _show_withheld(console: Console, withheld: Sequence[Withheld], whole: bool) -> None:
    """Print how much was withheld, or all of it."""
    console.print()
    if not whole:
        counted = "1 sentence is" if len(withheld) == 1 else f"{len(withheld)} sentences are"
        said = f"{counted} withheld, not supported by the sources (--withheld shows them)."
        console.print(Text(said, style="italic"))
        return
    console.print(Text("Withheld: not supported by the sources", style="bold"))
    for one in withheld:
        console.print(Padding(Text(readable(f"- {one.text} ({one.reason})"), style="dim"), (0, 0, 0, 2), expand=False))


def _show_sources(console: Console, citations: Sequence[Citation], heading: str = "Sources") -> None:
    if not citations:
        return
    console.print()
    console.print(Text(heading, style="bold"))
    for citation in citations:
        console.print(Text(f"[{citation.n}] {reference(citation)}"))
        console.print(Padding(Text(f"“{readable(citation.quote)}”", style="dim"), (0, 0, 0, 4), expand=False))
