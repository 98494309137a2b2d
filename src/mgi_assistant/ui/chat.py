"""The page “Ask”: the conversation of one browser session over the assistant that all sessions share.

What is to be asked waits in a queue until its answer is there, so a click while an answer is being made loses nothing:
a question typed or chosen, one changed, one asked without a place, and all those of a conversation that is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from mgi_assistant.assistant import Assistant
from mgi_assistant.errors import UsageError
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings
from mgi_assistant.types import Filters
from mgi_assistant.ui import texts
from mgi_assistant.ui.about import show_about
from mgi_assistant.ui.actions import show_actions
from mgi_assistant.ui.answers import show_exchange
from mgi_assistant.ui.conversations import kept_conversations
from mgi_assistant.ui.exchange import Exchange, Turn, exchanged, history, refused
from mgi_assistant.ui.filters import choose, chosen_filters, filter_words, show_filters
from mgi_assistant.ui.handover import taken
from mgi_assistant.ui.model import arriving
from mgi_assistant.ui.permalink import address, read
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.scrolling import scroll_to
from mgi_assistant.ui.suggestions import follow_ups, starts
from mgi_assistant.ui.texts import chat as say
from mgi_assistant.ui.understanding import show_understanding

_USER, _ASSISTANT = ":material/person:", ":material/menu_book:"
_NOTES = "notes"
_TITLE_LENGTH = 34
"""Characters of a question that name its conversation."""


@dataclass
class Session:
    """What one browser session remembers."""

    waiting: list[Turn] = field(default_factory=list)
    """What is to be asked next, in order."""
    editing: str = ""
    """Key of the exchange whose question is being changed."""
    token: str | None = None
    """Of the conversation that is shown, once it is kept."""
    tokens: list[str] = field(default_factory=list)
    """Of all conversations of this session, oldest first."""
    linked: str = ""
    """Key of the turn that the address asked for."""
    notes: tuple[str, ...] = ()
    """What has to be said about the address that was opened."""


def show_chat(assistant: Assistant, settings: Settings) -> None:
    """Draw the page."""
    session = _session(assistant)
    _take_over(session, assistant)
    filters = chosen_filters(assistant)
    _take_question(session, filters)
    asked = session.waiting[-1].key if session.waiting else ""
    if assistant.rephrase is None:  # answers are there at once: the browser gets them with all else, and draws once
        _answer_waiting(session, assistant)
    st.title(texts.TITLE, anchor=False)
    st.markdown(texts.ABOUT)
    with st.container(key=_NOTES):
        for note in session.notes:
            st.info(escaped(note), icon=":material/info:")
    start, thread, end = st.empty(), st.container(), st.empty()  # what is empty goes at once when a question is asked
    with st.container():  # at the end of the page, but drawn before the answer
        scroll_to((_NOTES if session.notes else _block(asked)) if asked else "")
    with thread:
        _converse(session, assistant, end, asked)
    with st.sidebar:  # drawn after the answer, which the browser would else show a good while later
        with st.container():
            _show_conversations(session, assistant)
        show_filters(filters, assistant)
        show_about(assistant, settings)
    if exchanges := _exchanges():
        with end.container():
            _show_what_next(exchanges, session, filters, assistant)
    else:
        with start.container():
            _suggest(starts(filters, assistant), texts.SUGGEST, session, filters)
            _show_next_limits(filters, assistant)


# -- what the session remembers ----------------------------------------------------------------------------------------


def _session(assistant: Assistant) -> Session:
    """Return what this session remembers; a new one begins with what the address asks for."""
    found: Session | None = st.session_state.get("session")
    if found is None:
        found = st.session_state["session"] = Session()
        _open_address(found, assistant)
    return found


def _exchanges() -> list[Exchange]:
    """Return the exchanges of the conversation that is shown."""
    found: list[Exchange] = st.session_state.setdefault("exchanges", [])
    return found


def _open_address(session: Session, assistant: Assistant) -> None:
    """Take from the address a conversation to go on with, or a question to ask."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    token = next(iter(params.get("c", ())), "")
    if turns := kept_conversations().turns(token):
        session.waiting = [turn.again() for turn in turns]
        choose(turns[-1].filters, assistant)
        return
    link = read(params, assistant)
    if token and link.turn is None:
        session.notes += (say.FORGOTTEN,)
    if link.bad:
        session.notes += (say.BAD_LINK.format(", ".join(link.bad)),)
    if link.filters != Filters():
        choose(link.filters, assistant)
    if link.turn:
        session.waiting, session.linked = [link.turn], link.turn.key


def _take_over(session: Session, assistant: Assistant) -> None:
    """Take what another page hands over: filters, and a question that begins a conversation."""
    if handed := taken():
        choose(handed.filters, assistant)
        if handed.question:
            _begin(session, [Turn(handed.question, handed.filters)])


def _begin(session: Session, turns: Sequence[Turn] = (), token: str | None = None) -> None:
    """Show another conversation: an empty one, or that of ``token`` with ``turns`` to ask again."""
    _exchanges().clear()
    session.waiting, session.token, session.editing, session.notes = list(turns), token, "", ()
    st.query_params.clear()


