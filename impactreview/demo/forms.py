"""Input that the demo takes."""

from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange, Optional

from impactreview.web.forms import Form

MOST_DAYS = 730


class ClockForm(Form):
    """How many days the demo's clock is moved ahead, or to the next date of which case."""

    days = IntegerField(validators=[Optional(), NumberRange(min=1, max=MOST_DAYS)])
    code = StringField(validators=[Optional()])
