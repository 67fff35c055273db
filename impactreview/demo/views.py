"""The demo's clock: moved ahead by a button, so that periods of days can be tried in minutes."""

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from impactreview.demo.dates import next_date
from impactreview.demo.forms import ClockForm
from impactreview.kernel import clock
from impactreview.people.permissions import Permission
from impactreview.proposals.queries import by_code
from impactreview.web.access import needs
from impactreview.web.cases import door
from impactreview.web.languages import moment

bp = Blueprint("demo", __name__)


@bp.post("/demo/clock")
@needs(Permission.ACCOUNT_OWN)
def move_clock() -> ResponseReturnValue:
    """Go some days ahead, or to the next date of a case; only where the clock may move."""
    form = ClockForm()
    if not form.sent():
        abort(400)
    if form.code.data:
        _go_to_the_next_date_of(form.code.data)
    elif form.days.data:
        days = int(form.days.data)
        _go_ahead(timedelta(days=days))
        flash(ngettext("It is one day later now.", "It is %(num)s days later now.", days))
    else:
        abort(400)
    return redirect(request.referrer or "/")


def _go_to_the_next_date_of(code: str) -> None:
    at, zone = clock.now(), str(current_app.config["TIME_ZONE"])
    proposal = by_code(code) or abort(404)
    door().know(proposal)
    then = next_date(proposal, at=at, zone=zone)
    if then is None:
        flash(gettext("This case waits for people alone: none of its dates lies ahead."))
        return
    _go_ahead(then - at + timedelta(minutes=1))
    flash(gettext("It is %(moment)s now.", moment=moment(clock.now())))


def _go_ahead(by: timedelta) -> None:
    ahead = clock.ahead() + by
    file = Path(current_app.config["DATA"]) / "clock"
    file.write_text(str(int(ahead.total_seconds())), encoding="ascii")
    clock.move(ahead)
    g.clock_moved = True  # the worker is woken, and does what has come due
