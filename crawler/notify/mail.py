"""A mail with an HTML and a text part. Apprise only parses the address.

Apprise would derive the text part from the HTML, and give each attempt a new Message-ID.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from ssl import CERT_NONE, create_default_context
from typing import Any

from archive.alerts.text.message import Message, MessagePart
from crawler.notify import sending
from crawler.notify.channel import ChannelError
from crawler.notify.sending import SendError, plugin


class Mail:
    """Sends a message as a single part: a mail has no practical limit of length."""

    limit: int | None = None
    alerts: int | None = None

    def __init__(self, address: str) -> None:
        self._to = plugin(address)
        if str(self._to.pgp_mode) != "no":
            raise ChannelError("wrong-mail-pgp")

    def send(self, message: Message, part: MessagePart) -> None:
        """Send the mail to its server. Raises SendError."""
        to, mail = self._to, self._mail(message, part)
        readers = [address for _, address in to.targets] + [*to.cc, *to.bcc]
        handed_over = False
        try:
            with _connected(to) as server:
                handed_over = True
                refused = server.sendmail(to.from_addr[1], readers, mail.as_bytes(policy=SMTP_POLICY))
        except SMTPResponseException as error:
            raise SendError(f"{to.smtp_host}: answered {error.smtp_code}") from error
        except SMTPRecipientsRefused as error:
            raise SendError(f"{to.smtp_host}: refused all of {len(readers)} recipients") from error
        except (SMTPException, OSError) as error:
            raise SendError(f"{to.smtp_host}: {sending.why(error)}", maybe_taken=handed_over) from error
        if refused:
            raise SendError(f"{to.smtp_host}: refused {len(refused)} of {len(readers)} recipients")

    def _mail(self, message: Message, part: MessagePart) -> EmailMessage:
        to, mail = self._to, EmailMessage()
        mail["Subject"] = part.title
        mail["From"] = formataddr(to.from_addr) if to.from_addr[0] else to.from_addr[1]
        mail["To"] = ", ".join(address for _, address in to.targets)
        if to.cc:
            mail["Cc"] = ", ".join(sorted(to.cc))
        if to.reply_to:
            mail["Reply-To"] = ", ".join(sorted(to.reply_to))
        mail["Date"] = format_datetime(message.now)
        mail["Message-ID"] = f"<{part.key}@nianbao.{to.smtp_host}>"
        mail["Auto-Submitted"] = "auto-generated"
        for name, value in to.headers.items():
            mail[name] = value
        mail.set_content(part.text, cte="base64")
        mail.add_alternative(message.html, subtype="html", cte="base64")
        return mail


@contextmanager
def _connected(to: Any) -> Iterator[SMTP]:
    """The connection to the mail server of the address, secured and logged in."""
    context = create_default_context()
    if not to.verify_certificate:
        context.check_hostname, context.verify_mode = False, CERT_NONE
    secured = str(to.secure_mode)
    server: SMTP
    if secured == "ssl":
        server = SMTP_SSL(to.smtp_host, to.port, timeout=sending.TIMEOUT_SECONDS, context=context)
    else:
        server = SMTP(to.smtp_host, to.port, timeout=sending.TIMEOUT_SECONDS)
    with server:
        if secured == "starttls":
            server.starttls(context=context)
        if to.user and to.password:
            server.login(to.user, to.password)
        yield server
