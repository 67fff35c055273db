"""LIMIT: a bare Flask + SQLAlchemy app, the measure that ours is held against.

It signs people in by a session row, shows 50 rows of many with two joins on a page of about 20 kB,
one object on a page of about 1 kB, and takes one validated insert with one audit row in one
commit. `act` is the same with the statements of one of our acts: a look at what it concerns and
at who is around it, and rows of five tables. It does nothing else: no roles, no languages, no
forms, no log that proves anything. The drivers, pragmas and pools are those of our engine, so that
the two differ in the app alone.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask, abort, redirect, render_template_string, request
from flask import session as cookie
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from impactreview.kernel.engine import WRITE, options

SECRET = "a secret for measuring alone, of 32 bytes and more"  # noqa: S105 - guards nothing


class Base(DeclarativeBase):
    """Base of the tables."""


class Unit(Base):
    """A unit."""

    __tablename__ = "limit_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))


class User(Base):
    """A user."""

    __tablename__ = "limit_user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))


class Device(Base):
    """A session."""

    __tablename__ = "limit_session"
    token: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("limit_user.id"))


class Item(Base):
    """What is listed, shown and written."""

    __tablename__ = "limit_item"
    __table_args__: Any = (sa.Index(None, "created_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str]
    state: Mapped[str] = mapped_column(sa.String(20))
    created_at: Mapped[datetime]
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("limit_user.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("limit_unit.id"), index=True)


class Audit(Base):
    """What was done."""

    __tablename__ = "limit_audit"
    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int]
    what: Mapped[str]


class Key(Base):
    """Which form was taken in already."""

    __tablename__ = "limit_key"
    key: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    location: Mapped[str]


class Payload(Base):
    """What was said in doing it."""

    __tablename__ = "limit_payload"
    audit_id: Mapped[str] = mapped_column(sa.ForeignKey("limit_audit.id"), primary_key=True)
    field: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    value: Mapped[str]


class Remark(Base):
    """What somebody says about an item."""

    __tablename__ = "limit_remark"
    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("limit_item.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("limit_user.id"))
    text: Mapped[str]
    at: Mapped[datetime]


LIST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Items</title>
<link rel="stylesheet" href="/static/a.css"></head><body><h1>Items of {{ user.name }}</h1>
<table><thead><tr><th>Title</th><th>Owner</th><th>Unit</th><th>State</th><th>Made</th></tr></thead>
<tbody>{% for item in items %}
<tr class="{{ item.state }}" data-id="{{ item.id }}">
  <td class="title">
    <a href="/item/{{ item.id }}">{{ item.title }}</a>
  </td>
  <td class="owner"><span class="person">{{ item.owner }}</span></td>
  <td class="unit"><span class="unit">{{ item.unit }}</span></td>
  <td class="state">
    <span class="badge badge-{{ item.state }}">{{ item.state }}</span>
  </td>
  <td class="made">
    <time datetime="{{ item.created_at }}">{{ item.created_at }}</time>
  </td>
</tr>{% endfor %}</tbody></table></body></html>"""
ITEM = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ item.title }}</title>
</head><body><p>{{ user.name }}</p><h1>{{ item.title }}</h1><p>{{ item.text }}</p>
<p>{{ item.state }} {{ item.created_at }}</p></body></html>"""


def _signed_in(current: Session) -> User:
    token = cookie.get("token", "")
    found = current.scalar(
        sa.select(User).join(Device, Device.user_id == User.id).where(Device.token == token)
    )
    return found or abort(401)


def app_over(database: str) -> Flask:
    """The app over this database."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=SECRET, PROXIES=0, MAX_CONTENT_LENGTH=30 * 1024 * 1024,
        SESSION_COOKIE_NAME="limit",
    )  # fmt: skip
    url = database.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url, **options(database))
    app.extensions["limit_engine"] = engine

    @app.get("/items")
    def items() -> ResponseReturnValue:
        with Session(engine) as current:
            rows = current.execute(
                sa.select(
                    Item.id, Item.title, Item.state, Item.created_at,
                    User.name.label("owner"), Unit.name.label("unit"),
                )
                .join(User, User.id == Item.owner_id)
                .join(Unit, Unit.id == Item.unit_id)
                .order_by(Item.created_at.desc(), Item.id.desc())
                .limit(50)
            )  # fmt: skip
            user = _signed_in(current)
            return render_template_string(LIST, user=user, items=rows.all())

    @app.get("/item/<int:number>")
    def item(number: int) -> ResponseReturnValue:
        with Session(engine) as current:
            user = _signed_in(current)
            found = current.get(Item, number) or abort(404)
            return render_template_string(ITEM, user=user, item=found)

    @app.post("/item")
    def write() -> ResponseReturnValue:
        title, text = request.form.get("title", "").strip(), request.form.get("text", "").strip()
        if not 0 < len(title) <= 200 or not 0 < len(text) <= 10_000:
            abort(422)
        with Session(engine) as current:
            current.connection(execution_options={WRITE: True})
            user, at = _signed_in(current), datetime.now(UTC).replace(tzinfo=None)
            made = Item(
                title=title, text=text, state="open", created_at=at, owner_id=user.id, unit_id=1
            )
            current.add(made)
            current.flush()
            current.add(Audit(id=uuid4().hex, at=at, user_id=user.id, what=f"item {made.id} made"))
            current.commit()
            return redirect(f"/item/{made.id}", 303)

    _acts(app, engine)
    return app


