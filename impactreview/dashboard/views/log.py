"""Pages of the log."""

from typing import Any
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from impactreview.dashboard.queries import log as queries
from impactreview.dashboard.rules.log import event_kinds, event_of, may_read_entry
from impactreview.dashboard.views.room import bp
from impactreview.people.current import current_person, may
from impactreview.people.permissions import Permission
from impactreview.web.access import needs
from impactreview.web.paging import MOST, Page, cursor_of, moment_and_id


@bp.get("/audit")
@needs(Permission.AUDIT_OWN)
def log() -> ResponseReturnValue:
    """The log: an auditor's whole, everybody else's own acts."""
    whole = may(Permission.AUDIT_ALL)
    kind = request.args.get("kind") or None
    before, reader = moment_and_id(request.args.get("before")), current_person().handle
    found = queries.log_lines(
        actor=None if whole else reader, kind=kind, before=before, limit=MOST + 1, reader=reader
    )
    more = len(found) > MOST
    older = cursor_of(found[MOST - 1].at, found[MOST - 1].id) if more else None
    page: Page[Any] = Page(found[:MOST], older)
    return render_template(
        "dashboard/log.html",
        page=page,
        whole=whole,
        kind=kind,
        kinds=event_kinds(),
        event_of=event_of,
        held=queries.held_days(limit=MOST) if whole else (),
        older=url_for("dashboard.log", before=older, kind=kind) if older else None,
    )


@bp.get("/audit/<uuid:event_id>")
@needs(Permission.AUDIT_OWN)
def entry(event_id: UUID) -> ResponseReturnValue:
    """One entry: what it says, and the bytes that prove it."""
    found = queries.log_entry(event_id, reader=current_person().handle)
    readable = found and may_read_entry(own=found.own, whole=may(Permission.AUDIT_ALL))
    if not found or not readable:
        abort(404)
    return render_template("dashboard/entry.html", entry=found, event_of=event_of)
