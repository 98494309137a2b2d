"""Run the command ``mgi-eval`` as ``python -m mgi_eval``."""

from mgi_eval.cli import main

main()
