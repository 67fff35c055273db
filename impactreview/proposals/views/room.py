"""The blueprint that every page of this room hangs on, and the one way to a proposal."""

from collections.abc import Callable, Collection
from uuid import UUID

from flask import Blueprint, abort, current_app, request

from impactreview.people.current import current_person, current_roles
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import by_code
from impactreview.proposals.rules import may_read, may_read_draft

CIRCLE = "case_circle"
"""Extension of the app: a function that names who sees a restricted case by a seat or a board."""

bp = Blueprint("proposals", __name__)


def readable(code: str) -> Proposal:
    """The proposal of this code; a 404 for who may not know that there is one."""
    proposal = by_code(code) or abort(404)
    roles = current_roles()
    if not may_read(current_person().id, proposal, roles, also=_circle(proposal)):
        abort(404)
    return proposal


def readable_draft(code: str) -> Proposal:
    """The same, for pages that show what is being written and not yet submitted."""
    proposal = by_code(code) or abort(404)
    if not may_read_draft(current_person().id, proposal):
        abort(404)
    return proposal


def case_of(proposal: Proposal) -> str:
    """The path of the case page, which stands in a room above."""
    return f"{request.script_root}/proposals/{proposal.code}"


def _circle(proposal: Proposal) -> Collection[UUID]:
    tell: Callable[[Proposal], Collection[UUID]] | None = current_app.extensions.get(CIRCLE)
    return tell(proposal) if tell else ()
