"""Where an analysis stands: its level, what is missing, how far each section is."""

from dataclasses import dataclass

from impactreview.analyses.models import Analysis
from impactreview.analyses.rules.finishing import missing_of
from impactreview.analyses.rules.progress import Progress, progress
from impactreview.impact.loading import default_template
from impactreview.impact.scoring import Assessment, assess
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Missing
from impactreview.proposals.models import Proposal
from impactreview.web.days import today


@dataclass(frozen=True)
class Overview:
    """The level as far as it can be told, everything that is missing, and the sections."""

    assessment: Assessment
    missing: list[Missing]
    progress: list[Progress]


def overview_of(
    proposal: Proposal, analysis: Analysis, content: Content, *, may_claim: bool = True
) -> Overview:
    """Where the analysis of a proposal stands today."""
    template, form, door = default_template(), analysis.form, proposal.door
    found = missing_of(
        proposal.code,
        template,
        content,
        form=form,
        door=door,
        today=today(),
        may_claim=may_claim,
    )
    return Overview(
        assessment=assess(template, content, door=door, form=form),
        missing=found,
        progress=progress(template, content, form, found),
    )
