"""What an address looks like, and who may not stand above whom."""

import re
import unicodedata
from collections.abc import Hashable, Mapping
from typing import TypeVar

from impactreview.kernel.refusals import NotNow, Refusal, Unusable

Node = TypeVar("Node", bound=Hashable)

MOST_NAME = 200
MOST_ADDRESS = 254
MOST_CODE = 40
_CONTROL = r"\x00-\x1f\x7f"
_ADDRESS = re.compile(
    rf"[^@\s,;<>\"{_CONTROL}]+@[^@\s,;<>\".{_CONTROL}]+(\.[^@\s,;<>\".{_CONTROL}]+)*"
)
_CODE = re.compile(rf"[^\s|/{_CONTROL}]+")


def as_address(text: str) -> str:
    """An e-mail address as it is kept and compared: in one case, its domain in ASCII.

    So a browser sends what is typed in its fields for addresses; a table or a command may hold the
    same domain in its own letters. RFC 3492 for each label of it.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or len(text) > MOST_ADDRESS:  # no address: it is said again as it was typed
        return text.strip().casefold()
    spelled = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", domain).lower())
    return f"{local.casefold()}@{'.'.join(map(_in_ascii, spelled.split('.')))}"


def _in_ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def is_address(text: str) -> bool:
    """Whether `text` can be an e-mail address: one @, no spaces, something on both sides."""
    return len(text) <= MOST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether `text` can be the code of a unit: no spaces, no slash, no bar."""
    return len(text) <= MOST_CODE and _CODE.fullmatch(text) is not None


def in_circles(above: Mapping[Node, Node | None]) -> frozenset[Node]:
    """Everybody who stands above themselves, when `above` says who stands directly above whom."""
    circling: set[Node] = set()
    done: set[Node] = set()
    for start in above:
        path: dict[Node, int] = {}
        step: Node | None = start
        while step is not None and step not in done and step not in path:
            path[step] = len(path)
            step = above.get(step)
        if step is not None and step in path:
            circling.update(node for node, place in path.items() if place >= path[step])
        done.update(path)
    return frozenset(circling)


def below(top: Node, above: Mapping[Node, Node | None]) -> frozenset[Node]:
    """`top` and everything that stands under it."""
    under: dict[Node, list[Node]] = {}
    for node, parent in above.items():
        if parent is not None:
            under.setdefault(parent, []).append(node)
    found: set[Node] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(under.get(node, ()))
    return frozenset(found)


def why_not_move_address(name: str, *, has_password: bool) -> Refusal | None:
    """What keeps an administrator from changing somebody's address; None: nothing.

    Links for a new password go to the address: with it one administrator would have the account.
    """
    if not has_password:
        return None
    return Unusable(
        "%(name)s comes in with this address: they change it on the page of their own account."
        " Where they can not, whoever runs the server does: people address.",
        place="email",
        name=name,
    )


def why_not_hand_over(name: str, *, has_password: bool) -> Refusal | None:
    """What keeps an administrator from holding a link of somebody's in hand; None: nothing."""
    if not has_password:
        return None
    return NotNow(
        "%(name)s has a password. Without a mail server a link for it is made by whoever runs the"
        " server: people link.",
        name=name,
    )
