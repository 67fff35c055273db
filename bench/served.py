"""One app in a process of its own, behind the server and the settings of `serve`."""

import sys

from bench import limit
from bench.world import config
from impactreview.app import create_app
from impactreview.serving import serve, warm
from impactreview.worker import Bell


def main(which: str, database: str, data: str, port: str) -> None:
    """Serve `ours` or `limit` until told to end."""
    if which == "limit":
        app = limit.app_over(database)
    else:
        settings = config(database, data)
        app = create_app(settings, wake=Bell(vars(settings)))
        warm(app)
    serve(app, "127.0.0.1", int(port), None, ["ready"])


if __name__ == "__main__":
    main(*sys.argv[1:])
