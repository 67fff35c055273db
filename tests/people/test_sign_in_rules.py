"""How long one waits, where one may be led, and what a device is called."""

from datetime import timedelta

import pytest

from impactreview.people.rules.sign_in import (
    LONGEST_WAIT,
    counted,
    device_label,
    local_path,
    wait_after,
)
from tests.conftest import NOON


def test_the_waits() -> None:
    minutes = [wait_after(failures).total_seconds() / 60 for failures in range(12)]
    assert minutes == [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert wait_after(10**6) == LONGEST_WAIT


def test_failures_count_for_a_day() -> None:
    assert counted(7, NOON, NOON + timedelta(days=1)) == 7
    assert counted(7, NOON, NOON + timedelta(days=1, seconds=1)) == 0


NASTY = [
    None, "", " ", "people", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example",
    "http://evil.example", "https:evil.example", "https:/evil.example", "HTTPS://evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "mailto:a@evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "\t//evil.example",
    "/a\x00b", " //evil.example", "\u2028//evil.example", "/\u200b/evil.example",
    "/\u202eevil", "?next=/", "#x", ".", "..", "/a\\b", "/people\\..\\evil", "evil.example/",
    "@evil.example", "http:///evil.example", "/" + "a" * 5000, "/\ud800",
]  # fmt: skip


@pytest.mark.parametrize("path", NASTY)
def test_no_path_leads_elsewhere(path: str | None) -> None:
    assert local_path(path) is None


@pytest.mark.parametrize("path", ["/", "/people", "/people?a=//b&c=http://d", "/ä#x", "/a//b"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/130.0 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17 Safari/605", "Safari, macOS"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) CriOS/130 Mobile Safari", "Chrome, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari", "Chrome, Android"),
        ("curl/8.0", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_device_is_named_shortly(agent: str, label: str) -> None:
    assert device_label(agent) == label
