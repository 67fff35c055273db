"""A proposal's analysis as it would be handed in, and what it still lacks for that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from impactreview.analyses import queries as analyses
from impactreview.analyses.models import Analysis
from impactreview.analyses.queries.claims import is_refused, why_no_claim
from impactreview.analyses.rules.finishing import missing_of, must_be_finished
from impactreview.governance.rules.calendar import day_in
from impactreview.governance.rules.rule_sets import RuleSetContent
from impactreview.impact.completeness import section_hashes
from impactreview.impact.loading import default_template
from impactreview.impact.scoring import Assessment, assess
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Missing, Unfinished
from impactreview.proposals import rules as proposals
from impactreview.proposals.models import Proposal
from impactreview.reviews.queries.preview import Preview, preview
from impactreview.reviews.rules.freezing import Drawn, still_missing


@dataclass(frozen=True, kw_only=True)
class Check:
    """What a proposal lacks to be handed in, and the way it would go as it stands.

    There is no preview without a quick test. What is unanswered counts at its worst.
    """

    missing: Sequence[Missing]
    preview: Preview | None


def finished(proposal: Proposal, *, today: date) -> Drawn:
    """The finished analysis of a proposal. Raises Unfinished with everything that is missing."""
    analysis = analyses.of(proposal)
    if analysis is None:
        raise Unfinished("The proposal can not be handed in yet.", [_no_quick_test(proposal)])
    content = analyses.content(analysis)
    assessment = must_be_finished(
        proposal.code,
        default_template(),
        content,
        form=analysis.form,
        door=proposal.door,
        today=today,
        may_claim=not is_refused(proposal),  # the plan tells what a wrong claim before asks for
    )
    return _drawn(analysis, content, assessment)


def check(proposal: Proposal, rules: RuleSetContent, *, at: datetime, zone: str) -> Check:
    """Whether the proposal could be handed in now, and what would follow."""
    analysis = analyses.of(proposal)
    own = proposals.missing(proposal)
    if analysis is None:
        return Check(missing=[*own, _no_quick_test(proposal)], preview=None)
    template, content = default_template(), analyses.content(analysis)
    form, door = analysis.form, proposal.door
    found = missing_of(
        proposal.code,
        template,
        content,
        form=form,
        door=door,
        today=day_in(at, zone),
        may_claim=not why_no_claim(proposal),
    )
    drawn = _drawn(analysis, content, assess(template, content, door=door, form=form))
    shown = preview(proposal, drawn, rules, at=at, zone=zone)
    places = {one.place for one in found}
    more = still_missing(proposal, drawn, shown.plan)
    return Check(
        missing=[*own, *found, *(one for one in more if one.place not in places)], preview=shown
    )


def _drawn(analysis: Analysis, content: Content, assessment: Assessment) -> Drawn:
    template = default_template()
    return Drawn(
        content=content,
        form=analysis.form,
        assessment=assessment,
        section_hashes=section_hashes(template, content),
        template_hash=template.hash,
        asked=frozenset(
            section.id for section in template.sections if analysis.form in section.forms
        ),
    )


def _no_quick_test(proposal: Proposal) -> Missing:
    return Missing("Answer the quick test first.", place=f"/proposals/{proposal.code}/quick-test")
