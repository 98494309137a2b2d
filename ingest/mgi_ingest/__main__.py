"""Run the command ``mgi-ingest`` as ``python -m mgi_ingest``."""

from mgi_ingest.cli import main

main()
