"""Lays the rows of one county, written by the real path, over all others: for `benchmarks.nation`.

What a row says is what the real path would write for the other county; local numbers are moved by `APART` a county.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from archive.captures import record
from archive.extract import output
from archive.reports import figures
from archive.reports.history.version_identity import digests
from archive.storage import capture_keys
from archive.storage import digests as storage_digests
from archive.storage.capture_keys import ALPHABET
from archive.storage.database import Archive
from archive.storage.instants import from_milliseconds, instant, text
from benchmarks import model_county as model
from benchmarks.model_county import REVISED, YEARS, Unit, years

APART = 1_000_000
"""The local numbers of one county lie so far from those of the next."""

TIME, END = 9, 6
"""Characters of a capture's key that encode its instant, and random ones."""

_MOVED = {
    column: f"t.{column} + k.c * {APART}"
    for column in ("site_run", "address", "start", "item", "state", "step", "payload")
}
_NEW_VERSION = "(SELECT m.new FROM new_versions AS m WHERE m.c = k.c AND m.old = t.{0})"
_WRITTEN = {
    **_MOVED,
    **{column: f"later_key(t.{column}, k.later) || k.ending" for column in ("capture", "via", "latest")},
    **{column: f"t.{column} + k.later" for column in ("started", "finished")},
    **{column: f"later_text(t.{column}, k.later)" for column in ("parsed_at", "fetched_at", "first_seen", "at")},
    **{column: _NEW_VERSION.format(column) for column in ("version", "before", "after")},
    **{
        column: f"coalesce(replace(t.{column}, o.name, u.name), t.{column})"
        for column in ("title", "link_title", "issuer")
    },
    "headers": f"t.headers + iif(t.headers IN (SELECT headers FROM shared_headers), 0, k.c * {APART})",
    "site": "k.site",
    "county_code": "k.county",
    "township_code": "u.code",
    "report": "u.code || substr(t.report, 10)",
    "subject": "'township:' || u.code || substr(t.subject, 19)",
    "text_digest": "(SELECT m.digest FROM new_versions AS m WHERE m.c = k.c AND m.old = t.version)",
    "settings": f"t.settings + k.c * {APART}",
    "url": "replace(coalesce(replace(t.url, o.code, u.code), t.url), k.former_host, k.host)",
    "place": "replace(replace(t.place, o.code, u.code), k.former_place, k.place)",
}
"""What a column says of another county: `t` is the row, `k` the other county, `o` and `u` the unit here and there."""

_RANK_OF = {
    "code": "(SELECT rank FROM units_here AS h WHERE h.code = substr(t.{0}, 1, 9))",
    "address": "(SELECT rank FROM address_ranks AS r WHERE r.address = t.{0})",
}
_RANKS = {
    **{table: _RANK_OF["code"].format("version") for table in (*figures.COLUMNS, "versions", "documents")},
    **{table: _RANK_OF["code"].format("report") for table in ("reports", "manifestations")},
    **{table: _RANK_OF["address"].format("address") for table in ("addresses", "news", "steps", "items")},
    "changes": "(SELECT rank FROM units_here AS h WHERE h.code = substr(t.subject, 10, 9))",
    "repeats": "(SELECT r.rank FROM steps AS s JOIN address_ranks AS r USING (address) WHERE s.step = t.step)",
    "state_items": "(SELECT r.rank FROM items AS i JOIN address_ranks AS r USING (address) WHERE i.item = t.item)",
}
"""The place in the county of the unit that a row is about; NULL for all other tables."""

