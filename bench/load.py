"""A load client: so many people at once, each on a connection that stays open, for so long.

Run in a process of its own. What it is to send stands in the JSON on standard input; what it
measured is the JSON on standard output.
"""

import http.client
import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4


@dataclass
class Tape:
    """What was measured: seconds of each answer, and answers of another kind than expected."""

    seconds: list[float] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=dict)
    bytes: int = 0


def main() -> None:
    """Send what standard input says."""
    work: dict[str, Any] = json.load(sys.stdin)
    paths, lock = _paths(work), threading.Lock()
    tapes = [Tape() for _ in range(work["clients"])]
    begun = time.monotonic()
    threads = [
        threading.Thread(target=_send, args=(work, paths, lock, tape, begun)) for tape in tapes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - begun
    seconds = sorted(each for tape in tapes for each in tape.seconds)
    wrong: dict[str, int] = {}
    for tape in tapes:
        for status, count in tape.wrong.items():
            wrong[status] = wrong.get(status, 0) + count
    json.dump(
        {
            "count": len(seconds),
            "rate": len(seconds) / took,
            "p50": _at(seconds, 0.5),
            "p99": _at(seconds, 0.99),
            "wrong": wrong,
            "bytes": max((tape.bytes for tape in tapes), default=0),
        },
        sys.stdout,
    )


def _at(seconds: list[float], part: float) -> float:
    return seconds[min(len(seconds) - 1, int(len(seconds) * part))] * 1000 if seconds else 0.0


def _paths(work: dict[str, Any]) -> Iterator[str]:
    """The addresses in turn: once each, or round and round."""
    while True:
        yield from work["paths"]
        if work["once"]:
            return


def _send(
    work: dict[str, Any], paths: Iterator[str], lock: threading.Lock, tape: Tape, begun: float
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", work["port"], timeout=30)
    while time.monotonic() - begun < work["seconds"]:
        with lock:
            path = next(paths, None)
        if path is None:
            return
        before = time.perf_counter()
        answer = _one(connection, work, path)
        passed = time.perf_counter() - before
        body = answer.read()
        if answer.status == work["status"]:
            tape.seconds.append(passed)
            tape.bytes = max(tape.bytes, len(body))
        else:
            said = f"{answer.status} {answer.headers.get('Location') or ''}".strip()
            tape.wrong[said] = tape.wrong.get(said, 0) + 1
    connection.close()


def _one(
    connection: http.client.HTTPConnection, work: dict[str, Any], path: str
) -> http.client.HTTPResponse:
    headers = {"Cookie": work["cookie"]}
    if work["form"] is None:
        connection.request("GET", path, headers=headers)
    else:
        body = urlencode({**work["form"], "key": uuid4().hex})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, body=body, headers=headers)
    return connection.getresponse()


if __name__ == "__main__":
    main()
