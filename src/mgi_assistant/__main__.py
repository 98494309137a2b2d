"""Run the command ``mgi`` as ``python -m mgi_assistant``."""

from mgi_assistant.cli import main

main()
