"""before which board a review goes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("board_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_review_board_id_board"), "board", ["board_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_review_board_id"), ["board_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_board_id"))
        batch_op.drop_constraint(batch_op.f("fk_review_board_id_board"), type_="foreignkey")
        batch_op.drop_column("board_id")
