"""Tables of people."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from impactreview.audit.models import Operational, Part, Record
from impactreview.people.roles import Role
from impactreview.people.terms import State


class Unit(Record):
    """A unit of the organisation; together they are a tree."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    parent_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id")

    @property
    def reference(self) -> str:
        return f"unit/{self.code}"


class Person(Record):
    """Somebody who may sign in. `email` is kept case-folded; the log knows the id alone."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(sa.String(200), index=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    language: Mapped[str] = mapped_column(sa.String(5), default="en")
    unit_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    manager_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    deactivated_at: Mapped[datetime | None]

    unit: Mapped[Unit | None] = relationship()
    manager: Mapped["Person | None"] = relationship(remote_side="Person.id")

    @property
    def handle(self) -> str:
        """How the log knows this person: an opaque id, never a name."""
        return f"person/{self.id}"

    @property
    def reference(self) -> str:
        return self.handle


class Credential(Part):
    """A person's password, as an argon2id hash."""

    __tablename__ = "credential"
    part_of = "person"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    set_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class PeopleImport(Record):
    """A table of people that was taken in; `content_hash` tells which file it was."""

    __tablename__ = "people_import"

    content_hash: Mapped[str] = mapped_column(sa.String(64))
    rows: Mapped[int]
    imported_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    imported_by: Mapped[Person | None] = relationship()

    @property
    def reference(self) -> str:
        return f"people-import/{self.id}"


class RoleGrant(Record):
    """A role given to a person; a powerful one is proposed by one and confirmed by another."""

    __tablename__ = "role_grant"
    __table_args__: Any = (
        sa.Index(
            "uq_role_grant_open",
            "person_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'held')"),
            postgresql_where=sa.text("state IN ('proposed', 'held')"),
        ),
        sa.Index(None, "role", "state"),
    )

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[Role]
    scope: Mapped[str] = mapped_column(sa.String(60), default="")
    """Of an expert: the field, e.g. `legal`. Empty for every other role."""
    state: Mapped[State]
    proposed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    since: Mapped[datetime | None]
    until: Mapped[datetime | None]
    import_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("people_import.id"), index=True)
    """The import that proposed it, so that a second person can confirm all of it at once."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    batch: Mapped[PeopleImport | None] = relationship()

    @property
    def reference(self) -> str:
        return f"role/{self.id}"


class UserSession(Operational):
    """A signed-in device. The cookie holds the token, this row its hash."""

    __tablename__ = "user_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(sa.String(80))
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class OneTimeLink(Operational):
    """A link that lets its person set a password, once. The link holds the token, this its hash."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Throttle(Operational):
    """Failed sign-ins of one account (by the hash of its address), so that only it has to wait."""

    __tablename__ = "sign_in_throttle"

    account: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(index=True)


class Draft(Operational):
    """What a person has typed into the form at `place` and not yet sent: each field's values.

    None at all once it was sent; such a row is forgotten by and by.
    """

    __tablename__ = "draft"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    place: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    fields: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime] = mapped_column(index=True)
