import asyncio

from sdg_flows.teacher.pace import Lease, Pace


def most_in_flight(pace: Pace, requests: int, seconds: float, slots: int = 10_000) -> int:
    """Run requests through a pace against a server with `slots` places; give the most that were in flight."""
    peak = 0

    async def one(server: asyncio.Semaphore) -> None:
        nonlocal peak
        await pace.enter()
        peak = max(peak, pace.in_flight)
        async with server:
            await asyncio.sleep(seconds)
        pace.replied()
        pace.leave()

    async def all_of_them() -> None:
        server = asyncio.Semaphore(slots)
        await asyncio.gather(*(one(server) for _ in range(requests)))

    asyncio.run(all_of_them())
    return peak


def test_the_limit_grows_while_growing_helps():
    assert most_in_flight(Pace(64, first=4), 400, 0.02) == 64


def test_the_limit_stays_near_what_the_server_takes():
    assert most_in_flight(Pace(512, first=4), 600, 0.02, slots=8) <= 32


def test_a_refusal_cuts_the_limit_once_for_all_requests_of_an_episode():
    pace = Pace(512, first=100)
    for _ in range(50):
        pace.refused(Lease(0), 0.0)

    assert pace.limit == 75


def test_nobody_goes_out_before_the_servers_time():
    async def waited() -> float:
        pace, loop = Pace(8), asyncio.get_running_loop()
        pace.refused(await pace.enter(), 0.2)
        began = loop.time()
        await pace.enter()
        return loop.time() - began

    assert asyncio.run(waited()) >= 0.2
