import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from instance import PASSWORD, blank

from quantboard.cli.main import main
from quantboard.services import accounts

__all__ = ["blank"]


@pytest.fixture
def shell(blank, capsys):
    """Run a command: its exit code and its object."""

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main([*words, "--json"])
        said = capsys.readouterr().out
        assert said.count("\n") == 1, said
        return ended.value.code, json.loads(said)

    return run


def test_migrate_says_what_it_did(shell):
    code, first = shell("migrate")
    assert (code, first["migrated"]) == (0, True)
    assert shell("migrate") == (0, {"migrated": False, "revision": first["revision"]})


def test_people(shell, monkeypatch):
    import io

    code, said = shell("user", "add", "Ann")
    assert code == 0
    assert said["user"]["role"] == "admin"
    assert accounts.sign_in("Ann", said["password"])
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    code, said = shell("user", "add", "Bob", "--role", "viewer", "--password-stdin")
    assert (code, said["user"]["name"], said.get("password")) == (0, "Bob", None)
    assert [one["name"] for one in shell("user", "list")[1]["users"]] == ["Ann", "Bob"]
    code, said = shell("user", "reset-password", "Bob")
    assert accounts.sign_in("Bob", said["password"])
    assert shell("user", "reset-password", "Nobody")[1]["error"]["code"] == "account.unknown"
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    code, said = shell("user", "add", "Cleo", "--password-stdin")
    assert (code, said["error"]["code"]) == (2, "account.weak_password")
    assert shell("user", "add", "Dora", "--role", "king")[0] == 2
