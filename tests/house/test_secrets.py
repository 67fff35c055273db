"""A secret that could be guessed signs no sessions, and none that came from chance is refused."""

import base64
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import MIN_SECRET_BYTES, WELL_KNOWN_SECRETS, weakness_of
from tests.conftest import SECRET

GUESSED = [
    "a" * 40,
    "ab" * 20,
    " " * 40,
    "change-me-change-me-change-me-change-me",
    "Change-Me_please.change-me now, change me",
    "0123456789abcdef0123456789abcdef",
    "secretsecretsecretsecretsecretsecret",
    "my-super-secret-key-for-production-2026",
    "this is a very secret secret key, change it!",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456",
    "qwertyuiopasdfghjklzxcvbnm1234567890",
    "correct-horse-battery-staple-secret",
    "11111111111111112222222222222222",
    "ä" * 16,
]


@pytest.mark.parametrize("secret", GUESSED)
def test_what_could_be_guessed_is_refused(secret: str) -> None:
    assert len(secret.encode()) >= MIN_SECRET_BYTES
    assert weakness_of(secret)


@pytest.mark.parametrize("secret", sorted(WELL_KNOWN_SECRETS))
def test_a_well_known_secret_is_no_better_when_it_is_repeated(secret: str) -> None:
    times = MIN_SECRET_BYTES // len(secret) + 1
    assert weakness_of(secret * times)
    assert weakness_of("-".join([secret] * times))
    assert weakness_of(secret.upper() * times)


@given(st.randoms(use_true_random=True), st.integers(min_value=32, max_value=64))
def test_what_came_from_chance_is_taken(chance: Random, size: int) -> None:
    drawn = chance.randbytes(size)
    assert weakness_of(drawn.hex()) is None
    assert weakness_of(base64.urlsafe_b64encode(drawn).decode()) is None


@pytest.mark.parametrize("secret", [SECRET, "vixen lurk gravy tulip ozone march pelican"])
def test_what_somebody_chose_well_is_taken(secret: str) -> None:
    assert weakness_of(secret) is None
