"""Captures of many addresses, or of a few sites, in one statement, which SQLite cannot search by the view `fetches`.

SQLite builds the whole view, every capture of the archive, where a statement has DISTINCT, an aggregate or an ORDER BY
by an expression over it, where it stands right of a LEFT JOIN, and within a UNION. So both kinds of captures are named,
and the order in which they are searched: address, what was ever answered there, the site's runs, their captures.
"""

from __future__ import annotations


def of_addresses(columns: str, addresses: str, where: str, joins: str = "") -> str:
    """A statement over the captures `f` of all `addresses` (a SELECT of `address`), where `where` holds.

    `where` may name `kind`, `verdict`, `status` and `address` of `f`, which packed captures share with their step.
    """
    return f"""
    SELECT {columns} FROM ({addresses}) AS p CROSS JOIN news AS f ON f.address = p.address {joins} WHERE {where}
    UNION ALL
    {_packed(columns, f"({addresses}) AS q CROSS JOIN steps AS f ON f.address = q.address", where, joins)}
    """


def of_sites(columns: str, sites: str, where: str, joins: str = "") -> str:
    """A statement over the rare captures `f` of all `sites` (a SELECT of `site`), where `where` holds.

    `where` has to be the condition of an index of `news` by site run, and of one of `steps` by site: it may name what
    packed captures share with their step.
    """
    return f"""
    SELECT {columns} FROM ({sites}) AS p CROSS JOIN visits AS r ON r.site = p.site
    CROSS JOIN news AS f ON f.site_run = r.site_run {joins} WHERE {where}
    UNION ALL
    {_packed(columns, f"({sites}) AS q CROSS JOIN steps AS f ON f.site = q.site", where, joins)}
    """


def _packed(columns: str, steps: str, where: str, joins: str) -> str:
    """A SELECT of the packed captures `f` behind those of `steps`, also called `f`, where `where` holds."""
    return f"""
    SELECT {columns} FROM (SELECT DISTINCT f.site, f.address FROM {steps} WHERE {where}) AS p
    CROSS JOIN visit_spans AS w ON w.site = p.site
    CROSS JOIN repeated AS f ON f.site_run = w.site_run AND f.capture BETWEEN w.first AND w.last
        AND f.address = p.address {joins} WHERE {where}
    """
