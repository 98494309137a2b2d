"""Texts on the language model: whether one is used, what goes to it, and what became of its sentences."""

from __future__ import annotations

UNUSED = "No language model is used: what you ask does not leave the machine that this app runs on."
USED = (
    "Language model: **{name}** at {endpoint}. What goes there is your question, up to {questions} questions before it "
    "in the conversation, and up to {passages} passages of the sources; nothing else leaves the machine that this app "
    "runs on. Each sentence that comes back is checked against those passages before it is shown."
)
WORDED = "Put in words by {}; each sentence was checked against the passages that it cites."
WITHHELD = "Withheld: not supported by the sources ({})"
WITHHELD_NOTE = "This did not pass the check, so it is no part of the answer. Do not rely on it."
NOT_SUPPORTED = "Not supported"
REASON = "Why: {}."
