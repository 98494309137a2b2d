"""Words of earlier questions that help to search where a question says too little by itself.

How much a question says is measured by its words' inverse document frequency in the index searched, so nothing here
knows what the conversation is about: "Pollution" or "how long does it take" say little, whatever the sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mgi_assistant.follow_ups import OF_A_TOPIC
from mgi_assistant.phrases import phrases
from mgi_assistant.pointing import points_back
from mgi_assistant.ports import LexicalIndex
from mgi_assistant.text import words
from mgi_assistant.vocabulary import ASKING, GENERIC, QUESTION_WORDS

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


def aside(question: str, whole: str) -> str:
    """Return the phrases of ``whole`` that its ``question`` leaves out, as of a statement before it."""
    said = set(words(question))
    left_out = (phrase.text for phrase in phrases(whole))
    return " ".join(text for text in left_out if any(w not in said | GENERIC | ASKING for w in words(text)))


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
    """Yield the words of each phrase that is about something."""
    for phrase in phrases(question):
        run = [word for word in phrase.text.split() if lexicon.terms(word)]
        if run:
            yield run
