"""Which form an analysis owes: what the quick test asks for, or more where the level does."""

from dataclasses import dataclass

from impactreview.impact.quick_test import quick_test
from impactreview.impact.schema import Template
from impactreview.impact.scoring import Assessment, assess
from impactreview.impact.terms import Door, Form, Level
from impactreview.impact.values import Content

_SHORT_UP_TO = Level.II
_MORE = (Form.NONE, Form.SHORT, Form.FULL)


@dataclass(frozen=True)
class Owed:
    """The least form that is enough, and what says so.

    `tested` is what the quick test alone asks for; `level` is the level that is certain as it
    stands, and that asks for more than this where `form` is more than `tested`.
    """

    form: Form
    tested: Form
    level: Level
    is_barred: bool = False
    """Whether a claim would be enough, and is not taken."""

    @property
    def choices(self) -> tuple[Form, ...]:
        """The forms that are enough."""
        return no_less_than(self.form)

    @property
    def is_raised(self) -> bool:
        """Whether the level asks for more than the quick test does."""
        return self.form is not self.tested


def owed(
    template: Template, content: Content, *, door: Door | None, may_claim: bool = True
) -> Owed:
    """The least form under which this analysis can end, with the quick test's form and the level.

    A decision that can not be taken back, or that harms somebody, is never one without an
    analysis, nor is one that may not be claimed to touch no customer; one that is certain to be of
    level III or IV owes the full form.
    """
    tested = quick_test(template, content["answers"]).form
    levels = {
        form: sure_level(assess(template, content, door=door, form=form), form)
        for form in (Form.NONE, Form.SHORT)
    }
    least, *more = (
        form
        for form in no_less_than(tested)
        if form is Form.FULL or not is_too_small(form, levels[form])
    )
    barred = least is Form.NONE and not may_claim
    return Owed(
        form=more[0] if barred else least,
        tested=tested,
        level=levels[Form.SHORT],
        is_barred=barred,
    )


def sure_level(assessment: Assessment, form: Form) -> Level:
    """The level before measures that stands already, whatever the open questions bring.

    Without an analysis nothing is asked any more, so what is open stays open, at its worst.
    """
    return assessment.gross if form is Form.NONE else assessment.gross_range.lowest


def is_too_small(form: Form, level: Level) -> bool:
    """Whether an analysis of this form can not end at this level before measures."""
    if form is Form.NONE:
        return level > Level.NONE
    return form is Form.SHORT and level > _SHORT_UP_TO


def larger(first: Form, second: Form) -> Form:
    """The one of both that asks for more."""
    return max(first, second, key=_MORE.index)


def no_less_than(least: Form) -> tuple[Form, ...]:
    """This form and those that ask for more."""
    return _MORE[_MORE.index(least) :]
