"""What those who speak for the customers are told when the book changes without a decision."""

from collections.abc import Iterable

from impactreview.audit.acts import Act
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.queries.directory import holders
from impactreview.people.queries.roles import customer_speakers
from impactreview.people.roles import Role
from impactreview.policies.models import Policy


def registered(act: Act, policy: Policy, *, by: Person) -> None:
    """Whoever speaks for the customers hears that the book has one more policy."""
    for person in customer_speakers():
        if person.id != by.id:
            letters.write(
                act,
                to=person,
                subject="A policy was registered without a decision",
                body="%(name)s has registered %(code)s by hand, as in force already. Please see"
                " whether customers live under it as it stands there.",
                path=f"/policies/{policy.code}",
                name=by.name,
                code=policy.code,
            )


def imported(act: Act, number: int, *, by: Person) -> None:
    """The same about a whole table, in one letter for each of them."""
    for person in customer_speakers():
        if person.id != by.id:
            letters.write(
                act,
                to=person,
                subject="Policies were registered without a decision",
                body="%(name)s has taken in a table of policies, as in force already. Rows:"
                " %(number)s. Please see whether customers live under them as they stand there.",
                path="/policies",
                name=by.name,
                number=str(number),
            )


def corrected(act: Act, policy: Policy, *, by: Person) -> None:
    """They and the owner hear who has changed the words of a policy; nobody writes to themselves.

    The letter holds no words of the policy, neither old nor new.
    """
    for person in _concerned(policy, by):
        letters.write(
            act,
            to=person,
            subject="A policy was corrected without a decision",
            body="%(name)s has corrected the text of %(code)s. It holds at once, and nobody has"
            " decided about it. Its page shows what changed and why. If customers are worse off"
            " by it, escalate the policy.",
            path=f"/policies/{policy.code}",
            name=by.name,
            code=policy.code,
        )


def retitled(act: Act, policy: Policy, *, by: Person) -> None:
    """They and the owner hear that a policy is called otherwise; nobody writes to themselves."""
    for person in _concerned(policy, by):
        letters.write(
            act,
            to=person,
            subject="The policy %(code)s is called otherwise now",
            body="%(name)s has changed the title of %(code)s. Its words are as they were. Its page"
            " shows what it was called before and why.",
            path=f"/policies/{policy.code}",
            name=by.name,
            code=policy.code,
        )


def _concerned(policy: Policy, by: Person) -> Iterable[Person]:
    """Who speaks for the customers, and the owner if they are here; not whoever did it."""
    told = {person.id: person for person in (*customer_speakers(), _here(policy.owner)) if person}
    told.pop(by.id, None)
    return told.values()


def handed_over(act: Act, policy: Policy, *, before: Person, by: Person, reason: str) -> None:
    """The new owner hears that the policy is theirs; so do all who see to it that this is right.

    Those are who speaks for the customers and every administrator; nobody writes to themselves.
    """
    people = (*customer_speakers(), *holders(Role.ADMINISTRATOR), policy.owner)
    told = {person.id: person for person in people if person.id != by.id}
    for person in told.values():
        letters.write(
            act,
            to=person,
            subject="The policy %(code)s has another owner",
            body="%(name)s owns the policy %(code)s now, because %(before)s has left; %(by)s has"
            " named them. Whoever owns a policy answers for it: if it is suspended, they confirm"
            " what has stopped. The reason given: %(reason)s",
            path=f"/policies/{policy.code}",
            name=policy.owner.name,
            before=before.name,
            by=by.name,
            code=policy.code,
            reason=reason,
        )


def withdrawn(act: Act, policy: Policy, *, by: Person) -> None:
    """Whoever speaks for the customers hears which rule is gone, and why.

    So does the owner, where somebody else did it. Nobody writes to themselves.
    """
    for person in _concerned(policy, by):
        letters.write(
            act,
            to=person,
            subject="The policy %(code)s was withdrawn",
            body="%(name)s has withdrawn %(title)s (%(code)s): it is no longer in force. Please see"
            " whether customers are worse off without it. The reason given: %(reason)s",
            path=f"/policies/{policy.code}",
            name=by.name,
            title=policy.title,
            code=policy.code,
            reason=policy.withdrawal,
        )


def _here(person: Person) -> Person | None:
    return person if person.deactivated_at is None else None
