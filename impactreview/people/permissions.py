"""Every permission of the house, on one page. Format: `<record>:<action>`."""

from enum import StrEnum


class Permission(StrEnum):
    """What a role may open. Rules on the record come after it."""

    ACCOUNT_OWN = "account:own"
    AUDIT_ALL = "audit:all"
    AUDIT_OWN = "audit:own"
    BOARDS_ADMINISTER = "boards:administer"
    DELIVERIES_READ = "deliveries:read"
    ESCALATION_HANDLE = "escalation:handle"
    PEOPLE_ADMINISTER = "people:administer"
    PEOPLE_READ = "people:read"
    POLICY_ESCALATE = "policy:escalate"
    POLICY_REGISTER = "policy:register"
    PROPOSAL_WRITE = "proposal:write"
    REGISTER_READ = "register:read"
