"""Flags, verification and archives from the shell."""

import json
import shutil

import pytest

from quantboard.cli.main import main
from quantboard.services import accounts, backtests, system
from quantboard.settings import settings
from tests.instance import PASSWORD, blank
from tests.services.backtesting import asked, sample, work_off

__all__ = ["blank"]
LEAK = "def signals(bars, p):\n    top = np.max(bars.close)\n    return Signals(entry=bars.close < top * 0.95)\n"
PLAIN = "def signals(bars, p):\n    up = bars.close > sma(bars.close, 9)\n    return Signals(entry=up, exit=~up)\n"


@pytest.fixture
def shell(capsys):
    def run(*words):
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        return left.value.code or 0, capsys.readouterr().out

    return run


@pytest.fixture
def prices(tmp_path):
    closes = [100 + (day * 7) % 13 + day / 10 for day in range(200)]
    lines = ["Date,Open,High,Low,Close,Volume"]
    lines += [
        f"{2020 + d // 336}-{d // 28 % 12 + 1:02}-{d % 28 + 1:02},{c},{c + 1},{c - 1},{c},9"
        for d, c in enumerate(closes)
    ]
    path = tmp_path / "WAVE.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def ann(blank):
    system.migrate()
    return accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)


@pytest.fixture
def run(ann):
    from quantboard.sandbox.server import ForkServer

    with ForkServer(cache_dir=settings().numba_cache.as_posix()) as server:
        made = asked(ann, sample(ann))
        work_off(server, made)
    return backtests.view(ann, made.id)


def test_a_run_prints_its_flags(shell, tmp_path, prices):
    file = tmp_path / "leak.py"
    file.write_text(LEAK)
    status, told = shell("backtest", "run", "--strategy", file, "--data", prices)
    assert status == 0
    assert "error [lookahead.found] The code looks ahead in line 2: entry at" in told
    assert "warning [costs.none] No costs were set: every fill was free." in told
    status, told = shell("backtest", "run", "--strategy", file, "--data", prices, "--json")
    first = json.loads(told)["flags"][0]
    assert (first["code"], first["severity"], first["values"]["line"]) == ("lookahead.found", "error", 2)
    assert first["hint"]


def test_a_source_is_checked_for_look_ahead(shell, tmp_path, prices):
    file = tmp_path / "code.py"
    file.write_text(LEAK)
    status, told = shell("strategy", "check", file)
    assert status == 1
    assert f"{file}:2: it looks ahead: entry" in told
    status, told = shell("strategy", "check", file, "--data", prices, "--json")
    assert (status, json.loads(told)["lookahead"]["line"]) == (1, 2)
    assert shell("strategy", "check", file, "--no-run")[0] == 0
    file.write_text(PLAIN)
    status, told = shell("strategy", "check", file)
    assert status == 0
    assert "It does not look ahead, as far as" in told
    file.write_text("def signals(bars, p):\n    return 1 / 0\n")
    status, told = shell("strategy", "check", file)
    assert status == 0
    assert "could not be checked: Line 2: ZeroDivisionError" in told


def test_verify_here(shell, run):
    status, told = shell("backtest", "verify", run.id)
    assert (status, "It is the same." in told, run.result_hash in told) == (0, True, True)
    status, told = shell("backtest", "verify", run.id, "--json")
    assert (status, json.loads(told)["state"]) == (0, "same")


def test_verify_tells_an_unknown_run(shell, ann):
    status, told = shell("backtest", "verify", "0" * 32, "--json")
    assert (status, json.loads(told)["error"]["code"]) == (2, "backtest.unknown")


def test_an_archive_is_checked_without_a_database(shell, run, tmp_path, monkeypatch):
    out = tmp_path / "run.zip"
    status, told = shell("backtest", "archive", run.id, "-o", out, "--json")
    assert (status, json.loads(told)["size"]) == (0, out.stat().st_size)
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "elsewhere"))
    settings.cache_clear()
    status, told = shell("backtest", "verify", out)
    assert (status, "It is the same." in told, run.result_hash in told) == (0, True, True)
    assert not list((tmp_path / "elsewhere").rglob("*.db"))
    broken = shutil.copy(out, tmp_path / "broken.zip")
    body = bytearray(broken.read_bytes())
    at = body.index(b"PAR1") + 40
    body[at] ^= 0xFF
    broken.write_bytes(body)
    status, told = shell("backtest", "verify", broken, "--json")
    found = json.loads(told)
    assert (status, found["outcome"]) == (1, "damaged")
    assert any(one["name"].endswith(".parquet") for one in found["checks"] if one["is_ok"] is False)


def test_an_archive_without_data(shell, run, tmp_path):
    out = tmp_path / "deep" / "run.zip"
    assert shell("backtest", "archive", run.id, "-o", out, "--without-data")[0] == 0
    status, told = shell("backtest", "verify", out)
    assert (status, "it was not computed again" in told) == (1, True)
