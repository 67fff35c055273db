"""SMTP servers that behave badly: they refuse, put off, or hang up too late."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import SmtpSink, free_port


@dataclass
class MoodySink(SmtpSink):
    """Answers RCPT as `rcpt` says for each address, DATA as `data` says; may then hang up."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = "250 OK"
    hangs_up: bool = False

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.data.startswith("250"):
            await super().handle_DATA(server, session, envelope)
        if self.hangs_up:
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
        return self.data


@contextmanager
def moody_sink(**settings: Any) -> Iterator[MoodySink]:
    """Run one; `settings` of the server itself (TLS, sign-in) are handed on."""
    sink = MoodySink("127.0.0.1", free_port())
    controller = Controller(sink, hostname=sink.host, port=sink.port, **settings)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
