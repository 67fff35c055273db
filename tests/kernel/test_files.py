"""Files known by their hash: whole, private, and never anywhere else."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from impactreview.kernel.files import Damaged, content_of, keep


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
    assert (first.st_ino, first.st_mtime_ns) == (second.st_ino, second.st_mtime_ns)


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
