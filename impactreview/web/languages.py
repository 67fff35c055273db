"""German and English: which one a page speaks, and the catalogues read straight from their source.

A catalogue is the union of the .po files in `translations/<language>/`, one for each room, so
nothing has to be compiled. Terms (states, steps, events, roles) are keyed `room.Class.member` and
stand in both languages; sentences are keyed by their English text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, current_app, g, has_app_context, request, session
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape

LANGUAGES = {"de": "Deutsch", "en": "English"}
CATALOGUES = Path(__file__).parents[1] / "translations"


@cache
def catalogue(language: str) -> Translations:
    """Every message of `language`, from the .po files of all rooms."""
    whole = Catalog(locale=language)
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


class _Catalogues(Domain):
    """Flask-Babel's domain, fed from the .po files."""

    def get_translations(self) -> Translations:
        return catalogue(str(get_locale() or "en"))

    def gettext(self, string: str, **variables: object) -> str:
        """The message in the page's language, and in it what knows both languages itself."""
        return str(super().gettext(string, **spoken(variables)))


def chosen() -> str:
    """The language of this request: the person's, else the one last chosen, else the browser's."""
    forced: str | None = g.get("language")
    person = current_user.language if current_user and current_user.is_authenticated else None
    wanted = forced or person or session.get("language")
    if wanted in LANGUAGES:
        return str(wanted)
    best = request.accept_languages.best_match(list(LANGUAGES))
    return best or str(current_app.config["LANGUAGE"])


def term(member: Enum | None) -> str:
    """The word for a member of a room's vocabulary."""
    if member is None:
        return ""
    room = type(member).__module__.split(".")[1]
    return said_in(_locale(), f"{room}.{type(member).__name__}.{member.name}")


def spoken(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters of a message, with each bilingual text in the page's language."""
    return {name: _spoken(value) for name, value in params.items()}


def _spoken(value: object) -> object:
    speak = getattr(value, "spoken", None)
    return speak(_locale()) if callable(speak) else value


@pass_context
def _say(context: Context, message: str, /, **params: object) -> str:
    """What `_` is in templates: the message in the page's language, its parameters escaped.

    Asked dozens of times on a page, so it goes to the catalogue by the shortest way.
    """
    said = (_escaped if context.eval_ctx.autoescape else said_in)(_locale(), message)
    return said % spoken(params) if params else said


def said_in(language: str, message: str) -> str:
    """The message in this language."""
    return str(catalogue(language).ugettext(message))


@lru_cache(maxsize=4_000)
def _escaped(language: str, message: str) -> str:
    """The same as HTML: it may be what somebody typed. The frame says the same on every page."""
    return escape(said_in(language, message))


def day(value: date | datetime | None) -> str:
    """A date, written out in the page's language; of a moment the day in the house's zone."""
    return long_day(calendar_day(value), _locale()) if value else ""


def calendar_day(value: date | datetime) -> date:
    """The day itself; of a moment that of the house's zone."""
    if isinstance(value, datetime):
        return day_in(value, str(current_app.config["TIME_ZONE"]))
    return value


def day_in(value: datetime, zone: str) -> date:
    """The day that a moment falls on where this zone is."""
    return value.astimezone(ZoneInfo(zone)).date()


_DAY = {"en": "d MMMM y"}  # English as it is written outside America, like moments
_MOMENT = {"de": "d. MMM y, HH:mm"}


@lru_cache(maxsize=2_000)
def long_day(value: date, locale: str) -> str:
    """A date written out; the same few stand on every list, and writing one out is slow."""
    return format_date(value, format=_DAY.get(locale, "long"), locale=locale)


def month(value: date) -> str:
    """The month of a day, for what is told no closer than that."""
    return format_date(value, format="LLLL y", locale=_locale())


def moment(value: datetime | None) -> str:
    """A moment in the organisation's zone, which the foot of every page names once."""
    if value is None:
        return ""
    return _written_out(value, str(current_app.config["TIME_ZONE"]), _locale())


def zoned(value: datetime | None) -> str:
    """A moment that stands alone and matters: with the zone it is told in."""
    return f"{moment(value)} ({current_app.config['TIME_ZONE']})" if value else ""


@lru_cache(maxsize=2_000)
def _written_out(value: datetime, zone: str, locale: str) -> str:
    """The moments of a list come again on the next page, and writing one out is slow."""
    written = _MOMENT.get(locale, "d MMM y, HH:mm")
    return str(format_datetime(value, format=written, tzinfo=ZoneInfo(zone), locale=locale))


def number(value: Decimal | str) -> str:
    """A number, or one that is kept as text, with the decimal sign of the page's language."""
    return str(format_decimal(Decimal(value), locale=_locale(), decimal_quantization=False))


def _locale() -> str:
    """The language that is spoken here, kept for the request: a page asks a hundred times."""
    if not has_app_context():
        return "en"
    held: str | None = g.get("spoken")
    if held is None:
        locale = get_locale()
        held = g.spoken = locale.language if locale else "en"
    return held


def init_app(app: Flask) -> None:
    """Give templates `_` and how terms, days and moments are said, and pages their language."""
    Babel(app, locale_selector=chosen, default_locale="en")
    app.extensions["babel"].instance.domain_instance = _Catalogues()
    words: Any = app.jinja_env.globals
    words["gettext"] = words["_"] = _say
    app.jinja_env.filters.update(
        term=term,
        day=day,
        calendar_day=calendar_day,
        month=month,
        moment=moment,
        zoned=zoned,
        number=number,
    )
