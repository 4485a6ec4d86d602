"""Tasks that pause, wait for each other, can be hidden and started by the clock

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('after_id', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('waits', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('pause_requested', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('request_id', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('deleted_by', sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_tasks_after_id'), 'tasks', ['after_id'], ['id'], ondelete='SET NULL')
        batch_op.create_index(batch_op.f('ix_tasks_after_id'), ['after_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_request_id'), ['request_id'], unique=False)
        batch_op.create_index('ix_tasks_created_at', ['created_at'], unique=False)

    op.create_table('schedules',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('owner_id', sa.String(length=32), nullable=False),
    sa.Column('visibility', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('params', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('cron', sa.String(length=100), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('is_enabled', sa.Boolean(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_task_id', sa.String(length=32), nullable=True),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_schedules_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedules'))
    )
    with op.batch_alter_table('schedules', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_schedules_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_schedules_next_at'), ['next_at'], unique=False)


def downgrade() -> None:
    op.drop_table('schedules')
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_index('ix_tasks_created_at')
        batch_op.drop_index(batch_op.f('ix_tasks_request_id'))
        batch_op.drop_index(batch_op.f('ix_tasks_after_id'))
        batch_op.drop_constraint(batch_op.f('fk_tasks_after_id'), type_='foreignkey')
        batch_op.drop_column('deleted_by')
        batch_op.drop_column('deleted_at')
        batch_op.drop_column('request_id')
        batch_op.drop_column('pause_requested')
        batch_op.drop_column('waits')
        batch_op.drop_column('after_id')
