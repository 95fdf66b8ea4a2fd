"""Readings in the archive: what each document said, settled into versions with their figures.

A reading is kept as it comes (`documents`), in any order; `settle` then tells each touched report's history anew from
all its documents, so that the tables do not depend on the order or the number of interrupted attempts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import groupby

from archive import evaluation, figures, history, manifestations
from archive.addresses import canonical
from archive.clock import china_day, text
from archive.figures import Said
from archive.form.reading import Context
from archive.parser import Order
from archive.store import Archive


def keep(archive: Archive, capture: str, said: Said, now: datetime) -> bool:
    """Keep what a captured document said. Returns whether it was news.

    A second reading that says the same only renews the parser's name.
    """
    return keep_all(archive, [(capture, said)], now) == 1


def keep_all(archive: Archive, told: Iterable[tuple[str, Said]], now: datetime) -> int:
    """Keep what several captured documents said, in one transaction. Returns how many said news."""
    with archive.transaction() as db:
        return sum([_keep(db, capture, said, now) for capture, said in told])


def _keep(db: sqlite3.Connection, capture: str, said: Said, now: datetime) -> bool:
    numbers, words = digests(said)
    issuer = said["issuer"]
    if _reads_as_before(db, capture, said):
        return False
    db.execute(
        "INSERT INTO documents (capture, parsed_at, parser, kind, reason, title, year, level, issuer, match,"
        " township_code, candidates, claimed_on, claimed_label, figures_digest, text_digest, hollow, version, said)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture,
            text(now),
            said["parser"],
            said["kind"],
            said["reason"],
            said["title"],
            said["year"],
            issuer["level"],
            issuer["name"],
            issuer["match"],
            issuer["township_code"],
            _candidates(issuer),
            said["published_on"] or said["signed_on"],
            said.get("published_label"),
            numbers,
            words,
            not said["sections"] and not said["tables"],
            _version_key(said, numbers, words),
            json.dumps(said, ensure_ascii=False) if _is_report(said) else None,
        ),
    )
    return True


def unread(archive: Archive, site_run: int | None = None, *, but: Container[str] = ()) -> Iterator[tuple[str, Order]]:
    """Captured documents that nobody has read yet, of one site run or of all, as (capture, what to read).

    Leaves out the captures in `but`, which somebody has in hand.
    """
    rows = archive.rows(
        "SELECT f.capture FROM news AS f"
        " WHERE f.kind IN ('report', 'attachment') AND f.verdict = 'ok' AND (?1 IS NULL OR f.site_run = ?1)"
        " AND f.payload IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = f.capture) ORDER BY f.capture",
        site_run,
    )
    for (capture,) in rows:
        if capture not in but:
            yield capture, order(archive, capture)


def order(archive: Archive, capture: str) -> Order:
    """What to read for a captured document: its bytes, and what was known of it when it was fetched."""
    row = archive.one(
        "SELECT a.url, p.sha256, h.fields, s.county_code, f.link_title, f.fetched_at FROM news AS f"
        " JOIN addresses AS a USING (address) JOIN payloads AS p USING (payload) JOIN site_runs AS r USING (site_run)"
        " JOIN sites AS s USING (site) LEFT JOIN header_sets AS h USING (headers) WHERE f.capture = ?",
        capture,
    )
    day = china_day(datetime.fromtimestamp(row["fetched_at"] / 1000, UTC))
    context = Context(row["county_code"], row["url"], row["link_title"], day)
    declared = json.loads(row["fields"]).get("content-type") if row["fields"] else None
    return Order(archive.payloads.get(row["sha256"]), context, declared, row["url"].rsplit("/", 1)[-1])


def settle(archive: Archive, now: datetime, site_run: int | None = None) -> int:
    """Bring reports with unsettled documents, or that this site run found gone, up to date. Returns how many.

    A site run settles its own documents only: what another process has begun to read is not whole yet.
    """
    unsettled = archive.rows(
        "SELECT DISTINCT d.township_code, d.year FROM documents AS d JOIN news AS f USING (capture)"
        " WHERE d.said IS NOT NULL AND (?1 IS NULL OR f.site_run = ?1)",
        site_run,
    )
    touched = {tuple(row) for row in unsettled}
    if site_run is not None:
        touched |= {
            tuple(row)
            for row in archive.rows(
                "SELECT DISTINCT d.township_code, d.year FROM fetches AS g JOIN news AS f ON f.address = g.address"
                " JOIN documents AS d ON d.capture = f.capture"
                " WHERE g.site_run = ? AND g.kind IN ('report', 'attachment') AND d.version IS NOT NULL"
                " AND (g.verdict IN ('gone', 'soft_404') OR EXISTS (SELECT 1 FROM reports AS r"
                "      WHERE r.report = d.township_code || '/' || d.year AND r.state = 'withdrawn'))",
                site_run,
            )
        }
    _settle_reports(archive, touched, now)
    return len(touched)


def settle_reread(archive: Archive, now: datetime) -> int:
    """Tell anew every report that has a document read more than once, or was told by a former program; how many."""
    touched = archive.rows(
        "SELECT township_code, year FROM documents WHERE version IS NOT NULL AND capture IN"
        " (SELECT capture FROM documents GROUP BY capture HAVING count(*) > 1) UNION"
        " SELECT township_code, year FROM reports WHERE report NOT IN (SELECT report FROM manifestations)"
    )
    _settle_reports(archive, {tuple(row) for row in touched}, now)
    return len(touched)


def _settle_reports(archive: Archive, touched: Iterable[tuple[str, int]], now: datetime) -> None:
    """One transaction a township."""
    for township, reports in groupby(sorted(touched), key=lambda report: report[0]):
        with archive.rebuild(text(now)) as db:
            retell(db, township, [year for _, year in reports])


def retell(db: sqlite3.Connection, township: str, years: Sequence[int]) -> None:
    """Tell the history of a township's reports anew from all their documents, inside a rebuild."""
    told = [year for year in years if _retell(db, township, year)]
    evaluation.compare_years(db, township, told)


