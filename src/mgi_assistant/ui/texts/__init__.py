"""What the interface says, in one place: here what several pages say, in the modules what one page says."""

from __future__ import annotations

TITLE = "MGI Assistant"
ASK_PAGE = "Ask"
FIND_PAGE = "Find examples"
COMPARE_PAGE = "Comparable places"
SOURCES_PAGE = "Sources"
BENCHMARK_PAGE = "Benchmark"
ABOUT = (
    "Ask what the reports of IOM's Migration Governance Indicators (MGI) say. "
    "Every sentence of an answer rests on a passage that you can open."
)
SUGGEST = "For example:"
SUGGESTED = (
    "What share of countries engage with their diaspora?",
    "What should governments do to protect migrant workers?",
    "What did the MGI lead to in the Gambia?",
    "Which cities in Ecuador took part?",
)
"""Questions that the shipped corpus answers: a figure, advice, what a country did, and a whole list."""
ASK = "Ask a question"
NEW = "New conversation"
OPENING = "Opening the index …"
THINKING = "Looking through the sources …"
UNDERSTOOD = "Understood as: {}"

PARTIAL = "The sources answer only a part of this."
SEARCHED = "What was searched"
SEARCHED_IN = "{sources}, {passages}{limits}:"
LIMITED = " that fit “{}”"
OTHER_QUESTIONS = "Questions that the sources answer:"
EXAMPLES = "Examples"
LEVELS = {"national": "National", "local": "Local"}
SOURCES = "Sources"
NEAREST = "Where the nearest passages stand"

VERIFIED = "Verified: these words stand, character for character, in the stored {}."
UNVERIFIED = "Not verified: these words were not found in the stored {}."
PAGE, ROW = "page", "row"
PRINTED_PAGE = "Printed page {label} (page {page} of the file)"
FILE_PAGE = "Page {page} of the file"
TABLE_ROW = "Row {row} of the table"
NUMBERED_ROW = "[{n}] row {row}: "
RECORD = "Line {row} of the file"
SHOW_PAGE = "Show the page"
DRAWING = "Drawing the page …"
PAGE_ALT = "Page {} of {}."
BOXED = "The quoted words are boxed."
NOT_BOXED = "The quoted words could not be placed on this page, so nothing is boxed."
FILE_CHANGED = "The file has changed since the index was built, so its page is not shown."
FIELD, VALUE = "Field", "Value"
OPEN_URL = "Open the publication"

INDEXED = "What is searched"
INDEXED_NOTE = "{sources}, {passages}; built {date}."
NO_RANKING = "The MGI does not rank countries, and neither does this assistant."
NOT_FOUND_MEANS = "“Not found” says that these sources do not tell, not that something does not exist."
STALE = "{} Run mgi-ingest to bring the index up to date."

MISSING = "There is no index yet."
MISSING_HINT = "Run mgi-ingest --index {} to build it. This page goes on by itself once it is there."
BUILDING = "The index is being built."
BUILDING_HINT = "That takes about a minute. This page goes on by itself once it is there."


def counted(number: int, noun: str) -> str:
    """Return ``number`` with ``noun`` in its singular or plural."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
