"""The moments of a story, one after another, and what every step of it needs to know."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from impactreview.demo.script import Pair
from impactreview.demo.seeding import Stage
from impactreview.people.models import Person

STEP = timedelta(minutes=20)
"""Between two steps of a story."""
MORNING, EVENING = time(8), time(16)
"""In UTC: nobody of the cast works at night."""


@dataclass
class Telling:
    """A story while it is told: on which stage, in which form, and when the last step was."""

    stage: Stage
    form: str
    zone: str
    at: datetime

    def later(self) -> datetime:
        """The moment of the next step: the next morning, where the day is over."""
        self.at += STEP
        if self.at.time() >= EVENING:
            self.at += timedelta(days=1)
        if not MORNING <= self.at.time() < EVENING:
            self.at = datetime.combine(self.at, MORNING, self.at.tzinfo)
        return self.at

    @property
    def today(self) -> date:
        """The day of the last step."""
        return self.at.date()

    def word(self, pair: Pair) -> str:
        """The half of a pair of texts that this demo speaks."""
        return self.stage.word(pair)

    def who(self, key: str) -> Person:
        """Somebody of the cast."""
        return self.stage.people[key]
