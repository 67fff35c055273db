"""The commands of `python3 -m impactreview`, put together from the rooms."""

import os
import secrets
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask

from config import Config, Misconfigured, weakness_of
from impactreview import logs, readiness, serving, worker
from impactreview.app import create_app
from impactreview.demo import running
from impactreview.kernel import clock
from impactreview.kernel.clock import now
from impactreview.kernel.db import session
from impactreview.notifications import queries as letters
from impactreview.people.commands import people
from impactreview.people.queries.sign_in import is_empty
from impactreview.readiness import Unready

ALL_HOSTS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - what they are called


PORT = click.IntRange(1, 65_535)
WITH_APP = {"people"}
"""Commands of rooms: they find the app around them."""


@click.group()
@click.pass_context
def commands(context: click.Context) -> None:
    """No decision that touches customers is taken unread."""
    if context.invoked_subcommand in WITH_APP:
        context.with_resource(_ready_app().app_context())


commands.add_command(people)


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve the pages, with one worker beside them."""
    config = _settings()
    address = f"http://{ALL_HOSTS.get(host, host)}:{port}"
    if "IMPACTREVIEW_BASE_URL" not in os.environ:
        config = replace(config, BASE_URL=address)
    readiness.must_be_secret(weakness_of(config.SECRET_KEY))
    readiness.must_be_free(host, port)
    if readiness.no_database_yet(vars(config)):
        _migrate(config)
    app = serving.application(config, weakness_of(config.SECRET_KEY))
    serving.serve(app, host, port, _child(config), [f"impactreview: {address}/", *_welcome(app)])


def _child(config: Config) -> serving.Child | None:
    if config.WORKER == "off":
        return None
    command = [sys.executable, "-m", "impactreview", "worker", "--with-parent"]
    if config.CLOCK_MAY_MOVE:
        command.append("--clock-may-move")
    return serving.Child(command, os.environ | config.as_environment())


def _welcome(app: Flask) -> list[str]:
    """The code that lets the first person in, while there is none."""
    with app.app_context():
        if not is_empty():
            return []
    app.config["SETUP_CODE"] = secrets.token_hex(16)
    return [
        f"Nobody is here yet. Begin at {app.config['BASE_URL']}/first-run"
        f" with the code {app.config['SETUP_CODE']}"
    ]


@commands.command()
@click.option("--language", type=click.Choice(["de", "en"]), default="en", show_default=True)
@click.option("--form", type=click.Choice(["full", "simple"]), default="full", show_default=True)
@click.option("--reset", is_flag=True, help="Begin this demo anew.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port to listen on.")
def demo(language: str, form: str, reset: bool, port: int) -> None:
    """Show an invented firm at work, in a database of its own."""
    readiness.must_be_free("127.0.0.1", port)  # before a demo that runs there is forgotten
    told = running.Demo(form=form, language=language, data=Path(_settings().DATA))
    if reset:
        told.forget()
    told.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = replace(
        Config(SECRET_KEY=_kept_secret(told.folder), SQLALCHEMY_DATABASE_URI=told.database),
        BASE_URL=f"http://127.0.0.1:{port}",
        DATA=str(told.folder),
        LANGUAGE=language,
        FORM=form,
        CLOCK_MAY_MOVE=True,
    )
    if readiness.no_database_yet(vars(config)):
        _migrate(config)
    clock.move(worker.moved(vars(config)))
    app = serving.application(config, None)
    with app.app_context():
        running.tell(told, at=clock.now(), zone=config.TIME_ZONE)
        session.remove()
    greeting = [f"impactreview: {config.BASE_URL}/", *running.log_ins(told)]
    serving.serve(app, "127.0.0.1", port, _child(config), greeting)


def _kept_secret(folder: Path) -> str:
    """The secret of a demo, made at its first start: whoever is signed in stays so."""
    file = folder / "secret"
    if not file.exists():
        file.write_text(secrets.token_hex(), encoding="ascii")
    return file.read_text(encoding="ascii")


@commands.command("worker")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when standard input ends.")
@click.option("--clock-may-move", is_flag=True, hidden=True, help="Of a demo: follow its clock.")
def work(with_parent: bool, clock_may_move: bool) -> None:
    """Send letters and do what is due, without serving pages."""
    config = replace(_settings(), CLOCK_MAY_MOVE=clock_may_move)
    app = create_app(config) if with_parent else _ready_app(config)  # the parent has looked
    worker.work(app, with_parent=with_parent)


@commands.command()
def migrate() -> None:
    """Bring the database to the newest schema, through the owner's address."""
    _migrate(_settings())


def _migrate(config: Config) -> None:
    command = [sys.executable, "-m", "impactreview.migrating"]
    done = subprocess.run(command, env=os.environ | config.as_environment(), check=False)  # noqa: S603 - our own module
    if done.returncode:
        raise SystemExit(done.returncode)
    worker.lay_queue(vars(config))


@commands.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Look at everything that `serve` looks at, and tell it."""
    config = _settings()
    weakness = weakness_of(config.SECRET_KEY)
    app = create_app(config if not weakness else replace(config, SECRET_KEY=secrets.token_hex()))
    secret = readiness.secret_line(weakness) if weakness else None
    found = [("secret", secret), *readiness.findings(app)]
    for name, mend in found:
        click.echo(f"{name:<11} {mend or 'ok'}")
    if not any(mend for name, mend in found if name in {"database", "schema"}):
        click.echo(f"{'letters':<11} {_letters(app)}")
    context.exit(2 if any(mend for _, mend in found) else 0)


def _letters(app: Flask) -> str:
    with app.app_context():
        late, since = len(letters.undelivered(now())), letters.waiting_since()
        session.remove()
    waiting = f", the oldest waits since {since:%Y-%m-%d %H:%M} UTC" if since else ""
    return f"{late} undelivered{waiting}" if late or since else "ok"


def _ready_app(config: Config | None = None) -> Flask:
    """An app over a database that is fit for use, without a bell."""
    config = config or _settings()
    readiness.must_be_secret(weakness_of(config.SECRET_KEY))
    app = create_app(config)
    readiness.must_be_ready(app)
    return app


def _settings() -> Config:
    """The settings of this environment; their folder is made, for its owner alone."""
    config = Config.from_environment()
    Path(config.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    return config


def main(argv: list[str]) -> int:
    """Run one command; the exit code is 0, or 2 where it could not be begun."""
    logs.begin()
    try:
        result = commands.main(argv, prog_name="python3 -m impactreview", standalone_mode=False)
    except (Misconfigured, Unready) as fault:
        click.echo(f"impactreview: {fault}", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    return result if isinstance(result, int) else 0
