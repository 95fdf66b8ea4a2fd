"""The character recogniser, rapidocr on onnxruntime: where lines of text are on a picture, and what they say.

It is optional (`pip install nianbao[ocr]`) and, once loaded, stays for all documents that this process reads.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

Picture = Any
"""A picture as OpenCV has it: an array of rows, columns and, in colour, channels. NumPy is not always installed."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

THREADS: Final = "NIANBAO_OCR_THREADS"
"""The environment variable with the number of threads of each reading process; without it, one a core.

Programs that run several readers at the same time set it, as more threads than cores wait for one another.
"""
_NARROWEST: Final = 32
"""Pixels to which the picture of a line is widened: a lone digit costs a tenth of the recogniser's usual 320."""
_PARAMETERS: Final = {
    "Global.log_level": "error",
    "Global.max_side_len": 4000,
    "Det.limit_type": "max",
    "Det.limit_side_len": 4000,
    "Rec.rec_img_shape": [3, 48, _NARROWEST],
    "Rec.rec_batch_num": 8,
}


class Engine:
    """A recogniser that is loaded."""

    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser

    def lines(self, image: Picture) -> list[Box]:
        """The boxes of the lines of text on a grey picture, as large as it is given."""
        cv2 = library("cv2")
        answer = self._recogniser(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
        boxes = answer.boxes if answer.boxes is not None else ()
        return [
            (
                float(min(x for x, _ in box)),
                float(min(y for _, y in box)),
                float(max(x for x, _ in box)),
                float(max(y for _, y in box)),
            )
            for box in boxes
        ]

    def texts(self, pictures: Sequence[Picture]) -> list[tuple[str, float]]:
        """The texts of grey pictures of single lines, each with a confidence from 0 to 1."""
        if not pictures:
            return []
        cv2 = library("cv2")
        answer = self._recogniser.recognize_txt([cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR) for picture in pictures])
        return [(text, float(score)) for text, score in zip(answer.txts, answer.scores, strict=True)]


@cache
def load() -> Engine | None:
    """The recogniser; None where it or what it needs is not installed (it does not declare onnxruntime)."""
    try:
        for name in ("cv2", "numpy", "onnxruntime"):
            library(name)
        threads = {"EngineConfig.onnxruntime.intra_op_num_threads": _threads()}
        return Engine(library("rapidocr").RapidOCR(params={**_PARAMETERS, **threads}))
    except ImportError:
        return None


def library(name: str) -> Any:
    """A module that may not be installed. Raises ImportError."""
    return importlib.import_module(name)


def _threads() -> int:
    stated = os.environ.get(THREADS, "")
    return max(int(stated), 1) if stated.isdecimal() else len(os.sched_getaffinity(0))
