"""Giving roles and ending them: what carries power takes two people, and all who watch are told."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow, NotYours, Refusal
from impactreview.people.lifecycle import GRANT
from impactreview.people.models import PeopleImport, Person, RoleGrant
from impactreview.people.operations import alarms
from impactreview.people.queries import roles as queries
from impactreview.people.roles import POWERFUL, Role
from impactreview.people.rules import roles as rules
from impactreview.people.rules.imports import role_word
from impactreview.people.terms import Event, Expertise, State, Step


def propose_role(
    act: Act, person: Person, *, role: Role, field: Expertise | None = None
) -> RoleGrant:
    """A role without power is held at once; one that carries power waits for a second person.

    Raises Unusable, NotYours or NotNow; nothing is then written.
    """
    by = administrator(act)
    scope = rules.scope_of(role, field)
    act.lock(person)
    must(rules.why_not_propose(person, role, by.id))
    if queries.open_grant(person, role, scope) is not None:
        raise NotNow("%(name)s has this role, or it waits for a second person.", name=person.name)
    grant = offer(act, person, role=role, scope=scope, by=by)
    if grant.state is State.PROPOSED:
        alarms.tell_of_proposals(act, by, [grant])
    return grant


def offer(
    act: Act,
    person: Person,
    *,
    role: Role,
    scope: str,
    by: Person,
    batch: PeopleImport | None = None,
) -> RoleGrant:
    """The role is proposed or, where it carries no power, held. The caller has asked the rules."""
    waits = role in POWERFUL
    grant = act.add(
        RoleGrant(
            person=person,
            person_id=person.id,
            role=role,
            scope=scope,
            state=State.PROPOSED if waits else State.HELD,
            proposed_by=by,
            proposed_at=act.at,
            since=None if waits else act.at,
            batch=batch,
        )
    )
    _record(act, Event.ROLE_PROPOSED if waits else Event.ROLE_GIVEN, grant)
    return grant


def confirm_role(act: Act, grant: RoleGrant) -> None:
    """A proposed role is held from now on; all administrators and its holder are told.

    Raises NotYours for whoever proposed it or gets it, NotNow where it waits no longer;
    nothing is then written.
    """
    by = administrator(act)
    act.lock(grant)
    must(rules.why_not_confirm(grant, by.id, queries.administrators()))
    _confirm(act, grant, by)
    alarms.tell_given(act, by, [grant])


def confirm_import(act: Act, batch: PeopleImport) -> int:
    """Every role that an import proposed, and that this person may confirm, is held from now on.

    Gives how many. Raises NotYours for whoever imported it, NotNow where none is left to confirm;
    nothing is then written.
    """
    by, administrators = administrator(act), queries.administrators()
    confirmed: list[RoleGrant] = []
    refusal: Refusal | None = NotNow("Nothing of this import waits any longer.")
    for grant in queries.waiting_of(batch):
        act.lock(grant)
        refusal = rules.why_not_confirm(grant, by.id, administrators)
        if refusal is None:
            _confirm(act, grant, by)
            confirmed.append(grant)
    if not confirmed:
        must(refusal)
    alarms.tell_given(act, by, confirmed)
    return len(confirmed)


def decline_role(act: Act, grant: RoleGrant, *, reason: str) -> None:
    """A proposed role will not be given; its proposer learns why.

    Raises NotNow where it waits no longer; nothing is then written.
    """
    by = administrator(act)
    act.lock(grant)
    _decline(act, grant, reason)
    alarms.tell_declined(act, by, grant, reason)


def end_role(act: Act, grant: RoleGrant, *, reason: str) -> None:
    """A role is held no longer; where it carried power, all administrators and its holder are told.

    Raises NotNow where it is not held, or too few administrators would remain; nothing is then
    written.
    """
    by = administrator(act)
    administrators = queries.administrators(locked=grant.role is Role.ADMINISTRATOR)
    act.lock(grant)
    must(rules.why_not_end(grant, by.id, administrators))
    _end(act, grant, reason)
    alarms.tell_ended(act, by, [grant])


def end_all_roles(act: Act, person: Person, *, reason: str) -> None:
    """Whoever leaves holds no role, and none waits for them. The caller has asked the rules."""
    ended = []
    for grant in queries.open_grants(person):
        act.lock(grant)
        if grant.state is State.HELD:
            _end(act, grant, reason)
            ended.append(grant)
        elif grant.state is State.PROPOSED:
            _decline(act, grant, reason)
    alarms.tell_ended(act, administrator(act), ended)


def administrator(act: Act, *, alone: bool = False) -> Person:
    """Who acts; `alone`: other such administrators wait until this act ends.

    Raises NotYours where that is nobody who administers at this moment.
    """
    if not isinstance(act.by, Person) or act.by.id not in queries.administrators(locked=alone):
        raise NotYours("Only an administrator may do this.")
    return act.by


def must(refusal: Refusal | None) -> None:
    """Raise what a rule found, if it found something."""
    if refusal is not None:
        raise refusal


def _confirm(act: Act, grant: RoleGrant, by: Person) -> None:
    grant.state = GRANT.after(grant.state, Step.CONFIRM)
    grant.confirmed_by, grant.since = by, act.at
    _record(act, Event.ROLE_GIVEN, grant)


def _decline(act: Act, grant: RoleGrant, reason: str) -> None:
    grant.state = GRANT.after(grant.state, Step.DECLINE)
    grant.until = act.at
    _record(act, Event.ROLE_DECLINED, grant, reason=reason)


def _end(act: Act, grant: RoleGrant, reason: str) -> None:
    grant.state = GRANT.after(grant.state, Step.END)
    grant.until = act.at
    _record(act, Event.ROLE_ENDED, grant, reason=reason)


def _record(act: Act, event: Event, grant: RoleGrant, **facts: str) -> None:
    """The entry names the holder and the role; who acted stands in every entry."""
    word = role_word(grant.role, grant.scope)
    act.record(event, grant, person=grant.person.handle, role=word, **facts)
