"""the register finds what was handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_proposal_created_at_id", ["created_at", "id"]
HANDED_IN = sa.text("number > 0")


def upgrade() -> None:
    op.drop_index(NAME, "proposal")
    op.create_index(NAME, "proposal", COLUMNS, postgresql_where=HANDED_IN, sqlite_where=HANDED_IN)


def downgrade() -> None:
    op.drop_index(NAME, "proposal")
    op.create_index(NAME, "proposal", COLUMNS)
