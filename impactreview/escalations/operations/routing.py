"""Finding hands for a case: two handlers without conflict, or one, or an alarm."""

from collections.abc import Sequence
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.escalations.lifecycle import LIFECYCLE
from impactreview.escalations.models import Escalation, Handler
from impactreview.escalations.operations import notices
from impactreview.escalations.queries import cases as queries
from impactreview.escalations.queries.circles import excluded_of
from impactreview.escalations.rules.cases import lightest
from impactreview.escalations.rules.circle import HANDLERS
from impactreview.escalations.terms import Event, State, Step
from impactreview.kernel.refusals import NotNow
from impactreview.people.queries import holders
from impactreview.people.roles import Role


def route(act: Act, case: Escalation) -> None:
    """The case is in the hands of two handlers without conflict, or of one where there is no more.

    Whoever came into conflict, lost the role or left handles it no longer; no clock is set back.
    Raises NotNow where nothing is to be changed; nothing is then written.
    """
    act.lock(case)
    if not _hand_over(act, case):
        raise NotNow("This case is in good hands.")


def route_new(act: Act, case: Escalation) -> None:
    """A case that was raised in this act finds its handlers; without any an alarm goes out."""
    if not _hand_over(act, case):
        notices.tell_of_no_hands(act, excluded_of(case))


def _hand_over(act: Act, case: Escalation) -> bool:
    """Whether hands have changed."""
    excluded = excluded_of(case)
    pool = {person.id: person for person in holders(Role.HANDLER) if person.id not in excluded}
    assigned = queries.handlers_of(case)
    ended = [handler for handler in assigned if handler.person_id not in pool]
    kept = {handler.person_id for handler in assigned} & set(pool)
    loads = queries.open_loads(pool)
    free = [(loads.get(person_id, 0), person_id) for person_id in pool if person_id not in kept]
    chosen = lightest(free, HANDLERS - len(kept))
    if not chosen and not ended:
        return False
    for handler in ended:
        handler.until = act.at
    for person_id in chosen:
        act.add(Handler(escalation=case, person=pool[person_id], since=act.at))
    _record(act, case, chosen, ended)
    _tell(act, case, chosen, excluded, left=len(kept) + len(chosen))
    return True


def _record(act: Act, case: Escalation, chosen: Sequence[UUID], ended: Sequence[Handler]) -> None:
    waits = case.state is State.RECEIVED
    if waits and chosen:
        case.state = LIFECYCLE.after(case.state, Step.ROUTE)
    act.record(
        Event.ROUTED if waits else Event.REASSIGNED,
        case,
        handlers=[f"person/{person_id}" for person_id in chosen],
        ended=[handler.person.handle for handler in ended],
    )


def _tell(
    act: Act, case: Escalation, chosen: Sequence[UUID], excluded: frozenset[UUID], *, left: int
) -> None:
    notices.tell(act, chosen)
    if left == 1:
        notices.tell_of_one_pair_of_hands(act, excluded)
    elif left == 0:
        notices.tell_of_no_hands(act, excluded)
