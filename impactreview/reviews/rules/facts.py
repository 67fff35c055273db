"""What routing asks about a version, read from its analysis."""

from collections.abc import Collection

from impactreview.governance.rules.routing import RoutingFacts
from impactreview.governance.terms import BoardKind
from impactreview.impact.scoring import Assessment
from impactreview.impact.terms import Effect, Form, Tri
from impactreview.impact.values import Content
from impactreview.proposals.models import Proposal

_OUTCOMES = "E."
"""Questions of the outcomes lens; their floors say that an outcome is poor."""


def facts_of(
    proposal: Proposal,
    content: Content,
    assessment: Assessment,
    *,
    form: Form,
    boards: Collection[BoardKind],
    owner_is_top: bool,
    after_wrong_claim: bool,
) -> RoutingFacts:
    """The facts of `proposal` with this analysis."""
    return RoutingFacts(
        gross=assessment.gross,
        residual=assessment.residual,
        form=form,
        door=proposal.door,
        functions=tuple(sorted(set(proposal.functions))),
        channels=tuple(sorted(set(proposal.channels))),
        harms=_harms(content),
        vulnerable=any(
            row.vulnerable is not Tri.NO
            for row in assessment.rows
            if row.effect is not Effect.BETTER
        ),
        poor_outcome=any(
            question.startswith(_OUTCOMES)
            for floor in assessment.floors
            for question in floor.questions
        ),
        owner_is_top=owner_is_top,
        after_wrong_claim=after_wrong_claim,
        boards=frozenset(boards),
        answers=dict(content.get("answers", {})),
    )


def _harms(content: Content) -> tuple[str, ...]:
    places = content.get("rows", {}).get("places") or ()
    found: set[str] = set()
    for row in places:  # type: ignore[attr-defined]
        if row.get("effect") == Effect.WORSE:
            found.update(row.get("kinds") or ())
    return tuple(sorted(found))
