"""What a language model has read and written today, and the limits on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from mgi_assistant.errors import LanguageModelError


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that a model read and wrote."""

    read: int = 0
    written: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.read + other.read, self.written + other.written)

    def __sub__(self, other: Tokens) -> Tokens:
        return Tokens(self.read - other.read, self.written - other.written)

    @property
    def total(self) -> int:
        """Both together."""
        return self.read + self.written


def estimated(text: str) -> int:
    """Return about how many tokens ``text`` is: one for three bytes of UTF-8, which errs towards too many.

    English has about four bytes a token, and Spanish, French, Portuguese and Arabic three to four.
    """
    return (len(text.encode("utf-8", "replace")) + 2) // 3


def _utc_day() -> date:
    return datetime.now(UTC).date()


class Spending:
    """Counts the tokens of a day (UTC) in this process, and lets nobody ask who could go over a limit.

    What a request may take at most is set aside before it is made and settled after it, so that requests made at the
    same time keep to the limits too.
    """

    def __init__(
        self,
        token_limit: int = 0,
        cost_limit: float = 0.0,
        price_in: float = 0.0,
        price_out: float = 0.0,
        today: Callable[[], date] = _utc_day,
    ) -> None:
        """Take limits for a day, 0 being none, and prices of a million tokens read and written."""
        self._token_limit = token_limit
        self._cost_limit = cost_limit
        self._price_in = price_in
        self._price_out = price_out
        self._today = today
        self._lock = threading.Lock()
        self._day = today()
        self._spent = Tokens()

    @property
    def spent(self) -> Tokens:
        """What was spent today or is set aside."""
        with self._lock:
            self._turn_the_page()
            return self._spent

    def cost(self, tokens: Tokens) -> float:
        """Return the price of ``tokens``."""
        return (tokens.read * self._price_in + tokens.written * self._price_out) / 1e6

    def set_aside(self, most: Tokens) -> date:
        """Set ``most`` aside for a request, and return the day that it belongs to.

        Raises:
            LanguageModelError: The request could go over a limit.
        """
        with self._lock:
            self._turn_the_page()
            after = self._spent + most
            if self._token_limit and after.total > self._token_limit:
                so_far = f"{self._spent.total:,} of {self._token_limit:,} tokens"
                raise _over(so_far, "MGI_LLM_TOKEN_LIMIT")
            if self._cost_limit and self.cost(after) > self._cost_limit:
                raise _over(f"{self.cost(self._spent):.2f} of {self._cost_limit:.2f}", "MGI_LLM_COST_LIMIT")
            self._spent = after
            return self._day

    def settle(self, day: date, most: Tokens, used: Tokens) -> None:
        """Put what a request took in place of what was set aside for it on ``day``."""
        with self._lock:
            self._turn_the_page()
            if day == self._day:
                self._spent = self._spent - most + used

    def _turn_the_page(self) -> None:
        today = self._today()
        if today != self._day:
            self._day, self._spent = today, Tokens()


def _over(so_far: str, variable: str) -> LanguageModelError:
    return LanguageModelError(
        f"The language model is not asked, since a reply could go over the limit for a day ({so_far} spent).",
        f"Wait until midnight UTC, or raise {variable}.",
    )