def _acts(app: Flask, engine: sa.Engine) -> None:
    @app.post("/item/<int:number>/act")
    def act(number: int) -> ResponseReturnValue:
        text = request.form.get("text", "").strip()
        if not 0 < len(text) <= 10_000:
            abort(422)
        with Session(engine) as current:
            user, at = _signed_in(current), datetime.now(UTC).replace(tzinfo=None)
            current.rollback()
            current.connection(execution_options={WRITE: True})
            about = current.get(Item, number, with_for_update=True) or abort(404)
            around = (current.get(User, about.owner_id), current.get(Unit, about.unit_id))
            said = sa.select(sa.func.count()).select_from(Remark).where(Remark.item_id == number)
            if None in around or current.scalar(said) is None:
                abort(409)
            done = Audit(id=uuid4().hex, at=at, user_id=user.id, what=f"item {number} remarked on")
            current.add(done)
            current.flush()
            current.add_all(Payload(audit_id=done.id, field=each, value=text) for each in "abc")
            current.add(Key(key=uuid4().hex, location=f"/item/{number}"))
            current.add(Remark(id=uuid4().hex, item_id=number, user_id=user.id, text=text, at=at))
            about.state = "open" if about.state == "done" else "done"
            current.commit()
            return redirect(f"/item/{number}", 303)


def filled(app: Flask, size: int) -> str:
    """Make the tables and `size` rows; the cookie of somebody who is signed in."""
    engine = app.extensions["limit_engine"].execution_options(**{WRITE: True})
    at = datetime(2026, 1, 1)  # noqa: DTZ001 - kept without a zone, as such apps do
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.execute(sa.insert(Unit), [{"name": f"Unit {n}"} for n in range(20)])
        connection.execute(sa.insert(User), [{"name": f"User {n}"} for n in range(500)])
        connection.execute(sa.insert(Device), [{"token": "bench", "user_id": 1}])
        rows = [
            {
                "title": f"Item {n} of a list that is long",
                "text": "What is told of it in some words. " * 18,
                "state": ("open", "done", "late")[n % 3],
                "created_at": at,
                "owner_id": 1 + n % 500,
                "unit_id": 1 + n % 20,
            }
            for n in range(size)
        ]
        connection.execute(sa.insert(Item), rows)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    return f"limit={signer.dumps({'token': 'bench'})}" if signer else ""
