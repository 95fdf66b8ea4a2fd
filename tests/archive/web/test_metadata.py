from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive import messages
from tests.archive.web.conftest import Site

PROMISED = {
    "townships": "code county_code name valid_from valid_to successor",
    "sites": "site county_code family start",
    "runs": "run started_at finished_at version",
    "site_runs": "run site outcome reason detail requests bytes",
    "captures": "capture run site kind url fetched_at status verdict reason detail payload via",
    "reports": "report township_code year",
    "versions": "version report seq capture fetched_at claimed_on change cause title form",
    "applications": "version line natural_person enterprise research_institution public_welfare_organization"
    " legal_service_organization other_organization total",
    "disclosures": "version line issued repealed in_force decisions amount",
    "reviews": "version block upheld corrected other pending total",
    "sections": "version number heading text",
    "cells": "version table line column state raw",
    "findings": "version rule severity blame detail",
    "status": "township_code year verdict due_at basis first_seen claimed_on days_late backdated evidence",
    "changes": "at kind subject before after cause capture",
    "alerts": "alert kind reason subject opened_at closed_at acknowledged_at evidence",
    "alert_reasons": "kind reason severity subject",
    "notifications": "alert channel edge",
    "publications": "report url_key url kind first_seen capture version leads available",
    "listing_checks": "site_run run site county_code started_at finished_at outcome start complete declared reason"
    " reason_code",
    "complete_checks": "site_run run site county_code started_at finished_at start declared seen_from",
    "stated_numbers": "version table line column value",
    "retroactive_findings": "version rule",
    "untrusted_runs": "run noticed_at detail",
    "answers": "answer question county_code township_code year url says shape person at until note",
    "judgements": "judgement report version rule says detail person at note",
    "judged_findings": "report version rule says person at note",
    "listing_check_facts": "site_run run site start fact holds observation args",
}
"""What docs/contract.md promises to scripts."""


@pytest.fixture(scope="module")
def described(site: Site) -> dict[str, Any]:
    tables: dict[str, Any] = site.datasette.metadata("databases")["nianbao"]["tables"]
    return tables


@pytest.fixture(scope="module")
def schema(archive: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(archive)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    columns = {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in names}
    connection.close()
    return columns


@pytest.mark.parametrize("table", sorted(PROMISED))
def test_what_is_promised_is_there(schema: dict[str, list[str]], table: str) -> None:
    assert set(PROMISED[table].split()) <= set(schema[table])


@pytest.mark.parametrize(
    ("view", "source"),
    [
        ("publications", "manifestations"),
        ("listing_checks", "looks"),
        ("complete_checks", "sound_looks"),
        ("stated_numbers", "told_numbers"),
        ("retroactive_findings", "afterthoughts"),
        ("untrusted_runs", "doubted_runs"),
    ],
)
def test_a_new_name_has_the_rows_of_the_old_one(archive: Path, view: str, source: str) -> None:
    connection = sqlite3.connect(archive)
    new, old = (connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in (view, source))
    connection.close()
    assert new == old


def test_every_table_is_described_or_hidden(schema: dict[str, list[str]], described: dict[str, Any]) -> None:
    assert set(schema) == set(described)
    assert not [name for name, entry in described.items() if not (entry.get("hidden") or entry.get("description"))]
    assert not [name for name in PROMISED if described[name].get("hidden")]


def test_every_public_column_is_described(schema: dict[str, list[str]], described: dict[str, Any]) -> None:
    public = {name: columns for name, columns in schema.items() if not described[name].get("hidden")}
    assert {name: [c for c in cs if not described[name]["columns"].get(c)] for name, cs in public.items()} == {
        name: [] for name in public
    }


def test_no_description_is_of_a_column_that_is_gone(schema: dict[str, list[str]]) -> None:
    ids = {column.replace("_", "-") for columns in schema.values() for column in columns}
    ids |= {f"{name}-{column}".replace("_", "-") for name, columns in schema.items() for column in columns}
    catalogue = (messages.HERE / "en" / "columns.ftl").read_text(encoding="utf-8")
    assert set(re.findall(r"^described-([\w-]+) =", catalogue, re.MULTILINE)) - ids == set()


def test_columns_are_described_in_the_visitors_language(site: Site) -> None:
    page = site.get("/nianbao/status?lang=zh").text
    assert "所标日期早于本系统一次未见该报告的查看时为 1（倒签）" in page
    assert "Whole days after the due day" in site.get("/nianbao/status?lang=en").text


def test_facets_and_labels_are_columns(schema: dict[str, list[str]], described: dict[str, Any]) -> None:
    for name, entry in described.items():
        named = [*entry.get("facets", []), entry.get("label_column"), entry.get("sort_desc")]
        assert {column for column in named if column} <= set(schema[name]), name


def test_internal_tables_stay_off_the_list(site: Site) -> None:
    page = site.get("/nianbao").text
    assert '"/nianbao/status"' in page
    assert '"/nianbao/news"' not in page
    assert '"/nianbao/payloads"' not in page
