"""The chat without a browser, over real indexes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from mgi_assistant.answers import Answer
from mgi_assistant.assistant import Assistant
from mgi_assistant.page_image import draw_page
from mgi_assistant.render import escaped, placed
from mgi_assistant.ui import texts
from mgi_assistant.ui.exhibits import Exhibit, exhibits
from tests.integration.conftest import run_ingest

APP = Path(__file__).resolve().parents[2] / "app.py"
FIGURE, ADVICE, PLACE, CITIES = texts.SUGGESTED
NOWHERE = "What did the MGI lead to in Japan?"


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()


def _open(index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("MGI_INDEX", str(index))
    return _calm(AppTest.from_file(APP, default_timeout=120).run())


@pytest.fixture
def app(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return _open(shipped_index, monkeypatch)


def _calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def _ask(app: AppTest, question: str) -> AppTest:
    return _calm(app.chat_input[0].set_value(question).run())


def _click(app: AppTest, label: str) -> AppTest:
    return _calm(next(button for button in app.button if button.label == label).click().run())


def _answers(app: AppTest) -> list[Answer]:
    return [exchange.answer for exchange in app.session_state["exchanges"]]


def _page_text(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.header, *app.info, *app.warning, *app.error]
    return "\n".join(element.value for element in shown)


def _unlinked(markdown: str) -> str:
    """Return a text with its marks as they are in the answer, where no link opens them."""
    return re.sub(r'\[\\\[(\d+)\\\]\]\(#\S+ "(\\.|[^"\\])*"\)', r"[\1]", markdown)


def _suggested(app: AppTest) -> list[str]:
    """Return the questions that are offered, which end as questions do."""
    return [button.label for button in app.main.button if button.label.endswith("?")]


def _sources(app: AppTest) -> list[str]:
    return [expander.label for expander in app.expander if expander.label.startswith(r"\[")]


def test_the_start_offers_questions_and_says_what_is_searched(app: AppTest, assistant: Assistant) -> None:
    assert _suggested(app) == list(texts.SUGGESTED)
    assert app.title[0].value == texts.TITLE
    sidebar = "\n".join(element.value for element in [*app.sidebar.markdown, *app.sidebar.caption])
    assert all(source.title in sidebar for source in assistant.store.sources)
    assert texts.NO_RANKING in sidebar


@pytest.mark.parametrize("question", texts.SUGGESTED)
def test_every_suggested_question_has_an_answer(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.citations


def test_a_suggestion_is_answered_with_sources_that_show_the_quote(app: AppTest) -> None:
    _click(app, PLACE)
    (answer,) = _answers(app)
    assert answer.claims[0].text in _page_text(app)
    assert len(_sources(app)) == len(answer.citations)
    assert all(":material/verified:" in label for label in _sources(app))
    html = "\n".join(element.proto.body for element in app.get("html"))
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", html)
    assert len(marked) == len(answer.citations)
    assert texts.VERIFIED.format(texts.PAGE) in _page_text(app)


@pytest.mark.parametrize(
    "question",
    [
        "Which countries gave migration a place in their climate policies?",
        ADVICE,
        "What did the MGI lead to in Mali and Japan?",
    ],
)
def test_examples_are_cards_and_nothing_of_the_answer_is_lost_or_said_twice(app: AppTest, question: str) -> None:
    _ask(app, question)
    (answer,) = _answers(app)
    shown = [_unlinked(element.value) for element in app.main.markdown]
    for example in answer.examples:
        assert sum(escaped(example.text) in text for text in shown) == 1
    cards = [f"**{placed(example)}**" for example in answer.examples]
    lines = [line for line in answer.text.split("\n") if line and not any(card in line for card in cards)]
    assert all(line in "\n".join([*shown, "**Examples**"]) for line in lines)


def test_citations_survive_reruns_and_new_questions(app: AppTest) -> None:
    _click(app, PLACE)
    before = _sources(app)
    assert before
    _calm(app.run())
    assert _sources(app) == before
    _ask(app, FIGURE)
    assert _sources(app)[: len(before)] == before
    assert len(_sources(app)) > len(before)
    app.toggle[0].set_value(True).run()
    assert len(_calm(app).get("image")) == 1
    _ask(app, NOWHERE)
    assert len(app.get("image")) == 1, "the opened page of the first answer stays open"


def test_the_page_is_drawn_on_demand_with_the_quote_boxed(app: AppTest) -> None:
    _click(app, PLACE)
    assert not app.get("image")
    app.toggle[0].set_value(True).run()
    (image,) = _calm(app).get("image")
    assert image.captions == [texts.BOXED]


def test_rows_of_one_table_are_one_source_with_its_values(app: AppTest) -> None:
    _ask(app, CITIES)
    (answer,) = _answers(app)
    assert len(answer.citations) == 4
    assert len(_sources(app)) == 1
    (table,) = app.dataframe
    assert set(table.value["country"]) == {"Ecuador"}
    assert all(name in _answers(app)[0].text for name in table.value["place"])


def test_a_follow_up_is_understood_from_the_conversation(app: AppTest) -> None:
    _ask(app, "What did the MGI lead to in the Gambia?")
    _ask(app, "and Mali?")
    assert "Understood as: What did the MGI lead to in Mali?" in _page_text(app)
    _click(app, texts.NEW)
    assert not _sources(app)
    assert _suggested(app) == list(texts.SUGGESTED)
    _ask(app, "and Mali?")
    assert "Understood as" not in _page_text(app), "a new conversation knows nothing of the old one"


def test_not_found_says_what_was_searched_and_offers_questions(app: AppTest, assistant: Assistant) -> None:
    _ask(app, NOWHERE)
    assert _answers(app)[0].status == "not_found"
    searched = next(expander for expander in app.expander if expander.label == texts.SEARCHED)
    listed = "\n".join(element.value for element in searched.markdown)
    assert f"{len(assistant.store.sources)} sources" in listed
    assert "“Japan”" in listed
    assert assistant.store.sources[0].title.split(" (")[0] in listed
    assert _suggested(app)
    assert all(assistant.ask(question).status == "answered" for question in _suggested(app))


@pytest.mark.parametrize("question", ["???", "x" * 4001], ids=["empty", "too long"])
def test_a_question_that_cannot_be_asked_is_refused_and_forgotten(app: AppTest, question: str) -> None:
    _ask(app, PLACE)
    _ask(app, question)
    assert len(app.warning) == 1
    assert re.search(r"empty|limit", app.warning[0].value)
    _ask(app, "and Mali?")
    assert "Understood as: What did the MGI lead to in Mali?" in _page_text(app)


def test_two_conversations_do_not_mix(app: AppTest, shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = _open(shipped_index, monkeypatch)
    _ask(app, PLACE)
    _ask(other, NOWHERE)
    assert [answer.query.question for answer in _answers(app.run())] == [PLACE]
    assert [answer.query.question for answer in _answers(other.run())] == [NOWHERE]


def test_without_an_index_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(tmp_path / "index", monkeypatch)
    assert "mgi-ingest --index" in app.warning[0].value
    assert not app.chat_input


def test_an_index_being_built_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FileLock(tmp_path / "ingest.lock"):
        app = _open(tmp_path, monkeypatch)
        assert texts.BUILDING in app.info[0].value
    assert texts.MISSING in _calm(app.run()).warning[0].value


@pytest.mark.parametrize("fault", ["pointer", "manifest"])
def test_a_damaged_index_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    (tmp_path / "CURRENT").write_text("v-1")
    if fault == "manifest":
        (tmp_path / "v-1").mkdir()
        (tmp_path / "v-1" / "manifest.json").write_text('{"format": ')
    app = _open(tmp_path, monkeypatch)
    assert "mgi-ingest" in app.error[0].value
    assert "Traceback" not in _page_text(app)
    assert not app.chat_input


HOSTILE = "Harbour fees in [Atlantis](https://example.org) rose by *12 per cent* <b>& more</b> :smile: $x$ in 2021."


def test_a_new_index_is_served_without_a_restart(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "fees.csv").write_text(f"note\n{HOSTILE}\n", "utf-8")
    run_ingest("--corpus", corpus, "--index", index, cache=cache)
    app = _open(index, monkeypatch)
    assert not set(_suggested(app)) & set(texts.SUGGESTED), "this index does not answer those of the shipped corpus"
    _ask(app, "By how much did harbour fees rise?")
    shown = [element.proto.body for element in app.get("html")]
    assert shown, "the row is shown as evidence"
    assert "&lt;b&gt;&amp; more&lt;/b&gt; :smile: $x$ in 2021." in shown[0]
    assert "<b>" not in shown[0]

    (corpus / "lamps.csv").write_text("note\nThe town bought forty street lamps in 2022.\n", "utf-8")
    run_ingest("--corpus", corpus, "--index", index, cache=cache)
    _ask(app, "How many street lamps did the town buy?")
    first, second = app.session_state["exchanges"]
    assert second.answer.searched.sources == ("fees", "lamps")
    assert first.exhibits[0].verified, "evidence of the earlier index is still at hand"


def test_a_file_that_changed_since_is_not_drawn(app: AppTest, assistant: Assistant) -> None:
    _click(app, PLACE)
    exchange = app.session_state["exchanges"][0]
    changed = [Exhibit(**{**_fields(e), "sha256": "0" * 64}) for e in exchange.exhibits]
    app.session_state["exchanges"] = [type(exchange)(exchange.question, exchange.answer, tuple(changed))]
    app.run()
    app.toggle[0].set_value(True).run()
    assert texts.FILE_CHANGED in _calm(app).warning[0].value
    assert not app.get("image")


def _fields(exhibit: Exhibit) -> dict[str, object]:
    return {name: getattr(exhibit, name) for name in Exhibit.__slots__}


def test_a_quote_that_is_not_in_the_page_is_not_called_verified(assistant: Assistant) -> None:
    exhibit = exhibits(assistant.ask(PLACE), assistant.store)[0]
    before, quote, after = exhibit.marked()
    assert exhibit.verified
    assert quote
    assert f"{before} {quote} {after}".split() == exhibit.passage.text.split()
    altered = Exhibit(**{**_fields(exhibit), "stored": exhibit.stored.replace(" ", "  ")})  # type: ignore[arg-type]
    assert not altered.verified
    assert altered.marked() == ("", quote, "")


def test_the_first_sentence_of_every_page_of_the_shipped_reports_is_boxed(assistant: Assistant) -> None:
    seen = set()
    for passage in assistant.store.passages:
        source = assistant.store.source_by_id[passage.locator.source_id]
        if source.kind != "report" or passage.locator in seen:
            continue
        seen.add(passage.locator)
        file = Path(assistant.store.manifest.corpus) / source.path
        drawn = draw_page(file, passage.locator.page or 0, passage.sentence(0), width=100)
        assert drawn.boxes, (source.path, passage.locator.page, passage.sentence(0))
    assert len({locator.source_id for locator in seen}) == 2
    assert len(seen) > 20
