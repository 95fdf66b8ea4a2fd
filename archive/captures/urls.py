"""Canonical addresses: equal for the same page under other spellings, session ids and mirrors. Pure.

The canonical form only serves to compare; it is never requested, and captures store the address as it was. A parameter
that may change the content (a page number, an article's id) is never dropped.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes, urlsplit

from archive import patterns

_SESSION = patterns.lazy(
    r"^(jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|sid|cfid|cftoken|utm_\w+|spm"
    r"|isappinstalled|wd_\w+)$",
    re.IGNORECASE,
)
"""Parameters that identify the visitor or the referrer, never the content."""

_CACHE_BUSTER = patterns.lazy(r"^(_|t|_t|ts|timestamp|r|rnd|rand|random|v|nonce)$", re.IGNORECASE)
"""Parameters that only defeat caches, where their value is a timestamp or a random number."""

_RANDOM_VALUE = patterns.lazy(r"^(\d{10,}|0\.\d{6,})$")
# such as ;jsessionid=9A8B
_IN_PATH = patterns.lazy(r";(jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
# such as /index.shtml or /main.html
_DEFAULT_PAGE = patterns.lazy(r"/(index|default|home|main)\.(html?|shtml|jsp|aspx?|php|do|action)$", re.IGNORECASE)
_MIRRORS = ("www.", "m.", "wap.", "mobile.", "3g.")
_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=65536)
def canonical(url: str) -> str:
    """The address without scheme, session marks, mirror host, default page, order of parameters, fragment.

    `https://www.example.gov.cn/nb/index.html?b=2&a=1` becomes `example.gov.cn/nb/?a=1&b=2`. Anything but a
    web address is returned unchanged.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not parts.hostname:
        return url
    host = _host(parts.hostname)
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    query = _query(parts.query)
    return f"{host}{_path(parts.path)}{'?' + query if query else ''}"


def _host(name: str) -> str:
    name = name.lower().rstrip(".")
    for prefix in _MIRRORS:
        if name.startswith(prefix) and name.count(".") >= 2:
            return name[len(prefix) :]
    return name


def _path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", _IN_PATH.sub("", path)) or "/"
    steps: list[str] = []
    for step in path.split("/"):
        if step == ".." and len(steps) > 1:
            steps.pop()
        elif step not in (".", ".."):
            steps.append(step)
    path = "/".join(steps) or "/"
    if path.startswith(("/mobile/", "/wap/")):
        path = path[path.index("/", 1) :]
    return _normalised(_DEFAULT_PAGE.sub("/", path), safe="/!$&'()*+,;=:@~-._")


def _query(query: str) -> str:
    """The parameters that select the content, in order of their names."""
    pairs = [(name, value) for name, _, value in (part.partition("=") for part in query.split("&")) if name]
    wanted = [
        pair
        for pair in pairs
        if not _SESSION.match(pair[0]) and not (_CACHE_BUSTER.match(pair[0]) and _RANDOM_VALUE.match(pair[1]))
    ]
    return "&".join(f"{_normalised(name)}={_normalised(value)}" for name, value in sorted(wanted))


def _normalised(text: str, safe: str = "~-._") -> str:
    """The text with uniform percent-encoding: of its bytes in UTF-8, if they are text in GB 18030."""
    return quote(_in_utf8(unquote_to_bytes(text.replace("+", "%20") if "/" not in safe else text)), safe=safe)


def _in_utf8(data: bytes) -> bytes:
    """Bytes in UTF-8 where they are text: a page in GBK sends its queries so, and was asked for in UTF-8 before."""
    try:
        data.decode()
    except UnicodeDecodeError:
        with suppress(UnicodeDecodeError):
            return data.decode("gb18030").encode()
    return data
