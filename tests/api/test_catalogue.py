"""What can be known about an instance; preferences."""

from importlib.metadata import version

from quantboard.core.backtest.metrics.guide import DEFINITIONS
from quantboard.research import strategy_source
from quantboard.services import strategies
from tests.api.asking import asking


async def test_codes_metrics_and_indicators(bob):
    async with asking(bob) as client:
        codes = {one["code"]: one for one in (await client.get("/api/v1/errors")).json()}
        assert codes["request.too_many"]["status"] == 429
        assert codes["backtest.unfinished"]["family"] == "Conflict"
        assert {"code.timed_out", "broker.away", "internal.error", "input.invalid", "file.not_text"} <= set(codes)
        assert [one["name"] for one in (await client.get("/api/v1/metrics")).json()] == list(DEFINITIONS)
        assert "sma(x, n)" in [one["usage"] for one in (await client.get("/api/v1/indicators")).json()]


async def test_the_instance_tells_how_it_is(bob):
    async with asking(bob) as client:
        told = (await client.get("/api/v1/system")).json()
    assert told["version"] == version("quantboard")
    assert {"database", "broker", "worker", "sandbox"} <= set(told["parts"])


async def test_anything_is_found_by_a_few_letters(bob):
    made = strategies.create(bob, "Moving average", strategy_source("macd"))
    async with asking(bob) as client:
        found = (await client.get("/api/v1/search", params={"q": "mvng"})).json()
    assert {"kind": "strategy", "id": made.id, "name": "Moving average"} in found


async def test_preferences(bob):
    async with asking(bob) as client:
        assert (await client.get("/api/v1/preferences")).json()["theme"] is None
        assert (await client.patch("/api/v1/preferences", json={"theme": "dark"})).json()["theme"] == "dark"
        bad = await client.patch("/api/v1/preferences", json={"theme": "purple"})
        assert (bad.status_code, bad.json()["field"]) == (422, "theme")
        strange = await client.patch("/api/v1/preferences", json={"layout": {"a": "\x00"}})
        assert strange.status_code == 422
