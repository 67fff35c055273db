"""Builders of proposals, through the room's own doors, and the way of a browser to its forms."""

import re
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.impact.terms import Door, Form, Level
from impactreview.kernel.db import session
from impactreview.people.models import Person, Unit
from impactreview.people.roles import Role
from impactreview.proposals import operations
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.proposals.operations.reading import open_case
from impactreview.proposals.queries import attachments
from impactreview.proposals.rules import Frozen, frozen_attachments, frozen_fields
from impactreview.proposals.rules.details import LISTS, Details
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON
from tests.given import Given

TEXT = "From May on, **every** customer gets the bill by e-mail."


def draft(given: Given, owner: Person | None = None, **values: Any) -> Proposal:
    """A draft to which all whom it names have agreed; what is not said is made up."""
    return given.agreed(named(given, owner, **values))


def named(given: Given, owner: Person | None = None, **values: Any) -> Proposal:
    """The same, and nobody whom it names has answered."""
    owner = owner or given.person()
    made: dict[str, Any] = {
        "unit": values.pop("unit", None) or given.unit(),
        "title": "Bills by e-mail",
        "door": Door.TWO_WAY,
        "text": TEXT,
        **values,
    }
    with acting(by=owner, at=NOON) as act:
        return operations.draft(act, owner=owner, **made)


def involved(proposal: Proposal, person: Person, part: Involvement) -> Involved:
    """That person beside the owner, with a yes where one is asked for."""
    one = asked(proposal, person, part)
    if part is Involvement.CO_AUTHOR:
        with acting(by=person, at=NOON) as act:
            operations.agree(act, proposal, by=person)
    return one


def asked(
    proposal: Proposal, person: Person, part: Involvement = Involvement.CO_AUTHOR
) -> Involved:
    """The same, and the person has not answered."""
    owner = proposal.owner
    with acting(by=owner, at=NOON) as act:
        return operations.involve(act, proposal, by=owner, person=person, involvement=part)


def released(proposal: Proposal, one: Involved) -> None:
    owner = proposal.owner
    with acting(by=owner, at=NOON) as act:
        operations.release(act, proposal, by=owner, involved=one)


def said_of(proposal: Proposal, **values: Any) -> Details:
    """What it says now, but for these."""
    names = (each.name for each in fields(Details))
    kept = {name: getattr(proposal, name) for name in names}
    lists = {name: tuple(kept[name]) for name in LISTS}
    return Details(**{**kept, **lists, **values})


def wrote(proposal: Proposal, person: Person, text: str = "Other words.") -> None:
    """That person has changed its text."""
    said = said_of(proposal, text=text)
    with acting(by=person, at=NOON) as act:
        operations.change(act, proposal, by=person, said=said, seen=proposal.version)


def frozen(proposal: Proposal, **values: Any) -> Frozen:
    """What reviews would freeze of it."""
    content = {
        "proposal": frozen_fields(proposal),
        "analysis": {"answers": {}, "rows": {}},
        "attachments": frozen_attachments(attachments(proposal)),
    }
    made: dict[str, Any] = {
        "content": content,
        "content_hash": "c" * 64,
        "section_hashes": {"proposal": "s" * 64},
        "template_hash": "t" * 64,
        "form": Form.SHORT,
        "gross": Level.II,
        "residual": Level.I,
        "assessment": {},
        **values,
    }
    return Frozen(**made)


def submitted(proposal: Proposal) -> Version:
    owner = proposal.owner
    with acting(by=owner, at=NOON) as act:
        return operations.submit(act, proposal, by=owner, version=frozen(proposal))


def opened(proposal: Proposal, *people: Person) -> None:
    """Each of them has opened the restricted case."""
    for person in people:
        with acting(by=person, at=NOON) as act:
            open_case(act, proposal, by=person)


def cast(given: Given, proposal: Proposal) -> dict[str, Person]:
    """One person in each relation to the proposal."""
    people = {
        "owner": proposal.owner,
        "co-author": given.person(),
        "former co-author": given.person(),
        "commenter": given.person(),
        "stranger": given.person(),
        "administrator": given.person(Role.ADMINISTRATOR),
        "advocate": given.person(Role.ADVOCATE),
        "auditor": given.person(Role.AUDITOR),
    }
    involved(proposal, people["co-author"], Involvement.CO_AUTHOR)
    former = involved(proposal, people["former co-author"], Involvement.CO_AUTHOR)
    released(proposal, former)
    involved(proposal, people["commenter"], Involvement.COMMENTER)
    if proposal.sponsor:
        people["sponsor"] = proposal.sponsor
    if proposal.restricted:
        people["reader"] = given.person()
        involved(proposal, people["reader"], Involvement.READER)
    return people


def form_of(unit: Unit, /, **fields: Any) -> dict[str, Any]:
    """What a browser sends of a filled form for a new proposal."""
    return {
        "title": "Bills by e-mail",
        "unit": unit.code,
        "text": TEXT,
        "door": "two_way",
        "wished_on": "2026-05-01",
        "channels": "App\nHotline",
        "visibility": "open",
        **fields,
    }


def neutral(answer: TestResponse) -> str:
    """A page without what differs from request to request: the token, and the path asked for."""
    text = re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", answer.text)
    return text.replace(answer.request.path, "/asked-for")


def get(client: FlaskClient, given: Given, person: Person, path: str) -> TestResponse:
    """What `person` gets."""
    return given.signed_in(client, person).get(path)


def number() -> int:
    """How many proposals there are."""
    return session.scalar(sa.select(sa.func.count()).select_from(Proposal)) or 0


def newest() -> Proposal:
    """The proposal that was begun last."""
    return session.scalars(sa.select(Proposal).order_by(Proposal.code.desc()).limit(1)).one()


def edit(proposal: Proposal) -> str:
    """Where a draft is changed."""
    return f"/proposals/{proposal.code}/edit"


def changed(
    browser: FlaskClient, proposal: Proposal, *, version: object, **fields: Any
) -> TestResponse:
    """What a browser gets that sends a change of what was seen at `version`."""
    sent = {**form_of(proposal.unit, version=str(version)), **fields}
    return browser.post(edit(proposal), data=sent)
