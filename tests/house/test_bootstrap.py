"""The bootstrap: what it asks of Python, what it installs when, and what it hands over."""

import ast
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from impactreview.__main__ import ROOT, RUN_LOCK, TEST_LOCK, Environment, must_be_recent, tally

SOURCE = ROOT / "impactreview" / "__main__.py"
PROGRESS = "preparing .venv"
PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
# Stands in for the command line of the house: shows what it was handed and that a lock stands.
COMMAND_LINE = """
import sys, tiny
def main(argv):
    print(sys.prefix, argv, tiny.VERSION)
    return 7
"""


# --- the interpreter


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (2, 7)])
def test_an_old_python_is_refused_in_plain_words(
    version: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refusal:
        must_be_recent(version)
    assert refusal.value.code == 2
    said = capsys.readouterr().err
    assert "3.11 or newer" in said
    assert f"Python {version[0]}.{version[1]}." in said


@pytest.mark.parametrize("version", [(3, 11), (3, 13), (4, 0)])
def test_a_recent_python_passes(version: tuple[int, int]) -> None:
    must_be_recent(version)


@pytest.mark.parametrize("file", [SOURCE, SOURCE.with_name("__init__.py")])
def test_an_old_python_can_read_up_to_its_refusal(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 6))
    signed = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    annotations = [node.returns for node in signed]
    annotations += [each.annotation for node in signed for each in node.args.args]
    assert not [each for each in annotations if isinstance(each, ast.Subscript | ast.BinOp)]


