"""The form by which a policy's owner confirms a suspension."""

from flask_babel import lazy_gettext

from impactreview.web.forms import Form, LongTextField, Required

MOST_SAID = 5_000


class ConfirmSuspensionForm(Form):
    """What has stopped, and who was told."""

    what_stopped = LongTextField(
        lazy_gettext("What has stopped, and since when?"), [Required()], most=MOST_SAID
    )
    who_was_told = LongTextField(lazy_gettext("Who was told?"), [Required()], most=MOST_SAID)
