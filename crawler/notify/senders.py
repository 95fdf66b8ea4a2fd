"""The senders of messages: robots, mail, webhooks and files here, all further services by Apprise.

Robots answer a refusal with status 200 and an error code, which Apprise takes for success: here it is checked.
An error names the channel's host and its answer, never the address, which may contain a secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, quote, quote_plus, unquote, urlencode, urlsplit
from urllib.request import Request, build_opener

from archive.alerts.text.message import Message, MessagePart
from archive.messages.printable import json_text
from crawler.notify import sending
from crawler.notify.channel import ChannelError, configured_channels
from crawler.notify.mail import Mail
from crawler.notify.sending import SendError, plugin
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.no_redirects import NoRedirects

KEY = "Idempotency-Key"
"""The header that identifies a message: the same when it is sent again."""


_PRINTABLE: Final = re.compile(r"[!-~]+")
_HEADER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[ -~]*")
"""A name and a value of a header (RFC 9110, 5.1 and 5.5)."""
WITH_EVIDENCE = 500
"""The most alerts in a message that contains the evidence of each, some kilobytes."""


class Sender(Protocol):
    """Sends the parts of a message; `limit` is the most bytes of UTF-8 in a part, `alerts` the most alerts in a message
    (there may be one for every township of the country); None for no limit.
    """

    @property
    def limit(self) -> int | None:
        """The most bytes of UTF-8 in a part."""

    @property
    def alerts(self) -> int | None:
        """The most alerts in a message."""

    def send(self, message: Message, part: MessagePart, /) -> None:
        """Send a part. Raises SendError."""


def sender(address: str) -> Sender:
    """The sender for an address. Raises ChannelError."""
    try:
        return _sender(address, urlsplit(address).scheme.lower())
    except ValueError:  # its text may hold the address, with the secret in it
        raise ChannelError("wrong-channel-malformed", scheme=address.partition(":")[0]) from None


def check(config: Config) -> None:
    """Raise ConfigError where a channel cannot be used; the environment may name its address later."""
    try:
        for channel in configured_channels(config):
            if not channel.is_in_environment:
                sender(channel.address)
    except ChannelError as error:
        raise ConfigError.like(error) from error


def _sender(address: str, scheme: str) -> Sender:
    if scheme in _ROBOTS:
        return Robot(*_ROBOTS[scheme](address))
    if scheme in ("json", "jsons"):
        return Webhook(address)
    if scheme == "file":
        return File(Path(unquote(urlsplit(address).path)))
    if scheme in ("mailto", "mailtos"):
        return Mail(address)
    return AppriseSender(address)


@dataclass(frozen=True, slots=True)
class Robot:
    """A group robot: a POST of JSON whose answer must say 0 under `code`, whatever the status."""

    url: str
    body: Callable[[str], Mapping[str, Any]]
    code: tuple[str, ...]
    limit: int | None
    alerts: int | None = None

    def send(self, _message: Message, part: MessagePart) -> None:
        """Post the part as text. Raises SendError."""
        answer = _post(self.url, self.body(f"{part.title}\n\n{part.text}"), {KEY: part.key})
        try:
            reply = json.loads(answer)
            codes = [reply[key] for key in self.code if key in reply]
        except (ValueError, TypeError) as error:
            raise SendError(f"{_host(self.url)}: answered something that is not JSON") from error
        if not codes or any(codes):
            raise SendError(f"{_host(self.url)}: refused with code {codes[0] if codes else 'none'}")


class Webhook:
    """A POST of the payload that docs/alerts.md describes; any 2xx is success. Query keys `+Name` become headers, a
    user and password HTTP's Basic authentication. Raises ValueError for an address that cannot be asked.
    """

    limit: int | None = None
    alerts: int | None = WITH_EVIDENCE

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        query = parse_qs(parts.query)
        self._headers = {key[1:]: values[0] for key, values in query.items() if key.startswith(("+", " "))}
        user, _, host = parts.netloc.rpartition("@")
        if user:
            self._headers["Authorization"] = "Basic " + base64.b64encode(unquote(user).encode()).decode()
        rest = urlencode({key: v[0] for key, v in query.items() if not key.startswith(("+", " "))})
        scheme = "https" if parts.scheme.lower() == "jsons" else "http"
        self._url = _requestable(parts._replace(scheme=scheme, netloc=host, query=rest, fragment="").geturl())
        if not all(_HEADER.fullmatch(f"{name}:{value}") for name, value in self._headers.items()):
            raise ValueError

    def send(self, message: Message, part: MessagePart) -> None:
        """Post the whole message. Raises SendError."""
        _post(self._url, message.payload, {KEY: part.key, **self._headers})


@dataclass(frozen=True, slots=True)
class File:
    """A file to which each message appends a line of JSON."""

    path: Path
    limit: int | None = None
    alerts: int | None = WITH_EVIDENCE

    def send(self, message: Message, _part: MessagePart) -> None:
        """Append the payload. Raises SendError."""
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json_text(message.payload) + "\n")
        except OSError as error:
            raise SendError(f"{self.path.name}: cannot be written ({error.strerror})") from error


class AppriseSender:
    """Any further service of Apprise, as text."""

    alerts: int | None = None

    def __init__(self, address: str) -> None:
        self._plugin = plugin(address)
        self.limit: int | None = int(self._plugin.body_maxlen)

    def send(self, _message: Message, part: MessagePart) -> None:
        """Send the part. Raises SendError."""
        try:
            sent = self._plugin.notify(title=part.title, body=part.text, body_format="text")
        except Exception as error:  # whatever a plugin raises, the night goes on
            raise SendError(f"{self._plugin.service_name}: failed") from error
        if not sent:
            raise SendError(f"{self._plugin.service_name}: was not taken")


def _post(url: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> bytes:
    data = json_text(body).encode()
    request = Request(url, data, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})  # noqa: S310
    try:
        with build_opener(NoRedirects).open(request, timeout=sending.TIMEOUT_SECONDS) as answer:
            body_of_answer: bytes = answer.read(65536)
            return body_of_answer
    except HTTPError as error:
        error.close()
        raise SendError(f"{_host(url)}: {sending.why(error)}") from error
    except TimeoutError as error:
        raise SendError(
            f"{_host(url)}: no answer within {sending.TIMEOUT_SECONDS:.0f} seconds", maybe_taken=True
        ) from error
    except URLError as error:
        raise SendError(f"{_host(url)}: {sending.why(error)}") from error
    except (HTTPException, OSError) as error:
        raise SendError(f"{_host(url)}: {sending.why(error)}", maybe_taken=True) from error


def _host(url: str) -> str:
    return urlsplit(url).hostname or "?"


def _requestable(url: str) -> str:
    """An address as it is. Raises ValueError where it has no host, a port that is none, or what HTTP cannot carry."""
    parts = urlsplit(url)
    _ = parts.port
    if parts.scheme not in ("http", "https") or not parts.hostname or not _PRINTABLE.fullmatch(url):
        raise ValueError
    return url


RobotParts = tuple[str, Callable[[str], Mapping[str, Any]], tuple[str, ...], int]


def _gateway(address: str, default: str) -> str:
    """The robot's host; `?gateway=` names another, such as a relay inside a closed network."""
    return _requestable(parse_qs(urlsplit(address).query).get("gateway", [default])[0].rstrip("/"))


