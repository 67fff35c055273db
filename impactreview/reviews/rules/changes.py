"""What changed between versions: which sections, how far, and which positions that outdates."""

from collections.abc import Mapping, Sequence

from impactreview.reviews.rules.standing import Hashes
from impactreview.reviews.terms import Stand

MAJOR = frozenset({"proposal", "B", "C", "D", "J"})
"""Sections that say what is done to whom; a change of any of them is a major one."""

CARRIED = frozenset({Stand.APPROVE, Stand.APPROVE_WITH_CONDITIONS})


def changed(before: Hashes, after: Hashes) -> tuple[str, ...]:
    """Sections that are not the same in both, new and removed ones included, in order."""
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


def outdated_sections(number: int, versions: Mapping[int, Hashes]) -> tuple[str, ...]:
    """Sections that changed in any version after `number`.

    Each version is compared with the one before it, so that going back to an old text does not
    bring old positions back.
    """
    since = sorted(each for each in versions if each >= number)
    found: set[str] = set()
    for before, after in zip(since, since[1:], strict=False):
        found.update(changed(versions[before], versions[after]))
    return tuple(sorted(found))


def is_current(stand: Stand, number: int, newest: int, outdated: Sequence[str]) -> bool:
    """Whether a position about version `number` still counts for the version `newest`.

    An objection always does; an approval as long as no section changed; an abstention never.
    """
    if number == newest or stand is Stand.OBJECT:
        return True
    return stand in CARRIED and not outdated


def is_major(before: Hashes, after: Hashes, *, level_moved: bool) -> bool | None:
    """Whether a change is a major one; None where nothing changed at all.

    Nobody declares this: it is read from what changed, so a new figure is never "editorial".
    """
    sections = changed(before, after)
    if not sections and not level_moved:
        return None
    return level_moved or not MAJOR.isdisjoint(sections)
