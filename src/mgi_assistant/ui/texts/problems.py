"""What is said when something goes wrong that nobody foresaw."""

from __future__ import annotations

UNEXPECTED = "Something went wrong here, and it is not your doing. You can try again or go on with something else."
REPORT = "If it happens again, tell whoever runs this app the number {}."
