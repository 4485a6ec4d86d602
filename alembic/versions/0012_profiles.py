"""Profiles

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def _json():
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), 'postgresql')


def _owned():
    return (
        sa.Column('id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('owner_id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column('visibility', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    )


def upgrade() -> None:
    op.create_table('reading_profiles',
    *_owned(),
    sa.Column('columns', _json(), nullable=False),
    sa.Column('hints', _json(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_reading_profiles_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading_profiles')),
    sa.UniqueConstraint('owner_id', 'name', name='uq_reading_profiles_owner_name')
    )
    op.create_index(op.f('ix_reading_profiles_owner_id'), 'reading_profiles', ['owner_id'], unique=False)
    op.create_table('import_records',
    *_owned(),
    sa.Column('dataset_id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('task_id', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
    sa.Column('status', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.Column('files', _json(), nullable=False),
    sa.Column('rows_read', sa.BigInteger(), nullable=True),
    sa.Column('rows_kept', sa.BigInteger(), nullable=True),
    sa.Column('error', _json(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_import_records_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_records'))
    )
    for name in ('dataset_id', 'owner_id', 'task_id'):
        op.create_index(op.f(f'ix_import_records_{name}'), 'import_records', [name], unique=False)
    op.add_column('dataset_versions', sa.Column('step', sa.String(length=16), server_default='import', nullable=False))


def downgrade() -> None:
    op.drop_column('dataset_versions', 'step')
    for name in ('task_id', 'owner_id', 'dataset_id'):
        op.drop_index(op.f(f'ix_import_records_{name}'), table_name='import_records')
    op.drop_table('import_records')
    op.drop_index(op.f('ix_reading_profiles_owner_id'), table_name='reading_profiles')
    op.drop_table('reading_profiles')
