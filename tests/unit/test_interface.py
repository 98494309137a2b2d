"""What holds for every page of the app."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import mgi_assistant.ui

FILES = sorted(Path(mgi_assistant.ui.__file__).parent.rglob("*.py"))
EMOJI = re.compile('[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]|:(?!material/)[a-z_]+(?<!_):(?=[\\s"])')


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_emoji_and_no_unescaped_html(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            assert not EMOJI.search(node.value), (file, node.lineno)
        if isinstance(node, ast.keyword):
            assert node.arg not in ("unsafe_allow_html", "unsafe_allow_javascript"), (file, node.lineno)


@pytest.mark.parametrize("text", ["Well done \U0001f389", "\u2714 kept", "See :rocket: here"])
def test_emoji_are_told_from_text(text: str) -> None:
    assert EMOJI.search(text)


def test_icons_and_marks_are_no_emoji() -> None:
    assert not EMOJI.search(":material/verified: [1]–[2] “so” … 10:30: at :green[:material/verified:] · ≤ ›")
