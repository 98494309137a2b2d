"""The chat's parts; ``app.py`` puts them on the page."""