def test_the_bootstrap_needs_the_standard_library_only() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    plain = [
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    ]
    names = plain + [str(node.module) for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


# --- the locks


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK])
def test_a_lock_holds_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK])
def test_every_dependency_is_locked(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    if lock == TEST_LOCK:
        wanted += project["dependency-groups"]["dev"]
    pins = pins_of(lock)
    for requirement in map(Requirement, wanted):
        versions = pins[canonicalize_name(requirement.name)]
        assert any(requirement.specifier.contains(version) for version in versions), requirement


def test_the_lock_of_the_tests_holds_all_of_the_other() -> None:
    whole = pins_of(TEST_LOCK)
    assert {name: whole.get(name) for name in pins_of(RUN_LOCK)} == pins_of(RUN_LOCK)


def pins_of(lock: str) -> dict[str, set[str]]:
    """Each locked name with its versions: there may be one for each Python or platform."""
    pins: dict[str, set[str]] = {}
    for name, version in PINNED.findall((ROOT / lock).read_text(encoding="utf-8")):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


# --- the environment


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of the bootstrap with a lock of one wheel, a command line, and no .venv yet."""
    return house_in(tmp_path)


@pytest.fixture(scope="module")
def opening(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str]]]:
    """A house whose .venv was cut short, then started twice at once; with what both said."""
    house = house_in(tmp_path_factory.mktemp("house"))
    (house / ".venv").mkdir()
    (house / ".venv" / "half-written").touch()
    (house / ".venv" / ".lock-sha").write_text(Environment.UNFINISHED)
    command = [sys.executable, "-m", "impactreview"]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, cwd=house, text=True, stdout=pipe, stderr=pipe) for _ in "ab"]
    return house, [process.communicate() for process in both]


@pytest.fixture
def house(opening: tuple[Path, object], tmp_path: Path) -> Path:
    """A house of its own for each test, with its .venv in place."""
    return shutil.copytree(opening[0], tmp_path / "house", symlinks=True)


def house_in(folder: Path) -> Path:
    package = folder / "impactreview"
    package.mkdir()
    shutil.copy(SOURCE, package)
    shutil.copy(SOURCE.with_name("__init__.py"), package)
    (package / "cli.py").write_text(COMMAND_LINE)
    relock(folder, "1.0")
    return folder


def relock(house: Path, version: str) -> None:
    """Write both locks of `house` anew, for a wheel made here: no network is needed."""
    wheel = house / f"tiny-{version}-py3-none-any.whl"
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"VERSION = '{version}'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    sums = {name: hashlib.sha256(text.encode()).digest() for name, text in files.items()}
    codes = {
        name: base64.urlsafe_b64encode(each).decode().rstrip("=") for name, each in sums.items()
    }
    rows = [f"{name},sha256={codes[name]},{len(text)}\n" for name, text in files.items()]
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(f"{info}/RECORD", "".join(rows) + f"{info}/RECORD,,\n")
    sha = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for lock, comment in ((RUN_LOCK, ""), (TEST_LOCK, "# with the tests\n")):
        (house / lock).write_text(f"{comment}tiny @ {wheel.as_uri()} --hash=sha256:{sha}\n")


def start(house: Path, *argv: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start the copy as a user would, without a terminal."""
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "PYTHONPATH"}}
    return subprocess.run(
        [sys.executable, "-m", "impactreview", *argv],
        check=False,
        cwd=house,
        env=kept | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_two_at_once_install_once(opening: tuple[Path, list[tuple[str, str]]]) -> None:
    house, said = opening
    assert [out for out, _ in said] == [f"{house / '.venv'} [] 1.0\n"] * 2
    assert sum(PROGRESS in err for _, err in said) == 1


def test_what_was_cut_short_is_made_anew(opening: tuple[Path, object]) -> None:
    assert not (opening[0] / ".venv" / "half-written").exists()


def test_every_word_is_handed_over_but_the_consent(opening: tuple[Path, object]) -> None:
    house = opening[0]
    started = start(house, "demo", "--language", "de", "--install-system", "ein Wort")
    assert started.stdout == f"{house / '.venv'} ['demo', '--language', 'de', 'ein Wort'] 1.0\n"
    assert (started.returncode, started.stderr) == (7, "")


def test_a_changed_lock_is_installed_and_said_in_one_line(house: Path) -> None:
    relock(house, "2.0")
    started = start(house)
    assert started.stdout.endswith(" 2.0\n")
    assert PROGRESS in started.stderr
    assert started.stderr.count("\n") == 1


def test_a_wheel_that_differs_from_its_hash_is_refused(house: Path) -> None:
    relock(house, "2.0")
    lock = house / RUN_LOCK
    lock.write_text(re.sub(r"sha256:\w+", "sha256:" + "0" * 64, lock.read_text()))
    refused = start(house)
    assert refused.returncode == 2
    assert "this failed" in refused.stderr
    assert refused.stdout == ""


def test_the_lock_of_the_tests_serves_every_command(bare: Path) -> None:
    environment = Environment(bare)
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    held = {}
    for lock in (RUN_LOCK, TEST_LOCK):
        environment.stamp.write_text(environment.sha(lock))
        held[lock] = [environment.holds(RUN_LOCK), environment.holds(TEST_LOCK)]
    assert held == {RUN_LOCK: [True, False], TEST_LOCK: [True, True]}


def test_without_ensurepip_the_line_is_shown_and_nothing_installed(bare: Path) -> None:
    """Debian's bare Python: no terminal and no consent, so the line and exit code 2."""
    lacking = "import runpy, sys; sys.modules['ensurepip'] = None; "
    lacking += "runpy.run_module('impactreview', run_name='__main__')"
    refused = subprocess.run(
        [sys.executable, "-c", lacking],
        check=False,
        cwd=bare,
        env={"PATH": str(bare)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert refused.returncode == 2
    package = "python{}.{}-venv".format(*sys.version_info)
    assert f"apt-get install -y {package}\n" in refused.stderr
    assert not (bare / ".venv").exists()


def test_a_container_uses_the_python_it_has(bare: Path) -> None:
    (bare / "tiny.py").write_text("VERSION = 'of the container'\n")
    used = start(bare, "serve", IMPACTREVIEW_NO_VENV="1")
    assert used.stdout == f"{sys.prefix} ['serve'] of the container\n"
    assert not (bare / ".venv").exists()


# --- the summary of the tests


def test_the_summary_counts_and_names_what_was_skipped(tmp_path: Path) -> None:
    record = tmp_path / "record.xml"
    cases = [
        "",
        '<skipped message="no Chromium"/>',
        '<skipped message="no Chromium"/>',
        "<failure/>",
    ]
    inner = "".join(f"<testcase>{case}</testcase>" for case in cases)
    record.write_text(f"<testsuites><testsuite>{inner}</testsuite></testsuites>")
    assert tally(record) == "failure 1, passed 1, skipped 2\n    skipped 2: no Chromium"
