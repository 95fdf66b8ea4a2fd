"""Pictures of pages: ruled lines and recognised characters, for `pages` to put in order.

Recognition is optional (`pip install nianbao[ocr]`); without it a picture is unreadable, and says so.
"""

from __future__ import annotations

import importlib
import struct
import zlib
from functools import cache
from typing import Any, Final

from archive.reading import limits, pages, sniff
from archive.reading.document import Document, Unreadable
from archive.reading.pages import Page
from archive.reading.printed import Glyph
from archive.reading.rulings import Ruling

MISSING: Final = "reading pictures needs the extra “ocr” (pip install 'nianbao[ocr]')"
_PIXELS: Final = 60_000_000
_LARGEST: Final = 3200
_UNSURE: Final = 0.85
_TILT: Final = 5.0


def read(data: bytes) -> Document | Unreadable:
    """Read a picture of a page. Raises `TooMuchError`."""
    media_type = sniff.image(data)
    found = recognise(data)
    if isinstance(found, str):
        return Unreadable(media_type, f"it is a picture; {found}")
    page, notes = found
    return Document(media_type or "image", "ocr", blocks=pages.blocks([page]), notes=tuple(notes))


def recognise(data: bytes) -> tuple[Page, list[str]] | str:
    """The page on a picture with notes on what is unsure, or why it cannot be read."""
    engine = _engine()
    if engine is None:
        return MISSING
    cv2, np = _library("cv2"), _library("numpy")
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if image is None:
        return "the picture is broken"
    if image.shape[0] * image.shape[1] > _PIXELS:
        raise limits.TooMuchError("the picture is too large")
    image = _straight(_sized(image))
    return _recognised(engine, image)


def png(width: int, height: int, stride: int, grey: bytes) -> bytes:
    """A grey picture in memory as a PNG file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + grey[row * stride : row * stride + width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


@cache
def _engine() -> Any:
    """The recogniser; None where it or what it needs is not installed (onnxruntime it needs without saying so)."""
    try:
        for name in ("cv2", "numpy", "onnxruntime"):
            _library(name)
        return _library("rapidocr").RapidOCR(params={"Global.log_level": "error"})
    except ImportError:
        return None


def _library(name: str) -> Any:
    return importlib.import_module(name)


def _sized(image: Any) -> Any:
    cv2 = _library("cv2")
    scale = _LARGEST / max(image.shape)
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image


def _straight(image: Any) -> Any:
    """The picture turned so that its long level lines are level."""
    cv2, np = _library("cv2"), _library("numpy")
    edges = cv2.Canny(image, 60, 180)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, 200, minLineLength=image.shape[1] // 4, maxLineGap=12)
    if found is None:
        return image
    angles = [float(np.degrees(np.arctan2(y1 - y0, x1 - x0))) for x0, y0, x1, y1 in found.reshape(-1, 4)]
    near = [angle for angle in angles if abs(angle) < _TILT]
    tilt = float(np.median(near)) if near else 0.0
    if abs(tilt) < 0.05:
        return image
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def _recognised(engine: Any, image: Any) -> tuple[Page, list[str]]:
    cv2 = _library("cv2")
    answer = engine(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=True)
    glyphs: list[Glyph] = []
    notes: list[str] = ["The text was recognised from a picture."]
    boxes = answer.boxes if answer.boxes is not None else ()
    for box, text, score in zip(boxes, answer.txts or (), answer.scores or (), strict=True):
        xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
        glyphs.append(Glyph(text, min(xs), min(ys), max(xs), max(ys)))
        if score < _UNSURE:
            notes.append(f"“{text}” was recognised with a confidence of {score:.2f} only.")
    height, width = image.shape
    tolerance = max(4.0, width / 250)
    return Page(width, height, glyphs, _lines(image), 1, tolerance), notes


def _lines(image: Any) -> list[Ruling]:
    """The ruled lines of a picture."""
    cv2 = _library("cv2")
    ink = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    found = []
    for level in (True, False):
        length = max(image.shape[1 if level else 0] // 40, 24)
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if level else (1, length))
        opened = cv2.dilate(
            cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel),
            cv2.getStructuringElement(cv2.MORPH_RECT, (5, 1) if level else (1, 5)),
        )
        contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            x, y, width, height = cv2.boundingRect(contour)
            if level and width > 4 * height:
                found.append(Ruling(x, y + height / 2, x + width, y + height / 2))
            elif not level and height > 4 * width:
                found.append(Ruling(x + width / 2, y, x + width / 2, y + height))
    return found
