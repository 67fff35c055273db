"""What every way into the book of policies writes: the policy, its words, the next code."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy, PolicyCode, PolicyVersion, PolicyWord
from impactreview.policies.queries import book as queries
from impactreview.policies.rules import register as rules
from impactreview.policies.rules.register import SERIES
from impactreview.policies.terms import Origin, State


def begin(
    act: Act,
    *,
    code: str,
    title: str,
    owner: Person,
    unit: Unit | None,
    origin: Origin,
    since: date,
    review_by: date | None,
) -> Policy:
    """There is one more policy in force, found by its code and its title."""
    policy = act.add(
        Policy(
            code=code or next_code(act),
            title=title,
            owner=owner,
            unit=unit,
            state=State.IN_FORCE,
            origin=origin,
            in_force_since=since,
            review_by=review_by,
            against_customers=False,
            withdrawal="",
        )
    )
    for word in rules.words_of(f"{policy.code} {policy.title}"):
        act.add(PolicyWord(word=word, policy=policy))
    return policy


def next_code(act: Act) -> str:
    """The next code of the book; one that stands there already is passed over."""
    code = f"{SERIES}-{act.next_number(PolicyCode, SERIES)}"
    return code if queries.by_code(code) is None else next_code(act)


def word(
    act: Act,
    policy: Policy,
    *,
    number: int,
    text: str,
    html: str,
    since: date,
    note: str,
    by: Person,
) -> PolicyVersion:
    """The policy has these words from a day on."""
    return act.add(
        PolicyVersion(
            policy=policy,
            number=number,
            text=text,
            html=html,
            valid_from=since,
            note=note,
            written_by=by,
            written_at=act.at,
        )
    )
