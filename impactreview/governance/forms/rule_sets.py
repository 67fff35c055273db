"""The form in which the first rules are adopted."""

from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.fields import SelectChoice

from impactreview.web.forms import Form, Required


class AdoptForm(Form):
    """Which form of the rules an organisation goes by."""

    form = RadioField(
        lazy_gettext("Which rules?"),
        [Required()],
        choices=[
            SelectChoice("full", lazy_gettext("The full form")),
            SelectChoice("simple", lazy_gettext("The simple form")),
        ],
    )
