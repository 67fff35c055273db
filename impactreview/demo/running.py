"""A demo from nothing: its own folder and database, its story, its clock."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from impactreview.demo import alarming, seeding, telling
from impactreview.demo.cast import PASSWORD, Firm
from impactreview.demo.kuestenrad import KUESTENRAD
from impactreview.demo.nordlicht import NORDLICHT
from impactreview.demo.stories import ALARMS, STORIES
from impactreview.people.queries import sign_in

FIRMS = {"full": NORDLICHT, "simple": KUESTENRAD}
BEGAN = timedelta(days=230)
"""How long before today the story begins."""


@dataclass(frozen=True, kw_only=True)
class Demo:
    """Which demo: its form and its language; each has a folder of its own below `data`."""

    form: str
    language: str
    data: Path

    @property
    def folder(self) -> Path:
        """Where this demo keeps everything; no other database is ever touched."""
        return self.data / f"demo-{self.form}-{self.language}"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'demo.db'}"

    @property
    def firm(self) -> Firm:
        return FIRMS[self.form]

    def forget(self) -> None:
        """Begin anew: the folder goes with all that is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def tell(demo: Demo, *, at: datetime, zone: str) -> None:
    """Seed the story, unless it was told already. Needs the context of the demo's app."""
    if sign_in.is_empty():
        stage = seeding.found(demo.firm, language=demo.language, at=at - BEGAN)
        for story in STORIES[demo.form]:
            telling.tell(stage, story, form=demo.form, now=at, zone=zone)
        for alarm in ALARMS[demo.form]:
            alarming.tell(stage, alarm, form=demo.form, now=at, zone=zone)


def log_ins(demo: Demo) -> list[str]:
    """The lines that say who may be signed in as whom."""
    lines = [
        f"  {player.shown:<22} {seeding.address_of(demo.firm, player)}"
        for player in demo.firm.players
        if player.shown
    ]
    return [f"Sign in with the password {PASSWORD} as", *lines]


def address_of(demo: Demo, shown: str) -> str:
    """The address of whoever's log-in is shown as `shown`."""
    return next(
        seeding.address_of(demo.firm, player)
        for player in demo.firm.players
        if player.shown == shown
    )
