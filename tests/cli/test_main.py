import json

import pytest

from quantboard.cli.main import COMMANDS, cli, main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return left.value.code, capsys.readouterr()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_and_explains_itself(capsys, name):
    status, printed = run(capsys, name, "--help")
    assert status == 0
    assert "Usage: quantboard" in printed.out


def test_bad_usage_exits_with_2_and_says_so(capsys):
    status, printed = run(capsys, "backtest", "run", "--nonsense")
    assert status == 2
    assert "usage.invalid" in printed.err
    assert not printed.out


def test_with_json_an_error_is_one_object(capsys):
    status, printed = run(capsys, "backtest", "run", "--json")
    assert status == 2
    assert json.loads(printed.out)["error"]["code"] == "usage.invalid"


def test_help_lists_the_commands_in_order(capsys):
    status, printed = run(capsys, "--help")
    assert status == 0
    assert all(name in printed.out for name in cli.list_commands(None))


def test_a_bug_is_told_by_a_number_and_logged(capsys, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("quantboard.research.strategy_source", broken)
    status, printed = run(capsys, "backtest", "run", "--strategy", "x", "--data", "y", "--json")
    assert status == 1
    told = json.loads(printed.out)["error"]
    assert told["code"] == "internal.error"
    assert told["message"].split()[-1].rstrip(".") in printed.err
    assert "ZeroDivisionError" in printed.err
