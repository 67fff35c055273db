"""Units of the organisation: made, renamed, moved."""

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import Stale, Unusable
from impactreview.people.models import Unit
from impactreview.people.operations.roles import administrator
from impactreview.people.queries import choices
from impactreview.people.rules.people import in_circles, is_code
from impactreview.people.terms import Event


def add_unit(act: Act, *, code: str, name: str, parent: Unit | None = None) -> Unit:
    """A unit stands below `parent`, or at the top. Its code is for good.

    Raises Unusable for a code that is none or is taken; nothing is then written.
    """
    administrator(act, alone=True)
    if not is_code(code):
        raise Unusable("A code has no spaces, no slash and no bar.", place="code")
    if choices.unit_of(code) is not None:
        raise Unusable("There is a unit with this code already.", place="code")
    return make_unit(act, code=code, name=name, parent=parent)


def make_unit(act: Act, *, code: str, name: str, parent: Unit | None) -> Unit:
    """The unit is there. The caller has looked that its code is free."""
    unit = act.add(Unit(code=code, name=name, parent=parent))
    act.record(Event.UNIT_MADE, unit, name=name, parent=parent.reference if parent else None)
    return unit


def change_unit(act: Act, unit: Unit, *, name: str, parent: Unit | None, seen: int) -> None:
    """The unit is called `name` and stands below `parent`, with all that is below it.

    Raises Stale where it is no longer at the version `seen`, Unusable where it would stand below
    itself or nothing would change; nothing is then written.
    """
    administrator(act, alone=True)
    above = {each.id: each.parent_id for each in choices.units()}
    if unit.version != seen:
        raise Stale("Somebody else changed this meanwhile.")
    above[unit.id] = parent.id if parent else None
    if in_circles(above):
        raise Unusable("A unit can not stand below itself.", place="parent")
    if (unit.name, unit.parent) == (name, parent):
        raise Unusable("You have changed nothing.")
    unit.name, unit.parent = name, parent
    act.record(Event.UNIT_CHANGED, unit, name=name, parent=parent.reference if parent else None)
