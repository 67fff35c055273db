"""What may be done to evidence. The only writer of its table."""

from dataclasses import dataclass

from impactreview.audit.acts import Act
from impactreview.evidence.models import Evidence
from impactreview.evidence.terms import Event, Source, Stance, Strength
from impactreview.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What somebody brings as a voice of the customer. None and blank: it is not known."""

    source: Source
    segment: str
    finding: str
    stance: Stance
    strength: Strength | None
    period: str
    sample: int | None
    link: str


def add(act: Act, finding: Finding, *, by: Person) -> Evidence:
    """The finding is kept, to be cited by analyses."""
    evidence = act.add(Evidence(added_by=by, added_at=act.at, retracted_at=None))
    _write(evidence, finding)
    act.record(Event.ADDED, evidence, stance=finding.stance.value, source=finding.source.value)
    return evidence


def correct(act: Act, evidence: Evidence, finding: Finding) -> None:
    """The evidence says what `finding` says. Versions frozen before keep what it said then."""
    _write(evidence, finding)
    act.record(Event.CORRECTED, evidence, stance=finding.stance.value, source=finding.source.value)


def retract(act: Act, evidence: Evidence) -> None:
    """The evidence is no longer offered; versions that cited it keep it."""
    evidence.retracted_at = act.at
    act.record(Event.RETRACTED, evidence)


def _write(evidence: Evidence, finding: Finding) -> None:
    for name, value in vars(finding).items():
        setattr(evidence, name, value)