def _retell(db: sqlite3.Connection, township: str, year: int) -> bool:
    report = f"{township}/{year}"
    told = tell(db, township, year)
    if told.versions:
        _write_report(db, report, township, year, told)
        _write_versions(db, report, told)
        _write_changes(db, report, told.changes)
        manifestations.write(db, report, told)
    db.execute("UPDATE documents SET said = NULL WHERE township_code = ? AND year = ?", (township, year))
    return bool(told.versions)


def tell(
    db: sqlite3.Connection, township: str, year: int, known_at: str | None = None, published_by: str | None = None
) -> history.History:
    """A report's history out of its documents: as the archive knew it at an instant, or what had been published by one.

    The second is told by the last reading of each document, whenever it was made.
    """
    until = min(known_at or "9", published_by or "9")
    seen = _observations(db, township, year, known_at, latest_only=published_by is not None)
    return history.fold(one for one in seen if one.at <= until)


def _observations(
    db: sqlite3.Connection, township: str, year: int, known_at: str | None, *, latest_only: bool = False
) -> list[history.Seen | history.Gone]:
    rows = db.execute(
        "SELECT d.*, a.url, f.address, f.fetched_at, f.site_run,"
        " lag(d.version) OVER (PARTITION BY d.capture ORDER BY d.parsed_at) AS reread,"
        " row_number() OVER (PARTITION BY d.capture ORDER BY d.parsed_at) AS nth,"
        " (SELECT min(o.parsed_at) FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at"
        "  AND (o.township_code IS NOT d.township_code OR o.year IS NOT d.year OR o.version IS NULL)) AS disowned_at"
        " FROM documents AS d JOIN news AS f USING (capture) JOIN addresses AS a USING (address)"
        " WHERE d.township_code = ? AND d.year = ? AND d.version IS NOT NULL AND (?3 IS NULL OR d.parsed_at <= ?3)"
        " AND NOT (?4 AND EXISTS"
        "  (SELECT 1 FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at))"
        " ORDER BY d.capture, d.parsed_at",
        (township, year, known_at, latest_only),
    ).fetchall()
    kept = {
        row["version"] for row in db.execute("SELECT version FROM versions WHERE report = ?", (f"{township}/{year}",))
    }
    solid = [row for row in rows if not row["hollow"] or row["version"] in kept] or rows
    addresses = {row["address"]: row["url"] for row in solid}
    up = _up(db, addresses)
    gone = _gone(db, set(addresses), township, year)
    return [
        *(_seen(row, up) for row in solid),
        *gone,
        *_disowned(solid),
        *_back_again(db, solid, gone, set(addresses)),
    ]


def _up(db: sqlite3.Connection, addresses: dict[int, str]) -> dict[int, frozenset[str]]:
    """The places where the report was to be had, by site run: its page came, or a list led to it."""
    marks = ",".join("?" * len(addresses))
    found: dict[int, set[str]] = {}
    for site_run, address in db.execute(
        f"SELECT site_run, address FROM fetches WHERE address IN ({marks}) AND verdict IN ('ok', 'same') UNION"
        " SELECT l.site_run, i.address FROM items AS i JOIN state_items AS m USING (item) JOIN looks AS l USING (state)"
        f" WHERE i.address IN ({marks})",
        (*addresses, *addresses),
    ):
        found.setdefault(site_run, set()).add(canonical(addresses[address]))
    return {site_run: frozenset(places) for site_run, places in found.items()}


