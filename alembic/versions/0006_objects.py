"""Objects

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op
revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

TABLES = ('datasets', 'strategies', 'backtests')

# Columns are added and dropped in place: SQLite would otherwise make the tables anew, and dropping the old ones would
# take the versions that refer to them along.


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column('changed_by', sa.String(length=32), nullable=True))
        op.add_column(table, sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True))
        op.add_column(table, sa.Column('deleted_by', sa.String(length=32), nullable=True))
        op.execute(f'UPDATE {table} SET changed_at = updated_at, changed_by = owner_id')
        if table != 'backtests':
            op.execute(f'UPDATE {table} SET deleted_by = owner_id WHERE deleted_at IS NOT NULL')
    op.add_column('backtests', sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('strategies', sa.Column('copied_from', sa.String(length=32), nullable=True))
    op.add_column('strategy_versions', sa.Column('saved_by', sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column('strategy_versions', 'saved_by')
    op.drop_column('strategies', 'copied_from')
    op.drop_column('backtests', 'deleted_at')
    for table in TABLES:
        op.drop_column(table, 'deleted_by')
        op.drop_column(table, 'changed_at')
        op.drop_column(table, 'changed_by')
