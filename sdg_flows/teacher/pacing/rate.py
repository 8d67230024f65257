"""How many requests a second a server takes, learnt from its refusals. Pure: every time is given."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from sdg_flows.teacher.pacing.token_bucket import min_burst, min_rate

FIRST_RATE = 25.0
"""Requests a second at the very start."""
STEEPNESS = 20.0
"""By how much each of the first `STEEP` requests that go out raises that: the rate doubles every 35 ms."""
STEEP, GENTLE_STEEPNESS = 75, 2.0
"""How many do, and by how much each later one raises it: 256 are out in 0.4 s, and a server that refuses from the
hundredth on has refused a third less than on the steep way when the first refusal is read."""
MARGIN = 0.98
"""The share of an estimate that is used."""
DOUBT = 1.0
"""How far a rough estimate is raised towards what the server took in the last second, 0 to 1."""
TRUSTED = 0.5
"""An estimate is trusted for so many times as long as the burst would take to come out at it."""
CLIMB, SLOWEST_CLIMB = 2.0, 20.0
"""Times the trust, and at most seconds, after which the rate is doubled."""
MIN_RATE = 0.5
"""Requests a second at the least."""
TIMER = 0.002
"""Seconds by which a send may come late and be caught up."""
SOON = 0.05
"""Seconds after which a request that could go out was not waiting for the rate."""
SHORTEST_TRUST, LONGEST_TRUST = 0.5, 20.0
CATCHING_UP, TOO_MUCH = 0.8, 0.6
AT_ONCE = 0.1
"""Seconds after a hold within which a refusal says that too much was caught up."""
OWN_HOLD, LONGEST_HOLD = 0.2, 0.5
"""Seconds, doubling while nothing is accepted in between, when the server does not say when to come back."""
MAX_REMEMBERED = 2000
TELLING = 4
"""Accepted requests from which a rate can be told; fewer say only that there was a refusal."""
GUESSES, FEW = 4, 40
"""So many estimates within so few requests are about something else than the rate."""


@dataclass(frozen=True)
class Sent:
    """A request that went out: its number, when, and in which episode."""

    number: int
    at: float
    episode: int


@dataclass
class _Era:
    """What went out since the server's bucket was empty, by number, without what was refused."""

    began: float
    sent: dict[int, float] = field(default_factory=dict[int, float])


@dataclass
class Rate:
    """A mirror of the server's bucket.

    Until the first refusal the rate grows with each send. From one refusal to the next the bucket went from empty to
    empty, and the lowest rate that explains what was accepted in between is the server's. It is trusted the longer
    the better it is known; then the rate is raised, slowly at first and then faster, until the server refuses again.
    """

    episode: int = 0
    base: float | None = None
    not_before: float = 0.0
    burst: float = 1.0
    _full: list[float] = field(default_factory=list[float])
    _era: _Era | None = None
    number: int = 0
    _next: float = 0.0
    _since: float = 0.0
    _restart: float = 0.0
    _trust: float = SHORTEST_TRUST
    _in_vain: int = 0
    _catching_up: float = CATCHING_UP
    _guessed: deque[int] = field(default_factory=lambda: deque([-FEW] * GUESSES, GUESSES))
    _deaf: int = FEW
    _deaf_until: int = 0

    def limit(self, now: float) -> float:
        """Return the requests a second that may go out now."""
        if self.base is None:
            beyond = max(0, self.number - STEEP)
            return FIRST_RATE + STEEPNESS * (self.number - beyond) + GENTLE_STEEPNESS * beyond
        later = max(0.0, now - self._since - self._trust)
        return max(MIN_RATE, self.base * MARGIN * (1 + (later / min(SLOWEST_CLIMB, CLIMB * self._trust)) ** 3))

    def delay(self, now: float) -> float:
        """Return the seconds until a request may go out."""
        return max(0.0, self._next - now, self.not_before - now)

    def send(self, now: float) -> Sent:
        """Take note of a request that goes out."""
        self._era = self._era or _Era(now)
        self._since += max(0.0, now - max(self._next, self._since) - SOON)
        interval = 1 / self.limit(now)
        self._next = max(self._next, now - self._slack(interval)) + interval
        self.number += 1
        if len(self._era.sent) < MAX_REMEMBERED:
            self._era.sent[self.number] = now
        return Sent(self.number, now, self.episode)

    def refused(self, sent: Sent, hold: float | None, now: float) -> bool:
        """Take a refusal, and the seconds that the server asks to wait; tell whether it began an episode."""
        self.not_before = max(self.not_before, now + (hold or 0.0))
        era = self._era or _Era(sent.at)
        era.sent.pop(sent.number, None)
        if sent.episode < self.episode or sent.number <= self._deaf_until:
            return False
        self.episode += 1
        if self.burst > 1 and sent.at < self._restart + AT_ONCE:
            self._catching_up *= TOO_MUCH
        before = [at for number, at in era.sent.items() if number < sent.number]
        self._in_vain = 0 if before else self._in_vain + 1
        if hold is None:
            self.not_before = max(self.not_before, now + min(LONGEST_HOLD, OWN_HOLD * 2**self._in_vain))
        if before and not self._is_unmoved(sent.number) and len(before) >= TELLING:
            self._estimate(before, era.began, sent.at)
        after = {number: at for number, at in era.sent.items() if number > sent.number}
        self._era = _Era(sent.at if before else era.began, after)
        self._since = self._restart = self.not_before
        self._next = sent.at if hold and self.burst > 1 else self.not_before
        return True

    def _is_unmoved(self, number: int) -> bool:
        """Recognise refusals that no rate mends, and ignore refusals for a while: each time four times as long."""
        self._guessed.append(number)
        if number - self._guessed[0] > FEW:
            return False
        self.base, self._deaf, self._deaf_until = None, 4 * self._deaf, number + self._deaf
        return True

    def _estimate(self, accepted: list[float], began: float, ended: float) -> None:
        seconds = max(ended - began, 1e-3)
        if self.base is None:
            self._full = accepted
            self.base = len(accepted) / seconds
            return
        lowest = min_rate(accepted, began, ended, self._full)
        self.burst = min_burst(self._full, lowest)
        known = seconds * lowest / self.burst
        lately = sum(at > ended - 1 for at in accepted) / min(1.0, seconds)
        self.base = lowest + max(0.0, lately - lowest) * min(1.0, 1 / known) * DOUBT
        self._trust = min(LONGEST_TRUST, max(SHORTEST_TRUST, min(2 * seconds, known * TRUSTED)))

    def _slack(self, interval: float) -> float:
        """Return the seconds by which a send may come early: what the bucket has saved up meanwhile, less a margin."""
        own = max(0.0, TIMER - interval / 2)
        return own if self.base is None else max(min(own, interval), self._catching_up * (self.burst - 1) * interval)
