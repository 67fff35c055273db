"""The mail of a letter: its reader's language, one recipient, nothing that could be injected."""

import email
import email.policy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from impactreview.notifications.jobs.mail import Claim, Letterhead

HEAD = Letterhead(sender="impactreview@firm.example", base_url="https://review.firm.example/")
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


def claim(**values: Any) -> Claim:
    made = {
        "id": UUID(int=7),
        "person_id": UUID(int=8),
        "address": "vera@firm.example",
        "language": "en",
        "subject": "Hello,",
        "body": "There is news.",
        "params": {},
        "path": "",
        "attempts": 1,
        "leased_until": AT,
    }
    return Claim(**{**made, **values})


def received(letter: Claim, at: datetime = AT) -> Any:
    """The mail as the other end reads it: from its bytes."""
    return email.message_from_bytes(HEAD.mail(letter, at).as_bytes(), policy=email.policy.default)


def text_of(mail: Any) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def test_english_is_written_to_whoever_reads_english() -> None:
    mail = received(claim(path="/proposals/D-7"))
    assert mail["Subject"] == "Hello,"
    assert text_of(mail) == (
        "Hello,\n\nThere is news.\n\nhttps://review.firm.example/proposals/D-7\n\n"
        "-- \nThis letter was written by impactreview. Nobody reads answers to it.\n"
    )


def test_german_is_written_to_whoever_reads_german() -> None:
    mail = received(
        claim(
            language="de",
            params={
                "role": {"term": "notifications.LetterState.DEAD"},
                "on": {"day": "2026-03-09"},
            },
            body="%(role)s, %(on)s",
        )
    )
    text = text_of(mail)
    assert mail["Subject"] == "Guten Tag,"
    assert mail["Content-Language"] == "de"
    assert text.startswith("Guten Tag,\n\nUnzustellbar, 9. März 2026\n\n-- \n")
    assert "Diese Nachricht hat impactreview geschrieben." in text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "25 November 2026"), ("de", "25. November 2026"), ("xx", "25 November 2026")],
)
def test_a_day_is_written_as_on_the_pages(language: str, said: str) -> None:
    mail = received(claim(language=language, params={"on": {"day": "2026-11-25"}}, body="%(on)s"))
    assert f"\n{said}\n" in text_of(mail)


def test_several_words_are_written_one_after_another() -> None:
    both = {"list": [{"term": "notifications.LetterState.DEAD"}, "Board of units"]}
    mail = received(claim(language="de", params={"both": both}, body="%(both)s"))
    assert "\nUnzustellbar, Board of units\n" in text_of(mail)


def test_a_language_nobody_speaks_here_is_english() -> None:
    assert received(claim(language="xx"))["Subject"] == "Hello,"


def test_the_headers_say_that_no_person_wrote_it() -> None:
    mail = received(claim())
    assert str(mail["From"]) == "impactreview <impactreview@firm.example>"
    assert str(mail["To"]) == "vera@firm.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not {"Reply-To", "Cc", "Bcc", "X-Originating-IP", "Received"} & set(mail.keys())
    assert mail["Date"] == "Tue, 03 Mar 2026 12:00:00 +0000"


def test_every_attempt_has_the_same_message_id() -> None:
    first = received(claim())
    again = received(claim(attempts=5), AT + timedelta(hours=3))
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"] == f"<{UUID(int=7)}@firm.example>"
    assert received(claim(id=UUID(int=9)))["Message-ID"] != first["Message-ID"]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\0"])
def test_a_title_can_not_write_headers(end: str) -> None:
    title = f"Late fee{end}Bcc: all@firm.example{end}{end}Evil body"
    mail = received(claim(subject="%(title)s", params={"title": title}, body="%(title)s"))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Late fee Bcc: all@firm.example Evil body"
    assert text_of(mail).startswith("Hello,\n\nLate fee")


def test_a_long_title_is_cut_and_an_unusual_one_arrives() -> None:
    assert len(received(claim(subject="x" * 5000))["Subject"]) == 200
    assert received(claim(subject="Gebühr für Ältere 💶"))["Subject"] == "Gebühr für Ältere 💶"


@pytest.mark.parametrize(
    "address",
    ["a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "nobody", "", "a b@c"],
)
def test_what_is_not_one_address_gets_no_mail(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library has several words for it
        HEAD.mail(claim(address=address), AT)
