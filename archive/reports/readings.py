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

from archive.captures.urls import canonical
from archive.extract.parser import Order
from archive.extract.report.model import Context
from archive.reports import availability, evaluation, figures, publications, versions
from archive.reports.figures import Said
from archive.storage.database import Archive
from archive.storage.instants import china_day, text


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
        "INSERT INTO documents (capture, parsed_at, parser, kind, reason, reason_code, title, year, level, issuer,"
        " match, township_code, candidates, claimed_on, claimed_label, figures_digest, text_digest, hollow, version,"
        " said)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture,
            text(now),
            said["parser"],
            said["kind"],
            said["reason"],
            said["reason_code"],
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
    """Bring reports with unsettled documents, or that this site run found gone or back, up to date. Returns how many.

    A site run settles its own documents only: what another process has begun to read is not whole yet.
    """
    unsettled = archive.rows(
        "SELECT DISTINCT d.township_code, d.year FROM documents AS d JOIN news AS f USING (capture)"
        " WHERE d.said IS NOT NULL AND (?1 IS NULL OR f.site_run = ?1)",
        site_run,
    )
    touched = {tuple(row) for row in unsettled}
    if site_run is not None:
        touched |= {tuple(row) for row in archive.rows(_ASKED, site_run)}
    _settle_reports(archive, touched, now)
    return len(touched)


_ASKED = """
WITH g AS MATERIALIZED (SELECT address, verdict FROM fetches WHERE site_run = ? AND kind IN ('report', 'attachment'))
SELECT DISTINCT d.township_code, d.year FROM g JOIN news AS f ON f.address = g.address
JOIN documents AS d ON d.capture = f.capture
WHERE d.version IS NOT NULL AND (
    g.verdict IN ('ok', 'gone', 'soft_404')
    OR EXISTS (SELECT 1 FROM reports AS r
        WHERE r.report = d.township_code || '/' || d.year AND r.state = 'withdrawn')
    OR EXISTS (SELECT 1 FROM manifestations AS m WHERE m.report = d.township_code || '/' || d.year AND NOT m.up)
    OR EXISTS (SELECT 1 FROM news AS o JOIN documents AS p USING (capture) WHERE o.address = g.address
        AND p.version IS NOT NULL AND (p.township_code, p.year) <> (d.township_code, d.year)))
"""
"""Reports that a site run may have found gone, back, or with another report in their place."""


def settle_reread(archive: Archive, now: datetime) -> int:
    """Tell every report anew: it may have been read otherwise, or told by a former program. Returns how many."""
    touched = archive.rows("SELECT DISTINCT township_code, year FROM documents WHERE version IS NOT NULL")
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
        publications.write(db, report, told)
    db.execute("UPDATE documents SET said = NULL WHERE township_code = ? AND year = ?", (township, year))
    return bool(told.versions)


def tell(
    db: sqlite3.Connection, township: str, year: int, known_at: str | None = None, published_by: str | None = None
) -> versions.History:
    """A report's history out of its documents: as the archive knew it at an instant, or what had been published by one.

    The second is told by the last reading of each document, whenever it was made.
    """
    until = min(known_at or "9", published_by or "9")
    seen = _observations(db, township, year, known_at, latest_only=published_by is not None)
    return versions.fold(one for one in seen if one.at <= until)


def _observations(
    db: sqlite3.Connection, township: str, year: int, known_at: str | None, *, latest_only: bool = False
) -> list[versions.Observation]:
    rows = db.execute(
        "SELECT d.*, a.url, f.address, f.fetched_at, f.site_run, v.site,"
        " CASE WHEN f.kind = 'attachment' THEN coalesce((SELECT p.address FROM news AS p WHERE p.capture = f.via),"
        "  (SELECT t.address FROM repeats AS p JOIN steps AS t USING (step) WHERE p.capture = f.via)) END AS page,"
        " lag(d.version) OVER (PARTITION BY d.capture ORDER BY d.parsed_at) AS reread,"
        " row_number() OVER (PARTITION BY d.capture ORDER BY d.parsed_at) AS nth,"
        " (SELECT min(o.parsed_at) FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at"
        "  AND (?3 IS NULL OR o.parsed_at <= ?3)"
        "  AND (o.township_code IS NOT d.township_code OR o.year IS NOT d.year OR o.version IS NULL)) AS disowned_at"
        " FROM documents AS d JOIN news AS f USING (capture) JOIN addresses AS a USING (address)"
        " JOIN visits AS v USING (site_run)"
        " WHERE d.township_code = ?1 AND d.year = ?2 AND d.version IS NOT NULL AND (?3 IS NULL OR d.parsed_at <= ?3)"
        " AND NOT (?4 AND EXISTS"
        "  (SELECT 1 FROM documents AS o WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at))"
        " ORDER BY d.capture, d.parsed_at",
        (township, year, known_at, latest_only),
    ).fetchall()
    kept = {
        row["version"] for row in db.execute("SELECT version FROM versions WHERE report = ?", (f"{township}/{year}",))
    }
    solid = [row for row in rows if not row["hollow"] or row["version"] in kept] or rows
    runs = list(_runs(db, rows, known_at))
    up = _up(db, rows, runs)
    return [
        *(_seen(row, up) for row in solid),
        *_disowned(solid),
        *(one for run in runs for one in _comings_and_goings(run, rows, solid, up)),
    ]


