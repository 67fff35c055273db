"""The part of a template that makes levels of answers, from its tree: quick test and scoring."""

from collections.abc import Mapping
from types import MappingProxyType

from impactreview.impact.nodes import Node, Nodes
from impactreview.impact.schema import Bound, Floor, QuickTest, Scoring, Trigger
from impactreview.impact.terms import Level
from impactreview.kernel.refusals import Missing

_SCORING = {
    "matrix", "reach", "unknown", "vulnerable_step", "weak_step", "analysed", "floors",
}  # fmt: skip


class ReadingLevels(Nodes):
    """One reading of what makes the levels. `offered` are the choices of each question."""

    offered: Mapping[str, frozenset[str]] = MappingProxyType({})

    def limit(self, node: Node, key: str, place: str) -> str | None:
        """A bound, a whole number or a decimal as text; kept as text."""
        value = node.get(key)
        if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
            return None if value is None else str(value)
        self.wrong(Missing("A number is needed here.", place=f"{place}.{key}"))
        return None

    def triggers(self, value: object, place: str) -> tuple[Trigger, ...]:
        """Question ids with the answers that fire."""
        if not isinstance(value, dict) or not value:
            self.wrong(Missing("Named parts are needed here.", place=place))
            return ()
        return tuple(
            self.trigger(name, self.each(answers, f"{place}.{name}"))
            for name, answers in value.items()
        )

    def trigger(self, name: str, answers: list[object]) -> Trigger:
        """The answers that fire; all others that the question offers are calm."""
        firing = frozenset(str(answer) for answer in answers)
        return Trigger(name, firing, self.offered.get(name, frozenset()) - firing)

    def quick_test(self, value: object) -> QuickTest:
        """The settings of the quick test."""
        place = "quick_test"
        node = self.node(value, place, {"full", "count", "full_from", "short_from"})
        return QuickTest(
            full=self.triggers(node.get("full"), f"{place}.full"),
            count=self.triggers(node.get("count"), f"{place}.count"),
            full_from=self.whole(node, "full_from", place, least=1, most=100),
            short_from=self.whole(node, "short_from", place, least=1, most=100),
        )

    def scoring(self, value: object) -> Scoring:
        """The settings of the levels."""
        place = "scoring"
        node = self.node(value, place, _SCORING)
        return Scoring(
            matrix=self.matrix(node.get("matrix")),
            reach=tuple(self.bound(b) for b in self.each(node.get("reach"), f"{place}.reach")),
            unknown=self.whole(node, "unknown", place, least=1, most=4),
            vulnerable_step=self.whole(node, "vulnerable_step", place, least=0, most=3),
            weak_step=self.whole(node, "weak_step", place, least=0, most=3),
            analysed=Level(self.whole(node, "analysed", place, least=0, most=4)),
            floors=self.floors(node.get("floors")),
        )

    def matrix(self, value: object) -> tuple[tuple[Level, ...], ...]:
        """Four rows of likelihood, four columns of severity."""
        known = [level.value for level in Level if level]
        rows = value if isinstance(value, list) else []
        fits = len(rows) == 4 and all(
            isinstance(row, list) and len(row) == 4 and all(cell in known for cell in row)
            for row in rows
        )
        if not fits:
            self.wrong(
                Missing("The matrix has four rows of four levels, 1 to 4.", place="scoring.matrix")
            )
            return ()
        return tuple(tuple(Level(cell) for cell in row) for row in rows)

    def bound(self, value: object) -> Bound:
        """One step of reach."""
        place = "scoring.reach"
        node = self.node(value, place, {"below", "up_to", "step"})
        if "below" in node and "up_to" in node:
            self.wrong(Missing("A step ends below or up to one limit.", place=place))
        limit = self.limit(node, "up_to" if "up_to" in node else "below", place)
        return Bound(limit, "up_to" in node, self.whole(node, "step", place, least=1, most=4))

    def floors(self, value: object) -> tuple[Floor, ...]:
        """Levels that are not undercut, each with the answers that call for it."""
        if not isinstance(value, dict):
            self.wrong(Missing("Named parts are needed here.", place="scoring.floors"))
            return ()
        return tuple(self.floor(name, node) for name, node in value.items())

    def floor(self, name: str, value: object) -> Floor:
        """One floor."""
        place = f"scoring.floors.{name}"
        node = self.node(value, place, {"level", "if"})
        level = Level(self.whole(node, "level", place, least=1, most=4))
        return Floor(name, level, self.triggers(node.get("if"), f"{place}.if"))
