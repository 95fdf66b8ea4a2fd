"""What is compared as JSON: the shapes that `archive/web/data/schema` describes. Codes stay codes, instants UTC."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive.web.compare import counties, county

Json = dict[str, Any]
Content = Mapping[str, Any]

_COUNTY = ("county_code", "county", "prefecture", "province", "verdicts", "rank", *counties.MEASURES, "few")
_TOWNSHIP = (
    "township_code",
    "township",
    "county_code",
    "county",
    "prefecture",
    "province",
    "version",
    "form",
    "capture",
    "rank",
    *county.MEASURES,
)


def country(content: Content) -> Json:
    """The provinces by verdict."""
    names = ("code", "province", "verdicts", "rank", *content["measures"], "few")
    return _sorted(content) | {"enough": content["enough"], "provinces": _each(content["rows"], names)}


def province(content: Content) -> Json:
    """The counties of a province side by side."""
    return _sorted(content) | {
        "province_code": content["area"],
        "province": content["name"],
        "enough": content["enough"],
        "counties": _each(content["rows"], _COUNTY),
    }


def townships(content: Content) -> Json:
    """The townships of a county side by side, and the figures that stand out."""
    place = content["county"]
    return _sorted(content) | {
        "county_code": place["code"],
        "county": place["name"],
        "prefecture": place["prefecture"],
        "province": place["province"],
        "enough": {"applications": content["enough"]},
        "townships": [_township(row) for row in content["rows"]],
        "standing_out": [
            {
                "township_code": figure.row["township_code"],
                "measure": figure.measure,
                "value": figure.value,
                "median": figure.median,
                "year_before": figure.before,
                "errors": figure.row["errors"],
            }
            for figure in content["standing_out"]
        ],
    }


def ranking(content: Content) -> Json:
    """A ranking of counties or townships."""
    of_counties = content["what"] == "counties"
    rows = _each(content["rows"], _COUNTY) if of_counties else [_township(row) for row in content["rows"]]
    return _sorted(content) | {
        "of": content["what"],
        "area": content["area"],
        "enough": content["enough"],
        "rows": rows,
        "more": content["more"],
    }


def township(content: Content) -> Json:
    """A township over the years."""
    unit = content["unit"]
    return {
        "township_code": unit["code"],
        "township": unit["name"],
        **{name: unit[name] for name in ("county_code", "county", "prefecture", "province")},
        "years": [
            {
                "year": column.year,
                "verdict": column.verdict,
                "version": column.version,
                "form": column.form,
                "form_changed": column.breaks,
                "errors": column.errors,
            }
            for column in content["columns"]
        ],
        "lines": [
            dict(zip(("table", "line", "column"), line.place, strict=True))
            | {"label": line.label, "values": list(line.values)}
            for line in content["every"]
        ],
    }


def years(content: Content) -> Json:
    """Two years of a report side by side."""
    unit = content["unit"]
    names = ("year", "version", "title", "form", "capture", "fetched_at", "url", "payload")
    return {
        "township_code": unit["code"],
        "township": unit["name"],
        **{name: unit[name] for name in ("county_code", "county", "prefecture", "province")},
        **_two(content, names),
    }


def versions(content: Content) -> Json:
    """Two versions of a report side by side."""
    unit = content["unit"]
    names = ("version", "seq", "title", "form", "capture", "fetched_at", "url", "payload")
    return {
        "township_code": unit["code"],
        **{name: unit[name] for name in ("township", "county_code", "county")},
        "year": content["year"],
        **_two(content, names),
    }


def copies(content: Content) -> Json:
    """The copied reports of a place."""
    names = ("area", "place", "year", "more", "copies", "elsewhere")
    return {name: content[name] for name in names}


def copied(content: Content) -> Json:
    """A copied report beside its source. A run is whether the other has the words, and the words."""
    return dict(content["copy"]) | {"sections": content["sections"]}


def _two(content: Content, names: Iterable[str]) -> Json:
    """What is named of each of two versions, then their figures and sections side by side."""
    before, after = [{name: version[name] for name in names} for version in content["versions"]]
    return {
        "before": before,
        "after": after,
        "figures": _figures(content["figures"]),
        "sections": [dict(section) for section in content["sections"]],
    }


def _figures(figures: Iterable[Mapping[str, Any]]) -> list[Json]:
    return [
        dict(zip(("table", "line", "column"), figure["place"], strict=True))
        | {"label": figure["name"], "before": figure["before"], "after": figure["after"]}
        for figure in figures
    ]


def _sorted(content: Content) -> Json:
    sorting = content["sorting"]
    order = "asc" if sorting.ascending else "desc"
    return {"year": content["year"], "years": content["years"], "by": sorting.by or None, "order": order}


def _township(row: Mapping[str, Any]) -> Json:
    return {name: row["name" if name == "township" else name] for name in _TOWNSHIP}


def _each(rows: Iterable[Mapping[str, Any]], names: Iterable[str]) -> list[Json]:
    wanted = tuple(names)
    return [{name: row[name] for name in wanted} for row in rows]
