"""What all senders share: their timeouts, their error, and the parsing of Apprise addresses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPNotSupportedError, SMTPServerDisconnected
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError

from archive.alerts.text.message import MessageError
from crawler.notify.channel import ChannelError

TIMEOUT_SECONDS = 20.0
"""Seconds that a channel may take for each answer."""

PART_SECONDS = 120.0
"""Seconds that sending a part may take in all."""


class SendError(Exception):
    """A part that was not accepted, or `maybe_taken`: the connection broke before the answer.

    The error's text contains no secret and may be stored in the archive.
    """

    def __init__(self, message: str, *, maybe_taken: bool = False) -> None:
        super().__init__(message)
        self.maybe_taken = maybe_taken


def why(error: BaseException) -> str:
    """Why a connection failed, in words that hold no part of the address."""
    match error:
        case HTTPError():
            return f"answered {error.code}"
        case URLError():
            return error.reason if isinstance(error.reason, str) else why(error.reason)
        case SMTPNotSupportedError():
            return str(error)
        case OSError(strerror=str(said)):
            return said
        case TimeoutError():
            return "no answer in time"
        case ConnectionError() | SMTPServerDisconnected():
            return "the connection was closed"
    return "its answer cannot be understood"


def run_within(seconds: float, hand_over: Callable[[], None]) -> None:
    """Send a part, and continue without an answer when the time is up. Raises SendError.

    A server that sends a byte now and then never runs into a timeout; its connection is abandoned in a thread.
    """
    ended: list[BaseException | None] = []

    def work() -> None:
        try:
            hand_over()
        except (SendError, ChannelError, MessageError) as error:
            ended.append(error)
        except Exception:  # the channel has failed, and not the night; what was raised may hold the address
            ended.append(SendError("its sender failed", maybe_taken=True))
        else:
            ended.append(None)

    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if not ended:
        raise SendError(f"was not done within {seconds:.0f} seconds", maybe_taken=True)
    if ended[0] is not None:
        raise ended[0]


def plugin(address: str) -> Any:
    """Apprise's plugin for an address. Raises ChannelError."""
    from apprise import Apprise

    # Apprise logs an address that it does not know, with the secrets in it.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    made = Apprise.instantiate(address)
    if made is None:
        raise ChannelError("wrong-channel-unknown", scheme=address.split(":")[0])
    return made
