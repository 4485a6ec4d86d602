"""The backtest command on files: no database, no server, one JSON object."""

import json

import pyarrow.parquet as pq
import pytest

from quantboard import research
from quantboard.cli.main import main

CROSS = """name = "Above its mean"
params = Params(n=Int(3, 2, 50, help="Bars of the mean"))

def signals(bars, p):
    mean = sma(bars.close, p.n)
    return Signals(entry=cross_above(bars.close, mean), exit=cross_below(bars.close, mean))
"""
CLOSES = [10, 9, 8, 9, 11, 12, 11, 9, 8, 10, 12, 13]


@pytest.fixture
def prices(tmp_path):
    lines = ["Date,Open,High,Low,Close,Volume"]
    lines += [f"2020-01-{i + 1:02},{c},{c + 0.5},{c - 0.5},{c},100" for i, c in enumerate(CLOSES)]
    path = tmp_path / "TEN.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def strategy(tmp_path):
    path = tmp_path / "mean.py"
    path.write_text(CROSS)
    return path


@pytest.fixture
def shell(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["backtest", "run", *map(str, arguments)])
        printed = capsys.readouterr()
        return left.value.code, printed

    return run


def answer_of(shell, *arguments):
    status, printed = shell(*arguments, "--json")
    return status, json.loads(printed.out)


def test_a_run_is_told_as_one_object(shell, strategy, prices):
    status, told = answer_of(shell, "--strategy", strategy, "--data", prices, "--size", "fixed:10")
    assert status == 0
    # means of three: 9, 8.67, 9.33, 10.67, 11.33, 10.67, 9.33, 9, 10, 11.67: above on the 4th, below on the 7th …
    first = told["trades"][0]
    assert (first["symbol"], first["side"], first["units"]) == ("TEN", "long", 10)
    assert (first["entry_at"], first["entry_price"], first["exit_at"], first["exit_price"]) == (
        "2020-01-05",
        11,
        "2020-01-08",
        9,
    )
    assert first["pnl"] == -20
    last = told["trades"][-1]
    assert (last["entry_at"], last["entry_price"], last["exit_at"]) == ("2020-01-11", 12, None)
    assert told["final_equity"] == 100_000 - 20 + 10
    assert told["metrics"]["n_trades"] == 1
    assert told["metrics"]["profit_factor"] == 0 or told["metrics_na"]["profit_factor"]
    assert {"result_hash", "spec", "spec_digest", "data_hash", "metrics_na", "warnings"} <= set(told)


def test_every_undefined_metric_has_its_reason(shell, strategy, prices):
    _, told = answer_of(shell, "--strategy", strategy, "--data", prices)
    undefined = {name for name, value in told["metrics"].items() if value is None}
    assert undefined == set(told["metrics_na"])


def test_shell_and_notebook_agree(shell, strategy, prices):
    _, told = answer_of(shell, "--strategy", strategy, "--data", prices, "--param", "n=4", "--commission", "0.001")
    result = research.run(strategy, prices, params={"n": 4}, commission=0.001)
    assert result.as_json()["result_hash"] == told["result_hash"]
    assert result.as_json()["spec_digest"] == told["spec_digest"]


def test_rows_that_were_left_out_are_told(shell, strategy, prices):
    prices.write_text(prices.read_text().replace("2020-01-06,12,12.5,11.5,12", "2020-01-06,12,11.5,12.5,12"))
    _, told = answer_of(shell, "--strategy", strategy, "--data", prices)
    assert any("1 of 12 rows of the file were left out" in warning for warning in told["warnings"])


def test_the_tables_and_the_report_are_written(shell, strategy, prices, tmp_path):
    out = tmp_path / "out"
    status, printed = shell("--strategy", strategy, "--data", prices, "--out", out)
    assert status == 0
    assert str(out) in printed.out
    assert {p.name for p in out.iterdir()} >= {
        "equity.parquet",
        "positions.parquet",
        "fills.parquet",
        "trades.parquet",
        "report.html",
    }
    assert pq.read_table(out / "equity.parquet").num_rows == len(CLOSES)
    html = (out / "report.html").read_text()
    assert "<h1>Above its mean" in html
    assert 'src="http' not in html


@pytest.mark.parametrize(
    ("arguments", "status", "code", "field"),
    [
        (["--param", "n=1"], 2, "params.bad_value", "params.n"),
        (["--param", "m=3"], 2, "params.unknown", "params.m"),
        (["--param", "n"], 2, "usage.invalid", None),
        (["--from", "1990-01-01", "--to", "1990-02-01"], 2, "bars.empty_period", "from"),
        (["--symbols", "IBM"], 2, "bars.unknown_symbol", "symbols"),
        (["--cash", "0"], 2, "option.bad_value", "cash"),
        (["--stop-loss", "2"], 2, "exits.out_of_range", "stop_loss"),
    ],
)
def test_bad_input_names_the_field(shell, strategy, prices, arguments, status, code, field):
    left, told = answer_of(shell, "--strategy", strategy, "--data", prices, *arguments)
    assert left == status
    assert told["error"]["code"] == code
    assert told["error"].get("field") == field
    assert told["error"]["hint"]


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        ("def signals(bars, p)", 2, "code.rejected"),
        ("import os\n" + CROSS, 2, "code.rejected"),
        (CROSS.replace("mean = sma(bars.close, p.n)", "mean = 1 / 0"), 1, "code.failed"),
    ],
)
def test_bad_code_is_told_apart(shell, strategy, prices, source, status, code):
    strategy.write_text(source)
    left, told = answer_of(shell, "--strategy", strategy, "--data", prices)
    assert (left, told["error"]["code"]) == (status, code)


def test_a_missing_file_is_bad_input(shell, strategy):
    left, told = answer_of(shell, "--strategy", strategy, "--data", "nowhere.csv")
    assert (left, told["error"]["code"]) == (2, "file.not_found")
