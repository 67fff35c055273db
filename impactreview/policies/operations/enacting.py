"""A decision comes into force: as a new policy, or as the next version of one."""

from datetime import date
from hashlib import sha256

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy, PolicyCode, PolicyVersion, PolicyWord
from impactreview.policies.queries import book as queries
from impactreview.policies.rules import register as rules
from impactreview.policies.rules.register import SERIES
from impactreview.policies.terms import Event, Origin, State


def enact(
    act: Act,
    *,
    title: str,
    owner: Person,
    unit: Unit | None,
    text: str,
    html: str,
    on: date,
    review_by: date | None,
    amends: Policy | None,
    by: Person,
    note: str = "",
) -> Policy:
    """What was decided is in force from `on`: under the next code, or in place of older words.

    A policy that is amended keeps its code, its title and its owner; while it is suspended it
    stays so. `note` names the case. Raises NotNow where the amended one was withdrawn; nothing is
    then written.
    """
    if amends is None:
        policy = _new(act, title=title, owner=owner, unit=unit, on=on)
        number = 1
    else:
        policy = act.lock(amends)
        if policy.state is State.WITHDRAWN:
            raise NotNow("The policy that this amends was withdrawn.")
        number = queries.newest_version(policy).number + 1
    policy.origin, policy.review_by = Origin.DECIDED, review_by
    act.add(
        PolicyVersion(
            policy=policy,
            number=number,
            text=text,
            html=html,
            valid_from=on,
            note=note,
            written_by=by,
            written_at=act.at,
        )
    )
    act.record(
        Event.ENACTED,
        policy,
        number=number,
        content_hash=sha256(text.encode()).hexdigest(),
        valid_from=on.isoformat(),
        review_by=review_by.isoformat() if review_by else None,
        decision=note,
    )
    return policy


def _new(act: Act, *, title: str, owner: Person, unit: Unit | None, on: date) -> Policy:
    policy = act.add(
        Policy(
            code=_next_code(act),
            title=title,
            owner=owner,
            unit=unit,
            state=State.IN_FORCE,
            origin=Origin.DECIDED,
            in_force_since=on,
            review_by=None,
        )
    )
    for word in rules.words_of(f"{policy.code} {policy.title}"):
        act.add(PolicyWord(word=word, policy=policy))
    return policy


def _next_code(act: Act) -> str:
    """The next code of the book; one that stands there already is passed over."""
    code = f"{SERIES}-{act.next_number(PolicyCode, SERIES)}"
    return code if queries.by_code(code) is None else _next_code(act)
