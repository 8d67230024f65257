from __future__ import annotations

FIRST_LIMIT = 320
"""In flight at first: more than any but the largest servers run at once."""
CUT = 0.75
STEP = 1.05
GAIN = 1.15
"""A doubled limit must raise the rate by this factor to be doubled again."""
USED = 0.8


class InFlightLimit:
    """How many requests may be in flight. Pure: every time is given.

    The limit doubles once a round while doubling still raises the rate of replies; then the server is full, and more
    would only wait in its queue. After a cut it grows by a twentieth a round. It grows only while it is really used.

    Sources: TCP slow start and AIMD; loss as the signal since a model's latency follows the length of its answers.
    """

    def __init__(self, most: int, first: int) -> None:
        self.most = most
        self._first = self.limit = float(min(first, most))
        self._was_cut = False
        self._doubling = True
        self._replies = 0
        self._round_began: float | None = None
        self._last_rate = 0.0
        self._peak = 0

    def used(self, in_flight: int, now: float) -> None:
        """Take note of how many are in flight."""
        self._peak = max(self._peak, in_flight)
        self._round_began = now if self._round_began is None else self._round_began

    def replied(self, in_flight: int, now: float) -> None:
        """Count a reply that the server gave without complaint; a round ends when there are as many as the limit."""
        self._replies += 1
        if self._replies >= self.limit:
            self._end_round(in_flight, now)

    def cut(self, limit: float, in_flight: int, now: float) -> None:
        """Lower the limit, to one at least."""
        self._doubling, self._was_cut = False, True
        self.limit = max(1.0, min(self.limit, limit))
        self._begin_round(in_flight, now)

    def reopen(self) -> None:
        """Take the cuts back: they were about something else."""
        self.limit = max(self.limit, self._first)
        self._doubling, self._was_cut = True, False

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
