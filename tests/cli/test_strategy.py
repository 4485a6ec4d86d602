import json

import pytest

from quantboard.cli.main import main
from quantboard.settings import settings

GOOD = "def signals(bars, p):\n    return Signals(entry=bars.close > sma(bars.close, 5))\n"


@pytest.fixture(autouse=True)
def instance(tmp_path, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path
    from quantboard.db import session

    session.close()
    settings.cache_clear()


def run(capsys, *words):
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return left.value.code, capsys.readouterr().out


def test_a_good_file_may_run(capsys, tmp_path):
    file = tmp_path / "good.py"
    file.write_text(GOOD)
    status, told = run(capsys, "strategy", "check", str(file), "--json")
    assert status == 0
    assert json.loads(told)["ok"] is True


def test_findings_come_with_place_and_advice(capsys, tmp_path):
    file = tmp_path / "bad.py"
    file.write_text("import os\n" + GOOD)
    status, told = run(capsys, "strategy", "check", str(file))
    assert status == 2
    assert f"{file}:1:1: error: 'os' cannot be imported." in told
    status, told = run(capsys, "strategy", "check", str(file), "--json")
    assert status == 2
    assert json.loads(told)["findings"][0]["rule"] == "import.refused"


def test_a_missing_file_is_bad_input(capsys):
    status, told = run(capsys, "strategy", "check", "nowhere.py", "--json")
    assert status == 2
    assert json.loads(told)["error"]["code"] == "file.not_found"


def test_templates_are_listed_and_shown(capsys):
    status, told = run(capsys, "strategy", "list", "--json")
    assert status == 0
    assert "double_moving_average" in [one["key"] for one in json.loads(told)["strategies"]]
    status, told = run(capsys, "strategy", "show", "turtle", "--json")
    assert [param["name"] for param in json.loads(told)["declaration"]["params"]] == ["entry", "exit"]


def test_an_unknown_strategy_is_bad_input(capsys):
    status, told = run(capsys, "strategy", "show", "turtel", "--json")
    assert status == 2
    assert "turtle" in json.loads(told)["error"]["hint"]
