"""Ours beside LIMIT in the same run, in turns: `python -m bench.run --database sqlite`.

Prints ratios: what ours does in a second, divided by what LIMIT does.
"""

import argparse
import json
import os
import platform
import re
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bench import limit, world
from impactreview.kernel.db import db
from tests import servers

HERE = Path(__file__).parents[1]
ROUNDS = 2
WARMING = 1.0


@dataclass(frozen=True)
class Pair:
    """An act or page of ours, the one of LIMIT that it is held against, and its floor."""

    name: str
    against: str
    floor: float


PAIRS = (
    Pair("home", "list", 0.6),
    Pair("register", "list", 0.6),
    Pair("case", "detail", 0.3),
    Pair("position", "write", 0.6),
    Pair("position", "act", 0.6),
    Pair("submit", "write", 0.6),
)


@dataclass
class Side:
    """A served app: its port, its process, and what is sent to it by name."""

    port: int
    process: "subprocess.Popen[bytes]"
    work: dict[str, dict[str, Any]]

    def _processes(self) -> list[int]:
        """The server's process, and those that it has made to answer."""
        first = self.process.pid
        below = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, below)]

    def memory(self) -> list[float]:
        """The share of memory of each process in MB: PSS, which divides what they share."""
        return [_pss(each) for each in self._processes()]

    def _cpu(self) -> float:
        """The milliseconds of processor that they have used."""
        return sum(map(_cpu, self._processes()))

    def send(self, name: str, clients: int, seconds: float) -> dict[str, Any]:
        """Send one kind of request for so long."""
        work = {**self.work[name], "clients": clients, "seconds": seconds, "port": self.port}
        before = self._cpu()
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"],
            input=json.dumps(work), capture_output=True, text=True, cwd=HERE, check=True,
            timeout=seconds * 4 + 60,
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout)
        told["cpu"] = (self._cpu() - before) / max(1, told["count"] + sum(told["wrong"].values()))
        if work["once"]:
            sent = told["count"] + sum(told["wrong"].values())
            self.work[name]["paths"] = self.work[name]["paths"][sent:]
        return told


def _pss(process: int) -> float:
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _cpu(process: int) -> float:
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _get(cookie: str, *paths: str) -> dict[str, Any]:
    return {"cookie": cookie, "paths": paths, "form": None, "status": 200, "once": False}


def _post(cookie: str, paths: Sequence[str], *, once: bool = False, **form: str) -> dict[str, Any]:
    return {"cookie": cookie, "paths": paths, "form": form, "status": 303, "once": once}


