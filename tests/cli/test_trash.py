"""Sharing, deleting, restoring and purging from the shell."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from instance import PASSWORD, blank

from quantboard.cli.main import _run
from quantboard.services import accounts, sharing, system
from tests.services.objects import some_dataset, some_strategy

__all__ = ["blank"]


@pytest.fixture
def ann(blank):
    system.migrate()
    return accounts.create_first_admin("Ann", PASSWORD, is_loopback=True)


def told(capsys, *words):
    status = _run([*words, "--json"])
    return status, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_from_private_to_shared_to_the_trash_and_back(ann, capsys):
    made = some_strategy(ann)
    assert told(capsys, "share", "strategy", "cross") == (0, {"id": made.id, "name": "Cross", "visibility": "team"})
    assert told(capsys, "share", "strategy", made.id, "--private")[1]["visibility"] == "private"
    assert sharing.marks(ann, "strategy", made.id).visibility == "private"
    assert told(capsys, "delete", "strategy", "Cross")[1] == {"id": made.id, "name": "Cross", "n_runs": 0}
    some_strategy(ann)
    status, error = told(capsys, "trash", "restore", "strategy", "Cross")
    assert (status, error["error"]["code"]) == (1, "trash.name_in_use")
    assert told(capsys, "trash", "restore", "strategy", made.id, "--name", "Older")[1]["name"] == "Older"
    assert told(capsys, "trash", "list")[1] == {"trash": []}


def test_purging_frees_the_disk(blank, ann, capsys):
    one = some_dataset(ann)
    told(capsys, "delete", "dataset", one.name)
    (row,) = told(capsys, "trash", "list")[1]["trash"]
    assert told(capsys, "trash", "purge", "dataset", one.name)[1] == {"id": one.id, "n_bytes": row["n_bytes"]}
    assert not any((blank / "snapshots").rglob("*.parquet"))
    assert told(capsys, "trash", "empty")[1] == {"count": 0}


def test_what_is_not_there_is_said(ann, capsys):
    assert told(capsys, "share", "backtest", "none")[1]["error"]["code"] == "object.not_named"
    assert told(capsys, "share", "person", "Ann")[0] == 2
