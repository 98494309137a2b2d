"""Settings: what may be set, and a wrong value told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from mgi_assistant.errors import SettingsError
from mgi_assistant.settings import DEFAULT_MODEL, load_settings, shape_fingerprint


def test_arguments_come_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MGI_INDEX", str(tmp_path / "environment"))
    monkeypatch.setenv("MGI_BATCH_SIZE", "7")
    assert load_settings().index == tmp_path / "environment"
    assert load_settings(index=None).index == tmp_path / "environment"
    assert load_settings(index=tmp_path / "argument").index == tmp_path / "argument"
    assert load_settings().batch_size == 7


def test_an_empty_variable_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_INDEX", "")
    monkeypatch.setenv("MGI_MODEL", "")
    settings = load_settings()
    assert settings.index.is_absolute()
    assert settings.model == DEFAULT_MODEL


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATCH_SIZE", "many"),
        ("BATCH_SIZE", "0"),
        ("PASSAGE_WORDS", "3"),
        ("PARSE_TIMEOUT_S", "-1"),
        ("PARSE_MEMORY_MB", "1.5"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MGI_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert repr(name.lower()) in str(caught.value)
    assert repr(value) in str(caught.value)
    assert f"MGI_{name}" in caught.value.hint


def test_an_unknown_setting_is_an_error_and_a_foreign_variable_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_SOMETHING_ELSE", "x")
    load_settings()
    with pytest.raises(SettingsError, match="colour"):
        load_settings(colour="red")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().batch_size = 3  # type: ignore[misc]


def test_the_fingerprint_follows_what_shapes_passages_and_nothing_else(tmp_path: Path) -> None:
    plain = shape_fingerprint(load_settings())
    assert shape_fingerprint(load_settings(passage_words=50)) != plain
    assert shape_fingerprint(load_settings(index=tmp_path, batch_size=3, parse_timeout_s=9)) == plain
