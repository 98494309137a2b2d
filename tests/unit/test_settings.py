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


def _complaint(**given: object) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load_settings(**given)
    return caught.value


def test_no_language_model_is_the_default() -> None:
    settings = load_settings()
    assert settings.llm_url is None
    assert settings.llm_key is None
    assert not settings.log_questions


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        (" https://name.openai.azure.com/openai/v1/ ", "https://name.openai.azure.com/openai/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_the_address_of_a_language_model_is_kept_without_its_last_slash(url: str, kept: str) -> None:
    assert load_settings(llm_url=url, llm_model="m").llm_url == kept


@pytest.mark.parametrize(
    "url",
    [
        "localhost:11434",
        "ftp://host/v1",
        "file:///etc/passwd",
        "http://",
        "http://host:99999/v1",
        "http://host:x/v1",
        "http://host/v1?key=1",
        "http://host/v1#a",
        "http://ho st/v1",
        "http://host\\@other/v1",
    ],
)
def test_what_is_no_address_of_an_endpoint_is_told(url: str) -> None:
    error = _complaint(llm_url=url, llm_model="m")
    assert "no address such as http://localhost:11434/v1" in str(error)
    assert "MGI_LLM_URL" in error.hint


def test_a_secret_in_an_address_or_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    error = _complaint(llm_url="https://me:s3cret@host/v1", llm_model="m")
    assert "MGI_LLM_KEY" in str(error)
    monkeypatch.setenv("MGI_LLM_KEY", "s3cret\nkey")
    second = _complaint()
    assert "'llm_key'" in str(second)
    for each in (error, second):
        assert "s3cret" not in f"{each} {each.hint} {each.__cause__}"
    monkeypatch.setenv("MGI_LLM_KEY", " s3cret ")
    settings = load_settings()
    assert settings.llm_key is not None
    assert settings.llm_key.get_secret_value() == "s3cret"
    assert "s3cret" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_an_endpoint_needs_a_model_and_a_cost_limit_prices() -> None:
    assert "llm_model" in str(_complaint(llm_url="http://localhost/v1"))
    assert "MGI_LLM_PRICE_IN" in str(_complaint(llm_cost_limit=1.0))
    assert load_settings(llm_cost_limit=1.0, llm_price_out=0.5).llm_cost_limit == 1.0
