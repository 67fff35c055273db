"""Mail leaves by SMTP, with sign-in and TLS where asked for, or lies in a folder."""

import os
import shutil
import smtplib
import ssl
import stat
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from impactreview.notifications.jobs.transports import (
    Outgoing,
    Smtp,
    Transport,
    Unreachable,
    reason,
    transport,
)
from tests.notifications.sinks import moody_sink
from tests.notifications.test_mail import AT, HEAD, claim
from tests.servers import free_port, skip_or_fail


def mail() -> EmailMessage:
    return HEAD.mail(claim(path="/links/a-secret-token"), AT)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine's loopback that nobody trusts, with its key in one file."""
    if shutil.which("openssl") is None:
        skip_or_fail("no openssl to make a certificate with")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", file, "-out", f"{file}.crt"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


def _tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def test_the_settings_choose_the_way(tmp_path: Path) -> None:
    assert isinstance(transport("", "firm.example", tmp_path), Outgoing)
    assert isinstance(transport("smtp://127.0.0.1", "firm.example", tmp_path), Smtp)


@pytest.mark.parametrize(
    "url", ["localhost", "http://localhost", "smtp://", "smtp+ssl://h", "smtp://h:x"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the standard library words the last one
        Smtp(url, "firm.example")


def test_name_and_password_are_handed_over_decoded() -> None:
    seen: list[LoginPassword] = []

    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: object
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        seen.append(given)
        return AuthResult(success=given.password == b"p@ss:/word", handled=False)

    with moody_sink(authenticator=check, auth_require_tls=False) as sink:
        where = f"{sink.host}:{sink.port}"
        Smtp(f"smtp://us%40er:p%40ss%3A%2Fword@{where}", "firm.example")(mail())
        with pytest.raises(Unreachable, match="SMTPAuthenticationError 535"):
            Smtp(f"smtp://us%40er:wrong@{where}", "firm.example")(mail())
    assert len(sink.messages) == 1
    assert seen[0].login == b"us@er"


@pytest.mark.parametrize(
    ("scheme", "setting"), [("smtps", "ssl_context"), ("smtp+starttls", "tls_context")]
)
def test_tls_reaches_whom_it_trusts_and_nobody_else(
    scheme: str, setting: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moody_sink(**{setting: _tls(certificate)}) as sink:
        send: Transport = Smtp(f"{scheme}://{sink.host}:{sink.port}", "firm.example")
        with pytest.raises(Unreachable, match="SSLCertVerificationError"):
            send(mail())
        assert not sink.messages
        monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
        send(mail())
    assert len(sink.messages) == 1


def test_starttls_is_never_left_out() -> None:
    with moody_sink() as sink, pytest.raises(Unreachable):
        Smtp(f"smtp+starttls://{sink.host}:{sink.port}", "firm.example")(mail())
    assert not sink.messages


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="ConnectionRefusedError"):
        Smtp(f"smtp://127.0.0.1:{free_port()}", "firm.example")(mail())


def test_a_reason_holds_neither_address_nor_the_servers_words() -> None:
    refused = smtplib.SMTPRecipientsRefused({"vera@firm.example": (550, b"no vera@firm.example")})
    assert reason(refused) == "SMTPRecipientsRefused 550"
    assert reason(smtplib.SMTPDataError(451, b"vera@firm.example later")) == "SMTPDataError 451"
    assert reason(ValueError("vera@firm.example")) == "ValueError"


def test_without_a_server_the_operator_reads_letters_in_a_folder(tmp_path: Path) -> None:
    lay = Outgoing(tmp_path / "outgoing")
    before = os.umask(0)
    try:
        lay(mail())
        lay(mail())
    finally:
        os.umask(before)
    (file,) = (tmp_path / "outgoing").iterdir()
    assert "https://review.firm.example/links/a-secret-token" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
