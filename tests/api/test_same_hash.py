"""Notebook, shell, REST and a worker's job give one result hash for one specification."""

import json
import os

import pytest

from quantboard import research
from quantboard.cli.main import main
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests
from quantboard.store.library import sample_path
from tests.api.asking import asking
from tests.services.backtesting import sample, work_off

TEMPLATE = "double_moving_average"


def notebook(**options) -> str:
    found = research.run(TEMPLATE, sample_path(), symbols=("AAPL",), from_on="2005-01-01", **options)
    return found.result_hash


def shell(capsys, *more: str) -> str:
    asked = ["--strategy", TEMPLATE, "--data", str(sample_path()), "--symbols", "AAPL", "--from", "2005-01-01", *more]
    with pytest.raises(SystemExit) as left:
        main(["backtest", "run", *asked, "--json"])
    assert left.value.code == 0
    return json.loads(capsys.readouterr().out)["result_hash"]


async def rest(ann, **options) -> str:
    """Asked over REST, run as the worker runs it, read over REST."""
    asked = {"symbols": ["AAPL"], "from": "2005-01-01", **options}
    async with asking(ann) as client:
        body = {"template": TEMPLATE, "dataset_id": sample(ann).id, "options": asked}
        made = (await client.post("/api/v1/backtests", json=body)).json()
        with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR")) as server:
            work_off(server, backtests.view(ann, made["backtest_id"]))
        found = (await client.get(f"/api/v1/backtests/{made['backtest_id']}/result")).json()
    return found["result_hash"]


async def test_every_door_gives_the_same_hash(ann, capsys) -> None:
    own = notebook(commission=0.001, stop_loss=0.1)
    assert shell(capsys, "--commission", "0.001", "--stop-loss", "0.1") == own
    assert await rest(ann, commission=0.001, stop_loss=0.1) == own
    assert notebook(commission=0.001) != own
