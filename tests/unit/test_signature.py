from __future__ import annotations

import pytest

from mgi_assistant.signature import is_signature, is_signed


@pytest.mark.parametrize(
    ("name", "office", "expected"),
    [
        ("Ada Mar", "Director General of Tides", True),
        ("Ana de la Costa", "IOM Deputy Director for Ports", True),
        ("J. B. Pilot", "Chief of Mission,\nTide Museum", True),
        ("Director General", "Chief of Mission", False),
        ("Tide clocks help", "Director General of Tides", False),
        ("Ada Mar", "Tide clocks", False),
        ("Ada Mar", "The Director opened a museum.", False),
        ("Ada", "Director General of Tides", False),
    ],
)
def test_a_name_above_an_office_is_a_signature(name: str, office: str, expected: bool) -> None:
    assert is_signature(name, office) is expected
    assert is_signed(f"{name}\n{office}") is expected


def test_a_sentence_is_no_signature() -> None:
    assert not is_signed("Ada Mar is the Director General of Tides.")
