"""The app; ``mgi serve`` starts it."""

from mgi_assistant.ui.navigation import show_app

show_app()
