"""What the pages “Find examples” and “Comparable places” say."""

from __future__ import annotations

FIND_ABOUT = (
    "All the places of the index: those that the sources tell an example of, and those they only list as participants."
)
COMPARE_ABOUT = (
    "Choose a place, also one without an example, and see which places can be compared with it and why. "
    "A reason holds or it does not; none weighs more than another."
)
LEVELS = {"national": "National", "local": "Local"}
TOLD, LISTED = "Example", "Listed only"
IN_LIST = "{} stands in the list “{}”; nothing more is said about it there."

VIEW = "View"
TABLE, MAP, GRID = "Table", "Map", "Policy areas"
SEARCH = "Search"
SEARCH_HINT = "Words, such as “strategy” or “Medellín”"
FILTERS = "Filters"
FILTERED = "Filters ({})"
REGION, COUNTRY, LEVEL, AREA = "Region or group", "Country", "Level", "Policy area"
SOURCE, YEAR, KIND = "Source", "Year of the source", "In the sources"
ANY = "Any"
CLEAR = "Clear search and filters"
SHOWN = "{} of {} places: {} with an example, {} listed only."
NO_MATCH = "No place fits. Take a word or a filter away."
CHOOSE = "Tick places to put them side by side. A click on a column's heading sorts; the order means nothing else."

COLUMNS = {
    "place": "Place",
    "country": "Country",
    "level": "Level",
    "region": "Region",
    "areas": "Policy areas",
    "short": "What was done",
    "instrument": "Instrument",
    "year": "Year of the measure",
    "kind": "In the sources",
}
TABLE_ALT = "Table of {} places with country, level, region, policy areas and what was done."

MAP_LABEL = "World map with {} places. The table has the same places."
MAP_HINT = (
    "Click a place to put it side by side with others, or move with the arrow keys and press Enter. "
    "The table holds the same places."
)
MAP_NOTE = (
    "Boundaries and names shown do not imply official endorsement or acceptance by IOM or the United Nations. "
    "Outlines: Natural Earth, 1:110 million. Points: GeoNames, CC BY 4.0."
)
MAP_PLACE = "{}: {}, {}"
MAP_FALLBACK = "Not located, and drawn beside the capital of their country: {}."
MAP_LOCAL_ONLY = "Countries that took part through localities only are not filled: {}."
LEGEND = {
    "national-told-area": "Country with an example",
    "national-listed-area": "Country, listed only",
    "national-told-circle": "Small country with an example",
    "national-listed-circle": "Small country, listed only",
    "local-told-diamond": "Locality with an example",
    "local-listed-diamond": "Locality, listed only",
}

GRID_ABOUT = (
    "How many passages the sources hold about each place with an example, by policy area. "
    "**An empty cell means that there is nothing in the corpus**, not that the place has done nothing."
)
GRID_RULE = (
    "The policy areas are those that a table of the corpus gives for the place; where none does, those that the words "
    "of the passages tell. A place can stand in several columns. Select a cell to see what is in it."
)
GRID_ALT = "Number of passages for {} places by {} policy areas. An empty cell means that nothing is in the corpus."
GRID_NONE = "None of these places has an example, so there is nothing to count."
GRID_EMPTY = "Nothing in the corpus about {}: {}. That does not say that nothing was done there."
GRID_FULL = "{}: {}, {}. The place now stands below, side by side with the others chosen."
AREAS = {
    "trafficking-smuggling": "Trafficking and smuggling",
    "missing-migrants": "Missing migrants",
    "climate-mobility": "Climate mobility",
    "disaster-displacement": "Disaster displacement",
    "labour-mobility": "Labour mobility",
    "migrant-workers": "Migrant workers",
    "basic-services": "Basic services",
    "discrimination": "Discrimination",
    "migrant-women": "Migrant women",
    "migration-data": "Migration data",
    "policy-coherence": "Policy coherence",
    "civil-society-private-sector": "Civil society and private sector",
    "diaspora": "Diaspora",
}
"""Short names of the policy areas, for narrow columns."""

SIDE_BY_SIDE = "Side by side"
CHOSEN = "Chosen places"
CHOSEN_HINT = "Choose places here, in the table, on the map or by policy area"
NONE_CHOSEN = "Nothing chosen yet. Choose two to four places to read them next to each other."
FIRST_ONLY = "The first {} of {} are shown; all go into Word, CSV and the chat."
INSTRUMENT, MEASURE_YEAR, AREAS_LABEL = "Instrument", "Year of the measure", "Policy areas"
NOT_GIVEN = "not given"
EVIDENCE_HELP = "Open the quoted passage"
FURTHER = "Further passages"
MORE = "{} more can be found by asking in the chat."

TAKE_ALONG = "Take along"
WORD, CSV, CHAT = "Word", "CSV", "Ask about these places"
WORD_HELP = "The chosen places with their quotes and references as a Word file"
CSV_HELP = "The chosen places as a table for a spreadsheet"
CHAT_HELP = "Go to the chat with its answers limited to the chosen places"
DOCUMENT_FIND, DOCUMENT_COMPARE = "Examples side by side", "Places comparable with {}"
FILE_FIND, FILE_COMPARE = "mgi-examples", "mgi-comparable-places"
CSV_HEADER = (
    "Place", "Country", "ISO 3166-1 code", "Level", "Region", "Policy areas", "What was done", "Instrument",
    "Year of the measure", "In the sources", "Quote", "Publication", "Page or row", "Address", "Reasons",
)  # fmt: skip
PAGE, ROW = "page {}", "row {}"

PLACE = "Place"
PLACE_HINT = "A country or a locality"
TOPIC = "Topic (optional)"
TOPIC_HINT = "For example: diaspora"
REASONS = "Reasons that count"
NO_REASON = "Choose at least one reason."
START = "Choose a place to begin with."
OWN = "What the sources tell of {} itself"
OWN_NONE = "The sources tell no example of {}. Places can be compared with it by where it lies and what it belongs to."
OWN_NOT_NAMED = "The sources do not name {}. Places can be compared with it by where it lies and what it belongs to."
FOUND = "Comparable places: {}"
NO_COMPARABLE = (
    "No place with an example is comparable for these reasons. Let more reasons count, or leave the topic out."
)
LEFT_OUT = "Left out, because they lie in the same country: {}."
TAKE_ONE = "Take {} along"
TAKEN = "{} ticked."
TAKEN_ALL = "Nothing is ticked, so all {} places are taken."
MORE_PLACES = "Show {} more"
