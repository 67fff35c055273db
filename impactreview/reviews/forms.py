"""Forms of reviews."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields import SelectChoice

from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.terms import SeatKind, Stand
from impactreview.web.forms import Form, LongTextField, Required
from impactreview.web.languages import term

MOST = 10_000
MOST_LINE = 2_000


class HandInForm(Form):
    """The owner stands for what is handed in."""

    declared = BooleanField(
        lazy_gettext("What I hand in is complete and true to the best of my knowledge."),
        [Required()],
    )


class DeclareForm(Form):
    """Somebody who is to judge has no conflict of interest."""

    declared = BooleanField(
        lazy_gettext("I have no conflict of interest in this decision."), [Required()]
    )


class ConcernForm(Form):
    """A concern: what, whom it harms, what would remove it."""

    what = LongTextField(lazy_gettext("What is the concern?"), [Required()], most=MOST)
    whom = LongTextField(lazy_gettext("Whom does it harm?"), [Required()], most=MOST_LINE)
    remedy = LongTextField(lazy_gettext("What would remove it?"), [Required()], most=MOST)

    def text(self) -> ConcernText:
        """The concern as it was typed."""
        return ConcernText(self.what.data, self.whom.data, self.remedy.data)


class PositionForm(Form):
    """A position on one version; an objection brings its concern along."""

    number = HiddenField(validators=[Required()])
    stand = RadioField(lazy_gettext("Your position"), [Required()])
    reason = LongTextField(lazy_gettext("Why?"), most=MOST)
    conditions = LongTextField(lazy_gettext("Which conditions?"), most=MOST)
    what = LongTextField(lazy_gettext("What is the concern?"), most=MOST)
    whom = LongTextField(lazy_gettext("Whom does it harm?"), most=MOST_LINE)
    remedy = LongTextField(lazy_gettext("What would remove it?"), most=MOST)

    def offer(self, kind: SeatKind | None = None) -> None:
        """Offer the positions that this kind of seat may take; as long as it is unknown, all."""
        shut = {Stand.RECUSED}
        if kind is SeatKind.CONFIRMER:
            shut.add(Stand.APPROVE_WITH_CONDITIONS)
        self.stand.choices = [
            SelectChoice(each.value, term(each)) for each in Stand if each not in shut
        ]

    def version(self) -> int:
        """The version that was read; 0 for what is no number."""
        text = str(self.number.data)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def concern(self) -> ConcernText:
        """The concern as it was typed."""
        return ConcernText(self.what.data or "", self.whom.data or "", self.remedy.data or "")


class ReasonForm(Form):
    """A step that has to be explained."""

    reason = LongTextField(lazy_gettext("Why?"), [Required()], most=MOST_LINE)


class AnswerForm(Form):
    """The owner's answer to a concern."""

    answer = LongTextField(lazy_gettext("Your answer"), [Required()], most=MOST)
