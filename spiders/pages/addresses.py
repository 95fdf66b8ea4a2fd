"""Addresses as browsers read them (WHATWG URL): joined, spelled for the wire, in the charset of their page.

Knows no markup and no site. What stands in an attribute is read by the parser of the page, and never unescaped again.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

import ada_url

_AS_SENT = re.compile(r"https?://[^\s\"<>\\^`{}|]+", re.ASCII | re.IGNORECASE)
"""An address without a character that browsers write otherwise than some servers and libraries."""

# such as https://user:password@host/
_CREDENTIALS = re.compile(r"(?<=://)[^/?#\\\s]*(?=@)")
HIDDEN = "hidden"
"""What stands in the place of a user's name and password in an address."""

_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_QUOTED = frozenset("\"#<>'")
"""Printable ASCII characters that browsers escape in a query."""

_FORM_CODEC = {"gb18030": "gbk", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf-32-le": "utf-8", "utf-32-be": "utf-8"}
"""The codec of a query by the codec of its page: pages of GB 18030 declare GBK or GB 2312, and none writes UTF-16."""

# such as /pdfjs/web/viewer.html or /plugins/pdf.js/index.html
_VIEWER = re.compile(r"viewer\.\w{3,5}$|/pdf-?(?:\.?js|view)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def join(base: str, written: str, charset: str = "utf-8") -> str | None:
    """The address that a browser requests for one `written` on a page at `base`; None where it is not a web address.

    `charset` is the Python codec of the page, in which its queries are sent; paths are always sent in UTF-8.
    """
    try:
        url: str = ada_url.join_url(base, _with_query_encoded(written, charset))
    except ValueError:
        return None
    return without_credentials(url) if url.startswith(("http://", "https://")) else None


def without_credentials(url: str) -> str:
    """The address with a sign in the place of a user's name and password; whoever asks for it sees that there were."""
    return _CREDENTIALS.sub(HIDDEN, url)


def as_sent(url: str) -> str:
    """An absolute address as browsers send it; one that is already spelled so stays as it is, to the letter."""
    if _AS_SENT.fullmatch(url) and url.isascii():
        return url
    return join(url, url) or url


def redirected(url: str, location: bytes) -> str | None:
    """Where a redirect from `url` leads, None if to no web address. Bytes that are not UTF-8 are sent as they came."""
    try:
        written = location.decode()
    except UnicodeDecodeError:
        written = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in location)
    return join(url, written)


def viewed_file(url: str) -> str | None:
    """The document that a viewer in the browser (pdf.js) is asked to show; None where the address is no viewer's."""
    if not is_viewer(url):
        return None
    parts = urlsplit(url)
    shown = parse_qs(parts.query).get("file") or parse_qs(parts.fragment).get("file")
    return join(url, shown[0]) if shown else None


def is_viewer(written: str) -> bool:
    """Whether an address, absolute or as written, is that of a viewer with a document to show."""
    return "file=" in written and bool(_VIEWER.search(re.split(r"[?#]", written, maxsplit=1)[0]))


def _with_query_encoded(written: str, charset: str) -> str:
    """An address with the non-ASCII characters of its query in the page's charset, as forms and links send them."""
    codec = _FORM_CODEC.get(charset, charset)
    if written.isascii() or codec in ("utf-8", "ascii") or "?" not in written:
        return written
    head, hash_sign, fragment = written.partition("#")
    path, question_mark, query = head.partition("?")
    return f"{path}{question_mark}{_encoded(query, codec)}{hash_sign}{fragment}"


def _encoded(query: str, codec: str) -> str:
    """Non-ASCII characters as escaped bytes; those that the codec lacks as numeric references, escaped as well."""
    return _NON_ASCII.sub(lambda found: _escaped(found[0], codec), query)


def _escaped(character: str, codec: str) -> str:
    try:
        data = codecs.encode(character, codec)
    except (UnicodeEncodeError, LookupError):
        return f"%26%23{ord(character)}%3B"
    return "".join(chr(byte) if 0x20 < byte < 0x7F and chr(byte) not in _QUOTED else f"%{byte:02X}" for byte in data)
