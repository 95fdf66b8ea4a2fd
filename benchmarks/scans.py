"""The share of right cells in scans: reports printed to PDF, rendered at 150 dpi, tilted, with noise, read back.

usage: python benchmarks/scans.py [--documents 3]      (needs the extra `ocr`, hypothesis and pillow)
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np  # type: ignore[import-not-found, unused-ignore]
import pypdfium2  # type: ignore[import-untyped, import-not-found, unused-ignore]
from PIL import Image  # type: ignore[import-not-found, unused-ignore]

from archive import parser
from archive.form.reading import Context
from archive.parser import Order
from tests.proof.prints import PRINTS
from tests.sites.figures import figures_2021

DPI, TILT, NOISE = 150, 0.4, 12


def scan(pdf: bytes, seed: int) -> bytes:
    """The pages of a PDF as pictures in a PDF."""
    rng = random.Random(seed)
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=DPI / 72).to_pil().convert("L")
        image = image.rotate(rng.uniform(-TILT, TILT), Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(image, float) + np.random.default_rng(seed).normal(0, NOISE, (image.height, image.width))
        pages.append(Image.fromarray(grey.clip(0, 255).astype("uint8")))
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=85)
    return written.getvalue()


def cells(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every cell of the tables by its place."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from cells(value, f"{path}{key}.")
        else:
            yield path + key, value


def main() -> None:
    """Print for each document its cells: right, unread and wrong, and whether a finding speaks of a wrong one."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=3)
    right = unread = wrong = silent = 0
    for seed in range(options.parse_args().documents):
        tables = figures_2021(f"35062710{seed}", 2020 + seed, False)
        printed = type("Printed", (), {"tables": tables, "form": "2021"})()
        began = time.perf_counter()
        said = parser.parse(Order(scan(PRINTS["PDF"](printed), seed), Context()))
        took = time.perf_counter() - began
        found = dict(cells(said["tables"]))
        odd = {place: value for place, value in cells(tables) if found.get(place) != value}
        errors = [place for place in odd if found.get(place) is not None]
        told = {f["rule"].rsplit(".", 1)[0] for f in said["findings"]}
        unseen = [place for place in errors if not any(rule and place.startswith(rule) for rule in told)]
        unseen = [place for place in unseen if not any(rule.endswith(place.split(".")[-1]) for rule in told)]
        total = len(dict(cells(tables)))
        right, unread = right + total - len(odd), unread + len(odd) - len(errors)
        wrong, silent = wrong + len(errors), silent + len(unseen)
        wrongly = [f"{place}: {dict(cells(tables))[place]} as {found[place]}" for place in errors]
        print(
            f"{seed}: {total} cells, {len(odd) - len(errors)} unread, wrong {wrongly}, {took:.1f} s, {said['reason']}"
        )
    total = right + unread + wrong
    print(
        f"{total} cells: {right / total:.2%} right, {unread} unread, {wrong} wrong, {silent} of them without a finding"
    )


if __name__ == "__main__":
    main()
