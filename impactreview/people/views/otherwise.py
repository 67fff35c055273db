"""What is shown to whoever goes back to a page, changes it, and sends it a second time."""

from dataclasses import replace
from uuid import uuid4

from flask.typing import ResponseReturnValue

from impactreview.kernel.refusals import SentOtherwise
from impactreview.people.views.resend import kept_from_request, resend_page
from impactreview.people.views.room import bp
from impactreview.web.refusals import sent_otherwise

_KEY = "key"


@bp.app_errorhandler(SentOtherwise)
def _ask(error: SentOtherwise) -> ResponseReturnValue:
    """Nothing of it is done or lost: it stands on the page, with a key of its own to be sent."""
    kept = kept_from_request()
    if kept is None:
        return sent_otherwise(error)
    fields = tuple((name, uuid4().hex if name == _KEY else text) for name, text in kept.fields)
    return resend_page(replace(kept, fields=fields), first=error.location or "/"), 409
