"""How a teacher fares with a server that takes 100 requests a second and answers 429 beyond, without being told so.

python benchmarks/rate_limit.py [--rows 2000] [--only bucket100]

The teacher asks through its line and keeps every answer. A line of JSON for each form of the limit: the seconds from
the first request to the last answer, both at the server, by the seconds that the limit allows; and how many requests
were refused.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from functools import partial
from pathlib import Path

from case import PASSAGE
from mock_process import MockTeacher, mock_teacher

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import TeacherSettings

RATE = 100
FORMS = {
    "bucket100": ("--burst", "100"),
    "bucket10": ("--burst", "10"),
    "bucket1": ("--burst", "1"),
    "windows": ("--windows",),
}
CASES = [
    (form, retry_after, latency_ms)
    for form in FORMS
    for retry_after, latency_ms in (("1", 5.0), ("1", 500.0), ("0", 50.0))
]


async def ask(mock: MockTeacher, rows: int, store: Path) -> None:
    """Ask one question for each row."""
    teacher = await open_teacher(TeacherSettings(endpoint=mock.url), partial(AnswerStore, store), lambda: 0)
    try:
        await teacher.answers(teacher.keyed([_request(number) for number in range(rows)]))
    finally:
        await teacher.close()


def _request(number: int) -> Request:
    message = {"role": "user", "content": PASSAGE.format(number=number)}
    return Request(f"r{number}", 0, {"temperature": 0.7}, messages=(message,))


def measured(form: str, retry_after: str, latency_ms: float, rows: int) -> dict[str, object]:
    """Measure one form of the limit on a new server."""
    flags = ("--rate-limit", str(RATE), "--retry-after", retry_after, *FORMS[form])
    with mock_teacher(512, latency_ms, *flags) as mock, tempfile.TemporaryDirectory() as folder:
        asyncio.run(ask(mock, rows, Path(folder) / "answers.sqlite"))
        seen = mock.stats()
    seconds = seen["last_answer"] - seen["first_request"]
    return {
        "limit": form,
        "retry_after": retry_after,
        "latency_ms": latency_ms,
        "rows": rows,
        "seconds": round(seconds, 2),
        "seconds_to_ideal": round(seconds * RATE / rows, 3),
        "refused": seen["refused"],
    }


def main() -> None:
    flags = argparse.ArgumentParser(description="Measure how a rate limit that is not told is found and kept.")
    flags.add_argument("--rows", type=int, default=2000, help="rows, of one request each (default: 2000)")
    flags.add_argument("--only", choices=FORMS, help="one form of the limit (default: all)")
    chosen = flags.parse_args()
    for form, retry_after, latency_ms in CASES:
        if chosen.only in (None, form):
            print(json.dumps(measured(form, retry_after, latency_ms, chosen.rows)), flush=True)


if __name__ == "__main__":
    main()
