"""Strategies over REST."""

import pytest

from quantboard.research import strategy_source
from tests.api.asking import asking

ROOT = "/api/v1/strategies"
SOURCE = strategy_source("double_moving_average")


@pytest.fixture
async def client(bob):
    async with asking(bob) as made:
        yield made


async def test_from_template_to_versions(client):
    shipped = (await client.get(f"{ROOT}/templates")).json()
    assert shipped["total"] >= 6
    key = shipped["items"][0]["key"]
    assert (await client.get(f"{ROOT}/templates/{key}")).json() == shipped["items"][0]
    made = await client.post(ROOT, json={"name": "Mine", "template": key})
    assert made.status_code == 201
    at = f"{ROOT}/{made.json()['id']}"
    body = {"source": SOURCE, "params": {"fast": 7}, "seen_version": 1}
    assert (await client.put(f"{at}/code", json=body)).json()["version"] == 2
    late = await client.put(f"{at}/code", json={**body, "params": {"fast": 8}})
    assert (late.status_code, late.json()["code"]) == (409, "strategy.version_conflict")
    past = (await client.get(f"{at}/versions")).json()["items"]
    assert [one["number"] for one in past] == [2, 1]
    assert past[0]["params"]["fast"] == 7
    assert (await client.get(f"{at}/source.py")).text == SOURCE
    assert (await client.get(at)).json()["source"] == SOURCE


async def test_copy_rename_delete_restore(client):
    made = (await client.post(ROOT, json={"name": "均线", "source": SOURCE})).json()
    at = f"{ROOT}/{made['id']}"
    copied = (await client.post(f"{at}/copy")).json()
    assert (copied["copied_from"], copied["version"]) == (made["id"], 1)
    assert (await client.patch(at, json={"name": "Second"})).json()["name"] == "Second"
    assert "filename*=UTF-8''Second.py" in (await client.get(f"{at}/source.py")).headers["content-disposition"]
    assert (await client.delete(at)).status_code == 204
    assert (await client.get(ROOT)).json()["total"] == 1
    assert (await client.post(f"{at}/restore")).json()["name"] == "Second"


async def test_check_tells_findings(client):
    bad = (await client.post(f"{ROOT}/check", json={"source": "import os\n"})).json()
    assert not bad["ok"]
    assert bad["findings"][0]["line"] == 1
    good = (await client.post(f"{ROOT}/check", json={"source": SOURCE})).json()
    assert good["ok"]
    assert good["declaration"]["name"] == "Double moving average"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"name": "A"}, "strategy.which_source", "source"),
        ({"name": "A", "source": SOURCE, "template": "macd"}, "strategy.which_source", "source"),
        ({"name": "", "source": SOURCE}, "input.invalid", "name"),
        ({"name": "A", "source": SOURCE, "params": {"fast": 900}}, "params.bad_value", "params.fast"),
        ({"name": "A", "source": "x" * 65_537}, "input.invalid", "source"),
    ],
)
async def test_refusals(client, body, code, field):
    told = (await client.post(ROOT, json=body)).json()
    assert (told["code"], told.get("field")) == (code, field)
