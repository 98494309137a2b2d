"""What the page “sources” says, and what is said about files that people add there."""

from __future__ import annotations

ABOUT = "What the assistant searches. An answer can only tell what stands in these sources."
TOTAL = "{sources} with {passages}: {parts}."
REPORTS, PAGES = "report", "page"
TABLES, ROWS = "table", "row"
RECORDS, LINES = "JSON-lines file", "text"
PART = "{} with {}"
BUILT = "The index was built on {date} with the model {model}."
STALE = "{} Run mgi-ingest to bring the index up to date."

LIST = "In the index"
FILTER = "Narrow the list by a word of the title or the publisher"
FILTERED = "{} of {} sources"
READ = "read on {}"
ADDED_FACT = "added here"
REMARK = "remark: {}"
OPEN = "Open the publication"
KIND_NAMES = {"report": "Report (PDF)", "table": "Table (CSV)", "records": "Texts (JSON lines)"}
RESULTS = {
    "ok": "Read",
    "no_text": "No text",
    "needs_password": "Needs a password",
    "malformed": "Cannot be read",
    "unsupported": "Not supported",
}
LEFT_OUT = "Files that could not be read"
LEFT_OUT_NOTE = "They are in the corpus but not in the index, so no answer rests on them."
LEFT_OUT_FILE = "**{name}** ({result}): {reason}"

ADDED_HERE = "Added here"
REMOVE = "Remove"
REMOVE_LABEL = "Remove “{}”"
REMOVE_ASK = "“{}” will no longer be searched, and its file will be deleted."
REMOVE_SURE = "Remove from the index"
NONE_ADDED = "Nothing has been added here yet."

ADD = "Add PDFs or tables"
ADD_NOTE = (
    "Up to {files} files of up to {mb} MB each. A table is a UTF-8 CSV file with a header line; a JSON-lines file has "
    'one {{"text": "…"}} in each line. Files stay on the machine that runs this app. While they are read the app goes '
    "on with the sources that it has."
)
FILES = "PDF, CSV or JSON-lines files"
ADD_BUTTON = "Add to the index"
NOTHING_CHOSEN = "Choose a file first."
OFF = (
    "Adding files is off here. It is on by itself when the app runs on your own machine; whoever runs this app can "
    "switch it on with the setting MGI_UPLOADS=on, for everybody who can open the app."
)

UNNAMED = "Unnamed file"
WRONG_KIND = "{} is not a .pdf, .csv or .jsonl file."
KINDS_HINT = "Convert it to one of these."
EMPTY = "{} is empty."
EMPTY_HINT = "Save or download it again."
TOO_LARGE = "{} is larger than {} MB."
TOO_LARGE_HINT = "Part it into smaller files."
NO_PDF = "{} is no PDF file, whatever its name says."
NO_PDF_HINT = "Export or download it again as PDF."
NO_CSV = "{} is not a CSV table ({})."
NO_ROWS = "{} has no rows below a header line."
CSV_HINT = "Save it as CSV in UTF-8, with the names of the columns in the first line."
NO_JSON = "Line {1} of {0} is not JSON."
NO_RECORD = "Line {1} of {0} has no text."
JSON_HINT = 'Each line must be like {"title": "…", "text": "…"}.'
NO_TEXT = "{} is not text in UTF-8."
NO_TEXT_HINT = "Save it again as UTF-8."
TOO_MANY = "{} files are too many: {} may be kept here, and there is room for {}. Remove some, or choose fewer."
DUPLICATE = "{} is already in the index, as “{}”. It was not added again."

ADDED = "“{}” was added and is searched from now on ({})."
NOT_ADDED = "{} Nothing of it was kept."
REFUSALS = {
    "needs_password": "{} needs a password. Save a copy without one and add that.",
    "no_text": "{} has no text that can be quoted. If it is a scan, run it through text recognition (OCR) first.",
}
FAILED = "{} could not be added: {} Everything is as it was."
NOT_STORED = "The files could not be kept ({})."
NOT_STORED_HINT = "Free some space, or name another folder with MGI_UPLOADS_FOLDER."
REMOVED = "“{}” was removed."
NOT_REMOVED = "“{}” could not be removed: {} Everything is as it was."
