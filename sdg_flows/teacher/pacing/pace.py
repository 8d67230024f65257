"""When the next request may go to an endpoint: its rate and its number in flight."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sdg_flows.teacher.pacing.in_flight import CUT, FIRST_LIMIT, InFlightLimit
from sdg_flows.teacher.pacing.rate import Rate, Sent
from sdg_flows.teacher.pacing.round_robin import RoundRobin


@dataclass(frozen=True)
class Permit:
    """The right to have one request in flight: what it is to the rate, and how many were in flight with it."""

    sent: Sent
    level: int


class Pace:
    """Limits the requests to one endpoint with one key. How much it takes is found by trying.

    Two limits hold: a rate (see `Rate`) and a number in flight (see `InFlightLimit`). A 429 sets the rate. It cuts the
    number too when the server seems to count what it has in flight; so does a deadline. Groups that wait take turns.
    Time is that of the event loop.
    """

    def __init__(self, most: int, first: int = FIRST_LIMIT) -> None:
        self.in_flight = 0
        self.most = self._allowed = most
        self._places = InFlightLimit(most, first)
        self._rate = Rate()
        self._turns: RoundRobin[Permit] = RoundRobin()
        self._alarm: asyncio.TimerHandle | None = None
        self._held_until = 0.0
        self._released = False
        self._cut_after = 0

    @property
    def limit(self) -> int:
        """Return the number that may be in flight."""
        return min(self._allowed, int(self._places.limit))

    @property
    def wanted(self) -> int:
        """Return how many there would be in flight now if other processes needed none."""
        return int(self._places.limit) if self._turns else self.in_flight

    def allow(self, places: int) -> None:
        """Let no more be in flight than so many: other processes have the rest. May be none."""
        self._allowed = places
        self._wake()

    async def enter(self, group: str = "") -> Permit:
        """Wait for a place in flight and take it; `leave` gives it back."""
        if not self._turns and self._delay() == 0:
            return self._permit()
        turn = self._turns.join(group)
        self._wake()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """Return a place in flight back."""
        self.in_flight -= 1
        self._wake()

    def replied(self, permit: Permit) -> None:
        """Count a reply that the server gave without complaint."""
        self._places.replied(permit.level, self.in_flight, _now())

    def refused(self, permit: Permit, retry_after: float | None) -> None:
        """Take a 429, and the seconds after which the server wants to be asked again if it said so."""
        began = self._rate.refused(permit.sent, retry_after, _now())
        if began and self._places.refused(permit.level):
            self._cut(permit, permit.level - 1)

    def timed_out(self, permit: Permit) -> None:
        """Take a deadline: fewer in flight, once for all that were in flight together."""
        self._cut(permit, self._places.limit * CUT)

    def hold(self, seconds: float) -> None:
        """Send nothing for that long."""
        self._held_until = max(self._held_until, _now() + seconds)

    def release(self) -> None:
        """End all waiting for good: waiters go on, and see that nothing more is sent."""
        self._released = True
        self._wake()

    def _cut(self, permit: Permit, limit: float) -> None:
        if permit.sent.number > self._cut_after:
            self._cut_after = self._rate.number
            self._places.cut(limit, self.in_flight, _now())

    def _delay(self) -> float | None:
        """Return the seconds until another request may go out; None while it has to wait for a place."""
        if self._released:
            return 0
        if self.in_flight >= self.limit:
            return None
        return max(self._rate.delay(_now()), self._held_until - _now(), 0)

    def _permit(self) -> Permit:
        self.in_flight += 1
        self._places.used(self.in_flight, _now())
        return Permit(self._rate.send(_now()), self.in_flight)

    def _wake(self) -> None:
        """Let out all whose turn has come, and wake again when the next turn comes."""
        while self._turns and (delay := self._delay()) is not None:
            if delay > 0:
                return self._come_back(delay)
            if (turn := self._turns.next()) is not None:
                turn.set_result(self._permit())
        return None

    def _come_back(self, delay: float) -> None:
        if self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(delay, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._wake()


def _now() -> float:
    return asyncio.get_running_loop().time()
