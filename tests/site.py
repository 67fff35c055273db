"""A demo served on a port of its own, and a walk over every page that a person can reach."""

import re
import threading
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from flask import Flask
from waitress import create_server
from waitress.wasyncore import close_all
from werkzeug.exceptions import HTTPException

from impactreview.demo import running
from impactreview.demo.cast import PASSWORD
from impactreview.demo.running import Demo
from tests.conftest import Browser


@dataclass(frozen=True)
class Page:
    """One page of a walk: who saw it, where, and what came back."""

    who: str
    path: str
    endpoint: str
    status: int
    html: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links_of(html: str) -> list[str]:
    """Where the links of a page lead."""
    parser = _Links()
    parser.feed(html)
    return parser.found


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app on a free port of this machine, as it is served in earnest; gives its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # What a browser keeps open for its next question would keep the thread waiting.
        server.trigger.pull_trigger(partial(close_all, server._map))
        thread.join(5)
        server.task_dispatcher.shutdown()


def told(app: Flask, *, form: str = "full", language: str = "en", data: Path) -> Demo:
    """The demo's story, in the database of this app."""
    demo = Demo(form=form, language=language, data=data)
    with app.app_context():
        running.tell(demo, at=datetime.now(UTC), zone="Europe/Berlin")
    return demo


def signed_in(app: Flask, demo: Demo, shown: str) -> Browser:
    """A client that is signed in as the one who is shown so."""
    client = app.test_client()
    assert isinstance(client, Browser)
    form = {"email": running.address_of(demo, shown), "password": PASSWORD, "key": "k"}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code in {302, 303}, answer.text
    return client


def walk(
    app: Flask,
    client: Browser,
    who: str,
    *,
    starts: Sequence[str] = ("/",),
    most: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Page]:
    """Every page that can be reached by links from `starts`; a view is looked at once.

    `most` says of how many things a view is looked at, where one would not do.
    """
    routes = app.url_map.bind("localhost")
    waiting, known, seen = deque(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.popleft()
        try:
            endpoint, _ = routes.match(urlsplit(path).path)
        except HTTPException:
            endpoint = "nowhere"
        if "static" in endpoint or seen[endpoint] >= most.get(endpoint, 1):
            continue
        seen[endpoint] += 1
        answer = client.get(path)
        is_html = answer.mimetype == "text/html"
        html = answer.text if is_html else ""
        yield Page(who, path, endpoint, answer.status_code, html)
        for link in links_of(html):
            target = urlsplit(urljoin(path, link))
            local = re.sub(r"\s", "", target.path) + (f"?{target.query}" if target.query else "")
            if not target.netloc and target.scheme in {"", "http"} and local not in known:
                known.add(local)
                waiting.append(local)
