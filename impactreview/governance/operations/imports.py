"""Taking in a table of boards and members."""

from collections.abc import Mapping, Sequence
from datetime import date

from impactreview.audit.acts import Act
from impactreview.governance.models import Board, BoardImport, Membership
from impactreview.governance.operations import alarms, members
from impactreview.governance.operations.boards import Standing, make_board
from impactreview.governance.queries import boards as board_queries
from impactreview.governance.queries import imports as queries
from impactreview.governance.rules import imports as rules
from impactreview.governance.rules.imports import Checked, Known, Line
from impactreview.governance.terms import Event
from impactreview.kernel.refusals import Unfinished
from impactreview.people.models import Person
from impactreview.people.operations.roles import administrator


def take_in(act: Act, lines: Sequence[Line], *, content_hash: str, on: date) -> BoardImport:
    """The boards of the table stand, and its members are proposed by whoever takes it in.

    Every row is checked again here. Raises NotYours for anybody but an administrator, Unfinished
    where a row can not be taken in; nothing is then written.
    """
    by = administrator(act)
    board_queries.standing()  # no board changes until this act ends
    known = queries.known(lines, by=by, on=on)
    rows = rules.check(lines, known)
    missing = [problem for row in rows for problem in row.problems]
    if missing:
        raise Unfinished("The table can no longer be taken in. Please check it again.", missing)
    made = act.add(
        BoardImport(content_hash=content_hash, rows=len(rows), imported_by=by, at=act.at)
    )
    act.record(Event.IMPORTED, made, content_hash=content_hash, number=len(rows))
    boards = _made_boards(act, rows, known)
    proposed = _proposed(act, rows, boards, by=by, on=on)
    if proposed:
        alarms.proposed(act, proposed)
    return made


def _made_boards(act: Act, rows: Sequence[Checked], known: Known) -> Mapping[str, Board]:
    """Every board by its short name; a new one after the one that stands above it."""
    boards = dict(known.boards)
    waiting = [row.board for row in rows if row.board]
    while waiting:
        for new in [new for new in waiting if not new.above or new.above in boards]:
            above = boards[new.above] if new.above else None
            standing = Standing(name=new.name, unit=known.units.get(new.unit), above=above)
            boards[new.slug] = make_board(act, new.slug, kind=new.kind, standing=standing)
        waiting = [new for new in waiting if new.slug not in boards]
    return boards


def _proposed(
    act: Act, rows: Sequence[Checked], boards: Mapping[str, Board], *, by: Person, on: date
) -> Sequence[Membership]:
    act.settle()
    return [
        members.propose_unannounced(
            act, boards[row.line.board], person=row.person, place=row.place, by=by, on=on
        )
        for row in rows
        if row.person and row.place
    ]
