import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from instance import blank

from quantboard.cli.main import main
from quantboard.queue.names import HEAVY, Job
from quantboard.research import strategy_source
from quantboard.services import accounts, datasets, leases, strategies, tasks
from quantboard.services.work import work
from quantboard.store import joblogs

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


def submit(title="Mine"):
    with work() as w:
        return tasks.submit(w, accounts.shell_actor(), Job.RUN_BACKTEST, {"backtest_id": "b"}, title=title)


def test_lists_are_pages_with_counts(shell):
    nothing = {"items": [], "total": 0, "limit": 50, "offset": 0, "counts": {}}
    assert shell("task", "list") == (0, nothing)
    first, second = submit(), submit("Other")
    code, said = shell("task", "list", "--limit", "1")
    assert (code, said["total"], said["items"][0]["id"], said["counts"]) == (0, 2, second, {"queued": 2})
    for words in (["--search", "mine"], ["--since", "2020-01-01", "--search", first[:10]], ["--kind", "backtest.run"]):
        assert first in [one["id"] for one in shell("task", "list", *words)[1]["items"]]
    assert shell("task", "list", "--until", "2020-01-01")[1]["total"] == 0


def test_a_task_is_steered_from_the_shell(shell):
    shell("task", "list")
    task_id = submit()
    assert shell("task", "retry", task_id)[1]["error"]["code"] == "task.lives"
    assert shell("task", "pause", task_id)[1]["task"]["status"] == "paused"
    assert shell("task", "resume", task_id)[1]["task"]["status"] == "queued"
    assert shell("task", "priority", task_id, "urgent")[1]["task"]["priority"] == "urgent"
    assert shell("task", "priority", task_id, "soon")[0] == 2
    said = shell("task", "edit", task_id, "--title", "Named", "--time-limit", "60")[1]["task"]
    assert (said["title"], said["time_limit_s"]) == ("Named", 60)
    assert shell("task", "edit", task_id, "--title", "Again")[1]["task"]["title"] == "Again"
    assert shell("task", "delete", task_id)[1]["error"]["code"] == "task.lives"
    assert shell("task", "cancel", task_id)[1]["task"]["status"] == "cancelled"
    code, said = shell("task", "cancel", task_id)
    assert (code, said["error"]["code"]) == (1, "task.ended")
    assert shell("task", "delete", task_id)[0] == 0
    assert shell("task", "list", "--deleted")[1]["total"] == 1
    assert shell("task", "restore", task_id)[1]["task"]["deleted_at"] is None
    _, said = shell("task", "retry", task_id)
    assert said["task"]["status"] == "queued"
    assert said["task"]["id"] != task_id


def test_history_attempts_and_log(shell):
    shell("task", "list")
    task_id = submit()
    leases.claim(HEAVY)
    joblogs.write(task_id, 1, "it began")
    _, said = shell("task", "show", task_id)
    assert [line["kind"] for line in said["history"]] == ["submitted", "claimed"]
    assert [(one["number"], one["outcome"]) for one in said["attempts"]] == [(1, "running")]
    assert shell("task", "log", task_id) == (0, {"log": "it began\n", "attempt": 1})
    assert shell("task", "show", "nothing")[0] == 2


def test_a_backtest_can_follow_an_import(shell):
    shell("task", "list")
    actor = accounts.shell_actor()
    strategies.create(actor, "Averages", strategy_source("double_moving_average"))
    importing = datasets.load_sample(actor)
    code, said = shell("task", "then", importing, "--backtest", "Averages")
    assert (code, said["task"]["after_id"], said["task"]["is_waiting_for_another"]) == (0, importing, True)


def test_the_clock(shell):
    assert shell("schedule", "list") == (0, {"items": []})
    code, said = shell(
        "schedule", "create", "backup", "--name", "Copies", "--cron", "0 2 * * *", "--zone", "Asia/Tokyo"
    )
    made = said["schedule"]
    assert (code, made["kind"], len(made["next_runs"])) == (0, "upkeep.backup", 3)
    assert shell("schedule", "create", "backup", "--name", "X", "--cron", "often")[1]["error"]["field"] == "cron"
    assert shell("schedule", "create", "backtest", "--name", "X", "--cron", "0 2 * * *")[0] == 2
    assert shell("schedule", "disable", made["id"])[1]["schedule"]["next_runs"] == []
    assert shell("schedule", "enable", made["id"])[1]["schedule"]["is_enabled"]
    assert shell("schedule", "change", made["id"], "--zone", "UTC")[1]["schedule"]["zone"] == "UTC"
    task_id = shell("schedule", "run", made["id"])[1]["task_id"]
    assert shell("schedule", "show", made["id"])[1]["schedule"]["last_task_id"] == task_id
    assert shell("schedule", "delete", made["id"]) == (0, {"deleted": made["id"]})


def test_the_clean_up_tells_before_it_acts(shell):
    code, said = shell("cleanup", "--dry-run")
    assert (code, said["dry_run"]) == (0, True)
    assert {one["what"]: one["n_things"] for one in said["items"]}["tasks"] == 0
    assert shell("cleanup")[1]["dry_run"] is False
