"""Code runs

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
INDEXED = ('owner_id', 'task_id', 'digest', 'outcome')


def json_column():
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    op.create_table('code_runs',
    sa.Column('id', TEXT(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('owner_id', TEXT(length=32), nullable=False),
    sa.Column('task_id', TEXT(length=32), nullable=False),
    sa.Column('title', TEXT(length=200), nullable=False),
    sa.Column('digest', TEXT(length=64), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('asked', json_column(), nullable=False),
    sa.Column('outcome', TEXT(length=16), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('peak_mb', sa.Float(), nullable=False),
    sa.Column('n_refusals', sa.Integer(), nullable=False),
    sa.Column('answer', json_column(), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_code_runs_owner_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_runs'))
    )
    with op.batch_alter_table('code_runs', schema=None) as batch_op:
        for name in INDEXED:
            batch_op.create_index(batch_op.f(f'ix_code_runs_{name}'), [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('code_runs', schema=None) as batch_op:
        for name in INDEXED:
            batch_op.drop_index(batch_op.f(f'ix_code_runs_{name}'))

    op.drop_table('code_runs')
