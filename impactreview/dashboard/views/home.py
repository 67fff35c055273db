"""Home: what waits for whoever is signed in."""

from flask import render_template
from flask.typing import ResponseReturnValue

from impactreview.dashboard.queries import waiting as queries
from impactreview.dashboard.views.room import bp
from impactreview.people.current import current_person, may
from impactreview.people.permissions import Permission
from impactreview.web.access import needs


@bp.get("/")
@needs(Permission.REGISTER_READ)
def home() -> ResponseReturnValue:
    """What waits for whoever is signed in, the most urgent first."""
    waiting: list[queries.Waiting] = []
    person = current_person()
    if may(Permission.PEOPLE_ADMINISTER):
        waiting += queries.grants_to_confirm(person.id)
        waiting += queries.places_to_confirm(person.id)
    return render_template("dashboard/home.html", waiting=waiting)
