"""What is frozen when a proposal is handed in: content, hashes, levels with their reasons."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import rfc8785

from impactreview.audit.leaf import Fact
from impactreview.governance.rules.plan import Plan
from impactreview.impact.grid import grid
from impactreview.impact.scoring import Assessment
from impactreview.impact.terms import Form, Level
from impactreview.impact.values import Content
from impactreview.kernel.refusals import Missing
from impactreview.proposals.models import Proposal, Version
from impactreview.proposals.rules.frozen import Frozen
from impactreview.reviews.rules.agreement import differing
from impactreview.reviews.rules.demands import missing, unmet


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A finished analysis as it is handed in. `asked` are its form's sections."""

    content: Content
    form: Form
    assessment: Assessment
    section_hashes: Mapping[str, str]
    template_hash: str
    asked: frozenset[str]


def frozen(drawn: Drawn, fields: Mapping[str, Fact], attachments: Sequence[Fact]) -> Frozen:
    """The version that is made of a proposal's `fields`, its files and its analysis."""
    content = plain(
        {"proposal": fields, "analysis": drawn.content, "attachments": list(attachments)}
    )
    return Frozen(
        content=content,
        content_hash=_hash(content),
        section_hashes={
            "proposal": _hash(_without_people(content["proposal"])),
            "attachments": _hash(content["attachments"]),
            **drawn.section_hashes,
        },
        template_hash=drawn.template_hash,
        form=drawn.form,
        gross=drawn.assessment.gross,
        residual=drawn.assessment.residual,
        assessment=plain({"assessment": drawn.assessment, "grid": grid(drawn.assessment)}),
    )


def wrote(version: Version) -> frozenset[UUID]:
    """Everybody who wrote this version, as it says itself."""
    return frozenset(UUID(each) for each in version.content["proposal"]["authors"])


def starts_on(version: Version) -> date | None:
    """From which day on it applies to customers, as its analysis says; None where it does not."""
    said = version.content["analysis"]["answers"].get("A.start_on")
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None  # nobody knows


def still_missing(proposal: Proposal, drawn: Drawn, plan: Plan) -> list[Missing]:
    """What the analysis says otherwise than the proposal, and what this level demands of it.

    Each with the page that mends it.
    """
    page = f"/proposals/{proposal.code}/analysis"
    others = differing(proposal, drawn.content, drawn.asked)
    short = too_short(drawn.form, Level(plan.gross), f"{page}#form", own=drawn.assessment.gross)
    open_demands = unmet(plan.demands, drawn.content, drawn.asked)
    return [*others, *short, *missing(open_demands, lambda section: f"{page}/{section}")]


def too_short(form: Form, gross: Level, place: str, *, own: Level) -> list[Missing]:
    """What keeps an analysis of this form from going the way of this level; nothing: it may.

    `own` is the level that the analysis itself ends at.
    """
    if form is not Form.FULL and gross >= Level.III:
        return [
            Missing(
                "At level %(level)s a full analysis is needed. What is filled in stays.",
                place=place,
                level=gross.name,
            )
        ]
    if form is Form.NONE and own is Level.NONE < gross:
        return [
            Missing(
                "It goes at least the way of level %(level)s, so an analysis is needed.",
                place=place,
                level=gross.name,
            )
        ]
    if form is Form.NONE and gross > Level.NONE:
        return [
            Missing(
                "This is not without effect on customers: at level %(level)s an analysis is"
                " needed.",
                place=place,
                level=gross.name,
            )
        ]
    return []


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """The same as lists, texts and numbers alone, as JSON gives it back; dataclasses by field."""
    return json.loads(json.dumps(value, default=vars))  # type: ignore[no-any-return]


def _without_people(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a proposal says, without who stands behind it: readers judge what is to be done."""
    return {
        name: value for name, value in fields.items() if name not in ("owner", "authors", "sponsor")
    }


def _hash(value: Any) -> str:
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()
