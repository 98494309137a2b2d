"""Who may change what the app serves: by default only a browser on the machine that the app runs on."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from mgi_assistant.settings import Settings

_FORWARDING = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
"""Headers that tell of a proxy between the browser and the app."""


def may_change(settings: Settings) -> bool:
    """Say whether this browser may add sources and start the benchmark."""
    if settings.uploads != "auto":
        return settings.uploads == "on"
    return is_local(st.get_option("server.address"), st.context.headers)


def is_local(address: str | None, headers: Mapping[str, str]) -> bool:
    """Say whether the app listens on this machine alone and the browser reached it under a name of this machine.

    The second matters behind a proxy, where the first holds for everybody: a proxy gives itself away by a header of
    its own, or by the browser's, whose ``Origin`` is the address that people see.
    """
    if not _is_loopback(address) or any(name in headers for name in _FORWARDING):
        return False
    host, origin = headers.get("Host"), headers.get("Origin")
    if not host or not _is_loopback(_hostname(f"//{host}")):
        return False
    return not origin or _is_loopback(_hostname(origin))


def _hostname(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_loopback(name: str | None) -> bool:
    """Say whether ``name`` is this machine's own; no name is every address of it."""
    if not name:
        return False
    if name.lower() == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
