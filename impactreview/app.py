"""The app factory: where the rooms are put together, and nothing else happens."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask, Response, g
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from impactreview.analyses import views as analyses
from impactreview.ballots import views as ballots
from impactreview.dashboard import views as dashboard
from impactreview.demo import views as demo
from impactreview.escalations import views as escalations
from impactreview.governance import views as governance
from impactreview.kernel import engine
from impactreview.kernel.db import db
from impactreview.notifications import queries as letters
from impactreview.people import current
from impactreview.people import views as people
from impactreview.people.permissions import Permission
from impactreview.policies import views as policies
from impactreview.proposals import views as proposals
from impactreview.reviews import views as reviews
from impactreview.web import (
    access,
    addresses,
    cases,
    frame,
    headers,
    languages,
    leaving,
    refusals,
    shelf,
)
from impactreview.web.frame import Place

TEMPLATES = Path(__file__).parents[1] / "templates"
STATIC = Path(__file__).parent / "static"

PLACES = (
    Place("dashboard.home", "Waiting for me", Permission.REGISTER_READ),
    Place("proposals.index", "My proposals", Permission.PROPOSAL_WRITE),
    Place("dashboard.register", "Register", Permission.REGISTER_READ),
    Place("policies.index", "Policies", Permission.REGISTER_READ),
    Place("escalations.index", "Escalations", Permission.ESCALATION_HANDLE),
    Place("governance.index", "Boards", Permission.PEOPLE_READ),
    Place("people.index", "People", Permission.PEOPLE_READ),
    Place("dashboard.log", "Log", Permission.AUDIT_OWN),
)


def create_app(config: object, *, wake: Callable[[], None] | None = None) -> Flask:
    """An app made from `config`, which is handed in and never imported.

    `wake` is called after each request that has written letters, or moved a demo's clock.
    """
    kept_at = shelf.address_of(STATIC)
    app = Flask(__name__, template_folder=str(TEMPLATES), static_url_path=kept_at)
    app.config.from_object(config)
    _set(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    db.init_app(app)
    Bootstrap5(app)
    access.refuse_garbled(app)  # before anything reads what was sent
    CSRFProtect(app)
    current.init_app(app)
    languages.init_app(app)
    addresses.init_app(app)
    refusals.init_app(app)
    headers.init_app(app)
    frame.init_app(app, places=PLACES, escalate="escalations.choose", account="people.account")
    of_cases = (dashboard, escalations, ballots, reviews, analyses, proposals)
    for views in (*of_cases, policies, governance, people):
        app.register_blueprint(views.bp)
    if app.config["CLOCK_MAY_MOVE"]:
        app.register_blueprint(demo.bp)
    cases.hang(app, dashboard.case_door)  # who sees which case, told from above
    # and what somebody who leaves has in all rooms, and which of them end what is theirs
    leaving.hang(app, dashboard.left_behind, (governance.FAREWELL, reviews.FAREWELL))
    access.refuse_nul(app)
    access.refuse_unmarked(app)
    if wake is not None:
        _wake_after_letters(app, wake)
    return app


def _set(app: Flask) -> None:
    """What is the same in every installation."""
    app.config.update(
        SQLALCHEMY_ENGINE_OPTIONS=engine.options(app.config["SQLALCHEMY_DATABASE_URI"]),
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,  # a long review must not lose what was typed
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=str(app.config["BASE_URL"]).startswith("https://"),
        SESSION_COOKIE_NAME="impactreview",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=30 * 1000 * 1000,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        SEND_FILE_MAX_AGE_DEFAULT=shelf.KEPT,
    )


def _wake_after_letters(app: Flask, wake: Callable[[], None]) -> None:
    @app.after_request
    def _wake(answer: Response) -> Response:
        if letters.were_written() or g.get("clock_moved"):
            wake()
        return answer
