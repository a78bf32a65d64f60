"""E-mail over the office's own relay, which signs (DKIM) and queues; a connection is kept for many messages.

Auto-Submitted keeps out-of-office programs from answering, so no loop begins with us; the Message-ID is that of the message, so that a
repeat is recognised by programs and, by its subject, by people.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from roviec.alerts import composing
from roviec.alerts.channels.contract import Destination, Later, Refused
from roviec.alerts.channels.outside import trusted
from roviec.alerts.outgoing import Outgoing
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

NAME = "email"
LABEL = _("Thư điện tử")
SENDERS = 2
CONFIRMED_BY_ANSWER = False
SECONDS = 10.0
LONGEST = 254
ON_THE_WIRE = compat32.clone(linesep="\r\n")
# Enhanced status (RFC 3463) of what is wrong with the address itself; the rest of 5yz is about us, our relay or this one message.
BAD_ADDRESS = re.compile(rb"\b5\.(1\.[1-6]|1\.10|2\.1)\b")
ENHANCED = re.compile(rb"\b5\.\d{1,3}\.\d{1,3}\b")
# Without one, what these mean at RCPT (RFC 5321): no such mailbox, not here, not allowed as a name.
NO_MAILBOX = (550, 551, 553)


@dataclass(frozen=True, slots=True)
class Relay:
    """`tls`: "at once" (smtps), "starttls" (smtp) or "none" (smtp on this very machine, or smtp+plain)."""

    host: str
    port: int
    tls: str
    user: str
    password: str

    def __repr__(self) -> str:
        return f"Relay({self.host}:{self.port}, {self.tls})"


def relay() -> Relay | None:
    """From ROVIEC_SMTP: smtps://, smtp:// (demands STARTTLS unless the relay is this machine) or smtp+plain://. None: no e-mail."""
    if not settings.SMTP:
        return None
    parts = urlsplit(settings.SMTP)
    host = parts.hostname or "localhost"
    here = host in ("localhost", "127.0.0.1", "::1")
    tls = {"smtps": "at once", "smtp": "none" if here else "starttls", "smtp+plain": "none"}[parts.scheme]
    port = parts.port or (465 if tls == "at once" else 587 if parts.username else 25)
    return Relay(host, port, tls, unquote(parts.username or ""), unquote(parts.password or ""))


def configured() -> bool:
    return bool(settings.SMTP and settings.MAIL_FROM)


def checked(value: str) -> str:
    """The domain in lower case. Raises Invalid; our own sender is no address: that would be a loop."""
    value = value.strip()
    local, at, domain = value.rpartition("@")
    found = f"{local}{at}{domain.lower()}"
    try:
        validate_email(found)
    except ValidationError:
        raise Invalid("value", Reason("address.bad_email")) from None
    if not found.isascii() or len(found) > LONGEST:
        raise Invalid("value", Reason("address.bad_email"))
    if found.lower() == settings.MAIL_FROM.lower():
        raise Invalid("value", Reason("address.own_sender"))
    return found


def route(value: str) -> str:
    return "relay"


def shown(value: str) -> str:
    return value


def mail_of(outgoing: Outgoing, to: str) -> MIMEMultipart:
    """Text and HTML, in the reader's language."""
    with translation.override(outgoing.language):
        context = {
            "kind": outgoing.kind,
            "repeated": outgoing.repeated,
            "language": outgoing.language,
            "groups": composing.lines(outgoing),
            "more": composing.more(outgoing),
            "count": len(outgoing.notices),
            "confirm_url": outgoing.confirm_url,
            "base": settings.PUBLIC_URL,
        }
        # The older classes of the standard library: the newer parse each header that they are given, which costs more than all else.
        mail = MIMEMultipart("alternative")
        mail.attach(MIMEText(composing.text(outgoing), "plain", "utf-8"))
        mail.attach(MIMEText(render_to_string("alerts/mail.html", context), "html", "utf-8"))
        domain = settings.MAIL_FROM.rpartition("@")[2]
        headers = {
            "From": formataddr(("Rõ Việc", settings.MAIL_FROM)),
            "To": to,
            "Subject": Header(" ".join(composing.subject(outgoing).split()), "utf-8", header_name="Subject").encode(),
            "Message-ID": f"<{outgoing.id}@{domain}>",
            "Date": format_datetime(outgoing.created_at),
            "List-Id": f"<thong-bao.{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": outgoing.language,
        }
        for name, value in headers.items():
            mail[name] = value
    return mail


class Sender:
    """Connects when it is first needed, and again when the relay has hung up between two messages."""

    def __init__(self) -> None:
        self._connection: smtplib.SMTP | None = None

    def send(self, outgoing: Outgoing, destination: Destination) -> None:
        content = mail_of(outgoing, destination.value).as_bytes(policy=ON_THE_WIRE)
        started = False
        try:
            connection = self._begin()
            code, said = connection.rcpt(destination.value)
            if code not in (250, 251):
                with suppress(smtplib.SMTPException):
                    connection.rset()
                raise judge_recipient(code, said)
            started = True
            code, said = connection.data(content)
        except smtplib.SMTPDataError as error:
            raise Later(f"relay answered {error.smtp_code} to DATA") from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Later(_said(error), down=True, doubtful=started) from None
        if code != 250:
            # About this one message, or the relay's policy: nothing says that the address is bad.
            raise Later(f"relay answered {code} to the message")

    def _begin(self) -> smtplib.SMTP:
        """A connection on which MAIL FROM was taken."""
        if self._connection is not None:
            try:
                if self._connection.mail(settings.MAIL_FROM)[0] == 250:
                    return self._connection
            except (smtplib.SMTPException, OSError):
                pass  # it was idle for too long, or has carried as many messages as the relay likes
            self.close()
        self._connection = connection = connect()
        code, _said_to_mail = connection.mail(settings.MAIL_FROM)
        if code != 250:
            raise Later(f"relay answered {code} to MAIL FROM", down=True)
        return connection

    def close(self) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection.close()
            self._connection = None


def connect() -> smtplib.SMTP:
    """Never in the clear with a password, nor to another machine unless it was said so."""
    found = relay()
    assert found is not None
    if found.tls == "at once":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(found.host, found.port, timeout=SECONDS, context=trusted())
    else:
        connection = smtplib.SMTP(found.host, found.port, timeout=SECONDS)
    try:
        connection.ehlo()
        if found.tls == "starttls":
            connection.starttls(context=trusted())
            connection.ehlo()
        if found.user:
            connection.login(found.user, found.password)
    except BaseException:
        connection.close()
        raise
    return connection


def judge_recipient(code: int, said: bytes) -> Exception:
    if code >= 500 and (BAD_ADDRESS.search(said) or (not ENHANCED.search(said) and code in NO_MAILBOX)):
        return Refused(f"relay answered {code}: no such mailbox")
    # 552: full, which passes (RFC 5321, 4.5.3.1.10); 5.7.x: a relay that does not like us is no fault of the address.
    return Later(f"relay answered {code} to RCPT")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"relay refused our name and password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "relay offers no STARTTLS"
    if isinstance(error, TimeoutError):
        return "relay did not answer in time"
    if isinstance(error, ssl.SSLError):
        return "relay's certificate or TLS was not accepted"
    return f"relay cannot be used: {type(error).__name__}"


def sender() -> Sender:
    return Sender()
