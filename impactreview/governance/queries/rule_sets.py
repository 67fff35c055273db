"""Questions about routing rules: which came with the house, which are in force."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from impactreview.governance.models import Board, RuleSet
from impactreview.governance.rules.rule_sets import FORMS, RuleSetContent, rule_set
from impactreview.governance.terms import BoardKind
from impactreview.impact.loading import default_template
from impactreview.kernel.db import session
from impactreview.people.models import Unit

DATA = Path(__file__).parents[1] / "data"


@cache
def packaged(form: str) -> RuleSetContent:
    """The rules of that form as they came with the house. Raises BrokenRuleSet, KeyError."""
    if form not in FORMS:
        raise KeyError(form)
    document = json.loads((DATA / f"rules_{form}.json").read_text(encoding="utf-8"))
    return rule_set(document, questions())


@cache
def questions() -> frozenset[str]:
    """Every question of the analysis that a condition may ask about."""
    return frozenset(question.id for question in default_template().questions())


def adopted() -> RuleSet | None:
    """The rules that were adopted last; none as long as nobody adopted any."""
    return session.scalars(sa.select(RuleSet).order_by(RuleSet.number.desc()).limit(1)).first()


def rules_in_force(form: str) -> RuleSetContent:
    """The adopted rules, else those of `form` that came with the house."""
    found = adopted()
    return packaged(form) if found is None else kept(found.content, found.content_hash)


def kept(document: dict[str, Any], content_hash: str) -> RuleSetContent:
    """Rules that were checked when they were taken in, from where they are kept."""
    return RuleSetContent(document, content_hash)


def boards_for(unit: Unit) -> dict[BoardKind, Board]:
    """Which board of each kind decides about what `unit` proposes.

    A unit's board is that of the unit itself or of the nearest unit above; of every other kind the
    first by name. Closed boards do not count.
    """
    boards = session.scalars(
        sa.select(Board)
        .where(Board.closed_at.is_(None))
        .order_by(Board.name, Board.id)
        .limit(1_000)
    ).all()
    found: dict[BoardKind, Board] = {}
    for board in boards:
        if board.kind is not BoardKind.UNIT:
            found.setdefault(board.kind, board)
    of_unit = {board.unit_id: board for board in reversed(boards) if board.kind is BoardKind.UNIT}
    line = [unit.id] if unit.id in of_unit else line_of(unit)
    for unit_id in (*line, None):
        if unit_id in of_unit:
            found[BoardKind.UNIT] = of_unit[unit_id]
            break
    return found


def line_of(unit: Unit) -> list[UUID]:
    """`unit` and the units above it, from below."""
    above = {
        unit.id: unit.parent_id for unit in session.execute(sa.select(Unit.id, Unit.parent_id))
    }
    line: list[UUID] = []
    at: UUID | None = unit.id
    while at is not None and at not in line:
        line.append(at)
        at = above.get(at)
    return line
