"""The archive in other people's formats: WARC for the bytes, CSV and Parquet for what they say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """What to export: one county, one reporting year, or all."""

    county: str | None = None
    year: int | None = None
