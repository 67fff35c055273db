"""Forms of ballots."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, RadioField

from impactreview.ballots.rules.deciding import MOST_TEXT
from impactreview.ballots.rules.overruling import Motion
from impactreview.ballots.terms import Audit, Choice
from impactreview.policies.rules.withdrawing import MOST_REASON as MOST_WITHDRAWAL
from impactreview.reviews.models import Concern
from impactreview.web.forms import Form, LocalDateField, LongTextField, Required, TextField
from impactreview.web.languages import term

MOST_REASON = 2_000
MOST_ADDRESS = 254
MET, NOT_MET = "met", "not_met"
RIGHT, WRONG = "right", "wrong"


class ClickForm(Form):
    """A button and nothing else."""


class VoteForm(Form):
    """A vote; a no and an abstention say why."""

    choice = RadioField(lazy_gettext("Your vote"), [Required()])
    reason = LongTextField(lazy_gettext("Why?"), most=MOST_TEXT)

    def offer(self) -> None:
        """Offer the three votes."""
        self.choice.choices = [(each.value, term(each)) for each in Choice]


class ReasonForm(Form):
    """Why somebody leaves a ballot, or why it is called off."""

    reason = LongTextField(lazy_gettext("Reason"), [Required()], most=MOST_REASON)


class WithdrawForm(Form):
    """Why a policy is withdrawn."""

    reason = LongTextField(
        lazy_gettext("Why it is withdrawn, and what holds for customers instead"),
        [Required()],
        most=MOST_WITHDRAWAL,
    )


class ReasonsForm(Form):
    """Why the board decided so, and what the minority said."""

    reasons = LongTextField(lazy_gettext("Reasons of the board"), [Required()], most=MOST_TEXT)
    minority = LongTextField(lazy_gettext("Opinion of the minority"), most=MOST_TEXT)


class MotionForm(Form):
    """Why the top is asked to overrule the board."""

    reasons = LongTextField(
        lazy_gettext("Why it has to be allowed all the same"), [Required()], most=MOST_TEXT
    )
    serials: tuple[int, ...] = ()
    """Numbers of the concerns that have to be answered, each in a field of its own."""

    def motion(self) -> Motion:
        """What is asked. Only of a form that is right."""
        answers = {serial: self[f"answer_{serial}"].data for serial in self.serials}
        return Motion(reasons=self.reasons.data, answers=answers)


def motion_form(concerns: Sequence[Concern]) -> MotionForm:
    """The form with one more field for the answer to each of these concerns."""
    fields: dict[str, object] = {
        f"answer_{each.serial}": LongTextField(
            lazy_gettext("Answer to concern %(code)s", code=each.code),
            [Required()],
            most=MOST_TEXT,
        )
        for each in concerns
    }
    serials = tuple(each.serial for each in concerns)
    made: type[MotionForm] = type("MotionForm", (MotionForm,), {**fields, "serials": serials})
    return made()


class AuditForm(Form):
    """Whether it is right that no customer is touched."""

    finding = RadioField(lazy_gettext("Is it right that no customer is touched?"), [Required()])
    reason = LongTextField(
        lazy_gettext("What did you look at, and what did you find?"), [Required()], most=MOST_TEXT
    )

    def offer(self, audit: Audit) -> None:
        """Offer what can be found; what was not drawn can only be called in."""
        wrong = (WRONG, gettext("No, it is wrong: the claim is called in"))
        right = (RIGHT, gettext("Yes, it is right"))
        self.finding.choices = [right, wrong] if audit is Audit.DRAWN else [wrong]


class ConditionForm(Form):
    """Something the determination demands."""

    text = LongTextField(lazy_gettext("What has to be done"), [Required()], most=MOST_TEXT)
    owner = TextField(
        lazy_gettext("Who has to do it"),
        [Required()],
        most=MOST_ADDRESS,
        render_kw={"list": "people", "autocomplete": "off"},
    )
    due_on = LocalDateField(lazy_gettext("Until"), [Required()])
    before_start = BooleanField(lazy_gettext("It has to be done before the decision is in force."))


class OwnerForm(Form):
    """Who has to meet a condition from now on."""

    owner = TextField(
        lazy_gettext("Who has to do it"),
        [Required()],
        most=MOST_ADDRESS,
        render_kw={"list": "people", "autocomplete": "off"},
    )


class NewOwnerForm(Form):
    """Who owns a proposal from now on, and why this person."""

    owner = TextField(
        lazy_gettext("New owner (e-mail address)"),
        [Required()],
        most=MOST_ADDRESS,
        render_kw={"list": "people", "autocomplete": "off"},
    )
    reason = LongTextField(lazy_gettext("Why this person?"), [Required()], most=MOST_REASON)


class ClaimForm(Form):
    """By what it can be seen that a condition is met."""

    proof = LongTextField(
        lazy_gettext("What was done, and where it can be seen"), [Required()], most=MOST_TEXT
    )


class JudgeForm(Form):
    """Whether a condition is met, says somebody else than its owner."""

    finding = RadioField(lazy_gettext("Is the condition met?"), [Required()])
    reason = LongTextField(lazy_gettext("What is missing?"), most=MOST_TEXT)

    def offer(self) -> None:
        """Offer the two answers."""
        self.finding.choices = [
            (MET, gettext("Yes, I have seen it")),
            (NOT_MET, gettext("Not yet")),
        ]
