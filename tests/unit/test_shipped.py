from pathlib import Path

import pytest

from mgi_assistant import shipped
from mgi_assistant.errors import CorpusError, MgiError

REPOSITORY = Path(__file__).resolve().parents[2]


def _fill(folder: Path) -> Path:
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "catalogue.toml").touch()
    (folder / "app.py").touch()
    return folder


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "src" / "mgi_assistant"
    folder.mkdir(parents=True)
    monkeypatch.setattr(shipped, "PACKAGE", folder)
    return folder


def test_an_editable_install_uses_the_checkout() -> None:
    assert shipped.shipped_corpus() == REPOSITORY / "corpus"
    assert shipped.app_script() == REPOSITORY / "app.py"


def test_an_installed_package_uses_what_travels_inside_it(package: Path) -> None:
    inside = _fill(package / "_shipped")
    assert shipped.shipped_corpus() == inside / "corpus"
    assert shipped.app_script() == inside / "app.py"


def test_a_checkout_is_found_around_its_source_folder(package: Path) -> None:
    checkout = _fill(package.parents[1])
    assert shipped.shipped_corpus() == checkout / "corpus"
    assert shipped.app_script() == checkout / "app.py"


def test_where_neither_is_there_the_error_names_the_place_and_a_way_out(package: Path) -> None:
    with pytest.raises(CorpusError, match="mgi_assistant") as no_corpus:
        shipped.shipped_corpus()
    with pytest.raises(MgiError, match=r"app\.py") as no_app:
        shipped.app_script()
    assert "MGI_CORPUS" in no_corpus.value.hint
    assert "install" in no_app.value.hint.lower()
