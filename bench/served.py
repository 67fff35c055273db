"""One app in processes of its own, behind the server and the settings that it is used with."""

import os
import sys

from flask import Flask

from bench import limit
from bench.world import config
from impactreview.app import create_app
from impactreview.serving import serve, warm
from impactreview.worker import Bell

WORKERS = 2


def app() -> Flask:
    """The app that BENCH_SERVED names: `ours` or `limit`, a database and a folder for files."""
    which, database, data = os.environ["BENCH_SERVED"].split("\n")
    if which == "limit":
        return limit.app_over(database)
    settings = config(database, data)
    made = create_app(settings, wake=Bell(vars(settings)))
    warm(made)
    return made


def main(server: str, port: str) -> None:
    """Serve it until told to end: `waitress` in this process, or `gunicorn` with two workers."""
    if server == "waitress":
        serve(app(), "127.0.0.1", int(port), None, ["ready"])
        return
    gunicorn = [sys.executable, "-m", "gunicorn", "--preload", "--log-level=warning"]
    where = [f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", "--worker-class=gthread"]
    print("ready", flush=True)  # noqa: T201 - the port is asked for until it is open
    os.execv(gunicorn[0], [*gunicorn, *where, "--threads=1", "bench.served:app()"])  # noqa: S606 - our own words


if __name__ == "__main__":
    main(*sys.argv[1:])
