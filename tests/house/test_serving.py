"""The process tree, with real processes: it answers, ends together, refuses to start unfit."""

import http.client
import os
import re
import runpy
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, request

from config import WELL_KNOWN_SECRETS, Config
from impactreview import cli, logs, readiness, schema
from impactreview import serving as serving_room
from impactreview.app import create_app
from impactreview.audit import triggers
from impactreview.audit.acts import System, acting
from impactreview.kernel.clock import now
from impactreview.kernel.db import Base, db
from impactreview.kernel.engine import WRITE
from impactreview.notifications.operations import write
from impactreview.worker import Bell
from tests.conftest import SECRET, NewDatabase
from tests.given import Given
from tests.notifications.sinks import moody_sink
from tests.servers import free_port
from tests.terms import GivenEvent

ROOT = Path(__file__).parents[2]
PATIENCE = 30
Answer = TypeVar("Answer")
Command = Callable[..., tuple[int, str]]


def lay(url: str) -> None:
    """Make the tables of today's models and say that they are the newest schema."""
    app = create_app(Config(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=url, TESTING=True))
    with app.app_context():
        with db.engine.execution_options(**{WRITE: True}).begin() as connection:
            Base.metadata.create_all(connection)
            triggers.renew(connection)
            scripts = ScriptDirectory(str(schema.MIGRATIONS))
            MigrationContext.configure(connection).stamp(scripts, "head")
        db.engine.dispose()


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a SQLite database that is ready, to be copied."""
    data = tmp_path_factory.mktemp("laid")
    lay(f"sqlite:///{data / 'impactreview.db'}")
    return data


@pytest.fixture
def data(laid: Path, tmp_path: Path) -> Path:
    """A data folder of its own, ready."""
    return shutil.copytree(laid, tmp_path / "data")


# --- real processes


class Served:
    """A running `serve`: its process, its port, its lines."""

    def __init__(self, data: Path, *arguments: str, **variables: str) -> None:
        self.port, self.began = free_port(), time.monotonic()
        self.data = data
        self._journal = (data.parent / "journal").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "impactreview", "serve", "--port", str(self.port), *arguments],
            cwd=ROOT,
            env=environment(data, **variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._journal,
            text=True,
        )

    def said(self) -> str:
        """The next line it prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def journal(self) -> str:
        return (self.data.parent / "journal").read_text()

    def answer(self, path: str = "/") -> http.client.HTTPResponse:
        """The answer to GET `path`, as soon as there is one."""

        def ask() -> http.client.HTTPResponse | None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            except OSError:
                return None
            finally:
                connection.close()
            return answer

        return await_(ask, self)

    def workers(self) -> set[int]:
        """The process ids of its children."""
        found: set[int] = set()
        for file in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            found |= {int(word) for word in file.read_text().split()}
        return found

    def worker(self, besides: int = 0) -> int:
        """The process id of its worker, as soon as there is one that is at work."""
        (pid,) = await_(lambda: self.workers() - {besides}, self)
        return pid

    def close(self) -> None:
        """Kill it, if it is still there, and let go of what it said."""
        self.process.kill()
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._journal.close()

    def ended(self) -> float:
        """How many seconds it took to end from now on."""
        began = time.monotonic()
        self.process.wait(PATIENCE)
        return time.monotonic() - began


