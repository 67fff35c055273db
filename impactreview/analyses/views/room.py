"""The blueprint of this room, and the one way to an analysis."""

from flask import Blueprint, abort, request, url_for
from flask_babel import get_locale

from impactreview.analyses import queries
from impactreview.analyses.models import Analysis
from impactreview.audit.acts import Act
from impactreview.impact.loading import default_template
from impactreview.impact.schema import Section
from impactreview.people.current import current_person
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import by_code
from impactreview.proposals.rules import is_author, must_write
from impactreview.web.cases import LeadsTo, door

bp = Blueprint("analyses", __name__, url_prefix="/proposals/<code>")


def readable(code: str) -> Proposal:
    """The proposal of this code; a 404 for who may not know that there is one."""
    proposal = by_code(code) or abort(404)
    door().enter(proposal)
    return proposal


def analysed(code: str) -> tuple[Proposal, Analysis]:
    """The proposal and its analysis; leads to the quick test where there is none yet."""
    proposal = readable(code)
    analysis = queries.of(proposal)
    if analysis is None:
        raise LeadsTo(url_for("analyses.quick_test", code=code))
    return proposal, analysis


def answerable(code: str) -> Proposal:
    """The proposal for who may read it; once something is sent, for who writes it now."""
    proposal = readable(code)
    if request.method == "POST":
        must_write(current_person(), proposal)
    return proposal


def writable(code: str) -> tuple[Proposal, Analysis]:
    """The same for those who write it now. Raises NotYours or NotNow for other readers."""
    proposal, analysis = analysed(code)
    must_write(current_person(), proposal)
    return proposal, analysis


def held(act: Act, code: str) -> queries.Held:
    """The same, for an act by which they answer it: others wait.

    No door is shut to an author, so only who is none is asked at it.
    """
    found, person = queries.held(act, code), current_person()
    if found is None:
        readable(code)
        raise LeadsTo(url_for("analyses.quick_test", code=code))
    proposal = found.analysis.proposal
    if not is_author(person.id, proposal):
        readable(code)
    must_write(person, proposal)
    return found


def section_or_404(section_id: str) -> Section:
    """The section of this id, but for the quick test, which has a page of its own."""
    template = default_template()
    found = next((each for each in template.sections if each.id == section_id != "0"), None)
    return found or abort(404)


def section_path(code: str, section_id: str, anchor: str = "") -> str:
    """Where a section's page stands."""
    return url_for("analyses.section", code=code, section_id=section_id, _anchor=anchor or None)


def language() -> str:
    """The language of this page."""
    return str(get_locale() or "en")
