"""Requests of the program's own that follow no redirect: what another address says is no answer."""

from __future__ import annotations

from urllib.request import HTTPRedirectHandler


class NoRedirects(HTTPRedirectHandler):
    """For `urllib.request.build_opener`: a redirect is raised as the HTTPError that it is."""

    def redirect_request(self, *_: object) -> None:
        """Make no request for the address that the answer names."""
        return
