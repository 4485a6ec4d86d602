import pytest

from quantboard.db import migrations
from quantboard.db.session import writing
from quantboard.services import system


def test_migrate_brings_a_new_database_to_the_head_once(blank):
    assert system.database_problem()
    assert system.migrate()
    assert system.revision() == migrations.head()
    assert not system.migrate()
    assert system.problems() == []
    assert system.health().waiting == {"fast": 0, "heavy": 0, "sweep": 0}


def test_a_later_version_is_recognised(blank):
    import sqlalchemy as sa

    system.migrate()
    with writing() as w:
        w.execute(sa.text("UPDATE alembic_version SET version_num = 'future'"))
    with pytest.raises(migrations.DatabaseNewer, match="future"):
        system.migrate()
    assert system.problems()


def test_a_missing_broker_is_told(blank, monkeypatch):
    from quantboard.settings import settings

    system.migrate()
    monkeypatch.setenv("QUANTBOARD_REDIS_URL", "unix:///nowhere/at/all.sock")
    settings.cache_clear()
    assert "broker" in system.problems()[0]
