"""Indicators

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('indicator_favourites',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('user_id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_indicator_favourites_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_favourites')),
    sa.UniqueConstraint('user_id', 'code', name='uq_indicator_favourites_user_id')
    )
    op.create_index(op.f('ix_indicator_favourites_user_id'), 'indicator_favourites', ['user_id'], unique=False)
    op.create_table('indicator_switches',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('switched_by', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_switches')),
    sa.UniqueConstraint('code', name='uq_indicator_switches_code')
    )


def downgrade() -> None:
    op.drop_table('indicator_switches')
    op.drop_index(op.f('ix_indicator_favourites_user_id'), table_name='indicator_favourites')
    op.drop_table('indicator_favourites')