def environment(data: Path, **variables: str) -> dict[str, str]:
    """This environment with ours in it; what is compiled once is kept, as on any machine."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("IMPACTREVIEW_", "PYTHONDONTWRITE"))
    }
    own = {
        "IMPACTREVIEW_NO_VENV": "1",
        "IMPACTREVIEW_SECRET_KEY": SECRET,
        "IMPACTREVIEW_DATA": str(data),
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "impactreview-bytecode"),
    }
    return kept | own | variables


def await_(ask: Callable[[], Answer | None], served: Served) -> Answer:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and served.process.poll() is None:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"nothing came; exit {served.process.poll()}:\n{served.journal()}")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def serving(data: Path, *arguments: str, **variables: str) -> Iterator[Served]:
    served = Served(data, *arguments, **variables)
    try:
        yield served
    finally:
        served.close()


def test_from_nothing_to_the_first_page_and_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as served:
        assert served.said() == f"impactreview: http://127.0.0.1:{served.port}/\n"
        welcome = served.said()
        assert f" http://127.0.0.1:{served.port}/first-run " in welcome
        assert len(bytes.fromhex(welcome.split()[-1])) == 16
        assert served.answer("/first-run").status == 200
        assert served.answer("/").getheader("Server") is None
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        worker = served.worker()
        served.process.send_signal(signal.SIGTERM)
        assert served.ended() < 3
        assert served.process.returncode == 0
        assert not is_alive(worker)


def test_the_worker_sends_is_replaced_and_never_outlives_its_parent(data: Path) -> None:
    with moody_sink() as sink, serving(data, IMPACTREVIEW_SMTP=sink.url) as served:
        served.answer()
        first = served.worker()
        _write_a_letter(served)
        await_(lambda: sink.messages, served)

        os.kill(first, signal.SIGKILL)
        second = served.worker(besides=first)
        assert served.answer().status < 500

        served.process.kill()
        end = time.monotonic() + PATIENCE  # it may still be starting
        while is_alive(second) and time.monotonic() < end:
            time.sleep(0.05)
        assert not is_alive(second)
        assert "the worker ended with -9 and is started again" in served.journal()
        assert sink.messages[0]["To"] not in served.journal()


def _write_a_letter(served: Served) -> None:
    """What a request does, from here: an act with a letter, then the bell."""
    config = Config.from_environment(environment(served.data))
    app = create_app(config)
    with app.app_context():
        given = Given(at=now())
        person, unit = given.person(), given.unit()
        with acting(by=System(), at=now()) as act:
            act.record(GivenEvent.GIVEN, unit)
            write(act, to=person, subject="Hello", body="There is news.")
        db.session.remove()
        db.engine.dispose()
    Bell(asdict(config))()


MEGABYTE = bytes(1_000_000)


def sends(served: Served, megabytes: int, told: int | None = None) -> tuple[int, str]:
    """Send so much as a browser does: to the end, then read. `told`: how much it says it is."""
    with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as line:
        said = (
            "POST /sign-in HTTP/1.1",
            "Host: 127.0.0.1",
            "Accept-Language: de",
            "Content-Type: multipart/form-data; boundary=x",
            f"Content-Length: {(told or megabytes) * len(MEGABYTE)}",
        )
        line.sendall("\r\n".join([*said, "", ""]).encode())
        for _ in range(megabytes):
            line.sendall(MEGABYTE)
        answer = http.client.HTTPResponse(line, method="POST")
        answer.begin()
        return answer.status, answer.read().decode()


def most_memory(served: Served) -> int:
    """How many bytes it held at most until now."""
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def test_what_is_too_large_is_heard_to_its_end_and_answered_with_a_page(data: Path) -> None:
    """Waitress would answer and close at once, and a browser show nothing but a cut connection."""
    with serving(data, IMPACTREVIEW_WORKER="off") as served:
        served.answer("/sign-in")
        assert sends(served, 1)[0] == 400  # no form of ours
        before = most_memory(served)
        for megabytes in (31, 40, 120):
            status, page = sends(served, megabytes)
            assert status == 413
            assert "größer als 30 MB" in page
        assert most_memory(served) - before < 10 * len(MEGABYTE)
        assert sends(served, 1)[0] == 400


def test_what_is_far_too_large_is_not_heard_at_all(data: Path) -> None:
    with serving(data, IMPACTREVIEW_WORKER="off") as served:
        served.answer("/sign-in")
        assert sends(served, 0, told=601)[0] == 413


def test_without_a_worker_ctrl_c_ends_it(data: Path) -> None:
    with serving(data, IMPACTREVIEW_WORKER="off") as served:
        served.answer()
        assert not served.workers()
        served.process.send_signal(signal.SIGINT)
        assert served.ended() < 3
        assert served.process.returncode == 0
        assert "Traceback" not in served.journal()


def test_a_worker_of_its_own_ends_when_told(data: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "impactreview", "worker"],
        cwd=ROOT,
        env=environment(data),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stderr is not None
    with worker.stderr:
        assert "letters are laid into" in worker.stderr.readline()
        time.sleep(0.5)
        worker.terminate()
        began = time.monotonic()
        worker.wait(PATIENCE)
        assert time.monotonic() - began < 3
        assert "Traceback" not in worker.stderr.read()


# --- what is refused, without starting anything


@pytest.fixture
def command(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """Runs a command here; gives its exit code and what it said."""
    made: list[Flask] = []

    def remembered(*args: Any, **more: Any) -> Flask:
        made.append(create_app(*args, **more))
        return made[-1]

    monkeypatch.setattr(logs, "begin", lambda: None)
    monkeypatch.setattr(serving_room, "serve", lambda *_: print("served"))  # noqa: T201
    monkeypatch.setattr(serving_room, "create_app", remembered)
    monkeypatch.setattr(cli, "create_app", remembered)
    for name in [name for name in os.environ if name.startswith("IMPACTREVIEW_")]:
        monkeypatch.delenv(name)

    def run(*words: str, **variables: str) -> tuple[int, str]:
        with monkeypatch.context() as now_set:
            for name, value in environment(data, **variables).items():
                now_set.setenv(name, value)
            code = cli.main(_listening(words))
        said = capsys.readouterr()
        return code, said.out + said.err

    yield run
    for app in made:
        with app.app_context():
            db.engine.dispose()


def _listening(words: tuple[str, ...]) -> list[str]:
    """`words`, with a port that nobody has where `serve` is told none."""
    return ["serve", "--port", str(free_port())] if words == ("serve",) else list(words)


def test_what_is_ready_is_served(command: Command) -> None:
    assert command("serve") == (0, "served\n")


@pytest.mark.parametrize("secret", ["", "x" * 31, *sorted(WELL_KNOWN_SECRETS)])
@pytest.mark.parametrize("what", ["serve", "worker"])
def test_a_weak_secret_is_refused_with_the_line_that_mends_it(
    command: Command, what: str, secret: str
) -> None:
    code, said = command(what, IMPACTREVIEW_SECRET_KEY=secret)
    assert code == 2
    assert said.count("\n") == 1
    assert said.startswith("impactreview: the secret key is ")
    assert 'export IMPACTREVIEW_SECRET_KEY="$(python3 -c ' in said


def test_there_are_twenty_well_known_secrets() -> None:
    assert len(WELL_KNOWN_SECRETS) == 20


def test_the_line_makes_a_secret_that_is_accepted(command: Command) -> None:
    said = command("serve", IMPACTREVIEW_SECRET_KEY="")[1]
    line = said[said.index("export") :].strip()
    made = subprocess.run(
        ["sh", "-c", f'{line}; printf %s "$IMPACTREVIEW_SECRET_KEY"'],
        check=True,
        capture_output=True,
        text=True,
    )
    assert command("serve", IMPACTREVIEW_SECRET_KEY=made.stdout)[0] == 0


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"IMPACTREVIEW_SMTP": "http://mail"}, "IMPACTREVIEW_SMTP"),
        ({"IMPACTREVIEW_MAIL_FROM": "nobody"}, "IMPACTREVIEW_MAIL_FROM"),
        ({"IMPACTREVIEW_PROXIES": "-1"}, "IMPACTREVIEW_PROXIES"),
        ({"IMPACTREVIEW_WORKER": "maybe"}, "IMPACTREVIEW_WORKER"),
        ({"IMPACTREVIEW_TIME_ZONE": "Mars/Base"}, "export IMPACTREVIEW_TIME_ZONE=Europe/Berlin"),
        ({"IMPACTREVIEW_TIME_ZONE": "Europe"}, "export IMPACTREVIEW_TIME_ZONE=Europe/Berlin"),
        ({"IMPACTREVIEW_TIME_ZONE": "../UTC"}, "export IMPACTREVIEW_TIME_ZONE=Europe/Berlin"),
        ({"IMPACTREVIEW_LANGUAGE": "fr"}, "IMPACTREVIEW_LANGUAGE is either de or en"),
        ({"IMPACTREVIEW_FORM": "medium"}, "IMPACTREVIEW_FORM is either full or simple"),
        ({"IMPACTREVIEW_DATABASE": "postgresql://127.0.0.1:1/none"}, "IMPACTREVIEW_DATABASE"),
        ({"IMPACTREVIEW_QUEUE": "redis://127.0.0.1:1"}, "Redis"),
    ],
)
def test_a_setting_that_can_not_work_is_refused(
    command: Command, variables: dict[str, str], says: str
) -> None:
    code, said = command("serve", **variables)
    assert (code, said.count("\n")) == (2, 1)
    assert says in said
    code, said = command("doctor", **variables)
    assert code == 2
    assert says in said


LATE = """
import sys
from flask import Flask
from impactreview.readiness import Unready
from impactreview.serving import serve
app = Flask("any")
app.config.update(PROXIES=0, MAX_CONTENT_LENGTH=1)
try:
    serve(app, "127.0.0.1", int(sys.argv[1]), None, [])