@contextmanager
def _serving(
    server: str, which: str, database: str, data: str, work: dict[str, Any]
) -> Iterator[Side]:
    port = servers.free_port()
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.served", server, str(port)],
        stdout=subprocess.PIPE,
        cwd=HERE,
        env={**os.environ, "BENCH_SERVED": "\n".join((which, database, data))},
    )
    try:
        ready = process.stdout.readline() if process.stdout else b""
        if b"ready" not in ready or not _opens(port, process):
            raise RuntimeError(f"{which} does not start")
        yield Side(port, process, work)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _opens(port: int, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until somebody listens on this port, as long as the process lives."""
    end = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.1)
    return False


@contextmanager
def _ours(server: str, database: str, size: int, folder: Path) -> Iterator[Side]:
    data = folder / f"ours-{size}"
    data.mkdir()
    began = time.monotonic()
    used = time.process_time()
    app = world.app_over(database, str(data))
    made = world.filled(app, size)
    with app.app_context():
        db.engine.dispose()
    took, cpu = time.monotonic() - began, time.process_time() - used
    print(f"{size} cases made in {took:.0f} s ({cpu:.0f} s of processor)", flush=True)  # noqa: T201
    cases = [f"/proposals/{code}" for code in made.read]
    token: dict[str, Any] = {"csrf_token": made.token}
    work = {
        "home": _get(made.visitor, "/"),
        "register": _get(made.visitor, "/register"),
        "case": _get(made.reader, *cases),
        "position": _post(
            made.reader, [f"{case}/position" for case in cases],
            number="1", stand="approve", reason="Read again.", **token,
        ),
        "submit": _post(
            made.owner, [f"/proposals/{code}/submit" for code in made.drafts], once=True,
            declared="y", **token,
        ),
    }  # fmt: skip
    with _serving(server, "ours", database, str(data), work) as side:
        yield side


@contextmanager
def _limit(server: str, database: str, size: int, folder: Path) -> Iterator[Side]:
    app = limit.app_over(database)
    cookie = limit.filled(app, size)
    app.extensions["limit_engine"].dispose()
    work = {
        "list": _get(cookie, "/items"),
        "detail": _get(cookie, *(f"/item/{number}" for number in range(1, 201))),
        "write": _post(cookie, ["/item"], title="A title", text="Some words of it. " * 20),
        "act": _post(
            cookie, [f"/item/{number}/act" for number in range(1, 201)], text="Read again."
        ),
    }
    with _serving(server, "limit", database, str(folder), work) as side:
        yield side


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[Any]:
    """A function that gives the address of a new, empty database."""
    if kind == "sqlite":
        yield lambda: f"sqlite:///{folder / uuid4().hex}.db"
        return
    with servers.postgresql(settings=()) as server:
        engine = sa.create_engine(
            make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        made: list[str] = []

        def make() -> str:
            made.append(f"bench_{uuid4().hex[:12]}")
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {made[-1]}")
            return make_url(server).set(database=made[-1]).render_as_string(hide_password=False)

        yield make
        with engine.connect() as connection:
            for name in made:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


def compare(ours: Side, bare: Side, clients: Sequence[int], seconds: float) -> None:
    """Print the ratios of every pair at every number of clients, sent in turns."""
    head = f"{'what':9} {'against':7} {'clients':>7} {'ours/s':>8} {'LIMIT/s':>8} {'ratio':>6}"
    print(f"{head} {'by CPU':>6} {'floor':>5} {'CPU ms':>6} {'p50':>7} {'p99':>7} {'kB':>5} wrong")  # noqa: T201
    for pair in PAIRS:
        for side, name in ((ours, pair.name), (bare, pair.against)):
            side.send(name, 1, WARMING)
        for number in clients:
            told = [
                (ours.send(pair.name, number, seconds), bare.send(pair.against, number, seconds))
                for _ in range(ROUNDS)
            ]
            print(_line(pair, number, [t[0] for t in told], [t[1] for t in told]), flush=True)  # noqa: T201
    held = ", ".join(f"{each:.0f}" for each in ours.memory())
    print(f"memory of our web processes (PSS, MB; the first is the server's): {held}")  # noqa: T201


def _line(pair: Pair, clients: int, mine: list[Any], bare: list[Any]) -> str:
    (rate, cpu), (limit_rate, limit_cpu) = (
        [median(each[what] for each in told) for what in ("rate", "cpu")] for told in (mine, bare)
    )
    wrong = {kind: count for each in (*mine, *bare) for kind, count in each["wrong"].items()}
    return (
        f"{pair.name:9} {pair.against:7} {clients:7} {rate:8.1f} {limit_rate:8.1f}"
        f" {rate / max(limit_rate, 0.001):6.2f} {limit_cpu / max(cpu, 0.001):6.2f}"
        f" {pair.floor:5.1f} {cpu:6.1f}"
        f" {median(each['p50'] for each in mine):7.1f} {max(each['p99'] for each in mine):7.1f}"
        f" {max(each['bytes'] for each in mine) / 1000:5.1f} {wrong or ''}"
    )


def grow(small: Side, large: Side, seconds: float) -> None:
    """Print how much slower the lists get with many more cases, sent in turns."""
    for name in ("home", "register"):
        pairs = [
            (small.send(name, 1, seconds), large.send(name, 1, seconds)) for _ in range(ROUNDS + 1)
        ]
        for what in ("p50", "cpu"):
            few, many = (median(each[side][what] for each in pairs) for side in (0, 1))
            grown = many / max(few, 0.001)
            print(f"{name}: {what} {few:.1f} to {many:.1f} ms, {grown:.2f} x", flush=True)  # noqa: T201


def build() -> str:
    """Which Python this is, and whether it was made with profile-guided optimisation."""
    made = sysconfig.get_config_var("CONFIG_ARGS") or ""
    how = "PGO" if "--enable-optimizations" in made else "no PGO"
    return f"{platform.python_implementation()} {platform.python_version()} ({how})"


def main() -> None:
    """Measure, and print."""
    reader = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    reader.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    reader.add_argument("--server", choices=("waitress", "gunicorn"), default="waitress")
    reader.add_argument("--size", type=int, default=10_000)
    reader.add_argument("--clients", default="1,8,32")
    reader.add_argument("--seconds", type=float, default=5)
    reader.add_argument("--growth", help="two sizes instead, e.g. 1000,100000")
    said = reader.parse_args()
    print(f"{build()}, {platform.machine()}, {said.database}, {said.server}", flush=True)  # noqa: T201
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        new = stack.enter_context(_databases(said.database, folder))
        if said.growth:
            small, large = (
                stack.enter_context(_ours(said.server, new(), int(size), folder))
                for size in said.growth.split(",")
            )
            grow(small, large, said.seconds)
            return
        ours = stack.enter_context(_ours(said.server, new(), said.size, folder))
        bare = stack.enter_context(_limit(said.server, new(), said.size, folder))
        clients = [int(number) for number in said.clients.split(",")]
        compare(ours, bare, clients, said.seconds / ROUNDS)


if __name__ == "__main__":
    main()
