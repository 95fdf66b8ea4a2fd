"""What all senders share: how long they wait, how they fail, and how an Apprise address is read."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from crawler.notify.channel import ChannelError

PATIENCE = 20.0
"""Seconds that a channel may stay silent."""

LONGEST = 120.0
"""Seconds that handing over one part may take, however much the channel has to say meanwhile."""


class SendError(Exception):
    """A part that was not taken, or `maybe_taken`: the channel broke off before it answered.

    The message is fit for the archive: it holds no secret.
    """

    def __init__(self, message: str, *, maybe_taken: bool = False) -> None:
        super().__init__(message)
        self.maybe_taken = maybe_taken


def within(seconds: float, hand_over: Callable[[], None]) -> None:
    """Hand a part over, and go on without an answer when the time is up. Raises SendError.

    A server that sends a byte now and then is never silent; what it keeps waiting is left behind in a thread.
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
    """What Apprise makes of an address. Raises ChannelError."""
    from apprise import Apprise

    made = Apprise.instantiate(address)
    if made is None:
        raise ChannelError(f"a {address.split(':')[0]} channel: Apprise does not know an address like this")
    return made
