"""Endpoints as the teacher uses them: each with its backend, its pace and its circuit breaker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.exchange import Request
from sdg_flows.core.run_record import EndpointUsed
from sdg_flows.teacher.backend import Backend
from sdg_flows.teacher.budget import Price
from sdg_flows.teacher.context import Context
from sdg_flows.teacher.pacing.pace import Pace
from sdg_flows.teacher.pacing.shared_limit import SharedLimit
from sdg_flows.teacher.retry_policy import CircuitBreaker
from sdg_flows.teacher.settings import DEFAULT_KEY_ENV, unknown_teacher_message


@dataclass
class Endpoint:
    """One endpoint: its backend, its pace, the limit it shares with other processes, and whether it still answers.

    `limit` is None when it does not share one, `context` when the server does not tell that of the default model.
    """

    backend: Backend
    pace: Pace
    key_place: str = DEFAULT_KEY_ENV
    limit: SharedLimit | None = None
    price: Price | None = None
    context: Context | None = None
    breaker: CircuitBreaker = field(init=False)

    def __post_init__(self) -> None:
        self.breaker = CircuitBreaker(self.backend.description, self.key_place)

    async def close(self) -> None:
        """Close the backend, and leave its places in flight to other processes."""
        if self.limit:
            self.limit.leave()
        await self.backend.close()

    @property
    def identity(self) -> tuple[str, str]:
        """Return the endpoint and its default model."""
        return (self.backend.identity, self.backend.model)

    def key(self, request: Request, fresh: int) -> str:
        """Return the key of a request's answer here; what goes to /pooling is another question than the same chat."""
        return answer_key(self.backend.identity, self.backend.model, request, fresh)


def answer_key(endpoint: str, model: str, request: Request, fresh: int) -> str:
    """Return the key of a request's answer at an endpoint that asks this model when the request names none."""
    return request.key(f"{endpoint} /pooling" if request.pooling else endpoint, model, fresh)


class Endpoints:
    """All endpoints: the run's own and those with a name. Without `named`, the own one goes by every name."""

    def __init__(self, own: Endpoint, named: Mapping[str, Endpoint] | None) -> None:
        self.own = own
        self._named = named
        self.all = (own, *(named or {}).values())

    @property
    def identity(self) -> tuple[str, ...]:
        """Return each endpoint and its model, the own one first, the others with their names."""
        named = self._named or {}
        return (*self.own.identity, *(part for name in sorted(named) for part in (name, *named[name].identity)))

    @property
    def endpoints(self) -> tuple[EndpointUsed, ...]:
        """Return all endpoints, the own one first, the others by name."""
        named = sorted((self._named or {}).items())
        return (
            EndpointUsed(None, *self.own.identity),
            *(EndpointUsed(name, *endpoint.identity) for name, endpoint in named),
        )

    def of(self, request: Request) -> Endpoint:
        """Return the endpoint that a request is for.

        Raises:
            SettingsError: it names one that is not there.
        """
        return self.named(request.teacher)

    def named(self, name: str | None) -> Endpoint:
        """Return the endpoint of a name, the own one for None.

        Raises:
            SettingsError: there is none.
        """
        if name is None or self._named is None:
            return self.own
        if name not in self._named:
            raise SettingsError(unknown_teacher_message(name, self._named))
        return self._named[name]
