"""Bars as a binary frame."""

import json

import httpx
import numpy as np
import pytest

from quantboard.api.app import build
from quantboard.api.auth import COOKIE
from quantboard.core.access import Actor
from quantboard.core.progress import silent
from quantboard.services import accounts, datasets

PASSWORD = "correct horse battery"


@pytest.fixture
async def client(ann: Actor):
    token = accounts.sign_in("Ann", PASSWORD)
    transport = httpx.ASGITransport(build())
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8000", cookies={COOKIE: token}
    ) as made:
        yield made


def opened(body: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    length = int.from_bytes(body[:4], "little")
    head = json.loads(body[4 : 4 + length])
    values = np.frombuffer(body, "<f8", offset=4 + length).reshape(len(head["columns"]), head["rows"])
    return head, dict(zip(head["columns"], values, strict=True))


async def test_a_window_with_averages(client: httpx.AsyncClient, ann: Actor) -> None:
    view = datasets.load_sample_now(ann, silent)
    url = f"/api/v1/datasets/{view.id}/bars"
    asked = {"symbol": "IBM", "from": "2012-01-01", "to": "2012-12-31", "ma": "5,20"}
    head, columns = opened((await client.get(url, params=asked)).content)
    bars = datasets.bars_of(ann, view.id, ["IBM"])
    first, last = bars.rows_of("2012-01-01", "2012-12-31")
    assert (head["symbol"], head["rows"], head["step"]) == ("IBM", last - first, 1)
    assert list(columns) == ["time", "open", "high", "low", "close", "volume", "ma5", "ma20"]
    assert np.array_equal(columns["close"], bars.close[first:last, 0])
    assert columns["ma5"][0] == pytest.approx(bars.close[first - 4 : first + 1, 0].mean())
    thin, _ = opened((await client.get(url, params={"symbol": "IBM", "max": 500})).content)
    assert thin["rows"] <= 500


async def test_wrong_questions(client: httpx.AsyncClient, ann: Actor) -> None:
    view = datasets.load_sample_now(ann, silent)
    url = f"/api/v1/datasets/{view.id}/bars"
    assert (await client.get(url, params={"symbol": "NONE"})).status_code == 404
    assert (await client.get(url, params={"ma": "0"})).status_code == 422
    assert (await client.get(url, params={"from": "yesterday"})).status_code == 422
    assert (await client.get("/api/v1/datasets/" + "0" * 32 + "/bars")).status_code == 404
    client.cookies.clear()
    assert (await client.get(url)).status_code == 401
