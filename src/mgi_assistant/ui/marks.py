"""The marks [n] in a text as links that open the evidence, and the script that listens to them.

A mark points to ``#source-KEY-N``. The script takes clicks (Enter on a link is one) on such addresses anywhere in the
page, so it does not matter how often the page is drawn anew. When the evidence is closed again, reading goes on at the
mark, also where the page was drawn anew meanwhile and the browser has nothing to return to. Without the script a mark
does nothing, and the numbered list of sources under the answer still opens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from mgi_assistant.render import escaped, reference
from mgi_assistant.types import Citation
from mgi_assistant.ui.texts import answers as texts

_MARK = re.compile(r"(?<!\\)\[(\d+)\](?!\()")
_SCRIPT = """
let left = null;  // the address of the mark whose evidence is open
let shown = false;
const closing = new MutationObserver(() => {
  const open = document.querySelector("[role=dialog]") !== null;
  if (shown && !open) {
    closing.disconnect();
    const mark = `a[href='${left}']`;
    setTimeout(() => document.activeElement === document.body && document.querySelector(mark)?.focus());
  }
  shown = open;
});
export default function ({ data, setTriggerValue }) {
  const opened = (event) => {
    const link = event.target.closest?.("a[href^='#source-']");
    const address = link?.getAttribute("href");
    if (!address?.startsWith(data.address)) return;
    event.preventDefault();
    left = address;
    closing.observe(document.body, { childList: true, subtree: true });
    setTriggerValue("opened", Number(address.slice(data.address.length)));
  };
  document.addEventListener("click", opened);
  return () => document.removeEventListener("click", opened);
}
"""
_listen = st.components.v2.component("mgi_marks", js=_SCRIPT)


def linked(markdown: str, citations: Sequence[Citation], key: str) -> str:
    """Return ``markdown`` with each mark [n] of ``citations`` as a link; the title of a link names the source."""
    titles = {citation.n: _title(citation) for citation in citations}

    def link(mark: re.Match[str]) -> str:
        n = int(mark[1])
        return rf'[\[{n}\]]({_address(key)}{n} "{titles[n]}")' if n in titles else mark[0]

    return _MARK.sub(link, markdown)


def opened_mark(key: str) -> int | None:
    """Mount the listener for the marks of ``key``, and return the number of the one that was just opened."""
    found = _listen(key=f"{key}-marks", data={"address": _address(key)}, height="content", on_opened_change=_heard)
    number = found.get("opened")
    return int(number) if isinstance(number, int | float) else None


def _heard() -> None:
    """Do nothing: a trigger has to have a callback."""


def _address(key: str) -> str:
    return f"#source-{key}-"


def _title(citation: Citation) -> str:
    words = texts.OPEN_SOURCE.format(" ".join(reference(citation).split()))
    return escaped(words).replace('"', r"\"")
