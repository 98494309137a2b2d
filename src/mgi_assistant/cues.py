"""Words of earlier questions that help to search where a question says too little by itself.

How much a question says is measured by its words' inverse document frequency in the index searched, so nothing here
knows what the conversation is about: "Pollution" or "how long does it take" say little, whatever the sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mgi_assistant.follow_ups import OF_A_TOPIC
from mgi_assistant.pointing import points_back
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS, listed

ENOUGH = 0.45
"""A question says enough with words that together weigh this share of the weight of a word that no passage has."""
ENOUGH_POINTING_BACK = 1.0
"""What it must reach when it has a word that stands for something said before."""
FADING = 0.4
"""How much less a phrase counts with each question that came after it."""
PHRASES = 2
LONGEST_PHRASE = 4
"""Words; of the phrases of earlier questions, how many are taken and how long they may be."""


def cues(question: str, earlier: Sequence[str], lexicon: LexicalIndex) -> str:
    """Return the weightiest phrases of the ``earlier`` questions, oldest first, that ``question`` lacks.

    Nothing is returned for a question that says enough by itself, or that asks about the programme in general.
    """
    pointing = points_back(question)
    enough = ENOUGH_POINTING_BACK if pointing else ENOUGH
    telling = (word for phrase in _phrases(question, lexicon) for word in phrase if word.lower() not in GENERIC)
    own = lexicon.terms(" ".join(telling))
    if not earlier or (_general(question) and not pointing) or sum(_weight(term, lexicon) for term in own) >= enough:
        return ""
    said, found = set(lexicon.terms(question)), dict[str, float]()
    for age, asked in enumerate(reversed(earlier)):
        for phrase in _phrases(asked, lexicon):
            text = " ".join(phrase[:LONGEST_PHRASE])
            weight = sum(_weight(term, lexicon) for term in set(lexicon.terms(text)) - said) * FADING**age
            if weight > found.get(text, 0.0):
                found[text] = weight
    chosen: list[str] = []
    for text in sorted(found, key=lambda text: -found[text]):
        terms = set(lexicon.terms(text))
        if not terms <= said and len(chosen) < PHRASES:
            chosen.append(text)
            said |= terms
    return " ".join(chosen)


def _general(question: str) -> bool:
    """Say whether all words of a whole question are those that any question here has: "Which countries took part?".

    One for advice, examples or a share is not whole without a topic.
    """
    asked = words(question)
    if OF_A_TOPIC.search(question):
        return False
    return len(asked) > 2 and asked[0] in QUESTION_WORDS and all(w in GENERIC | ASKING | QUESTION_WORDS for w in asked)


def _weight(term: str, lexicon: LexicalIndex) -> float:
    """Return a term's weight as a share of the largest; a word that no passage has, a slip perhaps, tells nothing."""
    most = lexicon.weight("\0")
    weight = lexicon.weight(term)
    return weight / most if weight < most else 0.0


def _phrases(question: str, lexicon: LexicalIndex) -> Iterator[list[str]]:
    """Yield the runs of words that are about something."""
    idle = ASKING | QUESTION_WORDS | listed("filler")
    run: list[str] = []
    for token in re.findall(r"\w[\w'’/-]*|[^\w\s]", question):
        folded = words(token)
        if folded and folded[0] not in idle and lexicon.terms(token):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run
