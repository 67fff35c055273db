"""The blueprint that every page of this room hangs on, and the one way to a proposal."""

from flask import Blueprint, abort, request

from impactreview.audit.acts import Act
from impactreview.people.current import current_person
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import by_code, held
from impactreview.proposals.rules import is_author, may_read_draft
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


def held_draft(act: Act, code: str) -> Proposal:
    """The same, for an act by which its authors change it: others wait.

    No door is shut to an author, so only who is none is asked at it.
    """
    proposal = held(act, code) or abort(404)
    if not is_author(current_person().id, proposal):
        readable_draft(code)
    return proposal


def case_of(proposal: Proposal) -> str:
    """The path of the case page, which stands in a room above."""
    return f"{request.script_root}/proposals/{proposal.code}"
