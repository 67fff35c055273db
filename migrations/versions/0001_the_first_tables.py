"""the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=4096), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("stream", "version", name=op.f("uq_audit_event_stream_version")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_at_id"), ["at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_audit_event_kind_at_id"), ["kind", "at", "id"], unique=False
        )

    op.create_table(
        "idempotency_key",
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_key_done_at"), ["done_at"], unique=False)

    op.create_table(
        "job_lease",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "stopped",
                "dead",
                name="letterstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("dedupe_key", sa.String(length=120), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("available_at", sa.DateTime(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_state_available_at_id"),
            ["state", "available_at", "id"],
            unique=False,
        )

    op.create_table(
        "policy_code",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_policy_code")),
    )
    op.create_table(
        "proposal_code",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_proposal_code")),
    )
    op.create_table(
        "sign_in_throttle",
        sa.Column("account", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(), nullable=True),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_sign_in_throttle")),
    )
    with op.batch_alter_table("sign_in_throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_throttle_last_at"), ["last_at"], unique=False)

    op.create_table(
        "audit_payload",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_audit_payload_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "field", name=op.f("pk_audit_payload")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("audit_payload", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_payload_actor",
            ["value", "event_id"],
            unique=False,
            sqlite_where=sa.text("field = 'actor'"),
            postgresql_where=sa.text("field = 'actor'"),
        )

    op.create_table(
        "audit_pending",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_audit_pending_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_audit_pending")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_pending_event_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_used",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_audit_used_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_used")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_unit_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        sa.UniqueConstraint("event_id", name=op.f("uq_unit_event_id")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "board",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unit",
                "central",
                "independent",
                "top",
                "governance",
                name="boardkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("above_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["above_id"], ["board.id"], name=op.f("fk_board_above_id_board")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_board_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_board_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("event_id", name=op.f("uq_board_event_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_board_slug")),
    )
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_above_id"), ["above_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_board_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_person_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["person.id"], name=op.f("fk_person_manager_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("event_id", name=op.f("uq_person_event_id")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "board_import",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_board_import_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_board_import_imported_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_import")),
        sa.UniqueConstraint("event_id", name=op.f("uq_board_import_event_id")),
    )
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_credential_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_credential_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("person_id", name=op.f("uq_credential_person_id")),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_event_id"), ["event_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "place", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_saved_at"), ["saved_at"], unique=False)

    op.create_table(
        "evidence",
        sa.Column(
            "source",
            sa.Enum(
                "survey",
                "complaint",
                "interview",
                "usage",
                "frontline",
                "churn",
                "review",
                "test",
                "association",
                name="source",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("segment", sa.String(length=200), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum("supports", "contradicts", name="stance", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "strength",
            sa.Enum("A", "B", "C", "D", name="strength", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("retracted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_evidence_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_evidence_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("event_id", name=op.f("uq_evidence_event_id")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_added_at"), ["added_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_added_by_id"), ["added_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_segment"), ["segment"], unique=False)

    op.create_table(
        "forecast",
        sa.Column(
            "kind",
            sa.Enum(
                "nps",
                "csat",
                "ces",
                "churn",
                "clv",
                "own",
                name="kind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("segment", sa.String(length=200), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("sample", sa.Integer(), nullable=True),
        sa.Column("low", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("likely", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("high", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("horizon", sa.Date(), nullable=False),
        sa.Column(
            "lead",
            sa.Enum("leading", "lagging", name="lead", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("money", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_forecast_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_forecast_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
        sa.UniqueConstraint("event_id", name=op.f("uq_forecast_event_id")),
    )
    with op.batch_alter_table("forecast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forecast_horizon"), ["horizon"], unique=False)
        batch_op.create_index(batch_op.f("ix_forecast_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "chair",
                "deputy_chair",
                "member",
                "alternate",
                "clerk",
                name="office",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "chamber",
            sa.Enum("company", "customer", name="chamber", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "held", "declined", "ended", name="state", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_membership_board_id_board")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_membership_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_membership_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_membership_proposed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("event_id", name=op.f("uq_membership_event_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_board_id_state"), ["board_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_membership_person_id_state"), ["person_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_membership_state_proposed_at"), ["state", "proposed_at"], unique=False
        )
        batch_op.create_index(
            "uq_membership_open",
            ["board_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'held')"),
            postgresql_where=sa.text("state IN ('proposed', 'held')"),
        )

    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_link")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "people_import",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_people_import_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_people_import_imported_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
        sa.UniqueConstraint("event_id", name=op.f("uq_people_import_event_id")),
    )
    op.create_table(
        "policy",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "in_force", "suspended", "withdrawn", name="state", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("registered", "decided", name="origin", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("in_force_since", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("against_customers", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_policy_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_policy_owner_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_policy_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_policy_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("code", name=op.f("uq_policy_code")),
        sa.UniqueConstraint("event_id", name=op.f("uq_policy_event_id")),
    )
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_in_force_since_id"), ["in_force_since", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_policy_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_review_by"), ["review_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_state_code"), ["state", "code"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_title"), ["title"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "policy_import",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_policy_import_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["person.id"], name=op.f("fk_policy_import_imported_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_import")),
        sa.UniqueConstraint("event_id", name=op.f("uq_policy_import_event_id")),
    )
    op.create_table(
        "rule_set",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("adopted_by_id", sa.Uuid(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["person.id"], name=op.f("fk_rule_set_adopted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_rule_set_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("event_id", name=op.f("uq_rule_set_event_id")),
        sa.UniqueConstraint("number", name=op.f("uq_rule_set_number")),
    )
    op.create_table(
        "user_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_user_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "escalation",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "named", "confidential", "anonymous", name="mode", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=200), nullable=False),
        sa.Column("not_these", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "routed",
                "acknowledged",
                "triaged",
                "before_board",
                "determined",
                "answered",
                "closed",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(), nullable=True),
        sa.Column(
            "severity",
            sa.Enum("s1", "s2", "s3", "s4", name="severity", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("suspend", sa.Boolean(), nullable=True),
        sa.Column("suspend_reason", sa.Text(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column(
            "finding",
            sa.Enum("upheld", "partly", "not_upheld", name="finding", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("finding_reasons", sa.Text(), nullable=False),
        sa.Column("determined_at", sa.DateTime(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_done", sa.Text(), nullable=False),
        sa.Column("answer_ways", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("feedback_at", sa.DateTime(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "published_finding",
            sa.Enum("upheld", "partly", "not_upheld", name="finding", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("published_summary", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("closing_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_escalation_board_id_board")
        ),
        sa.ForeignKeyConstraint(
            ["closing_by_id"], ["person.id"], name=op.f("fk_escalation_closing_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_escalation_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_escalation_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("code", name=op.f("uq_escalation_code")),
        sa.UniqueConstraint("event_id", name=op.f("uq_escalation_event_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_policy_id"), ["policy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_state"), ["state"], unique=False)

    op.create_table(
        "policy_suspension",
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("what_stopped", sa.Text(), nullable=False),
        sa.Column("who_was_told", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["person.id"],
            name=op.f("fk_policy_suspension_confirmed_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_policy_suspension_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_suspension_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_suspension")),
    )
    with op.batch_alter_table("policy_suspension", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_suspension_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_policy_suspension_policy_id"), ["policy_id"], unique=False
        )
        batch_op.create_index(
            "uq_policy_suspension_open",
            ["policy_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "policy_version",
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_policy_version_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_version_policy_id_policy")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_policy_version_written_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("policy_id", "number", name=op.f("uq_policy_version_policy_id_number")),
    )
    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_version_event_id"), ["event_id"], unique=False)

    op.create_table(
        "policy_word",
        sa.Column("word", sa.LargeBinary(length=160), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_policy_word_policy_id_policy")
        ),
        sa.PrimaryKeyConstraint("word", "policy_id", name=op.f("pk_policy_word")),
    )
    op.create_table(
        "proposal",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "withdrawn",
                "lapsed",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("sponsor_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("amends_id", sa.Uuid(), nullable=True),
        sa.Column(
            "door",
            sa.Enum("two_way", "one_way", name="door", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("wished_on", sa.Date(), nullable=True),
        sa.Column("functions", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("embargo_until", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("end_reason", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["policy.id"], name=op.f("fk_proposal_amends_id_policy")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_proposal_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_proposal_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["person.id"], name=op.f("fk_proposal_sponsor_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proposal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("code", name=op.f("uq_proposal_code")),
        sa.UniqueConstraint("event_id", name=op.f("uq_proposal_event_id")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_amends_id"), ["amends_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposal_created_at_id"), ["created_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposal_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_sponsor_id"), ["sponsor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposal_state_created_at_id"),
            ["state", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_proposal_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "employee",
                "reviewer",
                "expert",
                "advocate",
                "deputy_advocate",
                "duty_executive",
                "top",
                "handler",
                "custodian",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "held", "declined", "ended", name="state", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=True),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_role_grant_confirmed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_role_grant_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["people_import.id"], name=op.f("fk_role_grant_import_id_people_import")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_role_grant_proposed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("event_id", name=op.f("uq_role_grant_event_id")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_import_id"), ["import_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_role_grant_role_state"), ["role", "state"], unique=False
        )
        batch_op.create_index(
            "uq_role_grant_open",
            ["person_id", "role", "scope"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'held')"),
            postgresql_where=sa.text("state IN ('proposed', 'held')"),
        )

    op.create_table(
        "analysis",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.String(length=80), nullable=False),
        sa.Column("template_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "form",
            sa.Enum("none", "short", "full", name="form", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("screened_at", sa.DateTime(), nullable=False),
        sa.Column("screen_reasons", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_analysis_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_analysis_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
        sa.UniqueConstraint("event_id", name=op.f("uq_analysis_event_id")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_analysis_proposal_id")),
    )
    op.create_table(
        "attachment",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_attachment_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_attachment_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_attachment_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attachment_content_hash"), ["content_hash"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attachment_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attachment_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "ballot",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "closed", "deferred", "void", name="state", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("pack", sa.JSON(), nullable=False),
        sa.Column("pack_hash", sa.String(length=64), nullable=False),
        sa.Column("motion", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_ballot_board_id_board")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_ballot_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_ballot_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_ballot_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("event_id", name=op.f("uq_ballot_event_id")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_board_id"), ["board_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ballot_proposal_id_opened_at"),
            ["proposal_id", "opened_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_ballot_state_closes_at"), ["state", "closes_at"], unique=False
        )
        batch_op.create_index(
            "uq_ballot_open",
            ["proposal_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "escalation_handler",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_handler_escalation_id_escalation"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["audit_event.id"],
            name=op.f("fk_escalation_handler_event_id_audit_event"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_escalation_handler_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_handler")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalation_handler", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_handler_escalation_id"), ["escalation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalation_handler_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalation_handler_person_id_until"),
            ["person_id", "until"],
            unique=False,
        )

    op.create_table(
        "escalation_measure",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("suspend", "renew", "lift", name="measurekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "active",
                "refused",
                "kept",
                "lifted",
                name="measurestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_escalation_measure_answered_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_escalation_measure_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_measure_escalation_id_escalation"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["audit_event.id"],
            name=op.f("fk_escalation_measure_event_id_audit_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_measure")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalation_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_measure_escalation_id"), ["escalation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalation_measure_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "escalation_message",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("from_reporter", sa.Boolean(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_message_escalation_id_escalation"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["audit_event.id"],
            name=op.f("fk_escalation_message_event_id_audit_event"),
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["person.id"], name=op.f("fk_escalation_message_handler_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_message")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalation_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_message_escalation_id"), ["escalation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalation_message_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "escalation_reporter",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_reporter_escalation_id_escalation"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["audit_event.id"],
            name=op.f("fk_escalation_reporter_event_id_audit_event"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_escalation_reporter_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_reporter")),
        sa.UniqueConstraint("escalation_id", name=op.f("uq_escalation_reporter_escalation_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalation_reporter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_reporter_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_escalation_reporter_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "escalation_vote",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "chamber",
            sa.Enum("company", "customer", name="chamber", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum("upheld", "partly", "not_upheld", name="finding", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalation.id"],
            name=op.f("fk_escalation_vote_escalation_id_escalation"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_escalation_vote_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_escalation_vote_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_vote")),
        sa.UniqueConstraint(
            "escalation_id",
            "person_id",
            "serial",
            name=op.f("uq_escalation_vote_escalation_id_person_id_serial"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("escalation_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_vote_event_id"), ["event_id"], unique=False)

    op.create_table(
        "proposal_involved",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "involvement",
            sa.Enum(
                "co_author", "commenter", "reader", name="involvement", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_proposal_involved_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_involved_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_involved_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_involved")),
    )
    with op.batch_alter_table("proposal_involved", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_involved_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_involved_person_id_until"), ["person_id", "until"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_proposal_involved_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "proposal_version",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("section_hashes", sa.JSON(), nullable=False),
        sa.Column("template_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "form",
            sa.Enum("none", "short", "full", name="form", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("gross", sa.Integer(), nullable=False),
        sa.Column("residual", sa.Integer(), nullable=False),
        sa.Column("assessment", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_proposal_version_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["person.id"], name=op.f("fk_proposal_version_frozen_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_version_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_version")),
        sa.UniqueConstraint(
            "proposal_id", "number", name=op.f("uq_proposal_version_proposal_id_number")
        ),
    )
    with op.batch_alter_table("proposal_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proposal_version_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "review",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "triaged",
                "in_review",
                "changes_requested",
                "ready",
                "closed",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("unmet", sa.JSON(), nullable=False),
        sa.Column("rests_until", sa.DateTime(), nullable=True),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("resumed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_review_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_review_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("event_id", name=op.f("uq_review_event_id")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_review_proposal_id")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_state"), ["state"], unique=False)

    op.create_table(
        "answer_row",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_answer_row_analysis_id_analysis")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_answer_row_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_row")),
    )
    with op.batch_alter_table("answer_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_answer_row_analysis_id"), ["analysis_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_answer_row_event_id"), ["event_id"], unique=False)

    op.create_table(
        "cited_evidence",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_cited_evidence_analysis_id_analysis")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_cited_evidence_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_cited_evidence_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cited_evidence")),
    )
    with op.batch_alter_table("cited_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cited_evidence_analysis_id"), ["analysis_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cited_evidence_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cited_evidence_evidence_id"), ["evidence_id"], unique=False
        )

    op.create_table(
        "cited_forecast",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("forecast_id", sa.Uuid(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_cited_forecast_analysis_id_analysis")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_cited_forecast_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_cited_forecast_forecast_id_forecast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cited_forecast")),
        sa.UniqueConstraint("forecast_id", name=op.f("uq_cited_forecast_forecast_id")),
    )
    with op.batch_alter_table("cited_forecast", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cited_forecast_analysis_id"), ["analysis_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cited_forecast_event_id"), ["event_id"], unique=False)

    op.create_table(
        "concern",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("by_advocate", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "resolved",
                "withdrawn",
                "contested",
                "overruled",
                name="concernstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_concern_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["person.id"], name=op.f("fk_concern_raised_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_concern_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("review_id", "serial", name=op.f("uq_concern_review_id_serial")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_raised_by_id"), ["raised_by_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("ballot_id", sa.Uuid(), nullable=True),
        sa.Column("overruling_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "approved",
                "rejected",
                "overruled",
                "enacted",
                "lapsed",
                "called_in",
                name="decisionstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("minority", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("enactable_from", sa.Date(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=True),
        sa.Column("enacted_on", sa.Date(), nullable=True),
        sa.Column("policy_id", sa.Uuid(), nullable=True),
        sa.Column(
            "audit",
            sa.Enum(
                "not_asked",
                "waiting",
                "not_drawn",
                "drawn",
                "right",
                "wrong",
                name="audit",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("audited_by_id", sa.Uuid(), nullable=True),
        sa.Column("audited_at", sa.DateTime(), nullable=True),
        sa.Column("audit_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audited_by_id"], ["person.id"], name=op.f("fk_decision_audited_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_decision_ballot_id_ballot")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_decision_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["overruling_id"], ["ballot.id"], name=op.f("fk_decision_overruling_id_ballot")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["policy.id"], name=op.f("fk_decision_policy_id_policy")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_decision_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_decision_ballot_id")),
        sa.UniqueConstraint("event_id", name=op.f("uq_decision_event_id")),
        sa.UniqueConstraint("overruling_id", name=op.f("uq_decision_overruling_id")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_decision_proposal_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_audit"), ["audit"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_decision_decided_at_id"), ["decided_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_decision_policy_id"), ["policy_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_decision_state_decided_at_id"),
            ["state", "decided_at", "id"],
            unique=False,
        )

    op.create_table(
        "elector",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "chamber",
            sa.Enum("company", "customer", name="chamber", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("recused_at", sa.DateTime(), nullable=True),
        sa.Column("recusal", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_elector_ballot_id_ballot")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_elector_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_elector_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elector")),
        sa.UniqueConstraint("ballot_id", "person_id", name=op.f("uq_elector_ballot_id_person_id")),
    )
    with op.batch_alter_table("elector", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elector_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_elector_person_id"), ["person_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "confirmer",
                "domain",
                "other_unit",
                "function",
                "advocate",
                "expert",
                "independent",
                name="seatkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("must", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("seated_at", sa.DateTime(), nullable=True),
        sa.Column("declared_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_seat_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_seat_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_seat_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_seat_person_id_ended_at"), ["person_id", "ended_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_seat_review_id"), ["review_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        sa.Column("path", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analysis.id"], name=op.f("fk_answer_analysis_id_analysis")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_answer_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_answer_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["row_id"], ["answer_row.id"], name=op.f("fk_answer_row_id_answer_row")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "uq_answer_in_row",
            ["analysis_id", "row_id", "path"],
            unique=True,
            sqlite_where=sa.text("row_id IS NOT NULL"),
            postgresql_where=sa.text("row_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_answer_plain",
            ["analysis_id", "path"],
            unique=True,
            sqlite_where=sa.text("row_id IS NULL"),
            postgresql_where=sa.text("row_id IS NULL"),
        )

    op.create_table(
        "condition",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("before_start", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "claimed", "verified", name="conditionstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("verified_by_id", sa.Uuid(), nullable=True),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_condition_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_condition_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_condition_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["person.id"], name=op.f("fk_condition_verified_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("decision_id", "serial", name=op.f("uq_condition_decision_id_serial")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_condition_owner_id_state"), ["owner_id", "state"], unique=False
        )

    op.create_table(
        "position",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section_hashes", sa.JSON(), nullable=False),
        sa.Column(
            "stand",
            sa.Enum(
                "approve",
                "approve_with_conditions",
                "object",
                "abstain",
                "recused",
                name="stand",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_position_event_id_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_position_person_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_position_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("seat_id", "serial", name=op.f("uq_position_seat_id_serial")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_person_id"), ["person_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("yes", "no", "abstain", name="choice", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["elector_id"], ["elector.id"], name=op.f("fk_vote_elector_id_elector")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name=op.f("fk_vote_event_id_audit_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("elector_id", "serial", name=op.f("uq_vote_elector_id_serial")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_event_id"), ["event_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_event_id"))

    op.drop_table("vote")
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_person_id"))
        batch_op.drop_index(batch_op.f("ix_position_event_id"))

    op.drop_table("position")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_owner_id_state"))
        batch_op.drop_index(batch_op.f("ix_condition_event_id"))

    op.drop_table("condition")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_answer_plain",
            sqlite_where=sa.text("row_id IS NULL"),
            postgresql_where=sa.text("row_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_answer_in_row",
            sqlite_where=sa.text("row_id IS NOT NULL"),
            postgresql_where=sa.text("row_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_answer_event_id"))

    op.drop_table("answer")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_review_id"))
        batch_op.drop_index(batch_op.f("ix_seat_person_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_seat_event_id"))

    op.drop_table("seat")
    with op.batch_alter_table("elector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_elector_person_id"))
        batch_op.drop_index(batch_op.f("ix_elector_event_id"))

    op.drop_table("elector")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_state_decided_at_id"))
        batch_op.drop_index(batch_op.f("ix_decision_policy_id"))
        batch_op.drop_index(batch_op.f("ix_decision_decided_at_id"))
        batch_op.drop_index(batch_op.f("ix_decision_audit"))

    op.drop_table("decision")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_raised_by_id"))
        batch_op.drop_index(batch_op.f("ix_concern_event_id"))

    op.drop_table("concern")
    with op.batch_alter_table("cited_forecast", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cited_forecast_event_id"))
        batch_op.drop_index(batch_op.f("ix_cited_forecast_analysis_id"))

    op.drop_table("cited_forecast")
    with op.batch_alter_table("cited_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cited_evidence_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_cited_evidence_event_id"))
        batch_op.drop_index(batch_op.f("ix_cited_evidence_analysis_id"))

    op.drop_table("cited_evidence")
    with op.batch_alter_table("answer_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_row_event_id"))
        batch_op.drop_index(batch_op.f("ix_answer_row_analysis_id"))

    op.drop_table("answer_row")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_state"))

    op.drop_table("review")
    with op.batch_alter_table("proposal_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_version_event_id"))

    op.drop_table("proposal_version")
    with op.batch_alter_table("proposal_involved", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_involved_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_involved_person_id_until"))
        batch_op.drop_index(batch_op.f("ix_proposal_involved_event_id"))

    op.drop_table("proposal_involved")
    with op.batch_alter_table("escalation_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_vote_event_id"))

    op.drop_table("escalation_vote")
    with op.batch_alter_table("escalation_reporter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_reporter_person_id"))
        batch_op.drop_index(batch_op.f("ix_escalation_reporter_event_id"))

    op.drop_table("escalation_reporter")
    with op.batch_alter_table("escalation_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_message_event_id"))
        batch_op.drop_index(batch_op.f("ix_escalation_message_escalation_id"))

    op.drop_table("escalation_message")
    with op.batch_alter_table("escalation_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_measure_event_id"))
        batch_op.drop_index(batch_op.f("ix_escalation_measure_escalation_id"))

    op.drop_table("escalation_measure")
    with op.batch_alter_table("escalation_handler", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_handler_person_id_until"))
        batch_op.drop_index(batch_op.f("ix_escalation_handler_event_id"))
        batch_op.drop_index(batch_op.f("ix_escalation_handler_escalation_id"))

    op.drop_table("escalation_handler")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ballot_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_ballot_state_closes_at"))
        batch_op.drop_index(batch_op.f("ix_ballot_proposal_id_opened_at"))
        batch_op.drop_index(batch_op.f("ix_ballot_board_id"))

    op.drop_table("ballot")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_event_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_content_hash"))

    op.drop_table("attachment")
    op.drop_table("analysis")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grant_open",
            sqlite_where=sa.text("state IN ('proposed', 'held')"),
            postgresql_where=sa.text("state IN ('proposed', 'held')"),
        )
        batch_op.drop_index(batch_op.f("ix_role_grant_role_state"))
        batch_op.drop_index(batch_op.f("ix_role_grant_import_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_unit_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_state_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_sponsor_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_owner_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_amends_id"))

    op.drop_table("proposal")
    op.drop_table("policy_word")
    with op.batch_alter_table("policy_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_version_event_id"))

    op.drop_table("policy_version")
    with op.batch_alter_table("policy_suspension", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_policy_suspension_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_policy_suspension_policy_id"))
        batch_op.drop_index(batch_op.f("ix_policy_suspension_event_id"))

    op.drop_table("policy_suspension")
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_state"))
        batch_op.drop_index(batch_op.f("ix_escalation_policy_id"))

    op.drop_table("escalation")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_person_id"))

    op.drop_table("user_session")
    op.drop_table("rule_set")
    op.drop_table("policy_import")
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_unit_id"))
        batch_op.drop_index(batch_op.f("ix_policy_title"))
        batch_op.drop_index(batch_op.f("ix_policy_state_code"))
        batch_op.drop_index(batch_op.f("ix_policy_review_by"))
        batch_op.drop_index(batch_op.f("ix_policy_owner_id"))
        batch_op.drop_index(batch_op.f("ix_policy_in_force_since_id"))

    op.drop_table("policy")
    op.drop_table("people_import")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_person_id"))

    op.drop_table("one_time_link")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_open",
            sqlite_where=sa.text("state IN ('proposed', 'held')"),
            postgresql_where=sa.text("state IN ('proposed', 'held')"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_state_proposed_at"))
        batch_op.drop_index(batch_op.f("ix_membership_person_id_state"))
        batch_op.drop_index(batch_op.f("ix_membership_board_id_state"))

    op.drop_table("membership")
    with op.batch_alter_table("forecast", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forecast_owner_id"))
        batch_op.drop_index(batch_op.f("ix_forecast_horizon"))

    op.drop_table("forecast")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_segment"))
        batch_op.drop_index(batch_op.f("ix_evidence_added_by_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_added_at"))

    op.drop_table("evidence")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_saved_at"))

    op.drop_table("draft")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credential_event_id"))

    op.drop_table("credential")
    op.drop_table("board_import")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_unit_id"))
        batch_op.drop_index(batch_op.f("ix_person_name"))
        batch_op.drop_index(batch_op.f("ix_person_manager_id"))

    op.drop_table("person")
    with op.batch_alter_table("board", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_unit_id"))
        batch_op.drop_index(batch_op.f("ix_board_above_id"))

    op.drop_table("board")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))

    op.drop_table("unit")
    op.drop_table("audit_used")
    op.drop_table("audit_pending")
    with op.batch_alter_table("audit_payload", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_audit_payload_actor",
            sqlite_where=sa.text("field = 'actor'"),
            postgresql_where=sa.text("field = 'actor'"),
        )

    op.drop_table("audit_payload")
    with op.batch_alter_table("sign_in_throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_throttle_last_at"))

    op.drop_table("sign_in_throttle")
    op.drop_table("proposal_code")
    op.drop_table("policy_code")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state_available_at_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_person_id"))

    op.drop_table("outbox")
    op.drop_table("job_lease")
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_key_done_at"))

    op.drop_table("idempotency_key")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_kind_at_id"))
        batch_op.drop_index(batch_op.f("ix_audit_event_at_id"))

    op.drop_table("audit_event")
