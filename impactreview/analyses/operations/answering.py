"""Answers: written, changed, taken back; each with who and when, and how often."""

from collections.abc import Mapping, Sequence

from impactreview.analyses import queries
from impactreview.analyses.models import Analysis, Answer, AnswerRow
from impactreview.analyses.queries import Held
from impactreview.analyses.rules.merging import NOTHING, Seen, merged
from impactreview.analyses.terms import Event
from impactreview.audit.acts import Act
from impactreview.impact.content import fits
from impactreview.impact.loading import default_template
from impactreview.impact.values import is_answered
from impactreview.kernel.refusals import NotNow, Stale, Unusable
from impactreview.people.models import Person
from impactreview.proposals.rules import must_write

MOST_ROWS = 200
_UNFIT = "This answer does not fit its question."


def must_stand(row: AnswerRow) -> None:
    """Raise NotNow for a row that was taken out."""
    if row.removed_at is not None:
        raise NotNow("Somebody has taken this row out meanwhile.")


def answer(
    act: Act, held: Held, *, by: Person, values: Mapping[str, object], seen: Seen = NOTHING
) -> Sequence[str]:
    """The questions are answered so; gives the paths that changed. A blank takes an answer back.

    `seen` is what stood there when `by` began to write: what others answered meanwhile stays where
    `by` left it alone. Raises NotYours, NotNow, Unusable for a value that does not fit its
    question, or Stale where somebody else answered one of them otherwise; nothing is then written.
    """
    analysis = held.analysis
    must_write(by, analysis.proposal)
    template = default_template()
    for path, value in values.items():
        if not fits(template.question(path), value):
            raise Unusable(_UNFIT, place=path)
    changed = keep(act, analysis, by=by, values=values, known=held.answers, seen=seen)
    if changed:
        act.record(Event.ANSWERED, analysis, paths=[*changed])
    return changed


def add_row(
    act: Act, analysis: Analysis, *, by: Person, table: str, values: Mapping[str, object]
) -> AnswerRow:
    """The table has one row more, at its end.

    Raises NotYours, NotNow, or Unusable for a value that does not fit; nothing is then written.
    """
    must_write(by, analysis.proposal)
    act.lock(analysis)
    standing = queries.rows_of(analysis, table)
    most = min(default_template().tables[table].most, MOST_ROWS)
    if len(standing) >= most:
        raise NotNow("There are %(most)s rows already; no more have a place here.", most=most)
    row = act.add(
        AnswerRow(
            analysis=analysis,
            table=table,
            position=max((each.position for each in standing), default=0) + 1,
            removed_at=None,
        )
    )
    changed = _in_row(act, analysis, row, by=by, values=values, known={}, seen=NOTHING)
    act.record(Event.ROW_ADDED, analysis, row=str(row.id), table=table, paths=[*changed])
    return row


def answer_row(
    act: Act,
    analysis: Analysis,
    row: AnswerRow,
    *,
    by: Person,
    values: Mapping[str, object],
    seen: Seen = NOTHING,
) -> Sequence[str]:
    """The columns of the row are answered so; gives the paths that changed. `seen` as in `answer`.

    Raises NotYours, NotNow, Unusable or Stale as `answer`; nothing is then written.
    """
    must_write(by, analysis.proposal)
    act.lock(analysis)
    must_stand(row)
    known = {each.path: each for each in queries.answers_in(row)}
    changed = _in_row(act, analysis, row, by=by, values=values, known=known, seen=seen)
    if changed:
        act.record(Event.ANSWERED, analysis, row=str(row.id), paths=[*changed])
    return changed


def remove_row(act: Act, analysis: Analysis, row: AnswerRow, *, by: Person) -> None:
    """The row is taken out; what it said stays in the book.

    Raises NotYours or NotNow, also where a mitigation still names it; nothing is then written.
    """
    must_write(by, analysis.proposal)
    act.lock(analysis)
    must_stand(row)
    if row.table == "places" and queries.mitigations_of(analysis, row.id):
        raise NotNow("A mitigation names this row. Take the mitigation out first.")
    row.removed_at = act.at
    act.record(Event.ROW_REMOVED, analysis, row=str(row.id), table=row.table)


def keep(
    act: Act,
    analysis: Analysis,
    *,
    by: Person,
    values: Mapping[str, object],
    known: Mapping[str, Answer],
    seen: Seen,
) -> list[str]:
    """Write plain answers without an entry of their own; whoever calls records one."""
    return _write(act, analysis, None, by=by, values=values, known=known, seen=seen)


def _in_row(
    act: Act,
    analysis: Analysis,
    row: AnswerRow,
    *,
    by: Person,
    values: Mapping[str, object],
    known: Mapping[str, Answer],
    seen: Seen,
) -> list[str]:
    table = default_template().tables[row.table]
    for key, value in values.items():
        if not fits(table.column(key), value):
            raise Unusable(_UNFIT, place=f"{row.table}.{key}")
    named = {f"{row.table}.{key}": value for key, value in values.items()}
    return _write(act, analysis, row, by=by, values=named, known=known, seen=seen)


def _write(
    act: Act,
    analysis: Analysis,
    row: AnswerRow | None,
    *,
    by: Person,
    values: Mapping[str, object],
    known: Mapping[str, Answer],
    seen: Seen,
) -> list[str]:
    found = merged(seen, {path: each.value for path, each in known.items()}, values)
    if found.clashes:
        raise Stale(
            "Somebody else answered this meanwhile, and otherwise. Both answers stand below.",
            paths=found.clashes,
        )
    for path, given in found.write.items():
        value, standing = (given if is_answered(given) else None), known.get(path)
        if standing is None:
            _begin(act, analysis, row, path, value, by=by)
        else:
            standing.value, standing.number = value, standing.number + 1
            standing.changed_by, standing.changed_at = by, act.at
    return [*found.write]


def _begin(
    act: Act, analysis: Analysis, row: AnswerRow | None, path: str, value: object, *, by: Person
) -> None:
    act.add(
        Answer(
            analysis=analysis,
            row=row,
            path=path,
            value=value,
            number=1,
            changed_by=by,
            changed_at=act.at,
        )
    )
