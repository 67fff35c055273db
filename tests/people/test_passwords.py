"""Which passwords do, how they are kept, and how many are hashed at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from impactreview.people.rules import passwords
from impactreview.people.rules.passwords import QUICK, STRONG, Crowded, turn, why_not

GOOD = [
    "seven grey herons wait",
    "x7!kQ_m2#vR9$pLz",
    "482910573829104655",
    "ä" * 3 + "sieben graue Reiher",
    "我们七只灰鹭等待着雨后天晴再见",
    "!@#$%^&*()_+-=[]{}",
]
COMMON = [
    "passwordpassword",
    "Password12345678",
    "P a s s w o r d 1 2 3",
    "qwertyuiopasdfghjkl",
    "qwertzuiop1234567890",
    "123456789012345",
    "98765432109876543210",
    "aaaaaaaaaaaaaaaa",
    "abababababababab",
    "...............",
    "letmein-letmein-letmein",
    "Correct Horse Battery Staple",
    "impactreview1234567",
    "willkommen2026!!",
]


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_does(password: str) -> None:
    assert why_not(password, name="Ada Lovelace", email="ada@example.org") is None


@pytest.mark.parametrize("password", COMMON)
def test_a_common_one_does_not(password: str) -> None:
    refusal = why_not(password, name="Ada Lovelace", email="ada@example.org")
    assert refusal is not None
    assert "first that would be tried" in refusal.message


@pytest.mark.parametrize(
    "password",
    ["lovelace 2026 rain", "LOVE-LACE of long days", "my ada.byron at home", "adalovelace rains"],
)
def test_one_s_own_name_does_not(password: str) -> None:
    refusal = why_not(password, name="Ada Lovelace", email="ada.byron@example.org")
    assert refusal is not None
    assert "your name" in refusal.message


def test_a_short_name_forbids_no_word() -> None:
    assert why_not("canada has many lakes", name="Ada Li", email="a@example.org") is None


def test_a_hash_is_argon2id_at_the_cost_that_is_asked_for() -> None:
    kept = STRONG.hashed("seven grey herons wait")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert STRONG.matches(kept, "seven grey herons wait")
    assert not STRONG.matches(kept, "seven grey herons waits")
    assert kept != STRONG.hashed("seven grey herons wait")


def test_the_same_letters_written_otherwise_are_the_same_password() -> None:
    assert QUICK.matches(QUICK.hashed("Café über alles"), "Cafe\u0301 u\u0308ber alles")


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$x"])
def test_what_is_no_hash_matches_nothing(kept: str | None) -> None:
    for password in ("", "nobody has this password", "anything"):
        assert not QUICK.matches(kept, password)


def test_four_hash_at_once_and_the_fifth_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0.05)
    inside, go_on = Barrier(5), Event()

    def hold() -> None:
        with turn():
            inside.wait(timeout=10)
            go_on.wait(timeout=10)

    with ThreadPoolExecutor(4) as pool:
        held = [pool.submit(hold) for _ in range(4)]
        inside.wait(timeout=10)
        with pytest.raises(Crowded), turn():
            pass
        go_on.set()
        for each in held:
            each.result()
    with turn():
        pass
