"""The conversation of the page “Ask” without a browser: chips, filters, addresses, what is kept, what is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from mgi_assistant.assistant import Assistant
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.types import Filters
from mgi_assistant.ui import chat, texts
from mgi_assistant.ui.exchange import Exchange, Turn, exchanged
from mgi_assistant.ui.permalink import address, read
from mgi_assistant.ui.texts import chat as say

APP = Path(__file__).resolve().parents[2] / "app.py"
FIGURE, ADVICE, PLACE, CITIES = texts.SUGGESTED
NOWHERE = "What did the MGI lead to in Japan?"
AFRICA = "region:africa"


@pytest.fixture(autouse=True)
def _nothing_kept(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


def _open(**params: str | list[str]) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params.update(params)
    return _calm(app.run())


def _calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def _ask(app: AppTest, question: str) -> AppTest:
    return _calm(app.chat_input[0].set_value(question).run())


def _click(app: AppTest, label: str, nth: int = 0) -> AppTest:
    return _calm([button for button in app.button if button.label == label][nth].click().run())


def _exchanges(app: AppTest) -> list[Exchange]:
    return list(app.session_state["exchanges"])


def _questions(app: AppTest) -> list[str]:
    return [exchange.question for exchange in _exchanges(app)]


def _said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.caption, *app.info, *app.warning])


def _token(app: AppTest) -> str:
    token: Any = app.query_params["c"]
    return token if isinstance(token, str) else token[0]


def test_what_was_recognised_can_be_switched_off_and_on_again() -> None:
    app = _ask(_open(), "What did the MGI lead to in the Gambia on migration data?")
    (chips,) = app.pills
    assert chips.value == ["GMB", "migration-data"]
    _calm(chips.set_value(["migration-data"]).run())
    (exchange,) = _exchanges(app)
    assert exchange.without == {"GMB"}
    assert exchange.answer
    assert exchange.answer.query.places == ()
    assert texts.UNDERSTOOD.format("What did the MGI lead to on migration data?") in _said(app)
    (chips,) = app.pills
    assert chips.options == [POLICY_AREAS["migration-data"].name, "Gambia"]
    assert chips.value == ["migration-data"]
    _calm(chips.set_value(["migration-data", "GMB"]).run())
    assert _exchanges(app)[0].answer.query.places == ("GMB",)


def test_a_follow_up_is_understood_from_the_question_as_it_was_changed() -> None:
    app = _ask(_ask(_open(), PLACE), "What did Mali do on migration data?")
    first, last = app.pills
    assert first.disabled, "what follows an earlier answer rests on it"
    _calm(last.set_value(["migration-data"]).run())
    _ask(app, "and Peru?")
    assert texts.UNDERSTOOD.format("What did countries do on migration data?") in _said(app)
    assert "Mali" not in _exchanges(app)[-1].answer.query.shown
    assert _exchanges(app)[-1].answer.query.shown != "and Peru?"


def test_filters_shape_the_answer_and_are_said_in_it(assistant: Assistant) -> None:
    app = _open()
    _calm(app.multiselect(key="filter-regions").set_value([AFRICA]).run())
    assert "Mali" in app.multiselect(key="filter-countries").options
    assert "Peru" not in app.multiselect(key="filter-countries").options
    assert say.NEXT_LIMITED.format("Africa") in _said(app)
    _ask(app, "Which countries worked on migration data?")
    (exchange,) = _exchanges(app)
    members = assistant.gazetteer.members(AFRICA)
    assert exchange.filters == Filters(members)
    assert exchange.answer
    assert exchange.answer.citations
    for citation in exchange.answer.citations:
        assert members & set(assistant.store.passage(citation.passage_id).places)
    assert say.LIMITED_TO.format("Africa") in _said(app)
    assert exchange.limits == ("Africa",)

    _click(app, say.CLEAR_FILTERS)
    assert app.multiselect(key="filter-regions").value == []
    assert say.LIMITED_TO.format("Africa") in _said(app), "the answer above was limited, and still says so"
    _click(app, say.ASK_UNFILTERED)
    assert [exchange.filters for exchange in _exchanges(app)] == [Filters()]
    assert say.LIMITED_TO.format("Africa") not in _said(app)


def test_every_filter_is_one() -> None:
    app = _open()
    for name, value in {
        "countries": ["SYC"], "levels": ["national"], "areas": ["migrant-workers"], "years": [2023],
        "sources": ["stories"],
    }.items():  # fmt: skip
        _calm(app.multiselect(key=f"filter-{name}").set_value(value).run())
    _ask(app, "What was done?")
    expected = Filters(
        frozenset({"SYC"}), "national", frozenset({"migrant-workers"}), frozenset({"stories"}), frozenset({2023})
    )
    assert _exchanges(app)[0].filters == expected


def test_not_found_under_filters_can_be_asked_without_them() -> None:
    app = _open(q="What did the MGI lead to in Mali?", country="PER")
    assert _exchanges(app)[0].answer.status == "not_found"
    _click(app, say.ASK_UNFILTERED)
    assert _exchanges(app)[0].answer.status == "answered"
    assert app.multiselect(key="filter-countries").value == []


def test_follow_ups_offered_are_answered(assistant: Assistant) -> None:
    app = _ask(_open(), ADVICE)
    assert say.FOLLOW_UPS in _said(app)
    offered = [button.label for button in app.main.button if button.label.endswith("?")]
    assert offered
    assert ADVICE not in offered
    assert all(assistant.ask(question, [ADVICE]).status == "answered" for question in offered)
    _click(app, offered[0])
    assert _questions(app) == [ADVICE, offered[0]]


def test_a_question_is_changed_and_what_followed_is_dropped() -> None:
    app = _ask(_ask(_ask(_open(), PLACE), "and Mali?"), FIGURE)
    _click(app, say.EDIT, 1)
    assert app.text_area[0].value == "and Mali?"
    app.text_area[0].set_value("and Belize?")
    _click(app, say.ASK_EDITED)
    assert _questions(app) == [PLACE, "and Belize?"]
    assert texts.UNDERSTOOD.format("What did the MGI lead to in Belize?") in _said(app)
    _click(app, say.EDIT)
    _click(app, say.CANCEL)
    assert not app.text_area
    assert _questions(app) == [PLACE, "and Belize?"]


def test_a_question_that_is_stopped_is_said_to_be_and_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open()

    def stopped(*_: object) -> Exchange:
        raise StopException

    with monkeypatch.context() as during:
        during.setattr(chat, "exchanged", stopped)
        _ask(app, PLACE)
    _calm(app.run())
    assert say.STOPPED in _said(app)
    _ask(app, FIGURE)
    assert [bool(exchange.answer) for exchange in _exchanges(app)] == [False, True]


def test_a_conversation_is_restored_and_no_two_sessions_write_to_one() -> None:
    app = _ask(_ask(_open(), PLACE), "and Mali?")
    again = _open(c=_token(app))
    assert _questions(again) == [PLACE, "and Mali?"]
    assert [e.answer.text for e in _exchanges(again)] == [e.answer.text for e in _exchanges(app)]
    assert not {e.key for e in _exchanges(again)} & {e.key for e in _exchanges(app)}
    assert _token(again) != _token(app)
    _ask(again, FIGURE)
    assert _questions(_open(c=_token(app))) == [PLACE, "and Mali?"]
    assert _questions(_open(c=_token(again))) == [PLACE, "and Mali?", FIGURE]


def test_a_conversation_that_is_not_kept_is_said_not_to_be() -> None:
    app = _open(c="x" * 32)
    assert say.FORGOTTEN in _said(app)
    assert _questions(app) == []


def test_conversations_of_the_session_are_listed_to_go_back_to() -> None:
    app = _ask(_open(), PLACE)
    _calm(app.multiselect(key="filter-countries").set_value(["MLI"]).run())
    _click(app, texts.NEW)
    assert "c" not in app.query_params
    _ask(app, FIGURE)
    listed = [button.label for button in app.sidebar.button if button.label.startswith("What")]
    assert len(listed) == 2
    _calm(next(b for b in app.sidebar.button if b.label == listed[1]).click().run())
    assert _questions(app) == [PLACE]
    assert app.multiselect(key="filter-countries").value == [], "those that its last question was asked with"


def test_an_address_asks_its_question_once_and_bad_values_are_named() -> None:
    app = _open(
        q=CITIES, country=["Ecuador", "Atlantis"], level="local", year=["2023", "soon"], area="nonsense", region="MLI"
    )
    assert say.BAD_LINK.format("region=MLI, country=Atlantis, area=nonsense, year=soon") in _said(app)
    (exchange,) = _exchanges(app)
    assert exchange.filters == Filters(frozenset({"ECU"}), "local", years=frozenset({2023}))
    assert exchange.answer
    assert app.multiselect(key="filter-countries").value == ["ECU"]
    assert app.query_params["q"] in (CITIES, [CITIES])
    _calm(app.run())
    assert _questions(app) == [CITIES]
    _ask(app, FIGURE)
    assert set(app.query_params) == {"c"}


@pytest.mark.parametrize("question", ["???", "x" * 5000])
def test_an_address_with_a_question_that_cannot_be_asked_is_calm(question: str) -> None:
    assert len(_open(q=question).warning) == 1


@pytest.mark.parametrize(
    ("earlier", "turn"),
    [
        ([], Turn(FIGURE)),
        ([PLACE], Turn("and Mali?")),
        ([ADVICE], Turn("why?")),
        ([CITIES], Turn("what about the first one?")),
        ([], Turn(PLACE, without=frozenset({"GMB"}))),
        ([], Turn("Which countries worked on migration data?", Filters(level="national", years=frozenset({2023})))),
        ([], Turn("¿Qué ciudades de Ecuador participaron?")),
    ],
)
def test_the_link_of_an_answer_gives_it_again(assistant: Assistant, earlier: list[str], turn: Turn) -> None:
    before = [exchanged(assistant, Turn(question), []) for question in earlier]
    exchange = exchanged(assistant, turn, before)
    link = read(parse_qs(urlsplit(address(exchange, before, assistant)).query), assistant)
    assert link.bad == ()
    assert link.turn
    again = exchanged(assistant, link.turn, [])
    assert again.answer
    assert exchange.answer
    assert again.answer.text == exchange.answer.text
    assert again.answer.citations == exchange.answer.citations
