"""The parts of a template's tree: texts, numbers, lists, each wrong one with its place."""

from typing import Any

from impactreview.impact.schema import Words
from impactreview.kernel.refusals import Missing

Node = dict[str, Any]


class Nodes:
    """One reading of one tree; collects what is wrong."""

    def __init__(self, found: list[Missing]) -> None:
        self.found = found

    def wrong(self, message: Missing) -> None:
        """Keep one thing that is wrong."""
        self.found.append(message)

    def node(self, value: object, place: str, keys: set[str]) -> Node:
        """`value` as an object that has no other keys than these."""
        if not isinstance(value, dict):
            self.wrong(Missing("Named parts are needed here.", place=place))
            return {}
        for key in value.keys() - keys:
            self.wrong(Missing("%(key)s is not known here; remove it.", place=place, key=key))
        return value

    def each(self, value: object, place: str) -> list[Any]:
        """`value` as a list with something in it."""
        if not isinstance(value, list) or not value:
            self.wrong(Missing("A list is needed here.", place=place))
            return []
        return value

    def text(self, node: Node, key: str, place: str) -> str:
        """The text under `key`."""
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong(Missing("A text is needed here.", place=f"{place}.{key}"))
        return ""

    def optional_text(self, node: Node, key: str, place: str) -> str | None:
        """The text under `key`, none where there is no such key."""
        return self.text(node, key, place) if key in node else None

    def whole(self, node: Node, key: str, place: str, *, least: int, most: int) -> int:
        """The whole number under `key`."""
        value = node.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.wrong(
            Missing(
                "A whole number from %(least)s to %(most)s is needed here.",
                place=f"{place}.{key}",
                least=least,
                most=most,
            )
        )
        return least

    def truth(self, node: Node, key: str, place: str) -> bool:
        """True or false under `key`; false where there is no such key."""
        value = node.get(key, False)
        if not isinstance(value, bool):
            self.wrong(Missing("Only true or false may stand here.", place=f"{place}.{key}"))
        return value is True

    def words(self, node: Node, key: str, place: str, *, needed: bool = True) -> Words:
        """The text under `key` in both languages."""
        if key not in node and not needed:
            return Words("", "")
        where = f"{place}.{key}"
        both = self.node(node.get(key, {}), where, {"de", "en"})
        return Words(self.spoken(both, "de", where), self.spoken(both, "en", where))

    def spoken(self, both: Node, language: str, place: str) -> str:
        """The text in one language."""
        value = both.get(language)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong(
            Missing("The text in %(language)s is missing; add it.", place=place, language=language)
        )
        return ""
