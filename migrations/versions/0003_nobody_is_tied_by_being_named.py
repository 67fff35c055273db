"""nobody is tied by being named."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sponsor_agreed_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("proposal_involved", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(), nullable=True))
    # Who was named before had the part from that moment on: nobody was asked, so nobody is now.
    op.execute("UPDATE proposal SET sponsor_agreed_at = created_at WHERE sponsor_id IS NOT NULL")
    op.execute("UPDATE proposal_involved SET agreed_at = since WHERE involvement = 'co_author'")


def downgrade() -> None:
    with op.batch_alter_table("proposal_involved", schema=None) as batch_op:
        batch_op.drop_column("agreed_at")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_column("sponsor_agreed_at")
