"""The rows of `sites.toml` for sample sites as they are served, per `docs/contract.md`."""

from __future__ import annotations

import json

from tests.support.sites.families import FAMILIES
from tests.support.sites.server import SampleSites


def registry(sites: SampleSites) -> str:
    """One `[[site]]` per county served; a host that is no county's own (`options.unlisted`) has none."""
    return "\n".join(_row(sites, site.id) for site in sites.sites if not site.options.get("unlisted"))


def _row(sites: SampleSites, name: str) -> str:
    host = sites.site(name)
    site = host.site
    start = [host.base_url + path for path in FAMILIES[site.family].start(site)]
    return f"""[[site]]
id = "{site.id}"
county = "{site.county}"
start = {json.dumps(start)}
family = "auto"
private_addresses = true
expect = {len(site.townships)}
"""
