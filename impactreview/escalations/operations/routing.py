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
from impactreview.people.models import Person


def route(act: Act, case: Escalation) -> None:
    """The case is in the hands of two handlers without conflict, or of one where there is no more.

    Whoever came into conflict, lost the role or left handles it no longer; no clock is set back.
    Raises NotNow where nothing is to be changed; nothing is then written.
    """
    act.lock(case)
    if not _hand_over(act, case, queries.handlers_of(case), excluded_of(case)):
        raise NotNow("This case is in good hands.")


def route_new(act: Act, case: Escalation, excluded: frozenset[UUID]) -> None:
    """A case that was raised in this act finds its handlers; without any an alarm goes out."""
    if not _hand_over(act, case, (), excluded):
        notices.tell_of_no_hands(act, excluded)


def _hand_over(
    act: Act, case: Escalation, assigned: Sequence[Handler], excluded: frozenset[UUID]
) -> bool:
    """Whether hands have changed."""
    pool = {person.id: (person, load) for person, load in queries.hands()}
    able = pool.keys() - excluded
    ended = [handler for handler in assigned if handler.person_id not in able]
    kept = {handler.person_id for handler in assigned} & able
    free = [(pool[person_id][1], person_id) for person_id in able - kept]
    chosen = [pool[person_id][0] for person_id in lightest(free, HANDLERS - len(kept))]
    if not chosen and not ended:
        return False
    for handler in ended:
        handler.until = act.at
    for person in chosen:
        act.add(Handler(escalation=case, person=person, since=act.at))
    _record(act, case, chosen, ended)
    _tell(act, chosen, excluded, left=len(kept) + len(chosen))
    return True


def _record(act: Act, case: Escalation, chosen: Sequence[Person], ended: Sequence[Handler]) -> None:
    waits = case.state is State.RECEIVED
    if waits and chosen:
        case.state = LIFECYCLE.after(case.state, Step.ROUTE)
    act.record(
        Event.ROUTED if waits else Event.REASSIGNED,
        case,
        handlers=[person.handle for person in chosen],
        ended=[handler.person.handle for handler in ended],
    )


def _tell(act: Act, chosen: Sequence[Person], excluded: frozenset[UUID], *, left: int) -> None:
    notices.tell_people(act, chosen)
    if left == 1:
        notices.tell_of_one_pair_of_hands(act, excluded)
    elif left == 0:
        notices.tell_of_no_hands(act, excluded)
