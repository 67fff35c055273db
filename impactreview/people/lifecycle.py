"""Every move that a role given to a person may make; a place on a board moves alike."""

from impactreview.kernel.lifecycle import Lifecycle
from impactreview.people.terms import State, Step

GRANT = Lifecycle(
    {
        (State.PROPOSED, Step.CONFIRM): State.HELD,
        (State.PROPOSED, Step.DECLINE): State.DECLINED,
        (State.HELD, Step.END): State.ENDED,
    }
)
