"""What a user and the log are told when something goes wrong."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import streamlit as st
from streamlit.errors import FragmentHandledException

from mgi_assistant.errors import MgiError
from mgi_assistant.render import escaped
from mgi_assistant.ui.texts import problems as texts

_LOG = logging.getLogger("mgi_assistant.ui")


@contextmanager
def calm() -> Iterator[None]:
    """Show what goes wrong inside as a calm sentence; also a decorator, for fragments, dialogs and callbacks.

    An error that a user can act on is shown with its hint, any other as a sentence with a number under which the
    log tells more. What Streamlit raises to stop or rerun a script goes through: it is no ``Exception``.
    """
    try:
        yield
    except FragmentHandledException:  # Streamlit has shown the error where it happened
        raise
    except MgiError as error:
        st.error(escaped(f"{error} {error.hint}"))
    except Exception as error:
        st.error(f"{texts.UNEXPECTED} {texts.REPORT.format(logged(error))}")


def logged(error: BaseException) -> str:
    """Write where an error arose to the log and return the number that it has there.

    The log names the kinds of errors and the lines of the program, not their messages: these may repeat what was
    asked or uploaded.
    """
    number = token_hex(4)
    _LOG.error("Problem %s\n%s", number, _trace(error))
    return number


def _trace(error: BaseException) -> str:
    """Return the calls that led to an error and, before them, to the errors that caused it."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(parts) < 8:
        parts.append("".join(traceback.format_tb(cause.__traceback__)) + type(cause).__name__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\nled to:\n".join(reversed(parts))
