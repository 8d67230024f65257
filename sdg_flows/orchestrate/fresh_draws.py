from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class FreshDraws:
    """How often all new draws were asked for, by the name of a suite, and of the `others`, which have no count there.

    Earlier versions kept one number for all suites: it is that of the others.
    """

    suites: Mapping[str, int] = field(default_factory=dict[str, int])
    others: int = 0

    def of(self, suite: str) -> int:
        """Give the count of a suite."""
        return self.suites.get(suite, self.others)

    def again(self, suite: str) -> FreshDraws:
        """Give the counts when a suite is drawn anew once more."""
        return FreshDraws({**self.suites, suite: self.of(suite) + 1}, self.others)

    def or_greater(self, than: FreshDraws) -> FreshDraws:
        """Give the greater of both counts of each suite."""
        names = {**self.suites, **than.suites}
        return FreshDraws({name: max(self.of(name), than.of(name)) for name in names}, max(self.others, than.others))

    @property
    def text(self) -> str:
        """Give what stands in the file."""
        return json.dumps(asdict(self))


def fresh_draws_in(file: Path) -> FreshDraws:
    """Give the counts in a file, which need not be there."""
    if not file.exists():
        return FreshDraws()
    found = json.loads(file.read_text(encoding="utf-8"))
    return FreshDraws(**found) if isinstance(found, dict) else FreshDraws(others=found)
