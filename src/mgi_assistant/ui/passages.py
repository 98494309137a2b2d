"""Quoted passages that open: the quote, and a button with where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mgi_assistant.render import escaped, reference
from mgi_assistant.store import Store
from mgi_assistant.text import readable
from mgi_assistant.types import Citation
from mgi_assistant.ui.evidence import open_evidence
from mgi_assistant.ui.exhibits import exhibit_of
from mgi_assistant.ui.texts import find as texts


def show_passages(citations: Sequence[Citation], store: Store, key: str) -> None:
    """Draw each citation's quote with its button; ``key`` tells the buttons from those of others."""
    for citation in citations:
        st.markdown(f"“{escaped(readable(citation.quote))}”")
        show_reference(citation, store, key)


def show_reference(citation: Citation, store: Store, key: str) -> None:
    """Draw the button that opens a citation."""
    if st.button(
        escaped(reference(citation)), key=f"{key}-{citation.n}", type="tertiary", icon=":material/format_quote:",
        help=texts.EVIDENCE_HELP, wrap=True,
    ):  # fmt: skip
        open_evidence(exhibit_of(citation, store), key)
