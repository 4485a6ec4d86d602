"""A backup taken while jobs run, restored into the other kind of database: every finished run is there and the same."""

import json
import os
import subprocess
import sys

import pytest

from quantboard.db import session as database
from quantboard.research import strategy_source
from quantboard.services import backtests
from tests.real.conftest import _empty
from tests.real.test_backtest_killed import is_over, submitted, until

pytestmark = pytest.mark.real
FINISHED = """
import json
from quantboard.core.access import Actor, Role
from quantboard.db.session import is_sqlite
from quantboard.services import backtests, system
ann = Actor("{user_id}", "Ann", Role.ADMIN)
done = [run.id for run in backtests.list_backtests(ann, 50, 0) if run.status == "succeeded"]
hashes = {{run_id: backtests.report(ann, run_id).result.result_hash for run_id in done}}
print(json.dumps([is_sqlite(), system.database_problem(), hashes]))
"""


def run(environment, *words):
    return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)


def shell(environment, *words):
    return run(environment, "-m", "quantboard.cli.main", *words, "--json")


def test_round_trip_into_the_other_database_while_jobs_run(place, ann, start, request, tmp_path):
    is_sqlite = database.is_sqlite()
    start()
    source = strategy_source("double_moving_average")
    runs = [submitted(ann, source, cash=100_000 + n) for n in range(6)]
    until(ann, runs[0], is_over)
    early = shell(os.environ, "backup", str(tmp_path / "early.qbackup"))
    assert early.returncode == 0, early.stdout + early.stderr
    for one in runs:
        assert until(ann, one, is_over).status == "succeeded"
    hashes = {one.id: backtests.report(ann, one.id).result.result_hash for one in runs}
    late = shell(os.environ, "backup", str(tmp_path / "late.qbackup"))
    assert late.returncode == 0, late.stdout + late.stderr
    refused = shell(os.environ, "restore", str(tmp_path / "early.qbackup"), "--replace")
    assert json.loads(refused.stdout)["error"]["code"] == "backup.instance_runs"

    elsewhere = os.environ | {"QUANTBOARD_DATA_DIR": str(tmp_path / "elsewhere")}
    elsewhere.pop("QUANTBOARD_DATABASE", None)
    if is_sqlite:
        elsewhere["QUANTBOARD_DATABASE"] = _empty(request.getfixturevalue("postgres_url"))
    for name in ("early", "late"):
        words = ["--replace"] if name == "late" else []
        restored = shell(elsewhere, "restore", str(tmp_path / f"{name}.qbackup"), *words)
        assert restored.returncode == 0, restored.stderr + restored.stdout
        told = run(elsewhere, "-c", FINISHED.format(user_id=ann.user_id))
        assert told.returncode == 0, told.stderr
        on_sqlite, problem, found = json.loads(told.stdout)
        assert (on_sqlite, problem) == (not is_sqlite, "")
        assert runs[0].id in found
        assert found == {run_id: hashes[run_id] for run_id in found}
    assert found == hashes
