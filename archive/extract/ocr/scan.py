"""Pictures of pages: ruled lines and recognised characters, which `page.blocks` arranges.

Recognition is optional (`pip install nianbao[ocr]`); without it a picture is unreadable, and the message says so.
"""

from __future__ import annotations

import importlib
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from archive.extract.layout import limits, sniffing
from archive.extract.layout.document import Document, Note, NoteCode, Unreadable, UnreadableReason
from archive.extract.ocr import cells as scan_cells
from archive.extract.ocr.cells import Picture
from archive.extract.page import blocks
from archive.extract.page.blocks import Page
from archive.extract.page.characters import Glyph
from archive.extract.page.rulings import Ruling

MISSING: Final = "reading pictures needs the extra “ocr” (pip install 'nianbao[ocr]')"
RECOGNISED: Final = Note(NoteCode.RECOGNISED, "The text was recognised from a picture.")
_PARAMETERS: Final = {"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1}
"""One thread each: several readers run at the same time, and more threads would busy-wait for one another."""
_MAX_SIDE: Final = 3200
"""Pixels of the longer side; larger pictures are scaled down."""
_MAX_TILT: Final = 5.0
"""Degrees up to which a line counts as tilted horizontal."""
_CROSSING: Final = 12.0
"""Pixels by which a stroke may end beyond the middle of the line that it meets."""


def read(data: bytes) -> Document | Unreadable:
    """Read a picture of a page. Raises `TooMuchError`."""
    media_type = sniffing.image(data)
    found = recognise(data)
    if isinstance(found, str):
        return Unreadable(media_type, f"it is a picture; {found}", UnreadableReason.NOT_RECOGNISED)
    return Document(media_type or "image", "ocr", blocks=blocks.blocks([found]), notes=(RECOGNISED,))


def recognise(data: bytes) -> Page | str:
    """The page on a picture, or why it cannot be recognised. Raises `TooMuchError`."""
    engine = _engine()
    if engine is None:
        return MISSING
    if sniffing.pixels(data) > limits.PIXELS:
        raise limits.TooMuchError(f"the picture has more than {limits.PIXELS} pixels")
    cv2, np = _library("cv2"), _library("numpy")
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if image is None:
        return "the picture is broken"
    image, tilt = _deskewed(_downscaled(image))
    return replace(_recognised(engine, image), tilt=tilt)


def png(width: int, height: int, stride: int, grey: bytes) -> bytes:
    """A PNG file of a greyscale bitmap with `stride` bytes a row."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + grey[row * stride : row * stride + width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def is_available() -> bool:
    """Whether the recogniser is installed."""
    return _engine() is not None


@cache
def _engine() -> Any:
    """The recogniser; None where it or what it needs is not installed (it does not declare onnxruntime)."""
    try:
        for name in ("cv2", "numpy", "onnxruntime"):
            _library(name)
        return _library("rapidocr").RapidOCR(params=_PARAMETERS)
    except ImportError:
        return None


def _library(name: str) -> Any:
    return importlib.import_module(name)


def _downscaled(image: Picture) -> Picture:
    cv2 = _library("cv2")
    scale = _MAX_SIDE / max(image.shape)
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image


def _deskewed(image: Picture) -> tuple[Picture, float]:
    """The picture rotated so that its long, nearly horizontal lines are horizontal, and by how many degrees it was."""
    cv2, np = _library("cv2"), _library("numpy")
    edges = cv2.Canny(image, 60, 180)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, 200, minLineLength=image.shape[1] // 4, maxLineGap=12)
    if found is None:
        return image, 0.0
    angles = [float(np.degrees(np.arctan2(y1 - y0, x1 - x0))) for x0, y0, x1, y1 in found.reshape(-1, 4)]
    small = [angle for angle in angles if abs(angle) < _MAX_TILT]
    tilt = float(np.median(small)) if small else 0.0
    if abs(tilt) < 0.05:
        return image, 0.0
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255), tilt


def _recognised(engine: Any, image: Picture) -> Page:
    cv2 = _library("cv2")
    answer = engine(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=True)
    glyphs: list[Glyph] = []
    boxes = answer.boxes if answer.boxes is not None else ()
    for box, text, score in zip(boxes, answer.txts or (), answer.scores or (), strict=True):
        xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
        glyphs.append(Glyph(text, min(xs), min(ys), max(xs), max(ys), float(score)))
    height, width = image.shape
    tolerance = max(4.0, width / 250)
    rulings = _ruled_lines(image)
    glyphs = scan_cells.recognise_cells(image, glyphs, rulings, tolerance, lambda cells: _texts(engine, cells))
    return Page(width, height, glyphs, rulings, 1, tolerance)


def _texts(engine: Any, cells: Sequence[Picture]) -> list[tuple[str, float]]:
    """The texts of pictures of single lines, with their confidences."""
    answer = engine.recognize_txt(list(cells))
    return [(text, float(score)) for text, score in zip(answer.txts, answer.scores, strict=True)]


def _ruled_lines(image: Picture) -> list[Ruling]:
    """The ruled lines of a picture: long strokes, and short strokes that connect two long ones."""
    cv2 = _library("cv2")
    ink = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    height, width = image.shape
    long, tall = max(width // 40, 24), max(height // 40, 24)
    horizontals, verticals = list(_strokes(ink, True, long)), list(_strokes(ink, False, tall))
    short_horizontals = (
        stroke for stroke in _strokes(ink, True, max(width // 100, 14)) if stroke.x1 - stroke.x0 < long
    )
    short_verticals = (
        stroke for stroke in _strokes(ink, False, max(height // 140, 14)) if stroke.y1 - stroke.y0 < tall
    )
    return [
        *horizontals,
        *verticals,
        *(stroke for stroke in short_horizontals if _bridges(stroke, verticals)),
        *(stroke for stroke in short_verticals if _bridges(stroke, horizontals)),
    ]


def _strokes(ink: Picture, horizontal: bool, length: int) -> Iterator[Ruling]:
    """The horizontal or vertical strokes of at least `length` pixels."""
    cv2 = _library("cv2")
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if horizontal else (1, length))
    opened = cv2.dilate(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel),
        cv2.getStructuringElement(cv2.MORPH_RECT, (5, 1) if horizontal else (1, 5)),
    )
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if horizontal and width > 4 * height:
            yield Ruling(x, y + height / 2, x + width, y + height / 2)
        elif not horizontal and height > 4 * width:
            yield Ruling(x + width / 2, y, x + width / 2, y + height)


def _bridges(stroke: Ruling, across: Sequence[Ruling]) -> bool:
    """Whether a stroke runs from the middle of a crossing line to the middle of another, as no letter's stroke does."""
    if stroke.level:
        ends = (stroke.x0, stroke.x1)
        met = [line.x0 for line in across if line.y0 <= stroke.y0 <= line.y1]
    else:
        ends = (stroke.y0, stroke.y1)
        met = [line.y0 for line in across if line.x0 <= stroke.x0 <= line.x1]
    return any(-_CROSSING <= ends[0] - at <= 0 for at in met) and any(0 <= ends[1] - at <= _CROSSING for at in met)
