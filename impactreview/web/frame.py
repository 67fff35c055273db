"""What the frame of every page shows around it: navigation, languages, who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, request, url_for
from flask_babel import get_locale, ngettext
from flask_login import current_user

from impactreview.kernel.clock import ahead
from impactreview.web.languages import LANGUAGES, said_in


@dataclass(frozen=True)
class Place:
    """A page of the main navigation: its endpoint, its message id, and who may see it."""

    endpoint: str
    label: str
    permission: StrEnum


@dataclass(frozen=True)
class Link:
    """A place as one page shows it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """Everything the base template needs to know beside its own page."""

    navigation: list[Link]
    person: Any
    language: str
    languages: list[tuple[str, str]]
    banner: str | None
    escalate_url: str | None
    account_url: str | None


def _navigation(places: tuple[Place, ...], language: str) -> list[Link]:
    room = (request.endpoint or "").split(".")[0]
    return [
        Link(
            said_in(language, place.label),
            url_for(place.endpoint),
            place.endpoint in (request.endpoint, f"{room}.index"),
        )
        for place in places
        if current_user.may(place.permission)
    ]


def _banner() -> str | None:
    days = ahead().days
    if not days:
        return None
    said: str = ngettext(
        "The clock of this demo is one day ahead.",
        "The clock of this demo is %(num)s days ahead.",
        days,
    )
    return said


def frame_maker(places: tuple[Place, ...], escalate: str, account: str) -> Callable[[], Frame]:
    """A function that makes the frame of a page; the endpoints are told by the app."""

    def make() -> Frame:
        signed_in = current_user.is_authenticated
        language = str(get_locale() or "en")
        return Frame(
            navigation=_navigation(places, language) if signed_in else [],
            person=current_user.person if signed_in else None,
            language=language,
            languages=list(LANGUAGES.items()),
            banner=_banner(),
            escalate_url=url_for(escalate) if signed_in else None,
            account_url=url_for(account) if signed_in else None,
        )

    return make


def init_app(app: Flask, *, places: tuple[Place, ...], escalate: str, account: str) -> None:
    """Offer `frame` to every template; it is made when a page first asks for it."""
    make = frame_maker(places, escalate, account)

    @app.context_processor
    def _offer() -> dict[str, Any]:
        return {"frame": make()}
