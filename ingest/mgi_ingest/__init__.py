"""Builds the index of mgi-assistant from PDF reports, CSV tables and JSON-lines records."""
