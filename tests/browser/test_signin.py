"""Sign-in with a provider on this machine, in a real browser."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from mgi_assistant.shipped import shipped_corpus
from mgi_assistant.ui import texts
from mgi_assistant.ui.navigation import PAGES
from mgi_assistant.ui.texts import signin
from tests.browser.conftest import settle
from tests.browser.provider import CLIENT, SECRET, provider
from tests.conftest import shared_cache
from tests.serving import free_port, served

pytestmark = pytest.mark.browser

SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "long enough to be used in a test only"
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
TITLES = [source["title"] for source in tomllib.loads((shipped_corpus() / "catalogue.toml").read_text())["source"]]

Arrive = Callable[[], Any]


@pytest.fixture(scope="module")
def guarded(chat: str, served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the index of the chat once more, for those of one domain and one other address only."""
    port = free_port()
    secrets = tmp_path_factory.mktemp("secrets") / "provider.toml"
    with provider() as known:
        secrets.write_text(SECRETS.format(port=port, client=CLIENT, secret=SECRET, provider=known))
        settings = {
            "MGI_SIGN_IN": "true",
            "MGI_ALLOWED": "@ministry.example, dana@partner.example",
            "MGI_SECRETS": str(secrets),
        }
        with served(served_folder, shared_cache(tmp_path_factory), port, **settings) as address:
            yield address


@pytest.fixture
def arrive(window: Any) -> Iterator[Arrive]:
    """Open pages one after the other, nobody being signed in yet; ``page.heard`` is all that the app sent."""
    pages = []

    def left() -> None:
        for page in pages:
            page.evaluate("localStorage.clear()")
            page.close()
        pages.clear()
        window.clear_cookies()

    def opened() -> Any:
        left()
        page = window.new_page()
        pages.append(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.set_default_timeout(30_000)
        page.heard = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: page.heard.append(frame)))
        return page

    yield opened
    left()


def _heard(page: Any) -> str:
    frames = [frame if isinstance(frame, bytes) else frame.encode() for frame in page.heard]
    return b"".join(frames).decode("utf-8", "replace")


def _sign_in(page: Any, address: str, account: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=signin.SIGN_IN).click()
    page.get_by_role("link", name=account).click()
    page.wait_for_url(f"{urljoin(address, '/')}**")
    page.get_by_role("button", name=signin.SIGN_OUT).wait_for()
    settle(page)


def test_without_sign_in_there_is_nothing_but_the_door(guarded: str, arrive: Arrive) -> None:
    page = arrive()
    for path in [*(one[0] for one in PAGES), "nowhere", "?q=What+did+the+MGI+lead+to+in+Mali"]:
        page.heard.clear()
        page.goto(f"{guarded}/{path}")
        page.get_by_role("button", name=signin.SIGN_IN).wait_for()
        settle(page)
        heard = _heard(page)
        assert signin.NEEDED in heard, "what the app sends is heard"
        assert not any(title in heard for title in TITLES)
        shown = page.get_by_test_id("stMain").inner_text().split("\n")
        assert set(map(str.strip, shown)) - {"", "login"} == {texts.TITLE, signin.NEEDED, signin.SIGN_IN}
        assert page.get_by_role("link", name=texts.SOURCES_PAGE).count() == 0


@pytest.mark.parametrize("account", ["Amara", "Dana"])
def test_who_is_on_the_list_gets_in_and_out_again(guarded: str, arrive: Arrive, account: str) -> None:
    page = arrive()
    _sign_in(page, guarded, account)
    box = page.get_by_role("textbox", name=texts.ASK)
    box.wait_for()
    page.get_by_role("link", name=texts.SOURCES_PAGE).wait_for()
    assert any(title in _heard(page) for title in TITLES)
    page.get_by_text(signin.SIGNED_IN_AS.format("")).wait_for()
    page.get_by_role("button", name=signin.SIGN_OUT).click()
    page.get_by_role("button", name=signin.SIGN_IN).wait_for()
    assert box.count() == 0


def test_a_link_to_an_answer_is_followed_after_signing_in(guarded: str, arrive: Arrive) -> None:
    page = arrive()
    _sign_in(page, f"{guarded}/?q=What+did+the+MGI+lead+to+in+Mali", "Amara")
    asked = page.get_by_test_id("stChatMessageContent").get_by_text("What did the MGI lead to in Mali", exact=True)
    asked.wait_for()
    assert asked.is_visible()


@pytest.mark.parametrize("account", ["Boris", "Chidi"])
def test_who_is_not_on_the_list_or_not_confirmed_is_refused(guarded: str, arrive: Arrive, account: str) -> None:
    page = arrive()
    _sign_in(page, guarded, account)
    for path in [page[0] for page in PAGES]:
        page.goto(f"{guarded}/{path}")
        page.get_by_text(signin.REFUSED_HINT).wait_for()
        settle(page)
        assert page.get_by_role("textbox").count() == 0
    assert not any(title in _heard(page) for title in TITLES)
    page.get_by_role("button", name=signin.SIGN_OUT).click()
    page.get_by_role("button", name=signin.SIGN_IN).wait_for()


def test_a_cookie_that_the_app_did_not_sign_opens_nothing(guarded: str, arrive: Arrive) -> None:
    page = arrive()
    _sign_in(page, guarded, "Amara")
    (own,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "_streamlit_user"]
    assert own["httpOnly"]
    forger = arrive()
    value = own["value"].strip('"')
    forger.context.add_cookies([own | {"value": ("a" if value[0] != "a" else "b") + value[1:]}])
    forger.goto(guarded)
    forger.get_by_role("button", name=signin.SIGN_IN).wait_for()
    copied = arrive()
    copied.context.add_cookies([own])
    copied.goto(guarded)
    copied.get_by_role("textbox", name=texts.ASK).wait_for()
