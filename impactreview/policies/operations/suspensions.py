"""The time in which a policy is not applied: how it begins, is confirmed, and ends."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.policies.models import Policy, Suspension
from impactreview.policies.queries import suspensions as queries
from impactreview.policies.terms import Event


def begin(act: Act, policy: Policy, *, until: date) -> Suspension:
    """A suspension is open and its owner, while here, asked to confirm it.

    The caller has recorded why the policy changed.
    """
    suspension = act.add(Suspension(policy=policy, since=act.at, until=until))
    tell_owner(act, policy, _BEGUN)
    return suspension


@dataclass(frozen=True, kw_only=True)
class OwnerLetter:
    """What the owner of a policy is told: message ids with %(title)s and %(code)s."""

    subject: str
    body: str
    page: str = ""


_BEGUN = OwnerLetter(
    subject="A policy of yours is suspended pending review",
    body="%(title)s (%(code)s) is suspended pending review. It is not to be applied until"
    " the review is done. Please confirm what has stopped and who was told.",
    page="/suspension",
)
_KEPT = OwnerLetter(
    subject="A policy of yours stays suspended",
    body="%(title)s (%(code)s) stays suspended until a decision changes it, or it is withdrawn.",
    page="/suspension",
)


def tell_owner(act: Act, policy: Policy, letter: OwnerLetter) -> None:
    """The owner is told, while here."""
    if policy.owner.deactivated_at is None:
        letters.write(
            act,
            to=policy.owner,
            subject=letter.subject,
            body=letter.body,
            path=f"/policies/{policy.code}{letter.page}",
            title=policy.title,
            code=policy.code,
        )


def end(act: Act, policy: Policy) -> None:
    """The open suspension, if there is one, is over. The caller has recorded why."""
    suspension = queries.open_suspension(policy)
    if suspension is not None:
        suspension.ended_at = act.at


def extend_suspension(act: Act, policy: Policy, *, until: date) -> Suspension:
    """The open suspension is meant to take until another day.

    Raises NotNow where the policy is not suspended; nothing is then written.
    """
    act.lock(policy)
    suspension = _open(policy)
    suspension.until = until
    act.record(Event.SUSPENSION_EXTENDED, policy, until=until.isoformat())
    return suspension


def keep_suspended(act: Act, policy: Policy) -> Suspension:
    """The open suspension has no last day any more: a decision changes the policy, or it goes.

    Its owner is told. Raises NotNow where the policy is not suspended; nothing is then written.
    """
    act.lock(policy)
    suspension = _open(policy)
    suspension.until = None
    act.record(Event.SUSPENSION_EXTENDED, policy, until=None)
    tell_owner(act, policy, _KEPT)
    return suspension


def confirm_suspension(
    act: Act, policy: Policy, *, by: Person, what_stopped: str, who_was_told: str
) -> Suspension:
    """The policy's owner has said what has stopped and who was told.

    Raises NotYours for anybody but the owner, NotNow where the policy is not suspended or this
    was said before; nothing is then written.
    """
    act.lock(policy)
    if policy.owner_id != by.id:
        raise NotYours("Only the owner of the policy confirms what has stopped.")
    suspension = _open(policy)
    if suspension.confirmed_at is not None:
        raise NotNow("This has been confirmed already.")
    suspension.what_stopped, suspension.who_was_told = what_stopped, who_was_told
    suspension.confirmed_at, suspension.confirmed_by = act.at, by
    said = f"{what_stopped}\0{who_was_told}"
    digest = sha256(said.encode()).hexdigest()
    act.record(Event.SUSPENSION_CONFIRMED, policy, content_hash=digest)
    return suspension


def _open(policy: Policy) -> Suspension:
    suspension = queries.open_suspension(policy)
    if suspension is None:
        raise NotNow("The policy is not suspended.")
    return suspension
