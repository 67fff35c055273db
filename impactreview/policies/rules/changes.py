"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

MOST_COMPARED = 1_000_000
"""The most pairs that are compared; beyond it a block is shown as replaced whole."""

_BREAK = "\n"
_TOKEN = re.compile(r"\n|[^\s]+")


class Kind(Enum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """Words in a row that stayed, went or came."""

    kind: Kind
    words: str


def changes(before: str, after: str) -> list[list[Change]]:
    """The paragraphs of both texts together, each as its words that stayed, went and came."""
    tokens = list(_tokens(_lines(before), _lines(after)))
    paragraphs = [[]]  # type: list[list[Change]]
    for (kind, is_break), run in groupby(tokens, key=lambda token: (token[0], token[1] == _BREAK)):
        if is_break:
            paragraphs.append([])
        else:
            paragraphs[-1].append(Change(kind, " ".join(word for _, word in run)))
    return [paragraph for paragraph in paragraphs if paragraph]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split(_BREAK) if line.strip()]


def _tokens(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    """Lines are compared first, so that only lines that differ are compared by their words."""
    for same, gone, new in _blocks(before, after):
        if same:
            yield from ((Kind.SAME, word) for word in _words(gone))
            continue
        for alike, lost, won in _blocks(_words(gone), _words(new)):
            yield from ((Kind.SAME if alike else Kind.GONE, word) for word in lost)
            yield from ((Kind.NEW, word) for word in ([] if alike else won))


def _words(lines: Sequence[str]) -> list[str]:
    return [word for line in lines for word in (*_TOKEN.findall(line), _BREAK)]


def _blocks(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    if len(before) * len(after) > MOST_COMPARED:
        yield False, before, after
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        yield kind == "equal", before[a:b], after[c:d]
