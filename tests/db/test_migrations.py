import sqlalchemy as sa

from quantboard.db import migrations
from quantboard.db.session import engine
from quantboard.services import system


def test_migrations_make_exactly_the_tables_of_the_code_and_go_back(blank):
    system.migrate()
    migrations.check()
    assert "tasks" in sa.inspect(engine()).get_table_names()
    migrations.downgrade()
    assert sa.inspect(engine()).get_table_names() == ["alembic_version"]
    assert system.migrate()
    migrations.check()
