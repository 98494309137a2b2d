"""What the page “Ask” says."""

from __future__ import annotations

import re

RECOGNISED = "Recognised in the question; switch one off to ask without it"
LIMITED_TO = "Limited to: {}"
AND_MORE = "{} more"

FILTERS = "Filters"
FILTER_SOURCES = "Source"
FILTER_REGIONS = "Region"
FILTER_COUNTRIES = "Country"
FILTER_LEVEL = "Level"
FILTER_AREAS = "Policy area"
FILTER_YEARS = "Year"
FILTER_ANY = "Any"
CLEAR_FILTERS = "Clear filters"
NEXT_LIMITED = "The next question is limited to: {}"
ASK_FILTERED = "Ask again with these filters"
ASK_UNFILTERED = "Ask again without filters"
LOCALITY = "{}, {}"

FOLLOW_UPS = "You could go on with:"
ANSWERED_HERE = "The sources answer, for example:"

EDIT = "Edit"
EDIT_HELP = "Change this question and ask again; what follows it is dropped"
EDITED = "The question"
ASK_EDITED = "Ask again"
CANCEL = "Cancel"
STOPPED = "Stopped before there was an answer."

CONVERSATIONS = "Conversations"
FORGOTTEN = "The conversation that this address names is no longer kept, so a new one begins."

LINK = "Link"
LINK_NOTE = "This address asks the same question with the same filters."
BAD_LINK = "Not everything in this address could be understood and was left out: {}."
BAD_PART = "{}={}"

ADVICE_ON = "What is recommended for {area}?"
SHARE_ON = "What share of countries have measures for {area}?"
EXAMPLES_ON = "Which countries give examples of {area}?"
PLACE_ON = "What did {place} do about {area}?"
PLACE_DID = "What did {place} do?"
TELL_OF = "What do the sources say about {topic}?"

_WITH_ARTICLE = re.compile(
    r"^(Gambia|Bahamas|Philippines|Netherlands|Maldives|Comoros|Congo|Holy See|Russian Federation)\b"
    r"|\b(Islands|Republic|States|Kingdom|Emirates)( of \w+)?$"
)


def in_sentence(place: str) -> str:
    """Return the name of a place as it stands inside a sentence."""
    return f"the {place}" if _WITH_ARTICLE.search(place) else place


def as_matter(area: str) -> str:
    """Return the name of a policy area as it stands inside a sentence."""
    return area[:1].lower() + area[1:]
