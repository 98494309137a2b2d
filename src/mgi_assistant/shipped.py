"""Where the corpus and the app that come with the program lie, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

from mgi_assistant.errors import CorpusError, MgiError

PACKAGE = Path(__file__).resolve().parent


def shipped_corpus() -> Path:
    """Return the corpus folder that comes with the program; it has a ``catalogue.toml``.

    In a checkout, and so in an editable install, it also has the ``originals`` folder that a user may fill.

    Raises:
        CorpusError: When neither the package nor a checkout around it holds a catalogue.
    """
    catalogue = _find("corpus/catalogue.toml")
    if catalogue is None:
        raise CorpusError(
            f"No corpus came with the program in {PACKAGE}.",
            "Name a corpus folder with --corpus or MGI_CORPUS, or install mgi-assistant again.",
        )
    return catalogue.parent


def app_script() -> Path:
    """Return the Streamlit script that ``mgi serve`` runs.

    Raises:
        MgiError: When neither the package nor a checkout around it holds ``app.py``.
    """
    script = _find("app.py")
    if script is None:
        raise MgiError(f"No app.py came with the program in {PACKAGE}.", "Install mgi-assistant again.")
    return script


def _find(name: str) -> Path | None:
    """Return ``name`` from a wheel's package data or, failing that, from the checkout that holds ``src/``."""
    candidates = (PACKAGE / "_shipped" / name, PACKAGE.parents[1] / name)
    return next((path for path in candidates if path.is_file()), None)
