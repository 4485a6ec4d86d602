import io
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from instance import PASSWORD, blank

from quantboard.cli.main import main
from quantboard.services import accounts, invitations, resets, tokens

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


@pytest.fixture
def team(shell):
    shell("user", "add", "Ann")
    shell("user", "add", "Bob", "--role", "viewer")
    return shell


def test_an_invitation_is_printed_and_withdrawn(team):
    code, said = team("user", "invite", "--role", "reviewer", "--days", "3", "--note", "Dora")
    address, key = said["link"].split("#")
    assert (code, address) == (0, "http://127.0.0.1:8000/join")
    assert invitations.look(key).role == "reviewer"
    listed = team("user", "invitations")[1]["invitations"]
    assert [(one["state"], one["note"]) for one in listed] == [("open", "Dora")]
    assert team("user", "withdraw", listed[0]["id"])[1]["invitation"]["state"] == "revoked"
    assert team("user", "invite", "--days", "99")[0] == 2


def test_the_public_address_is_printed(team, monkeypatch):
    from quantboard.settings import settings

    monkeypatch.setenv("QUANTBOARD_ALLOWED_ORIGINS", '["https://quant.example"]')
    settings.cache_clear()
    assert team("user", "invite")[1]["link"].startswith("https://quant.example/join#")


def test_a_person_is_managed(team):
    assert team("user", "role", "bob", "researcher")[1]["user"]["role"] == "researcher"
    assert team("user", "rename", "Bob", "Robert")[1]["user"]["name"] == "Robert"
    link = team("user", "reset-link", "Robert")[1]["link"]
    resets.choose(link.partition("/reset#")[2], PASSWORD)
    accounts.sign_in("Robert", PASSWORD)
    assert team("user", "sign-out", "Robert")[1] == {"sessions_ended": 1}
    assert team("user", "transfer", "Robert", "Ann")[1]["moved"]["dataset"] == 0
    assert team("user", "deactivate", "Robert")[1]["user"]["is_active"] is False
    assert team("user", "reactivate", "Robert")[1]["user"]["is_active"] is True


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("user", "role", "Ann", "viewer"), "person.last_admin"),
        (("user", "deactivate", "Ann"), "person.not_oneself"),
        (("user", "role", "Nobody", "viewer"), "person.unknown"),
        (("user", "transfer", "Ann", "Bob"), "person.cannot_own"),
    ],
)
def test_what_cannot_be_is_refused(team, words, code):
    assert team(*words)[1]["error"]["code"] == code


def test_the_life_of_a_token(team):
    code, said = team("token", "create", "nightly", "--scope", "read", "--scope", "run", "--days", "30")
    assert code == 0
    assert tokens.actor_of_token(said["secret"]).scopes == {"read", "run"}
    listed = team("token", "list")[1]["tokens"]
    assert said["secret"] not in str(listed)
    renewed = team("token", "renew", listed[0]["id"])[1]["secret"]
    assert tokens.actor_of_token(said["secret"]) is None
    assert team("token", "revoke", listed[0]["id"])[1]["token"]["state"] == "revoked"
    assert tokens.actor_of_token(renewed) is None


def test_before_the_first_account_there_is_no_token(shell):
    assert shell("token", "create", "x")[1]["error"]["code"] == "token.invalid"


def test_people_read_plain_words(team, capsys):
    for words, said in (
        (("user", "list"), "Bob"),
        (("user", "invitations"), "No invitation yet."),
        (("token", "list"), "No API token yet"),
        (("token", "create", "x"), "qb_"),
        (("user", "invite"), "Good for one researcher"),
        (("user", "reset-link", "Bob"), "/reset#"),
    ):
        with pytest.raises(SystemExit):
            main(list(words))
        assert said in capsys.readouterr().out


def test_the_password_may_come_from_a_pipe(shell, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert "password" not in shell("user", "add", "Ann", "--password-stdin")[1]
    assert accounts.sign_in("Ann", PASSWORD)
