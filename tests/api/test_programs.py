"""Programs over REST: check, run, read, policy, audit."""

import os

import pytest

from quantboard.core.progress import silent
from quantboard.queue.names import FAST
from quantboard.sandbox.server import ForkServer
from quantboard.services import leases, scratchpad
from tests.api.asking import asking

ROOT = "/api/v1/programs"


@pytest.fixture
async def client(ann):
    async with asking(ann) as made:
        yield made


def worked_off(task_id):
    with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"), built_ins=[]) as server:
        held, payload = leases.claim(FAST, scratchpad.prepare, task_id=task_id)
        answer = scratchpad.execute(payload, silent, server.lend())
        assert leases.finish(held, lambda asking: scratchpad.finish(asking, held, answer))


async def test_check_teaches(client):
    told = (await client.post(f"{ROOT}/check", json={"source": "import os\n"})).json()
    assert (told["ok"], told["verdict"], told["findings"][0]["rule"]) == (False, "dangerous", "import.refused")
    assert told["complexity"]["lines"] == 1


async def test_a_run_by_its_id(client):
    made = await client.post(ROOT, json={"source": "print(1)\nresult = p.n + 1", "params": {"n": 2}, "title": "Try"})
    assert made.status_code == 202
    assert made.json()["outcome"] == "queued"
    worked_off(made.json()["task_id"])
    told = (await client.get(f"{ROOT}/{made.json()['id']}")).json()
    assert (told["outcome"], told["answer"]["result"], told["answer"]["stdout"]) == ("ok", 3, "1\n")
    assert (await client.get(ROOT)).json()["total"] == 1
    assert (await client.get(f"{ROOT}/nothing")).status_code == 404


async def test_the_policy_and_the_audit(client):
    assert "mean" in (await client.get(f"{ROOT}/policy")).json()["modules"]["np"]
    assert (await client.get(f"{ROOT}/audit")).json()["items"] == []


@pytest.mark.parametrize("body", [{}, {"source": ""}, {"source": "x", "memory_mb": 1}, {"source": "x", "odd": 1}])
async def test_what_cannot_be_run(client, body):
    assert (await client.post(ROOT, json=body)).status_code == 422
