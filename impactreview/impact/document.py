"""A template's text as a plain tree: no doubled keys, no floats, no tags, of a bounded size."""

import re
from typing import Any

import yaml

from impactreview.kernel.refusals import Missing

LONGEST = 500_000
NODES = 50_000
DEPTH = 40
GREATEST = 10**9


class _Reader(yaml.SafeLoader):
    """YAML of texts, whole numbers, true, false and null; dates and decimals stay text."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def fetch_flow_collection_start(self, TokenClass: Any) -> None:  # noqa: N803 - the base's name
        """Refuse brackets in brackets before they cost time."""
        if self.flow_level > DEPTH:
            raise _Refused(f"line {self.line + 1}")
        super().fetch_flow_collection_start(TokenClass)


class _Refused(yaml.YAMLError):
    """A key that stands twice or is no text, or too many brackets; says the line."""


def document(text: str, found: list[Missing]) -> dict[str, Any]:
    """The tree that `text` spells. What is wrong goes to `found`; the tree is empty then."""
    if len(text) > LONGEST:
        found.append(
            Missing("The template is too long; at most %(most)s characters.", most=LONGEST)
        )
        return {}
    try:
        # A safe loader with fewer types than the safe one.
        tree = yaml.load(text, _Reader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        found.append(Missing("This is not readable as YAML.", place=_place_of(error)))
        return {}
    if not isinstance(tree, dict):
        found.append(Missing("A template is a document with named parts.", place=""))
        return {}
    found += _unusable(tree)
    return {} if found else tree


def _place_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else str(error) if isinstance(error, _Refused) else ""


def _unusable(tree: object) -> list[Missing]:
    """What JSON or a person could not take: too deep, too much, foreign types."""
    waiting: list[tuple[object, int]] = [(tree, 0)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > DEPTH or seen > NODES:
            return [Missing("The template is nested too deep or too large.")]
        if isinstance(node, dict):
            waiting += [(value, depth + 1) for value in node.values()]
        elif isinstance(node, list):
            waiting += [(value, depth + 1) for value in node]
        elif not _is_plain(node):
            return [Missing("Only texts, whole numbers, true and false may stand here.")]
    return []


def _is_plain(node: object) -> bool:
    if isinstance(node, str):
        return not any("\ud800" <= character <= "\udfff" for character in node)
    return node is None or (isinstance(node, int) and abs(node) <= GREATEST)


def _mapping(loader: _Reader, node: yaml.MappingNode) -> dict[str, Any]:
    keys: list[object] = []
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str) or key in keys:
            raise _Refused(f"line {key_node.start_mark.line + 1}")
        keys.append(key)
    return dict(loader.construct_pairs(node, deep=True))


def _resolves(tag: str, pattern: str, first: str) -> None:
    _Reader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


_resolves("bool", r"^(?:true|false)$", "tf")
_resolves("null", r"^null$", "n")
_resolves("int", r"^(?:0|-?[1-9][0-9]{0,8})$", "-0123456789")
_Reader.add_constructor("tag:yaml.org,2002:map", _mapping)
