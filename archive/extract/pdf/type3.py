"""Fonts whose characters are drawn by characters of other such fonts, told before PDFium draws a page.

A character of a Type 3 font is a small page (ISO 32000-1, 9.6.5), which may print characters of such a font in turn:
thirty fonts that each print the next one twice are a thousand million drawings. No program that writes reports makes
them. Only a page that is drawn, to be recognised or looked at, meets them. What pypdf cannot read counts nothing here;
the limit of the reading process's time holds for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from archive import patterns
from archive.extract.layout import limits
from archive.extract.pdf import objects

_MOST: Final = 20_000
"""Resources of a document that are looked at."""
_PRINTS: Final = patterns.lazy(rb"\b(?:Tf|Do|gs|scn|SCN)\b")
"""Operators by which a character may come to print another: a font, a form, a state with a font, a pattern."""


def check(data: bytes) -> None:
    """Raise `TooMuchError` for a PDF with a font whose characters may be drawn by another that is drawn as well."""
    if objects.of_pages(data, _any_has_nested_fonts):
        raise limits.TooMuchError("characters of its fonts are drawn by other such fonts")


def _any_has_nested_fonts(pages: Any) -> bool:
    return any(_has_nested_fonts(page.get("/Resources"), page) for page in pages)


def _has_nested_fonts(resources: Any, page: Any) -> bool:
    within = [resources, *_appearances(page)]
    fonts = [font for held in within for font in _drawn_fonts(held)]
    return any(
        any(_PRINTS.search(drawing.get_data()) for drawing in _values(font, "/CharProcs"))
        and any(_drawn_fonts(font.get("/Resources", resources)))
        for font in fonts
    )


def _drawn_fonts(resources: Any) -> Iterator[Any]:
    """The Type 3 fonts among resources, and among those of the forms, patterns and states in them."""
    waiting, seen = [resources], 0
    known: set[int] = set()
    while waiting:
        held = _resolved(waiting.pop())
        if id(held) in known:
            continue
        known.add(id(held))
        seen += 1
        if seen > _MOST:
            raise limits.TooMuchError(f"it has more than {_MOST} resources")
        fonts = [*_values(held, "/Font"), *(_first(state.get("/Font")) for state in _values(held, "/ExtGState"))]
        yield from (font for font in fonts if font and font["/Subtype"] == "/Type3")
        waiting += [each.get("/Resources") for kind in ("/XObject", "/Pattern") for each in _values(held, kind)]


def _appearances(page: Any) -> Iterator[Any]:
    """The resources of what annotations show (12.5.5), one form or one for each state."""
    for annotation in _resolved(page.get("/Annots")) or ():
        shown = _resolved(_resolved(_resolved(annotation).get("/AP")).get("/N"))
        for form in (shown, *_values({"/N": shown}, "/N")):
            yield form.get("/Resources")


def _values(held: Any, kind: str) -> list[Any]:
    """The dictionaries and streams under a name, such as all fonts."""
    found = [_resolved(value) for value in _resolved(_resolved(held).get(kind)).values()]
    return [value for value in found if isinstance(value, dict)]


def _first(pair: Any) -> Any:
    """The font of a state, which is given with its size."""
    found = pair.get_object() if pair is not None else ()
    return _resolved(found[0]) if isinstance(found, list) and found else {}


def _resolved(value: Any) -> Any:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, dict | list) else {}
