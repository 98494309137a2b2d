"""Measures mgi-assistant: its answers, its fusion of dense and lexical search, and its calibration."""
