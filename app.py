"""The chat; ``mgi serve`` starts it."""

from mgi_assistant.ui.chat import show_chat

show_chat()
