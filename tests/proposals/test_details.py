"""What a proposal may say: limits, days, units, people."""

from datetime import date
from typing import Any

import pytest

from impactreview.impact.terms import Door
from impactreview.kernel.refusals import Unusable
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.rules.details import Details, code_of, must_be_sound
from impactreview.proposals.rules.tree import in_tree


def _details(**values: Any) -> Details:
    made = {"title": "T", "unit": Unit(code="U"), "door": Door.ONE_WAY, "text": ""}
    return Details(**{**made, **values})


def _place(**values: Any) -> object:
    details = _details(**values)
    try:
        must_be_sound(details, units={"U"}, changed=list(vars(details)))
    except Unusable as refusal:
        return refusal.params["place"]
    return None


LEFT = Person(name="Gone", deactivated_at=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({}, None),
        ({"title": ""}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 200}, None),
        ({"title": "x" * 201}, "title"),
        ({"text": "x" * 20_000}, None),
        ({"text": "x" * 20_001}, "text"),
        ({"wished_on": date(2000, 1, 1)}, None),
        ({"wished_on": date(1999, 12, 31)}, "wished_on"),
        ({"wished_on": date(9999, 12, 31)}, "wished_on"),
        ({"functions": ("U",)}, None),
        ({"functions": ("U", "X")}, "functions"),
        ({"functions": ("U",) * 201}, "functions"),
        ({"channels": ("x" * 80,) * 30}, None),
        ({"channels": ("x" * 81,)}, "channels"),
        ({"channels": ("x",) * 31}, "channels"),
        ({"restricted": True}, "embargo_until"),
        ({"restricted": True, "embargo_until": date(2027, 1, 1)}, None),
        ({"restricted": True, "embargo_until": date(2101, 1, 1)}, "embargo_until"),
        ({"embargo_until": date(2027, 1, 1)}, "embargo_until"),
        ({"sponsor": LEFT}, "sponsor"),
        ({"amends": Policy(state=PolicyState.WITHDRAWN)}, "amends"),
        ({"amends": Policy(state=PolicyState.SUSPENDED)}, None),
    ],
)
def test_what_a_proposal_may_say(values: dict[str, Any], place: str | None) -> None:
    assert _place(**values) == place


def test_what_has_not_changed_may_name_who_has_left_since() -> None:
    must_be_sound(_details(sponsor=LEFT), units={"U"}, changed=["title"])


def test_codes_count_within_their_year() -> None:
    assert [code_of(2026, 1), code_of(2026, 42), code_of(2027, 1000)] == [
        "D-2026-001",
        "D-2026-042",
        "D-2027-1000",
    ]


def test_units_stand_below_the_one_they_belong_to() -> None:
    top, other = Unit(code="A"), Unit(code="B")
    below = Unit(code="C", parent_id=top.id)
    deep = Unit(code="D", parent_id=below.id)
    tree = in_tree([other, deep, below, top])
    assert [(unit.code, depth) for unit, depth in tree] == [("B", 0), ("A", 0), ("C", 1), ("D", 2)]
