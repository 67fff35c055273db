"""Keeping what is typed into any form of ours until it is sent.

A form says `data-autosave="{{ url_for('people.save_draft', place=request.path) }}"`. Its view asks
`queries.drafts.draft_of(person, place)` when the page is made, and tells `forget_draft` in the act
that takes the form in. Forms of those who want to stay unknown never say it.
"""

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from impactreview.audit.acts import tending
from impactreview.kernel.clock import now
from impactreview.people.current import current_person
from impactreview.people.operations import drafts
from impactreview.people.permissions import Permission
from impactreview.people.rules.drafts import is_place
from impactreview.people.views.room import bp
from impactreview.web.access import needs
from impactreview.web.forms import printable

_ABOUT_THE_FORM = {"csrf_token", "key", "place", "changed"}


@bp.post("/drafts")
@needs(Permission.ACCOUNT_OWN)
def save_draft() -> ResponseReturnValue:
    typed = {
        printable(name): [printable(value) for value in values]
        for name, values in request.form.lists()
        if name not in _ABOUT_THE_FORM
    }
    with tending() as hands:
        drafts.save_draft(
            hands,
            current_person(),
            place=_place(),
            typed=typed,
            changed={printable(name) for name in request.form.getlist("changed")},
            key=request.form.get("key", "")[:80],
            at=now(),
        )
    return "", 204


@bp.post("/drafts/discard")
@needs(Permission.ACCOUNT_OWN)
def discard_draft() -> ResponseReturnValue:
    place = _place()
    with tending() as hands:
        drafts.discard_draft(hands, current_person(), place=place)
    return redirect(f"{request.script_root}{place}", 303)


def _place() -> str:
    place = request.values.get("place", "")
    if not is_place(place):
        abort(400)
    return place
