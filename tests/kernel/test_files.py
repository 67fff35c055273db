"""Files known by their hash: whole, private, and never anywhere else."""

import os
import stat
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from impactreview.kernel.files import Damaged, content_of, discard, keep, older_than


def test_what_is_kept_is_found_under_its_hash(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "kept"
    digest = keep(folder, b"content")
    assert digest == sha256(b"content").hexdigest()
    assert content_of(folder, digest) == b"content"
    assert stat.S_IMODE((folder / digest).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == [digest]


def test_the_same_content_is_written_once(tmp_path: Path) -> None:
    first = (tmp_path / keep(tmp_path, b"content")).stat()
    second = (tmp_path / keep(tmp_path, b"content")).stat()
    assert first.st_ino == second.st_ino
    assert first.st_mtime_ns < second.st_mtime_ns  # nobody takes it for what was left behind


def test_it_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, said = sha256(b"content").hexdigest(), []
    sync = os.fsync

    def noted(handle: int) -> None:
        said.append((tmp_path / digest).exists())
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    keep(tmp_path, b"content")
    assert said == [False, True]  # the bytes, then the name


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path, b"content")
    assert list(tmp_path.iterdir()) == []


def test_other_bytes_under_the_hash_are_not_given_out(tmp_path: Path) -> None:
    digest = keep(tmp_path, b"content")
    (tmp_path / digest).write_bytes(b"other")
    with pytest.raises(Damaged):
        content_of(tmp_path, digest)
    (tmp_path / digest).unlink()
    with pytest.raises(Damaged):
        content_of(tmp_path, digest)


def test_many_who_keep_the_same_at_once_keep_it_whole(tmp_path: Path) -> None:
    content = b"x" * 300_000
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda _: keep(tmp_path, content), range(16)))
    (digest,) = digests
    assert content_of(tmp_path, digest) == content
    assert [path.name for path in tmp_path.iterdir()] == [digest]


# --- what nobody has kept for long


def _aged(folder: Path, name: str, hours: float) -> None:
    then = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
    os.utime(folder / name, (then, then))


def _an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


def test_what_was_kept_long_ago_is_told_and_goes(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert older_than(folder, _an_hour_ago()) == []
    old, young = keep(folder, b"old"), keep(folder, b"young")
    _aged(folder, old, 1.1)
    _aged(folder, young, 0.9)
    assert older_than(folder, _an_hour_ago()) == [old]
    assert discard(folder, old, older_than=_an_hour_ago())
    assert not discard(folder, old, older_than=_an_hour_ago())
    assert not discard(folder, young, older_than=_an_hour_ago())
    assert [path.name for path in folder.iterdir()] == [young]


def test_what_is_kept_again_is_young_again(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    digest = keep(folder, b"content")
    _aged(folder, digest, 9)
    assert keep(folder, b"content") == digest
    assert not discard(folder, digest, older_than=_an_hour_ago())


def test_what_goes_while_it_is_kept_again_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody keeps it in the very moment between the look at its age and its end."""
    folder, unlink = tmp_path / "kept", Path.unlink
    digest = keep(folder, b"content")
    _aged(folder, digest, 9)
    with ThreadPoolExecutor(1) as pool:
        works: list[Future[str]] = []

        def slowly(path: Path, *, missing_ok: bool = False) -> None:
            works.append(pool.submit(keep, folder, b"content"))
            time.sleep(0.2)
            unlink(path, missing_ok=missing_ok)

        monkeypatch.setattr(Path, "unlink", slowly)
        assert discard(folder, digest, older_than=_an_hour_ago())
        assert works[0].result() == digest
    assert content_of(folder, digest) == b"content"


def test_keeping_and_discarding_at_once_never_loses_what_was_kept(tmp_path: Path) -> None:
    folder, content = tmp_path / "kept", b"content"
    digest = keep(folder, content)
    with ThreadPoolExecutor(4) as pool:
        for _ in range(200):
            if (folder / digest).exists():
                _aged(folder, digest, 9)
            gone = [
                pool.submit(discard, folder, digest, older_than=_an_hour_ago()) for _ in range(2)
            ]
            kept = [pool.submit(keep, folder, content) for _ in range(2)]
            assert {each.result() for each in kept} == {digest}
            assert content_of(folder, digest) == content
            assert sum(each.result() for each in gone) <= 1
