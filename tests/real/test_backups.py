"""A backup taken while jobs run, restored into the other kind of database: every finished run is there and the same."""

import json
import os
import subprocess
import sys

import pytest

from quantboard.db import session as database
from quantboard.queue import broker
from quantboard.research import strategy_source
from quantboard.services import backtests, system
from quantboard.settings import settings
from tests.real.conftest import _empty
from tests.real.test_backtest_killed import is_over, submitted, until

pytestmark = pytest.mark.real


def shell(*words):
    words = [sys.executable, "-m", "quantboard.cli.main", *words]
    return subprocess.run(words, env=os.environ, capture_output=True, text=True, check=False)


def test_round_trip_into_the_other_database_while_jobs_run(place, ann, start, request, tmp_path, monkeypatch):
    is_sqlite = database.is_sqlite()
    start()
    source = strategy_source("double_moving_average")
    runs = [submitted(ann, source, cash=100_000 + n) for n in range(12)]
    until(ann, runs[0], is_over)
    done = shell("backup", str(tmp_path / "one.qbackup"), "--json")
    assert done.returncode == 0, done.stderr
    for run in runs:
        until(ann, run, is_over)
    hashes = {run.id: backtests.report(ann, run.id).result.result_hash for run in runs}
    again = shell("backup", str(tmp_path / "two.qbackup"), "--json")
    assert again.returncode == 0, again.stderr
    refused = shell("restore", str(tmp_path / "one.qbackup"), "--replace", "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "backup.instance_runs"

    database.close()
    broker.close()
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "elsewhere"))
    if is_sqlite:
        monkeypatch.setenv("QUANTBOARD_DATABASE", _empty(request.getfixturevalue("postgres_url")))
    else:
        monkeypatch.delenv("QUANTBOARD_DATABASE")
    settings.cache_clear()
    for name in ("one", "two"):
        words = ["--replace"] if name == "two" else []
        restored = shell("restore", str(tmp_path / f"{name}.qbackup"), "--json", *words)
        assert restored.returncode == 0, restored.stderr + restored.stdout
        finished = {run.id: run for run in backtests.list_backtests(ann, 20, 0) if run.status == "succeeded"}
        assert runs[0].id in finished
        for run_id in finished:
            assert backtests.report(ann, run_id).result.result_hash == hashes[run_id]
        database.close()
    assert set(finished) == set(hashes)
    assert database.is_sqlite() is not is_sqlite
    assert system.database_problem() == ""