def _remember(session: Session) -> None:
    """Keep the conversation, and put its token into the address."""
    turns = [exchange.turn for exchange in _exchanges() if exchange.answer]
    if not turns:
        return
    session.token = kept_conversations().keep(turns, session.token)
    if session.token not in session.tokens:
        session.tokens.append(session.token)
    if [exchange.key for exchange in _exchanges()] == [session.linked]:
        st.query_params["c"] = session.token
    elif st.query_params.to_dict() != {"c": session.token}:
        st.query_params.from_dict({"c": session.token})


def _show_conversations(session: Session, assistant: Assistant) -> None:
    """List the conversations of this session in the side bar, to go back to."""
    kept = {token: turns for token in session.tokens if (turns := kept_conversations().turns(token))}
    if not kept or kept.keys() == {session.token}:
        return

    @calm()
    def go_back(token: str) -> None:
        choose(kept[token][-1].filters, assistant)
        _begin(session, [turn.again() for turn in kept[token]], token)

    st.header(say.CONVERSATIONS, anchor=False)
    with st.container(gap=None):
        for token, turns in reversed(kept.items()):
            first = turns[0].question
            title = first if len(first) <= _TITLE_LENGTH else f"{first[: _TITLE_LENGTH - 1]}…"
            st.button(
                escaped(title), key=f"conversation-{session.tokens.index(token)}", on_click=go_back, args=(token,),
                type="tertiary", disabled=token == session.token,
            )  # fmt: skip


# -- the conversation --------------------------------------------------------------------------------------------------


def _take_question(session: Session, filters: Filters) -> None:
    """Draw the field for questions, and let what is asked in it wait for its answer."""
    with st.bottom:  # put there by name, as Streamlit would otherwise scroll to the end of every answer
        asked = st.chat_input(texts.ASK, submit_mode="stop")
    if asked:
        session.waiting.append(Turn(asked, filters))
        session.notes = ()


def _answer_waiting(session: Session, assistant: Assistant) -> None:
    """Answer all that waits before anything is drawn."""
    while session.waiting:
        _take_answer(session, assistant)


def _converse(session: Session, assistant: Assistant, spinning: st.delta_generator.DeltaGenerator, asked: str) -> None:
    """Draw the conversation so far, answer what is asked now, and keep it; ``asked`` is the key of the newest."""
    exchanges = _exchanges()
    for number, exchange in enumerate(exchanges):
        last = number == len(exchanges) - 1 and not session.waiting
        _show_exchange(exchange, exchanges[:number], session, assistant, last, exchange.key == asked)
    while session.waiting:
        _ask(session, assistant, spinning)
    _remember(session)


def _show_what_next(exchanges: Sequence[Exchange], session: Session, filters: Filters, assistant: Assistant) -> None:
    """Draw under the last answer what can be asked next."""
    last = exchanges[-1]
    missing = last.answer is None or last.answer.status == "not_found"
    heading = say.ANSWERED_HERE if missing else say.FOLLOW_UPS
    _suggest(follow_ups(exchanges, filters, assistant), heading, session, filters)
    _show_next_limits(filters, assistant)

    @calm()
    def ask_under(other: Filters) -> None:
        choose(other, assistant)
        _ask_anew(session, Turn(last.question, other, last.without, last.after))

    with st.container(horizontal=True):
        st.button(texts.NEW, on_click=calm()(_begin), args=(session,), icon=":material/add_comment:")
        if filters not in (last.filters, Filters()):
            st.button(say.ASK_FILTERED, on_click=ask_under, args=(filters,), icon=":material/filter_alt:")
        if last.filters != Filters() and (missing or filters == Filters()):
            st.button(say.ASK_UNFILTERED, on_click=ask_under, args=(Filters(),), icon=":material/filter_alt_off:")


def _block(key: str) -> str:
    """Return the key of the container that a turn is drawn in."""
    return f"turn-{key}"


def _ask(session: Session, assistant: Assistant, spinning: st.delta_generator.DeltaGenerator) -> None:
    """Ask what waits first: show how it is understood, then its answer."""
    turn, exchanges = session.waiting[0], _exchanges()
    with st.container(key=_block(turn.key)):
        _show_question(turn, session)
        with st.chat_message("assistant", avatar=_ASSISTANT):
            last = len(session.waiting) == 1
            _show_understood(turn, exchanges, session, assistant, last)
            _take_answer(session, assistant, spinning)
            _show_answer(exchanges[-1], exchanges[:-1], assistant, True)


