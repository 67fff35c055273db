"""Making a board, and changing what it is called and where it stands."""

from dataclasses import dataclass

from impactreview.audit.acts import Act
from impactreview.governance.models import Board
from impactreview.governance.queries import boards as queries
from impactreview.governance.rules import boards as rules
from impactreview.governance.terms import BoardKind, Event
from impactreview.kernel.refusals import NotNow, Stale, Unusable
from impactreview.people.models import Unit
from impactreview.people.operations.roles import administrator, must


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a board is called and where it stands; all of it may change."""

    name: str
    unit: Unit | None = None
    above: Board | None = None


def make_board(act: Act, slug: str, *, kind: BoardKind, standing: Standing) -> Board:
    """There is a board `slug`, with nobody on it yet.

    Raises NotYours for anybody but an administrator, Unusable for a short name that can not stand
    in an address, NotNow for one that is taken; nothing is then written.
    """
    administrator(act)
    if not rules.is_slug(slug):
        raise Unusable("Only small letters, digits and single hyphens, at most 60.", place="slug")
    if queries.by_slug(slug) is not None:
        raise NotNow("There is a board with this short name already.", place="slug")
    board = act.add(
        Board(
            slug=slug,
            name=standing.name,
            kind=kind,
            unit=standing.unit,
            above=standing.above,
            closed_at=None,
        )
    )
    act.record(Event.BOARD_MADE, board, kind=kind.value, **_facts(standing))
    return board


def change_board(act: Act, board: Board, *, standing: Standing, seen: int) -> Board:
    """The board is called and stands as `standing` says; its short name and its kind stay.

    Raises NotYours for anybody but an administrator, Stale where the board is no longer at the
    version `seen`, Unusable where it would stand above itself; nothing is then written.
    """
    administrator(act)
    standing_above = queries.standing()
    act.lock(board)
    if board.version != seen:
        raise Stale("Somebody else changed this meanwhile.")
    above = standing.above.id if standing.above else None
    must(rules.why_not_above(board.id, above, standing_above))
    board.name, board.unit, board.above = standing.name, standing.unit, standing.above
    act.record(Event.BOARD_CHANGED, board, **_facts(standing))
    return board


def _facts(standing: Standing) -> dict[str, str | None]:
    return {
        "name": standing.name,
        "unit": standing.unit.reference if standing.unit else None,
        "above": standing.above.reference if standing.above else None,
    }
