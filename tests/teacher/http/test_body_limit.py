import asyncio

import httpx2
import pytest

from sdg_flows.teacher.http import body_limit
from sdg_flows.teacher.http.body_limit import limit_body


async def body():
    for _ in range(3):
        yield b"x" * 400


async def read():
    response = httpx2.Response(200, content=body())
    await limit_body(response)
    return len(await response.aread())


def test_a_body_within_the_bound_is_whole():
    assert asyncio.run(read()) == 1200


def test_a_body_that_grows_beyond_it_fails(monkeypatch):
    monkeypatch.setattr(body_limit, "MAX_BODY", 1000)

    with pytest.raises(httpx2.ReadError, match="longer than 1000 bytes"):
        asyncio.run(read())
