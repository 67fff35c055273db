"""Starts impactreview: the standard library prepares .venv, then the command line takes over."""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

# A Python too old to run this must still be able to read it up to its refusal: nothing newer than
# 3.6 at the top, and subscripted annotations in quotes.
OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-dev.lock"
AGREE = "--install-system"
# What the tests load beside Chromium, and the Debian packages that bring it.
LIBRARIES = {"libatomic.so.1": "libatomic1"}  # for the Node inside Playwright
NO_TESTS = 5  # pytest's exit code when nothing was selected

if sys.platform == "win32":
    import msvcrt

    def hold(file: "IO[bytes]") -> None:
        """Wait until this process alone holds `file`; a byte beyond its end, others may read on."""
        file.seek(2**30)
        while True:
            with contextlib.suppress(OSError):
                return msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def hold(file: "IO[bytes]") -> None:
        """Wait until this process alone holds `file`."""
        fcntl.flock(file, fcntl.LOCK_EX)


def say(text: str) -> None:
    sys.stderr.write(f"impactreview: {text}\n")
    sys.stderr.flush()


def must_be_recent(version: "tuple[int, ...]") -> None:
    if tuple(version[:2]) < OLDEST:
        oldest, this = (".".join(map(str, numbers[:2])) for numbers in (OLDEST, version))
        say(f"needs Python {oldest} or newer, this is Python {this}.")
        raise SystemExit(2)


def run(command: "list[str]") -> "subprocess.CompletedProcess[str]":
    """Run a program of this file's own choosing, silently; its words are kept in `stdout`."""
    try:
        return subprocess.run(  # noqa: S603 - no shell, and no word of it comes from outside
            command,
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            close_fds=False,  # see `prepare`: the turnstile goes along
        )
    except FileNotFoundError as missing:
        return subprocess.CompletedProcess(command, 127, stdout=str(missing))


def must_run(command: "list[str]") -> None:
    done = run(command)
    if done.returncode:
        say(f"this failed: {' '.join(command)}\n{done.stdout.strip()}")
        raise SystemExit(2)


