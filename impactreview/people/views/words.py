"""Words that pages of people show: what a role is for, an expert's field, columns of a table."""

from flask_babel import lazy_gettext

from impactreview.people.roles import Role
from impactreview.people.terms import Expertise
from impactreview.people.views.room import bp
from impactreview.web.languages import term

ABOUT = {
    Role.EMPLOYEE: lazy_gettext("Everybody who is here: reads, proposes, escalates."),
    Role.REVIEWER: lazy_gettext("May be asked to read what others propose."),
    Role.EXPERT: lazy_gettext("Is asked where a proposal touches a field of special knowledge."),
    Role.ADVOCATE: lazy_gettext("Speaks for the customers; an objection is hard to overrule."),
    Role.DEPUTY_ADVOCATE: lazy_gettext("Speaks for the customers while the advocate can not."),
    Role.DUTY_EXECUTIVE: lazy_gettext("Can be reached at any hour for emergencies."),
    Role.TOP: lazy_gettext("Decides last, where no board above is left."),
    Role.HANDLER: lazy_gettext("Takes up escalations in which they have no part."),
    Role.CUSTODIAN: lazy_gettext("Keeps the names of those who escalated in confidence."),
    Role.AUDITOR: lazy_gettext("Reads the whole log and verifies it."),
    Role.ADMINISTRATOR: lazy_gettext("Keeps people, boards and rules; sees no content of a case."),
}

COLUMNS = (
    ("name", True, lazy_gettext("First and last name, as colleagues know them.")),
    ("email", True, lazy_gettext("By it a person is known again. Upper and lower case are alike.")),
    ("language", False, lazy_gettext("de or en.")),
    ("unit", False, lazy_gettext("Code of the unit.")),
    ("unit_name", False, lazy_gettext("Makes the unit, where there is none of this code.")),
    ("parent_unit", False, lazy_gettext("Code of the unit that a new one stands below.")),
    ("manager_email", False, lazy_gettext("Address of the line manager, here or in this table.")),
    ("roles", False, lazy_gettext("Such as: reviewer expert:legal. Spaces or | between them.")),
)
"""The columns of a table of people: name, whether it is needed, what it holds."""


@bp.app_template_filter("expertise")
def expertise(scope: str) -> str:
    """The word for the field of an expert; a field of old that is none any more as it was kept."""
    return term(Expertise(scope)) if scope in set(Expertise) else scope
