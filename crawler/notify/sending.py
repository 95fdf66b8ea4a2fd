"""What all senders share: their timeouts, their error, and the parsing of Apprise addresses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread
from typing import Any

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


def run_within(seconds: float, hand_over: Callable[[], None]) -> None:
    """Send a part, and continue without an answer when the time is up. Raises SendError.

    A server that sends a byte now and then never runs into a timeout; its connection is abandoned in a thread.
    """
    ended: list[BaseException | None] = []

    def work() -> None:
        try:
            hand_over()
        except BaseException as error:
            ended.append(error)
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
