"""Checks, verification and archives over REST; one result hash by whatever way a run was made."""

import json
import os

import pytest

from quantboard import research
from quantboard.cli.main import main
from quantboard.core.progress import silent
from quantboard.queue.names import HEAVY
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.server import ForkServer
from quantboard.services import archives, backtests, datasets, leases, verification
from tests.api.asking import asking
from tests.services.backtesting import SOURCE, sample, work_off

ROOT = "/api/v1/backtests"
OPTIONS = {"symbols": ["AAPL"], "from": "2005-01-01", "commission": 0.001, "stop_loss": 0.01, "take_profit": 0.01}


@pytest.fixture(scope="module")
def server():
    with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR")) as made:
        yield made


@pytest.fixture
async def client(ann):
    async with asking(ann) as made:
        yield made


@pytest.fixture
async def run(client, ann, server):
    """The id of a finished run, and the dataset's."""
    dataset = sample(ann)
    asked = {"source": SOURCE, "dataset_id": dataset.id, "options": OPTIONS}
    made = (await client.post(ROOT, json=asked)).json()
    work_off(server, backtests.view(ann, made["backtest_id"]))
    return made["backtest_id"], dataset.id


async def verified(client, server, backtest_id):
    started = await client.post(f"{ROOT}/{backtest_id}/verify")
    assert started.status_code == 202
    task_id = started.json()["task_id"]
    assert (await client.get(f"{ROOT}/{backtest_id}/verification")).json()["state"] == "running"
    held, payload = leases.claim(HEAVY, verification.prepare, task_id=task_id)
    answer = verification.execute(payload, silent, server.lend())
    leases.finish(held, lambda asking: verification.finish(asking, held, answer))
    return (await client.get(f"{ROOT}/{backtest_id}/verification")).json()


async def test_everything_that_was_checked(client, run):
    found = (await client.get(f"{ROOT}/{run[0]}/honesty")).json()
    assert set(found) == {"flags", "lookahead", "cost_map", "delay_curve", "band"}
    assert found["lookahead"]["clean"]
    assert (await client.get(f"{ROOT}/{run[0]}/result")).json()["flags"] == found["flags"]
    assert found["band"]["n_bars"] >= 1
    assert {"bars.ambiguous", "costs.break_even"} <= {flag["code"] for flag in found["flags"]}


async def test_verification(client, run, server):
    assert (await client.get(f"{ROOT}/{run[0]}/verification")).json()["state"] == "none"
    found = await verified(client, server, run[0])
    assert (found["state"], found["difference"]) == ("same", None)


async def test_an_archive(client, run, tmp_path, server, monkeypatch):
    monkeypatch.setattr(archives, "Sandbox", lambda **_: Sandbox(server=server))
    for query, outcome in (({}, "same"), ({"data": "false"}, "unchecked")):
        sent = await client.get(f"{ROOT}/{run[0]}/archive", params=query)
        assert sent.headers["content-type"] == "application/zip"
        path = tmp_path / "run.zip"
        path.write_bytes(sent.content)
        assert archives.verify_file(path).outcome == outcome


async def test_a_run_has_one_hash_everywhere(client, run, ann, server, tmp_path, capsys, monkeypatch):
    """Job, REST, verification, notebook, shell on a file, archive: all the same; only flags of the data may differ."""
    monkeypatch.setattr(archives, "Sandbox", lambda **_: Sandbox(server=server))
    monkeypatch.setattr(research, "sandbox", lambda **_: Sandbox(server=server))
    backtest_id, dataset_id = run
    told = (await client.get(f"{ROOT}/{backtest_id}/result")).json()
    hashes = {"rest": told["result_hash"], "job": backtests.report(ann, backtest_id).result.result_hash}
    hashes["verification"] = (await verified(client, server, backtest_id))["result_hash"]
    options = {("from_on" if name == "from" else name): value for name, value in OPTIONS.items()}
    noted = research.run(SOURCE, datasets.bars_of(ann, dataset_id), **options)
    hashes["notebook"] = noted.result_hash
    from quantboard.services import candles

    prices, code = tmp_path / "prices.csv", tmp_path / "code.py"
    candles.export(ann, dataset_id, prices)
    code.write_text(SOURCE)
    words = ["--symbols", "AAPL", "--from", "2005-01-01", "--commission", "0.001", "--stop-loss", "0.01"]
    words += ["--take-profit", "0.01", "--json"]
    with pytest.raises(SystemExit):
        main(["backtest", "run", "--strategy", str(code), "--data", str(prices), *words])
    shell = json.loads(capsys.readouterr().out.splitlines()[-1])
    hashes["shell"] = shell["result_hash"]
    made = archives.make(ann, backtest_id)
    hashes["archive"] = archives.verify_file(made.path).result_hash
    archives.forget(made)
    assert len(set(hashes.values())) == 1, hashes
    assert [flag.as_dict() for flag in noted.flags] == told["flags"] == shell["flags"]
    assert noted.spec.digest() == told["spec_digest"] == shell["spec_digest"]
