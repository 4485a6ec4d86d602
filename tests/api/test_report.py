"""The panels of a report over REST."""

import csv
import io

import pyarrow.parquet as pq
import pytest

from quantboard.services import backtests
from tests.api.asking import asking
from tests.services.backtesting import asked, sample
from tests.services.reporting import finished


@pytest.fixture
async def client(ann):
    async with asking(ann) as made:
        yield made


async def test_every_panel_answers_with_the_numbers_of_the_run(client, ann):
    run = finished(ann)
    result, at = backtests.report(ann, run).result, f"/api/v1/backtests/{run}"

    async def get(part, **query):
        found = await client.get(f"{at}/{part}", params=query)
        assert found.status_code == 200, found.text
        return found

    curves = (await get("report/curves", max=500)).json()
    assert curves["equity"][-1] == result.final_equity
    assert len(curves["at"]) <= 500
    falls = (await get("report/drawdowns", max=2)).json()
    assert falls[0]["depth"] == pytest.approx(result.metrics["max_drawdown"])
    assert (await get("report/rolling", window="1y")).json()["bars"] == 252
    assert (await get("report/exposure")).json()["net"]
    assert (await get("report/periods")).json()[0]["year"] == 2013
    assert (await get("report/distribution", per="month")).json()["n"] > 100
    page = (await get("report/trades", symbol="IBM", outcome="win", sort="-pnl", limit=3)).json()
    assert page["total"] == int(((result.trades.symbol == 1) & ~result.trades.is_open & (result.trades.pnl > 0)).sum())
    assert page["items"][0]["pnl"] >= page["items"][1]["pnl"]
    same = {"symbol": "IBM", "outcome": "win", "sort": "-pnl"}
    text = await get("report/trades/file", **same)
    assert len(list(csv.DictReader(io.StringIO(text.text)))) == page["total"] == int(text.headers["x-rows"])
    table = await get("report/trades/file", format="parquet", **same)
    assert pq.read_table(io.BytesIO(table.content)).column("pnl").to_pylist()[0] == page["items"][0]["pnl"]
    book = await get("report/orders/file", format="xlsx", state="rejected")
    assert book.content[:2] == b"PK"
    assert int(book.headers["x-rows"]) == len(result.rejected)
    groups = (await get("report/groups/reason")).json()
    assert sum(group["n"] for group in groups) == result.metrics["n_trades"]
    assert (await get("report/excursions")).json()["total"] == result.metrics["n_trades"]
    held = (await get("report/holdings", on="2006-07-03")).json()
    assert held["at"] == "2006-07-03"
    assert (await get("report/holdings/over-time")).json()["symbols"]
    assert (await get("report/orders", state="filled")).json()["total"] == len(result.fills)
    log = (await get("report/log", kind="rejected", limit=2)).json()
    assert (log["total"], log["items"][0]["kind"]) == (len(result.rejected), "rejected")
    lines = (await get("report/log.txt", symbol="IBM")).text.splitlines()
    assert all(" IBM " in line for line in lines)
    costs = (await get("report/costs")).json()
    assert costs["costs"]["commission"] == pytest.approx(result.metrics["commission_paid"])


async def test_what_is_wrong_is_said(client, ann):
    at = f"/api/v1/backtests/{finished(ann)}/report"
    for path, code in (
        ("trades?sort=mood", "report.bad_selection"),
        ("orders?side=up", "report.bad_orders"),
        ("log?kind=gossip", "report.bad_log"),
    ):
        found = await client.get(f"{at}/{path}")
        assert (found.status_code, found.json()["code"]) == (422, code)
    early = asked(ann, sample(ann)).id
    found = await client.get(f"/api/v1/backtests/{early}/report/curves")
    assert (found.status_code, found.json()["code"]) == (409, "backtest.unfinished")


async def test_comments(client, ann):
    at = f"/api/v1/backtests/{asked(ann, sample(ann)).id}/comments"
    made = await client.post(at, json={"text": "Well?"})
    assert made.status_code == 201
    one = f"/api/v1/backtests/comments/{made.json()['id']}"
    assert (await client.patch(one, json={"text": "Well!"})).json()["text"] == "Well!"
    assert [said["text"] for said in (await client.get(at)).json()] == ["Well!"]
    assert (await client.delete(one)).status_code == 204
    assert (await client.get(at)).json() == []
    assert (await client.patch(one, json={"text": "Gone"})).json()["code"] == "comment.unknown"
