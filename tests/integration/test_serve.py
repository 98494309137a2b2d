"""``mgi serve`` in a process of its own, where there is no index yet."""

from __future__ import annotations

import urllib.request
from pathlib import Path

from mgi_assistant import open_assistant
from tests.serving import free_port, served


def test_the_first_start_builds_the_index_and_serves_the_app(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "desks.csv").write_text("note\nThe town of Bo opened a help desk in 2021.\n", "utf-8")
    with (
        served(tmp_path, cache, free_port(), MGI_CORPUS=str(tmp_path / "corpus")) as address,
        urllib.request.urlopen(address, timeout=10) as page,
    ):
        assert b'<div id="root">' in page.read()
    answer = open_assistant(tmp_path / "index").ask("Where was a help desk opened?")
    assert {citation.title for citation in answer.citations} == {"desks"}
