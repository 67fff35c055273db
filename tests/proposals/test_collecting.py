"""Files that no proposal names are collected, and never one that somebody is about to name."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from impactreview import worker
from impactreview.audit.acts import acting
from impactreview.kernel import clock, files
from impactreview.kernel.db import session
from impactreview.proposals import jobs, operations
from impactreview.proposals.models import Proposal
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.proposals.drafting import draft, submitted
from tests.proposals.hanging import attached, folder, hanging, send

pytestmark = pytest.mark.database_near


def aged(place: Path, name: str, hours: float = 2) -> str:
    then = time.time() - hours * 3600
    os.utime(place / name, (then, then))
    return name


def left(app: Flask) -> set[str]:
    return {path.name for path in folder(app).iterdir()}


def collect(app: Flask) -> int:
    return jobs.collect_files(Path(app.config["DATA"]))


@pytest.fixture
def own(new_app: NewApp) -> Flask:
    return new_app()


def test_what_nobody_names_goes_after_an_hour_and_what_is_named_stays(own: Flask) -> None:
    place = folder(own)
    with own.app_context():
        given = Given(at=NOON)
        proposal = draft(given)
        named = aged(place, attached(own, proposal, b"named").content_hash)
        lost, young = aged(place, files.keep(place, b"lost")), files.keep(place, b"young")
        (place / ".unfinished").write_bytes(b"half of it")
        aged(place, ".unfinished")
        assert collect(own) == 2
        assert left(own) == {named, young}
        assert collect(own) == 0
        assert not (place / lost).exists()


def test_what_was_taken_away_stays_with_the_versions_it_was_frozen_with(own: Flask) -> None:
    with own.app_context():
        proposal = draft(Given(at=NOON))
        file = attached(own, proposal, b"named once")
        submitted(proposal)
        with acting(by=proposal.owner, at=NOON) as act:
            operations.reopen(act, proposal, why="Say more.")
        with acting(by=proposal.owner, at=NOON) as act:
            operations.detach(act, proposal, by=proposal.owner, attachment=file)
        aged(folder(own), file.content_hash)
        assert collect(own) == 0


def test_where_nothing_was_ever_attached_there_is_nothing_to_do(own: Flask) -> None:
    with own.app_context():
        assert collect(own) == 0


def test_more_than_are_asked_about_at_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_AT_ONCE", 3)
    with own.app_context():
        proposal = draft(Given(at=NOON))
        named = {
            aged(folder(own), attached(own, proposal, bytes([n]) * 9).content_hash)
            for n in range(65, 70)
        }
        for n in range(8):
            aged(folder(own), files.keep(folder(own), bytes([n])))
        assert collect(own) == 8
        assert left(own) == named


def test_a_clock_that_was_moved_makes_no_file_older(own: Flask) -> None:
    with own.app_context():
        files.keep(folder(own), b"just now")
        clock.move(timedelta(days=30))
        try:
            assert collect(own) == 0
        finally:
            clock.move(timedelta())


def test_the_worker_does_it_each_hour(own: Flask) -> None:
    with own.app_context():
        aged(folder(own), files.keep(folder(own), b"lost"))
    worker.tick(own)
    assert left(own) == set()


def test_an_upload_of_what_is_being_collected_is_never_lost(own: Flask) -> None:
    """Real requests and the job at once, over bytes that lie there old and unnamed each time."""
    place, rounds = folder(own), 12
    with own.app_context():
        given = Given(at=NOON)
        owner = given.person()
        cases = [draft(given, owner).id for _ in range(rounds)]
        browsers = [given.signed_in(own.test_client(), owner) for _ in range(rounds)]
    contents = [f"content {n}".encode() for n in range(rounds)]
    for content in contents:
        aged(place, files.keep(place, content))

    def upload(n: int) -> int:
        with own.app_context():
            proposal = session.get_one(Proposal, cases[n])
            return send(browsers[n], proposal, "a.txt", contents[n]).status_code

    def collected(_: int) -> int:
        with own.app_context():
            return collect(own)

    with ThreadPoolExecutor(4) as pool:
        uploads = [pool.submit(upload, n) for n in range(rounds)]
        list(pool.map(collected, range(rounds)))
        assert {each.result() for each in uploads} == {303}
    with own.app_context():
        assert collect(own) == 0
        for case_id, content in zip(cases, contents, strict=True):
            (file,) = hanging(session.get_one(Proposal, case_id))
            assert file.content_hash == sha256(content).hexdigest()
            assert files.content_of(place, file.content_hash) == content