except Unready as told:
    print(told)
"""


def test_a_port_that_is_taken_since_it_was_looked_at_is_told_in_the_same_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", LATE, str(port)], capture_output=True, text=True, check=True
        )
    assert f"127.0.0.1:{port} can not be listened on (Address already in use)" in done.stdout


@pytest.mark.parametrize("words", [["serve"], ["demo", "--reset"]])
def test_a_taken_port_is_told_before_anything_is_done(
    command: Command, data: Path, words: list[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = command(*words, "--port", str(port))
    assert (code, said.count("\n")) == (2, 1)
    assert f"127.0.0.1:{port} can not be listened on (Address already in use)" in said
    assert not list(data.glob("demo*"))
    assert command("serve", "--port", str(port)) == (0, "served\n")


def test_a_host_that_is_not_here_is_told(command: Command) -> None:
    code, said = command("serve", "--host", "192.0.2.1", "--port", str(free_port()))
    assert (code, said.count("\n")) == (2, 1)
    assert "192.0.2.1" in said


def test_a_moved_clock_is_refused(command: Command, data: Path) -> None:
    (data / "clock").write_text("86400")
    code, said = command("serve")
    assert (code, said.count("\n")) == (2, 1)
    assert "moved the clock here (1 day, 0:00:00)" in said


def _change(data: Path, statement: str) -> None:
    engine = sa.create_engine(f"sqlite:///{data / 'impactreview.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE alembic_version SET version_num = 'older'", "another schema"),
        ("DROP TRIGGER keep_unit_before_delete_stays", "1 triggers"),
    ],
)
def test_a_database_that_is_not_ours_is_refused(
    command: Command, data: Path, statement: str, says: str
) -> None:
    _change(data, statement)
    code, said = command("serve")
    assert (code, said.count("\n")) == (2, 1)
    assert says in said
    assert "python3 -m impactreview migrate" in said


def test_the_wsgi_entry_refuses_as_well(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(data, IMPACTREVIEW_SECRET_KEY="changeme").items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as refused:
        runpy.run_path(str(ROOT / "wsgi.py"))
    assert refused.value.code == 2
    assert capsys.readouterr().err.startswith("impactreview: the secret key is well-known: ")


def test_the_doctor_tells_all_it_looked_at(command: Command, data: Path) -> None:
    code, said = command("doctor")
    assert code == 0
    looked = [line.split()[0] for line in said.splitlines()]
    assert looked == ["secret", "mail", "clock", "database", "schema", "triggers", "role",
                      "durability", "queue", "letters"]  # fmt: skip
    assert all(line.split()[1] == "ok" for line in said.splitlines())
    (data / "clock").touch()
    code, said = command("doctor", IMPACTREVIEW_SECRET_KEY="test")
    assert code == 2
    assert "secret      the secret key is well-known: export" in said
    assert "clock       a demo has moved the clock" in said
    assert "letters     ok" in said


@pytest.mark.parametrize(
    "words",
    [
        *([what, "--port", port] for what in ("serve", "demo") for port in ("no", "-1", "99999")),
        ["unknown"],
    ],
)
def test_a_command_that_is_none_says_so(command: Command, words: list[str]) -> None:
    code, said = command(*words)
    assert code == 2
    assert "Error" in said


@pytest.mark.parametrize(
    ("proxies", "seen"), [("0", "127.0.0.1"), ("1", "10.1.1.1"), ("2", "6.6.6.6")]
)
def test_only_so_many_proxies_are_believed(data: Path, proxies: str, seen: str) -> None:
    config = Config.from_environment(environment(data, IMPACTREVIEW_PROXIES=proxies))
    app = serving_room.application(config, None)
    addresses: list[str | None] = []
    app.before_request(lambda: addresses.append(request.remote_addr))
    path = f"{app.static_url_path}/none"
    app.test_client().get(path, headers={"X-Forwarded-For": "6.6.6.6, 10.1.1.1"})
    assert addresses == [seen]


def test_what_workers_inherit_by_fork_holds_no_connection(data: Path) -> None:
    app = serving_room.application(Config.from_environment(environment(data)), None)
    with app.app_context():
        assert "Connections in pool: 0" in db.engine.pool.status()
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_another_process_reads_the_same_settings(data: Path) -> None:
    config = replace(Config.from_environment(environment(data)), PROXIES=2, BASE_URL="http://other")
    assert Config.from_environment(config.as_environment()) == config


# --- PostgreSQL


@pytest.mark.database_near
def test_a_postgresql_that_forgets_is_refused(command: Command, new_database: NewDatabase) -> None:
    url = new_database()
    if url.startswith("sqlite"):
        pytest.skip("SQLite is opened with synchronous=FULL")
    assert command("migrate", IMPACTREVIEW_DATABASE=url)[0] == 0
    lay(url)
    code, said = command("serve", IMPACTREVIEW_DATABASE=url)
    assert (code, said.count("\n")) == (2, 1)
    assert "ALTER SYSTEM SET fsync = on" in said
    code, said = command("serve", IMPACTREVIEW_DATABASE=url, IMPACTREVIEW_DATABASE_OWNER=url)
    assert (code, said.count("\n")) == (2, 1)
    assert "owns the tables" in said


@pytest.mark.parametrize("off", readiness.DURABLE)
def test_each_setting_that_loses_commits_is_named(off: str) -> None:
    shown = dict.fromkeys(readiness.DURABLE, "on")
    assert readiness.durability_line(shown) is None
    assert f"SET {off} = on" in str(readiness.durability_line(shown | {off: "off"}))


@pytest.mark.parametrize("stronger", ["remote_write", "remote_apply", "local"])
def test_other_kinds_of_durable_commits_are_fine(stronger: str) -> None:
    shown = dict.fromkeys(readiness.DURABLE, "on") | {"synchronous_commit": stronger}
    assert readiness.durability_line(shown) is None
