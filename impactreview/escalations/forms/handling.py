"""The forms of those who handle and determine cases."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField

from impactreview.escalations.rules.cases import MOST_HARM, MOST_SAID
from impactreview.escalations.rules.clocks import MOST_DAYS_SUSPENDED
from impactreview.escalations.rules.closing import Answer
from impactreview.escalations.terms import Finding, Severity
from impactreview.web.forms import Form, LongTextField, Required
from impactreview.web.languages import term

DAYS = (7, 14, MOST_DAYS_SUSPENDED)
YES, NO = "yes", "no"


class ClickForm(Form):
    """One click, and nothing to fill in."""


class TriageForm(Form):
    """How grave it is, and whether the policy must stop meanwhile."""

    severity = RadioField(lazy_gettext("How grave is it?"), [Required()])
    assessment = LongTextField(lazy_gettext("Why?"), [Required()], most=MOST_HARM)
    suspend = RadioField(
        lazy_gettext("Must the policy be suspended until it is decided?"), [Required()]
    )
    suspend_reason = LongTextField(lazy_gettext("Why, or why not?"), [Required()], most=MOST_SAID)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.severity.choices = [(each.value, term(each)) for each in Severity]
        self.suspend.choices = [(YES, gettext("Yes")), (NO, gettext("No"))]


class MessageForm(Form):
    """A letter to the reporter."""

    text = LongTextField(lazy_gettext("Message to the reporter"), [Required()], most=MOST_HARM)
    is_feedback = BooleanField(
        lazy_gettext("This is the answer that is due: what is planned, and why it takes longer")
    )


class SuspendForm(Form):
    """Why the policy must be suspended, or stay so, and for how long."""

    reason = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_SAID)
    days = SelectField(lazy_gettext("For how long"), coerce=int)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.days.choices = [(days, gettext("%(days)s days", days=days)) for days in DAYS]


class LiftForm(Form):
    """Why the suspension may end, and what the reporter is told before."""

    reason = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_SAID)
    message = LongTextField(lazy_gettext("Message to the reporter"), [Required()], most=MOST_SAID)


class AnswerMeasureForm(Form):
    """Whether an executive agrees, and why."""

    agrees = RadioField(lazy_gettext("Do you agree?"), [Required()])
    reason = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_SAID)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.agrees.choices = [(YES, gettext("I agree")), (NO, gettext("I refuse"))]


class VoteForm(Form):
    """What somebody finds, and why."""

    finding = RadioField(lazy_gettext("What do you find?"), [Required()])
    reasons = LongTextField(lazy_gettext("Reasons"), [Required()], most=MOST_SAID)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.finding.choices = [(each.value, term(each)) for each in Finding]


class AnswerForm(Form):
    """What the reporter is told, and what the policy's owner is asked to change."""

    found = LongTextField(lazy_gettext("What was found"), [Required()], most=MOST_SAID)
    done = LongTextField(lazy_gettext("What is done about it"), [Required()], most=MOST_SAID)
    ways = LongTextField(
        lazy_gettext("Which further ways the reporter has"), [Required()], most=MOST_SAID
    )
    remedy = LongTextField(lazy_gettext("What the owner is asked to change"), most=MOST_SAID)

    def answer(self) -> Answer:
        """What is said. Only of a form that is right."""
        return Answer(
            found=self.found.data,
            done=self.done.data,
            ways=self.ways.data,
            remedy=self.remedy.data or "",
        )


class CloseForm(Form):
    """What everybody may read of the finding."""

    summary = LongTextField(lazy_gettext("Public summary"), most=MOST_SAID)
