"""The blueprint that every page of this room hangs on, and the one way to a proposal."""

from flask import Blueprint, abort, request

from impactreview.people.current import current_person
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import by_code
from impactreview.proposals.rules import may_read_draft
from impactreview.web.cases import door

bp = Blueprint("proposals", __name__)


def readable(code: str) -> Proposal:
    """The proposal of this code; a 404 for who may not know that there is one."""
    proposal = by_code(code) or abort(404)
    door().enter(proposal)
    return proposal


def known(code: str) -> Proposal:
    """The same, also for who has not opened a restricted case yet: of it the cover is shown."""
    proposal = by_code(code) or abort(404)
    door().know(proposal)
    return proposal


def readable_draft(code: str) -> Proposal:
    """The same, for pages that show what is being written and not yet submitted."""
    proposal = by_code(code) or abort(404)
    if not may_read_draft(current_person().id, proposal):
        abort(404)
    door().enter(proposal)
    return proposal


def case_of(proposal: Proposal) -> str:
    """The path of the case page, which stands in a room above."""
    return f"{request.script_root}/proposals/{proposal.code}"
