"""Who is let in, without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from mgi_assistant import cli
from mgi_assistant.errors import MgiError, SettingsError
from mgi_assistant.settings import load_settings
from mgi_assistant.ui import texts
from mgi_assistant.ui.signin import is_allowed
from mgi_assistant.ui.texts import signin

APP = Path(__file__).resolve().parents[2] / "app.py"
LIST = ("someone@one.example", "@ministry.example")


@pytest.mark.parametrize(
    ("claims", "allowed"),
    [
        ({"email": "someone@one.example"}, True),
        ({"email": " SomeOne@One.Example ", "email_verified": True}, True),
        ({"email": "anyone@ministry.example", "email_verified": "true"}, True),
        ({"email": "anyone@ministry.example", "email_verified": False}, False),
        ({"email": "anyone@ministry.example", "email_verified": None}, False),
        ({"email": "another@one.example"}, False),
        ({"email": "anyone@sub.ministry.example"}, False),
        ({"email": "anyone@notministry.example"}, False),
        ({"email": "someone@one.example@elsewhere.example"}, False),
        ({"email": "@ministry.example@elsewhere.example"}, False),
        ({"email": ""}, False),
        ({"email": ["someone@one.example"]}, False),
        ({"name": "someone@one.example"}, False),
        ({}, False),
    ],
)
def test_only_a_confirmed_address_on_the_list_is_allowed(claims: Mapping[str, object], allowed: bool) -> None:
    assert is_allowed(claims, LIST) is allowed


@given(some.emails(), some.lists(some.emails()))
def test_with_addresses_alone_on_the_list_nobody_else_is_allowed(email: str, others: list[str]) -> None:
    on_the_list = email.casefold() in {other.casefold() for other in others}
    assert is_allowed({"email": email}, others) is on_the_list
    assert is_allowed({"email": email}, [*others, email])
    assert is_allowed({"email": email}, [*others, email[email.rindex("@") :]])
    assert not is_allowed({"email": email, "email_verified": False}, [*others, email])


@pytest.mark.parametrize("written", ["a@b.example, @c.example,", '["a@b.example", "@c.example"]'])
def test_the_list_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("MGI_ALLOWED", written)
    monkeypatch.setenv("MGI_SIGN_IN", "1")
    assert load_settings().allowed == ("a@b.example", "@c.example")


@pytest.mark.parametrize("written", ["", "ministry.example", "a@b.example;c@d.example", "[", "a@"])
def test_a_list_that_would_let_nobody_or_anybody_in_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("MGI_ALLOWED", written)
    monkeypatch.setenv("MGI_SIGN_IN", "1")
    with pytest.raises(SettingsError, match="allowed"):
        load_settings()


def test_without_a_provider_nobody_is_let_in(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    monkeypatch.setenv("MGI_SIGN_IN", "1")
    monkeypatch.setenv("MGI_ALLOWED", "@ministry.example")
    app = AppTest.from_file(APP, default_timeout=120)
    app.query_params["q"] = texts.SUGGESTED[0]
    app.run()
    assert not app.exception
    assert "docs/sign-in.md" in app.error[0].value
    assert not app.chat_input
    assert not app.sidebar.markdown


def test_a_wrong_setting_lets_nobody_in(shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_INDEX", str(shipped_index))
    monkeypatch.setenv("MGI_SIGN_IN", "perhaps")
    app = AppTest.from_file(APP, default_timeout=120).run()
    assert "sign" in app.error[0].value
    assert not app.chat_input


class _Asked(Exception):
    """What would have been started."""


def _flags(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    def instead(program: str, command: list[str], environment: dict[str, str]) -> None:
        raise _Asked(*command)

    monkeypatch.setattr("os.execvpe", instead)
    monkeypatch.setattr(cli, "_build_if_missing", lambda settings: None)
    with pytest.raises(_Asked) as asked:
        cli.serve(8501, None)
    return set(map(str, asked.value.args))


def test_the_server_is_told_where_the_provider_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any("secrets" in flag for flag in _flags(monkeypatch))
    monkeypatch.setenv("MGI_SECRETS", str(tmp_path / "provider.toml"))
    assert f"--secrets.files={tmp_path / 'provider.toml'}" in _flags(monkeypatch)


def test_the_server_takes_no_larger_upload_than_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_UPLOAD_MB", "7")
    assert "--server.maxUploadSize=7" in _flags(monkeypatch)


def test_the_package_that_sign_in_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGI_SIGN_IN", "1")
    monkeypatch.setenv("MGI_ALLOWED", "@ministry.example")
    assert _flags(monkeypatch)
    monkeypatch.setattr(cli, "find_spec", lambda name: None)
    with pytest.raises(MgiError, match="authlib"):
        cli.serve(8501, None)


def test_nothing_that_is_said_at_the_door_is_missing() -> None:
    assert all(value.strip() for name, value in vars(signin).items() if name.isupper())
