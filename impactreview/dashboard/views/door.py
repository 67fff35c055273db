"""The door of every case: who may know of it, who must say first that they open it; its state."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import abort, request, url_for

from impactreview.dashboard.queries.door import Standing, is_of_its_board, standing
from impactreview.dashboard.queries.states import states_of
from impactreview.dashboard.rules.cases import KINDS
from impactreview.dashboard.terms import CaseState
from impactreview.people.current import current_person, current_roles
from impactreview.proposals.models import Proposal
from impactreview.proposals.rules import may_read
from impactreview.proposals.rules.access import SEES_RESTRICTED
from impactreview.proposals.rules.reading import is_covered
from impactreview.web.cases import LeadsTo
from impactreview.web.days import today


class CaseDoor:
    """What `web.cases.Door` asks for."""

    def enter(self, case: Proposal) -> None:
        """Let in to what the case says."""
        if self.covers(case):
            asked = f"{request.script_root}{request.path}" if request.method == "GET" else None
            raise LeadsTo(url_for("proposals.cover", code=case.code, to=asked))

    def know(self, case: Proposal) -> None:
        """Let know that there is such a case."""
        self._standing(case)

    def covers(self, case: Proposal) -> bool:
        """Whether whoever asks has to open the case first; a 404 where they may not know of it."""
        found = self._standing(case)
        return (
            found is not None
            and is_covered(case, writes=found.writes)
            and not (found.opened or found.told)
        )

    def states(self, cases: Sequence[Proposal]) -> Mapping[UUID, tuple[CaseState, str]]:
        """The same words and shapes as in the register."""
        found = states_of([case.id for case in cases])
        return {case_id: (state, KINDS[state]) for case_id, state in found.items()}

    def _standing(self, case: Proposal) -> Standing | None:
        """How whoever asks stands to a restricted case; None of one that is not."""
        reader, roles = current_person().id, current_roles()
        if not case.restricted:
            if not may_read(reader, case, roles):
                abort(404)
            return None
        found = standing(case, reader, today())
        named = found.named or (roles.isdisjoint(SEES_RESTRICTED) and is_of_its_board(case, found))
        if not found.told and not may_read(reader, case, roles, also={reader} if named else ()):
            abort(404)
        return found


case_door = CaseDoor()
