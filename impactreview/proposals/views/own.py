"""One's own proposals."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from impactreview.people.current import current_person
from impactreview.people.permissions import Permission
from impactreview.people.queries.drafts import draft_of
from impactreview.proposals.queries.book import own
from impactreview.proposals.views.room import bp, case_of
from impactreview.web.access import needs
from impactreview.web.cases import door
from impactreview.web.paging import MOST, cursor_of, moment_and_id


@bp.get("/proposals")
@needs(Permission.PROPOSAL_WRITE)
def index() -> ResponseReturnValue:
    person, before = current_person(), moment_and_id(request.args.get("before"))
    found = own(person, before=before, limit=MOST + 1)
    shown = found[:MOST]
    older = cursor_of(shown[-1].created_at, shown[-1].id) if len(found) > MOST else None
    return render_template(
        "proposals/index.html",
        proposals=shown,
        states=door().states(shown),
        person=person,
        case_of=case_of,
        unsent=draft_of(person, url_for("proposals.new")),
        turned={
            "newer": url_for("proposals.index") if before else None,
            "older": url_for("proposals.index", before=older) if older else None,
        },
    )
