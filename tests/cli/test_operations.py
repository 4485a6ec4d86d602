import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from instance import PASSWORD, SHARED, blank

from quantboard.cli.main import main
from quantboard.db import session as database
from quantboard.services import accounts, readiness, system
from quantboard.settings import settings

__all__ = ["blank"]


@pytest.fixture
def shell(blank, capsys):
    """Run a command: its exit code, and what it said."""
    readiness.forget()

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        return ended.value.code, capsys.readouterr().out

    yield run
    readiness.forget()


def test_a_backup_is_written_checked_and_restored(shell, tmp_path, monkeypatch):
    system.migrate()
    accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)
    file = str(tmp_path / "one.qbackup")
    status, said = shell("backup", file)
    assert (status, "rows" in said) == (0, True)
    status, said = shell("backup", "--check", file, "--json")
    assert (status, json.loads(said)["n_files"]) == (0, 0)
    status, said = shell("restore", file, "--json")
    assert (status, json.loads(said)["error"]["code"]) == (1, "backup.target_not_empty")
    if not SHARED:
        database.close()
        monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "elsewhere"))
        settings.cache_clear()
        status, said = shell("restore", file)
        assert (status, said.startswith("Restored")) == (0, True)
        assert accounts.sign_in("Ann", PASSWORD)


def test_without_a_file_it_goes_to_the_folder_of_backups(shell):
    system.migrate()
    status, said = shell("backup", "--json")
    assert status == 0
    assert Path(json.loads(said)["path"]).parent == settings().backup_folder
    assert shell("backup", "--check")[0] == 2


def test_what_is_no_backup_is_refused(shell, tmp_path):
    (tmp_path / "text").write_text("hello")
    status, said = shell("backup", "--check", str(tmp_path / "text"), "--json")
    assert (status, json.loads(said)["error"]["code"]) == (2, "backup.unreadable")


def test_health_ends_with_1_until_all_parts_can_work(shell):
    status, said = shell("health")
    assert (status, "not migrated" in said) == (1, True)
    readiness.forget()
    system.migrate()
    assert shell("health") == (0, "database: ok\nbroker: ok\nworker: ok\nsandbox: ok\n")
    assert shell("health", "--only", "database", "--json") == (0, '{"database": {"ok": true, "why": ""}}\n')
    assert shell("health", "--only", "moon")[0] == 2
    status, said = shell("health", "--only", "worker", "--here")
    assert (status, "other machines" in said) == (1, True)


def test_the_doctor_names_what_is_bad_and_its_cure(shell, monkeypatch):
    status, said = shell("doctor", "--json")
    found = json.loads(said)["findings"]
    assert {one["state"] for one in found if one["what"] != "front end"} == {"good"}
    assert status == int(any(one["state"] == "bad" for one in found))
    monkeypatch.setenv("QUANTBOARD_ALLOWED_ORIGINS", '["*"]')
    settings.cache_clear()
    status, said = shell("doctor")
    assert status == 1
    assert "BAD settings: '*' lets any site" in said
    assert "QUANTBOARD_ALLOWED_ORIGINS=" in said


@pytest.mark.parametrize("command", ["run", "web", "worker"])
def test_servers_refuse_to_start_on_unsafe_settings(shell, monkeypatch, command):
    monkeypatch.setenv("QUANTBOARD_HOSTED", "true")
    monkeypatch.setenv("QUANTBOARD_LOG_LEVEL", "debug")
    settings.cache_clear()
    with pytest.raises(SystemExit) as ended:
        main([command])
    assert ended.value.code == 2
