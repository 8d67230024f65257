"""How many requests may be in flight at one endpoint."""

from __future__ import annotations

FIRST_LIMIT = 320
"""In flight at first: more than any but the largest servers run at once."""
CUT = 0.75
STEP = 1.05
GAIN = 1.15
"""A doubled limit must raise the rate by this factor to be doubled again."""
USED = 0.8
ALIKE = 1.1
REFUSALS = 4
"""So many refusals at about one number, and never a reply at it in between, say that the server counts that number."""


class InFlightLimit:
    """How many requests may be in flight. Pure: every time is given.

    The limit doubles once a round while doubling still raises the rate of replies; then the server is full, and more
    would only wait in its queue. After a cut it grows by a twentieth a round. It grows only while it is really used.

    Sources: TCP slow start and AIMD; loss as the signal since a model's latency follows the length of its answers.
    """

    def __init__(self, most: int, first: int) -> None:
        self.most = most
        self.limit = float(min(first, most))
        self._was_cut = False
        self._doubling = True
        self._replies = 0
        self._round_began: float | None = None
        self._last_rate = 0.0
        self._peak = 0
        self._refused_at = self._refusals = self._replies_since = 0

    def used(self, in_flight: int, now: float) -> None:
        """Take note of how many are in flight."""
        self._peak = max(self._peak, in_flight)
        self._round_began = now if self._round_began is None else self._round_began

    def replied(self, level: int, in_flight: int, now: float) -> None:
        """Count a reply to a request that was sent as the `level`th in flight, without complaint.

        A round ends when there are as many as the limit.
        """
        if level >= self._refused_at:
            self._refusals = 0
        self._replies_since += 1
        self._replies += 1
        if self._replies >= self.limit:
            self._end_round(in_flight, now)

    def cut(self, limit: float, in_flight: int, now: float) -> None:
        """Lower the limit, to one at least."""
        self._doubling, self._was_cut = False, True
        self.limit = max(1.0, min(self.limit, limit))
        self._begin_round(in_flight, now)

    def refused(self, level: int) -> bool:
        """Take a refusal of the `level`th in flight; True when the server seems to take fewer than that at one time.

        Only when all that was in flight at the refusal before has been replied to.
        """
        if level > self._refused_at * ALIKE:
            self._refusals, self._refused_at = 0, level
        elif self._replies_since < self._refused_at:
            return False
        self._refused_at = min(level, self._refused_at)
        self._refusals += 1
        self._replies_since = 0
        return self._refusals % REFUSALS == 0

    def _end_round(self, in_flight: int, now: float) -> None:
        rate = self._replies / max(now - (self._round_began or 0.0), 1e-6)
        if self._peak >= USED * self.limit:
            if self._doubling:
                self._doubling = rate > GAIN * self._last_rate
            self.limit = min(self.most, self.limit * (2 if self._doubling else STEP if self._was_cut else 1))
        self._last_rate = rate
        self._begin_round(in_flight, now)

    def _begin_round(self, in_flight: int, now: float) -> None:
        self._replies, self._peak, self._round_began = 0, in_flight, now
