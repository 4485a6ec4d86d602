import threading

import sqlalchemy as sa
from instance import SHARED

from quantboard.db import audit
from quantboard.db.session import engine, is_sqlite, session, writing


def test_sqlite_is_set_up_for_many_processes(instance):
    if SHARED:
        assert not is_sqlite()
        return
    with engine().connect() as opened:
        ask = {
            name: opened.execute(sa.text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "foreign_keys")
        }
        assert ask == {"journal_mode": "wal", "foreign_keys": 1}
        assert opened.execute(sa.text("PRAGMA busy_timeout")).scalar_one() == 30000


def test_writers_that_read_first_wait_for_each_other(instance):
    problems = []

    def count_up():
        try:
            for _ in range(10):
                with writing() as w:
                    w.execute(sa.select(sa.func.count()).select_from(audit.AuditEvent)).scalar_one()
                    audit.add(w, "x.y", None)
        except Exception as problem:  # noqa: BLE001
            problems.append(problem)

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert problems == []
    with session() as asking:
        assert asking.execute(sa.select(sa.func.count()).select_from(audit.AuditEvent)).scalar_one() == 60
