"""Backtests over REST."""

import os

import httpx
import pytest

from quantboard.api.app import build
from quantboard.api.auth import COOKIE
from quantboard.sandbox.server import ForkServer
from quantboard.services import accounts, backtests, strategies
from tests.instance import PASSWORD
from tests.services.backtesting import SOURCE, sample, work_off

ROOT = "/api/v1/backtests"


@pytest.fixture
async def client(ann):
    token = accounts.sign_in("Ann", PASSWORD)
    transport = httpx.ASGITransport(build())
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", cookies={COOKIE: token}) as made:
        yield made


async def test_a_run_from_request_to_report(client, ann):
    server = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    dataset, strategy = sample(ann), strategies.create(ann, "Averages", SOURCE)
    asked = {
        "strategy_id": strategy.id,
        "dataset_id": dataset.id,
        "options": {"symbols": ["AAPL"], "from": "2005-01-01"},
    }
    made = (await client.post(ROOT, json=asked)).json()
    assert made["status"] == "queued"
    early = await client.get(f"{ROOT}/{made['id']}/result")
    assert (early.status_code, early.json()["code"]) == (409, "backtest.unfinished")
    work_off(server, backtests.view(ann, made["id"]))
    server.close()
    found = (await client.get(f"{ROOT}/{made['id']}/result")).json()
    assert found["spec"]["symbols"] == ["AAPL"]
    assert found["result_hash"] == (await client.get(f"{ROOT}/{made['id']}")).json()["result_hash"]
    page = await client.get(f"{ROOT}/{made['id']}/report.html")
    assert "attachment" in page.headers["content-disposition"]
    assert found["result_hash"] in page.text
    assert len((await client.get(ROOT)).json()["backtests"]) == 1
    assert (await client.post(f"{ROOT}/{made['id']}/again")).status_code == 202
    assert (await client.delete(f"{ROOT}/{made['id']}")).status_code == 204
    assert (await client.get(f"{ROOT}/{made['id']}")).status_code == 404


async def test_refusals(client, ann):
    bad = await client.post(ROOT, json={"strategy_id": "x", "dataset_id": "y", "options": {"cash": "much"}})
    assert (bad.status_code, bad.json()["field"]) == (422, "cash")
    assert (await client.post(ROOT, json={"strategy_id": "x", "dataset_id": "y", "more": 1})).status_code == 422
    client.cookies.clear()
    assert (await client.get(ROOT)).status_code == 401
