import sys
import threading

import pytest
import structlog

from quantboard import log
from quantboard.jobs.journal import Journal
from quantboard.store import joblogs

TASK = "a" * 32


@pytest.fixture
def told(monkeypatch):
    """Logging as a job child sets it up, and as it was afterwards."""
    for module, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    log.set_up("info")
    yield
    structlog.reset_defaults()


def lines(attempt=1):
    return joblogs.read(TASK, attempt).splitlines()


def test_a_stage_is_told_once_with_its_detail(instance):
    journal = Journal(TASK, 1)
    for share in range(3):
        journal.reach("read", {"rows": str(share)})
    journal.reach("store", {})
    assert [line.split("  ", 2)[2].strip() for line in lines()] == ["read  rows=0", "store"]
    assert all(line.startswith("20") for line in lines())


def test_what_is_logged_meanwhile_is_kept_without_its_secrets(instance, told):
    with log.read_by(Journal(TASK, 1).take), log.bind(task_id=TASK):
        log.logger("jobs").warning("odd.seen", password="hunter2", n=3)
    (line,) = lines()
    assert "odd.seen" in line
    assert "n=3" in line
    assert "warning" in line
    assert "hunter2" not in line
    assert TASK not in line


def test_each_attempt_has_a_file_and_none_grows_for_ever(instance, monkeypatch):
    monkeypatch.setattr(joblogs, "MOST_BYTES", 5_000)
    for n in range(400):
        Journal(TASK, 1).say("info", f"line {n} " + "x" * 40)
    Journal(TASK, 2).say("info", "second attempt")
    assert joblogs.attempts(TASK) == {1, 2}
    assert len(joblogs.read(TASK, 1)) < 8_000
    assert joblogs.read(TASK, 1).endswith(joblogs.CUT)
    assert lines(2)[0].endswith("second attempt")
    assert joblogs.read(TASK, 3) == ""


def test_a_folder_that_cannot_be_written_harms_no_job(instance):
    (instance / "joblogs").write_text("in the way")
    journal = Journal(TASK, 1)
    journal.say("info", "lost")
    assert journal.catch_crashes() is None
