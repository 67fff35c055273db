"""Which rows of a table of policies can be taken in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from impactreview.kernel.refusals import Missing, Refusal
from impactreview.people.models import Person, Unit
from impactreview.policies.rules.register import (
    Registration,
    review_by_default,
    why_not_register,
)
from impactreview.policies.rules.titles import alike, why_taken


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row as it was read: empty cells are empty or None, unreadable ones are `problems`."""

    number: int
    title: str
    owner_email: str
    text: str
    in_force_since: date | None
    review_by: date | None = None
    unit: str = ""
    code: str = ""
    version_note: str = ""
    problems: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Known:
    """What stands already, as far as the rows speak of it."""

    people: Mapping[str, Person]
    units: Mapping[str, Unit]
    codes: Collection[str]
    titles: Mapping[str, str]
    """By each title of the book, as titles are compared, whose it is."""
    on: date


@dataclass
class Checked:
    """What one row would register, and what is wrong with it."""

    line: Line
    registration: Registration | None = None
    problems: list[Missing] = field(default_factory=list)


def check(lines: Iterable[Line], known: Known) -> list[Checked]:
    """Every row with what it would register. None may be taken in while one has a problem."""
    codes: set[str] = set()
    titles: set[str] = set()
    checked = []
    for line in lines:
        row = _checked(line, known, codes)
        row.problems += _called_alike(line, known, titles)
        checked.append(row)
        codes.add(line.code)
        titles.add(alike(line.title))
    return checked


def _called_alike(line: Line, known: Known, seen: Collection[str]) -> Iterator[Missing]:
    title = alike(line.title)
    refusal = why_taken(known.titles.get(title))
    if refusal:
        yield _told(refusal)
    if title and title in seen:
        yield Missing("A row above has this title too.")


def _checked(line: Line, known: Known, seen: Collection[str]) -> Checked:
    row = Checked(line, problems=[*line.problems, *_unknown(line, known, seen)])
    owner, since = known.people.get(line.owner_email), line.in_force_since
    if owner is not None and since is not None:
        _register(row, known, owner=owner, since=since)
    return row


def _unknown(line: Line, known: Known, seen: Collection[str]) -> Iterator[Missing]:
    if line.owner_email not in known.people:
        yield Missing("Nobody has the address %(email)s.", email=line.owner_email)
    if line.in_force_since is None and not line.problems:
        yield Missing("The day is missing since when the policy is in force.")
    if line.unit and line.unit not in known.units:
        yield Missing("There is no unit %(unit)s.", unit=line.unit)
    if line.code in known.codes:
        yield Missing("There is a policy %(code)s already.", code=line.code)
    if line.code and line.code in seen:
        yield Missing("A row above has the code %(code)s too.", code=line.code)


def _register(row: Checked, known: Known, *, owner: Person, since: date) -> None:
    line = row.line
    registration = Registration(
        title=line.title,
        owner=owner,
        text=line.text,
        in_force_since=since,
        review_by=line.review_by or review_by_default(known.on),
        unit=known.units.get(line.unit),
        note=line.version_note,
        code=line.code,
    )
    refusal = why_not_register(registration, known.on)
    if refusal:
        row.problems.append(_told(refusal))
    if not row.problems:
        row.registration = registration


def _told(refusal: Refusal) -> Missing:
    params = {name: value for name, value in refusal.params.items() if name != "place"}
    return Missing(refusal.message, place="", **params)
