"""A town and a walk through it, made once a run and then handed to everybody as a copy."""

import pickle
import shutil
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import Flask
from sqlalchemy.engine import make_url

from impactreview.__main__ import hold
from tests.conftest import NewApp, close
from tests.house.town import Speaking, Town, founded
from tests.house.walks import outside, pages_of
from tests.site import Page

DATABASE, DATA, KNOWN = "town.db", "data", "known"


@dataclass
class Settled:
    """A town, and every page that those who walk through it have seen."""

    town: Town
    seen: list[Page] | None = None

    @property
    def app(self) -> Flask:
        return self.town.app

    @cached_property
    def pages(self) -> list[Page]:
        return self.seen or [*pages_of(self.town), *outside(self.town)]


class Towns:
    """Hands towns out. Where databases are files, one of each language is made for all workers."""

    def __init__(self, make: NewApp, shared: Path, own: Path, *, are_files: bool) -> None:
        self.make, self.shared, self.own, self.are_files = make, shared, own, are_files

    def of(self, language: str) -> Settled:
        """A town of one's own, in which everybody reads this language."""
        return self._kept(language) if self.are_files else self._new(language)

    def _new(self, language: str) -> Settled:
        return Settled(founded(self.make(), language))

    def _kept(self, language: str) -> Settled:
        home = self.shared / f"town-{language}"
        home.mkdir(exist_ok=True)
        with (home / "turn").open("wb") as turn:
            hold(turn)
            if not (home / KNOWN).exists():
                self._makes(home, language)
        return self._copied(home)

    def _makes(self, home: Path, language: str) -> None:
        made = self._new(language)
        town, given = made.town, made.town.given
        known = language, given.at, town.people, town.handles, made.pages, next(given.numbers)
        close(made.app)
        shutil.copy(_file_of(made.app), home / DATABASE)
        shutil.copytree(made.app.config["DATA"], home / DATA)
        (home / KNOWN).write_bytes(pickle.dumps(known))

    def _copied(self, home: Path) -> Settled:
        known: tuple[Any, ...] = pickle.loads((home / KNOWN).read_bytes())  # noqa: S301 - our own
        language, at, people, handles, pages, number = known
        mine = Path(mkdtemp(dir=self.own))
        shutil.copy(home / DATABASE, mine)
        shutil.copytree(home / DATA, mine / DATA)
        url = f"sqlite:///{mine / DATABASE}"
        app = self.make(SQLALCHEMY_DATABASE_URI=url, DATA=str(mine / DATA))
        given = Speaking(at, language)
        given.numbers = count(number)
        return Settled(Town(app, given, people, handles), pages)


def _file_of(app: Flask) -> Path:
    """The file that holds everything: no log is left beside it."""
    file = Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")
    assert not file.with_name(f"{file.name}-wal").exists()
    return file
