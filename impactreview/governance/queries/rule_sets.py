"""Questions about routing rules: which came with the house, which are in force."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

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


def _line_above() -> sa.CTE:
    """SQL of a unit and the units above it, with how far above."""
    line = (
        sa.select(Unit.id, Unit.parent_id, sa.literal(0, sa.Integer).label("height"))
        .where(Unit.id == sa.bindparam("unit_id"))
        .cte("line", recursive=True)
    )
    above = aliased(Unit)
    return line.union_all(
        sa.select(above.id, above.parent_id, line.c.height + 1)
        .join(line, above.id == line.c.parent_id)
        .where(line.c.height < _TOPMOST)
    )


_TOPMOST = 100
_LINE = _line_above()
_BOARDS = (
    sa.select(Board, _LINE.c.height)
    .outerjoin(_LINE, _LINE.c.id == Board.unit_id)
    .where(Board.closed_at.is_(None))
    .order_by(Board.name, Board.id)
    .limit(1_000)
)
"""Every board that stands, by name; of a unit's, how far it is above the one that is asked for."""


def boards_for(unit: Unit) -> dict[BoardKind, Board]:
    """Which board of each kind decides about what `unit` proposes.

    A unit's board is that of the unit itself or of the nearest unit above; of every other kind the
    first by name. Closed boards do not count.
    """
    rows = session.execute(_BOARDS, {"unit_id": unit.id}).all()
    found: dict[BoardKind, Board] = {}
    of_unit: list[tuple[int, Board]] = []
    for board, height in rows:
        if board.kind is not BoardKind.UNIT:
            found.setdefault(board.kind, board)
        elif height is not None or board.unit_id is None:
            of_unit.append((_TOPMOST if height is None else height, board))
    if of_unit:
        found[BoardKind.UNIT] = min(of_unit, key=lambda each: each[0])[1]
    return found