def _seen(
    row: sqlite3.Row, up: Mapping[int, frozenset[str]], at: int | None = None, capture: str | None = None
) -> history.Seen:
    again = at is not None
    reread = row["nth"] > 1 and not again
    return history.Seen(
        at=row["parsed_at"] if reread else _instant(row["fetched_at"] if at is None else at),
        capture=capture or row["capture"],
        version=row["version"],
        figures=row["figures_digest"],
        text=row["text_digest"],
        url=row["url"],
        title=row["title"],
        claimed_on=row["claimed_on"],
        cause="parser" if reread else "publisher",
        place=canonical(row["url"]),
        up=up.get(row["site_run"], frozenset()),
        full=row["figures_digest"] != _NO_FIGURES,
        document=row["capture"],
        reread=row["reread"] if reread else None,
    )


def _disowned(rows: list[sqlite3.Row]) -> list[history.Gone]:
    """Where every document that was once read as this report is read as something else now: a change of our own."""
    if not rows or any(row["disowned_at"] is None for row in rows):
        return []
    last = max(rows, key=lambda row: (row["disowned_at"], row["capture"]))
    return [history.Gone(last["disowned_at"], last["capture"], "parser")]


def _gone(db: sqlite3.Connection, addresses: set[int], township: str, year: int) -> list[history.Gone]:
    """Sound site runs whose lists lack the report while every address asked for said that it is gone."""
    marks = ",".join("?" * len(addresses))
    rows = db.execute(
        "SELECT min(f.capture) AS capture, min(f.fetched_at) AS at FROM fetches AS f"
        " JOIN site_runs AS s USING (site_run)"
        f" WHERE f.address IN ({marks}) AND s.outcome = 'ok' GROUP BY f.site_run"
        f" HAVING sum(f.verdict NOT IN ('gone', 'soft_404')) = 0 AND NOT EXISTS (SELECT 1 FROM looks AS l"
        f" JOIN state_items AS m USING (state) JOIN items AS i USING (item) WHERE l.site_run = f.site_run"
        f" AND (i.address IN ({marks}) OR (i.kind = 'report' AND i.township_code = ? AND i.year = ?)))",
        (*addresses, *addresses, township, year),
    )
    return [history.Gone(_instant(row["at"]), row["capture"]) for row in rows]


def _back_again(
    db: sqlite3.Connection, rows: list[sqlite3.Row], gone: list[history.Gone], addresses: set[int]
) -> list[history.Seen]:
    """After each disappearance, the first capture that brought known bytes back and so was never read anew."""
    back = []
    first = [row for row in rows if row["nth"] == 1]
    for absence in gone:
        marks = ",".join("?" * len(addresses))
        again = db.execute(
            f"SELECT f.capture, f.fetched_at, f.address FROM fetches AS f WHERE f.address IN ({marks})"
            f" AND f.capture > ? AND f.verdict = 'same' ORDER BY f.capture LIMIT 1",
            (*addresses, absence.capture),
        ).fetchone()
        if again:
            former = [row for row in first if row["address"] == again["address"] and row["capture"] < again["capture"]]
            back += [_seen(row, {}, again["fetched_at"], again["capture"]) for row in former[-1:]]
    return back


def _write_report(db: sqlite3.Connection, report: str, township: str, year: int, told: history.History) -> None:
    county = db.execute("SELECT county_code FROM townships WHERE code = ?", (township,)).fetchone()[0]
    first = min(version.first.at for version in told.versions)
    db.execute(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (report) DO UPDATE SET"
        " state = excluded.state, version = excluded.version, first_seen = excluded.first_seen",
        (report, township, year, county, "present" if told.present else "withdrawn", told.current, first),
    )


def _write_versions(db: sqlite3.Connection, report: str, told: history.History) -> None:
    """Append the versions that are new. Where earlier knowledge arrives late, the old ones are numbered anew."""
    known = {
        row["version"]: (row["seq"], row["change"], row["cause"])
        for row in db.execute("SELECT version, seq, change, cause FROM versions WHERE report = ?", (report,))
    }
    wanted = {v.first.version: (v.seq, v.change, v.first.cause) for v in told.versions}
    if any(known.get(version, row) != row for version, row in wanted.items()):
        db.execute("UPDATE versions SET seq = -seq WHERE report = ?", (report,))
        db.executemany(
            "UPDATE versions SET seq = ?, change = ?, cause = ? WHERE version = ?",
            [(*row, version) for version, row in wanted.items()],
        )
    for version in told.versions:
        if version.first.version not in known or _earlier_known(db, version):
            _write_version(db, report, version)
    db.execute(
        "UPDATE versions AS v SET (title, claimed_on, claimed_label) = (SELECT d.title, d.claimed_on, d.claimed_label"
        " FROM documents AS d WHERE d.capture = v.capture AND d.version = v.version ORDER BY d.parsed_at DESC LIMIT 1)"
        " WHERE report = ?"
        " AND EXISTS (SELECT 1 FROM documents AS d WHERE d.capture = v.capture AND d.version = v.version)",
        (report,),
    )