# --- Debian packages ---------------------------------------------------------------------------
def add_packages(packages: "list[str]", why: str, agreed: bool) -> bool:
    """Install Debian packages if that was agreed to or is answered with yes; else tell how."""
    root = os.name == "posix" and os.geteuid() == 0
    line = ("" if root else "sudo ") + "apt-get install -y " + " ".join(packages)
    say(f"{why} On Debian this line helps:\n    {line}")
    at_terminal = sys.stdin is not None and sys.stdin.isatty()
    if not agreed and not (at_terminal and input("Install it now? [y/n] ").lower() == "y"):
        return False
    rise = [] if root else ["sudo"] if at_terminal else ["sudo", "-n"]
    apt = [*rise, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    done = run(install)
    if done.returncode and not run([*apt, "update"]).returncode:
        done = run(install)
    if done.returncode:
        say(f"that did not work:\n{done.stdout.strip()}")
    return done.returncode == 0


def chromium() -> "str | None":
    """The Chromium on this machine: $CHROMIUM, else the first known name on the PATH."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for found in map(shutil.which, filter(None, names)) if found), None)


def lacking() -> "list[str]":
    """The packages that the tests could use and do not find."""
    browser = [] if chromium() else ["chromium"]
    return browser + [package for library, package in LIBRARIES.items() if not loads(library)]


def loads(library: str) -> bool:
    """Whether this shared library is here; only Linux is asked, where Debian's packages are."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return sys.platform != "linux"
    return True


# --- the environment ---------------------------------------------------------------------------
class Environment:
    """The .venv beside the package: made once, filled from a lock, repaired when cut short."""

    UNFINISHED = "unfinished"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / ".venv"
        self.python = self.home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.stamp = self.home / ".lock-sha"

    def is_this(self) -> bool:
        return self.home.exists() and os.path.samefile(sys.prefix, self.home)

    def stamped(self) -> str:
        return self.stamp.read_text() if self.stamp.exists() else ""

    def sha(self, lock: str) -> str:
        return hashlib.sha256((self.root / lock).read_bytes()).hexdigest()

    def holds(self, lock: str) -> bool:
        """Whether the lock stands here; the lock of the tests holds all of the other one."""
        return self.python.exists() and self.stamped() in {self.sha(lock), self.sha(TEST_LOCK)}

    def prepare(self, lock: str, agreed: bool) -> None:
        """Make sure that the lock stands here; a second caller waits for the first one."""
        if self.holds(lock):
            return
        with (self.root / RUN_LOCK).open("rb") as turnstile:
            hold(turnstile)
            os.set_inheritable(turnstile.fileno(), True)  # an orphaned installer keeps it shut
            if not self.holds(lock):
                say(f"preparing .venv from {lock} (once, about half a minute) ...")
                self.fill(lock, agreed)

    def fill(self, lock: str, agreed: bool) -> None:
        uv = shutil.which("uv")
        if uv and run([uv, "--version"]).returncode:  # a version manager's shim without its uv
            uv = None
        if not self.is_sound(uv):
            self.make(uv, agreed)
        self.stamp.write_text(self.UNFINISHED)
        must_run(self.installer(uv) + ["--require-hashes", "-r", str(self.root / lock)])
        self.compile()
        self.stamp.write_text(self.sha(lock))

    def is_sound(self, uv: "str | None") -> bool:
        """Whether something can be installed here; what was cut short is not trusted."""
        if not self.python.exists() or self.stamped() == self.UNFINISHED:
            return False
        return bool(uv) or run([str(self.python), "-c", "import pip"]).returncode == 0

    def make(self, uv: "str | None", agreed: bool) -> None:
        if not uv:
            must_have_ensurepip(agreed)
        self.home.mkdir(exist_ok=True)
        self.stamp.write_text(self.UNFINISHED)
        for entry in set(self.home.iterdir()) - {self.stamp}:
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(str(entry))
            else:
                entry.unlink()
        base = getattr(sys, "_base_executable", sys.executable)  # not the one just removed
        tool = [uv, "venv", "--allow-existing", "--python", base] if uv else [base, "-m", "venv"]
        must_run(tool + [str(self.home)])

    def installer(self, uv: "str | None") -> "list[str]":
        if uv:
            return [uv, "pip", "install", "--python", str(self.python)]
        quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
        return [str(self.python), "-m", "pip", "install"] + quiet

    def compile(self) -> None:
        """Compile all libraries once: where no bytecode may be written, each start does it anew.

        By the hash of the source: wheels give all files one date, so that after an update bytecode
        of the same length would pass for the new one. What was shipped for another Python may fail.
        """
        how = ["-qq", "-f", "-j", "0", "--invalidation-mode", "checked-hash"]
        run([str(self.python), "-m", "compileall"] + how + [str(self.home)])

    def enter(self, argv: "list[str]") -> int:
        """Start again inside; on POSIX in this very process, so that signals and exit code fit."""
        command = [str(self.python), "-m", "impactreview"] + argv
        if os.name != "nt":
            os.execv(command[0], command)  # noqa: S606 - the user's own words, no shell
        return subprocess.call(command)  # noqa: S603 - the user's own words, no shell


def must_have_ensurepip(agreed: bool) -> None:
    """Debian keeps ensurepip in a package of its own, which a bare machine lacks."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    why = "this Python cannot make an environment (no ensurepip)."
    if importlib.util.find_spec("ensurepip") is None and not add_packages([package], why, agreed):
        raise SystemExit(2)
    importlib.invalidate_caches()


# --- the tests ---------------------------------------------------------------------------------
def run_tests(argv: "list[str]", agreed: bool) -> int:
    """Everything on SQLite, then on PostgreSQL what is near the database, or with --all all."""
    if lacking():
        add_packages(lacking(), "the browser tests lack something.", agreed)
    everything = "--all" in argv
    own = [word for word in argv if word != "--all"]
    more = own + (["--all-inputs"] if everything else [])
    near = [] if everything else ["-m", "database_near"]
    first, sqlite = run_pytest("SQLite", ["--database", "sqlite"] + more)
    with database():
        second, postgresql = run_pytest("PostgreSQL", ["--database", "postgresql"] + near + more)
    sys.stdout.write("\n" + sqlite + postgresql)
    codes = {first, second}
    # A selection of the user's own may lie on one side of the line between the two runs.
    return 0 if own and codes == {0, NO_TESTS} else max(codes)


@contextlib.contextmanager
def database() -> "Iterator[None]":
    """One PostgreSQL for all workers; where there is none, the tests themselves say so."""
    servers = importlib.import_module("tests.servers")
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(servers.NoServer):
            os.environ["TEST_DATABASE_URL"] = stack.enter_context(servers.postgresql())
        yield


def run_pytest(name: str, options: "list[str]") -> "tuple[int, str]":
    """Run pytest once; give its exit code and a summary: one line, and one for each skip."""
    workers = str(min(os.cpu_count() or 2, 4))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.xml"
        # A file stays with one worker, which sets up once; the longest begin, see tests/conftest.
        how = ["-n", workers, "--dist=loadfile", "--no-loadscope-reorder", f"--junitxml={record}"]
        command = [sys.executable, "-m", "pytest"] + how + options
        code = subprocess.call(command)  # noqa: S603 - the user's own words, no shell
        counts = tally(record) if record.exists() else "no record"
    return code, f"{name}: exit {code}, {time.monotonic() - began:.1f} s, {counts}\n"


def tally(record: Path) -> str:
    """Sum up a JUnit record: outcomes with their counts, then the reasons of what was skipped."""
    cases = list(ElementTree.parse(str(record)).iter("testcase"))  # noqa: S314 - our own pytest's
    outcomes = Counter(case[0].tag if len(case) else "passed" for case in cases)
    reasons = Counter(skip.get("message", "") for case in cases for skip in case.iter("skipped"))
    told = ", ".join(f"{what} {n}" for what, n in sorted(outcomes.items())) or "nothing ran"
    return "\n".join([told] + [f"    skipped {n}: {why}" for why, n in reasons.items()])


# --- the way in --------------------------------------------------------------------------------
def main(argv: "list[str]") -> int:
    must_be_recent(sys.version_info[:2])
    agreed = AGREE in argv or os.environ.get("CI") == "true"
    testing = argv[:1] == ["test"]
    if os.environ.get("IMPACTREVIEW_NO_VENV") != "1":
        environment = Environment(ROOT)
        environment.prepare(TEST_LOCK if testing else RUN_LOCK, agreed)
        if not environment.is_this():
            return environment.enter(argv)
    elif importlib.util.find_spec("flask") is None:
        say(f"IMPACTREVIEW_NO_VENV=1, but this Python lacks what {RUN_LOCK} names.")
        return 2
    return hand_over([word for word in argv if word != AGREE], agreed, testing)


def hand_over(argv: "list[str]", agreed: bool, testing: bool) -> int:
    if testing:
        return run_tests(argv[1:], agreed)
    from impactreview.cli import main as command_line  # noqa: PLC0415 - only now can it be found

    return command_line(argv)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
