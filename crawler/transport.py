"""Connections: one request on the wire for each that we count, and old TLS only for a site whose row asks for it."""

from __future__ import annotations

from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _get_creator_context, _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler

_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT: servers without secure renegotiation."""


class Transport(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1, without Twisted's own silent repetition of a request on a broken connection."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False


class LegacyTls(_ScrapyClientContextFactory):
    """TLS 1.0 on, weak ciphers and unsafe renegotiation; certificates are checked all the same."""

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        """The options of one connection."""
        creator = super().creatorForNetloc(hostname, port)
        context: SSL.Context = _get_creator_context(creator)
        context.set_options(_LEGACY_SERVER_CONNECT)
        context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
        return creator
