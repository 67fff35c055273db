"""Which role holds which permission: the whole matrix, readable by an auditor.

Every active person is an employee. What the other roles decide on a case (a seat, a ballot, an
interim measure) is a rule of the room that holds the case, not a permission.
"""

from enum import StrEnum

from impactreview.people.permissions import Permission


class Role(StrEnum):
    """What a person may be, beside a member of a board."""

    EMPLOYEE = "employee"
    REVIEWER = "reviewer"
    EXPERT = "expert"
    ADVOCATE = "advocate"
    DEPUTY_ADVOCATE = "deputy_advocate"
    DUTY_EXECUTIVE = "duty_executive"
    TOP = "top"
    HANDLER = "handler"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


POWERFUL = frozenset(
    {
        Role.ADVOCATE,
        Role.DEPUTY_ADVOCATE,
        Role.DUTY_EXECUTIVE,
        Role.TOP,
        Role.HANDLER,
        Role.CUSTODIAN,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
"""Roles that only two people together may give."""

HOLDS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset(
        {
            Permission.ACCOUNT_OWN,
            Permission.AUDIT_OWN,
            Permission.PEOPLE_READ,
            Permission.POLICY_ESCALATE,
            Permission.PROPOSAL_WRITE,
            Permission.REGISTER_READ,
        }
    ),
    Role.REVIEWER: frozenset(),
    Role.EXPERT: frozenset(),
    Role.ADVOCATE: frozenset(),
    Role.DEPUTY_ADVOCATE: frozenset(),
    Role.DUTY_EXECUTIVE: frozenset(),
    Role.TOP: frozenset(),
    Role.HANDLER: frozenset({Permission.ESCALATION_HANDLE}),
    Role.CUSTODIAN: frozenset(),
    Role.AUDITOR: frozenset({Permission.AUDIT_ALL}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.BOARDS_ADMINISTER,
            Permission.DELIVERIES_READ,
            Permission.PEOPLE_ADMINISTER,
            Permission.POLICY_REGISTER,
        }
    ),
}
