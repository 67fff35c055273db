"""Who has had their hands in a proposal, as the log has it."""

import json

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import Event as Done

_ANSWERS = (Done.PERSON_AGREED.value, Done.PERSON_DECLINED.value)
_ACTOR: sa.ColumnClause[str] = sa.literal_column("'actor'")
"""Written out, as the index of who acted is partial: no engine uses it for a bound value."""
_BY, _ABOUT = aliased(Payload), aliased(Payload)
_WROTE = sa.select(
    sa.exists(
        sa.select(Event.id)
        .join(_BY, (_BY.event_id == Event.id) & (_BY.field == _ACTOR))
        .join(_ABOUT, (_ABOUT.event_id == Event.id) & (_ABOUT.field == "subject"))
        .where(
            _BY.value == sa.bindparam("by"),
            _ABOUT.value.in_(sa.bindparam("about", expanding=True)),
            Event.kind.not_in(_ANSWERS),
        )
    )
)


def has_written(person: Person, proposal: Proposal) -> bool:
    """Whether this person ever changed the proposal or its analysis."""
    about = [json.dumps(f"{proposal.reference}{part}") for part in ("", "/analysis")]
    return bool(session.scalar(_WROTE, {"by": json.dumps(person.handle), "about": about}))
