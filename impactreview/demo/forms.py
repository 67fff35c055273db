"""Input that the demo takes."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from impactreview.web.forms import Form

MOST_DAYS = 730


class ClockForm(Form):
    """How many days the demo's clock is moved ahead."""

    days = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=MOST_DAYS)])
