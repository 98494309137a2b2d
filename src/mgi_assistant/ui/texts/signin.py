"""What is said before one is let in."""

from __future__ import annotations

NEEDED = "Sign in to use this app."
SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"
SIGNED_IN_AS = "Signed in as {}"
REFUSED = "You are signed in as {}, who has not been given access to this app."
REFUSED_UNKNOWN = "You are signed in, but without a confirmed e-mail address, which this app needs to know you by."
REFUSED_HINT = "Sign out to use another account, or ask whoever runs this app for access."
