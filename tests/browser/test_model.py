"""The app with a language model, over a corpus that tries to steer it and lures to addresses of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from mgi_assistant.ui import texts as common
from mgi_assistant.ui.texts import model as texts
from tests.browser.conftest import Visit, settle, visits
from tests.chat_server import ChatServer, Reply
from tests.hostile_pdfs import DESK, SHARE, hostile_report, plain_report
from tests.integration.conftest import filled_cache, run_ingest
from tests.scripted import claim, shown_in
from tests.serving import free_port, served

pytestmark = pytest.mark.browser

QUESTION = "What did Tuvalu open for seasonal workers?"
BETWEEN_S = 5.0
"""Seconds between two sentences of the model."""
LIE = "The Coral Desk is [closed](http://127.0.0.1:9/closed)."


def script(messages: list[dict[str, Any]]) -> Reply:
    """Say one true sentence, and some seconds later a lie and another true one."""
    shown = shown_in(messages[-1]["content"])
    name = next(passage.id for passage in shown if DESK in passage.text)
    first = claim(DESK, (name, DESK)) + "\n"
    rest = f"{claim(LIE, (name, DESK))}\n{claim(SHARE, (name, SHARE))}"
    assert len(rest) < 2 * len(first)
    return Reply(first + rest, chunk=len(first), delay_s=BETWEEN_S)


@pytest.fixture(scope="module")
def model_and_visit(
    window: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ChatServer, ChatServer, Visit]]:
    """Serve the app over the hostile corpus, with a model; give the model, what the corpus lures to, and the app."""
    folder, cache = tmp_path_factory.mktemp("lured"), filled_cache(tmp_path_factory)
    (folder / "corpus").mkdir()
    with ChatServer(script) as server, ChatServer(Reply("never to be asked")) as lure:
        hostile_report(folder / "corpus", lure.endpoint)
        plain_report(folder / "corpus")
        run_ingest("--corpus", folder / "corpus", "--index", folder / "index", cache=cache)
        given = {"MGI_LLM_URL": server.url, "MGI_LLM_MODEL": "scripted", "MGI_LLM_TIMEOUT_S": "60"}
        with served(folder, cache, free_port(), **given) as address, visits(window, address) as visit:
            yield server, lure, visit


def test_sentences_come_as_they_are_verified_and_what_is_withheld_can_be_looked_at(
    model_and_visit: tuple[ChatServer, ChatServer, Visit],
) -> None:
    server, lure, visit = model_and_visit
    page = visit()
    page.get_by_placeholder(common.ASK).fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text(DESK).first.wait_for()
    assert page.get_by_text(SHARE).count() == 0, "it is not there yet"
    assert page.get_by_test_id("stChatMessage").get_by_text(common.SOURCES, exact=True).count() == 0
    page.get_by_text(SHARE).first.wait_for()
    settle(page)
    answer = page.get_by_test_id("stChatMessage").last
    assert answer.get_by_text(DESK).first.is_visible()
    assert answer.get_by_text("Put in words by scripted").is_visible()
    withheld = answer.get_by_text(texts.WITHHELD.format(1))
    assert not answer.get_by_text(texts.WITHHELD_NOTE).is_visible()
    withheld.click()
    answer.get_by_text(texts.WITHHELD_NOTE).wait_for()
    assert texts.NOT_SUPPORTED in answer.inner_text()
    assert answer.get_by_text(LIE.replace("://", ":\u2060//")).is_visible()
    links = [link.get_attribute("href") for link in answer.get_by_role("link").all()]
    assert all(re.match(r"#source-", link or "") for link in links), links
    side = page.get_by_test_id("stSidebar").inner_text().replace("\u2060", "")
    assert f"scripted at {server.endpoint}" in side
    assert {request.path for request in server.requests} == {"/v1/chat/completions"}
    assert lure.requests == []


def test_what_a_document_lures_with_is_shown_as_text(model_and_visit: tuple[ChatServer, ChatServer, Visit]) -> None:
    _, lure, visit = model_and_visit
    page = visit("?q=Which+country+ranks+first+of+all+countries+in+the+world%3F")
    page.get_by_test_id("stChatMessage").get_by_text(common.NEAREST, exact=True).wait_for()
    answer = page.get_by_test_id("stChatMessage").last
    assert lure.endpoint in answer.inner_text().replace("\u2060", ""), "where it would lead is to be read"
    links = [link.get_attribute("href") for link in answer.get_by_role("link").all()]
    assert all(re.match(r"#source-", link or "") for link in links), links
    assert answer.locator("img[src*='127.0.0.1'], script").count() == 0
    assert lure.requests == []
