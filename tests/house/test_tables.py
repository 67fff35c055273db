"""Every table is of one class, in one list that is complete."""

from flask import Flask

from impactreview.kernel.db import Base

CLASSES = {
    "log": {"audit_event", "audit_payload", "audit_pending", "audit_used"},
    "record": {
        "analysis",
        "ballot",
        "board",
        "board_import",
        "decision",
        "escalation",
        "evidence",
        "forecast",
        "membership",
        "people_import",
        "person",
        "policy",
        "policy_import",
        "proposal",
        "proposal_reading",
        "review",
        "role_grant",
        "rule_set",
        "unit",
    },
    "part": {
        "answer",
        "answer_row",
        "attachment",
        "cited_evidence",
        "cited_forecast",
        "concern",
        "condition",
        "credential",
        "elector",
        "escalation_handler",
        "escalation_measure",
        "escalation_message",
        "escalation_reporter",
        "escalation_vote",
        "policy_suspension",
        "policy_version",
        "position",
        "proposal_involved",
        "proposal_version",
        "seat",
        "vote",
    },
    "operational": {
        "draft",
        "idempotency_key",
        "job_lease",
        "one_time_link",
        "outbox",
        "policy_code",
        "policy_word",
        "proposal_code",
        "sign_in_throttle",
        "user_session",
    },
}
"""What each table is: docs/adr/0005-classes-of-tables.md says what that means."""


def test_every_table_is_in_the_list(app: Flask) -> None:
    found: dict[str, set[str]] = {name: set() for name in CLASSES}
    for mapper in Base.registry.mappers:
        found[mapper.class_.table_class].add(str(mapper.local_table))
    assert found == CLASSES
    assert set(Base.metadata.tables) == set().union(*CLASSES.values())
