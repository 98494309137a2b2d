"""What the page “benchmark” says."""

from __future__ import annotations

ABOUT = (
    "How good the answers are, measured on questions whose right answers are known. Each figure comes with the range "
    "in which it lies with a confidence of 95 %, because a benchmark has only so many questions. The figures are about "
    "this program, never about countries."
)
NONE = "There is no report yet."
NONE_HOW = "To make one in a terminal (it takes a few minutes):"
COMMAND = "mgi-eval run --split dev --out {}"

RUN = "Measure now"
RUN_NOTE = "Asks all questions of the development set and measures the answers. That takes a few minutes."
RUN_OFF = (
    "Measuring from here is off. It is on by itself when the app runs on your own machine; whoever runs this app can "
    "switch it on with the setting MGI_UPLOADS=on."
)
RUN_DONE = "The new report is the first of the list."
RUN_FAILED = "The benchmark could not be run: {}"

REPORT = "Report"
REPORT_NAME = "{name}, {time}"
WRITTEN = "{day}, {time} UTC"
MADE = "{cases}; model {model}; {n}."
PASSED = "All thresholds are reached."
NOT_PASSED = "Below their thresholds: {}."
TIMES = "Time to an answer: median {p50_ms:.0f} ms, 95 of 100 within {p95_ms:.0f} ms."
TAKE = "Download the report as one page"

FIGURES = "Figures"
MEASURE, VALUE, INTERVAL, COUNT, BASELINE = "Measure", "Value", "95 % interval", "n", "Baseline"
BASELINE_NOTE = "The baseline is llama-index with its defaults, asked the same questions."
NO_VALUE = "–"
FROM_TO = "{}–{}"
NO_FAILURE = "no failure; at most {:.4f}"
INTERVALS = "With their intervals"
INTERVALS_NOTE = "Dots are this program with its 95 % interval, rings the baseline. One is best, except for risk_area."
INTERVALS_ALT = "{n} figures between 0 and 1 with their intervals, the same as in the table above: {figures}."
RISK = "Risk over coverage"
RISK_NOTE = (
    "When only the questions with the most confident answers are answered, their share is the coverage, and the share "
    "of wrong ones among them is the risk. Low and flat is good."
)
RISK_ALT = "A curve of risk over coverage: {}."
RISK_POINT = "risk {risk:.2f} at a coverage of {coverage:.2f}"
COVERAGE_AXIS, RISK_AXIS = "coverage (share of questions answered)", "risk (share of these that is wrong)"

SLICES = "Slices"
SLICES_NOTE = "The same measure for kinds of questions. Intervals are wide where there are few questions."
NO_SLICES = "This report has no slices."
SLICE_MEASURE = "Measure of the slices"
SLICE = "Slice"
SLICES_ALT = "{measure} for {n} slices of the questions: {figures}."

COMPARE = "Two runs compared"
COMPARE_NOTE = "Question by question, over the same set. Small p (Holm) means that chance alone hardly explains it."
ONE_REPORT = "There is one report only. Measure again, for instance with another setting, to compare."
FIRST, SECOND = "First run (A)", "Second run (B)"
COMPARING = "Comparing …"
SAME = "Choose two different runs."
DIFFERENCE = "B − A"
BETTER, WORSE, P, P_HOLM = "Better", "Worse", "p", "p (Holm)"
NOT_COMPARED = "The two runs cannot be compared: {}"

WORST = "The worst answers"
WORST_NOTE = "The {n} answers that went most wrong, worst first, so that one can see what the figures hide."
NO_WORST = "Nothing went wrong."
EARLIER = "Earlier: {}"
UNDERSTOOD = "Understood as: {}"
STATUSES = {"answered": "answered", "partial": "answered in part", "not_found": "not found"}
ANSWER = "Answer ({})"
EVIDENCE = "Its evidence"
GOLD = "What it should rest on"
FACTS = "What it should tell: {}"
NO_GOLD = "Nothing: the sources do not tell."
NO_EVIDENCE = "None."
WHY = "Why it scored so: {}"
NOT_VERBATIM = "these words do not stand in the file"
PAGE, ROW = "page {}", "row {}"

UNREADABLE = "{} is not a report of mgi-eval ({})."
TOO_LARGE = "{} is too large for a report of mgi-eval."
UNREADABLE_HINT = "Delete its folder, or run mgi-eval again."
