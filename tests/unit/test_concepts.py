"""Concepts that nothing else stands for."""

from __future__ import annotations

import pytest

from mgi_assistant.concepts import asked_about, folded
from mgi_assistant.place_words import table


def tells(question: str, text: str) -> bool:
    """Say whether ``text`` speaks of every concept that ``question`` is about."""
    return all(concept.is_told(text, text) for concept in asked_about(question))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Which towns house refugees?", "Towns house migrants.", False),
        ("Which towns house refugees?", "The town took in families that fled.", True),
        ("Which towns house refugees?", "The Bureau of Population, Refugees, and Migration pays.", False),
        ("Which towns house refugees?", "Refugees are housed in towns.", True),
        ("Is Mali party to the Refugee Convention?", "Mali has not joined the Convention on Refugees.", True),
        ("In which language are signs?", "Signs are in Spanish only.", True),
        ("What does it cost to send money?", "The cost of sending 200 dollars fell.", True),
        ("Who gets a visa and votes?", "Workers get permits.", False),
        ("Who gets a visa and votes?", "Workers get permits and a vote.", True),
        ("¿Quién hace encuestas?", "Nobody does.", True),
        ("Who keeps the taxidermist's ledger?", "Clerks do.", True),
        ("Who pays tax?", "Clerks keep a ledger.", False),
    ],
)
def test_what_speaks_of_a_concept(question: str, text: str, expected: bool) -> None:
    assert tells(question, text) is expected


def test_other_words_tell_of_a_concept_in_their_own_sentence_and_its_name_in_all_the_passage() -> None:
    (refugees,) = asked_about("Which towns house refugees?")
    assert refugees.is_told("It has a school.", "Refugees live there. It has a school.")
    assert not refugees.is_told("It has a school.", "Families fled. It has a school.")
    assert refugees.is_told("Families fled.", "Families fled. It has a school.")


def test_each_entry_is_folded_as_questions_are_and_tells_of_its_concept() -> None:
    for row in table("concepts"):
        for phrase in filter(None, f"{row['asked']}|{row['told']}".split("|")):
            word = phrase.removesuffix("*")
            assert folded(word) == word
            assert tells(f"What about {word}?", f"It tells of {row['asked'].split('|')[0].removesuffix('*')}.")
            assert tells(row["asked"].split("|")[0].removesuffix("*"), f"It tells of {word}.")
