"""A firm of the demo without its stories, served on a port of its own, with a clock that is moved.

The clock stands where the decision was really taken, so that the days of a case are days to come.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask

from impactreview.ballots import jobs as ballots
from impactreview.demo import seeding
from impactreview.demo.cast import PASSWORD, Firm
from impactreview.demo.running import FIRMS
from impactreview.kernel import clock
from impactreview.reviews import jobs as reviews
from tests.journeys import steps
from tests.journeys.browsing import Guest, Guests, browsers
from tests.site import served

BEFORE = timedelta(days=75)
"""How long the firm has stood when a journey begins."""


@dataclass
class Town:
    """Everybody of a firm, each at a browser of their own as soon as they are needed."""

    app: Flask
    firm: Firm
    language: str
    guests: Guests
    inside: dict[str, Guest] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Guest:
        """Somebody of this name, signed in."""
        if name not in self.inside:
            guest = self.guests(self.language)
            steps.sign_in(guest, self.address_of(name), PASSWORD)
            self.inside[name] = guest
        return self.inside[name]

    def address_of(self, name: str) -> str:
        """The e-mail address of somebody."""
        player = next(each for each in self.firm.players if each.name == name)
        return seeding.address_of(self.firm, player)

    def is_now(self, moment: datetime) -> None:
        """Move the clock; then the worker does what is due, as it would each minute."""
        clock.move(moment - datetime.now(UTC))
        with self.app.app_context():
            reviews.settle_silence(clock.now())
            ballots.close_due(clock.now())

    def days_later(self, days: int) -> None:
        """Some days pass."""
        self.is_now(clock.now() + timedelta(days=days))


@contextmanager
def town(
    new_app: Callable[..., Flask], *, form: str, language: str, on: datetime
) -> Iterator[Town]:
    """A firm as it stands on the day `on`, until the journey is over."""
    app = new_app(FORM=form)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        with app.app_context():
            seeding.found(FIRMS[form], language=language, at=on - BEFORE)
        with served(app) as address, browsers(urlsplit(address).port or 0) as guests:
            made = Town(app, FIRMS[form], language, guests)
            made.is_now(on)
            yield made
    finally:
        clock.move(timedelta())