_TABLES = (
    "addresses", "visits", "steps", "news", "repeats", "items", "state_items", "looks", "look_pages", "documents",
    "reports", "versions", "applications", "disclosures", "reviews", "statistics", "cells", "figures", "findings",
    "changes", "manifestations",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a page: of a unit's report, of the list on a night, or of robots.txt."""

    rank: int | None = None
    year: int = 0
    revised: bool = False
    night: int | None = None

    def of(self, units: Sequence[Unit]) -> tuple[str, bytes]:
        """Its address and bytes in a county."""
        root = f"http://{units[0].host}"
        if self.rank is not None:
            return units[self.rank].url(self.year), units[self.rank].body(self.year, revised=self.revised)
        if self.night is not None:
            return f"{root}/nb/index.html", model.list_body(model.shown(units, self.night))
        return f"{root}/robots.txt", root.encode()


def lay_over(
    archive: Archive, counties: Sequence[str], count: int, at_a_time: int = model.AT_A_TIME, *, payloads: bool = False
) -> None:
    """Write for all other counties what the archive holds of the first one after so many nights."""
    here = model.units(counties[0])
    db = archive.connection
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA cache_size = -1000000")
    db.create_function("later_key", 2, _later_key, deterministic=True)
    db.create_function("later_text", 2, _later_text, deterministic=True)
    fetched = {row[0] for row in archive.rows("SELECT sha256 FROM payloads")}
    bodies = {digest: body for digest, body in _bodies(here, count).items() if digest in fetched}
    with archive.transaction():
        _number(archive, counties, here, at_a_time)
        _register(archive, counties)
        for number, county in enumerate(counties[1:], 1):
            there = model.units(county)
            _lay_contents(archive, number, here, there, bodies)
            if payloads:
                found = [body.of(there) for body in bodies.values() if _has(there, body)]
                archive.payloads.put_all([(bytes_, record.scope("report", url)) for url, bytes_ in found])
        for table in _TABLES:
            _lay(archive, table)
        _lay_positions(archive)
        _count_requests(archive)
    db.execute("PRAGMA foreign_keys = ON")


@lru_cache(4096)
def _later_key(key: str | None, later: int) -> str | None:
    """The part of a key that encodes its instant, so many milliseconds later."""
    if key is None:
        return None
    return capture_keys.span(from_milliseconds(capture_keys.milliseconds(key) + later))[0][:TIME]


@lru_cache(4096)
def _later_text(at: str | None, later: int) -> str | None:
    return None if at is None else text(instant(at) + timedelta(milliseconds=later))


def _has(units: Sequence[Unit], body: Body) -> bool:
    return body.rank is None or body.rank < len(units)


def _bodies(here: Sequence[Unit], count: int) -> dict[bytes, Body]:
    """All bytes that the first county may have, by digest."""
    every = [Body(unit.rank, year) for unit in here for year in years(count)]
    every += [Body(REVISED, year, revised=True) for year in years(count)[len(YEARS) - 1 :]]
    every += [Body(), *(Body(night=night) for night in reversed(range(count)))]
    return {record.digest(body.of(here)[1]): body for body in every}


def _number(archive: Archive, counties: Sequence[str], here: Sequence[Unit], at_a_time: int) -> None:
    """Temporary tables: the other counties, their units, and whom the rows of the first county are about."""
    db = archive.connection
    db.execute(
        "CREATE TEMP TABLE counties_there (c INTEGER PRIMARY KEY,"
        " county TEXT, site TEXT, host TEXT, former_host TEXT, place TEXT, former_place TEXT, ending TEXT,"
        " later INTEGER)"
    )
    former = model.host(counties[0])
    for number, county in enumerate(counties[1:], 1):
        ending = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * END - 5, -1, -5))
        host = model.host(county)
        row = (
            number,
            county,
            model.site(county),
            host,
            former,
            host.removeprefix("www."),
            former.removeprefix("www."),
            ending,
        )
        later = model.starts(number, at_a_time) // timedelta(milliseconds=1)
        db.execute(f"INSERT INTO counties_there VALUES ({', '.join('?' * 9)})", (*row, later))
    db.execute("CREATE TEMP TABLE units_here (rank INTEGER PRIMARY KEY, code TEXT, name TEXT)")
    db.executemany("INSERT INTO units_here VALUES (?, ?, ?)", [(unit.rank, unit.code, unit.name) for unit in here])
    db.execute("CREATE TEMP TABLE units_there (c INTEGER, rank INTEGER, code TEXT, name TEXT, PRIMARY KEY (c, rank))")
    for number, county in enumerate(counties[1:], 1):
        found = [(number, unit.rank, unit.code, unit.name) for unit in model.units(county)]
        db.executemany("INSERT INTO units_there VALUES (?, ?, ?, ?)", found)
    db.execute("CREATE TEMP TABLE address_ranks (address INTEGER PRIMARY KEY, rank INTEGER)")
    db.execute(
        "INSERT INTO address_ranks SELECT a.address, h.rank FROM addresses AS a"
        " JOIN units_here AS h ON instr(a.url, '_' || h.code || '.')"
    )
    db.execute("CREATE TEMP TABLE new_versions (c INTEGER, old TEXT, new TEXT, digest TEXT, PRIMARY KEY (c, old))")
    db.execute("CREATE TEMP TABLE shared_headers (headers INTEGER PRIMARY KEY)")
    for table in _TABLES:
        rank = _RANKS.get(table, "NULL")
        order = "ORDER BY capture" if table in ("news", "repeats") else ""
        db.execute(
            f"CREATE TEMP TABLE here_{table} AS SELECT t.*, CAST({rank} AS INTEGER) AS rank"
            f" FROM main.{table} AS t {order}"
        )
    for table in ("payloads", "header_sets", "listing_states"):
        db.execute(f"CREATE TEMP TABLE here_{table} AS SELECT * FROM main.{table}")


