"""What all senders share: how long they wait, how they fail, and how an Apprise address is read."""

from __future__ import annotations

from typing import Any

from archive.channels.channel import ChannelError

PATIENCE = 20.0
"""Seconds that a channel may stay silent."""


class SendError(Exception):
    """A part that was not taken, or `maybe_taken`: the channel broke off before it answered.

    The message is fit for the archive: it holds no secret.
    """

    def __init__(self, message: str, *, maybe_taken: bool = False) -> None:
        super().__init__(message)
        self.maybe_taken = maybe_taken


def plugin(address: str) -> Any:
    """What Apprise makes of an address. Raises ChannelError."""
    from apprise import Apprise

    made = Apprise.instantiate(address)
    if made is None:
        raise ChannelError(f"a {address.split(':')[0]} channel: Apprise does not know an address like this")
    return made
