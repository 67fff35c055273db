"""The demo's clock: moved ahead by a button, so that periods of days can be tried in minutes."""

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from impactreview.demo.forms import ClockForm
from impactreview.kernel import clock
from impactreview.people.permissions import Permission
from impactreview.web.access import needs

bp = Blueprint("demo", __name__)


@bp.post("/demo/clock")
@needs(Permission.ACCOUNT_OWN)
def move_clock() -> ResponseReturnValue:
    """Go some days ahead. The app has this page only where the clock may move."""
    form = ClockForm()
    if not form.sent():
        abort(400)
    days = int(form.days.data or 0)
    ahead = clock.ahead() + timedelta(days=days)
    file = Path(current_app.config["DATA"]) / "clock"
    file.write_text(str(int(ahead.total_seconds())), encoding="ascii")
    clock.move(ahead)
    g.clock_moved = True  # the worker is woken, and does what has come due
    flash(ngettext("It is one day later now.", "It is %(num)s days later now.", days))
    return redirect(request.referrer or "/")
