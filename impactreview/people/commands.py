"""Commands that add a person, or help one back in. They act as the system."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app

from impactreview.audit.acts import System, acting
from impactreview.kernel.clock import now
from impactreview.kernel.refusals import Refusal
from impactreview.people.operations import account, links, setup
from impactreview.people.operations.people import Details
from impactreview.people.queries import by_email
from impactreview.people.rules.people import MOST_NAME, as_address, is_address
from impactreview.people.rules.sign_in import page_of

LANGUAGES = ("de", "en")


@click.group()
def people() -> None:
    """Add a person, make a one-time link, or move somebody to another address."""


@people.command()
@click.argument("name")
@click.argument("email")
@click.option("--language", type=click.Choice(LANGUAGES), help="What pages and letters speak.")
@click.option("--administrator", is_flag=True, help="While fewer than two hold that role.")
@click.pass_context
def add(
    context: click.Context, name: str, email: str, language: str | None, administrator: bool
) -> None:
    """Add NAME with the address EMAIL, and print a one-time link for the first password."""
    name = " ".join(name.split())
    if not 0 < len(name) <= MOST_NAME or not is_address(email):
        _refuse(context, "This is no name, or no e-mail address.")
    details = Details(
        name=name,
        email=as_address(email),
        language=language or str(current_app.config["LANGUAGE"]),
        unit=None,
        manager=None,
    )
    with _refusing(context), acting(by=System(), at=now()) as act:
        token = setup.add_by_command(act, details, administrator=administrator)
    click.echo(_address(token))


@people.command()
@click.argument("email")
@click.pass_context
def link(context: click.Context, email: str) -> None:
    """Print a new one-time link for the person with the address EMAIL."""
    person = by_email(email)
    if person is None:
        _refuse(context, f"There is nobody with the address {email}.")
        return
    with _refusing(context), acting(by=System(), at=now()) as act:
        token = links.make_link(act, person)
    click.echo(_address(token))


@people.command()
@click.argument("email")
@click.argument("new")
@click.pass_context
def address(context: click.Context, email: str, new: str) -> None:
    """Move the person with the address EMAIL to the address NEW."""
    person = by_email(email)
    if person is None:
        _refuse(context, f"There is nobody with the address {email}.")
        return
    with _refusing(context), acting(by=System(), at=now()) as act:
        account.move_address(act, person, email=new.strip().casefold())
    click.echo(f"{person.name}: {person.email}")


@contextmanager
def _refusing(context: click.Context) -> Iterator[None]:
    """Say a refusal in English, and end with exit code 2."""
    try:
        yield
    except Refusal as refusal:
        _refuse(context, refusal.message % refusal.params)


def _refuse(context: click.Context, message: str) -> None:
    click.echo(message, err=True)
    context.exit(2)


def _address(token: str) -> str:
    return str(current_app.config["BASE_URL"]).rstrip("/") + page_of(token)
