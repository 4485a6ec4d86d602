"""Set-ups

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('setups',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('owner_id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('visibility', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('changed_by', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_by', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('strategy_id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
    sa.Column('template', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=True),
    sa.Column('dataset_id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
    sa.Column('request', sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_setups_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setups'))
    )
    op.create_index(op.f('ix_setups_owner_id'), 'setups', ['owner_id'], unique=False)
    # in place: a table made anew would lose what refers to it
    op.add_column('backtests', sa.Column('note', sa.Text(), server_default='', nullable=False))
    op.add_column('backtests', sa.Column('tags', sa.Text(), server_default='', nullable=False))
    op.add_column('backtests', sa.Column('is_favourite', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('backtests', sa.Column('is_unfinished', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('backtests', sa.Column('reached', sa.String(length=32), nullable=True))
    op.add_column('backtests', sa.Column('setup_id', sa.String(length=32), nullable=True))
    op.add_column('backtests', sa.Column('benchmark_version_id', sa.String(length=32), nullable=True))
    op.create_index(op.f('ix_backtests_setup_id'), 'backtests', ['setup_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_backtests_setup_id'), table_name='backtests')
    for name in ('benchmark_version_id', 'setup_id', 'reached', 'is_unfinished', 'is_favourite', 'tags', 'note'):
        op.drop_column('backtests', name)
    op.drop_index(op.f('ix_setups_owner_id'), table_name='setups')
    op.drop_table('setups')
