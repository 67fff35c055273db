"""Input about an analysis as a whole, and the question whether a row shall go."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.fields import SelectChoice

from impactreview.impact.terms import Form as Owed
from impactreview.web.forms import Form, Required


class ChooseForm(Form):
    """Which form the analysis is held to."""

    form = RadioField(
        lazy_gettext("Which form?"),
        [Required()],
        choices=[
            SelectChoice(Owed.NONE.value, lazy_gettext("None: customers are not touched")),
            SelectChoice(Owed.SHORT.value, lazy_gettext("Short, about 15 minutes")),
            SelectChoice(Owed.FULL.value, lazy_gettext("Full, with alternatives and opinions")),
        ],
    )

    def offer(self, enough: Sequence[Owed]) -> None:
        """Offer the forms that are enough."""
        kept = [each.value for each in enough]
        self.form.choices = [each for each in self.form.choices if each.value in kept]


class RemoveForm(Form):
    """Takes a row out; asks for nothing."""
