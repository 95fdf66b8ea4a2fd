"""A PDF's objects as pypdf reads them, for what has to be known before PDFium loads a page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final, TypeVar

from archive.extract.layout import limits

_Found = TypeVar("_Found")
_UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What pypdf raises for broken files beside its own errors."""


def of_pages(data: bytes, look: Callable[[Any], _Found]) -> _Found | None:
    """What `look` finds among the pages that are read; None where pypdf cannot read them."""
    from pypdf import PdfReader, errors

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return look(PdfReader(BytesIO(data)).pages[: limits.PAGES])
    except (errors.PyPdfError, errors.DependencyError, *_UNREADABLE):
        return None
