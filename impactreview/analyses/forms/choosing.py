"""Input about an analysis as a whole, and the question whether a row shall go."""

from wtforms import RadioField
from wtforms.fields import SelectChoice

from impactreview.impact.terms import Form as Owed
from impactreview.web.forms import Form


class ChooseForm(Form):
    """Which form the analysis is held to."""

    form = RadioField(choices=[SelectChoice(each.value, each.value) for each in Owed])


class RemoveForm(Form):
    """Takes a row out; asks for nothing."""
