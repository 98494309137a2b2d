"""What a word means, and what says so."""

from __future__ import annotations

import pytest

from mgi_assistant.synthesizers.defining import asks_for_meaning
from mgi_assistant.synthesizers.kinds import JUST_THAT_KIND, OTHER_KIND, suits
from tests.unit.drafting import draft, factor, query, report, said
from tests.unit.fakes import CountingIndex, MemoryStore, written

LISTED = report("The harbour has three tide keepers, the pilots who wind clocks. Lamps are lit.")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What is meant by tide keepers?", True),
        ("What is a tide keeper?", True),
        ("tide keepers: meaning?", True),
        ("What are the tide keepers?", False),
        ("What does Lima do?", False),
    ],
)
def test_the_meaning_of_a_word_is_asked_for(question: str, asks: bool) -> None:
    assert asks_for_meaning(query(question)) is asks


def test_what_stands_behind_a_comma_may_say_what_a_word_means() -> None:
    content = report(LISTED[0].passage.text, "A tide keeper is painted blue.")
    assert said(draft("What is a tide keeper?", content))[0].startswith("The harbour has three tide keepers")


def test_what_has_no_word_of_a_term_does_not_define_it() -> None:
    items = [written("report", 1, "A calendar is a book of tides."), written("report", 2, "A lamp is a light.")]
    lexical = CountingIndex(MemoryStore(items))
    book, lamp = (suits(query("What is a calendar?"), item.passage, 0, lexical) for item in items)
    assert (book, lamp) == (JUST_THAT_KIND, OTHER_KIND)
    assert suits(query("What is a zyzzyva?"), items[1].passage, 0, lexical) == 1.0


@pytest.mark.parametrize("asked", ["What is the THL?", "What are THLs?"])
@pytest.mark.parametrize("written_so", ["(THL)", "(THLs)"])
def test_an_abbreviation_is_explained_in_the_singular_or_plural(asked: str, written_so: str) -> None:
    assert factor(asked, f"The Tidal Harbour Ledgers {written_so} seek order in ports.") == JUST_THAT_KIND
