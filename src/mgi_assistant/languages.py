"""Which of the languages that are understood here a question is in.

Words of ``data/glossary.csv``, the script and a few marks tell most questions; the names of places say nothing. What
they leave open, as between Spanish and Portuguese, py3langid decides, which is loaded only then: its model takes a
second to read. A question in any other language counts as English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, get_args

from mgi_assistant.arabic import written_in_arabic
from mgi_assistant.place_words import folded, table
from mgi_assistant.places import Gazetteer
from mgi_assistant.types import Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_TOLD_BY_WORDS: tuple[Language, ...] = ("es", "fr", "pt")
_TOKEN = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"(?<![^\W\d_])(?:[cdjlmnst]|qu)['’](?=\w)", re.I)
_FIRST = {"es": ("y",), "fr": ("et",), "pt": ("e", "o", "os", "as")}
"""Short words that tell a language where a question begins with them."""
_ENGLISH = frozenset(
    "the of to and is are was were do does did has have had what which who whom whose how why when where in for by "
    "with from that this these those it its their they them there than any not at about an be been can could should "
    "would will many much or some most more less between under tell give show list name i we you your our my if as "
    "into only also but all every each other".split()
)
"""Words that tell English from the others."""
_SHARED = frozenset("a c d e en j l m me n no o on or plus pour s sans si son t u via y as do os um".split())
"""Words of the other languages that an English question may hold, or that several of them have."""
_SMALL = {
    "es": frozenset("el la en los las del al una unos unas".split()),
    "fr": frozenset("le la en les des du au aux une".split()),
    "pt": frozenset("das dos na nas pelo pela pelos pelas ao aos num numa uma umas em".split()),
}
"""Articles and what holds one, which the table has no entries for."""
_NEIGHBOURS = ("de", "it", "nl", "ca", "ro")
"""Languages that are known in order not to be taken for one that is understood."""
_SURE = 0.9
"""Probability from which py3langid is believed where no word is known."""


def language(text: str, gazetteer: Gazetteer, earlier: Sequence[str] = ()) -> Language:
    """Return the language of a question; where it does not tell, as in "Mali?", that of the question before it.

    ``earlier`` are the questions before it, oldest first.
    """
    for asked in (text, *reversed(earlier)):
        told = _told(asked, gazetteer)
        if told:
            return told
    return "en"


def _told(text: str, gazetteer: Gazetteer) -> Language | None:
    """Return the language that a text shows, if it does."""
    if written_in_arabic(text):
        return "ar"
    if "¿" in text or "¡" in text:
        return "es"
    rest = _without_places(text, gazetteer)
    words = [folded(word) for word in _TOKEN.findall(rest) if not (word.isupper() and word[1:])]
    english = sum(word in _ENGLISH for word in words)
    marks = {spoken: _marks(rest, words, spoken) for spoken in _TOLD_BY_WORDS}
    most = max(marks.values())
    if most > english and (most >= 2 or 2 * most >= len(words)):
        close = _alone_or_all(words, tuple(s for s in _TOLD_BY_WORDS if marks[s] >= max(most - 1, 1)))
        neighbours = () if 2 * most >= len(words) else _NEIGHBOURS
        return close[0] if len(close) == 1 and not neighbours else _likeliest(rest, close, neighbours)
    if english or most or len(words) < 2:
        return "en" if english else None
    return _recognised(rest)


def _without_places(text: str, gazetteer: Gazetteer) -> str:
    rest, end = "", 0
    for mention in gazetteer.find(text):
        rest += text[end : mention.span.start] + " "
        end = mention.span.end
    return rest + text[end:]


def _marks(text: str, words: Sequence[str], spoken: Language) -> int:
    """Return how many words of ``text``, here also ``words``, and other marks are those of a language."""
    known = _vocabulary(spoken)
    elisions = len(_ELISION.findall(text)) if spoken == "fr" else 0
    return sum(word in known for word in words) + elisions + (words[0] in _FIRST[spoken] if words else 0)


def _alone_or_all(words: Sequence[str], among: tuple[Language, ...]) -> tuple[Language, ...]:
    """Return the only one of several languages that has words which the others have not, or else all of them."""
    alone = tuple(
        spoken
        for spoken in among
        if any(word in _vocabulary(spoken) and not _in_any(word, among, but=spoken) for word in words)
    )
    return alone if len(alone) == 1 else among


def _in_any(word: str, among: Sequence[Language], but: Language) -> bool:
    return any(word in _vocabulary(spoken) for spoken in among if spoken != but)


@cache
def _vocabulary(spoken: Language) -> frozenset[str]:
    """Return the single words of a language that are no English ones."""
    english = {word for row in table("glossary") for word in row["english"].lower().split()}
    forms = {folded(form) for row in table("glossary") if row["language"] == spoken for form in row["forms"].split(";")}
    return frozenset(form for form in forms if form.isalpha()) - english - _ENGLISH - _SHARED | _SMALL[spoken]


# -- what words leave open ---------------------------------------------------------------------------------------------


def _likeliest(text: str, among: Sequence[Language], neighbours: Sequence[str] = ()) -> Language:
    """Return which of ``among`` py3langid finds the likeliest; English where one of ``neighbours`` is likelier."""
    ranks = [spoken for spoken, _ in _identifier().rank(text.lower())]
    first = min((*among, *neighbours), key=ranks.index)
    return next((spoken for spoken in among if spoken == first), "en")


def _recognised(text: str) -> Language | None:
    """Return what py3langid takes a text for, where it is sure and that is a language told by words."""
    found, probability = _identifier().classify(text.lower())
    return next((spoken for spoken in _TOLD_BY_WORDS if spoken == found and probability >= _SURE), None)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages({*get_args(Language), *_NEIGHBOURS})
    return identifier