def _register(archive: Archive, counties: Sequence[str]) -> None:
    """The other counties' sites, each with its settings as the site runs refer to them."""
    former = archive.one("SELECT c.settings FROM sites AS s JOIN site_settings AS c ON c.fields = s.settings")[0]
    for number, county in enumerate(counties[1:], 1):
        fields = model.written_settings(county)
        row = (model.site(county), county, "trs", model.written_start(county), fields)
        archive.connection.execute("INSERT INTO sites VALUES (?, ?, ?, ?, ?)", row)
        archive.connection.execute("INSERT INTO site_settings VALUES (?, ?)", (former + number * APART, fields))


def _lay_contents(
    archive: Archive, number: int, here: Sequence[Unit], there: Sequence[Unit], bodies: dict[bytes, Body]
) -> None:
    """What depends on bytes and texts: payloads, headers, states of the list, keys of versions, and sections."""
    db = archive.connection
    etags: dict[str, str | None] = {}
    for payload, sha256, _ in db.execute("SELECT * FROM here_payloads").fetchall():
        body = bodies[sha256]
        etags[sha256.hex()[:16]] = None
        if _has(there, body):
            _, data = body.of(there)
            etags[sha256.hex()[:16]] = record.digest(data).hex()[:16]
            db.execute(
                "INSERT INTO payloads VALUES (?, ?, ?)", (payload + number * APART, record.digest(data), len(data))
            )
    for headers, _, fields in db.execute("SELECT * FROM here_header_sets").fetchall():
        former = json.loads(fields)["etag"].strip('"')
        if former not in etags:
            db.execute("INSERT OR IGNORE INTO shared_headers VALUES (?)", (headers,))
        elif (etag := etags[former]) is not None:
            written = fields.replace(former, etag)
            row = (headers + number * APART, storage_digests.of_text(written), written)
            db.execute("INSERT INTO header_sets VALUES (?, ?, ?)", row)
    _lay_states(archive, number, there)
    _lay_sections(archive, number, here, there)


