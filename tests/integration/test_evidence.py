"""Evidence, marks and the row of actions under an answer, without a browser, over a real index."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mgi_assistant.assistant import Assistant
from mgi_assistant.feedback import Feedback
from mgi_assistant.text import readable
from mgi_assistant.ui import marks, texts
from mgi_assistant.ui.exchange import Exchange
from mgi_assistant.ui.exhibits import exhibit_of, exhibits
from mgi_assistant.ui.marks import linked
from mgi_assistant.ui.texts import answers

FIGURE, ADVICE, PLACE, CITIES = texts.SUGGESTED
NOWHERE = "How many fishing licences were sold?"
CARDS = "Which countries gave migration a place in their climate policies?"
SHOWN = "shown"


def draw() -> None:
    """Draw the exchanges of the session, each with its row of actions."""
    import streamlit as st

    from mgi_assistant.settings import load_settings
    from mgi_assistant.ui.actions import show_actions
    from mgi_assistant.ui.answers import show_exchange
    from mgi_assistant.ui.opening import opened

    exchanges = st.session_state["shown"]
    for exchange in exchanges:
        show_exchange(exchange)
        show_actions(exchange, exchanges, opened("1", load_settings()))


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Stand in for the script in the browser: the marks, by the key of their exchange, that are being chosen."""
    now: dict[str, int] = {}

    def listen(*, key: str, **_: object) -> dict[str, int | None]:
        return {"opened": now.get(key.removesuffix("-marks"))}

    monkeypatch.setattr(marks, "_listen", listen)
    return now


def exchange(assistant: Assistant, question: str, history: tuple[str, ...] = ()) -> Exchange:
    answer = assistant.ask(question, history)
    return Exchange(question, answer, exhibits(answer, assistant.store), limits=("National",))


@pytest.fixture
def ratings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Feedback:
    monkeypatch.setenv("MGI_FEEDBACK", str(tmp_path / "feedback.sqlite"))
    return Feedback(tmp_path / "feedback.sqlite")


@pytest.fixture
def show(shipped_index: Path, monkeypatch: pytest.MonkeyPatch, ratings: Feedback) -> Any:
    """Return a function that shows exchanges in an app."""
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))

    def shown(*exchanges: Exchange) -> AppTest:
        app = AppTest.from_function(draw, default_timeout=120)
        app.session_state[SHOWN] = list(exchanges)
        return calm(app.run())

    return shown


def calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def marked(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


# -- marks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [FIGURE, ADVICE, PLACE, CITIES, CARDS, NOWHERE])
def test_every_mark_of_an_answer_is_a_link_that_names_its_source(
    assistant: Assistant, show: Any, question: str
) -> None:
    one = exchange(assistant, question)
    assert one.answer
    text = "\n".join(element.value for element in show(one).markdown)
    for citation in one.answer.citations:
        assert rf'[\[{citation.n}\]](#source-{one.key}-{citation.n} "Open the source: ' in text
    assert "] [" not in text.replace("\\", "")


def test_what_only_looks_like_a_mark_is_no_link(assistant: Assistant) -> None:
    citations = assistant.ask(PLACE).citations
    for text in (r"see \[1\] there", "an [9] of another", "a [1](https://example.org) link"):
        assert linked(text, citations, "key") == text


def test_a_title_with_quotation_marks_stays_one_link(assistant: Assistant) -> None:
    from dataclasses import replace

    from markdown_it import MarkdownIt

    citation = replace(assistant.ask(PLACE).citations[0], title='The "best" (of) <b>\\ 5" & `more`\n[x]')
    rendered = MarkdownIt().render(linked("So. [1]", [citation], "key"))
    assert rendered.count("<a ") == 1
    assert "&quot;best&quot; (of) &lt;b&gt;\\ 5&quot; &amp; `more` [x], p. 5" in rendered
    assert ">[1]</a>" in rendered


# -- the opened evidence -----------------------------------------------------------------------------------------------


def test_a_chosen_mark_opens_the_quote_its_page_and_the_page_as_a_file(
    assistant: Assistant, show: Any, chosen: dict[str, int]
) -> None:
    one = exchange(assistant, PLACE)
    app = show(one)
    assert not app.get("dialog")
    assert not app.get("image")
    chosen[one.key] = 1
    calm(app.run())
    (image,) = app.get("image")
    assert image.captions == [texts.BOXED]
    assert any(button.proto.label == answers.DOWNLOAD_PAGE for button in app.get("download_button"))
    assert any(element.value.startswith("**Success Stories 2023") for element in app.markdown)
    chosen.clear()
    assert not calm(app.run()).get("image")


def test_a_mark_of_an_earlier_answer_opens_its_own_evidence(
    assistant: Assistant, show: Any, chosen: dict[str, int]
) -> None:
    first, second = exchange(assistant, PLACE), exchange(assistant, FIGURE)
    app = show(first, second)
    quote = f">{escape(first.exhibits[0].marked()[1])}</mark>"
    assert marked(app).count(quote) == 1
    chosen[first.key] = 1
    assert marked(calm(app.run())).count(quote) == 2


def test_a_row_opens_as_a_small_table(assistant: Assistant, show: Any, chosen: dict[str, int]) -> None:
    one = exchange(assistant, CITIES)
    app = show(one)
    tables = len(app.table)
    chosen[one.key] = 2
    calm(app.run())
    assert len(app.table) == tables + 1
    shown = app.table[-1].value
    assert "Ecuador" in shown.to_string()
    assert not app.get("image")


def test_an_exhibit_of_a_citation_is_that_of_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask(PLACE)
    assert exhibit_of(answer.citations[0], assistant.store) == exhibits(answer, assistant.store)[0]
    assert exhibits(answer, assistant.store)[0].corpus


# -- the row of actions ------------------------------------------------------------------------------------------------


def test_thumbs_and_reason_are_kept_once_and_can_be_changed(assistant: Assistant, show: Any, ratings: Feedback) -> None:
    one, two = exchange(assistant, PLACE), exchange(assistant, "and Mali?", (PLACE,))
    app = show(one, two)
    assert ratings.ratings() == []
    calm(app.feedback(f"{two.key}-rating").set_value(1).run())
    (kept,) = ratings.ratings()
    assert (kept.helpful, kept.reason, kept.asked["history"]) == (True, "", [PLACE])
    assert kept.asked["question"] == "and Mali?"

    calm(app.feedback(f"{two.key}-rating").set_value(0).run())
    app.pills(f"{two.key}-reasons").set_value([answers.DOWN_REASONS[0]])
    app.text_input(f"{two.key}-reason-0").set_value("It tells of\nanother census.").run()
    (kept,) = ratings.ratings()
    assert (kept.helpful, kept.reason) == (False, f"{answers.DOWN_REASONS[0]}; It tells of another census.")

    calm(app.feedback(f"{two.key}-rating").set_value(None).run())
    assert ratings.ratings() == []


def test_ratings_that_cannot_be_kept_are_said_calmly(
    assistant: Assistant, show: Any, ratings: Feedback, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratings.file.mkdir()
    one = exchange(assistant, PLACE)
    app = show(one)
    calm(app.feedback(f"{one.key}-rating").set_value(1).run())
    assert "cannot be read or written" in app.warning[0].value


def test_a_conversation_is_offered_whole_from_the_second_answer_on(assistant: Assistant, show: Any) -> None:
    one, problem = exchange(assistant, PLACE), Exchange("?", problem="The question is empty.")
    labels = [button.proto.label for button in show(one, problem).get("download_button")]
    assert labels == [answers.ANSWER_WORD, answers.ANSWER_MARKDOWN]
    labels = [button.proto.label for button in show(one, exchange(assistant, FIGURE)).get("download_button")]
    assert labels.count(answers.CONVERSATION_WORD) == 2


def test_a_heading_that_is_quoted_is_shown_with_what_stands_under_it(assistant: Assistant) -> None:
    answer = assistant.ask("Which policy areas come under the enabler on partnerships?")
    shown = exhibits(answer, assistant.store)
    assert [readable(exhibit.citation.quote) for exhibit in shown] == [
        "Enhancing partnerships with civil society and the private sector",
        "Harnessing the contributions of the diaspora",
    ]
    assert all(exhibit.verified for exhibit in shown)
    before, quote, after = shown[1].marked()
    assert (before, quote) == ("", "Harnessing the contributions of the diaspora")
    assert after
