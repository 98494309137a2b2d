"""What is said about programs that run beside the app."""

from __future__ import annotations

STARTING = "Starting …"
DOING = {"sources": "Bringing the index up to date.", "benchmark": "Running the benchmark."}
STEPS = {
    "reading": "Reading files:",
    "embedding": "Preparing passages for the search:",
    "asking": "Asking the questions:",
    "baseline": "Measuring the baseline:",
}
OF = "{done:,} of {total:,}"
STOP = "Cancel"
STOPPED = "It was stopped."
BROKE_OFF = "The program broke off with exit status {}."
UNEXPECTED = "Something went wrong. If it happens again, tell whoever runs this app the number {}."
BUSY = "Something else is being done. Try again when it has ended."