def _take_answer(
    session: Session, assistant: Assistant, spinning: st.delta_generator.DeltaGenerator | None = None
) -> None:
    """Ask what waits first, and put its answer to the others; nothing waits any longer when the user stops it.

    ``spinning`` is where it is said that the answer is being made, if that is to be seen.
    """
    turn = session.waiting[0]
    try:
        if spinning is None:
            exchange = exchanged(assistant, turn, _exchanges())
        else:
            with arriving(assistant) as tell, spinning, st.spinner(texts.THINKING):
                exchange = exchanged(assistant, turn, _exchanges(), tell)
            spinning.empty()  # the last moment at which a stop or another click is heeded
    except StopException:
        session.waiting.clear()
        _exchanges().append(refused(turn, say.STOPPED))
        raise
    session.waiting.pop(0)
    _exchanges().append(exchange)


def _show_exchange(
    exchange: Exchange,
    before: Sequence[Exchange],
    session: Session,
    assistant: Assistant,
    last: bool,
    is_new: bool,
) -> None:
    """Draw a turn that has been answered."""
    with st.container(key=_block(exchange.key)):
        _show_question(exchange.turn, session)
        with st.chat_message("assistant", avatar=_ASSISTANT):
            if exchange.answer:
                again = _asking_anew(session) if last else None
                show_understanding(exchange.answer.query, exchange.turn, assistant, again)
            with arriving(assistant):
                pass  # so that the answer stays where it was drawn first
            _show_answer(exchange, before, assistant, is_new)


def _show_understood(
    turn: Turn, before: Sequence[Exchange], session: Session, assistant: Assistant, last: bool
) -> None:
    """Draw how a question is understood, before it is answered; what cannot be asked is told with the answer."""
    try:
        query = assistant.understood(turn.question, [*history(before), *turn.after], turn.filters, turn.without)
    except UsageError:
        return
    show_understanding(query, turn, assistant, _asking_anew(session) if last else None)


def _show_answer(exchange: Exchange, before: Sequence[Exchange], assistant: Assistant, is_new: bool) -> None:
    """Draw an answer and what can be done with it."""
    show_exchange(exchange, is_new)
    if exchange.answer is None:
        return
    with st.container(horizontal=True, gap="small"):
        with st.container(width="content"):
            show_actions(exchange, [*before, exchange], assistant)
        with st.popover(say.LINK, icon=":material/link:", type="tertiary", key=f"{exchange.key}-link"):
            st.caption(say.LINK_NOTE)
            st.code(address(exchange, before, assistant), language=None, wrap_lines=True)


def _show_question(turn: Turn, session: Session) -> None:
    """Draw a question, which can be changed."""
    key = turn.key
    with st.chat_message("user", avatar=_USER):
        if session.editing == key:
            _show_editor(turn, session)
            return
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(escaped(turn.question))
            st.button(
                say.EDIT, key=f"{key}-edit", help=say.EDIT_HELP, on_click=setattr, args=(session, "editing", key),
                icon=":material/edit:", type="tertiary",
            )  # fmt: skip


def _show_editor(turn: Turn, session: Session) -> None:
    """Draw a question in a field, to be changed and asked again."""

    @calm()
    def ask_edited() -> None:
        session.editing = ""
        _ask_anew(session, Turn(st.session_state[written], turn.filters, turn.without, turn.after), turn.key)

    written = f"{turn.key}-written"
    with st.form(f"{turn.key}-editor", border=False):
        st.text_area(say.EDITED, turn.question, key=written, label_visibility="collapsed")
        with st.container(horizontal=True):
            st.form_submit_button(say.ASK_EDITED, type="primary", on_click=ask_edited)
            st.form_submit_button(say.CANCEL, on_click=setattr, args=(session, "editing", ""))


def _asking_anew(session: Session) -> Callable[[Turn], None]:
    def again(turn: Turn) -> None:
        _ask_anew(session, turn)

    return again


def _ask_anew(session: Session, turn: Turn, key: str = "") -> None:
    """Ask ``turn`` in the place of the exchange ``key``, by default the last; what follows that is dropped."""
    exchanges = _exchanges()
    keys = [exchange.key for exchange in exchanges]
    del exchanges[keys.index(key) if key in keys else -1 :]
    session.waiting = [turn]


def _suggest(questions: Sequence[str], heading: str, session: Session, filters: Filters) -> None:
    """Draw questions to choose from."""
    if not questions:
        return

    @calm()
    def ask(question: str) -> None:
        session.waiting.append(Turn(question, filters))

    st.caption(heading)
    for first in range(0, len(questions), 2):
        for column, question in zip(st.columns(2), questions[first : first + 2], strict=False):
            column.button(escaped(question), on_click=ask, args=(question,), width="stretch", wrap=True)


def _show_next_limits(filters: Filters, assistant: Assistant) -> None:
    """Say what the next question is limited to, where the side bar may be out of sight."""
    if words := filter_words(filters, assistant):
        with st.container(horizontal=True, vertical_alignment="center"):
            said = say.NEXT_LIMITED.format(" · ".join(words))
            st.caption(f":material/filter_alt: {escaped(said)}", width="content")
            st.button(
                say.CLEAR_FILTERS, key="clear-filters-here", type="tertiary", on_click=calm()(choose),
                args=(Filters(), assistant),
            )  # fmt: skip
