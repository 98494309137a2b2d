"""The row under an answer: copy it, say whether it helped, take it or the whole conversation along."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import streamlit as st

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import MgiError
from mgi_assistant.feedback import Feedback, Rating, asked
from mgi_assistant.manuscript import Reference, Turn, corpus_version, plain_text
from mgi_assistant.render import escaped
from mgi_assistant.settings import load_settings
from mgi_assistant.ui.exchange import Exchange, history
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.texts import answers as texts

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SCRIPT = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  const copied = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
      return true;
    } catch {
      const box = document.createElement("textarea");
      box.value = data.text;
      box.style.position = "fixed";
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      button.focus();
      return done;
    }
  };
  button.querySelector("b").textContent = data.label;
  button.title = data.help;
  button.onclick = async () => {
    said.textContent = (await copied()) ? data.done : data.failed;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => (said.textContent = ""), 4000);
  };
  return () => clearTimeout(button.timer);
}
"""
_LOOKS = """
div, button { display: flex; align-items: center; gap: 0.5rem; font: 0.875rem var(--st-font); white-space: nowrap; }
button {
  color: var(--st-text-color); background: none; border: 0; padding: 0 0.25rem; cursor: pointer;
  border-radius: var(--st-button-radius); min-height: 2.25rem;
}
button:hover { color: var(--st-link-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
i { font: 1rem "Material Symbols Rounded"; }
b { font-weight: inherit; }
span { color: var(--st-text-color); }
"""
_BUTTON = '<button type="button"><i aria-hidden="true">content_copy</i><b></b></button>'
_copy_button = st.components.v2.component(
    "mgi_copy", html=f'<div>{_BUTTON}<span role="status"></span></div>', css=_LOOKS, js=_SCRIPT
)


@st.fragment
@calm()
def show_actions(exchange: Exchange, conversation: Sequence[Exchange], assistant: Assistant) -> None:
    """Draw what can be done with the answer of ``exchange``, which is one turn of ``conversation``."""
    if exchange.answer is None:
        return
    turn, key = _turn(exchange, assistant), exchange.key
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}-actions"):
        _copy_button(
            key=f"{key}-copy",
            data={
                "text": plain_text(turn), "label": texts.COPY, "help": texts.COPY_HELP,
                "done": texts.COPIED, "failed": texts.NOT_COPIED,
            },
            width="content",
        )  # fmt: skip
        rated = st.feedback("thumbs", key=f"{key}-rating", persist_state="session")
        _take_rating(rated, exchange, conversation, turn.corpus)
        with st.popover(texts.DOWNLOAD, icon=":material/download:", type="tertiary", key=f"{key}-downloads"):
            _show_downloads(exchange, conversation, assistant)


def _turn(exchange: Exchange, assistant: Assistant) -> Turn:
    """Return the answer of ``exchange`` as it goes on paper."""
    assert exchange.answer is not None
    shown = exchange.exhibits
    return Turn(
        exchange.answer,
        tuple(Reference(exhibit.citation, exhibit.source, exhibit.verified) for exhibit in shown),
        shown[0].corpus if shown else corpus_version(assistant.store),
        exchange.limits,
    )


def _show_downloads(exchange: Exchange, conversation: Sequence[Exchange], assistant: Assistant) -> None:
    """Offer files, which are made when they are asked for."""
    now = datetime.now(UTC)
    one = [_turn(exchange, assistant)]
    whole = [_turn(turn, assistant) for turn in conversation if turn.answer]

    def word(turns: Sequence[Turn]) -> Callable[[], bytes]:
        def made() -> bytes:
            from mgi_assistant.export import word_document  # python-docx takes a while to import

            return word_document(turns, now.date())

        return made

    def markdown(turns: Sequence[Turn]) -> Callable[[], str]:
        def made() -> str:
            from mgi_assistant.export import markdown_document

            return markdown_document(turns, now.date())

        return made

    offered = (
        (texts.ANSWER_WORD, word(one), texts.ANSWER_FILE, "docx", _WORD),
        (texts.ANSWER_MARKDOWN, markdown(one), texts.ANSWER_FILE, "md", "text/markdown"),
        (texts.CONVERSATION_WORD, word(whole), texts.CONVERSATION_FILE, "docx", _WORD),
        (texts.CONVERSATION_MARKDOWN, markdown(whole), texts.CONVERSATION_FILE, "md", "text/markdown"),
    )
    for label, data, name, ending, kind in offered if len(whole) > 1 else offered[:2]:
        file = name.format(f"{now:%Y-%m-%d}", ending)
        st.download_button(
            label, data, file, kind, key=f"{exchange.key}-{label}", on_click="ignore", width="stretch"
        )  # fmt: skip


def _take_rating(rated: int | None, exchange: Exchange, conversation: Sequence[Exchange], corpus: str) -> None:
    """Keep what was said about an answer, and ask why."""
    key = f"{exchange.key}-kept"
    before: tuple[int | None, str] = st.session_state.get(key, (None, ""))
    reason = _asked_reason(rated, exchange.key) if rated is not None else ""
    if (rated, reason) == before:
        return
    try:
        _keep(rated, reason, exchange, conversation, corpus)
    except MgiError as error:
        logging.getLogger(__name__).error("%s", error)
        st.warning(escaped(f"{error} {error.hint}"))
        return
    st.session_state[key] = rated, reason


def _asked_reason(rated: int, key: str) -> str:
    """Ask why an answer helped or did not, and return what is said so far."""
    with st.popover(texts.WHY, icon=":material/edit_note:", type="tertiary", key=f"{key}-why"):
        return _reason(rated, key)


def _reason(rated: int, key: str) -> str:
    chosen: list[str] = []
    if not rated:
        chosen = st.pills(
            texts.DOWN_REASONS_LABEL, texts.DOWN_REASONS, selection_mode="multi", key=f"{key}-reasons",
            persist_state="session",
        )  # fmt: skip
    written = st.text_input(
        texts.UP_REASON if rated else texts.DOWN_REASON, max_chars=texts.LONGEST_REASON, key=f"{key}-reason-{rated}",
        persist_state="session",
    )  # fmt: skip
    st.caption(texts.THANKS)
    return "; ".join(filter(None, [*chosen, " ".join(written.split())]))


def _keep(rated: int | None, reason: str, exchange: Exchange, conversation: Sequence[Exchange], corpus: str) -> None:
    """Store the rating of an answer, or take it back where ``rated`` is ``None``."""
    kept = Feedback(load_settings().feedback)
    if rated is None:
        kept.withdraw(exchange.key)
        return
    assert exchange.answer is not None
    keys = [turn.key for turn in conversation]
    earlier = conversation[: keys.index(exchange.key)] if exchange.key in keys else ()
    before = [*history(earlier), *exchange.after]
    name = f"feedback-{(earlier[0] if earlier else exchange).key[:12]}"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kept.put(Rating(exchange.key, now, bool(rated), reason, asked(exchange.answer, before, name, corpus)))
