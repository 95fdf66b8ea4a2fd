"""Reports on paper, scanned: drawn at 150 dpi in different typefaces, tables cut by page ends, then tilted, blurred,
shaded, speckled and compressed as by an office's scanner.

Needs Pillow and numpy, which the extra `ocr` brings along with it or beside it; the same seed gives the same pictures.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]
from PIL import Image, ImageDraw, ImageFilter, ImageFont  # type: ignore[import-not-found, unused-ignore]

from tests.support.sites.blocks import Block, Box, Grid

DPI = 150
WIDTH, HEIGHT = round(8.27 * DPI), round(11.69 * DPI)
_WEIGHTS = ("Regular", "Bold")
FONTS = Path(os.environ.get("NIANBAO_FONTS", "/usr/share/fonts"))
_KNOWN = (
    *((f"opentype/noto/Noto{family}CJK-{weight}.ttc", 2) for family in ("Serif", "Sans") for weight in _WEIGHTS),
    ("truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),  # Song, in which most reports are set
    ("truetype/arphic-gkai00mp/gkai00mp.ttf", 0),  # Kai
    ("truetype/wqy/wqy-zenhei.ttc", 0),
)
FACES = tuple((FONTS / file, face) for file, face in _KNOWN if (FONTS / file).exists())
"""The installed ones of the fonts that Debian has: each file and the number of the simplified Chinese face in it."""


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """How a report is set and what the scanner does to it; sizes in points, tilt in degrees."""

    face: tuple[Path, int]
    text: float
    table: float
    line: int
    centred: bool
    repeats_head: bool
    tilt: float
    noise: float
    blur: float
    quality: int
    shade: float
    specks: int


def random_paper_style(seed: int) -> PaperStyle:
    """A random style."""
    chance = random.Random(seed)
    return PaperStyle(
        face=FACES[seed % len(FACES)],
        text=chance.choice((12.0, 14.0, 16.0)),
        table=chance.choice((7.5, 8.0, 9.0, 10.5)),
        line=chance.choice((1, 2, 2, 3)),
        centred=chance.random() < 0.8,
        repeats_head=chance.random() < 0.3,
        tilt=chance.uniform(-0.8, 0.8),
        noise=chance.uniform(3, 14),
        blur=chance.uniform(0.0, 0.6),
        quality=chance.randrange(60, 93),
        shade=chance.uniform(0, 25),
        specks=chance.randrange(0, 40),
    )


def scan(title: str, blocks: Iterable[Block], how: PaperStyle, seed: int) -> bytes:
    """The scanned pages as pictures in a PDF."""
    pages = [_scanned(page, how, seed * 100 + at) for at, page in enumerate(_drawn(title, blocks, how))]
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=float(DPI), quality=how.quality)
    return written.getvalue()


class _Paper:
    """Pages while they are drawn."""

    def __init__(self, how: PaperStyle) -> None:
        self._how = how
        self._margin = round(0.9 * DPI)
        self.pages: list[Any] = []
        self.start_page()

    def start_page(self) -> None:
        self.page = Image.new("L", (WIDTH, HEIGHT), 255)
        self.pages.append(self.page)
        self._draw = ImageDraw.Draw(self.page)
        self.y = float(self._margin)
        self.say(f"— {len(self.pages)} —", WIDTH / 2 - 30, HEIGHT - self._margin * 0.6, 9.0)

    def font(self, points: float) -> Any:
        path, index = self._how.face
        return ImageFont.truetype(str(path), round(points * DPI / 72), index=index)

    def say(self, text: str, x: float, y: float, points: float) -> None:
        self._draw.text((x, y), text, font=self.font(points), fill=20)

    def lines(self, text: str, points: float) -> None:
        font = self.font(points)
        for line in _wrapped(text, WIDTH - 2 * self._margin, font):
            high = round(points * DPI / 72 * 1.6)
            if self.y + high > HEIGHT - self._margin:
                self.start_page()
            self._draw.text((self._margin, self.y), line, font=font, fill=20)
            self.y += high

    def table(self, grid: Grid) -> None:
        """Rows until the page is full, then on over the page end; cells that are cut go on there."""
        columns = sum(box.columns for box in grid.rows[0])
        shares = [3.0 if column < 3 and columns == 10 else 2.0 for column in range(columns)]
        room = WIDTH - 1.4 * self._margin
        edges = [0.7 * self._margin + room * sum(shares[:at]) / sum(shares) for at in range(columns + 1)]
        font = self.font(self._how.table)
        boxes = list(_placed(grid.rows))
        pitch = self._how.table * DPI / 72 * 1.25
        heights = [pitch + 8.0] * len(grid.rows)
        for box, row, column in boxes:
            lines = _wrapped(box.text, edges[column + box.columns] - edges[column] - 10, font)
            if box.rows == 1:
                heights[row] = max(heights[row], pitch * len(lines) + 8)
        head = 3 if columns == 10 else 0
        first = 0
        while first < len(heights):
            repeated = head if first and self._how.repeats_head else 0
            last, used = first, sum(heights[:repeated])
            while last < len(heights) and self.y + used + heights[last] <= HEIGHT - self._margin:
                used += heights[last]
                last += 1
            if last - first < min(3, len(heights) - first):
                self.start_page()
                continue
            if repeated:
                self._rows(boxes, edges, heights, 0, repeated, font, pitch)
            self._rows(boxes, edges, heights, first, last, font, pitch)
            first = last
        self.y += 20

    def _rows(
        self,
        boxes: Sequence[tuple[Box, int, int]],
        edges: Sequence[float],
        heights: Sequence[float],
        first: int,
        last: int,
        font: Any,
        pitch: float,
    ) -> None:
        top = self.y
        for box, row, column in boxes:
            begin, end = max(row, first), min(row + box.rows, last)
            if begin >= end:
                continue
            y0, y1 = top + sum(heights[first:begin]), top + sum(heights[first:end])
            x0, x1 = edges[column], edges[column + box.columns]
            self._draw.rectangle((x0, y0, x1, y1), outline=30, width=self._how.line)
            if row >= first:
                lines = _wrapped(box.text, x1 - x0 - 10, font)
                start = (y0 + y1 - pitch * len(lines)) / 2
                for at, line in enumerate(lines):
                    wide = font.getlength(line)
                    x = (x0 + x1 - wide) / 2 if self._how.centred else x0 + 5
                    self._draw.text((x, start + at * pitch), line, font=font, fill=20)
        self.y = top + sum(heights[first:last])


def _drawn(title: str, blocks: Iterable[Block], how: PaperStyle) -> list[Any]:
    paper = _Paper(how)
    paper.lines(title, how.text + 2)
    for block in blocks:
        if isinstance(block, Grid):
            paper.table(block)
        else:
            paper.lines(f"　　{block.text}", how.text)
    return paper.pages


def _scanned(page: Any, how: PaperStyle, seed: int) -> Any:
    """What the scanner makes of a page."""
    chance = np.random.default_rng(seed)
    tilted = page.rotate(how.tilt * chance.uniform(0.5, 1.0), Image.Resampling.BICUBIC, fillcolor=255)
    soft = tilted.filter(ImageFilter.GaussianBlur(how.blur)) if how.blur > 0.15 else tilted
    grey = np.asarray(soft, float)
    grey = grey - np.linspace(0, how.shade, grey.shape[1])[None, :]
    grey = grey + chance.normal(0, how.noise, grey.shape)
    for _ in range(how.specks):
        y, x = chance.integers(0, grey.shape[0] - 3), chance.integers(0, grey.shape[1] - 3)
        grey[y : y + 2, x : x + 2] = 60
    return Image.fromarray(grey.clip(0, 255).astype("uint8"))


def _wrapped(text: str, width: float, font: Any) -> list[str]:
    lines = [""]
    for letter in text:
        if lines[-1] and font.getlength(lines[-1] + letter) > width:
            lines.append("")
        lines[-1] += letter
    return lines


def _placed(rows: Sequence[Sequence[Box]]) -> Iterable[tuple[Box, int, int]]:
    """Every cell with its row and column in the full grid."""
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(rows):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + right) for down in range(box.rows) for right in range(box.columns)}
            yield box, row, column
