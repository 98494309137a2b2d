"""“Find examples” and “Comparable places” without a browser, over a real index."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from docx import Document
from streamlit.testing.v1 import AppTest

from mgi_assistant.assistant import Assistant
from mgi_assistant.comparables import REASONS, find_place
from mgi_assistant.policy_areas import POLICY_AREAS
from mgi_assistant.text import readable
from mgi_assistant.ui import texts
from mgi_assistant.ui.comparable import place_names
from mgi_assistant.ui.directory import Entry, directory
from mgi_assistant.ui.exhibits import exhibit_of
from mgi_assistant.ui.handover import Handover
from mgi_assistant.ui.taking import Taken, word
from mgi_assistant.ui.texts import find as own
from tests.integration.conftest import run_ingest


def _find() -> None:
    from mgi_assistant.ui.find import show_find
    from mgi_assistant.ui.opening import with_assistant

    with_assistant(show_find)


def _comparable() -> None:
    from mgi_assistant.ui.comparable import show_comparable
    from mgi_assistant.ui.opening import with_assistant

    with_assistant(show_comparable)


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def find(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    return _calm(AppTest.from_function(_find, default_timeout=120).run())


@pytest.fixture
def comparable(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    return _calm(AppTest.from_function(_comparable, default_timeout=120).run())


@pytest.fixture(scope="module")
def entries(assistant: Assistant) -> dict[str, Entry]:
    return {entry.place.id: entry for entry in directory(assistant)}


def _calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def _text(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption, *app.info, *app.warning])


def _pills(app: AppTest, label: str) -> object:
    return next(group for group in app.button_group if group.label == label)


def _choose(app: AppTest, *places: str) -> AppTest:
    box = next(box for box in app.multiselect if box.label == own.CHOSEN)
    return _calm(box.set_value(list(places)).run())


def test_the_directory_has_every_example_and_every_participant_once(
    assistant: Assistant, entries: dict[str, Entry]
) -> None:
    told = {(e.example.iso3, e.level, e.example.place) for e in entries.values() if e.told}
    assert told == {(e.iso3, e.level, e.place) for e in assistant.examples().examples}
    listed = {row.passage.subject[0] for row in assistant.store.rows["participants"]}
    assert listed == set(entries)
    assert not entries["ALB"].told
    assert entries["MLI"].told
    assert entries["GEO"].level == "local", "Georgia took part through localities only"


def test_everything_in_the_directory_is_quoted_and_verified(assistant: Assistant, entries: dict[str, Entry]) -> None:
    for entry in entries.values():
        assert [citation.n for citation in entry.citations] == list(range(1, len(entry.citations) + 1))
        assert all(exhibit_of(citation, assistant.store).verified for citation in entry.citations)
        cited = [readable(c.quote) for c in entry.citations if c.n in entry.example.citations]
        assert entry.example.text in cited
        assert entry.short in entry.example.text or entry.told


def test_the_grid_counts_what_the_corpus_holds(assistant: Assistant, entries: dict[str, Entry]) -> None:
    for entry in entries.values():
        for area in POLICY_AREAS:
            tagged = [c for c in entry.citations if area in assistant.store.passage(c.passage_id).policy_areas]
            if area in entry.areas:
                assert len(entry.areas[area]) == len(tagged) > 0


def test_the_table_shows_all_and_a_search_fewer(find: AppTest, entries: dict[str, Entry]) -> None:
    assert len(find.dataframe[0].value) == len(entries)
    assert texts.NO_RANKING in _text(find)
    _calm(find.text_input[0].set_value("medellin").run())
    assert list(find.dataframe[0].value["Place"]) == ["Medellín"]
    _calm(find.text_input[0].set_value("nothing of the kind").run())
    assert own.NO_MATCH in _text(find)
    clear = next(button for button in find.button if button.label == own.CLEAR)
    _calm(clear.click().run())
    assert len(find.dataframe[0].value) == len(entries)


def test_filters_hold_together(find: AppTest) -> None:
    regions = next(box for box in find.multiselect if box.label == own.REGION)
    _calm(regions.set_value(["region:western-africa"]).run())
    _calm(_pills(find, own.LEVEL).set_value("local").run())  # type: ignore[attr-defined]
    table = find.dataframe[0].value
    assert set(table["Level"]) == {"Local"}
    assert {"Sierra Leone", "Ghana"} <= set(table["Country"])
    assert set(table["Region"]) == {"Western Africa"}


@pytest.mark.parametrize("view", [own.MAP, own.GRID])
def test_every_view_can_be_drawn_and_says_what_it_shows(find: AppTest, view: str) -> None:
    _calm(_pills(find, own.VIEW).set_value(view).run())  # type: ignore[attr-defined]
    said = _text(find)
    assert (own.MAP_NOTE if view == own.MAP else own.GRID_ABOUT) in said
    if view == own.MAP:
        assert "Ilobasco, El Salvador" in said, "what is not located is told"
        assert "Georgia" in said
    else:
        grid = find.dataframe[0].value
        assert list(grid.columns)[1:] == [own.AREAS[area] for area in POLICY_AREAS]
        assert "" in set(grid["Missing migrants"])


def test_chosen_places_stand_side_by_side_with_their_quotes(find: AppTest, entries: dict[str, Entry]) -> None:
    _choose(find, "MLI", "COL:medellin", "ALB")
    assert [heading.value for heading in find.subheader] == ["Mali", "Medellín, Colombia", "Albania"]
    shown = _text(find)
    assert f"“{entries['MLI'].example.text}”" in shown
    assert "took part in the Migration Governance Indicators" in shown
    assert [button.label for button in find.get("download_button")] == [own.WORD, own.CSV]
    _choose(find, *list(entries)[:6])
    assert len(find.subheader) == 4
    assert own.FIRST_ONLY.format(4, 6) in _text(find)


def test_chosen_places_are_handed_to_the_chat(find: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[object] = []
    monkeypatch.setattr("mgi_assistant.ui.taking.go_to_chat", lambda: went.append(True))
    _choose(find, "MLI", "COL:medellin")
    _calm(next(button for button in find.button if button.label == own.CHAT).click().run())
    handover = find.session_state["handed over"]
    assert isinstance(handover, Handover)
    assert handover.filters.places == {"MLI", "COL:medellin"}
    assert went == [True]


def test_the_word_file_has_each_place_and_its_reference(assistant: Assistant, entries: dict[str, Entry]) -> None:
    taken = [Taken(e, e.example, e.citations) for e in (entries["MLI"], entries["ALB"])]
    written = "\n".join(p.text for p in Document(io.BytesIO(word("Two", taken, assistant.store))).paragraphs)
    assert "Mali" in written
    assert "Albania" in written
    assert "Success Stories 2023 (restated)" in written


def test_every_place_that_can_be_chosen_can_be_compared(assistant: Assistant) -> None:
    names = place_names(assistant.gazetteer)
    assert len(set(names.values())) == len(names)
    for place, name in names.items():
        assert find_place(name, assistant.gazetteer).id == place


def test_a_place_without_an_example_is_compared_too(comparable: AppTest) -> None:
    assert own.START in _text(comparable)
    _calm(comparable.selectbox[0].set_value("JPN").run())
    said = _text(comparable)
    assert own.OWN_NOT_NAMED.format("Japan") in said
    assert "does not say that one example is better than another" in said
    assert "Both at the national level" in said


def test_only_the_reasons_that_count_are_given(comparable: AppTest) -> None:
    _calm(comparable.selectbox[0].set_value("MLI").run())
    _calm(_pills(comparable, own.REASONS).set_value(["region"]).run())  # type: ignore[attr-defined]
    assert [heading.value for heading in comparable.subheader] == [REASONS["region"]]
    assert "Both at the national level" not in _text(comparable)
    _calm(_pills(comparable, own.REASONS).set_value([]).run())  # type: ignore[attr-defined]
    assert own.NO_REASON in _text(comparable)


def test_what_is_ticked_is_taken_along(comparable: AppTest) -> None:
    _calm(comparable.selectbox[0].set_value("MLI").run())
    assert own.TAKEN_ALL.format(27) in _text(comparable)
    comparable.checkbox[0].check()
    comparable.checkbox[1].check()
    assert own.TAKEN.format(2) in _text(_calm(comparable.run()))
    _calm(comparable.selectbox[0].set_value("KEN").run())
    assert "ticked." not in _text(comparable).replace("Nothing is ticked", "")


def test_a_corpus_without_places_says_so(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "fees.csv").write_text("note\n<b>Harbour</b> fees rose by 12 per cent in 2021.\n", "utf-8")
    run_ingest("--corpus", corpus, "--index", index, cache=cache)
    monkeypatch.setenv("MGI_INDEX", str(index))
    assert own.NO_MATCH in _text(_calm(AppTest.from_function(_find, default_timeout=120).run()))


def test_what_a_file_says_is_shown_as_text(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    (corpus / "tables").mkdir(parents=True)
    (corpus / "tables" / "stories.csv").write_text(
        "iso3,area,what\nNOR,diaspora,<img src=x> Norway adopted a [strategy](https://example.org) *first*.\n", "utf-8"
    )
    (corpus / "catalogue.toml").write_text(
        '[[source]]\nid = "own"\ntitle = "Own stories"\nyear = 2025\npath = "tables/stories.csv"\ntext = "{what}"\n'
        '[source.columns]\niso3 = "iso3"\npolicy_areas = "area"\n',
        "utf-8",
    )
    run_ingest("--corpus", corpus, "--index", index, cache=cache)
    monkeypatch.setenv("MGI_INDEX", str(index))
    app = _calm(AppTest.from_function(_find, default_timeout=120).run())
    assert list(app.dataframe[0].value["Place"]) == ["Norway"]
    _choose(app, "NOR")
    (quote,) = [element.value for element in app.markdown if "Norway adopted" in element.value]
    assert not re.search(r"(?<!\\)[<\[*]", quote)
