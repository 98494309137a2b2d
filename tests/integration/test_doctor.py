"""``mgi doctor``: what is configured, and whether it works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mgi_assistant.doctor import Finding, examine, leaves_unencrypted
from mgi_assistant.settings import load_settings
from tests.chat_server import ChatServer, Refusal, Reply
from tests.integration.test_commands import change_manifest, copied, mgi  # noqa: F401  (a fixture)

KEY = "s3cret-key"


def _found(**given: object) -> dict[str, Finding]:
    findings = examine(load_settings(**given))
    assert [finding.part for finding in findings] == ["embedding model", "index", "language model"]
    return {finding.part: finding for finding in findings}


def test_without_a_language_model_all_works_and_nothing_is_asked(shipped_index: Path, cache: Path) -> None:
    done = mgi("doctor", "--json", index=shipped_index, cache=cache)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["works"] is True
    model, index, language_model = told["parts"]
    assert (model["status"], model["checksum"], model["dimension"]) == ("works", "as expected", 384)
    assert (index["status"], index["folder"], index["stale"]) == ("works", str(shipped_index), "")
    assert index["passages"] > 100
    assert index["sources"] > 3
    assert (language_model["status"], language_model["url"]) == ("off", None)
    assert "nothing leaves this machine" in language_model["text"]


def test_a_language_model_that_answers(shipped_index: Path, cache: Path) -> None:
    with ChatServer(Reply("Yes.")) as server:
        done = mgi(
            "doctor", index=shipped_index, cache=cache, MGI_LLM_URL=server.url, MGI_LLM_MODEL="scripted",
            MGI_LLM_KEY=KEY, MGI_LLM_TOKEN_LIMIT="50000",
        )  # fmt: skip
        assert len(server.requests) == 1
        assert len(server.requests[0].text) < 100
    assert done.returncode == 0
    line = done.stdout.splitlines()[2]
    assert line.startswith("language model   works  It answers, in ")
    assert f"Configured: {server.url}, model scripted, with a key, at most 50,000 tokens a day." in line
    assert KEY not in done.stdout + done.stderr


def test_what_does_not_work_is_said_with_a_hint_and_the_rest_is_looked_at(shipped_index: Path, cache: Path) -> None:
    with ChatServer(Refusal(401)) as server:
        done = mgi(
            "doctor", "--json", index=shipped_index, cache=cache, MGI_LLM_URL=server.url, MGI_LLM_MODEL="scripted",
            MGI_LLM_KEY=KEY,
        )  # fmt: skip
    assert done.returncode == 1
    assert KEY not in done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["works"] is False
    assert [part["status"] for part in told["parts"]] == ["works", "works", "fails"]
    part = told["parts"][2]
    assert "refused the key (401)" in part["text"]
    assert part["hint"] == "Check MGI_LLM_KEY."
    assert (part["url"], part["model"], part["key_set"]) == (server.url, "scripted", True)


def test_an_index_that_is_missing_or_older_than_its_corpus(
    copied: Path,  # noqa: F811
    cache: Path,
    tmp_path: Path,
) -> None:
    missing = _found(index=tmp_path / "none", cache=cache)["index"]
    assert missing.status == "fails"
    assert "There is no index" in missing.text
    assert "mgi-ingest" in missing.hint
    change_manifest(copied, shape="of another version")
    stale = _found(index=copied, cache=cache)["index"]
    assert stale.status == "works"
    assert "built with other settings" in stale.text
    assert stale.facts["stale"]
    assert stale.hint == "Run mgi-ingest."


def test_a_limit_on_cost_and_a_missing_key_are_said(cache: Path, tmp_path: Path) -> None:
    with ChatServer(Reply("Yes.")) as server:
        found = _found(
            index=tmp_path, cache=cache, llm_url=server.url, llm_model="m", llm_cost_limit=2.5, llm_price_in=1.0
        )
    finding = found["language model"]
    assert finding.status == "works"
    assert "without a key, at most a cost of 2.5 a day." in finding.text
    assert "not encrypted" not in finding.text
    assert finding.facts["cost_limit"] == 2.5


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:11434/v1", False),
        ("http://localhost/v1", False),
        ("http://[::1]:1/v1", False),
        ("https://models.example.org/v1", False),
        ("http://models.example.org/v1", True),
        ("http://10.0.0.7:8000/v1", True),
    ],
)
def test_what_leaves_the_machine_unencrypted_is_said(url: str, said: bool) -> None:
    assert leaves_unencrypted(url) is said
