"""Brings the question that was just asked into view, so that its answer is read from the beginning."""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
export default function ({ data }) {
  const target = data && data.target
  if (!target || window.mgiScrolledTo === target) return
  window.mgiScrolledTo = target
  let stopped = false
  const stop = () => { stopped = true }
  for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    window.addEventListener(event, stop, { once: true, passive: true })
  }
  let until = Date.now() + 1500
  const scroll = () => {
    const element = document.querySelector(".st-key-" + CSS.escape(target))
    if (element && !stopped) {
      element.style.scrollMarginTop = "5rem"
      element.scrollIntoView({ block: "start" })
    }
    if (document.querySelector("[data-test-script-state=running]")) until = Math.max(until, Date.now() + 700)
    if (!stopped && Date.now() < until) setTimeout(scroll, 60)
  }
  scroll()
}
"""
"""The question is held at the top while the page grows under it, unless the reader moves."""

_to = st.components.v2.component("mgi_scroll_to", js=_SCRIPT)


def scroll_to(target: str) -> None:
    """Scroll once to the container with the key ``target``; an empty one scrolls nowhere."""
    _to(key="scroll-to", data={"target": target}, height=1)
