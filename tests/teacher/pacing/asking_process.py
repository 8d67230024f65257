"""A process that asks a server until it is ended, and lets go as a run does: asking_process.py URL WHO MOST FOLDER."""

import asyncio
import signal
import sys
from pathlib import Path

from sdg_flows.core.exchange import Request
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import TeacherSettings

ROWS = 20_000


async def asks(url: str, who: str, most: int, folder: Path) -> None:
    settings = TeacherSettings(endpoint=url, max_in_flight=most, share_limit=True)
    teacher = await open_teacher(settings, lambda: AnswerStore(folder / f"{who}.sqlite"), lambda: 0)
    asking = asyncio.ensure_future(
        teacher.answers(
            teacher.keyed(
                [Request(f"r{at}", 0, {}, messages=({"role": "user", "content": f"{who} {at}"},)) for at in range(ROWS)]
            )
        )
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asking.cancel)
    await asyncio.wait([asking])
    await teacher.close()


if __name__ == "__main__":
    url, who, most, folder = sys.argv[1:]
    asyncio.run(asks(url, who, int(most), Path(folder)))
