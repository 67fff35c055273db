"""Taking in a table of policies that are already in force."""

from collections.abc import Sequence
from datetime import date

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import Unfinished
from impactreview.people.models import Person
from impactreview.policies.models import PolicyCode, PolicyImport
from impactreview.policies.operations import letters
from impactreview.policies.operations.register import enter
from impactreview.policies.queries import imports as queries
from impactreview.policies.rules import imports as rules
from impactreview.policies.rules.imports import Line
from impactreview.policies.rules.register import SERIES
from impactreview.policies.terms import Event


def take_in(
    act: Act, lines: Sequence[Line], *, content_hash: str, by: Person, on: date
) -> PolicyImport:
    """Every policy of the table stands in the book; those who speak for the customers are told.

    Every row is checked again here. Raises Unfinished where one can not be taken in; nothing is
    then written.
    """
    act.next_number(PolicyCode, SERIES, steps=0)  # nobody writes into the book meanwhile
    rows = rules.check(lines, queries.known(lines, on=on))
    missing = [problem for row in rows for problem in row.problems]
    if missing:
        raise Unfinished("The table can no longer be taken in. Please check it again.", missing)
    made = act.add(
        PolicyImport(content_hash=content_hash, rows=len(rows), imported_by=by, at=act.at)
    )
    act.record(Event.IMPORTED, made, content_hash=content_hash, number=len(rows))
    for row in rows:
        if row.registration:
            enter(act, row.registration, by=by, on=on)
    letters.imported(act, len(rows), by=by)
    return made