def _earlier_known(db: sqlite3.Connection, version: history.Version) -> bool:
    """Whether an unsettled document turned out to have said a settled version's content first: then that tells it."""
    first = version.first
    return bool(
        db.execute(
            "SELECT 1 FROM versions AS v JOIN documents AS d USING (version)"
            " WHERE v.version = ? AND d.capture = ? AND v.capture <> d.capture AND d.said IS NOT NULL",
            (first.version, first.document),
        ).fetchone()
    )


def _write_version(db: sqlite3.Connection, report: str, version: history.Version) -> None:
    first = version.first
    document = db.execute(
        "SELECT d.*, f.fetched_at FROM documents AS d JOIN news AS f USING (capture)"
        " WHERE d.version = ? AND d.said IS NOT NULL ORDER BY d.capture <> ?, d.capture, d.parsed_at LIMIT 1",
        (first.version, first.document),
    ).fetchone()
    said = json.loads(document["said"])
    figures.erase(db, first.version)
    db.execute(
        "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            first.version,
            report,
            version.seq,
            document["capture"],
            _instant(document["fetched_at"]),
            document["parsed_at"],
            document["claimed_on"],
            document["claimed_label"],
            said["signed_on"],
            version.change,
            first.cause,
            said["title"],
            said["document_number"],
            said["form"],
            said["parser"],
        ),
    )
    figures.write(db, first.version, said)


def _write_changes(db: sqlite3.Connection, report: str, changes: Iterable[history.Changed]) -> None:
    subject = f"township:{report}"
    db.execute("DELETE FROM changes WHERE subject = ?", (subject,))
    db.executemany(
        "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(c.at, c.kind, subject, c.before, c.after, c.cause, c.capture) for c in changes],
    )


def _reads_as_before(db: sqlite3.Connection, capture: str, said: Said) -> bool:
    last = db.execute(
        "SELECT * FROM documents WHERE capture = ? ORDER BY parsed_at DESC LIMIT 1", (capture,)
    ).fetchone()
    if last is None or differs(last, said):
        return False
    db.execute("UPDATE documents SET parser = ? WHERE document = ?", (said["parser"], last["document"]))
    if db.execute("SELECT 1 FROM versions WHERE version = ? AND capture = ?", (last["version"], capture)).fetchone():
        figures.renew_remarks(db, last["version"], said)
    return True


def differs(kept: sqlite3.Row, said: Said) -> bool:
    """Whether a reading says something else than a row of `documents`: of whom, of when, or what."""
    before = ("kind", "township_code", "year", "figures_digest", "text_digest", "title", "claimed_on")
    claimed = said["published_on"] or said["signed_on"]
    now = (said["kind"], said["issuer"]["township_code"], said["year"], *digests(said), said["title"], claimed)
    return tuple(kept[name] for name in before) != now


def _candidates(issuer: Said) -> str | None:
    """Whose it may be, where that is open."""
    doubtful = issuer["candidates"] and issuer["township_code"] is None
    return json.dumps(issuer["candidates"], ensure_ascii=False) if doubtful else None


def _is_report(said: Said) -> bool:
    return said["kind"] == "report" and said["year"] is not None and said["issuer"]["township_code"] is not None


def digests(said: Said) -> tuple[str, str]:
    """The two halves of a reading's meaning, as digests: its figures and its text."""
    return _digest(said["tables"], said["cells"]), _digest(_words(said))


def _version_key(said: Said, numbers: str, words: str) -> str | None:
    """`township/year/content`: the same on every machine for the same content."""
    if not _is_report(said):
        return None
    return f"{said['issuer']['township_code']}/{said['year']}/{numbers[:6]}{words[:6]}"


def _words(said: Said) -> list[tuple[int, str]]:
    """The text as far as meaning goes: white space never counts."""
    return [
        (section["number"], "".join((section["heading"] + section["text"]).split())) for section in said["sections"]
    ]


def _digest(*values: object) -> str:
    packed = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    return blake2b(packed, digest_size=16).hexdigest()


def _instant(milliseconds: int) -> str:
    return text(datetime.fromtimestamp(milliseconds / 1000).astimezone())


_NO_FIGURES = _digest({}, [])
"""What a document without statutory tables has for its figures."""
