"""Questions about one proposal and its versions, and the list of one's own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, load_only

from impactreview.audit.acts import Act
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.proposals.terms import Involvement
from impactreview.web.paging import MOST

_PLACED = (
    joinedload(Proposal.owner, innerjoin=True),
    joinedload(Proposal.sponsor),
    joinedload(Proposal.unit, innerjoin=True),
)
_BY_CODE = sa.select(Proposal).where(Proposal.code == sa.bindparam("code")).options(*_PLACED)
_LOCKED = (
    sa.select(Proposal)
    .where(Proposal.code == sa.bindparam("code"))
    .options(load_only(Proposal.code))
)
_HELD = _BY_CODE.options(
    joinedload(Proposal.amends), joinedload(Proposal.involved)
).execution_options(populate_existing=True)


def by_code(code: str) -> Proposal | None:
    """The proposal of this code, with owner, sponsor and unit; the rest is read where it counts."""
    return session.scalars(_BY_CODE, {"code": code}).one_or_none()


def held(act: Act, code: str) -> Proposal | None:
    """The same with everybody beside its owner, for an act that changes it: others wait.

    All of it is read once the lock is there: what is joined to a row that waits is from before.
    """
    if act.find(_LOCKED, code=code) is None:
        return None
    return session.scalars(_HELD, {"code": code}).unique().one()


_VERSION = sa.select(Version).where(
    Version.proposal_id == sa.bindparam("proposal_id"), Version.number == sa.bindparam("number")
)


def version_of(proposal: Proposal, number: int) -> Version | None:
    """The frozen version of this number."""
    asked = {"proposal_id": proposal.id, "number": number}
    return session.scalars(_VERSION, asked).one_or_none()


def newest_version(proposal: Proposal) -> Version | None:
    """The version that was frozen last; None before the first."""
    return version_of(proposal, proposal.number) if proposal.number else None


def own(
    person: Person, *, before: tuple[datetime, UUID] | None = None, limit: int = MOST
) -> Sequence[Proposal]:
    """What `person` owns, writes with others or sponsors, the newest first."""
    beside = sa.select(Involved.proposal_id).where(
        Involved.person_id == person.id,
        Involved.until.is_(None),
        Involved.involvement == Involvement.CO_AUTHOR,
    )
    ids = sa.union(
        sa.select(Proposal.id).where(Proposal.owner_id == person.id),
        sa.select(Proposal.id).where(Proposal.sponsor_id == person.id),
        beside,
    )
    asked = (
        sa.select(Proposal)
        .where(Proposal.id.in_(ids.subquery().select()))
        .options(
            joinedload(Proposal.unit),
            joinedload(Proposal.owner),
            defer(Proposal.text),
            defer(Proposal.html),
        )
        .order_by(Proposal.created_at.desc(), Proposal.id.desc())
        .limit(limit)
    )
    if before is not None:
        asked = asked.where(sa.tuple_(Proposal.created_at, Proposal.id) < before)
    return session.scalars(asked).all()
