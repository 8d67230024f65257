"""When to ask again, and when to stop asking: the one retry policy."""

from __future__ import annotations

import random
import time
from collections import deque

from sdg_flows.core.errors import EndpointDown, GenerateError, TeacherStopped
from sdg_flows.core.exchange import OutcomeName
from sdg_flows.teacher.reading import Reading

ATTEMPTS: dict[OutcomeName, int] = {"rate": 200, "transport": 200, "server": 6, "deadline": 3}
"""How often a request is asked in all when the last attempt ended so; other outcomes are final."""
FIRST_WAIT = 0.5
MAX_WAIT = 30.0
MAX_RETRY_AFTER = 900.0
SILENCE = 120.0
"""Seconds without any reply after which the endpoint is taken to be down."""
WINDOW = 200


def wait_before(attempt: int) -> float:
    """Return the seconds to wait after attempt number `attempt` (1, 2, …): 0.5 s doubling to 30 s, with full jitter."""
    return random.uniform(0, min(MAX_WAIT, FIRST_WAIT * 2 ** (attempt - 1)))


class CircuitBreaker:
    """Whether the endpoint still answers, from the last 200 replies and the length of its silence."""

    def __init__(self, description: str, key_place: str) -> None:
        self._description = description
        self._key_place = key_place
        self._failed: deque[bool] = deque(maxlen=WINDOW)
        self._silent_since: float | None = None

    def fatal(self, reading: Reading) -> GenerateError | None:
        """Take the outcome of an attempt; return the error that ends the run, if this one does."""
        said = f"{self._description}: {reading.detail}"
        if reading.outcome == "auth":
            return TeacherStopped(f"{said}. Check the key in {self._key_place} and the name of the model.")
        if reading.outcome == "quota":
            return TeacherStopped(f"{said}. The quota is used up; the same command goes on when there is more.")
        if reading.outcome == "transport":
            now = time.monotonic()
            self._silent_since = self._silent_since or now
            if now - self._silent_since <= SILENCE:
                return None
            return EndpointDown(f"{said}. No reply for {SILENCE:.0f} s; the same command goes on when it is back.")
        self._silent_since = None
        self._failed.append(reading.outcome in ("server", "deadline"))
        if len(self._failed) == WINDOW and sum(self._failed) > WINDOW / 2:
            return EndpointDown(f"{said}. More than half of the last {WINDOW} attempts failed.")
        return None
