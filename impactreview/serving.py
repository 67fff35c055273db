"""The process tree of `serve`: waitress in the parent, one worker below it, both ended together."""

import ctypes
import logging
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from types import FrameType
from typing import Any, NoReturn

from flask import Flask
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from werkzeug.middleware.proxy_fix import ProxyFix

from impactreview import readiness
from impactreview.app import create_app
from impactreview.governance.queries.rule_sets import packaged
from impactreview.kernel.db import db
from impactreview.web.languages import LANGUAGES, catalogue
from impactreview.worker import END_WITHIN, Bell, settle_memory

try:
    import resource
except ImportError:  # Windows has no limit of this kind
    resource = None  # type: ignore[assignment]

THREADS = 8
CONNECTIONS = 2_000
"""So many slow clients may hold a connection before others have to wait."""
IDLE_SECONDS = 60
DRAINED = 20
"""A body up to so many times as long as may be is read to its end and thrown away."""
_FIRST = ("_house/", "dashboard/")
"""Templates of the frame, and of the pages that everybody sees first."""
_ARENA_MAX = -8  # glibc's M_ARENA_MAX

_journal = logging.getLogger("impactreview.serving")


def application(config: object, weakness: str | None) -> Flask:
    """The app as it is served: ready, with a bell to the worker and behind its proxies.

    `weakness` is what is wrong with the secret key. It holds no connection, so a server may load it
    once and let its workers have it by fork. Raises Unready.
    """
    readiness.must_be_secret(weakness)
    app = create_app(config, wake=Bell(vars(config)))
    readiness.must_be_ready(app)
    proxies = app.config["PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    warm(app)
    with app.app_context():
        db.engine.dispose()  # two processes that answer over one connection read each other's rows
    return app


def warm(app: Flask) -> None:
    """Read what most pages need, once: else every thread does so at the first visit."""
    for language in LANGUAGES:
        catalogue(language)
    packaged(str(app.config["FORM"]))
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(_FIRST)):
        app.jinja_env.get_template(name)
    settle_memory()


class Child:
    """A process of ours that is started again when it ends, until we end it.

    It holds the other end of a pipe, so it knows when we are gone, however we went.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = environment
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start it, and watch over it from now on."""
        self._watch.start()

    def _keep(self) -> None:
        while not self._ending.is_set():
            self._process = subprocess.Popen(  # noqa: S603 - a command of our own, no shell
                self._command, env=dict(self._environment), stdin=subprocess.PIPE
            )
            if self._ending.is_set():
                self.end()
            code = self._process.wait()
            if not self._ending.wait(1):
                _journal.warning("the worker ended with %s and is started again", code)

    def end(self) -> None:
        """Tell it to end, without waiting."""
        self._ending.set()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def gone(self) -> None:
        """Wait until it has ended; soon it is made to."""
        self.end()
        self._watch.join(END_WITHIN + 0.5)
        if self._watch.is_alive() and self._process is not None:
            self._process.kill()
            self._watch.join(1)


class _Nowhere:
    """Where a body goes that is longer than may be: it takes neither memory nor disk."""

    error = None

    def __init__(self, length: int) -> None:
        self._left = length

    @property
    def completed(self) -> bool:
        """Whether all of it came."""
        return self._left == 0

    def __len__(self) -> int:
        return 0

    def received(self, data: bytes) -> int:
        """Throw it away; gives how much of it belonged to the body."""
        taken = min(len(data), self._left)
        self._left -= taken
        return taken

    def getfile(self) -> BytesIO:
        """What is kept of it: nothing."""
        return BytesIO()

    getbuf = getfile


class _Patient(HTTPRequestParser):
    """Hears a body that is too long to its end, so that the app can answer with a page.

    Waitress answers at once and closes; a browser that is still sending takes that for a cut
    connection and shows nothing. The app sees the length, and no body.
    """

    completed: bool
    content_length: int

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        most = self.adj.max_request_body_size
        if most <= self.content_length <= most * DRAINED:
            self.body_rcv, self.content_length = _Nowhere(self.content_length), 0

    def received(self, data: bytes) -> int:
        if self.completed or not (self.headers_finished and isinstance(self.body_rcv, _Nowhere)):
            return int(super().received(data))
        taken = self.body_rcv.received(data)
        self.completed = self.body_rcv.completed
        return taken


def serve(app: Flask, host: str, port: int, child: Child | None, greeting: Sequence[str]) -> None:
    """Answer requests until told to end; `greeting` is printed once the port is open.

    Raises Unready where somebody has taken the port since it was looked at.
    """
    _allow_connections()
    _share_arenas()
    HTTPChannel.parser_class = _Patient
    try:
        server = create_server(app, **_settings(app, host, port))
    except OSError as error:
        raise readiness.Unready(readiness.port_line(host, port, error)) from None
    if child is not None:
        child.start()
    _end_on_signals(child)
    for line in greeting:
        print(line, flush=True)  # noqa: T201 - this is what the command says
    try:
        server.run()
    finally:
        if child is not None:
            child.gone()
        server.close()


def _settings(app: Flask, host: str, port: int) -> dict[str, Any]:
    return {
        "host": host,
        "port": port,
        "threads": THREADS,
        "connection_limit": CONNECTIONS,
        "channel_timeout": IDLE_SECONDS,
        "asyncore_use_poll": True,  # select() ends at 1,024 connections
        "max_request_body_size": app.config["MAX_CONTENT_LENGTH"] + 1,  # it takes less than that
        "clear_untrusted_proxy_headers": not app.config["PROXIES"],
        "ident": None,
    }


def _allow_connections() -> None:
    """Let this process open as many files as it may; the usual limit is below our own."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _share_arenas() -> None:
    """Let all threads take memory from two pools: one for each thread never gives any back."""
    with suppress(OSError, AttributeError):  # another C library knows no such pools
        ctypes.CDLL("libc.so.6").mallopt(_ARENA_MAX, 2)


def _end_on_signals(child: Child | None) -> None:
    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        if child is not None:
            child.end()
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
