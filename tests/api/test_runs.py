"""Runs over REST: found, written on, held, let go on, stopped."""

import pytest

from tests.api.asking import asking
from tests.services.backtesting import asked, sample

ROOT = "/api/v1/backtests"


@pytest.fixture
async def client(ann):
    async with asking(ann) as made:
        yield made


async def test_found_again_by_what_was_written(client, ann):
    data = sample(ann)
    made = asked(ann, data, name="One")
    asked(ann, data, name="Two")
    at = f"{ROOT}/{made.id}"
    seen = (await client.patch(at, json={"note": "Look", "tags": ["动量"], "is_favourite": True})).json()
    assert (seen["note"], seen["tags"], seen["is_favourite"], seen["is_unfinished"]) == ("Look", ["动量"], True, False)
    for query, n_found in (
        ({"tag": "动量"}, 1),
        ({"favourite": True}, 1),
        ({"status": "queued", "dataset": data.id}, 2),
        ({"status": "failed"}, 0),
        ({"since": "2100-01-01T00:00:00Z"}, 0),
        ({"best_by": "sharpe", "sort": "-sharpe"}, 0),
    ):
        assert (await client.get(ROOT, params=query)).json()["total"] == n_found, query
    assert (await client.get(ROOT, params={"best_by": "luck"})).json()["code"] == "list.bad_request"
    choices = (await client.get(f"{ROOT}/choices")).json()
    assert choices["tags"] == ["动量"]
    assert choices["datasets"] == [{"id": data.id, "name": data.name}]
    assert (await client.patch(at, json={"tags": ["a,b"]})).json()["code"] == "backtest.bad_tag"


async def test_held_let_go_on_and_stopped(client, ann):
    at = f"{ROOT}/{asked(ann, sample(ann)).id}"
    assert (await client.post(f"{at}/resume")).status_code == 409
    assert (await client.post(f"{at}/pause")).json()["status"] == "paused"
    assert (await client.post(f"{at}/resume")).json()["status"] == "queued"
    assert (await client.post(f"{at}/stop")).json()["status"] == "cancelled"