def _lay_states(archive: Archive, number: int, there: Sequence[Unit]) -> None:
    for (state,) in archive.rows("SELECT state FROM here_listing_states"):
        shown = archive.rows(
            "SELECT i.rank, i.year, a.url FROM here_state_items AS m JOIN here_items AS i USING (item)"
            " JOIN here_addresses AS a USING (address) WHERE m.state = ?",
            state,
        )
        items = [there[rank].item(year) for rank, year, _ in shown if rank is not None and rank < len(there)]
        items += model.notices(there, [url for rank, _, url in shown if rank is None])
        name = record.state_digest((item.url, item.title, item.date) for item in items)
        archive.connection.execute("INSERT INTO listing_states VALUES (?, ?)", (state + number * APART, name))


def _lay_sections(archive: Archive, number: int, here: Sequence[Unit], there: Sequence[Unit]) -> None:
    """The keys of the versions there, by their texts, and the texts."""
    empty = replace(output.from_json(here[0].reading(YEARS[0])), tables={}, cells=())
    rows: list[tuple[object, ...]] = []
    for version, rank in archive.rows("SELECT version, rank FROM here_versions WHERE rank < ?", len(there)):
        unit, year = there[rank], int(version.split("/")[1])
        report = replace(empty, sections=tuple(model.section(part) for part in unit.sections(year)))
        _, text = digests(report)
        new = f"{unit.code}/{year}/{version[-12:-6]}{text[:6]}"
        archive.connection.execute("INSERT INTO new_versions VALUES (?, ?, ?, ?)", (number, version, new, text))
        rows += [(new, part.number, part.heading, part.text) for part in report.sections]
    archive.connection.executemany("INSERT INTO sections VALUES (?, ?, ?, ?)", rows)


def _lay(archive: Archive, table: str) -> None:
    """Write a table's rows for all other counties, in the order of the table's key."""
    db = archive.connection
    columns = [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]
    kept = [column for column in columns if column not in ("document", "finding")]
    names = ", ".join(f'"{column}"' for column in kept)
    said = ", ".join(_said(table, column) for column in kept)
    outer = (
        f"here_{table} AS t CROSS JOIN counties_there AS k"
        if "capture" in kept
        else f"counties_there AS k CROSS JOIN here_{table} AS t"
    )
    db.execute(
        f"INSERT INTO main.{table} ({names}) SELECT {said} FROM {outer}"
        " LEFT JOIN units_there AS u ON u.c = k.c AND u.rank = t.rank LEFT JOIN units_here AS o ON o.rank = t.rank"
        " WHERE t.rank IS NULL OR u.c IS NOT NULL"
    )


def _lay_positions(archive: Archive) -> None:
    """Where figures stand: the same for each report, as the readings of the model county note no places."""
    archive.connection.execute(
        "INSERT INTO positions SELECT document, (SELECT packed FROM positions LIMIT 1) FROM documents"
        " WHERE kind = 'report' AND document NOT IN (SELECT document FROM positions)"
    )


def _said(table: str, column: str) -> str:
    own = {
        ("steps", "via"): f"t.via + k.c * {APART}",
        ("reports", "state"): "t.state",
        ("news", "fetched_at"): "t.fetched_at + k.later",
    }.get((table, column))
    return own or _WRITTEN.get(column, f't."{column}"')


def _count_requests(archive: Archive) -> None:
    """The requests and bytes of each site run, which differ with the number of units and with the texts."""
    archive.connection.execute(
        "CREATE TEMP TABLE sizes AS SELECT site_run, count(*) AS requests, sum(iif(verdict = 'same', 0, size)) AS bytes"
        " FROM (SELECT n.site_run, n.payload, n.verdict FROM news AS n"
        "  UNION ALL SELECT r.site_run, s.payload, s.verdict"
        "  FROM repeats AS r JOIN steps AS s USING (step)) LEFT JOIN payloads USING (payload) GROUP BY site_run"
    )
    archive.connection.execute(
        "UPDATE visits SET requests = s.requests, bytes = coalesce(s.bytes, 0) FROM temp.sizes AS s"
        " WHERE s.site_run = visits.site_run"
    )
