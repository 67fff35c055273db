"""who has opened a restricted case."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal_reading",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_proposal_reading_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_reading_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_reading_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_reading")),
        sa.UniqueConstraint("event_id", name=op.f("uq_proposal_reading_event_id")),
        sa.UniqueConstraint(
            "proposal_id", "person_id", name=op.f("uq_proposal_reading_proposal_id_person_id")
        ),
    )
    with op.batch_alter_table("proposal_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_reading_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("proposal_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_reading_person_id"))

    op.drop_table("proposal_reading")