def _up(
    db: sqlite3.Connection, rows: Sequence[sqlite3.Row], runs: Sequence[availability.Run]
) -> dict[int, frozenset[str]]:
    """The places that count, by site run: where the report is as far as is known, and to which lists still lead.

    A page that the lists showed once and do not show any more has been left behind, though it still answers.
    """
    places = {row["address"]: canonical(row["url"]) for row in rows}
    if len(set(places.values())) < 2:  # a single place is never compared with another
        return {}
    first = list({row["address"]: row for row in reversed(rows)}.values())
    listed = _listings(db, {row["page"] or row["address"] for row in first})
    sound = {site: _sound_runs(db, site) for site in {row["site"] for row in first}}
    return {
        run.site_run: frozenset(
            places[row["address"]]
            for row in first
            if row["address"] in run.here
            and not _left_behind(run.at, sound[row["site"]], listed.get(row["page"] or row["address"], set()))
        )
        for run in runs
    }


def _left_behind(at: str, sound: Sequence[tuple[str, int]], listed: set[int]) -> bool:
    """Whether the last sound run until then did not show what an earlier one did."""
    until = [run for started, run in sound if started <= at]
    return bool(until) and until[-1] not in listed and not listed.isdisjoint(until)


def _listings(db: sqlite3.Connection, addresses: set[int]) -> dict[int, set[int]]:
    """The site runs whose lists show an address."""
    marks = ",".join("?" * len(addresses))
    found: dict[int, set[int]] = {}
    for address, site_run in db.execute(
        "SELECT i.address, l.site_run FROM items AS i JOIN state_items AS m USING (item) JOIN looks AS l USING (state)"
        f" WHERE i.address IN ({marks})",
        tuple(addresses),
    ):
        found.setdefault(address, set()).add(site_run)
    return found


def _sound_runs(db: sqlite3.Connection, site: str) -> list[tuple[str, int]]:
    rows = db.execute("SELECT started_at, run, site_run FROM site_runs WHERE site = ? AND outcome = 'ok'", (site,))
    return [(started, site_run) for started, _, site_run in sorted(map(tuple, rows))]


def _seen(
    row: sqlite3.Row, up: Mapping[int, frozenset[str]], again: availability.Answer | None = None
) -> versions.Seen:
    reread = row["nth"] > 1 and again is None
    return versions.Seen(
        at=again.at if again else _known_since(row),
        capture=again.capture if again else row["capture"],
        version=row["version"],
        figures=row["figures_digest"],
        text=row["text_digest"],
        url=row["url"],
        title=row["title"],
        claimed_on=row["claimed_on"],
        cause="parser" if reread else "publisher",
        place=canonical(row["url"]),
        up=up.get(again.site_run if again else row["site_run"], frozenset()),
        full=row["figures_digest"] != _NO_FIGURES,
        document=row["capture"],
        reread=row["reread"] if reread else None,
    )


def _known_since(row: sqlite3.Row) -> str:
    """When a reading was news: with its bytes, or when a later parser made it of them."""
    return str(row["parsed_at"]) if row["nth"] > 1 else _instant(row["fetched_at"])


def _disowned(rows: list[sqlite3.Row]) -> list[versions.Gone]:
    """Where every document that was once read as this report is read as something else now: a change of our own."""
    if not rows or any(row["disowned_at"] is None for row in rows):
        return []
    last = max(rows, key=lambda row: (row["disowned_at"], row["capture"]))
    return [versions.Gone(last["disowned_at"], last["capture"], "parser")]


def _runs(db: sqlite3.Connection, rows: Sequence[sqlite3.Row], known_at: str | None) -> Iterator[availability.Run]:
    """What the report's own addresses answered, run by run: gone, back in bytes known before."""
    if not rows:
        return
    since = {row["address"]: _known_since(row) for row in sorted(rows, key=_known_since, reverse=True)}
    pages = {row["address"]: row["page"] for row in reversed(rows) if row["page"] is not None}
    report = rows[0]["township_code"], rows[0]["year"]
    answers = _answers(db, rows, {*since, *pages.values()}, known_at)
    yield from availability.walk(answers, since, pages, lambda site_run: _listed(db, site_run, set(since), report))


def _comings_and_goings(
    run: availability.Run, rows: Sequence[sqlite3.Row], solid: Sequence[sqlite3.Row], up: Mapping[int, frozenset[str]]
) -> Iterator[versions.Observation]:
    """The events of a run as the history tells them; a place stays while any spelling of its address does."""
    here = {canonical(row["url"]) for row in rows if row["address"] in run.here}
    urls = {row["address"]: row["url"] for row in solid}
    came = [event for event in run.events if isinstance(event, availability.Came)]
    went = [event for event in run.events if isinstance(event, availability.Went)]
    for event in came:
        known = [row for row in solid if row["address"] == event.address and row["capture"] <= event.answer.capture]
        if known:
            yield _seen(known[-1], up, event.answer)
    if went and went[0].all_gone:
        yield versions.Gone(run.at, went[0].answer.capture)
    elif went and here:
        left = [(canonical(urls[event.address]), urls[event.address]) for event in went if event.address in urls]
        places = tuple((place, url) for place, url in left if place not in here)
        yield versions.Left(run.at, went[0].answer.capture, places)


