"""The same commands here and on a server give the same objects."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from instance import ann, blank
from serving import Server

from quantboard.cli.main import main
from quantboard.db import session as database
from quantboard.research import strategy_source
from quantboard.services import datasets, strategies, system, tokens
from tests.cli.test_task import submit

__all__ = ["ann", "blank"]
DATA = Path(__file__).parents[1] / "data"
OWN = ("id", "name", "created_at", "changed_at")


@pytest.fixture
def instance(blank):
    system.migrate()
    return blank


@pytest.fixture
def both(ann, monkeypatch, capsys):
    """Run a command here and on the server: their exit codes and objects."""
    _, secret = tokens.create(ann, "Shell", ["read", "write", "run", "admin"])

    def run(words, *flags):
        with pytest.raises(SystemExit) as ended:
            main([*flags, *map(str, words), "--json"])
        return ended.value.code, json.loads(capsys.readouterr().out.splitlines()[-1])

    with Server(monkeypatch) as server:
        places = ((), ("--server", server.url, "--token", secret))

        def both(*words, places=places):
            return tuple(run(words, *flags) for flags in places)

        both.places = places
        yield both
    database.close()


def alike(pair):
    here, there = pair
    assert here == there
    return here


def test_reading_is_the_same(both, ann, tmp_path):
    from quantboard.core.progress import silent

    view = datasets.load_sample_now(ann, silent)
    saved = strategies.create(ann, "Mine", strategy_source("macd"))
    waiting = submit("Waits")
    assert alike(both("data", "list"))[1]["datasets"][0]["id"] == view.id
    assert alike(both("data", "show", view.name))[1]["report"]["rows_kept"] == view.n_rows
    assert alike(both("data", "show", "nothing"))[0] == 2
    assert alike(both("data", "export", view.id, "--to", tmp_path / "a.csv"))[1]["rows"] == view.n_rows
    assert {one["key"] for one in alike(both("strategy", "list"))[1]["strategies"]} >= {"macd", saved.id}
    assert alike(both("strategy", "show", "Mine"))[1]["source"] == saved.source
    assert alike(both("strategy", "show", "macd"))[1]["declaration"]["kind"] == "signals"
    assert alike(both("strategy", "show", "none"))[0] == 2
    bad = tmp_path / "bad.py"
    bad.write_text("import os\n")
    assert alike(both("strategy", "check", bad))[1]["findings"][0]["line"] == 1
    found = alike(both("task", "list", "--search", "waits", "--status", "failed", "--status", "queued"))[1]
    assert found["counts"] == {"succeeded": 1}
    assert alike(both("task", "show", waiting))[1]["task"]["title"] == "Waits"
    assert alike(both("task", "log", waiting))[1]["attempt"] == 1
    assert alike(both("task", "cancel", waiting))[1]["error"]["code"] == "task.ended"
    assert alike(both("task", "edit", waiting, "--title", "Named"))[1]["task"]["title"] == "Named"
    assert alike(both("task", "show", "none"))[1]["error"]["code"] == "task.unknown"


def test_a_run_has_the_same_hash(both, ann, tmp_path):
    from quantboard.core.progress import silent

    view = datasets.load_sample_now(ann, silent)
    asked = ("--symbols", "IBM,AAPL", "--from", "2005-01-01", "--commission", "0.001", "--param", "fast=7")
    run = ("backtest", "run", "--strategy", "double_moving_average", "--data", view.id, *asked)
    code, told = alike(both(*run))
    assert (code, told["spec"]["params"]["fast"], bool(told["trades"])) == (0, 7, True)
    own = tmp_path / "own.py"
    own.write_text(strategy_source("rsi_reversal"))
    alike(both("backtest", "run", "--strategy", own, "--data", view.name))
    out = tmp_path / "out"
    alike(both("backtest", "run", "--strategy", "turtle", "--data", view.name, "--out", out))
    assert {path.suffix for path in out.iterdir()} == {".parquet", ".html"}
    assert alike(both(*run, "--cash", "much"))[1]["error"]["field"] == "cash"
    assert alike(both(*run, "--param", "fast=900"))[0] == 2


def test_a_file_of_ones_own(both, ann):
    code, told = alike(both("backtest", "run", "--strategy", "double_moving_average", "--data", DATA / "kaggle.csv"))
    assert (code, told["spec"]["symbols"]) == (0, ["AAA", "BBB"])
    assert datasets.list_datasets(ann) == []


def test_an_import_is_the_same_but_for_its_name(both, ann, monkeypatch):
    asked = ("data", "import", DATA / "yahoo.csv", "--name", "Y", "--symbol", "YYY")
    here, refused = both(*asked)
    assert (here[0], refused[1]["error"]["code"], refused[0]) == (0, "dataset.name_taken", 1)
    datasets.delete(ann, here[1]["id"])
    there = both(*asked, places=both.places[1:])[0]
    plain = [{name: value for name, value in told.items() if name not in OWN} for _, told in (here, there)]
    assert plain[0] == plain[1]
    broken = alike(both("data", "import", DATA / "yahoo.csv", "--name", "B", "--map", "clos=Close"))
    assert broken[1]["error"]["code"] == "hint.unknown"


def test_what_is_only_here(both, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--server", "http://127.0.0.1:9", "user", "list", "--json"])
    assert ended.value.code == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "server.only_local"