def _token(address: str) -> str:
    parts = urlsplit(address)
    named = "/".join(filter(None, (parts.netloc.rpartition("@")[2], *parts.path.split("/"))))
    if not named:
        raise ChannelError("wrong-channel-key", scheme=parts.scheme)
    return quote(unquote(named), safe="/")


def _secret(address: str) -> str | None:
    user = urlsplit(address).netloc.rpartition("@")[0]
    return unquote(user) or None


def _wecom(address: str) -> RobotParts:
    url = f"{_gateway(address, 'https://qyapi.weixin.qq.com')}/cgi-bin/webhook/send?key={_token(address)}"
    return url, lambda text: {"msgtype": "text", "text": {"content": text}}, ("errcode",), 2048


def _dingtalk(address: str) -> RobotParts:
    url = f"{_gateway(address, 'https://oapi.dingtalk.com')}/robot/send?access_token={_token(address)}"
    secret = _secret(address)
    if secret:
        at = str(round(time.time() * 1000))
        sign = hmac.new(secret.encode(), f"{at}\n{secret}".encode(), hashlib.sha256).digest()
        url += f"&timestamp={at}&sign={quote_plus(base64.b64encode(sign))}"
    return url, lambda text: {"msgtype": "text", "text": {"content": text}}, ("errcode",), 18_000


def _feishu(address: str) -> RobotParts:
    host = "https://open.larksuite.com" if address.startswith("lark") else "https://open.feishu.cn"
    url = f"{_gateway(address, host)}/open-apis/bot/v2/hook/{_token(address)}"
    secret = _secret(address)

    def body(text: str) -> Mapping[str, Any]:
        unsigned: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret is None:
            return unsigned
        at = str(round(time.time()))
        sign = hmac.new(f"{at}\n{secret}".encode(), b"", hashlib.sha256).digest()
        return {**unsigned, "timestamp": at, "sign": base64.b64encode(sign).decode()}

    return url, body, ("code", "StatusCode"), 18_000


_ROBOTS: Mapping[str, Callable[[str], RobotParts]] = {
    "wecombot": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
    "lark": _feishu,
}