def _answers(
    db: sqlite3.Connection, rows: Sequence[sqlite3.Row], addresses: set[int], known_at: str | None
) -> Iterator[availability.Answer]:
    """What these addresses answered, and what each answer held as it is read today, or was at an instant.

    A document that a later parser takes for something else held the report until then: the past stays as it was told.
    """
    own = {row["capture"] for row in rows}
    last: dict[int, str] = {}
    marks = ",".join("?" * len(addresses))
    for row in db.execute(
        "SELECT f.capture, f.fetched_at, f.address, f.site_run, f.verdict, s.outcome, EXISTS (SELECT 1"
        " FROM documents AS d WHERE d.capture = f.capture AND d.version IS NOT NULL"
        " AND (?1 IS NULL OR d.parsed_at <= ?1) AND NOT EXISTS (SELECT 1 FROM documents AS o"
        "  WHERE o.capture = d.capture AND o.parsed_at > d.parsed_at AND (?1 IS NULL OR o.parsed_at <= ?1))) AS other"
        " FROM fetches AS f JOIN visits AS s USING (site_run)"
        f" WHERE f.address IN ({marks}) AND f.verdict IN ('ok', 'same', 'gone', 'soft_404')",
        (known_at, *addresses),
    ):
        holds: availability.Holds = "nothing" if row["verdict"] in ("gone", "soft_404") else "same"
        if row["verdict"] == "ok":
            last[row["address"]] = max(row["capture"], last.get(row["address"], ""))
            holds = "report" if row["capture"] in own else "other" if row["other"] else "unclear"
        yield availability.Answer(
            _instant(row["fetched_at"]),
            row["capture"],
            row["address"],
            row["site_run"],
            row["outcome"] == "ok",
            holds,
        )
    for number, row in enumerate(rows, 1):
        if row["disowned_at"] is not None and last.get(row["address"]) == row["capture"]:
            yield availability.Answer(row["disowned_at"], row["capture"], row["address"], -number, False, "other")


def _listed(db: sqlite3.Connection, site_run: int, own: set[int], report: tuple[str, int]) -> availability.Listed:
    """What the lists of a site run show of a report."""
    marks = ",".join("?" * len(own))
    rows = db.execute(
        "SELECT i.address, i.kind = 'report' AND i.township_code IS ?1 AND i.year IS ?2 AS named FROM looks AS l"
        " JOIN state_items AS m USING (state) JOIN items AS i USING (item) WHERE l.site_run = ?3"
        f" AND (i.address IN ({marks}) OR (i.kind = 'report' AND i.township_code = ?1 AND i.year = ?2))",
        (*report, site_run, *own),
    ).fetchall()
    return availability.Listed(
        frozenset(row["address"] for row in rows if row["address"] in own), any(row["named"] for row in rows)
    )


def _write_report(db: sqlite3.Connection, report: str, township: str, year: int, told: versions.History) -> None:
    county = db.execute("SELECT county_code FROM townships WHERE code = ?", (township,)).fetchone()[0]
    first = first_seen(db, township, year)
    db.execute(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (report) DO UPDATE SET"
        " state = excluded.state, version = excluded.version, first_seen = excluded.first_seen",
        (report, township, year, county, "present" if told.present else "withdrawn", told.current, first),
    )


def first_seen(db: sqlite3.Connection, township: str, year: int) -> str | None:
    """When the first of the documents was fetched that are read as this report today, or were once where none is."""
    row = db.execute(
        "SELECT min(f.fetched_at), min(CASE WHEN NOT EXISTS (SELECT 1 FROM documents AS o WHERE o.capture = d.capture"
        "  AND o.parsed_at > d.parsed_at) THEN f.fetched_at END) FROM documents AS d JOIN news AS f USING (capture)"
        " WHERE d.township_code = ? AND d.year = ? AND d.version IS NOT NULL",
        (township, year),
    ).fetchone()
    first = row[0] if row[1] is None else row[1]
    return None if first is None else _instant(first)


def _write_versions(db: sqlite3.Connection, report: str, told: versions.History) -> None:
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


def _earlier_known(db: sqlite3.Connection, version: versions.Version) -> bool:
    """Whether an unsettled document turned out to have said a settled version's content first: then that tells it."""
    first = version.first
    return bool(
        db.execute(
            "SELECT 1 FROM versions AS v JOIN documents AS d USING (version)"
            " WHERE v.version = ? AND d.capture = ? AND v.capture <> d.capture AND d.said IS NOT NULL",
            (first.version, first.document),
        ).fetchone()
    )


def _write_version(db: sqlite3.Connection, report: str, version: versions.Version) -> None:
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


def _write_changes(db: sqlite3.Connection, report: str, changes: Iterable[versions.Changed]) -> None:
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
