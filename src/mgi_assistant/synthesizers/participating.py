"""Questions whether, or which, places took part, rather than what came of it."""

from __future__ import annotations

import re
from collections.abc import Collection

from mgi_assistant.synthesizers.dating import years
from mgi_assistant.types import Query

_PARTICIPATION = re.compile(
    r"\b(t(ake|akes|ook|aken|aking) part|particip\w+|involved|join(ed)?|assessed|among|covered|listed|in the list|"
    r"(go|goes|went|gone|been|put) through|underg\w+|underwent|sign(s|ed)? up|"
    r"(done|do|had|conduct\w*|carr\w+ out) ((an?|the|its) (\w+ )?(mgis?|assessments?|exercise)|one\b)|"
    r"(did|does|do|done|had|has) an? (local|national) one|"
    r"in the (\w+ )?mgis?( process| programme)?(?=\W*$)|a[- ]t[- ]il particip\w+)\b",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"\b(?:after|since|once|when|from|by|through|thanks to|as a result of|following) (?:[\w'’-]+ ){0,3}"
    r"(?:took part|taking part|participat\w+|joined|joining|taken part|(?:was|were|been|being) (?:assessed|"
    r"covered|involved))\b",
    re.IGNORECASE,
)
"""Says of something else that it came of taking part."""
_WHO_TOOK_PART = re.compile(
    r"\b(?:that|which|who)(?: have| had| has)? (?:t(?:ook|aken?) part|participated|joined|went through|gone through|"
    r"underwent|undergone|(?:was|were|been) (?:assessed|involved|covered))\b",
    re.IGNORECASE,
)
"""Says which of them are meant, of whom something else is asked."""
_HOW_OR_WHY = re.compile(r"^\W*(how(?! many)|why)\b", re.IGNORECASE)
_WHO_WAS_INVOLVED = re.compile(
    r"^\W*(?:and )?who (?:else )?(?:is|was|are|were|has been|had been) involved\b(?!.*\bMGI)", re.IGNORECASE
)
_ASSESSMENT = re.compile(r"\b(local|national|nation-?wide|country-?wide|mgi) assessments?\b", re.IGNORECASE)


def asks_for_participation(query: Query) -> bool:
    """Say whether the question is whether a place took part, rather than what came of it."""
    if _HOW_OR_WHY.match(query.standalone) or (query.places and _WHO_WAS_INVOLVED.match(query.standalone)):
        return False
    has_one = query.intent == "yes_no" and _ASSESSMENT.search(query.standalone)
    asked = _AFTERWARDS.sub("", query.standalone)
    if query.intent not in ("list", "count"):
        asked = _WHO_TOOK_PART.sub("", asked)
    return bool(has_one or _PARTICIPATION.search(asked))


def asks_for_unlisted(query: Query, wanted: Collection[str]) -> bool:
    """Say whether a question is for participants that no list tells, such as who did not take part, so no sentence."""
    in_a_year = query.intent in ("list", "example") and bool(years(query))
    return (in_a_year or (query.intent == "list" and not wanted)) and asks_for_participation(query)
