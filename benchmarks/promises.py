"""What must hold of a run that was killed and begun again, checked against the log of the server it asked.

The server's log has every call in order: the mark of its prompt, which stands in the answer too, and whether the reply
left. The prompts of an unbroken run, counted, say how often each is to be paid for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_MARK = re.compile(r"It is ([0-9a-f]{12})\.")

Call = Mapping[str, Any]


def paid_twice(runs: Sequence[Sequence[Call]], once: Counter[str]) -> list[int]:
    """Return for each run but the last how many calls were made later for answers that it had asked for.

    `runs` are the calls of each run in order; `once` is how often an unbroken run makes a call for each mark.
    """
    again = [0] * (len(runs) - 1)
    made: Counter[str] = Counter()
    last_run: dict[str, int] = {}
    for number, calls in enumerate(runs):
        earlier = dict(last_run)
        for call in calls:
            mark = call["mark"]
            made[mark] += 1
            if made[mark] > once[mark]:
                again[earlier.get(mark, number - 1)] += 1
            last_run[mark] = number
    return again


def broken(rows: Sequence[Mapping[str, Any]], calls: Iterable[Call]) -> Iterator[str]:
    """Yield a sentence for each row that is there twice, and for each that has no answer whose reply left."""
    answered = {call["mark"] for call in calls if call["left"] is not None}
    ids = Counter(row["row_id"] for row in rows)
    yield from (f"row {row_id}: is there {times} times" for row_id, times in ids.items() if times > 1)
    for row in rows:
        marks = {mark for value in row.values() if isinstance(value, str) for mark in _MARK.findall(value)}
        if not marks:
            yield f"row {row['row_id']}: holds no answer"
        yield from (f"row {row['row_id']}: no reply {mark} ever left" for mark in marks - answered)
