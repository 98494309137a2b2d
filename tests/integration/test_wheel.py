"""The built wheel carries all it needs, and answers from any folder."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from mgi_assistant.store import read_manifest, serving_version
from tests.integration.test_commands import change_manifest

REPOSITORY = Path(__file__).resolve().parents[2]
SHIPPED = "mgi_assistant/_shipped/"


def _run(command: Sequence[str | Path], cwd: Path, **environment: str) -> str:
    """Return what ``command`` prints on stdout; a failure shows its stderr."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MGI_", "XDG_"))}
    done = subprocess.run(
        command, cwd=cwd, env=inherited | environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, REPOSITORY], out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel installed into a folder of its own; its dependencies come from the running environment."""
    target = tmp_path_factory.mktemp("installed")
    _run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target, wheel],
        target,
    )
    return target


def test_the_wheel_carries_the_shipped_corpus_and_the_app(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    reports = {f"{SHIPPED}corpus/reports/{path.name}" for path in (REPOSITORY / "corpus/reports").glob("*.pdf")}
    tables = {f"{SHIPPED}corpus/tables/{path.name}" for path in (REPOSITORY / "corpus/tables").glob("*.csv")}
    data = {f"mgi_assistant/data/{path.name}" for path in (REPOSITORY / "src/mgi_assistant/data").glob("*.csv")}
    assert len(reports) >= 2
    assert tables
    assert data
    single = {f"{SHIPPED}app.py", f"{SHIPPED}corpus/catalogue.toml", "mgi_assistant/py.typed"}
    assert reports | tables | data | single <= names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "originals" in name or "__pycache__" in name]
    assert {name.split("/")[0].split("-")[0] for name in names} == {
        "mgi_assistant",
        "mgi_ingest",
        "mgi_eval",
    }


def test_an_installed_wheel_answers_from_another_folder(
    installed: Path, tmp_path: Path, shipped_index: Path, cache: Path
) -> None:
    """Every shipped file is read; model and vectors come from elsewhere, which saves a minute."""
    here = {"PYTHONPATH": str(installed), "HOME": str(tmp_path)}
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/mgi-assistant").symlink_to(cache)
    code = "from mgi_assistant.shipped import shipped_corpus as corpus; print(corpus())"
    assert Path(_run([sys.executable, "-c", code], tmp_path, **here).strip()) == installed / SHIPPED / "corpus"

    index = shutil.copytree(shipped_index, tmp_path / "index")
    change_manifest(index, shape="read anew")
    (tmp_path / "own.csv").write_text("note\nThe town of Bo opened a help desk in 2021.\n", "utf-8")
    report = json.loads(_run([installed / "bin/mgi-ingest", "--index", index, "--json", "own.csv"], tmp_path, **here))
    assert {file["status"] for file in report["files"]} == {"ok"}
    assert report["embedded"] == 1
    assert read_manifest(serving_version(index)).corpus == str(installed / SHIPPED / "corpus")

    question = "What are the Migration Governance Indicators?"
    command = [sys.executable, "-m", "mgi_assistant", "ask", question, "--index", index, "--json"]
    answer = json.loads(_run(command, tmp_path, **here))
    assert answer["status"] == "answered"
    assert answer["citations"][0]["quote"]
