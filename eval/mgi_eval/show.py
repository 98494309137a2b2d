"""One case with its answer, its gold and why it scored so, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape


def show_item(console: Console, item: Mapping[str, Any]) -> None:
    """Print the record of a case (see :func:`mgi_eval.report.item_record`)."""
    verdict = "right" if item["right"] else "not right"
    console.print(
        f"[bold]{escape(item['id'])}[/bold]  {item['type']}, {item['lang']}, {item['answerability']}: {verdict}"
    )
    for earlier in item["history"]:
        console.print(f"  earlier: {escape(earlier)}")
    console.print(f"[bold]Question[/bold]  {escape(item['question'])}")
    if item["standalone_question"] not in ("", item["question"]):
        console.print(f"  understood as: {escape(item['standalone_question'])}")
    confidence = "" if item["confidence"] is None else f", confidence {item['confidence']:.3f}"
    console.print(f"[bold]Answer[/bold]  {item['status']}{confidence}")
    console.print(item["text"], markup=False)
    for cited in item["citations"]:
        console.print(f"  [{cited['n']}] {_where(cited, 'source_id')}: “{cited['quote']}”", markup=False)
        if not cited["verbatim"]:
            console.print("      does not stand in the file")
    console.print("[bold]Gold[/bold]")
    for fact in item["vital"]:
        console.print(f"  has to tell: {fact}", markup=False)
    for number, group in enumerate(item["gold"], 1):
        for evidence in group:
            console.print(f"  {number}: {_where(evidence, 'source')}: “{evidence['quote']}”", markup=False)
    console.print(f"  {item['provenance']}", markup=False)
    console.print("[bold]Why[/bold]")
    for reason in item["reasons"] or ["nothing is wrong"]:
        console.print(f"  {reason}", markup=False)
    for name, (right, of) in item["measures"].items():
        console.print(f"  {name}: {right:g} of {of:g}", style="dim")


def _where(cited: Mapping[str, Any], source: str) -> str:
    return f"{cited[source]}, " + (f"page {cited['page']}" if cited["page"] is not None else f"row {cited['row']}")
