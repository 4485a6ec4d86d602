"""Set-ups over REST: from saving to a run and the trash."""

import pytest

from quantboard.services import setups
from tests.api.asking import asking
from tests.services.objects import some_dataset, some_strategy

ROOT = "/api/v1/setups"


@pytest.fixture
async def client(ann):
    async with asking(ann) as made:
        yield made


async def test_a_set_up_from_saving_to_the_trash(client, ann):
    dataset, strategy = some_dataset(ann), some_strategy(ann)
    values = {"strategy_id": strategy.id, "dataset_id": dataset.id, "options": {"commission": 0.001}}
    answer = await client.post(ROOT, json={"name": "Usual", **values})
    assert answer.status_code == 201
    made = answer.json()
    at = f"{ROOT}/{made['id']}"
    assert (await client.post(ROOT, json={"name": "usual", **values})).status_code == 409
    bad = await client.post(ROOT, json={"name": "Bad", "options": {"commission": 3}})
    assert (bad.status_code, bad.json()["field"]) == (422, "commission")
    assert (await client.get(ROOT)).json()["total"] == 1
    assert (await client.put(at, json={**values, "options": {"cash": 5}})).json()["request"]["cash"] == 5.0
    assert (await client.patch(at, json={"name": "Other", "visibility": "team"})).json()["visibility"] == "team"
    assert (await client.post(f"{at}/copy")).json()["name"] == "Other 2"
    started = await client.post(f"{at}/run", json={"name": "By hand"}, headers={"Idempotency-Key": "once"})
    assert started.status_code == 202
    again = await client.post(f"{at}/run", json={"name": "By hand"}, headers={"Idempotency-Key": "once"})
    assert again.json() == started.json()
    assert (await client.get(f"/api/v1/backtests/{started.json()['backtest_id']}")).json()["setup_id"] == made["id"]
    assert (await client.get(at)).json()["n_used"] == 1
    assert (await client.delete(at)).status_code == 204
    assert (await client.get(at)).status_code == 404
    assert (await client.post(f"{at}/restore")).json()["name"] == "Other"
    assert setups.get(ann, made["id"]).request["cash"] == 5.0
