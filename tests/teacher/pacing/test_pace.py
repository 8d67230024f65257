import asyncio

import pytest

from sdg_flows.teacher.pacing.pace import Pace
from teacher.strict_servers import Bucket, Places, Server, Storm, Windows, fared
from teacher.virtual_time import in_virtual_time


def most_in_flight(pace: Pace, requests: int, seconds: float, slots: int = 10_000) -> int:
    """Run requests through a pace against a server with `slots` places; give the most that were in flight."""
    peak = 0

    async def one(server: asyncio.Semaphore) -> None:
        nonlocal peak
        permit = await pace.enter()
        peak = max(peak, pace.in_flight)
        async with server:
            await asyncio.sleep(seconds)
        pace.replied(permit)
        pace.leave()

    async def all_of_them() -> None:
        server = asyncio.Semaphore(slots)
        await asyncio.gather(*(one(server) for _ in range(requests)))

    in_virtual_time(all_of_them())
    return peak


def test_the_limit_grows_while_growing_helps():
    assert most_in_flight(Pace(64, first=4), 800, 0.2) == 64


def test_the_limit_stays_near_what_the_server_takes():
    assert most_in_flight(Pace(512, first=4), 600, 0.2, slots=8) <= 32


def test_a_large_server_is_full_within_four_tenths_of_a_second():
    assert fared(Places(256), 256, 1000.0, None).peak == 256
    assert max(fared(Places(512), 256, 1.0, None).answered) < 1.4


@pytest.mark.parametrize("latency", [0.005, 0.5, 2.0])
@pytest.mark.parametrize(
    ("server", "retry_after"),
    [
        (Bucket(100, 100), 1.0),
        (Bucket(100, 100), None),
        (Bucket(100, 10), None),
        (Windows(100), 1.0),
        (Windows(100, ahead=0.5), 1.0),
        (Windows(100, ahead=0.9), 1.0),
        (Windows(100), None),
        (Windows(100, ahead=0.5), None),
        (Windows(100, ahead=0.9), None),
    ],
)
def test_a_rate_that_is_not_told_is_kept_to_within_a_tenth(server: Server, retry_after, latency):
    seen = fared(type(server)(**told(server)), 2000, latency, retry_after)

    assert max(seen.answered) - latency <= 1.1 * 20
    assert len(seen.refused) <= 50


def told(server: Server) -> dict[str, float]:
    return {name: value for name, value in vars(server).items() if not name.startswith("_")}


@pytest.mark.parametrize(("burst", "retry_after"), [(10, 1.0), (1, 1.0), (1, None)])
def test_a_bucket_that_holds_little_is_kept_to_within_a_quarter(burst, retry_after):
    seen = fared(Bucket(100, burst), 2000, 0.05, retry_after)

    assert max(seen.answered) <= 1.27 * 20
    assert len(seen.refused) <= 10


def test_nobody_goes_out_before_the_servers_time():
    seen = fared(Bucket(5, 1), 3, 0.0, 7.0)

    assert seen.answered[1] >= seen.refused[0] + 7.0


def test_a_limit_that_was_raised_is_found_within_a_minute():
    seen = fared(Bucket(20, 20, raised=(30.0, 80)), 6000, 0.05, None)

    assert sum(90 <= at < 100 for at in seen.answered) >= 700


def test_refusals_that_no_rate_mends_do_not_slow_the_run_for_long():
    seen = fared(Storm(), 6000, 0.05, None)

    assert seen.peak >= 500
    assert max(seen.answered) <= 10.0


def test_a_server_that_counts_what_is_in_flight_stays_busy():
    seen = fared(Places(8), 2000, 0.05, None)

    assert max(seen.answered) <= 1.3 * 2000 * 0.05 / 8
    assert len(seen.refused) <= 200


def test_groups_take_turns():
    async def order() -> list[str]:
        pace, went = Pace(1, first=1), list[str]()

        async def one(group: str) -> None:
            await pace.enter(group)
            went.append(group)
            await asyncio.sleep(1)
            pace.leave()

        await asyncio.gather(*(one(group) for group in ["long"] * 5 + ["short"] * 2))
        return went

    assert in_virtual_time(order()) == ["long", "long", "short", "long", "short", "long", "long"]


def test_deadlines_cut_the_number_in_flight_once_for_all_that_were_in_flight_together():
    async def cut() -> int:
        pace = Pace(512, first=100)
        for permit in [await pace.enter() for _ in range(50)]:
            pace.timed_out(permit)
        return pace.limit

    assert in_virtual_time(cut()) == 75
