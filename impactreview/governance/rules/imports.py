"""Which rows of a table of boards and members can be taken in, and what each of them would do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from impactreview.governance.models import Board, Membership
from impactreview.governance.rules import boards, seats
from impactreview.governance.rules.seats import SINGLE, Place
from impactreview.governance.terms import BoardKind, Chamber, Office
from impactreview.kernel.refusals import Missing, Refusal
from impactreview.people.models import Person, Unit
from impactreview.people.rules.people import in_circles

MOST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row as it was read: empty cells are empty or None, unreadable ones are `problems`."""

    number: int
    board: str
    board_name: str = ""
    kind: BoardKind | None = None
    unit: str = ""
    above: str = ""
    email: str = ""
    office: Office | None = None
    chamber: Chamber | None = None
    term_from: date | None = None
    term_until: date | None = None
    problems: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Known:
    """What stands already, as far as the rows speak of it."""

    boards: Mapping[str, Board]
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    places: Mapping[UUID, Sequence[Membership]]
    """What is proposed or held, by board."""
    by: UUID
    on: date


@dataclass(frozen=True)
class NewBoard:
    """A board that the table makes."""

    slug: str
    name: str
    kind: BoardKind
    unit: str
    above: str


@dataclass
class Checked:
    """What one row would do, and what is wrong with it."""

    line: Line
    board: NewBoard | None = None
    person: Person | None = None
    place: Place | None = None
    problems: list[Missing] = field(default_factory=list)


@dataclass
class _Plan:
    """What the rows above have made and given already."""

    boards: dict[str, NewBoard] = field(default_factory=dict)
    people: set[tuple[str, UUID]] = field(default_factory=set)
    offices: set[tuple[str, Office]] = field(default_factory=set)


def check(lines: Iterable[Line], known: Known) -> list[Checked]:
    """Every row with what it would do. Nothing may be taken in while one has a problem."""
    plan = _Plan()
    checked = [_checked(line, known, plan) for line in lines]
    _check_above(checked, known, plan)
    return checked


def _checked(line: Line, known: Known, plan: _Plan) -> Checked:
    row = Checked(line, problems=list(line.problems))
    if not boards.is_slug(line.board):
        row.problems.append(
            Missing("The board needs a short name of small letters, digits and single hyphens.")
        )
        return row
    if line.board in known.boards:
        row.problems += _differing(line, _standing(known.boards[line.board]))
    elif line.board in plan.boards:
        row.problems += _differing(line, plan.boards[line.board])
    else:
        _make_board(row, known, plan)
    if line.email:
        _give_place(row, known, plan)
    elif not row.board and not row.problems:
        row.problems.append(Missing("This row does nothing: the board is there already."))
    return row


def _standing(board: Board) -> NewBoard:
    unit = board.unit.code if board.unit else ""
    above = board.above.slug if board.above else ""
    return NewBoard(board.slug, board.name, board.kind, unit, above)


def _differing(line: Line, board: NewBoard) -> Iterator[Missing]:
    said = {
        "board_name": (line.board_name, board.name),
        "kind": (line.kind.value if line.kind else "", board.kind.value),
        "unit": (line.unit, board.unit),
        "above": (line.above, board.above),
    }
    for column, (here, there) in said.items():
        if here and here != there:
            yield Missing(
                "%(column)s is %(there)s for this board. An import changes no board.",
                column=column,
                there=there or "-",
            )


def _make_board(row: Checked, known: Known, plan: _Plan) -> None:
    line = row.line
    if not line.board_name or len(line.board_name) > MOST_NAME:
        row.problems.append(Missing("A new board needs a name of at most 200 characters."))
    if line.kind is None and not line.problems:
        row.problems.append(Missing("A new board needs a kind."))
    if line.unit and line.unit not in known.units:
        row.problems.append(Missing("There is no unit %(unit)s.", unit=line.unit))
    if row.problems or line.kind is None:
        return
    row.board = NewBoard(line.board, line.board_name, line.kind, line.unit, line.above)
    plan.boards[line.board] = row.board


def _give_place(row: Checked, known: Known, plan: _Plan) -> None:
    line, person = row.line, known.people.get(row.line.email)
    if person is None:
        row.problems.append(Missing("Nobody has the address %(email)s.", email=line.email))
    if line.office is None and not line.problems:
        row.problems.append(Missing("A member needs an office."))
    if person is None or line.office is None:
        return
    place = Place(line.office, line.chamber, line.term_from or known.on, line.term_until)
    refusal = _why_not(line.board, person, place, known, plan)
    if refusal:
        row.problems.append(refusal)
        return
    row.person, row.place = person, place
    plan.people.add((line.board, person.id))
    if place.office in SINGLE:
        plan.offices.add((line.board, place.office))


def _why_not(slug: str, person: Person, place: Place, known: Known, plan: _Plan) -> Missing | None:
    board = known.boards.get(slug)
    others = known.places.get(board.id, ()) if board else ()
    refusal = seats.why_not_propose(person, place, by=known.by, others=others, on=known.on)
    if refusal:
        return _told(refusal)
    if (slug, person.id) in plan.people:
        return Missing("A row above gives %(name)s a place on this board.", name=person.name)
    if (slug, place.office) in plan.offices:
        return Missing("A row above gives this office on this board to somebody else.")
    return None


def _told(refusal: Refusal) -> Missing:
    params = {name: value for name, value in refusal.params.items() if name != "place"}
    return Missing(refusal.message, place="", **params)


def _check_above(checked: Sequence[Checked], known: Known, plan: _Plan) -> None:
    """A board may stand above one of an earlier row, so this is seen only at the end."""
    there = known.boards.keys() | plan.boards.keys()
    circling = in_circles({slug: board.above or None for slug, board in plan.boards.items()})
    for row in checked:
        if row.board is None:
            continue
        if row.board.above and row.board.above not in there:
            row.problems.append(Missing("There is no board %(board)s.", board=row.board.above))
        if row.board.slug in circling:
            row.problems.append(
                Missing("A board can not stand above itself, not even by way of others.")
            )
