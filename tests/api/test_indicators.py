"""The catalogue and its values over REST."""

import pytest

from quantboard.core.indicators.catalog import CATALOG
from quantboard.core.progress import silent
from quantboard.services import datasets
from tests.api.asking import asking

ROOT = "/api/v1/indicators"


async def test_the_catalogue_is_told_and_searched(bob):
    async with asking(bob) as client:
        assert len((await client.get(ROOT)).json()) == len(CATALOG)
        found = (await client.get(ROOT, params={"q": "随机", "category": "momentum"})).json()
        assert {"stoch", "kdj"} <= {one["code"] for one in found}
        one = (await client.get(f"{ROOT}/bbands")).json()
        assert one["params"][1] == {"name": "up", "kind": "float", "default": 2.0, "low": 0.0, "high": 20.0}
        assert (await client.get(f"{ROOT}/nothing")).json()["code"] == "indicator.unknown"


async def test_values_have_nulls_where_there_is_nothing(bob):
    dataset_id = datasets.load_sample_now(bob, silent).id
    async with asking(bob) as client:
        asked = {"dataset_id": dataset_id, "symbol": "IBM", "p": ["n=30"], "rows": 5000}
        told = (await client.get(f"{ROOT}/sma/values", params=asked)).json()
        assert told["outputs"]["sma"][:29] == [None] * 29
        assert told["outputs"]["sma"][29] == pytest.approx(sum(told["close"][:30]) / 30)
        wrong = await client.get(f"{ROOT}/macd/values", params={**asked, "p": ["fast=30", "slow=20"]})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "indicator.bad_parameters")
        assert (await client.get(f"{ROOT}/sma/values", params={**asked, "p": ["n"]})).status_code == 422


async def test_favourites_and_the_switch(ann, bob):
    async with asking(bob) as client:
        assert (await client.put(f"{ROOT}/rsi/favourite")).status_code == 204
        assert (await client.get(f"{ROOT}/rsi")).json()["is_favourite"]
        assert (await client.delete(f"{ROOT}/rsi/favourite")).status_code == 204
        assert not (await client.get(f"{ROOT}/rsi")).json()["is_favourite"]
        assert (await client.delete(f"{ROOT}/rsi/switch")).status_code == 403
    async with asking(ann) as client:
        assert (await client.delete(f"{ROOT}/rsi/switch")).status_code == 204
        assert (await client.get(f"{ROOT}/rsi")).json()["is_off"]
    async with asking(bob) as client:
        assert (await client.get(f"{ROOT}/rsi")).json()["code"] == "indicator.switched_off"
    async with asking(ann) as client:
        assert (await client.put(f"{ROOT}/rsi/switch")).status_code == 204
