"""What answers, their evidence and the row of actions under an answer say."""

from __future__ import annotations

SOURCE_N = "Source [{}]"
OPEN_SOURCE = "Open the source: {}"
DOWNLOAD_PAGE = "Download this page (PDF)"
PAGE_FILE = "{}-page-{}.pdf"

COPY = "Copy"
COPY_HELP = "Copy the answer with its references as text"
COPIED = "Copied"
NOT_COPIED = "Copying is not possible here"

WHY = "Say why"
UP_REASON = "What was good? (optional)"
DOWN_REASON = "What was wrong or missing? (optional)"
DOWN_REASONS = ("Not what I asked", "Incomplete", "Wrong place", "The source says something else", "Out of date")
DOWN_REASONS_LABEL = "Reasons"
THANKS = "Thank you. This is kept on this server only, for those who check the answers."
LONGEST_REASON = 1000

DOWNLOAD = "Download"
ANSWER_WORD = "Answer (Word)"
ANSWER_MARKDOWN = "Answer (Markdown)"
CONVERSATION_WORD = "Conversation (Word)"
CONVERSATION_MARKDOWN = "Conversation (Markdown)"
ANSWER_FILE = "mgi-answer-{}.{}"
CONVERSATION_FILE = "mgi-conversation-{}.{}"
