import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError, ProgrammingError

from quantboard.db import migrations
from quantboard.db.session import engine
from quantboard.services import system
from tests.db.filled import counted, fill

REVISIONS = sorted(one.revision for one in ScriptDirectory.from_config(migrations.config()).walk_revisions())


def test_migrations_make_exactly_the_tables_of_the_code_and_go_back(blank):
    assert system.migrate()
    migrations.check()
    assert "tasks" in sa.inspect(engine()).get_table_names()
    assert not system.migrate()
    migrations.downgrade()
    assert sa.inspect(engine()).get_table_names() == ["alembic_version"]
    assert system.migrate()
    migrations.check()


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_earlier_database_with_rows_comes_up_and_goes_back(blank, revision):
    migrations.upgrade(revision)
    assert migrations.current() == revision
    before = fill()
    assert all(n == 2 for n in before.values())
    migrations.upgrade()
    migrations.check()
    assert before.items() <= counted().items()
    at_head = fill()
    assert all(n in (2, 4) for n in at_head.values())
    migrations.downgrade(revision)
    after = counted()
    assert after == {name: at_head[name] for name in before}
    migrations.downgrade()
    assert sa.inspect(engine()).get_table_names() == ["alembic_version"]


def test_a_migration_that_fails_on_its_way_leaves_the_database_as_it_was(blank):
    migrations.upgrade("0001")
    before = fill()
    with engine().execution_options(writes=True).begin() as opened:
        opened.execute(sa.text("CREATE TABLE backtests (id INTEGER)"))  # in the way of 0003
    with pytest.raises((OperationalError, ProgrammingError)):
        migrations.upgrade()
    assert migrations.current() == "0001"
    assert counted() == before | {"backtests": 0}
    with engine().execution_options(writes=True).begin() as opened:
        opened.execute(sa.text("DROP TABLE backtests"))
    assert migrations.upgrade()
    migrations.check()


def test_a_database_of_a_later_version_is_refused(blank):
    system.migrate()
    with engine().execution_options(writes=True).begin() as opened:
        opened.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.DatabaseNewer):
        system.migrate()
