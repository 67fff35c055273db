"""Letters that did not arrive, or are late: to whom and why, never what they say."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from impactreview.audit.acts import tending
from impactreview.kernel.clock import now
from impactreview.notifications import operations, queries
from impactreview.notifications.models import Letter
from impactreview.notifications.terms import LetterState
from impactreview.people.models import Person
from impactreview.people.permissions import Permission
from impactreview.people.queries import directory
from impactreview.people.views.room import bp
from impactreview.web.access import needs
from impactreview.web.forms import Form

MOST_SHOWN = 200
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@dataclass(frozen=True)
class Delivery:
    """What an administrator may see of a letter."""

    id: UUID
    to: Person | None
    subject: str
    state: LetterState
    is_dead: bool
    written_at: datetime
    attempts: int
    last_error: str


@bp.get("/admin/deliveries")
@needs(Permission.DELIVERIES_READ)
def deliveries() -> ResponseReturnValue:
    letters = queries.undelivered(now(), MOST_SHOWN)
    readers = {
        person.id: person for person in directory.of_ids([each.person_id for each in letters])
    }
    return render_template(
        "people/deliveries.html",
        deliveries=[_shown(letter, readers.get(letter.person_id)) for letter in letters],
        form=Form(formdata=None),
    )


@bp.post("/admin/deliveries/<uuid:letter_id>/retry")
@needs(Permission.DELIVERIES_READ)
def retry(letter_id: UUID) -> ResponseReturnValue:
    letter = queries.by_id(letter_id) or abort(404)
    if not Form().sent():
        abort(400)
    with tending() as hands:
        operations.revive(hands, letter)
    flash(gettext("The letter is tried again within a minute."))
    return redirect(url_for("people.deliveries"))


def _shown(letter: Letter, to: Person | None) -> Delivery:
    return Delivery(
        id=letter.id,
        to=to,
        subject=_PLACEHOLDER.sub("…", str(gettext(letter.subject))),
        state=letter.state,
        is_dead=letter.state is LetterState.DEAD,
        written_at=letter.written_at,
        attempts=letter.attempts,
        last_error=letter.last_error,
    )
