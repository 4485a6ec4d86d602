"""``quantboard setup`` and finding runs again from a shell."""

import json

import pytest

from quantboard.cli.main import main
from quantboard.db import session as database
from quantboard.services import system
from quantboard.settings import settings
from tests.instance import ann, blank
from tests.services.backtesting import asked
from tests.services.objects import some_dataset

__all__ = ["ann", "blank"]


@pytest.fixture
def instance(blank):
    system.migrate()
    yield blank
    database.close()
    settings.cache_clear()


def told(capsys, *words, status=0):
    with pytest.raises(SystemExit) as left:
        main([*map(str, words), "--json"])
    assert left.value.code == status, capsys.readouterr()
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_saved_shown_copied_and_run(instance, ann, capsys):
    data = some_dataset(ann)
    saved = ("setup", "save", "Usual", "--strategy", "double_moving_average", "--data", "Two stocks")
    made = told(capsys, *saved, "--option", "commission=0.001", "--option", "short", "--param", "fast=5")
    assert (made["template"], made["dataset_id"]) == ("double_moving_average", data.id)
    assert (made["request"]["commission"], made["request"]["short"]) == (0.001, True)
    assert told(capsys, "setup", "show", "usual")["id"] == made["id"]
    again = told(capsys, *saved, "--option", "cash=5000", "--option", "benchmark=none")
    assert (again["id"], again["request"]["cash"]) == (made["id"], 5000.0)
    assert told(capsys, "setup", "copy", "Usual")["name"] == "Usual 2"
    assert told(capsys, "setup", "rename", "Usual 2", "Other")["name"] == "Other"
    assert [one["name"] for one in told(capsys, "setup", "list")["setups"]] == ["Other", "Usual"]
    run = told(capsys, "backtest", "run", "--setup", "Usual", "--cash", "7000", "--param", "fast=3")
    assert (run["spec"]["cash"], run["spec"]["benchmark"], run["spec"]["params"]["fast"]) == (7000.0, "none", 3)
    assert run["metrics_na"]["benchmark_total_return"] == "no benchmark was chosen"
    assert told(capsys, "setup", "show", "Nothing", status=2)["error"]["code"] == "object.not_named"
    assert told(capsys, "delete", "setup", "Usual", "--yes")["name"] == "Usual"


def test_a_run_needs_a_strategy_and_data(instance, ann, capsys):
    assert told(capsys, "backtest", "run", "--data", "x", status=2)["error"]["code"] == "usage.invalid"
    told(capsys, "setup", "save", "Open")
    assert told(capsys, "backtest", "run", "--setup", "Open", status=2)["error"]["code"] == "usage.invalid"


def test_a_benchmark_of_another_dataset(instance, ann, capsys):
    data = some_dataset(ann)
    symbol, other = data.symbols[0], data.symbols[-1]
    words = ("backtest", "run", "--strategy", "double_moving_average", "--data", data.id, "--symbols", symbol)
    near = told(capsys, *words, "--benchmark", f"symbol:{other}")
    far = told(capsys, *words, "--benchmark", f"data:{data.name}:{other}")
    assert near["metrics"]["benchmark_total_return"] == far["metrics"]["benchmark_total_return"]
    assert near["result_hash"] == far["result_hash"]
    assert near["spec"]["benchmark_hash"] == far["spec"]["benchmark_hash"]
    assert told(capsys, *words, "--benchmark", "symbol:NONE", status=2)["error"]["code"] == "bars.unknown_symbol"


def test_runs_are_found_written_on_and_stopped(instance, ann, capsys):
    data = some_dataset(ann)
    made = asked(ann, data, symbols=data.symbols[0])
    seen = told(capsys, "backtest", "describe", made.id, "--note", "Look", "--tag", "a", "--tag", "b", "--favourite")
    assert (seen["note"], seen["tags"], seen["is_favourite"]) == ("Look", ["a", "b"], True)
    for words, n_found in (
        (("--tag", "a"), 1),
        (("--tag", "c"), 0),
        (("--favourite",), 1),
        (("--status", "failed"), 0),
        (("--dataset", data.id, "--sort", "-sharpe"), 1),
        (("--since", "2000-01-01", "--until", "2001-01-01"), 0),
        (("--best-by", "sharpe"), 0),
    ):
        assert told(capsys, "backtest", "list", *words)["total"] == n_found, words
    assert told(capsys, "backtest", "list", "--sort", "luck", status=2)["error"]["code"] == "list.bad_request"
    assert told(capsys, "backtest", "pause", made.id)["status"] == "paused"
    assert told(capsys, "backtest", "resume", made.id)["status"] == "queued"
    assert told(capsys, "backtest", "stop", made.id)["status"] == "cancelled"
    assert told(capsys, "backtest", "describe", made.id, "--no-tags", "--name", "Done")["tags"] == []
