"""Who may use the app: everyone, or with ``MGI_SIGN_IN`` those whom ``MGI_ALLOWED`` names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st

from mgi_assistant.errors import SettingsError
from mgi_assistant.render import escaped
from mgi_assistant.settings import Settings
from mgi_assistant.ui.problems import calm
from mgi_assistant.ui.texts import signin as texts

_SCRIPT = """
export default function ({ data }) {
  const here = location.pathname + location.search
  if (!data.inside) return sessionStorage.setItem("mgi-wanted", here)
  const wanted = sessionStorage.getItem("mgi-wanted")
  sessionStorage.removeItem("mgi-wanted")
  if (wanted && wanted !== here) location.replace(location.origin + wanted)
}
"""
"""The provider sends one back to the start page; the browser's tab keeps the address wanted, and goes there."""

_keep_address = st.components.v2.component("mgi_wanted", js=_SCRIPT)


def may_enter(settings: Settings) -> bool:
    """Say whether the user of this session may use the app.

    Raises:
        SettingsError: Sign-in is on, but Streamlit knows no provider to sign in with.
    """
    return not settings.sign_in or (_is_signed_in() and is_allowed(st.user, settings.allowed))


def is_allowed(claims: Mapping[str, object], allowed: Collection[str]) -> bool:
    """Say whether the e-mail address among a provider's ``claims``, or its domain, is ``allowed``.

    An address that the provider calls unconfirmed (``email_verified``, OpenID Connect Core 1.0, 5.1) does not count.
    """
    email = _email(claims)
    return bool(email) and not {email, email[email.rfind("@") :]}.isdisjoint(entry.casefold() for entry in allowed)


def show_door() -> None:
    """Draw, for one who may not enter, the way to sign in or, signed in already, a refusal and the way out."""
    if not _is_signed_in():
        _keep_address(key="wanted", data={"inside": False}, height=1)
        st.markdown(texts.NEEDED)
        st.button(texts.SIGN_IN, on_click=_sign_in, type="primary", icon=":material/login:")
        return
    email = _email(st.user)
    refusal = texts.REFUSED.format(email) if email else texts.REFUSED_UNKNOWN
    st.warning(escaped(f"{refusal} {texts.REFUSED_HINT}"))
    _show_way_out()


def show_account(settings: Settings) -> None:
    """Draw in the side bar who is signed in, and the way out."""
    if settings.sign_in:
        with st.sidebar:
            _keep_address(key="wanted", data={"inside": True}, height=1)
            st.caption(escaped(texts.SIGNED_IN_AS.format(_email(st.user))))
            _show_way_out()


@calm()
def _sign_in() -> None:
    st.login()


def _show_way_out() -> None:
    st.button(texts.SIGN_OUT, on_click=calm()(st.logout), icon=":material/logout:", key="sign-out")


def _is_signed_in() -> bool:
    signed_in = st.user.get("is_logged_in")
    if signed_in is None:
        raise SettingsError(
            "Sign-in is on, but the app's secrets have no section [auth].",
            "Name a provider as docs/sign-in.md tells, or set MGI_SIGN_IN to false.",
        )
    return signed_in is True


def _email(claims: Mapping[str, object]) -> str:
    """Return the confirmed e-mail address among the claims, if there is one."""
    email, verified = claims.get("email"), claims.get("email_verified", True)
    known = isinstance(email, str) and str(verified).casefold() == "true"
    return str(email).strip().casefold() if known else ""
