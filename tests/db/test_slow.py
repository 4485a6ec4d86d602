import json

import pytest
import sqlalchemy as sa

from quantboard import log
from quantboard.db import slow
from quantboard.db.session import engine, session


def test_a_slow_statement_is_told_without_its_values(instance, capsys, monkeypatch):
    log.set_up(as_json=True)
    monkeypatch.setattr(slow, "SLOW_SQL_S", 0.0)
    with session() as asking:
        asking.execute(sa.text("SELECT :secret AS  found"), {"secret": "planted-value"})
    log.set_up()
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line,) = [line for line in told if "found" in line["statement"]]
    assert line["event"] == "sql.slow"
    assert line["duration_ms"] >= 0
    assert "planted-value" not in json.dumps(told)


def test_a_quick_one_is_not(instance, capsys, monkeypatch):
    monkeypatch.setattr(slow, "SLOW_SQL_S", 60.0)
    with session() as asking:
        assert asking.execute(sa.text("SELECT 1")).scalar() == 1
    assert not capsys.readouterr().err


def test_a_statement_that_fails_leaves_the_watch_in_order(instance):
    with engine().connect() as opened, pytest.raises(sa.exc.DatabaseError):
        opened.execute(sa.text("SELECT nothing FROM nowhere"))
    with engine().connect() as opened:
        assert opened.execute(sa.text("SELECT 1")).scalar() == 1
