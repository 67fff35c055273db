"""Writing policies that are already in force into the book, and correcting what it says."""

from datetime import date
from hashlib import sha256

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.people.queries.sign_in import credential_for
from impactreview.policies.models import Policy, PolicyCode, PolicyVersion
from impactreview.policies.operations import letters
from impactreview.policies.operations.writing import begin, word
from impactreview.policies.queries import book as queries
from impactreview.policies.queries.titles import titles_held
from impactreview.policies.rules import register as rules
from impactreview.policies.rules.register import SERIES, Correction, Registration
from impactreview.policies.rules.titles import alike, why_taken
from impactreview.policies.terms import Event, Origin
from impactreview.web.markdown import safe_html


def register(act: Act, registration: Registration, *, by: Person, on: date) -> Policy:
    """A policy stands in the book as in force, and whoever speaks for the customers hears of it.

    Raises Unusable or NotNow for what can not stand there; nothing is then written.
    """
    act.next_number(PolicyCode, SERIES, steps=0)  # nobody brings the same title meanwhile
    refusal = why_taken(titles_held().get(alike(registration.title)))
    if refusal:
        raise refusal
    policy = enter(act, registration, by=by, on=on)
    letters.registered(act, policy, by=by)
    return policy


def enter(act: Act, registration: Registration, *, by: Person, on: date) -> Policy:
    """A policy stands in the book as in force, under its own code or the next one of the book.

    The caller tells those whom it concerns, and has seen to it that no other has the title. Raises
    Unusable or NotNow for what can not stand there; nothing is then written.
    """
    refusal = rules.why_not_register(registration, on)
    if refusal:
        raise refusal
    if registration.code:
        act.next_number(PolicyCode, SERIES, steps=0)  # nobody brings the same code meanwhile
    if registration.code and queries.by_code(registration.code) is not None:
        raise NotNow("There is a policy %(code)s already.", place="code", code=registration.code)
    policy = begin(
        act,
        code=registration.code,
        title=registration.title,
        owner=registration.owner,
        unit=registration.unit,
        origin=Origin.REGISTERED,
        since=registration.in_force_since,
        review_by=registration.review_by,
    )
    since, note = registration.in_force_since, registration.note
    _write(act, policy, number=1, text=registration.text, since=since, note=note, by=by)
    _record(act, policy, registration)
    return policy


def _record(act: Act, policy: Policy, registration: Registration) -> None:
    act.record(
        Event.REGISTERED,
        policy,
        title=policy.title,
        owner=policy.owner.handle,
        unit=policy.unit.reference if policy.unit else None,
        in_force_since=policy.in_force_since.isoformat(),
        review_by=registration.review_by.isoformat(),
        content_hash=_hash(registration.text),
    )


def correct(
    act: Act, policy: Policy, correction: Correction, *, by: Person, registers: bool, on: date
) -> PolicyVersion:
    """The record of a registered policy has a new version; the earlier ones stay.

    Those who speak for the customers are told in the same act, and the owner where it is another.
    Raises NotYours for anybody but its owner and those who register policies, NotNow for a policy
    that a decision made, Unusable for what can not stand there; nothing is then written.
    """
    act.lock(policy)
    newest = queries.newest_version(policy)
    refusal = rules.why_not_touch(policy, by.id, registers=registers)
    refusal = refusal or rules.why_not_correct(correction, newest, on)
    if refusal:
        raise refusal
    number, since = newest.number + 1, correction.valid_from
    version = _write(
        act,
        policy,
        number=number,
        text=correction.text,
        since=since,
        note=correction.reason,
        by=by,
    )
    act.record(
        Event.CORRECTED,
        policy,
        number=number,
        content_hash=_hash(correction.text),
        valid_from=since.isoformat(),
        reason=correction.reason,
    )
    letters.corrected(act, policy, by=by)
    return version


def hand_over(act: Act, policy: Policy, *, owner: Person, by: Person, reason: str) -> None:
    """The policy of somebody who has left has another owner, who gets a letter with the reason.

    So do those who speak for the customers and all other administrators. Raises NotNow while its
    owner is here, for a policy that is withdrawn and for an owner who has left, Unusable for `by`
    themselves, for whoever has never signed in and without a reason; nothing is then written.
    """
    act.lock(policy)
    comes_in = credential_for(owner) is not None
    refusal = rules.why_not_hand_over(policy)
    refusal = refusal or rules.why_not_own(owner, by, comes_in=comes_in)
    refusal = refusal or rules.why_not_reason(reason)
    if refusal:
        raise refusal
    before, policy.owner = policy.owner, owner
    act.record(Event.HANDED_OVER, policy, owner=owner.handle, before=before.handle, reason=reason)
    letters.handed_over(act, policy, before=before, by=by, reason=reason)


def _write(
    act: Act, policy: Policy, *, number: int, text: str, since: date, note: str, by: Person
) -> PolicyVersion:
    html = safe_html(text)
    return word(act, policy, number=number, text=text, html=html, since=since, note=note, by=by)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
