"""How many of how many are enough: exact fractions, reached or exceeded.

Written as ">1/2" (more than half) or ">=2/3" (two thirds or more).
"""

import re
from dataclasses import dataclass
from fractions import Fraction

_WRITTEN = re.compile(r"(>=|>)([1-9][0-9]?)/([1-9][0-9]?)")


@dataclass(frozen=True)
class Threshold:
    """A share that must be reached, or exceeded where `over` is true."""

    share: Fraction
    over: bool

    @classmethod
    def read(cls, text: object) -> "Threshold":
        """The threshold that `text` spells. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            raise ValueError(f"no threshold: {text!r}")
        sign, part, whole = found.groups()
        share = Fraction(int(part), int(whole))
        if share > 1 or (share == 1 and sign == ">"):
            raise ValueError(f"out of reach: {text!r}")
        return cls(share, over=sign == ">")

    def is_met(self, part: int, whole: int) -> bool:
        """Whether `part` of `whole` are enough; nothing is never enough of nothing."""
        if whole <= 0:
            return False
        reached = Fraction(part, whole)
        return reached > self.share if self.over else reached >= self.share

    def least(self, whole: int) -> int:
        """The smallest number of `whole` that is enough; `whole` + 1 where none is."""
        enough = (part for part in range(whole + 1) if self.is_met(part, whole))
        return next(enough, whole + 1)

    def __str__(self) -> str:
        return f"{'>' if self.over else '>='}{self.share.numerator}/{self.share.denominator}"
