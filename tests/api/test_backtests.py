"""Backtests over REST."""

import io
import os

import pyarrow.parquet as pq
import pytest

from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, strategies
from tests.api.asking import asking
from tests.services.backtesting import SOURCE, sample, work_off

ROOT = "/api/v1/backtests"
OPTIONS = {"symbols": ["AAPL"], "from": "2005-01-01"}


@pytest.fixture
async def client(ann):
    async with asking(ann) as made:
        yield made


@pytest.fixture
def server():
    with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR")) as made:
        yield made


async def test_a_run_from_request_to_report(client, ann, server):
    dataset, strategy = sample(ann), strategies.create(ann, "Averages", SOURCE)
    asked = {"strategy_id": strategy.id, "dataset_id": dataset.id, "options": OPTIONS}
    started = await client.post(ROOT, json=asked)
    assert started.status_code == 202
    made = started.json()
    assert started.headers["location"] == f"/api/v1/tasks/{made['task_id']}"
    at = f"{ROOT}/{made['backtest_id']}"
    assert (await client.get(at)).json()["status"] == "queued"
    early = await client.get(f"{at}/result")
    assert (early.status_code, early.json()["code"]) == (409, "backtest.unfinished")
    work_off(server, backtests.view(ann, made["backtest_id"]))
    found = (await client.get(f"{at}/result")).json()
    assert found["spec"]["symbols"] == ["AAPL"]
    assert found["result_hash"] == (await client.get(at)).json()["result_hash"]
    page = await client.get(f"{at}/report.html")
    assert "attachment" in page.headers["content-disposition"]
    assert found["result_hash"] in page.text
    await parts_agree(client, at, found)
    assert (await client.get(ROOT)).json()["total"] == 1
    again = (await client.post(f"{at}/again")).json()
    assert again["backtest_id"] != made["backtest_id"]
    assert (await client.post(f"{ROOT}/{again['backtest_id']}/cancel")).json()["status"] == "cancelled"
    assert (await client.patch(at, json={"name": "Renamed", "visibility": "team"})).json()["visibility"] == "team"
    assert (await client.delete(at)).status_code == 204
    assert (await client.get(at)).status_code == 404
    assert (await client.post(f"{at}/restore")).json()["name"] == "Renamed"


async def parts_agree(client, at, whole):
    figures = (await client.get(f"{at}/metrics")).json()
    assert figures["metrics"] == whole["metrics"]
    for name in ("intervals", "samples", "sides", "sides_na"):
        assert figures[name] == whole[name], name
    assert figures["sides"]["all"]["n_trades"] == figures["samples"]["win_rate"] == whole["metrics"]["n_trades"]
    curves = (await client.get(f"{at}/equity")).json()
    assert len(curves["at"]) == whole["n_bars"]
    assert curves["equity"][-1] == whole["final_equity"]
    first = (await client.get(f"{at}/trades", params={"limit": 3})).json()
    assert (first["items"], first["total"]) == (whole["trades"][:3], len(whole["trades"]))
    table = await client.get(f"{at}/tables/trades", params={"format": "parquet"})
    assert pq.read_table(io.BytesIO(table.content)).num_rows == int(table.headers["x-rows"]) == first["total"]
    lines = (await client.get(f"{at}/tables/equity")).text.splitlines()
    assert lines[0] == "at,equity,cash,gross,net,traded,benchmark,financing"
    assert len(lines) == whole["n_bars"] + 1
    assert (await client.get(f"{at}/log")).json() == {"warnings": whole["warnings"], "rejected": whole["rejected"]}
    assert (await client.get(f"{at}/source.py")).text == SOURCE


async def test_a_template_or_a_source_runs_as_well(client, ann, server):
    dataset = sample(ann)
    hashes = []
    for given in ({"template": "double_moving_average"}, {"source": SOURCE}):
        made = (await client.post(ROOT, json={**given, "dataset_id": dataset.id, "options": OPTIONS})).json()
        work_off(server, backtests.view(ann, made["backtest_id"]))
        hashes.append((await client.get(f"{ROOT}/{made['backtest_id']}/result")).json()["result_hash"])
    assert len(set(hashes)) == 1


async def test_one_key_starts_one_run(client, ann):
    asked = {"template": "macd", "dataset_id": sample(ann).id}
    first = await client.post(ROOT, json=asked, headers={"idempotency-key": "k-1"})
    again = await client.post(ROOT, json=asked, headers={"idempotency-key": "k-1"})
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json() == first.json()
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    assert (await client.get(ROOT)).json()["total"] == 1
    other = await client.post(ROOT, json={**asked, "name": "Other"}, headers={"idempotency-key": "k-1"})
    assert (other.status_code, other.json()["code"]) == (409, "request.key_reused")
    bad = await client.post(ROOT, json=asked, headers={"idempotency-key": "with space"})
    assert (bad.status_code, bad.json()["field"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"strategy_id": "x", "options": {"cash": "much"}}, "option.bad_value", "cash"),
        ({"strategy_id": "x", "more": 1}, "input.invalid", "more"),
        ({}, "backtest.which_strategy", "strategy_id"),
        ({"template": "macd", "source": "x"}, "backtest.which_strategy", "strategy_id"),
        ({"template": "none"}, "strategy.unknown_template", "strategy"),
        ({"source": "import os"}, "code.rejected", None),
        ({"template": "macd", "options": {"params": {"a": "\x00"}}}, "input.invalid", None),
    ],
)
async def test_refusals(client, asked, code, field):
    body = (await client.post(ROOT, json={"dataset_id": "y", **asked})).json()
    assert (body["code"], body.get("field")) == (code, field)


async def test_refused_code_tells_where(client):
    body = (await client.post(ROOT, json={"dataset_id": "y", "source": "import os"})).json()
    assert body["findings"][0]["line"] == 1


async def test_strangers_see_nothing(client):
    client.cookies.clear()
    assert (await client.get(ROOT)).status_code == 401
