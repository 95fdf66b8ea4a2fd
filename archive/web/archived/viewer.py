"""What the page of an archived document shows: where it came from, how to verify it, and one figure where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from archive.extract.layout.document import IN_TEXT, PARTS, Area, Spot
from archive.extract.report.model import CellRef
from archive.web.archived.capture import Captured
from archive.web.archived.studio import Studio
from archive.web.ask import Ask, Row
from archive.web.pages import statutory

_UNIT: Final = (
    "SELECT t.code, t.name AS township, c.code AS county_code, c.name AS county FROM townships AS t"
    " JOIN counties AS c ON c.code = t.county_code WHERE t.code = ? ORDER BY t.valid_from DESC LIMIT 1"
)
_NUMBER: Final = 'SELECT value FROM numbers WHERE version = ? AND "table" = ? AND line = ? AND "column" IN (?, \'\')'
_NOTE: Final = 'SELECT raw FROM cells WHERE version = ? AND "table" = ? AND line = ? AND "column" IN (?, \'\')'
_STATED: Final = "SELECT * FROM figures WHERE version = ? ORDER BY section, start, indicator"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor asked to see: a cell of the tables, the n-th figure of the text, or nothing of it; and how.

    `view` is `read` for the document as it was read, else "" for how it looked; `page` is a page's number, 0 for the
    one with the figure.
    """

    cell: CellRef | None = None
    stated: int | None = None
    view: str = ""
    page: int = 0


def spot_of(captured: Captured, asked: Asked) -> Spot | None:
    """Where the figure that was asked for stands; None where nothing was asked for, or its place is not known."""
    positions = captured.positions
    if positions is None:
        return None
    if asked.cell is not None:
        table, line, _ = asked.cell
        return positions.cells.get(asked.cell) or positions.cells.get((table, line, ""))
    if asked.stated is not None and asked.stated < len(positions.figures):
        return positions.figures[asked.stated]
    return None


async def gather(ask: Ask, studio: Studio, captured: Captured, asked: Asked) -> dict[str, Any]:
    """The page's content."""
    spot = spot_of(captured, asked)
    kind, media_type, sizes = await studio.outline(captured)
    view = _view(kind, sizes, captured, asked, spot)
    content: dict[str, Any] = {
        "capture": captured.row,
        "reading": captured.reading,
        "unit": await _unit(ask, captured),
        "name": captured.file_name(kind, media_type),
        "figure": await _figure(ask, captured, asked),
        "asked": asked,
        "spot": spot,
        "place": _place(spot),
        "view": view,
        "can_look": _view(kind, sizes, captured, Asked(), spot) != "read",
        "is_noted": captured.positions is not None,
    }
    if view == "pages":
        content |= _page(sizes, asked, spot)
    if view == "read":
        blocks = await studio.as_read(captured, spot)
        content |= {"blocks": [], "unread": blocks} if isinstance(blocks, str) else {"blocks": blocks}
    return content


async def as_json(ask: Ask, captured: Captured, asked: Asked) -> dict[str, Any]:
    """Where a document came from, what it is a report of, and where the figure that is asked for stands in it."""
    spot, reading, figure = spot_of(captured, asked), captured.reading or {}, await _figure(ask, captured, asked)
    return {
        **{name: captured.row[name] for name in ("capture", "url", "fetched_at", "payload", "size")},
        **{name: reading.get(name) for name in ("title", "township_code", "year", "version")},
        "figure": {"name": figure["name"], "value": figure["value"]} if figure else None,
        "place": _place(spot),
        "areas": [area._asdict() for area in spot.areas] if spot else [],
    }


def _view(kind: str, sizes: list[tuple[float, float]], captured: Captured, asked: Asked, spot: Spot | None) -> str:
    """How it is shown: `web`, `pages`, `picture`, or `read`, where its looks cannot be shown or hide the figure."""
    if asked.view == "read":
        return "read"
    if kind == "html" and not (spot and not spot.path):
        return "web"
    if sizes and (kind == "pdf" or (kind == "ofd" and not (spot and not spot.areas))):
        return "pages"
    return "picture" if kind == "image" and captured.row["size"] else "read"


def _page(sizes: list[tuple[float, float]], asked: Asked, spot: Spot | None) -> dict[str, Any]:
    """The page to show: its number, its height for a width of `PARTS`, and the boxes on it."""
    areas = spot.areas if spot else ()
    number = asked.page or (areas[0].page if areas else 1)
    number = min(max(number, 1), len(sizes))
    width, height = sizes[number - 1]
    tall = round(PARTS * height / (width or 1))
    return {
        "number": number,
        "pages": len(sizes),
        "wide": PARTS,
        "tall": tall,
        "boxes": [_box(area, tall) for area in areas if area.page == number],
        "page_of_figure": areas[0].page if areas else None,
    }


def _box(area: Area, tall: int) -> dict[str, int]:
    top, bottom = area.top * tall // PARTS, area.bottom * tall // PARTS
    return {"x": area.left, "y": top, "width": area.right - area.left, "height": bottom - top}


def _place(spot: Spot | None) -> dict[str, int | str] | None:
    """What a sentence says of a place: a page, or a table's row and column, or a paragraph, counted from 1."""
    if spot is None:
        return None
    page = spot.areas[0].page if spot.areas else 0
    cell = {"row": spot.row + 1, "column": spot.column + 1} if spot.row != IN_TEXT else {"row": 0, "column": 0}
    return {"page": page, "block": spot.block + 1, "path": spot.path, **cell}


async def _unit(ask: Ask, captured: Captured) -> Row | None:
    code = captured.reading["township_code"] if captured.reading else None
    return await ask.one(_UNIT, code) if code else None


async def _figure(ask: Ask, captured: Captured, asked: Asked) -> dict[str, Any] | None:
    """The figure that was asked for: its name in the form's words, and its value as it is on the report's page."""
    version = captured.reading["version"] if captured.reading else None
    if version is None:
        return None
    if asked.cell is not None:
        number = await ask.one(_NUMBER, version, *asked.cell)
        note = await ask.one(_NOTE, version, *asked.cell)
        value = statutory.plain(number["value"]) if number else note["raw"] if note else None
        return {"name": statutory.label(*asked.cell), "value": value, "quote": None}
    if asked.stated is not None:
        stated = (await ask.rows(_STATED, version))[asked.stated : asked.stated + 1]
        row = stated[0] if stated else None
        return {"name": row["quote"], "value": f"{row['value']:g} {row['unit']}", "quote": True} if row else None
    return None
